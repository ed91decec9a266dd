import Core
import Desk
import Storage

/// Who holds which post, read from the directory's tables; it writes none of them.
struct PostStore {
    let connection: any Connection

    /// A post somebody holds or held, with who does.
    struct Position: Sendable, Hashable {
        let post: Post
        let holders: [Holder]
        /// When the last one left it, where it is vacant.
        let vacantSince: Moment?
    }

    struct Holder: Sendable, Hashable {
        let id: Int64
        let name: LocalText
        let since: Moment
        let until: Moment?
    }

    /// Which posts are looked for.
    struct Filter: Sendable, Hashable {
        var unit: UnitCode?
        var area: AreaCode?
        var role: String?
        var onlyVacant = false
    }

    /// Posts in the order of unit, role and area, after one of them.
    func positions(_ filter: Filter, after last: Post?, limit: Int, at now: Moment) throws -> [Position] {
        let bytes = connection.dialect.byBytes
        var conditions: [SQL] = ["1 = 1"]
        if let unit = filter.unit { conditions.append("unit = \(unit)") }
        if let area = filter.area { conditions.append("area = \(area)") }
        if let role = filter.role { conditions.append("role = \(role)") }
        if let last {
            conditions.append(
                """
                (unit\(bytes) > \(last.unit) OR unit = \(last.unit) AND (role\(bytes) > \(last.role)
                    OR role = \(last.role) AND area\(bytes) > \(last.area)))
                """)
        }
        let held: SQL = """
            SUM(CASE WHEN active = 1 AND since <= \(now) AND (until IS NULL OR until > \(now))
                THEN 1 ELSE 0 END)
            """
        let vacant: SQL = filter.onlyVacant ? " HAVING \(held) = 0" : .none
        let rows = try connection.rows(
            """
            SELECT unit, role, area, MAX(COALESCE(until, since)) AS ended FROM posts
            JOIN people ON people.id = person_id WHERE \(SQL.join(conditions, by: " AND "))
            GROUP BY unit, role, area\(vacant)
            ORDER BY unit\(bytes), role\(bytes), area\(bytes) LIMIT \(literal: limit)
            """)
        return try rows.map { row in
            let post = Post(role: try row.get("role"), unit: try row.get("unit"), area: try row.get("area"))
            let holders = try self.holders(of: post, at: now)
            return Position(
                post: post, holders: holders, vacantSince: holders.isEmpty ? try row.get("ended") : nil)
        }
    }

    private func holders(of post: Post, at now: Moment) throws -> [Holder] {
        try connection.rows(
            """
            SELECT people.id, name_zh, name_en, since, until FROM posts
            JOIN people ON people.id = person_id
            WHERE active = 1 AND unit = \(post.unit) AND role = \(post.role) AND area = \(post.area)
            AND (until IS NULL OR until > \(now)) ORDER BY since, people.id LIMIT 50
            """
        ).map { row in
            Holder(
                id: try row.get("id"),
                name: LocalText(zh: try row.get("name_zh"), en: try row.get("name_en")),
                since: try row.get("since"), until: try row.get("until"))
        }
    }

    /// Everybody active, with the posts they hold at a moment.
    func holders(at now: Moment) throws -> [PackDryRun.Holder] {
        var order: [Int64] = []
        var found: [Int64: (name: LocalText, posts: [Post])] = [:]
        try connection.forEach(
            """
            SELECT people.id, name_zh, name_en, role, unit, area FROM people
            JOIN posts ON person_id = people.id
            WHERE active = 1 AND since <= \(now) AND (until IS NULL OR until > \(now))
            ORDER BY people.id, posts.id
            """
        ) { row in
            let id: Int64 = try row.get("id")
            let post = Post(role: try row.get("role"), unit: try row.get("unit"), area: try row.get("area"))
            if found[id] == nil {
                order.append(id)
                found[id] = (LocalText(zh: try row.get("name_zh"), en: try row.get("name_en")), [])
            }
            found[id]?.posts.append(post)
        }
        return order.compactMap { id in
            found[id].map { PackDryRun.Holder(id: id, name: $0.name, posts: $0.posts) }
        }
    }
}
