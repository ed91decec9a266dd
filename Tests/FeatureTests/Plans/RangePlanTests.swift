@testable import Administration
@testable import Areas
@testable import Calls
import Core
@testable import Courier
@testable import Deliveries
@testable import Desk
@testable import Rules
import Storage
import Testing
@testable import Triage

/// Lists and queues that look past more than one page's rows as soon as a key is missing or in another order.
@Suite("A range of a key") struct RangePlanTests {
    /// What is asked of a store, and the keys that answer it.
    struct Asked: Sendable {
        let name: String
        let keys: Set<String>
        /// What stands in none of the statements.
        var without = "\u{0}"
        let ask: @Sendable (any Connection) throws -> Void
    }

    private static let month = 202_611
    private static let (some, later) = (Moment(milliseconds: 500), Moment(milliseconds: 900))

    private static func audits(_ filter: AuditStore.Filter) -> @Sendable (any Connection) throws -> Void {
        { connection in
            _ = try AuditStore(connection: connection).entries(
                filter, before: AuditStore.Place(at: some, id: 7), limit: 20)
        }
    }

    private static func dispatches(
        _ dimension: DispatchStore.Dimension, in area: String
    ) -> @Sendable (any Connection) throws -> Void {
        { connection in
            _ = try DispatchStore(connection: connection).matters(
                dimension, "x", month: month, state: nil, in: TownCity.area(area), before: 7, limit: 20)
        }
    }

    private static let asked: [Asked] = [
        Asked(name: "open matters somebody handled last", keys: ["matters_handler"]) {
            _ = try HandledStore(connection: $0).lastHandled(by: 3, in: [UnitCode("ROADS")], limit: 20)
        },
        Asked(
            name: "what a unit sent back",
            keys: ["rules_handings_unit", "sqlite_autoindex_rules_counts_1", "rules_counts_pkey"]
        ) {
            let found = try ReturnStore(connection: $0).handings(
                of: UnitCode("ROADS"), .returned, months: 0...20_000, after: (7, 1), limit: 20)
            #expect(found.isEmpty)
        },
        Asked(name: "other messages to a unit", keys: ["deliveries_outbox_companions"]) {
            let store = NoticeStore(connection: $0)
            for message in try $0.all(Message.self, "SELECT * FROM outbox ORDER BY id LIMIT 9") {
                _ = try store.companions(of: message, limit: 20)
            }
        },
        Asked(name: "dispatches of the city", keys: ["triage_state"], ask: dispatches(.all, in: "9801")),
        Asked(
            name: "dispatches of a class", keys: ["triage_state_category"],
            ask: dispatches(.category, in: "9801")),
        Asked(name: "dispatches of a unit", keys: ["triage_state_unit"], ask: dispatches(.unit, in: "9801")),
        Asked(name: "dispatches of a county", keys: ["triage_county"], ask: dispatches(.all, in: "980101")),
        Asked(
            name: "dispatches of a town, by way", keys: ["triage_town"],
            ask: dispatches(.way, in: "980101001")),
        Asked(
            name: "traces of some days", keys: ["access_log_at"],
            ask: audits(AuditStore.Filter(from: Moment(milliseconds: 5), before: later))),
        Asked(
            name: "traces of two sorts", keys: ["access_log_of"],
            ask: audits(AuditStore.Filter(actions: ["signIn", "reset"]))),
        Asked(
            name: "traces of somebody", keys: ["access_log_by", "access_log_about"],
            ask: audits(AuditStore.Filter(person: 3, before: later))),
        Asked(name: "what somebody saw", keys: ["reveals_person_at"]) {
            _ = try AuditStore(connection: $0).reveals(
                AuditStore.Filter(person: 3, before: later), before: AuditStore.Place(at: some, id: 7),
                limit: 20)
        },
        Asked(name: "what went to an endpoint in some days", keys: ["sendings_settled"]) {
            _ = try DeliveryLogStore(connection: $0).settled(of: 1, from: some, to: later, limit: 20)
        },
        Asked(name: "what an address was asked", keys: ["area_subscriptions_pending"]) {
            _ = try SubscriptionStore(connection: $0).pending(for: "a@example.org")
        },
        Asked(
            name: "calls from a place on", keys: ["calls_arrived"],
            // One upper end: of two the engine takes the one it likes.
            without: "AND arrived_at < ?"
        ) {
            var question = CallQuestion(from: Moment(milliseconds: 5), until: later)
            question.after = (some, 7)
            _ = try CallStore(connection: $0, calendar: TownCity.calendar).page(question, limit: 20)
        },
        Asked(name: "what is due", keys: ["sendings_receiver"], without: "sendings_due") {
            let taken = try SendingStore($0).take(20, passing: [77], now: later)
            #expect(taken.count == 2)
        },
    ]

    /// Rows without which some statements would not be sent.
    private static func fill(_ connection: any Connection) throws {
        try connection.run(
            """
            INSERT INTO rules_counts (month, unit, word, count) VALUES (30, 'ROADS', 'returned', 1)
            """)
        for (audience, address) in [("unit:ROADS", nil), ("resident", "19900001234")] as [(String, String?)] {
            _ = try Outbox.post(
                matter: 1, sequence: 1, audience: audience, address: address, template: "x", body: "{}",
                now: some, in: connection)
        }
        let endpoint = try EndpointStore(connection).add(
            topic: "x", name: "x", url: "https://example.org", secret: "x", filter: "", now: some)
        for endpoint in [endpoint, nil] {
            try SendingStore(connection).add(
                topic: "x", message: "m\(endpoint ?? 0)", reference: "r", endpoint: endpoint,
                payload: .request(.init(body: "{}")), now: some)
        }
    }

    @Test("is all that a page of these is read from, and nothing is sorted", arguments: TestEngine.present)
    func ranges(engine: TestEngine) async throws {
        try await engine.withDatabase { inner in
            try await Migrator(UpgradeTests.all).migrate(inner, now: TownCity.start)
            try await inner.write(Self.fill)
            for asked in Self.asked {
                let database = WatchedDatabase(inner)
                database.watch("plan")
                try await database.write(asked.ask)
                database.watch(nil)
                let sent = database.sent
                #expect(!sent.isEmpty, "\(asked.name)")
                let plans = try await inner.write { connection in
                    try sent.map { try Self.plan($0.sql, in: connection) }
                }
                for (statement, plan) in zip(sent, plans) {
                    let text = statement.sql.prepared { _ in "?" }.text
                    // The messages themselves are this test's own.
                    if text.hasPrefix("SELECT * FROM outbox ORDER BY") { continue }
                    let words = Set(
                        plan.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
                    #expect(!asked.keys.isDisjoint(with: words), "\(asked.name)\n\(text)\n\(plan)")
                    #expect(!text.contains(asked.without) && !words.contains(asked.without), "\(asked.name)")
                    // The receivers themselves are sorted, and they are few.
                    if text.contains("WITH RECURSIVE receivers") { continue }
                    #expect(!Self.sorts(plan), "\(asked.name)\n\(text)\n\(plan)")
                }
            }
        }
    }

    @Test("is told from a sort, and from another key", arguments: TestEngine.present)
    func tells(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            try await Migrator(UpgradeTests.all).migrate(database, now: TownCity.start)
            let plan = try await database.write { connection in
                try Self.plan(
                    "SELECT id FROM access_log WHERE actor = \("x") ORDER BY reason LIMIT 9", in: connection)
            }
            #expect(Self.sorts(plan) && !plan.contains("access_log_about"))
        }
    }

    /// Whether all that is found is sorted before the first of it is shown. A few that are alike are not.
    private static func sorts(_ plan: String) -> Bool {
        plan.split(separator: "\n").contains { line in
            line.contains("USE TEMP B-TREE FOR ORDER BY")
                || line.drop(while: { " ->".contains($0) }) == "Sort"
        }
    }

    /// The steps of a statement, a line each, as the engine would take them with large tables.
    private static func plan(_ sql: SQL, in connection: any Connection) throws -> String {
        switch connection.dialect {
        case .sqlite:
            let rows = try connection.rows("EXPLAIN QUERY PLAN " + sql)
            return try rows.map { try $0.get("detail", as: String.self) }.joined(separator: "\n")
        case .postgres:
            try connection.run("SET LOCAL enable_seqscan = off")
            try connection.run("SET LOCAL enable_sort = off")
            try connection.run("SET LOCAL enable_bitmapscan = off")
            let rows = try connection.rows("EXPLAIN (COSTS OFF) " + sql)
            return try rows.map { try $0.get(at: 0, as: String.self) }.joined(separator: "\n")
        }
    }
}
