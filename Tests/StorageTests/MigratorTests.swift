import Core
import Storage
import Testing

@Suite("The migrator")
struct MigratorTests {
    private static let now = Moment(milliseconds: 1_767_225_600_000)
    private static let first = Migration("0001-a", "CREATE TABLE a (id {id}, data {blob}, weight {real});")
    private static let second = Migration(
        "0002-b", "CREATE TABLE b (id BIGINT PRIMARY KEY);\nINSERT INTO b (id) VALUES (1);",
        sqlite: "CREATE TABLE only_here (x TEXT);", postgres: "CREATE TABLE only_here (y TEXT);")

    @Test("refuses a database that knows a step the program does not", arguments: TestEngine.present)
    func newer(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            try await Migrator([Self.first, Self.second]).migrate(database, now: Self.now)
            let old = Migrator([Self.first])
            #expect(await faultCode { try await old.migrate(database, now: Self.now) } == .newerSchema)
            #expect(await faultCode { try await old.check(database) } == .newerSchema)
        }
    }

    @Test("refuses a step that was altered after it was applied", arguments: TestEngine.present)
    func altered(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            try await Migrator([Self.first]).migrate(database, now: Self.now)
            let other = Migrator([Migration(Self.first.name, Self.first.text + "\n")])
            #expect(await faultCode { try await other.migrate(database, now: Self.now) } == .foreignSchema)
            #expect(await faultCode { try await other.check(database) } == .foreignSchema)
        }
    }

    @Test("refuses a database of another program", arguments: TestEngine.present)
    func foreign(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            try await database.write { try $0.run("CREATE TABLE migrations (id BIGINT, batch BIGINT)") }
            let code = await faultCode { try await Migrator([Self.first]).migrate(database, now: Self.now) }
            #expect(code == .foreignSchema)
        }
        try await TestEngine.sqlite.withDatabase { database in
            try await database.write { try $0.run("CREATE TABLE songs (id BIGINT)") }
            let code = await faultCode { try await Migrator([Self.first]).migrate(database, now: Self.now) }
            #expect(code == .foreignSchema)
        }
    }

    @Test("leaves nothing of a step that fails", arguments: TestEngine.present)
    func failing(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let bad = Migration(
                "0002-b", "CREATE TABLE b (id BIGINT PRIMARY KEY);\nINSERT INTO absent VALUES (1);")
            #expect(
                await faultCode { try await Migrator([Self.first, bad]).migrate(database, now: Self.now) }
                    == .other)
            try await Migrator([Self.first, Self.second]).migrate(database, now: Self.now)
            #expect(try await database.read { try $0.value(Int.self, "SELECT count(*) FROM b") } == 1)
        }
    }

    @Test(
        "applies each step once, in the order of names, however often it is asked",
        arguments: TestEngine.present)
    func twice(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let migrator = Migrator([Self.second, Self.first])
            #expect(await faultCode { try await migrator.check(database) } == .configuration)
            try await migrator.migrate(database, now: Self.now)
            try await migrator.migrate(database, now: Self.now + 1)
            try await migrator.check(database)
            let rows = try await database.read {
                try $0.rows("SELECT name, applied_at FROM migrations ORDER BY name")
            }
            #expect(
                rows.map(\.values) == [
                    [.text("0001-a"), .integer(Self.now.milliseconds)],
                    [.text("0002-b"), .integer(Self.now.milliseconds)],
                ])
        }
    }

    @Test("may be run by several servers at once", arguments: TestEngine.present)
    func together(engine: TestEngine) async throws {
        try await engine.withPlace { place in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        let database = try place.open(connections: 1)
                        try await Migrator([Self.first, Self.second] + StorageSchema.migrations).migrate(
                            database, now: Self.now)
                        await database.close()
                    }
                }
                try await group.waitForAll()
            }
            let database = try place.open()
            try await Migrator([Self.first, Self.second] + StorageSchema.migrations).check(database)
            #expect(try await database.read { try $0.value(Int.self, "SELECT count(*) FROM b") } == 1)
            await database.close()
        }
    }
}
