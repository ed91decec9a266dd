import Core
import Foundation
import Storage

/// How an engine goes about a statement, and what of it would grow with the city.
struct QueryPlan {
    /// One step that reads a table.
    struct Step: Hashable {
        let table: String
        /// Every row may be read: no key leads to those that are wanted.
        let isWalk: Bool
        /// The index that is walked, where it is one.
        var index: String?
        /// The step as the engine tells it.
        let text: String
    }

    let steps: [Step]

    /// Explains a statement; nil where the engine has nothing to plan.
    init?(_ sql: SQL, tables: Set<String>, in connection: any Connection) throws {
        let text = sql.prepared { _ in "?" }.text
        let verb = text.drop(while: \.isWhitespace).prefix { $0.isLetter }.uppercased()
        guard ["SELECT", "WITH", "INSERT", "UPDATE", "DELETE"].contains(verb) else { return nil }
        switch connection.dialect {
        case .sqlite:
            let rows = try connection.rows("EXPLAIN QUERY PLAN " + sql)
            let queues: [String] = try connection.rows(
                "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'"
            ).map { try $0.get(at: 0) }
            steps = try Self.sqlite(rows.map { try $0.get("detail") }, of: text, tables, Set(queues))
        case .postgres:
            let queues: [String] = try connection.rows(
                "SELECT indexrelid::regclass::text FROM pg_index WHERE indpred IS NOT NULL"
            ).map { try $0.get(at: 0) }
            var steps = try Self.postgres(sql, Set(queues), connection)
            // A planner that knows little rows may walk a key though another leads to them: only where none
            // is left without that key, nothing leads there.
            for step in steps where step.isWalk {
                guard let index = step.index else { continue }
                // Of an empty table the newest is taken by walking through it: one that has rows has ends.
                if Self.asksForAnEnd(text) {
                    steps.removeAll { $0 == step }
                    continue
                }
                try connection.run("SAVEPOINT hidden")
                try connection.run(
                    "UPDATE pg_index SET indisvalid = FALSE WHERE indexrelid = CAST(\(index) AS regclass)")
                let others = try Self.postgres(sql, Set(queues), connection)
                try connection.run("ROLLBACK TO SAVEPOINT hidden")
                if !others.contains(where: { $0.table == step.table && $0.isWalk }) {
                    steps.removeAll { $0 == step }
                }
            }
            self.steps = steps
        }
    }

    // MARK: SQLite

    private static func sqlite(
        _ details: [String], of text: String, _ tables: Set<String>, _ queues: Set<String>
    ) -> [Step] {
        let names = aliases(in: text, tables)
        let isOpen = isBounded(text) && !details.contains { $0.contains("TEMP B-TREE") }
        return details.compactMap { detail in
            let parts = detail.split(separator: " ").map(String.init)
            guard parts.count > 1, ["SCAN", "SEARCH"].contains(parts[0]), let table = names[parts[1]] else {
                return nil
            }
            // `SEARCH` without a key is the newest or oldest of an index; a full-text table has a number for
            // what it is asked, and words are asked with `M`.
            let isWords = detail.contains("VIRTUAL TABLE INDEX")
            let isScan = isWords ? !detail.contains(":M") && !detail.hasSuffix("=") : parts[0] == "SCAN"
            // All events have the same `xid` here: from a place on leads only the key that goes on with `id`.
            let isWalk = isScan || detail.hasSuffix("(xid>?)") || detail.hasSuffix("(xid<?)")
            // What an index holds of a table that is still to be done.
            let isQueue = parts.contains { queues.contains($0) }
            return Step(table: table, isWalk: isWalk && !isOpen && !isQueue, text: detail)
        }
    }

    /// Ends after a page, and takes the first rows there are, whichever.
    private static func isBounded(_ text: String) -> Bool {
        let plain = text.uppercased().replacing(/WHERE 1 = 1\s+(?!AND)/, with: "")
        let words = Set(plain.split { !$0.isLetter }.map(String.init))
        return words.contains("LIMIT")
            && words.isDisjoint(with: ["WHERE", "GROUP", "DISTINCT", "ON", "COUNT"])
    }

    /// What tables are called in a statement.
    private static func aliases(in text: String, _ tables: Set<String>) -> [String: String] {
        let words = text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
        var names: [String: String] = [:]
        for (place, word) in words.enumerated() where tables.contains(word) {
            names[word] = word
            var next = place + 1
            if next < words.count, words[next].uppercased() == "AS" { next += 1 }
            if next < words.count, words[next].uppercased() != words[next], !tables.contains(words[next]) {
                names[words[next]] = word
            }
        }
        return names
    }

    // MARK: PostgreSQL

    /// The newest or oldest key and nothing else.
    private static func asksForAnEnd(_ text: String) -> Bool {
        text.wholeMatch(of: /\s*SELECT (coalesce\()?(max|min)\(\w+\)[^()]*\)?[^()]* FROM \w+\s*/) != nil
    }

    private struct PostgresPlan: Decodable {
        let plan: Node

        enum CodingKeys: String, CodingKey { case plan = "Plan" }
    }

    private struct Node: Decodable {
        let type: String
        let table: String?
        let index: String?
        let condition: String?
        let filter: String?
        let plans: [Node]?

        enum CodingKeys: String, CodingKey {
            case type = "Node Type"
            case table = "Relation Name"
            case index = "Index Name"
            case condition = "Index Cond"
            case filter = "Filter"
            case plans = "Plans"
        }
    }

    private static func postgres(
        _ sql: SQL, _ queues: Set<String>, _ connection: any Connection
    ) throws -> [Step] {
        let lines: [String] = try connection.rows("EXPLAIN (FORMAT JSON) " + sql).map { try $0.get(at: 0) }
        let whole = try JSONDecoder().decode(
            [PostgresPlan].self, from: Data(lines.joined(separator: "\n").utf8))
        return whole.flatMap { Self.steps(of: $0.plan, queues, bounded: false) }
    }

    private static func steps(of node: Node, _ queues: Set<String>, bounded: Bool) -> [Step] {
        var steps: [Step] = []
        if let table = node.table, node.type.hasSuffix("Scan"), node.type != "Bitmap Heap Scan" {
            let isQueue = node.index.map { queues.contains($0) } ?? false
            let isWalk = node.condition == nil && !(bounded && node.filter == nil) && !isQueue
            let text = [node.type, node.index.map { "by \($0)" }, node.filter.map { "filter \($0)" }]
                .compactMap(\.self).joined(separator: " ")
            // Rows of a tuple's own address are found at once.
            steps.append(
                Step(
                    table: table, isWalk: isWalk && !node.type.hasPrefix("Tid"), index: node.index,
                    text: text))
        }
        let passes = ["Limit", "LockRows", "Result", "Subquery Scan", "Append", "Merge Append"]
        let isBounded = node.type == "Limit" || (bounded && passes.contains(node.type))
        for inner in node.plans ?? [] { steps += Self.steps(of: inner, queues, bounded: isBounded) }
        return steps
    }

    /// Makes the planner of PostgreSQL believe that every table is large, until the transaction ends.
    static func grow(_ connection: any Connection) throws {
        guard connection.dialect == .postgres else { return }
        // Empty tables are empty whatever is told of them.
        try connection.run("SET LOCAL enable_seqscan = off")
        // Tables of a few rows are joined by walking both; large ones by a key for each row of the other.
        try connection.run("SET LOCAL enable_mergejoin = off")
        try connection.run("SET LOCAL enable_hashjoin = off")
        try connection.run(
            """
            UPDATE pg_class SET reltuples = 1000000, relpages = 1
            WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
            """)
    }

    /// The names of all tables.
    static func tables(in connection: any Connection) throws -> Set<String> {
        let names: [String] =
            switch connection.dialect {
            case .sqlite:
                try connection.rows("SELECT name FROM sqlite_master WHERE type = 'table'").map {
                    try $0.get(at: 0)
                }
            case .postgres:
                try connection.rows(
                    "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'"
                ).map { try $0.get(at: 0) }
            }
        return Set(names)
    }
}
