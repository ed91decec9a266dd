import Core
import Storage

/// Counts what the database uses of a city, and finds matters that another pack would have given elsewhere.
struct PackDryRunStore {
    let connection: any Connection

    /// Pairs of category and area in one statement; beyond them the largest are shown.
    private static let mostPairs = 400

    /// - Parameters:
    ///   - endedToo: Whether matters that ended count, which means looking at every row.
    ///   - from: Matters raised since then are counted by category and area; nil for none.
    func use(endedToo: Bool, from: Moment?) throws -> PackUse {
        let scope: SQL = endedToo ? "1 = 1" : "status = 'open'"
        var use = PackUse()
        use.stages = try connection.rows(
            """
            SELECT kind, stage, status, COUNT(*) AS count FROM matters WHERE \(scope)
            GROUP BY kind, stage, status ORDER BY kind, stage, status
            """
        ).map {
            (try $0.get("kind"), try $0.get("stage"), try Self.isOpen($0), try $0.get("count"))
        }
        use.limits = try connection.rows(
            """
            SELECT kind, time_limit, COUNT(*) AS count FROM timers JOIN matters ON matters.id = matter_id
            GROUP BY kind, time_limit ORDER BY kind, time_limit
            """
        ).map { (try $0.get("kind"), try $0.get("time_limit"), try $0.get("count")) }
        use.units = try units(scope)
        use.areas = try connection.rows(
            """
            SELECT area, status, COUNT(*) AS count FROM matters WHERE \(scope)
            GROUP BY area, status ORDER BY area, status
            """
        ).map { (try $0.get("area"), try Self.isOpen($0), try $0.get("count")) }
        use.categories = try connection.rows(
            """
            SELECT category, COUNT(*) AS count FROM matters
            WHERE status = 'open' AND category IS NOT NULL GROUP BY category ORDER BY category
            """
        ).map { (try $0.get("category"), try $0.get("count")) }
        if let from { use.given = try given(since: from) }
        return use
    }

    private func units(_ scope: SQL) throws -> [(unit: UnitCode, isOpen: Bool, count: Int)] {
        try connection.rows(
            """
            SELECT unit, status, CAST(SUM(count) AS BIGINT) AS count FROM (
                SELECT lead AS unit, status, COUNT(*) AS count FROM matters
                WHERE \(scope) AND lead IS NOT NULL GROUP BY lead, status
                UNION ALL
                SELECT raised_to AS unit, status, COUNT(*) AS count FROM matters
                WHERE \(scope) AND raised_to IS NOT NULL AND (lead IS NULL OR lead <> raised_to)
                GROUP BY raised_to, status
            ) AS used GROUP BY unit, status ORDER BY unit, status DESC
            """
        ).map { (try $0.get("unit"), try Self.isOpen($0), try $0.get("count")) }
    }

    private func given(since from: Moment) throws -> [PackUse.Given] {
        try connection.rows(
            """
            SELECT category, area, COUNT(*) AS count FROM matters
            WHERE raised_at >= \(from) AND category IS NOT NULL GROUP BY category, area
            """
        ).map {
            PackUse.Given(
                category: try $0.get("category"), area: try $0.get("area"), count: try $0.get("count"))
        }
    }

    func matters(
        _ groups: [PackDryRun.Redirection], from: Moment, after cursor: Int64?, limit: Int
    ) throws -> MatterPage {
        let pairs = groups.prefix(Self.mostPairs).map { "\($0.category)@\($0.area)" }
        let rest: SQL = cursor.map { " AND id < \($0)" } ?? .none
        let found: [MatterRecord] = try connection.all(
            """
            SELECT \(MatterRecord.columns) FROM matters
            WHERE raised_at >= \(from) AND category || '@' || area IN (\(list: pairs))\(rest)
            ORDER BY id DESC LIMIT \(literal: limit + 1)
            """)
        return MatterPage(
            matters: Array(found.prefix(limit)), next: found.count > limit ? found[limit - 1].id : nil)
    }

    private static func isOpen(_ row: Row) throws -> Bool {
        try row.get("status", as: String.self) == "open"
    }
}
