import Core
import Storage

/// What waits and what was done, looked up for the operator. Every count ends at `most`, along a key.
struct OperationStore {
    let connection: any Connection

    /// Counts beyond this are told as this.
    static let most = 10_000

    struct Bookmark: Sendable, Hashable {
        let name: String
        let transaction: Int64
        let event: Int64
        let behind: Int
        let next: Moment?
    }

    struct Waiting: Sendable, Hashable {
        var count = 0
        var failed = 0
        /// When the one that waits longest could have gone.
        var oldest: Moment?
    }

    struct Count: Sendable, Hashable, SQLRow {
        let kind: String
        let filed: Int64
        let moved: Int64

        init(row: Row) throws {
            kind = try row.get("kind")
            filed = try row.get("filed")
            moved = try row.get("moved")
        }
    }

    /// Every follower that ever moved.
    func followers() throws -> [String] {
        try connection.rows("SELECT name FROM followers ORDER BY name LIMIT 200").map { try $0.get("name") }
    }

    func bookmarks(of names: [String]) throws -> [Bookmark] {
        try names.map { name in
            let place = try LogPosition.reached(by: name, in: connection)
            let behind: SQL =
                """
                FROM events WHERE \(place.before(in: connection.dialect)) AND \(connection.dialect.settled)
                """
            let next: Moment? = try connection.value(
                "SELECT at \(behind) ORDER BY xid, id LIMIT 1")
            let count: Int? =
                next == nil
                ? 0
                : try connection.value(
                    "SELECT COUNT(*) FROM (SELECT 1 AS one \(behind) LIMIT \(literal: Self.most)) AS ahead")
            return Bookmark(
                name: name, transaction: place.transaction, event: place.event, behind: count ?? 0, next: next
            )
        }
    }

    func timers(at now: Moment) throws -> Waiting {
        var waiting = Waiting()
        waiting.count = try count("timers WHERE due_at <= \(now)")
        waiting.oldest = try connection.value(
            "SELECT due_at FROM timers WHERE due_at <= \(now) ORDER BY due_at LIMIT 1")
        return waiting
    }

    /// Messages of moves that no gateway or way has taken.
    func messages(at now: Moment) throws -> Waiting {
        let waits: SQL = "sent_at IS NULL AND failed IS NULL"
        var waiting = Waiting()
        waiting.count = try count("outbox WHERE \(waits)")
        waiting.oldest = try connection.value(
            "SELECT due_at FROM outbox WHERE \(waits) AND due_at <= \(now) ORDER BY due_at, id LIMIT 1")
        return waiting
    }

    /// Sendings to other systems.
    func sendings(topics: [String], at now: Moment) throws -> Waiting {
        var waiting = Waiting()
        // By the time they are due: only those that wait are in that index.
        waiting.count = try count("sendings WHERE state = 'waiting' AND due_at >= 0")
        for topic in topics {
            waiting.failed += try count("sendings WHERE topic = \(topic) AND state = 'failed'")
        }
        waiting.oldest = try connection.value(
            """
            SELECT due_at FROM sendings WHERE state = 'waiting' AND due_at <= \(now)
            ORDER BY due_at, id LIMIT 1
            """)
        return waiting
    }

    private func count(_ rest: SQL) throws -> Int {
        try connection.value(
            "SELECT COUNT(*) FROM (SELECT 1 AS one FROM \(rest) LIMIT \(literal: Self.most)) AS counted") ?? 0
    }

    // MARK: What was filed and moved

    func counts() throws -> [Count] {
        try connection.all("SELECT kind, filed, moved FROM operation_counts ORDER BY kind LIMIT 500")
    }

    func empty() throws { try connection.run("DELETE FROM operation_counts") }

    func take(_ events: [LoggedEvent]) throws {
        let ids = Array(Set(events.map(\.matterID))).sorted()
        var kinds: [Int64: String] = [:]
        for start in stride(from: 0, to: ids.count, by: 200) {
            let some = Array(ids[start..<min(start + 200, ids.count)])
            for row in try connection.rows("SELECT id, kind FROM matters WHERE id IN (\(list: some))") {
                kinds[try row.get("id")] = try row.get("kind")
            }
        }
        var sums: [String: (filed: Int64, moved: Int64)] = [:]
        for event in events {
            guard let kind = kinds[event.matterID] else { continue }
            if event.sequence == 1 { sums[kind, default: (0, 0)].filed += 1 }
            if event.sequence > 1 { sums[kind, default: (0, 0)].moved += 1 }
        }
        for (kind, sum) in sums.sorted(by: { $0.key < $1.key }) {
            try connection.run(
                """
                INSERT INTO operation_counts (kind, filed, moved) VALUES (\(kind), \(sum.filed), \(sum.moved))
                ON CONFLICT (kind) DO UPDATE SET filed = operation_counts.filed + excluded.filed,
                    moved = operation_counts.moved + excluded.moved
                """)
        }
    }

    // MARK: The database itself

    /// Bytes it takes on its server; nil on SQLite, where the file says it.
    func size() throws -> Int64? {
        guard connection.dialect == .postgres else { return nil }
        return try connection.value("SELECT pg_database_size(current_database())")
    }
}
