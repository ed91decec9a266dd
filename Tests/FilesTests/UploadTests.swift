import Core
@testable import Files
import Foundation
import Storage
import Testing

@Suite("An upload")
struct UploadTests {
    @Test(
        "is kept under the hash of its content, once for all who send the same", arguments: TestEngine.present
    )
    func once(engine: TestEngine) async throws {
        try await Bench.with(engine) { bench in
            let photo = Sample.jpeg()
            let first = try await bench.attachment(try await bench.send(photo))
            let second = try await bench.attachment(
                try await bench.send(photo, owner: "another"), owner: "another")
            #expect(first.hash == second.hash && first.id != second.id && first.kind == .jpeg)
            #expect(first.bytes == Int64(photo.count) && first.id.count == 22)
            let path = "\(first.hash.prefix(2))/\(first.hash.dropFirst(2).prefix(2))/\(first.hash)"
            #expect(bench.contents == [path])
            #expect(try await bench.bytes(first, as: .original) == photo)
        }
    }

    @Test("goes on where it broke off, after a start of the program too", arguments: TestEngine.present)
    func resumed(engine: TestEngine) async throws {
        try await Bench.with(engine) { bench in
            let photo = Sample.jpeg(width: 900, height: 900)
            let id = try await bench.shelf.begin(
                NewUpload(owner: Bench.owner, name: "a.jpg", bytes: Int64(photo.count)), now: Bench.now)
            try await bench.append(Array(photo[..<5000]), to: id, at: 0)
            #expect(
                try await bench.shelf.state(of: id, owner: Bench.owner, now: Bench.now).received == 5000)
            #expect(await refusal { try await bench.attachment(id) } == .incomplete)
            let later = bench.restarted()
            #expect(
                await refusal { try await later.append([1], to: id, at: 4999) }
                    == .otherOffset(current: 5000))
            try await later.append(Array(photo[5000...]), to: id, at: 5000)
            let whole = try await later.attachment(id)
            #expect(try await later.bytes(whole, as: .original) == photo)
            #expect(await refusal { try await later.append([1], to: id, at: whole.bytes) } != nil)
        }
    }

    @Test("loses what a crash left behind the last word of it, and nothing before")
    func torn() async throws {
        try await Bench.with { bench in
            let photo = Sample.jpeg(width: 900, height: 900)
            let id = try await bench.shelf.begin(
                NewUpload(owner: Bench.owner, name: "a.jpg", bytes: Int64(photo.count)), now: Bench.now)
            try await bench.append(Array(photo[..<5000]), to: id, at: 0)
            // The program stopped after these bytes were written, and before anybody noted them.
            let file = try OpenFile("\(bench.folder)/uploads/\(id)", for: .writing)
            try file.write(Array(repeating: 0x55, count: 700), at: 5000)
            let later = bench.restarted()
            #expect(
                try await later.shelf.state(of: id, owner: Bench.owner, now: Bench.now).received == 5000)
            try await later.append(Array(photo[5000...]), to: id, at: 5000)
            #expect(try await later.bytes(try await later.attachment(id), as: .original) == photo)
        }
    }

    @Test("asks for less again where the disk lost more than was noted")
    func lost() async throws {
        try await Bench.with { bench in
            let photo = Sample.jpeg(width: 900, height: 900)
            let id = try await bench.shelf.begin(
                NewUpload(owner: Bench.owner, name: "a.jpg", bytes: Int64(photo.count)), now: Bench.now)
            try await bench.append(Array(photo[..<5000]), to: id, at: 0)
            try OpenFile("\(bench.folder)/uploads/\(id)", for: .writing).truncate(to: 4100)
            let later = bench.restarted()
            #expect(
                try await later.shelf.state(of: id, owner: Bench.owner, now: Bench.now).received == 4100)
        }
    }

    @Test("is finished by a later look when the program stopped before its name was noted")
    func unnamed() async throws {
        try await Bench.with { bench in
            let photo = Sample.jpeg()
            let id = try await bench.send(photo)
            try await bench.database.write { connection in
                try connection.run("UPDATE uploads SET complete = 0 WHERE id = \(id)")
            }
            #expect(await refusal { try await bench.attachment(id) } == .incomplete)
            _ = try await bench.shelf.state(of: id, owner: Bench.owner, now: Bench.now)
            #expect(try await bench.attachment(id).bytes == Int64(photo.count))
        }
    }

    @Test("is not begun again between its name and the word of it", arguments: TestEngine.present)
    func named(engine: TestEngine) async throws {
        try await Bench.with(engine) { bench in
            let photo = Sample.jpeg()
            let id = try await bench.send(photo)
            try await bench.database.write { connection in
                try connection.run("UPDATE uploads SET complete = 0 WHERE id = \(id)")
            }
            #expect(
                await refusal { try await bench.append(photo, to: id, at: 0) }
                    == .otherOffset(current: Int64(photo.count)))
            // What a late attempt left under its first name is no part of it.
            try Data().write(to: URL(filePath: "\(bench.folder)/uploads/\(id)"))
            let state = try await bench.shelf.state(of: id, owner: Bench.owner, now: Bench.now)
            #expect(state.received == Int64(photo.count))
            #expect(try await bench.bytes(try await bench.attachment(id), as: .original) == photo)
        }
    }

    @Test("is sent by one attempt at a time; one that lies idle gives way", arguments: TestEngine.present)
    func oneAtATime(engine: TestEngine) async throws {
        var limits = FileLimits()
        limits.idle = .seconds(3600)
        try await Bench.with(engine, limits: limits) { bench in
            let photo = Sample.jpeg(width: 900, height: 900)
            let id = try await bench.shelf.begin(
                NewUpload(owner: Bench.owner, name: "a.jpg", bytes: Int64(photo.count)), now: Bench.now)
            let first = try await bench.shelf.open(id, at: 0, owner: Bench.owner, now: Bench.now)
            try await first.write(Array(photo[..<5000]))
            #expect(
                await refusal { try await bench.shelf.open(id, at: 0, owner: Bench.owner, now: Bench.now) }
                    == .beingSent)
            // Another server on the same folder does not get in either.
            let other = bench.restarted()
            #expect(
                await refusal { try await other.shelf.open(id, at: 0, owner: Bench.owner, now: Bench.now) }
                    == .beingSent)
            try await bench.shelf.close(first)
        }
        limits.idle = .zero
        try await Bench.with(engine, limits: limits) { bench in
            let photo = Sample.jpeg(width: 900, height: 900)
            let id = try await bench.shelf.begin(
                NewUpload(owner: Bench.owner, name: "a.jpg", bytes: Int64(photo.count)), now: Bench.now)
            let first = try await bench.shelf.open(id, at: 0, owner: Bench.owner, now: Bench.now)
            try await first.write(Array(photo[..<5000]))
            let state = try await bench.shelf.state(of: id, owner: Bench.owner, now: Bench.now)
            #expect(state.received == 5000)
            #expect(await refusal { try await first.write([1]) } == .beingSent)
            try await bench.append(Array(photo[5000...]), to: id, at: 5000)
            #expect(try await bench.attachment(id).bytes == Int64(photo.count))
        }
    }

    @Test("ends once when two attempts finish it at the same moment", arguments: TestEngine.present)
    func raced(engine: TestEngine) async throws {
        try await Bench.with(engine) { bench in
            let photo = Sample.jpeg(width: 900, height: 900)
            let id = try await bench.shelf.begin(
                NewUpload(owner: Bench.owner, name: "a.jpg", bytes: Int64(photo.count)), now: Bench.now)
            let refused = await withTaskGroup(of: FileRefusal?.self) { group in
                for _ in 0..<8 {
                    group.addTask { await refusal { try await bench.append(photo, to: id, at: 0) } }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(refused.filter { $0 == nil }.count == 1)
            #expect(try await bench.bytes(try await bench.attachment(id), as: .original) == photo)
        }
    }

    @Test("is one sender's: for any other it is not there")
    func foreign() async throws {
        try await Bench.with { bench in
            let id = try await bench.send(Sample.jpeg())
            #expect(await refusal { try await bench.attachment(id, owner: "another") } == .unknown)
            #expect(
                await refusal { try await bench.shelf.state(of: id, owner: "another", now: Bench.now) }
                    == .unknown)
            #expect(
                await refusal { try await bench.shelf.remove(id, owner: "another", now: Bench.now) }
                    == .unknown)
            #expect(await refusal { try await bench.attachment("' OR 1=1 --") } == .unknown)
        }
    }

    @Test("never holds more than 200 MB cut three times need: a few pieces")
    func large() async throws {
        try await Bench.with { bench in
            let whole = 200 << 20
            let id = try await bench.shelf.begin(
                NewUpload(owner: Bench.owner, name: "a.mp4", bytes: Int64(whole)), now: Bench.now)
            let piece = [UInt8](repeating: 7, count: 1 << 20)
            let before = Self.residentKilobytes()
            var sent = 0
            for part in 1...4 {
                let shelf = bench.restarted().shelf
                let writer = try await shelf.open(
                    id, at: Int64(sent), owner: Bench.owner, now: Bench.now)
                while sent < whole * part / 4 {
                    var next = piece
                    if sent == 0 { next.replaceSubrange(..<Sample.filmStart.count, with: Sample.filmStart) }
                    try await writer.write(next)
                    sent += next.count
                }
                try await shelf.close(writer)
            }
            #expect(try await bench.attachment(id).bytes == Int64(whole))
            #expect(
                try await bench.shelf.complaint(of: bench.attachment(id).hash, bytes: Int64(whole)) == nil)
            if let before, let after = Self.residentKilobytes() { #expect(after - before < 100_000) }
        }
    }

    /// The most memory this process ever held; nil where the system does not say.
    private static func residentKilobytes() -> Int? {
        guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return nil }
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM") }
        return line?.split(separator: " ").compactMap { Int($0) }.first
    }
}
