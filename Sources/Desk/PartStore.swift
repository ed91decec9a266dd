import Core
import Storage

/// The parts that assisting units have, and had.
struct PartStore {
    let connection: any Connection

    /// Keeps what became of some parts of a matter; the others stay as they are, and so does when a part was
    /// due whose clock has ended.
    func keep(_ history: PartHistory, of id: Int64) throws {
        if history.parts.isEmpty { return }
        let rows: [SQL] = history.parts.sorted { $0.key < $1.key }.map { unit, past in
            "(\(id), \(unit), \(past.state), \(past.since), \(past.due), \(past.settledAt))"
        }
        try connection.run(
            "INSERT INTO parts (matter_id, unit, state, since, due_at, settled_at) VALUES "
                + SQL.join(rows, by: ", ")
                    + """
                     ON CONFLICT (matter_id, unit) DO UPDATE
                        SET state = excluded.state, since = excluded.since, settled_at = excluded.settled_at,
                            due_at = CASE WHEN parts.since = excluded.since
                                THEN COALESCE(excluded.due_at, parts.due_at) ELSE excluded.due_at END
                    """)
    }

    /// Puts the whole history of a matter in the place of what was kept.
    func replace(_ history: PartHistory, of id: Int64) throws {
        try connection.run("DELETE FROM parts WHERE matter_id = \(id)")
        try keep(history, of: id)
    }

    /// The history of some matters.
    func kept(from first: Int64, to last: Int64) throws -> [Int64: PartHistory] {
        var kept: [Int64: PartHistory] = [:]
        for row in try connection.rows(
            """
            SELECT matter_id, unit, state, since, due_at, settled_at FROM parts
            WHERE matter_id >= \(first) AND matter_id <= \(last)
            """)
        {
            kept[try row.get("matter_id"), default: PartHistory()].put(
                PartHistory.Past(
                    state: try row.get("state"), since: try row.get("since"), due: try row.get("due_at"),
                    settledAt: try row.get("settled_at")), of: try row.get("unit"))
        }
        return kept
    }

    /// The parts that a unit ever had, the newest matter first: one range of one index.
    func parts(of unit: UnitCode, after last: Int64?, limit: Int) throws -> [PartRow] {
        let rest: SQL = last.map { " AND matter_id < \($0)" } ?? .none
        let rows = try connection.rows(
            """
            SELECT matter_id, state, since, due_at, settled_at FROM parts
            WHERE unit = \(unit)\(rest) ORDER BY matter_id DESC LIMIT \(literal: max(0, limit))
            """)
        let records = try ListStore(connection: connection).records(rows.map { try $0.get("matter_id") })
        let byID = Dictionary(records.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return try rows.compactMap { row in
            guard let record = byID[try row.get("matter_id")] else { return nil }
            return PartRow(
                record: record, unit: unit, state: try row.get("state"), since: try row.get("since"),
                due: try row.get("due_at"), settledAt: try row.get("settled_at"))
        }
    }
}
