import Core
import Storage

/// The changes of the catalogue. Nothing that was written is written over but its state.
struct RuleStore {
    let connection: any Connection

    /// So many approved changes are read into the catalogue; a city makes a few hundred a year.
    static let most = 20_000

    private static let columns: SQL = """
        id, category, area, unit, assistants, from_day, until_day, span, source, reason, state, author,
        created_at, changed_at, decided_by, decided_at, proposal, version
        """

    // MARK: Reading

    /// Tells one state of all approved changes from any other.
    struct Mark: Hashable, Sendable {
        let count: Int
        let latest: Moment
        let settled: Int
    }

    func mark() throws -> Mark {
        let row = try connection.first(
            """
            SELECT count(*) AS count, COALESCE(MAX(changed_at), 0) AS latest,
                COUNT(CASE WHEN state = 'settled' THEN 1 END) AS settled
            FROM rules_changes WHERE state IN ('approved', 'settled')
            """)
        return Mark(
            count: try row?.get("count") ?? 0,
            latest: Moment(milliseconds: try row?.get("latest", as: Int64.self) ?? 0),
            settled: try row?.get("settled") ?? 0)
    }

    /// Those that count beside the pack, in the order in which they were decided.
    func approved() throws -> [RuleRecord] {
        try connection.all(
            "SELECT " + Self.columns
                + """
                 FROM rules_changes WHERE state = 'approved' ORDER BY decided_at, id
                LIMIT \(literal: Self.most)
                """)
    }

    /// Those of some cells, in the order in which they were decided.
    func approved(for cells: [DispatchCatalogue.Cell]) throws -> [RuleRecord] {
        if cells.isEmpty { return [] }
        let wanted = Set(cells)
        let categories = Set(cells.map { $0.category ?? "" }).sorted()
        let areas = Set(cells.map(\.area)).sorted()
        let found: [RuleRecord] = try connection.all(
            "SELECT " + Self.columns
                + """
                 FROM rules_changes
                WHERE category IN (\(list: categories)) AND area IN (\(list: areas)) AND state = 'approved'
                ORDER BY decided_at, id LIMIT \(literal: Self.most)
                """)
        return found.filter { wanted.contains($0.change.cell) }
    }

    func change(_ id: Int64) throws -> RuleRecord? {
        try connection.first(
            RuleRecord.self, "SELECT " + Self.columns + " FROM rules_changes WHERE id = \(id)")
    }

    func changes(_ ids: [Int64]) throws -> [RuleRecord] {
        if ids.isEmpty { return [] }
        return try connection.all(
            "SELECT " + Self.columns + " FROM rules_changes WHERE id IN (\(list: ids)) ORDER BY id")
    }

    /// Changes in a state, the newest first.
    func changes(_ state: RuleRecord.State, before id: Int64?, limit: Int) throws -> [RuleRecord] {
        let rest: SQL = id.map { " AND id < \($0)" } ?? .none
        return try connection.all(
            "SELECT " + Self.columns + " FROM rules_changes WHERE state = \(state.rawValue)" + rest
                + " ORDER BY id DESC LIMIT \(literal: limit)")
    }

    /// Everything ever wanted for a cell, the newest first.
    func changes(of cell: DispatchCatalogue.Cell, limit: Int) throws -> [RuleRecord] {
        try connection.all(
            "SELECT " + Self.columns
                + """
                 FROM rules_changes WHERE category = \(cell.category ?? "") AND area = \(cell.area)
                ORDER BY id DESC LIMIT \(literal: limit)
                """)
    }

    func acts(of id: Int64) throws -> [RuleAct] {
        try connection.all(
            "SELECT act, person, why, at FROM rules_acts WHERE change_id = \(id) ORDER BY id LIMIT 200")
    }

    // MARK: Writing

    func add(
        _ change: RuleChange, reason: String, by person: Int64, proposal: Int64?, at now: Moment
    ) throws -> Int64 {
        let assistants = change.gift?.assistants.map(\.text).joined(separator: " ") ?? ""
        let from = change.from?.daysSince1970 ?? 0
        let id: Int64? = try connection.value(
            """
            INSERT INTO rules_changes (category, area, unit, assistants, from_day, until_day, span, source,
                reason, state, author, created_at, changed_at, decided_by, decided_at, proposal, version)
            VALUES (\(change.cell.category ?? ""), \(change.cell.area), \(change.gift?.unit), \(assistants),
                \(from), \(change.until?.daysSince1970), \(change.gift?.limit?.description),
                \(change.gift?.source), \(reason), 'draft', \(person), \(now), \(now), NULL, NULL,
                \(proposal), 1)
            RETURNING id
            """)
        guard let id else { throw Overtaken() }
        try keep(RuleAct(act: .drafted, person: person, why: reason, at: now), of: id)
        return id
    }

    /// Moves a change on, if nobody else did meanwhile.
    ///
    /// - Parameter from: The day it begins on, where that was moved to the day of its approval.
    /// - Returns: False where it was changed since the version that was seen.
    func move(
        _ record: RuleRecord, to state: RuleRecord.State, act: RuleAct, from: CivilDate? = nil
    ) throws -> Bool {
        let isDecided = state == .approved || state == .declined
        let (decider, decidedAt) = (isDecided ? act.person : nil, isDecided ? act.at : nil)
        let begin = (from ?? record.change.from)?.daysSince1970 ?? 0
        let count = try connection.run(
            """
            UPDATE rules_changes SET state = \(state.rawValue), changed_at = \(act.at), from_day = \(begin),
                decided_by = COALESCE(\(decider), decided_by),
                decided_at = COALESCE(\(decidedAt), decided_at), version = version + 1
            WHERE id = \(record.id) AND version = \(record.version)
            """)
        if count == 1 { try keep(act, of: record.id) }
        return count == 1
    }

    private func keep(_ act: RuleAct, of id: Int64) throws {
        try connection.run(
            """
            INSERT INTO rules_acts (change_id, act, person, why, at)
            VALUES (\(id), \(act.act.rawValue), \(act.person), \(act.why), \(act.at))
            """)
    }
}
