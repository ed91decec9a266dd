import Core
import Storage

/// Which matters wait for which, along indexes.
struct JoinStore {
    let connection: any Connection

    // MARK: Writing

    func keep(_ join: KeptJoin?, of matter: Matter, before: KeptJoin?) throws {
        if join == before { return }
        if let before, before.main != join?.main {
            try connection.run("DELETE FROM matter_joins WHERE member_id = \(matter.id)")
            try dropEmpty(before.main)
        }
        guard let join else { return }
        if before?.main == join.main {
            try connection.run(
                "UPDATE matter_joins SET state = \(join.state.rawValue) WHERE member_id = \(matter.id)")
            if join.state != .waiting || before?.state == .waiting { return }
        }
        guard let main = try place(of: join.main) else {
            throw Fault(
                .corrupt, "Matter \(matter.number) waits for \(join.main), which does not exist.",
                remedy: "Run `lianxin verify`.")
        }
        if before?.main != join.main {
            try connection.run(
                """
                INSERT INTO matter_joins (member_id, main_id, state, joined_at)
                VALUES (\(matter.id), \(main.id), \(join.state.rawValue), \(matter.changedAt))
                """)
        }
        try mark(main, at: matter.changedAt)
    }

    /// What is known of a matter that others are joined to.
    struct Place {
        let id: Int64
        let isOpen: Bool
        let area: AreaCode
    }

    private func place(of number: String) throws -> Place? {
        let row = try connection.first("SELECT id, status, area FROM matters WHERE number = \(number)")
        guard let row else { return nil }
        return Place(
            id: try row.get("id"), isOpen: try row.get("status", as: String.self) == "open",
            area: try row.get("area"))
    }

    private func mark(_ main: Place, at now: Moment) throws {
        let known: Int64? = try connection.value(
            "SELECT main_id FROM matter_mains WHERE main_id = \(main.id)")
        if known != nil {
            try connection.run(
                "UPDATE matter_mains SET joined_at = \(now) WHERE main_id = \(main.id)")
            return
        }
        try connection.run(
            """
            INSERT INTO matter_mains (main_id, is_open, area, county, town, village, joined_at, due)
            VALUES (\(main.id), \(main.isOpen), \(main.area), \(prefix(main.area, .county)),
                \(prefix(main.area, .town)), \(prefix(main.area, .village)), \(now), 0)
            """)
    }

    private func prefix(_ area: AreaCode, _ level: AreaLevel) -> String {
        area.ancestor(at: level)?.text ?? ""
    }

    /// What nobody is joined to any more is no main one. One that has to pass members on is kept.
    private func dropEmpty(_ number: String) throws {
        try connection.run(
            """
            DELETE FROM matter_mains
            WHERE main_id = (SELECT id FROM matters WHERE number = \(number)) AND due = 0 AND NOT EXISTS
                (SELECT 1 FROM matter_joins WHERE matter_joins.main_id = matter_mains.main_id)
            """)
    }

    /// Its members are to be looked after.
    func setDue(_ id: Int64) throws {
        try connection.run("UPDATE matter_mains SET due = 1 WHERE main_id = \(id)")
    }

    func clearDue(_ id: Int64) throws {
        try connection.run("UPDATE matter_mains SET due = 0 WHERE main_id = \(id)")
    }

    func setOpen(_ isOpen: Bool, _ id: Int64) throws {
        try connection.run("UPDATE matter_mains SET is_open = \(isOpen) WHERE main_id = \(id)")
    }

    /// Which matter took the place of one that ended.
    func heir(of id: Int64) throws -> String? {
        let row = try connection.first("SELECT heir FROM matter_mains WHERE main_id = \(id)")
        return try row?.get("heir")
    }

    func setHeir(_ number: String, of matter: Matter, at now: Moment) throws {
        try mark(Place(id: matter.id, isOpen: matter.isOpen, area: matter.area), at: now)
        try connection.run(
            "UPDATE matter_mains SET heir = \(number), due = 1 WHERE main_id = \(matter.id)")
    }

    // MARK: Reading

    /// Main ones whose members are to be looked after.
    func due(after last: Int64, limit: Int) throws -> [Int64] {
        try connection.rows(
            """
            SELECT main_id FROM matter_mains WHERE due = 1 AND main_id > \(last)
            ORDER BY main_id LIMIT \(literal: limit)
            """
        ).map { try $0.get(at: 0) }
    }

    /// Those that wait for a matter, the oldest first.
    func waiting(for main: Int64, after last: Int64, limit: Int) throws -> [Int64] {
        try connection.rows(
            """
            SELECT member_id FROM matter_joins
            WHERE main_id = \(main) AND state = \(JoinState.waiting.rawValue) AND member_id > \(last)
            ORDER BY member_id LIMIT \(literal: limit)
            """
        ).map { try $0.get(at: 0) }
    }

    /// How many of each state are joined to some matters: along one index, as far as there are members.
    func counts(of mains: [Int64]) throws -> [Int64: [JoinState: Int]] {
        if mains.isEmpty { return [:] }
        var counts: [Int64: [JoinState: Int]] = [:]
        let rows = try connection.rows(
            """
            SELECT main_id, state, COUNT(*) AS members FROM matter_joins WHERE main_id IN (\(list: mains))
            GROUP BY main_id, state
            """)
        for row in rows {
            guard let state = JoinState(rawValue: try row.get("state")) else { continue }
            counts[try row.get("main_id"), default: [:]][state] = try row.get("members")
        }
        return counts
    }

    /// To which matter one was joined; nil for one that stands for itself.
    func main(of member: Int64) throws -> (id: Int64, state: JoinState, at: Moment)? {
        let row = try connection.first(
            "SELECT main_id, state, joined_at FROM matter_joins WHERE member_id = \(member)")
        guard let row, let state = JoinState(rawValue: try row.get("state")) else { return nil }
        return (try row.get("main_id"), state, try row.get("joined_at"))
    }

    /// Members of one state, the oldest first.
    func members(of main: Int64, _ state: JoinState, after last: Int64, limit: Int) throws -> [Int64] {
        try connection.rows(
            """
            SELECT member_id FROM matter_joins
            WHERE main_id = \(main) AND state = \(state.rawValue) AND member_id > \(last)
            ORDER BY member_id LIMIT \(literal: limit)
            """
        ).map { try $0.get(at: 0) }
    }

    /// When some members were joined.
    func times(of members: [Int64]) throws -> [Int64: Moment] {
        if members.isEmpty { return [:] }
        var times: [Int64: Moment] = [:]
        for row in try connection.rows(
            "SELECT member_id, joined_at FROM matter_joins WHERE member_id IN (\(list: members))")
        {
            times[try row.get("member_id")] = try row.get("joined_at")
        }
        return times
    }

    /// Main ones of a place, those raised last first.
    func mains(in area: AreaCode?, isOpen: Bool, before last: Int64?, limit: Int) throws -> [Int64] {
        let place: SQL = area.map { $0.condition } ?? "1 = 1"
        return try connection.rows(
            "SELECT main_id FROM matter_mains WHERE " + place
                + """
                 AND is_open = \(isOpen) AND main_id < \(last ?? .max)
                ORDER BY main_id DESC LIMIT \(literal: limit)
                """
        ).map { try $0.get(at: 0) }
    }

    /// What is kept of a range of matters.
    func kept(from first: Int64, to last: Int64) throws -> [Int64: KeptJoin] {
        var kept: [Int64: KeptJoin] = [:]
        let rows = try connection.rows(
            """
            SELECT member_id, number, matter_joins.state AS state FROM matter_joins
            JOIN matters ON matters.id = main_id
            WHERE member_id >= \(first) AND member_id <= \(last)
            """)
        for row in rows {
            guard let state = JoinState(rawValue: try row.get("state")) else { continue }
            kept[try row.get("member_id")] = KeptJoin(main: try row.get("number"), state: state)
        }
        return kept
    }

    /// Those of a range of matters that wait for one which has something for them, and nobody is to bring it.
    func stranded(from first: Int64, to last: Int64) throws -> Set<Int64> {
        let rows = try connection.rows(
            """
            SELECT main_id, matters.state AS state FROM matter_mains JOIN matters ON matters.id = main_id
            WHERE due = 0 AND main_id IN (
                SELECT main_id FROM matter_joins
                WHERE member_id >= \(first) AND member_id <= \(last)
                    AND state = \(JoinState.waiting.rawValue))
            """)
        var lost: [Int64] = []
        for row in rows {
            guard let main = try? StoredJSON.value(Matter.self, row.get("state")) else { continue }
            if JoinedCourse(of: main) != .wait { lost.append(try row.get("main_id")) }
        }
        if lost.isEmpty { return [] }
        return Set(
            try connection.rows(
                """
                SELECT member_id FROM matter_joins WHERE main_id IN (\(list: lost))
                    AND member_id >= \(first) AND member_id <= \(last)
                    AND state = \(JoinState.waiting.rawValue)
                """
            ).map { try $0.get(at: 0) })
    }
}
