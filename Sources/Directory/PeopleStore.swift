import Core
import Storage

/// People and their posts, within a transaction.
struct PeopleStore {
    let connection: any Connection

    init(_ connection: any Connection) { self.connection = connection }

    func person(id: Int64) throws -> Person? {
        try people("WHERE id = \(id)").first
    }

    func person(login: String) throws -> Person? {
        try people("WHERE login = \(login)").first
    }

    /// Names of so many people at once.
    func names(_ ids: [Int64]) throws -> [Int64: LocalText] {
        var names: [Int64: LocalText] = [:]
        for start in stride(from: 0, to: ids.count, by: 500) {
            let part = Array(ids[start..<min(start + 500, ids.count)])
            for row in try connection.rows(
                "SELECT id, name_zh, name_en FROM people WHERE id IN (\(list: part))")
            {
                names[try row.get("id")] = LocalText(zh: try row.get("name_zh"), en: try row.get("name_en"))
            }
        }
        return names
    }

    /// Active people with one of these logins or names, at most 100.
    func named(_ names: [String]) throws -> [Person] {
        if names.isEmpty { return [] }
        let names = Array(Set(names)).sorted()
        let small = names.map { $0.lowercased() }
        return try people(
            """
            WHERE active = 1 AND (login IN (\(list: small)) OR name_zh IN (\(list: names))
                OR lower(name_en) IN (\(list: small))) ORDER BY id LIMIT 100
            """)
    }

    /// People whose login or name holds the text, after a login, in the order of their logins.
    func search(_ text: String, unit: UnitCode?, after: String?, activeOnly: Bool, limit: Int) throws
        -> [Person]
    {
        var conditions: [SQL] = ["1 = 1"]
        if !text.isEmpty {
            let pattern = "%" + PeopleStore.escaped(text) + "%"
            conditions.append(
                """
                (login LIKE \(pattern.lowercased()) ESCAPE '!' OR name_zh LIKE \(pattern) ESCAPE '!' \
                OR lower(name_en) LIKE \(pattern.lowercased()) ESCAPE '!')
                """)
        }
        if let unit {
            conditions.append("id IN (SELECT person_id FROM posts WHERE unit = \(unit))")
        }
        let bytes = connection.dialect.byBytes
        if let after { conditions.append("login\(bytes) > \(after)") }
        if activeOnly { conditions.append("active = 1") }
        return try people(
            "WHERE \(SQL.join(conditions, by: " AND ")) ORDER BY login\(bytes) LIMIT \(literal: limit)")
    }

    /// The first active holder of each role, and how many hold it.
    func firstHolders(now: Moment) throws -> [(role: String, person: Int64)] {
        try connection.rows(
            """
            SELECT role, MIN(person_id) AS person FROM posts JOIN people ON people.id = person_id
            WHERE active = 1 AND since <= \(now) AND (until IS NULL OR until > \(now))
            GROUP BY role ORDER BY role
            """
        ).map { (try $0.get("role"), try $0.get("person")) }
    }

    /// How many active people hold one of the roles; of those only who have a password, if asked.
    func holders(of roles: [String], withPassword: Bool, except: Int64? = nil, now: Moment) throws -> Int {
        let password: SQL = withPassword ? " AND password IS NOT NULL" : .none
        return try connection.value(
            Int.self,
            """
            SELECT COUNT(DISTINCT person_id) FROM posts JOIN people ON people.id = person_id
            WHERE active = 1 AND role IN (\(list: roles)) AND since <= \(now)
            AND (until IS NULL OR until > \(now)) AND person_id <> \(except ?? 0)\(password)
            """) ?? 0
    }

    /// Login and hash of active people who hold one of the roles and have a password, the newest first.
    func passwords(ofHolders roles: [String], limit: Int, now: Moment) throws -> [(
        login: String, hash: String
    )] {
        try connection.rows(
            """
            SELECT login, password FROM people WHERE active = 1 AND password IS NOT NULL AND id IN (
                SELECT person_id FROM posts WHERE role IN (\(list: roles)) AND since <= \(now)
                AND (until IS NULL OR until > \(now)))
            ORDER BY id DESC LIMIT \(literal: limit)
            """
        ).map { (try $0.get("login"), try $0.get("password")) }
    }

    /// How many active people have a password that they must change, counted up to 100.
    func withPasswordOfOthers() throws -> Int {
        try connection.value(
            Int.self,
            """
            SELECT COUNT(*) FROM (SELECT 1 AS one FROM people
                WHERE active = 1 AND must_change = 1 AND password IS NOT NULL LIMIT 100) AS counted
            """) ?? 0
    }

    /// How many active people other than one hold the post.
    func others(holding post: Post, except id: Int64, now: Moment) throws -> Int {
        try connection.value(
            Int.self,
            """
            SELECT COUNT(DISTINCT person_id) FROM posts JOIN people ON people.id = person_id
            WHERE active = 1 AND role = \(post.role) AND unit = \(post.unit) AND area = \(post.area)
            AND since <= \(now) AND (until IS NULL OR until > \(now)) AND person_id <> \(id)
            """) ?? 0
    }

    func add(login: String, name: LocalText, password: String?, mustChange: Bool, now: Moment) throws -> Int64
    {
        let id = try connection.value(
            Int64.self,
            """
            INSERT INTO people (login, name_zh, name_en, password, must_change, created_at)
            VALUES (\(login), \(name.zh), \(name.en), \(password), \(mustChange), \(now)) RETURNING id
            """)
        guard let id else { throw PeopleStore.lost }
        return id
    }

    func rename(_ id: Int64, to name: LocalText) throws {
        try connection.run("UPDATE people SET name_zh = \(name.zh), name_en = \(name.en) WHERE id = \(id)")
    }

    func password(of id: Int64) throws -> String? {
        try connection.value(String?.self, "SELECT password FROM people WHERE id = \(id)") ?? nil
    }

    func setPassword(_ hash: String, of id: Int64, mustChange: Bool = false) throws {
        try connection.run(
            "UPDATE people SET password = \(hash), must_change = \(mustChange) WHERE id = \(id)")
    }

    func setActive(_ active: Bool, _ id: Int64) throws {
        try connection.run("UPDATE people SET active = \(active) WHERE id = \(id)")
    }

    /// Whether the post was ever given to the person.
    func everHeld(_ post: Post, by id: Int64) throws -> Bool {
        try connection.first(
            """
            SELECT 1 FROM posts WHERE person_id = \(id) AND role = \(post.role) AND unit = \(post.unit)
            AND area = \(post.area)
            """) != nil
    }

    func give(_ post: Post, to id: Int64, now: Moment) throws {
        try connection.run(
            """
            INSERT INTO posts (person_id, role, unit, area, since)
            VALUES (\(id), \(post.role), \(post.unit), \(post.area), \(now))
            """)
    }

    func endPost(_ post: Int64, of id: Int64, now: Moment) throws -> Bool {
        try connection.run(
            "UPDATE posts SET until = \(now) WHERE id = \(post) AND person_id = \(id) AND until IS NULL") == 1
    }

    func log(_ action: String, by actor: Actor, subject: String, reason: String? = nil, now: Moment) throws {
        try connection.run(
            """
            INSERT INTO access_log (at, actor, action, subject, reason)
            VALUES (\(now), \(PeopleStore.text(actor)), \(action), \(subject), \(reason))
            """)
    }

    private func people(_ condition: SQL) throws -> [Person] {
        let rows = try connection.rows(
            """
            SELECT id, login, name_zh, name_en, active, must_change, \
            CASE WHEN password IS NULL THEN 0 ELSE 1 END AS has_password FROM people \(condition)
            """)
        let posts = try posts(of: rows.map { try $0.get("id") })
        return try rows.map { row in
            let id = try row.get("id", as: Int64.self)
            return Person(
                id: id, login: try row.get("login"),
                name: LocalText(zh: try row.get("name_zh"), en: try row.get("name_en")),
                active: try row.get("active"), hasPassword: try row.get("has_password"),
                mustChange: try row.get("must_change"), posts: posts[id] ?? [])
        }
    }

    private func posts(of ids: [Int64]) throws -> [Int64: [HeldPost]] {
        var posts: [Int64: [HeldPost]] = [:]
        for row in try connection.rows(
            """
            SELECT id, person_id, role, unit, area, since, until FROM posts
            WHERE person_id IN (\(list: ids)) ORDER BY id
            """)
        {
            let post = Post(role: try row.get("role"), unit: try row.get("unit"), area: try row.get("area"))
            posts[try row.get("person_id"), default: []].append(
                HeldPost(
                    id: try row.get("id"), post: post, since: try row.get("since"),
                    until: try row.get("until")))
        }
        return posts
    }

    private static func text(_ actor: Actor) -> String {
        switch actor {
        case .resident: "resident"
        case .officer(let id, _): "officer:\(id)"
        case .system(let name): "system:\(name)"
        }
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("!", with: "!!").replacing("%", with: "!%").replacing("_", with: "!_")
    }

    private static let lost = Fault(
        .other, "The database did not say which person it added.",
        remedy: "Report this with the version of the program.")
}
