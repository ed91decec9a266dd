import Core
import Storage

/// Keeps what area pages show in step with the log: for each changed matter it compares what everybody
/// could see of it with what everybody may see now.
struct AreaFollowStore {
    let connection: any Connection
    let sight: AreaSight

    /// Looks at the matters of events again, a hundred at a time.
    func follow(_ events: [LoggedEvent]) throws {
        let firsts = Dictionary(events.map { ($0.matterID, $0.at) }, uniquingKeysWith: { first, _ in first })
        let ids = firsts.keys.sorted()
        for start in stride(from: 0, to: ids.count, by: 100) {
            try refresh(Array(ids[start..<min(start + 100, ids.count)]), firsts)
        }
    }

    private func refresh(_ ids: [Int64], _ seen: [Int64: Moment]) throws {
        let rows = try connection.rows(
            """
            SELECT id, kind, stage, outcome, category, area, lead, latitude, longitude, raised_at, changed_at,
                closed_at
            FROM matters WHERE id IN (\(list: ids))
            """)
        let before: [AreaRecord] = try connection.all(
            "SELECT * FROM area_matters WHERE matter_id IN (\(list: ids))")
        let shown = Dictionary(uniqueKeysWithValues: before.map { ($0.id, $0.shownAt) })
        let now = try rows.compactMap { try sight.record(of: $0) }.map { record in
            var record = record
            record.shownAt = shown[record.id] ?? seen[record.id] ?? record.changedAt
            return record
        }
        let current = Dictionary(uniqueKeysWithValues: now.map { ($0.id, $0) })
        let kept = before.filter { current[$0.id] == $0 }.map(\.id)
        let (old, new) = (before.filter { !kept.contains($0.id) }, now.filter { !kept.contains($0.id) })
        try count(taken: old, given: new)
        try replace(old, with: new)
        let solvedBefore = Set(before.filter { !$0.isOpen }.map(\.id))
        for record in new where !record.isOpen && !solvedBefore.contains(record.id) { try tell(record) }
        // Who waits for a matter that ended without being solved is not told, and not kept either.
        let gone = ids.filter { current[$0] == nil }
        try forget(gone.filter { id in before.contains { $0.id == id } })
    }

    private func replace(_ old: [AreaRecord], with new: [AreaRecord]) throws {
        for record in old {
            try connection.run(
                """
                DELETE FROM area_lists WHERE area IN (\(list: record.shownIn)) AND state = \(record.state)
                    AND at = \(record.listedAt) AND matter_id = \(record.id)
                """)
        }
        if !old.isEmpty {
            try connection.run("DELETE FROM area_matters WHERE matter_id IN (\(list: old.map(\.id)))")
        }
        if new.isEmpty { return }
        let rows = new.map { record -> SQL in
            """
            (\(record.id), \(record.key), \(record.kind), \(record.category), \(record.area), \
            \(record.stage), \(record.state), \(record.cell), \(record.position?.latitude), \
            \(record.position?.longitude), \(record.raisedAt), \(record.shownAt), \(record.changedAt), \
            \(record.closedAt))
            """
        }
        try connection.run("INSERT INTO area_matters VALUES " + SQL.join(rows, by: ", "))
        let lists = new.flatMap { record in
            record.shownIn.map { area -> SQL in
                "(\(area), \(record.state), \(record.listedAt), \(record.id))"
            }
        }
        try connection.run("INSERT INTO area_lists VALUES " + SQL.join(lists, by: ", "))
    }

    private struct Day: Hashable {
        let area: AreaCode
        let day: Int
        let category: String
    }

    /// Counts what came and went, each day and all days together (day 0).
    private func count(taken: [AreaRecord], given: [AreaRecord]) throws {
        var changes: [Day: (raised: Int, solved: Int)] = [:]
        for (records, sign) in [(taken, -1), (given, 1)] {
            for record in records {
                let raised = sight.day(of: record.raisedAt)
                let solved = record.closedAt.map(sight.day)
                for area in record.shownIn {
                    for day in [0, raised] {
                        changes[Day(area: area, day: day, category: record.category), default: (0, 0)]
                            .raised += sign
                    }
                    for day in solved.map({ [0, $0] }) ?? [] {
                        changes[Day(area: area, day: day, category: record.category), default: (0, 0)]
                            .solved += sign
                    }
                }
            }
        }
        let rows = changes.filter { $0.value != (0, 0) }.sorted {
            ($0.key.area, $0.key.day, $0.key.category) < ($1.key.area, $1.key.day, $1.key.category)
        }
        for start in stride(from: 0, to: rows.count, by: 500) {
            let values = rows[start..<min(start + 500, rows.count)].map { row -> SQL in
                """
                (\(row.key.area), \(row.key.day), \(row.key.category), \(row.value.raised), \
                \(row.value.solved))
                """
            }
            try connection.run(
                "INSERT INTO area_days (area, day, category, raised, solved) VALUES "
                    + SQL.join(values, by: ", ")
                        + """
                         ON CONFLICT (area, day, category) DO UPDATE SET
                            raised = area_days.raised + excluded.raised,
                            solved = area_days.solved + excluded.solved
                        """)
        }
    }

    /// Tells everybody who waited that a matter is solved, once, and forgets how to reach them.
    private func tell(_ record: AreaRecord) throws {
        let waiting = try connection.rows(
            """
            SELECT visitor, address, language FROM me_too
            WHERE matter_id = \(record.id) AND address IS NOT NULL
            """
        )
        for row in waiting {
            let language = Language(rawValue: try row.get("language")) ?? .zh
            guard let body = sight.solvedMessage(record, language) else { return }
            try Outbox.post(
                matter: record.id, sequence: 0, audience: "resident", address: try row.get("address"),
                template: AreaMessages.solved, body: body, now: record.closedAt ?? record.changedAt,
                in: connection)
        }
        try forget([record.id])
    }

    private func forget(_ ids: [Int64]) throws {
        if ids.isEmpty { return }
        try connection.run(
            "UPDATE me_too SET address = NULL WHERE matter_id IN (\(list: ids)) AND address IS NOT NULL")
    }

    /// Empties what is made anew from the log.
    static func reset(_ connection: any Connection) throws {
        for table: SQL in ["area_matters", "area_lists", "area_days"] {
            try connection.run("DELETE FROM " + table)
        }
    }
}

extension AreaRecord {
    var state: String { isOpen ? "open" : "solved" }

    /// Its place in a list: when it was shown first, or solved.
    var listedAt: Moment { isOpen ? shownAt : closedAt ?? changedAt }
}
