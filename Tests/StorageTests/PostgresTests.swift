import Core
import Foundation
import PostgresStorage
import Storage
import Synchronization
import Testing

@Suite("The PostgreSQL server")
struct PostgresTests {
    private static func refusal(_ url: String) -> Fault? {
        do {
            _ = try PostgresDatabase(url: url, connections: 1)
            return nil
        } catch {
            return error
        }
    }

    @Test("is not looked for at an address that is none, nor waited for where there is none")
    func addresses() throws {
        let refusals = [
            ("mysql://x", Fault.Code.configuration), ("postgres://u:secret@[::1", .configuration),
            ("postgres://u:se%cret@host/x", .configuration), ("", .configuration),
            ("postgresql://u:secret@/x?host=/absent-folder", .unreachable),
            ("postgres://u:secret@127.0.0.1:1/x", .unreachable),
        ]
        for (url, code) in refusals {
            let fault = try #require(Self.refusal(url))
            #expect(fault.code == code)
            #expect(!fault.description.contains("secret") && !fault.remedy.isEmpty)
        }
    }
}

@Suite("A PostgreSQL connection", .disabled(if: TestEngine.postgresIsSkipped))
struct PostgresConnectionTests {
    private static func withThings(
        connections: Int = 4, _ body: (any Database) async throws -> Void
    ) async throws {
        try await TestEngine.postgres.withPlace { place in
            let database = try place.open(connections: connections)
            try await database.write { connection in
                try connection.run("CREATE TABLE things (id BIGINT PRIMARY KEY, n BIGINT NOT NULL)")
                try connection.run("INSERT INTO things (id, n) VALUES (1, 0), (2, 0)")
            }
            try await body(database)
            await database.close()
        }
    }

    @Test("that breaks costs the job under way, not the next one")
    func broken() async throws {
        try await Self.withThings(connections: 1) { database throws in
            let code = await faultCode {
                try await database.write { connection in
                    try connection.run("UPDATE things SET n = 1")
                    _ = try connection.rows("SELECT pg_terminate_backend(pg_backend_pid())")
                }
            }
            #expect(code == .unreachable)
            #expect(try await database.read { try $0.value(Int.self, "SELECT sum(n) FROM things") } == 0)
        }
    }

    @Test("that broke while it lay idle is replaced unnoticed")
    func idle() async throws {
        try await TestEngine.postgres.withPlace { place in
            let one = try place.open(connections: 1)
            let other = try place.open(connections: 1)
            let process = try await one.read { try $0.value(Int.self, "SELECT pg_backend_pid()") ?? 0 }
            _ = try await other.read {
                try $0.rows("SELECT pg_terminate_backend(CAST(\(process) AS INTEGER))")
            }
            while try await other.read({
                try $0.first("SELECT 1 FROM pg_stat_activity WHERE pid = \(process)")
            }) != nil {
                try await Task.sleep(for: .milliseconds(2))
            }
            let next = try await one.read { try $0.value(Int.self, "SELECT pg_backend_pid()") ?? 0 }
            #expect(next != process)
            await one.close()
            await other.close()
        }
    }

    @Test("that breaks during the commit says that nobody knows")
    func lostCommit() async throws {
        try await Self.withThings(connections: 1) { database throws in
            try await database.write { connection in
                try connection.run(
                    """
                    CREATE FUNCTION vanish() RETURNS trigger LANGUAGE plpgsql AS
                    'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'
                    """)
                try connection.run(
                    """
                    CREATE CONSTRAINT TRIGGER vanishing AFTER INSERT ON things DEFERRABLE INITIALLY DEFERRED
                    FOR EACH ROW EXECUTE FUNCTION vanish()
                    """)
            }
            let fault = await #expect(throws: Fault.self) {
                try await database.write { try $0.run("INSERT INTO things (id, n) VALUES (3, 0)") }
            }
            #expect(fault?.code == .unreachable && fault?.message.contains("not known") == true)
        }
    }

    @Test("runs a closure again that met another one crosswise")
    func deadlock() async throws {
        try await Self.withThings { database in
            let crossing = Crossing()
            async let one: Void = database.write { try crossing.go(0, $0) }
            async let other: Void = database.write { try crossing.go(1, $0) }
            _ = try await (one, other)
            #expect(crossing.runs.withLock { $0 } > 2)
            let sums = try await database.read { try $0.rows("SELECT n FROM things").map(\.values) }
            #expect(sums == [[.integer(2)], [.integer(2)]])
        }
    }

    @Test("breaks off a statement that runs too long")
    func timeout() async throws {
        try await TestEngine.postgres.withPlace { place in
            let database = try PostgresDatabase(url: place.address, connections: 1, statementTimeout: 2000)
            #expect(
                await faultCode { try await database.read { try $0.rows("SELECT pg_sleep(60)") } } == .timeout
            )
            #expect(try await database.read { try $0.value(Int.self, "SELECT 1") } == 1)
            await database.close()
        }
    }

    @Test("keeps nothing of a transaction whose failed statement was passed over")
    func swallowed() async throws {
        try await Self.withThings { database throws in
            let fault = await #expect(throws: Fault.self) {
                try await database.write { connection in
                    try connection.run("UPDATE things SET n = 9")
                    _ = try? connection.run("INSERT INTO things (id, n) VALUES (1, 1)")
                }
            }
            #expect(fault?.code == .other)
            #expect(try await database.read { try $0.value(Int.self, "SELECT sum(n) FROM things") } == 0)
        }
    }

    @Test("goes on when another program changed a table under a prepared statement")
    func changedTable() async throws {
        try await Self.withThings(connections: 1) { database throws in
            func width() async throws -> Int {
                try await database.read {
                    try $0.first("SELECT * FROM things WHERE id = \(1)")?.values.count ?? 0
                }
            }
            #expect(try await width() == 2)
            try await database.write { try $0.run("ALTER TABLE things ADD COLUMN more TEXT") }
            #expect(try await width() == 3)
        }
    }

    @Test("reads each of the server's types as one of the house's")
    func types() async throws {
        try await Self.withThings { database throws in
            let row = try await database.read {
                try $0.first(
                    """
                    SELECT true, 1::smallint, 2::integer, 3::bigint, 4.5::real, 4.5::numeric, sum(n), avg(n),
                        'x'::varchar, '\\x00ff'::bytea, NULL::text, count(*) FROM things
                    """)
            }
            #expect(
                row?.values == [
                    .integer(1), .integer(1), .integer(2), .integer(3), .real(4.5), .real(4.5), .integer(0),
                    .real(0),
                    .text("x"), .blob([0, 255]), .null, .integer(2),
                ])
        }
    }
}

/// Two closures: each takes its own row, tells the other, and only then goes for the other's row.
private final class Crossing: Sendable {
    let runs = Mutex(0)
    private let taken = [DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)]

    func go(_ me: Int, _ connection: any Connection) throws {
        let run = runs.withLock { runs in
            runs += 1
            return runs
        }
        try connection.run("UPDATE things SET n = n + 1 WHERE id = \(me + 1)")
        taken[me].signal()
        if run <= 2 { taken[1 - me].wait() }
        try connection.run("UPDATE things SET n = n + 1 WHERE id = \(2 - me)")
    }
}
