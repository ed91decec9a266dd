import Core
import Foundation
import SQLiteStorage
import Storage
import Testing

@Suite("A SQLite file that is taken away under the running program")
struct MovedFileTests {
    private static func withFile(_ body: (any Database, DatabasePlace) async throws -> Void) async throws {
        try await TestEngine.sqlite.withPlace { place in
            let database = try place.open()
            try await database.write { try $0.run("CREATE TABLE things (id BIGINT PRIMARY KEY)") }
            try await database.write { try $0.run("INSERT INTO things (id) VALUES (1)") }
            try await body(database, place)
            await database.close()
        }
    }

    private static func numbers(_ database: any Database) async throws -> [Int] {
        try await database.read { connection in
            try connection.rows("SELECT id FROM things ORDER BY id").map { try $0.get(at: 0, as: Int.self) }
        }
    }

    /// How a write of this number was refused; nil when it was kept.
    private static func refusal(_ number: Int, _ database: any Database) async -> Fault? {
        do {
            try await database.write { try $0.run("INSERT INTO things (id) VALUES (\(number))") }
            return nil
        } catch {
            return error as? Fault
        }
    }

    private static func move(_ path: String, to other: String) throws {
        try FileManager.default.moveItem(atPath: path, toPath: other)
    }

    @Test("takes nothing more in, for whoever asks together, and says which file it is")
    func moved() async throws {
        try await Self.withFile { database, place in
            try Self.move(place.address, to: place.address + ".aside")
            let refusals = await withTaskGroup(of: Fault?.self) { group in
                for number in 10..<60 { group.addTask { await Self.refusal(number, database) } }
                return await group.reduce(into: [Fault?]()) { $0.append($1) }
            }
            #expect(refusals.count == 50)
            for fault in refusals {
                #expect(fault?.code == .readOnly)
                #expect(fault?.message.contains("test.sqlite was moved or deleted") == true)
                #expect(fault?.remedy.isEmpty == false)
            }
            // What was answered before can still be read.
            #expect(try await Self.numbers(database) == [1])
            // Not even where it is back: only a new start knows what it finds.
            try Self.move(place.address + ".aside", to: place.address)
            #expect(await Self.refusal(2, database)?.code == .readOnly)
            let again = try place.open()
            #expect(await Self.refusal(3, again) == nil)
            #expect(try await Self.numbers(again) == [1, 3])
            await again.close()
        }
    }

    @Test("keeps nothing of a transaction during which that happened")
    func movedMeanwhile() async throws {
        try await Self.withFile { database, place in
            let path = place.address
            let code = await faultCode {
                try await database.write { connection in
                    try connection.run("INSERT INTO things (id) VALUES (2)")
                    try? Self.move(path, to: path + ".aside")
                }
            }
            #expect(code == .readOnly)
            try Self.move(path + ".aside", to: path)
            let again = try place.open()
            #expect(try await Self.numbers(again) == [1])
            await again.close()
        }
    }

    @Test("is not mistaken for another one in its place")
    func replaced() async throws {
        try await Self.withFile { database, place in
            try Self.move(place.address, to: place.address + ".aside")
            try Data().write(to: URL(fileURLWithPath: place.address))
            #expect(await Self.refusal(2, database)?.code == .readOnly)
            #expect(try Data(contentsOf: URL(fileURLWithPath: place.address)).isEmpty)
        }
    }

    @Test("is noticed by who asks before anybody writes")
    func touched() async throws {
        try await Self.withFile { database, place in
            try await database.touch()
            try FileManager.default.removeItem(atPath: place.address)
            #expect(await faultCode { try await database.touch() } == .readOnly)
            #expect(await Self.refusal(2, database)?.code == .readOnly)
        }
    }

    @Test("may also be its journal: who asks is told, and from then on nothing is written")
    func withoutJournal() async throws {
        try await Self.withFile { database, place in
            try FileManager.default.removeItem(atPath: place.address + "-wal")
            do {
                try await database.touch()
                Issue.record("The journal was not missed.")
            } catch let fault as Fault {
                #expect(fault.code == .readOnly && fault.message.contains("test.sqlite-wal"), "\(fault)")
            }
            #expect(await Self.refusal(2, database)?.message.contains("-wal") == true)
        }
    }

    @Test("is no matter of a database that is where it was", arguments: TestEngine.present)
    func untouched(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            try await database.touch()
            try await database.write { try $0.run("CREATE TABLE things (id BIGINT PRIMARY KEY)") }
            try await database.touch()
            #expect(await Self.refusal(1, database) == nil)
        }
    }

    @Test("is no matter of one in memory")
    func memory() async throws {
        let database = try SQLiteDatabase(path: ":memory:")
        try await database.touch()
        try await database.write { try $0.run("CREATE TABLE things (id BIGINT PRIMARY KEY)") }
        #expect(await Self.refusal(1, database) == nil)
        try await database.touch()
        await database.close()
    }
}
