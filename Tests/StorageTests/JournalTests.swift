import Core
import Foundation
import SQLiteStorage
import Storage
import Synchronization
import Testing

@Suite("The journal of a SQLite file")
struct JournalTests {
    private static let megabyte = 1_048_576

    /// What a reader and who writes beside it tell each other.
    private final class Signals: Sendable {
        let began = Atomic(false)
        let ended = Atomic(false)
    }

    private static func write(_ numbers: Range<Int>, to database: any Database) async throws {
        for number in numbers {
            let blob = [UInt8](repeating: UInt8(number % 251), count: megabyte)
            try await database.write { try $0.run("INSERT INTO things (id, x) VALUES (\(number), \(blob))") }
        }
    }

    private static func megabytes(_ path: String) throws -> Int {
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        return (size ?? 0) / megabyte
    }

    private static func withFile(_ body: (any Database, String) async throws -> Void) async throws {
        try await TestEngine.sqlite.withPlace { place in
            let database = try place.open()
            try await database.write { try $0.run("CREATE TABLE things (id BIGINT PRIMARY KEY, x BLOB)") }
            try await body(database, place.address)
            await database.close()
            for end in ["-wal", "-shm"] {
                #expect(!FileManager.default.fileExists(atPath: place.address + end), "\(end) is left")
            }
            let again = try place.open()
            let kept = try await again.read { connection in
                try connection.rows("SELECT id, length(x) AS size FROM things ORDER BY id").map {
                    row -> Int in
                    #expect(try row.get("size", as: Int.self) == megabyte)
                    return try row.get("id")
                }
            }
            #expect(kept == Array(0..<kept.count) && kept.count == 130)
            await again.close()
        }
    }

    @Test("is given to a new file by several who open it at the same moment: none of them is refused")
    func opened() async throws {
        for _ in 0..<100 {
            try await TestEngine.sqlite.withPlace { place in
                let (ends, ended) = AsyncStream<Result<any Database, Fault>>.makeStream()
                let start = Date(timeIntervalSinceNow: 0.01)
                for _ in 0..<4 {
                    // Threads of its own: two of Swift's are too few to meet.
                    Thread {
                        Thread.sleep(until: start)
                        ended.yield(Result { () throws(Fault) in try place.open(connections: 1) })
                    }.start()
                }
                for await end in ends.prefix(4) {
                    switch end {
                    case .success(let database): await database.close()
                    case .failure(let fault): Issue.record(fault)
                    }
                }
            }
        }
    }

    @Test("does not grow with what is written")
    func bounded() async throws {
        try await Self.withFile { database, path in
            try await Self.write(0..<130, to: database)
            #expect(try Self.megabytes(path + "-wal") < 66)
            // It was copied while there was writing, not only at the end.
            #expect(try Self.megabytes(path) > 60)
        }
    }

    @Test("begins again once a reader that held it is gone")
    func held() async throws {
        try await Self.withFile { database, path in
            let signals = Signals()
            async let reading = database.read { connection -> Int in
                let before = try connection.value(Int.self, "SELECT count(*) FROM things") ?? -1
                signals.began.store(true, ordering: .sequentiallyConsistent)
                while !signals.ended.load(ordering: .sequentiallyConsistent) {
                    Thread.sleep(forTimeInterval: 0.005)
                }
                let after = try connection.value(Int.self, "SELECT count(*) FROM things") ?? -1
                return after - before
            }
            while !signals.began.load(ordering: .sequentiallyConsistent) {
                try await Task.sleep(for: .milliseconds(5))
            }
            try await Self.write(0..<50, to: database)
            #expect(try Self.megabytes(path + "-wal") >= 50, "nothing held it")
            signals.ended.store(true, ordering: .sequentiallyConsistent)
            #expect(try await reading == 0, "a reader saw what came after it began")
            try await Self.write(50..<130, to: database)
            #expect(try Self.megabytes(path + "-wal") < 100)
        }
    }
}
