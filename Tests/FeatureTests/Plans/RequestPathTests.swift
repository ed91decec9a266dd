import Core
import Desk
import Storage
import Testing

/// Pages and forms of every slice, by everybody who works here and by those who do not: whatever they send to
/// the engine finds its rows by a key. What is read grows with a page, never with the city.
@Suite("A request path") struct RequestPathTests {
    @Test("walks through no table that grows, whoever asks for what", arguments: TestEngine.present)
    func walks(engine: TestEngine) async throws {
        try await WalkedTown.with(engine) { town in
            let people = try await town.people()
            town.database.takeEverythingBack()
            let walk = SiteWalk(town)
            try await walk.go(as: "visitor", with: WebClient(town.server))
            for person in people { try await walk.go(as: person.role, with: person.browser) }
            #expect(walk.failures.isEmpty, "\(walk.failures)")
            let sent = town.database.sent
            print("\(engine): \(sent.count) statements, \(walk.statuses)")
            #expect(sent.count > 300)
            let complaints = try await Self.complaints(sent, in: town.database)
            for complaint in complaints { Issue.record(Comment(rawValue: complaint)) }
        }
    }

    @Test("that did walk through one would be told", arguments: TestEngine.present)
    func tells(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            try await Migrator(StorageSchema.migrations + DeskSchema.migrations)
                .migrate(database, now: Moment(milliseconds: 0))
            let bad: [SQL] = [
                "SELECT * FROM matters WHERE place = \("文昌路")",
                "SELECT m.number FROM matters AS m WHERE lower(m.number) = \("x") ORDER BY m.id LIMIT 20",
                "SELECT count(*) FROM events", "UPDATE matters SET place = NULL WHERE place = \("x")",
                "SELECT * FROM matters ORDER BY title LIMIT 5",
            ]
            let good: [SQL] = [
                "SELECT * FROM matters WHERE number = \("x")", "SELECT max(id) FROM matters",
                "SELECT * FROM matters WHERE id < \(5) ORDER BY id DESC LIMIT 20",
                "SELECT * FROM matters ORDER BY id DESC LIMIT 20", "SELECT version FROM search_indexes",
            ]
            for sql in bad {
                let sent = [WatchedDatabase.Sent(sql: sql, request: "test")]
                let told = try await Self.complaints(sent, in: database)
                #expect(told.count == 1, "\(sql)")
            }
            // A pair leads PostgreSQL to a place of the log; SQLite only to where its first half begins.
            let pair = WatchedDatabase.Sent(
                sql: "SELECT id FROM events WHERE (xid, id) > (\(0), \(7)) ORDER BY xid, id LIMIT 9",
                request: "test")
            #expect(try await Self.complaints([pair], in: database).count == (engine == .sqlite ? 1 : 0))
            for sql in good {
                let sent = [WatchedDatabase.Sent(sql: sql, request: "test")]
                #expect(try await Self.complaints(sent, in: database) == [])
            }
        }
    }

    /// Requests and statements that may walk, and why.
    static let exceptions = [
        "POST /quality/again": "a supervisor asks for all answers to be looked at anew",
        "ORDER BY id DESC LIMIT 1000) AS newest": "ends after the newest thousand, whatever they are",
    ]

    /// In a transaction of its own, and without the server's own tables: others wait for those.
    private static func analyse(_ database: any Database) async throws {
        guard database.dialect == .postgres else { return }
        try await database.write { connection in
            let tables = try QueryPlan.tables(in: connection).sorted().joined(separator: ", ")
            try connection.run(.verbatim("ANALYZE " + tables))
        }
    }

    /// What walks through a table that grows.
    static func complaints(
        _ sent: [WatchedDatabase.Sent], in database: any Database
    ) async throws -> [String] {
        try await analyse(database)
        return try await database.write { connection in
            try QueryPlan.grow(connection)
            let tables = try QueryPlan.tables(in: connection)
            var complaints: [String] = []
            for statement in sent {
                guard let plan = try QueryPlan(statement.sql, tables: tables, in: connection) else {
                    continue
                }
                let text = statement.sql.prepared { _ in "?" }.text
                if exceptions.keys.contains(where: { statement.request.contains($0) || text.contains($0) }) {
                    continue
                }
                for step in Set(plan.steps) where step.isWalk && SmallTables.all[step.table] == nil {
                    // PostgreSQL reads a table of no rows whole where it is joined, whatever it is told of
                    // it; SQLite, which is asked too, does not look whether there are any.
                    let isJoined = text.contains("LEFT JOIN \(step.table) ")
                    if connection.dialect == .postgres, isJoined { continue }
                    complaints.append("\(statement.request): \(step.table): \(step.text)\n\(text)")
                }
            }
            return complaints
        }
    }
}
