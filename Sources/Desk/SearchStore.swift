import Core
import Language
import Storage

/// The words of matters, in the full-text index of whichever engine: the same tokens on both.
struct SearchStore {
    let connection: any Connection
    /// The index: that of the desk, or that of what is published.
    let index: SearchIndex

    init(_ connection: any Connection, of index: SearchIndex = .matters) {
        self.connection = connection
        self.index = index
    }

    /// How an index stands; locked, other servers wait or pass over it.
    func state(locked: Bool = false) throws -> SearchState? {
        try connection.first(
            SearchState.self,
            "SELECT * FROM search_indexes WHERE name = \(index.rawValue)"
                + (locked ? connection.dialect.skipLocked : .none))
    }

    private func standing() throws -> SearchState {
        guard let state = try state() else {
            throw Fault(
                .corrupt, "The index \(index.rawValue) of words is not there.",
                remedy: "Run `lianxin search reindex`.")
        }
        return state
    }

    // MARK: Writing

    /// Indexes a new matter by terms that were split before, with spaces between them. While another side is
    /// made, both are written to.
    func add(terms: String, of id: Int64) throws {
        let state = try standing()
        try add(terms, of: id, to: state.side)
        try SearchCommonStore(connection, of: index).note(terms, of: id, state)
        if let next = state.next { try add(terms, of: id, to: next) }
    }

    /// Indexes a matter anew. What the old words find beside the new is rejected on second look.
    func replace(_ old: String, by new: String, of id: Int64) throws {
        let state = try standing()
        if connection.dialect == .sqlite {
            // A contentless index forgets a row only when told the very words it was given.
            if state.version == Analyser.version { try forget(old, of: id, in: state.side) }
            if let next = state.next, try holds(id, in: next) { try forget(old, of: id, in: next) }
        }
        try add(new, of: id, to: state.side)
        try SearchCommonStore(connection, of: index).note(new, of: id, state)
        if let next = state.next { try add(new, of: id, to: next) }
    }

    func add(_ terms: String, of id: Int64, to side: SearchSide) throws {
        switch connection.dialect {
        case .sqlite:
            try connection.run("INSERT INTO \(index.words(side)) (rowid, terms) VALUES (\(id), \(terms))")
        case .postgres:
            let bucket = side == .legacy ? ["b:\(id / Self.legacyBucket)"] : []
            let lexemes = Set(terms.split(separator: " ").map(String.init)).union(bucket)
            try connection.run(
                """
                INSERT INTO \(index.words(side)) AS words (matter_id, terms)
                VALUES (\(id), array_to_tsvector(CAST(\(Self.list(lexemes)) AS TEXT[])))
                ON CONFLICT (matter_id) DO UPDATE SET terms = excluded.terms
                """)
        }
    }

    private func forget(_ terms: String, of id: Int64, in side: SearchSide) throws {
        let table = index.words(side)
        try connection.run("INSERT INTO \(table) (\(table), rowid, terms) VALUES ('delete', \(id), \(terms))")
    }

    /// Whether a row of SQLite's index is there.
    func holds(_ id: Int64, in side: SearchSide) throws -> Bool {
        try connection.first("SELECT 1 FROM \(index.keys(side)) WHERE id = \(id)") != nil
    }

    /// Forgets everything, and begins anew with this program's tokens.
    func empty() throws {
        for side in [SearchSide.legacy, .first, .second] { try clear(side) }
        try SearchCommonStore(connection, of: index).clear()
        try connection.run(
            """
            UPDATE search_indexes SET version = \(Analyser.version), side = 0, next_version = NULL, done = 0,
                last = 0, begun = 0, stale = 0
            WHERE name = \(index.rawValue)
            """)
    }

    func clear(_ side: SearchSide) throws {
        let table = index.words(side)
        switch connection.dialect {
        case .sqlite: try connection.run("INSERT INTO \(table) (\(table)) VALUES ('delete-all')")
        case .postgres:
            try connection.run("DELETE FROM \(table)")
            if side != .legacy { try connection.run("DELETE FROM \(index.postings(side))") }
        }
    }

    /// Terms hold letters, digits and marks of our own only: nothing in them needs an escape.
    static func list(_ terms: some Sequence<String>) -> String {
        "{" + terms.map { "\"\($0)\"" }.joined(separator: ",") + "}"
    }

    // MARK: Reading

    /// What was found, and where to look on.
    struct Hits {
        /// Newest first.
        var ids: [Int64] = []
        /// Nothing between here and the last hit was passed over; nil where everything was looked at.
        var next: Int64?
    }

    /// So long is looked for the hits of one page before it is told how far that was.
    static let patience = Duration.milliseconds(80)

    /// The newest hits before a key, newest first, at most `limit`.
    ///
    /// - Parameter months: Only what was raised in one of these (`SearchTerms.month`); nil for any time.
    func hits(
        _ query: SearchQuery, months: [String]? = nil, before cursor: Int64?, limit: Int
    ) throws -> Hits {
        if query.isEmpty || limit < 1 || months?.isEmpty == true { return Hits() }
        let state = try standing()
        // Tokens of another version know no months.
        let months = state.version == Analyser.version ? months : nil
        switch (connection.dialect, state.side) {
        case (.sqlite, _):
            return try commonHits(query, months, state, cursor, limit)
                ?? windows(query, months, state.side, cursor, limit)
        case (.postgres, .legacy): return try legacyHits(query, before: cursor, limit: limit)
        case (.postgres, _): return try bucketHits(query, months, state.side, cursor, limit)
        }
    }

    /// SQLite walks the lists of the words in the order of keys. Common words that are seldom together would
    /// be walked to the end: so it is asked for window after window.
    private func windows(
        _ query: SearchQuery, _ months: [String]?, _ side: SearchSide, _ cursor: Int64?, _ limit: Int,
        from floor: Int64 = 0
    ) throws -> Hits {
        let last: Int64? = try connection.value("SELECT max(id) + 1 FROM \(index.keys(side))")
        guard let last else { return Hits() }
        var (high, width) = (min(cursor ?? last, last), Int64(floor > 0 ? 16_384 : 125_000))
        var hits = Hits()
        let started = ContinuousClock.now
        while high > floor {
            guard let met = try newest(of: query, side, before: high), met >= floor else { return hits }
            high = met + 1
            let low = max(floor, high - width)
            // Words that never meet are walked to the end of their lists, whatever the keys: of what came
            // lately, forwards, where the end is near.
            let order: SQL =
                floor > 0
                ? "ORDER BY rowid" : "ORDER BY rowid DESC LIMIT \(literal: limit - hits.ids.count)"
            let some: [Int64] = try connection.rows(
                """
                SELECT rowid FROM \(index.words(side))
                WHERE \(index.words(side)) MATCH \(Self.match(query, months)) AND rowid < \(high)
                    AND rowid >= \(low) \(order)
                """
            ).map { try $0.get(at: 0) }
            hits.ids += some.sorted(by: >).prefix(limit - hits.ids.count)
            if hits.ids.count >= limit {
                hits.next = hits.ids.last
                return hits
            }
            (high, width) = (low, min(width * 2, 500_000))
            if high > floor, ContinuousClock.now - started > Self.patience {
                hits.next = high
                return hits
            }
        }
        return hits
    }

    /// Several words: full-text for what came lately, and what is kept of common words for the rest. Nil
    /// where
    /// nothing is kept, or one word is asked for, which its list answers as fast.
    private func commonHits(
        _ query: SearchQuery, _ months: [String]?, _ state: SearchState, _ cursor: Int64?, _ limit: Int
    ) throws -> Hits? {
        guard state.buckets > 0, state.version == Analyser.version,
            let needs = SearchCommonStore.Need.all(query, months), needs.count > 1
        else { return nil }
        let started = ContinuousClock.now
        let floor = PostingList.first(of: state.buckets)
        var (hits, high) = (Hits(), min(cursor ?? .max, floor))
        if cursor.map({ $0 > floor }) ?? true {
            hits = try windows(query, months, state.side, cursor, limit, from: floor)
            if hits.next != nil { return hits }
        }
        var width: Int64 = 1
        while high > 0, let met = try newest(of: query, state.side, before: high) {
            high = met + 1
            let top = PostingList.bucket(of: met)
            let low = max(0, top - width + 1)
            try SearchCommonStore(connection, of: index).forEachBucket(
                low...top, needs, state.side, before: high, most: limit - hits.ids.count
            ) { bucket, ids in
                hits.ids += ids.prefix(limit - hits.ids.count)
                high = PostingList.first(of: bucket)
                if hits.ids.count >= limit {
                    hits.next = hits.ids.last
                } else if high > 0, ContinuousClock.now - started > Self.patience {
                    hits.next = high
                }
                return hits.next == nil
            }
            if hits.next != nil { return hits }
            width = min(width * 4, 64)
        }
        return hits
    }

    /// The newest key that every word may have: nil where a word is nowhere any more.
    private func newest(of query: SearchQuery, _ side: SearchSide, before high: Int64) throws -> Int64? {
        var newest = high - 1
        for term in query.terms.prefix(Self.mostLeaps) {
            let found: Int64? = try connection.value(
                """
                SELECT rowid FROM \(index.words(side))
                WHERE \(index.words(side)) MATCH \(term.ftsExpression) AND rowid <= \(newest)
                ORDER BY rowid DESC LIMIT 1
                """)
            guard let found else { return nil }
            newest = min(newest, found)
        }
        return newest
    }

    /// So many words of a query are looked up by themselves.
    private static let mostLeaps = 8

    private static func match(_ query: SearchQuery, _ months: [String]?) -> String {
        guard let months else { return query.ftsExpression }
        return query.ftsExpression + " AND (" + months.map { "\"\($0)\"" }.joined(separator: " OR ") + ")"
    }
}

extension SearchStore {
    /// Indexes words that were split before: for measuring the engine alone.
    func bare(_ words: String, of id: Int64) throws { try add(words, of: id, to: .first) }
}
