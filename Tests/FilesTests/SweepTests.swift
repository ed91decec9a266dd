import Core
@testable import Files
import Foundation
import Storage
import Testing

@Suite("The sweep")
struct SweepTests {
    @Test(
        "removes what was not finished or not named in time, and never what something refers to",
        arguments: TestEngine.present)
    func sweeps(engine: TestEngine) async throws {
        try await Bench.with(engine) { bench in
            let old = Bench.now
            let named = try await bench.attachment(try await bench.send(Sample.jpeg(width: 10)))
            let unnamed = try await bench.attachment(try await bench.send(Sample.jpeg(width: 20)))
            let shared = try await bench.attachment(try await bench.send(Sample.jpeg(width: 30)))
            _ = try await bench.bytes(unnamed, as: .thumbnail)
            let open = try await bench.shelf.begin(
                NewUpload(owner: Bench.owner, name: "a", bytes: 100), now: old)
            try await bench.append([0xFF, 0xD8], to: open, at: 0)
            let later = old + 26 * 3_600_000
            // Somebody sent the same picture a moment ago.
            _ = try await bench.send(Sample.jpeg(width: 30), at: later)
            let removed = try await bench.shelf.sweep(at: later) { hashes in
                Set(hashes.filter { $0 == named.hash })
            }
            #expect(removed == 1)
            let names = bench.contents.map { String($0.suffix(64)) }
            #expect(names.sorted() == [named.hash, shared.hash].sorted())
            let left = try FileManager.default.contentsOfDirectory(atPath: bench.folder + "/uploads")
            #expect(left.isEmpty)
            let copies = FileFolder(path: bench.folder).copy(unnamed.hash, .thumbnail)
            #expect(!FileManager.default.fileExists(atPath: copies))
            #expect(try await bench.shelf.sweep(at: later) { _ in [] } == 0)
        }
    }

    @Test("leaves alone what still counts, to the last minute")
    func spares() async throws {
        try await Bench.with { bench in
            _ = try await bench.send(Sample.jpeg())
            let day = bench.shelf.limits.keptMilliseconds
            #expect(try await bench.shelf.sweep(at: Bench.now + day) { _ in [] } == 0)
            #expect(bench.contents.count == 1)
        }
    }
}
