import Core
import Storage

/// How the running program stands: what waits, what is due, how far followers are.
struct OverviewStore {
    let connection: any Connection

    /// Figures beyond this are told as "more than".
    static let most = 10_000

    struct Bookmark: Sendable, Hashable {
        let name: String
        /// The last event it has seen; 0 for none.
        let event: Int64
        /// How many settled events it has not seen, at most `most`.
        let behind: Int
    }

    struct Waiting: Sendable, Hashable {
        let id: Int64
        let number: String?
        let audience: String
        let template: String
        let createdAt: Moment
        let attempts: Int
        let reason: String?
        let failed: Bool
    }

    struct Due: Sendable, Hashable {
        let number: String
        let title: String
        let kind: String
        let limit: String
        let dueAt: Moment
    }

    func bookmarks(of names: [String]) throws -> [Bookmark] {
        try names.map { name in
            let place = try LogPosition.reached(by: name, in: connection)
            let behind: Int =
                try connection.value(
                    """
                    SELECT COUNT(*) FROM (SELECT 1 AS one FROM events
                        WHERE \(place.before(in: connection.dialect)) LIMIT \(literal: Self.most)) AS ahead
                    """) ?? 0
            return Bookmark(name: name, event: place.event, behind: behind)
        }
    }

    /// Messages that wait, and those that were given up; at most `most` of each.
    func outbox() throws -> (waiting: Int, failed: Int) {
        let waiting: Int =
            try connection.value(
                """
                SELECT COUNT(*) FROM (SELECT 1 AS one FROM outbox WHERE sent_at IS NULL AND failed IS NULL
                    LIMIT \(literal: Self.most)) AS waiting
                """) ?? 0
        let failed: Int =
            try connection.value(
                """
                SELECT COUNT(*) FROM (SELECT 1 AS one FROM outbox WHERE sent_at IS NULL
                    AND failed IS NOT NULL LIMIT \(literal: Self.most)) AS failed
                """) ?? 0
        return (waiting, failed)
    }

    /// Messages that are not sent, the oldest first.
    func messages(after id: Int64?, limit: Int) throws -> [Waiting] {
        let rest: SQL = id.map { " AND outbox.id > \($0)" } ?? .none
        return try connection.rows(
            """
            SELECT outbox.id, number, audience, template, created_at, attempts, reason, failed
            FROM outbox LEFT JOIN matters ON matters.id = outbox.matter_id
            WHERE sent_at IS NULL\(rest) ORDER BY outbox.id LIMIT \(literal: limit)
            """
        ).map { row in
            Waiting(
                id: try row.get("id"), number: try row.get("number"), audience: try row.get("audience"),
                template: try row.get("template"), createdAt: try row.get("created_at"),
                attempts: try row.get("attempts"), reason: try row.get("reason"),
                failed: try row.get("failed", as: String?.self) != nil)
        }
    }

    func timersDue(at now: Moment) throws -> Int {
        try connection.value(
            """
            SELECT COUNT(*) FROM (SELECT 1 AS one FROM timers WHERE due_at <= \(now)
                LIMIT \(literal: Self.most)) AS due
            """) ?? 0
    }

    /// The timers that are due and not made yet, the longest due first.
    func due(at now: Moment, limit: Int) throws -> [Due] {
        try connection.rows(
            """
            SELECT number, title, kind, time_limit, timers.due_at AS since
            FROM timers JOIN matters ON matters.id = matter_id
            WHERE timers.due_at <= \(now) ORDER BY timers.due_at LIMIT \(literal: limit)
            """
        ).map { row in
            Due(
                number: try row.get("number"), title: try row.get("title"), kind: try row.get("kind"),
                limit: try row.get("time_limit"), dueAt: try row.get("since"))
        }
    }

    func lastSeal() throws -> Anchor? {
        try connection.first(Anchor.self, "SELECT * FROM anchors ORDER BY day DESC LIMIT 1")
    }

    /// Open and overdue matters by scope of the tallies: an area's code, `unit:` and a unit's.
    func open(in scopes: [String]) throws -> [String: (open: Int, overdue: Int)] {
        var counts: [String: (open: Int, overdue: Int)] = [:]
        for start in stride(from: 0, to: scopes.count, by: 400) {
            let part = Array(scopes[start..<min(start + 400, scopes.count)])
            for row in try connection.rows(
                """
                SELECT scope, name, count FROM tallies
                WHERE scope IN (\(list: part)) AND name IN ('open', 'overdue')
                """)
            {
                let scope: String = try row.get("scope")
                let count: Int = try row.get("count")
                if try row.get("name", as: String.self) == "open" {
                    counts[scope, default: (0, 0)].open = count
                } else {
                    counts[scope, default: (0, 0)].overdue = count
                }
            }
        }
        return counts
    }
}
