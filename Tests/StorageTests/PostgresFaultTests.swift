import Core
import Foundation
import PostgresStorage
import Storage
import Testing

@Suite("A PostgreSQL server in trouble", .disabled(if: TestEngine.postgresIsSkipped))
struct PostgresFaultTests {
    @Test("that stands still and keeps the connection is given up, and the next job has another connection")
    func frozen() async throws {
        try await TestEngine.postgres.withPlace { place in
            let database = try PostgresDatabase(
                url: place.address, connections: 1, statementTimeout: 2000, silence: 3000)
            let process = try await database.read { try $0.value(Int.self, "SELECT pg_backend_pid()") ?? 0 }
            let began = ContinuousClock.now
            let code = await faultCode {
                try await database.read { connection in
                    // From here on the server keeps no time.
                    try connection.run("SET statement_timeout = 0")
                    _ = try connection.rows("SELECT pg_sleep(900)")
                }
            }
            #expect(code == .unreachable)
            #expect(ContinuousClock.now - began < .seconds(300))
            let next = try await database.read { try $0.value(Int.self, "SELECT pg_backend_pid()") ?? 0 }
            #expect(next != process)
            await database.close()
        }
    }

    @Test("is waited for where a statement was told to take its time")
    func unhurried() async throws {
        try await TestEngine.postgres.withPlace { place in
            let database = try PostgresDatabase(
                url: place.address, connections: 1, statementTimeout: 1000, silence: 2000)
            try await database.write { connection in
                try connection.run("SET LOCAL statement_timeout = 0")
                _ = try connection.rows("SELECT pg_sleep(3.5)")
            }
            let code = await faultCode { try await database.read { try $0.rows("SELECT pg_sleep(60)") } }
            #expect(code == .timeout)
            await database.close()
        }
    }

    @Test("that gives fewer connections than the program has threads refuses nobody")
    func fewConnections() async throws {
        try await TestEngine.postgres.withPlace { place in
            let owner = try place.open(connections: 1)
            let name = "few_" + UUID().uuidString.lowercased().prefix(8)
            try await owner.write { connection in
                try connection.run("CREATE TABLE things (id BIGINT PRIMARY KEY)")
                try connection.run(.verbatim("CREATE ROLE \(name) LOGIN SUPERUSER CONNECTION LIMIT 2"))
                try connection.run(.verbatim("ALTER ROLE \(name) NOSUPERUSER"))
                try connection.run(.verbatim("GRANT ALL ON things TO \(name)"))
            }
            let address = place.address.replacing("user=lianxin", with: "user=\(name)")
            let database = try PostgresDatabase(url: address, connections: 8)
            let codes = await withTaskGroup(of: Fault.Code?.self) { group in
                for number in 0..<80 {
                    group.addTask {
                        await faultCode {
                            try await database.write { connection in
                                try connection.run("INSERT INTO things (id) VALUES (\(number))")
                                _ = try connection.rows("SELECT pg_sleep(0.005)")
                            }
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(codes.compactMap { $0 }.isEmpty)
            #expect(try await owner.read { try $0.value(Int.self, "SELECT count(*) FROM things") } == 80)
            let third = await faultCode {
                _ = try PostgresDatabase(url: address, connections: 1)
                _ = try PostgresDatabase(url: address, connections: 1)
            }
            // The two places are taken: the sentence says so.
            #expect(third == .unreachable)
            await database.close()
            try await owner.write { connection in
                try connection.run("DROP TABLE things")
                try connection.run(.verbatim("DROP ROLE \(name)"))
            }
            await owner.close()
        }
    }

    @Test("that may only be read refuses what writes, reads on, and writes again without a restart")
    func readOnly() async throws {
        try await TestEngine.postgres.withPlace { place in
            let database = try place.open(connections: 1)
            let owner = try place.open(connections: 1)
            try await owner.write { try $0.run("CREATE TABLE things (id BIGINT PRIMARY KEY)") }
            let name = place.address.dropFirst("postgres:///".count).prefix { $0 != "?" }
            func only(_ word: String) async throws {
                // The owner's own sessions may write whatever the database's setting says.
                try await owner.write { connection in
                    try connection.run("SET LOCAL transaction_read_only = off")
                    try connection.run(
                        .verbatim("ALTER DATABASE \(name) SET default_transaction_read_only = \(word)"))
                }
            }
            try await only("on")
            // A connection that is there already keeps its setting: take it away.
            _ = try await owner.read {
                try $0.rows(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid()
                    """)
            }
            let fault = await #expect(throws: Fault.self) {
                while true {
                    try await database.write { try $0.run("INSERT INTO things (id) VALUES (1)") }
                    _ = try await database.write { try $0.run("DELETE FROM things") }
                }
            }
            #expect(fault?.code == .readOnly, "\(String(describing: fault))")
            #expect(try await database.read { try $0.value(Int.self, "SELECT count(*) FROM things") } == 0)
            try await only("off")
            // The one that was told "read only" let go of its connection and asks for a new one.
            _ = await faultCode {
                try await database.write { try $0.run("INSERT INTO things (id) VALUES (2)") }
            }
            try await database.write { try $0.run("INSERT INTO things (id) VALUES (3)") }
            await owner.close()
            await database.close()
        }
    }
}
