import Core
import Storage

/// What is owed beside the matters' way. Written in the transaction of the events; read along key ranges.
struct DutyStore {
    let connection: any Connection

    /// A matter has at most so many duties: one a sort, and one a unit that assists.
    static let mostOfOneMatter = 32

    // MARK: - Writing

    /// Puts the duties of a matter in the place of those it had.
    func replace(_ duties: [KeptDuty], of id: Int64) throws {
        try connection.run("DELETE FROM duties WHERE matter_id = \(id)")
        if duties.isEmpty { return }
        try connection.run(
            """
            INSERT INTO duties (matter_id, what, unit, role, is_first, roles, person, asked_by, area, county,
                town, village, since, not_before, due_at, rank) VALUES
            """ + " " + SQL.join(duties.flatMap { rows($0, of: id) }, by: ", "))
    }

    private func rows(_ kept: KeptDuty, of id: Int64) -> [SQL] {
        let (duty, area) = (kept.duty, kept.area)
        let roles = duty.roles.isEmpty ? [""] : duty.roles
        func prefix(_ level: AreaLevel) -> String { area.ancestor(at: level)?.text ?? "" }
        return roles.enumerated().map { index, role in
            """
            (\(id), \(duty.what.rawValue), \(duty.unit), \(role), \(index == 0),
                \(BlankList.text(duty.roles)), \(duty.person), \(kept.askedBy), \(area),
                \(prefix(.county)), \(prefix(.town)),
                \(prefix(.village)), \(duty.since), \(duty.notBefore), \(duty.due?.milliseconds ?? .max),
                \(kept.rank))
            """
        }
    }

    /// The duties that are kept of some matters, in the order of their places.
    func kept(from first: Int64, to last: Int64) throws -> [Int64: [KeptDuty]] {
        let rows = try connection.rows(
            """
            SELECT matter_id, what, unit, role, roles, person, asked_by, area, since, not_before, due_at, rank
            FROM duties WHERE matter_id >= \(first) AND matter_id <= \(last) AND is_first = 1
            """)
        var kept: [Int64: [KeptDuty]] = [:]
        for row in rows {
            guard let found = try Found(row) else { continue }
            kept[found.matter, default: []].append(
                KeptDuty(
                    duty: found.duty, askedBy: found.askedBy, area: try row.get("area"),
                    rank: try row.get("rank")))
        }
        return kept.mapValues { $0.sorted { DutyPlace($0.duty, of: 0) < DutyPlace($1.duty, of: 0) } }
    }

    // MARK: - Reading

    /// A duty without its matter.
    struct Found {
        let matter: Int64
        let role: String
        let duty: Duty
        let askedBy: Int64?

        /// Nil for a sort that this program does not know.
        init?(_ row: Row) throws {
            guard let what = Duty.What(rawValue: try row.get("what")) else { return nil }
            let due: Int64 = try row.get("due_at")
            matter = try row.get("matter_id")
            role = try row.get("role")
            askedBy = try row.get("asked_by")
            duty = Duty(
                what: what, unit: try row.get("unit"), person: try row.get("person"),
                roles: BlankList.parts(try row.get("roles")), since: try row.get("since"),
                notBefore: try row.get("not_before"),
                due: due == .max ? nil : Moment(milliseconds: due))
        }

        var place: DutyPlace { DutyPlace(duty, of: matter) }
    }

    /// The soonest due of those that pass the filter, each once.
    func found(
        _ filter: DutyFilter, in scope: Scope, after place: DutyPlace?, limit: Int
    ) throws -> [Found] {
        // What is due at the same moment of the same matter is put in order here, not by the engine.
        let most = limit + 2 * Self.mostOfOneMatter
        let arms = Self.ranges(filter, in: scope).map { Self.arm($0, after: place, limit: most) }
        let all = try together(arms)
        return Self.once(place.map { place in all.filter { place < $0.place } } ?? all, limit)
    }

    /// What a person promised, and what the holders of their posts can do.
    func found(
        of person: Int64, _ posts: [Post], in city: City, at now: Moment, limit: Int
    ) throws -> [Found] {
        let ready: SQL = "not_before <= \(now)"
        var arms: [SQL] = [
            Self.arm(["person = \(person) AND is_first = 1", ready], after: nil, limit: limit)
        ]
        for post in Set(posts) {
            for scope in city.scopes(of: [post]) {
                arms.append(
                    Self.arm(
                        [
                            "role = \(post.role)", Self.condition(scope), ready, Self.mayDo(post),
                            "(asked_by IS NULL OR asked_by <> \(person))",
                        ], after: nil, limit: limit + Self.mostOfOneMatter))
            }
        }
        return Self.once(try together(arms), limit)
    }

    /// How many there are of each sort, counted no further than `most`.
    func counts(in scope: Scope, most: Int) throws -> [Duty.What: Int] {
        let arms: [SQL] = Duty.What.allCases.map { what in
            "SELECT \(what.rawValue) AS what, count(*) AS count FROM (SELECT 1 FROM duties WHERE is_first = 1"
                + " AND what = \(what.rawValue) AND " + Self.condition(scope)
                + " LIMIT \(literal: max(0, most))) AS counted"
        }
        var counts: [Duty.What: Int] = [:]
        for row in try connection.rows(SQL.join(arms, by: " UNION ALL ")) {
            let count: Int = try row.get("count")
            if count > 0, let what = Duty.What(rawValue: try row.get("what")) { counts[what] = count }
        }
        return counts
    }

    // MARK: - Key ranges

    /// One range of an index for a person, each role, or each sort.
    static func ranges(_ filter: DutyFilter, in scope: Scope) -> [[SQL]] {
        var rest = [condition(scope)]
        if let unit = filter.unit { rest.append("unit = \(unit)") }
        if let before = filter.dueBefore { rest.append("due_at < \(before)") }
        if let ready = filter.readyAt { rest.append("not_before <= \(ready)") }
        let sorts = filter.what.map(\.rawValue).sorted()
        let some: [SQL] = sorts.isEmpty ? [] : ["what IN (\(list: sorts))"]
        if let roles = filter.roles {
            let own: [SQL] = filter.person.map { ["person = \($0)"] } ?? []
            return roles.sorted().map { role in ["role = \(role)"] + own + some + rest }
        }
        if let person = filter.person { return [["person = \(person) AND is_first = 1"] + some + rest] }
        let all = sorts.isEmpty ? Duty.What.allCases.map(\.rawValue) : sorts
        return all.map { what in ["what = \(what) AND is_first = 1"] + rest }
    }

    /// Some work is with one unit alone, whoever sees it.
    private static func mayDo(_ post: Post) -> SQL {
        let bound: [Duty.What] = [.part, .supervision, .raise, .handDown]
        return "(unit = \(post.unit) OR what NOT IN (\(list: bound.map(\.rawValue))))"
    }

    /// What lies in a scope: for a unit what it owes, for a place what is owed to the matters there.
    private static func condition(_ scope: Scope) -> SQL {
        switch scope {
        case .city: "1 = 1"
        case .area(let code): code.condition
        case .unit(let unit): "unit = \(unit)"
        }
    }

    static func arm(_ conditions: [SQL], after place: DutyPlace?, limit: Int) -> SQL {
        var all = conditions
        if let place { all.append("(due_at, matter_id) >= (\(place.due), \(place.matter))") }
        return """
            SELECT * FROM (SELECT matter_id, what, unit, role, roles, person, asked_by, since,
                not_before, due_at FROM duties WHERE
            """ + " " + SQL.join(all, by: " AND ")
                + " ORDER BY due_at, matter_id LIMIT \(literal: max(0, limit))) AS arm"
    }

    private func together(_ arms: [SQL]) throws -> [Found] {
        var found: [Found] = []
        for start in stride(from: 0, to: arms.count, by: 30) {
            found += try connection.rows(
                SQL.join(Array(arms[start..<min(start + 30, arms.count)]), by: " UNION ALL ")
            ).compactMap(Found.init)
        }
        return found
    }

    private static func once(_ found: [Found], _ limit: Int) -> [Found] {
        var seen: Set<DutyPlace> = []
        return found.sorted { ($0.place, $0.role) < ($1.place, $1.role) }
            .filter { seen.insert($0.place).inserted }.prefix(max(0, limit)).map(\.self)
    }
}

/// Codes in one column, a blank before and after each, so that each can be looked for.
enum BlankList {
    static func text(_ parts: [String]) -> String {
        parts.isEmpty ? "" : " " + parts.joined(separator: " ") + " "
    }

    static func parts(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
}
