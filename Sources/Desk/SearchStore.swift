import Core
import Language
import Storage

/// The words of matters, in the full-text index of whichever engine: the same tokens on both.
struct SearchStore {
    let connection: any Connection
    /// The index: that of the desk, or that of what is published.
    let table: SQL

    init(_ connection: any Connection, table: SQL = "matter_search") {
        self.connection = connection
        self.table = table
    }

    /// How many keys share a recency lexeme on PostgreSQL, so that the newest hits are found without
    /// reading all.
    static let bucket: Int64 = 16_384

    /// Indexes a new matter by terms that were split before, with spaces between them.
    func add(terms: String, of id: Int64) throws {
        switch connection.dialect {
        case .sqlite: try connection.run("INSERT INTO \(table) (rowid, terms) VALUES (\(id), \(terms))")
        case .postgres:
            let lexemes = Set(terms.split(separator: " ").map(String.init)).union(["b:\(id / Self.bucket)"])
            let list = "{" + lexemes.sorted().map { "\"\($0)\"" }.joined(separator: ",") + "}"
            try connection.run(
                """
                INSERT INTO \(table) (matter_id, terms)
                VALUES (\(id), array_to_tsvector(CAST(\(list) AS TEXT[])))
                """)
        }
    }

    /// Indexes a matter anew. A contentless index forgets a row only when told the very words it was given.
    func replace(_ old: String, by new: String, of id: Int64) throws {
        switch connection.dialect {
        case .sqlite:
            try connection.run(
                """
                INSERT INTO \(table) (\(table), rowid, terms)
                VALUES ('delete', \(id), \(Analyser.indexText(old)))
                """)
        case .postgres: try connection.run("DELETE FROM \(table) WHERE matter_id = \(id)")
        }
        try add(terms: Analyser.indexText(new), of: id)
    }

    /// The newest hits before a key, newest first, at most `limit`.
    func hits(_ query: SearchQuery, before cursor: Int64?, limit: Int) throws -> [Int64] {
        if query.isEmpty { return [] }
        switch connection.dialect {
        case .sqlite:
            let before: SQL = cursor.map { " AND rowid < \($0)" } ?? .none
            return try connection.rows(
                "SELECT rowid FROM \(table) WHERE \(table) MATCH \(query.ftsExpression)" + before
                    + " ORDER BY rowid DESC LIMIT \(literal: limit)"
            ).map { try $0.get(at: 0) }
        case .postgres: return try postgresHits(query, before: cursor, limit: limit)
        }
    }

    /// A common word has too many hits to sort; so the newest buckets are asked first, then more, then all.
    private func postgresHits(_ query: SearchQuery, before cursor: Int64?, limit: Int) throws -> [Int64] {
        let newest: Int64? = try cursor ?? connection.value("SELECT max(id) + 1 FROM matters")
        guard let newest else { return [] }
        let last = newest / Self.bucket
        for width in [Int64(2), 16] where last > width {
            let buckets = (0..<width).map { "'b:\(last - $0)'" }.joined(separator: " | ")
            let hits = try probe("\(query.tsQuery) & (\(buckets))", before: newest, limit: limit)
            if hits.count >= limit { return hits }
        }
        return try probe(query.tsQuery, before: newest, limit: limit)
    }

    /// Sorted by an expression, lest the planner walk the primary key backwards past every row without a hit.
    private func probe(_ query: String, before key: Int64, limit: Int) throws -> [Int64] {
        try connection.rows(
            """
            SELECT matter_id FROM \(table)
            WHERE terms @@ CAST(\(query) AS TSQUERY) AND matter_id < \(key)
            ORDER BY matter_id + 0 DESC LIMIT \(literal: limit)
            """
        ).map { try $0.get(at: 0) }
    }
}

/// What of a matter is searched, in one text.
func searchedWords(number: String, title: String, text: String, place: String?, more: String?) -> String {
    [number, title, text, place ?? "", more ?? ""].filter { !$0.isEmpty }.joined(separator: "\n")
}

extension SearchStore {
    /// Indexes words that were split before: for measuring the engine alone.
    func bare(_ words: String, of id: Int64) throws {
        switch connection.dialect {
        case .sqlite: try connection.run("INSERT INTO \(table) (rowid, terms) VALUES (\(id), \(words))")
        case .postgres:
            let list = "{" + words.split(separator: " ").joined(separator: ",") + "}"
            try connection.run(
                """
                INSERT INTO \(table) (matter_id, terms)
                VALUES (\(id), array_to_tsvector(CAST(\(list) AS TEXT[])))
                """)
        }
    }
}
