import Core
public import Storage

/// Counts of matters by scope, kept by a follower of the log, so that no page ever counts rows.
public enum Tallies {
    /// Follows the log: compares what each changed matter counted for with what it counts for now.
    public static let follower = Follower(
        name: "tallies",
        reset: { connection in
            try connection.run("DELETE FROM tallies")
            try connection.run("DELETE FROM tallied")
        },
        follow: { events, connection in
            let ids = Array(Set(events.map(\.matterID))).sorted()
            for start in stride(from: 0, to: ids.count, by: 200) {
                try TallyStore(connection: connection).recount(
                    Array(ids[start..<min(start + 200, ids.count)]))
            }
        })
}

struct TallyStore {
    let connection: any Connection

    func counts(of scope: Scope, in city: City) throws -> [String: Int] {
        let key: String
        switch scope {
        case .city: key = ""
        case .area(let code): key = code.text
        case .unit(let unit): key = "unit:\(unit.text)"
        }
        var counts: [String: Int] = [:]
        for row in try connection.rows("SELECT name, count FROM tallies WHERE scope = \(key)") {
            counts[try row.get("name")] = try row.get("count")
        }
        return counts
    }

    func recount(_ ids: [Int64]) throws {
        var before: [Int64: String] = [:]
        for row in try connection.rows(
            "SELECT matter_id, entries FROM tallied WHERE matter_id IN (\(list: ids))")
        {
            before[try row.get("matter_id")] = try row.get("entries")
        }
        let rows = try connection.rows(
            """
            SELECT id, kind, stage, outcome, lead, raised_to, county, town, village, overdue, channel, route,
                grade, supervision, excluded, returns
            FROM matters WHERE id IN (\(list: ids))
            """)
        var changes: [Entry: Int] = [:]
        var now: [SQL] = []
        for row in rows {
            let id: Int64 = try row.get("id")
            let entries = try Self.entries(of: row)
            let text = entries.map(\.text).joined(separator: "\n")
            if before[id] == text { continue }
            for entry in (before[id] ?? "").split(separator: "\n").compactMap(Entry.init) {
                changes[entry, default: 0] -= 1
            }
            for entry in entries { changes[entry, default: 0] += 1 }
            now.append("(\(id), \(text))")
        }
        if now.isEmpty { return }
        try connection.run(
            "INSERT INTO tallied (matter_id, entries) VALUES " + SQL.join(now, by: ", ")
                + " ON CONFLICT (matter_id) DO UPDATE SET entries = excluded.entries")
        for (entry, change) in changes.sorted(by: { $0.key.text < $1.key.text }) where change != 0 {
            try connection.run(
                """
                INSERT INTO tallies (scope, name, count) VALUES (\(entry.scope), \(entry.name), \(change))
                ON CONFLICT (scope, name) DO UPDATE SET count = tallies.count + \(change)
                """)
        }
    }

    /// One line of a count: a scope and what is counted in it.
    private struct Entry: Hashable {
        let scope: String
        let name: String

        init(scope: String, name: String) {
            self.scope = scope
            self.name = name
        }

        init?(_ text: Substring) {
            guard let bar = text.firstIndex(of: "|") else { return nil }
            scope = String(text[..<bar])
            name = String(text[text.index(after: bar)...])
        }

        var text: String { "\(scope)|\(name)" }
    }

    private static func entries(of row: Row) throws -> [Entry] {
        let outcome: String? = try row.get("outcome")
        var names = [outcome.map { "outcome:\($0)" } ?? "open"]
        if outcome == nil { names.append("stage:\(try row.get("stage", as: String.self))") }
        let isOverdue: Bool = try row.get("overdue")
        if isOverdue { names.append(outcome == nil ? "overdue" : "closedLate") }
        names.append("channel:\(try row.get("channel", as: String.self))")
        names += try ofSide(row, isOpen: outcome == nil)
        var scopes = [""]
        for column in ["county", "town", "village"] {
            let code: String = try row.get(column)
            if !code.isEmpty { scopes.append(code) }
        }
        var units: [String] = []
        for column in ["lead", "raised_to"] {
            if let unit: String = try row.get(column), !units.contains(unit) { units.append(unit) }
        }
        scopes += units.map { "unit:\($0)" }
        return scopes.flatMap { scope in names.map { Entry(scope: scope, name: $0) } }
    }

    /// What goes on beside. It counts while the matter is open; that it does not count in an assessment stays
    /// true of what ended.
    private static func ofSide(_ row: Row, isOpen: Bool) throws -> [String] {
        let isExcluded: Bool = try row.get("excluded")
        var names = isExcluded ? ["excluded"] : []
        guard isOpen else { return names }
        if let route: String = try row.get("route") { names.append("route:\(route)") }
        if let grade: String = try row.get("grade") { names.append("grade:\(grade)") }
        if try row.get("supervision", as: Int.self) > 0 { names.append("supervised") }
        if try row.get("returns", as: Int.self) > 0 { names.append("returned") }
        return names
    }
}
