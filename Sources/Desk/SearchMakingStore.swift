import Core
import Language
import Storage

/// Makes the other side of an index, and puts what came lately into its buckets: a piece of it at a time, by
/// one server, while everybody goes on reading and writing.
struct SearchMakingStore {
    let connection: any Connection
    let index: SearchIndex
    private var store: SearchStore { SearchStore(connection, of: index) }

    init(_ connection: any Connection, of index: SearchIndex) {
        self.connection = connection
        self.index = index
    }

    /// So many rows are copied in one transaction on SQLite; on PostgreSQL it is a whole bucket.
    static let batch: Int64 = 1000
    /// So many rows of words are kept before they go into their buckets, and so many go at once.
    static let recent = 8192
    static let moved = 6144

    /// A matter with what is searched of it.
    private struct Source: SQLRow {
        let id: Int64
        let terms: String

        init(row: Row) throws {
            id = try row.get("id")
            let words = searchedWords(
                number: try row.get("number"), title: try row.get("title"), text: try row.get("text"),
                place: try row.get("place"), more: try row.get("more"))
            terms = SearchTerms.of(words, raisedAt: try row.get("raised_at"))
        }
    }

    /// Does the next piece of what is to be done. An index of a newer program stays as it is: while servers
    /// are upgraded one by one, the newer wins.
    ///
    /// - Returns: False when there is nothing to do, or another server does it.
    func advance(anew: Bool = false) throws -> Bool {
        guard var state = try store.state(locked: true) else { return false }
        if anew || (state.nextVersion ?? state.version) < Analyser.version {
            try begin(&state)
            return true
        }
        if state.next != nil { return try copy(state) }
        if state.isStale {
            try clearStale(state)
            return true
        }
        return try settle(state, from: Self.recent)
    }

    // MARK: Another side

    private func begin(_ state: inout SearchState) throws {
        let next = state.side.other
        try wipe(next)
        let last = try lastKey()
        try SearchCommonStore(connection, of: index).clear()
        try connection.run(
            """
            UPDATE search_indexes SET next_version = \(Analyser.version), done = 0, last = \(last),
                begun = \(connection.dialect.transactionNumber), stale = 0
            WHERE name = \(index.rawValue)
            """)
    }

    private func copy(_ state: SearchState) throws -> Bool {
        guard let next = state.next else { return false }
        if state.done >= state.last {
            try connection.run(
                """
                UPDATE search_indexes SET side = \(next.rawValue), version = \(Analyser.version),
                    next_version = NULL, stale = 1
                WHERE name = \(index.rawValue)
                """)
            return true
        }
        guard try everybodyWritesBoth(state) else { return false }
        let end =
            connection.dialect == .sqlite
            ? state.done + Self.batch : PostingList.first(of: PostingList.bucket(of: state.done) + 1) - 1
        switch connection.dialect {
        case .sqlite:
            for source in try connection.all(Source.self, rows(after: state.done, to: end))
            where try !store.holds(source.id, in: next) {
                try store.add(source.terms, of: source.id, to: next)
            }
        case .postgres:
            var words = BucketWords()
            try connection.forEach(rows(after: state.done, to: end)) { row in
                let source = try Source(row: row)
                words.add(source.terms, of: source.id)
            }
            try keep(words, in: next)
        }
        try connection.run("UPDATE search_indexes SET done = \(end) WHERE name = \(index.rawValue)")
        return true
    }

    /// A transaction that began before the copying was announced may still write to one side only.
    private func everybodyWritesBoth(_ state: SearchState) throws -> Bool {
        guard connection.dialect == .postgres else { return true }
        return try connection.first(
            """
            SELECT 1 FROM eras WHERE \(state.begun)
                < pg_snapshot_xmin(pg_current_snapshot())::text::bigint + shift
            """) != nil
    }

    private var matters: SQL { index == .matters ? "matters" : "public_matters" }
    private var key: SQL { index == .matters ? "id" : "matter_id" }

    private func rows(after done: Int64, to end: Int64) -> SQL {
        let more: SQL = index == .matters ? "more" : "answer"
        return "SELECT \(key) AS id, number, title, text, place, \(more) AS more, raised_at FROM \(matters)"
            + " WHERE \(key) > \(done) AND \(key) <= \(end) ORDER BY \(key)"
    }

    /// The newest key there is.
    func lastKey() throws -> Int64 {
        try connection.value("SELECT coalesce(max(\(key)), 0) FROM \(matters)") ?? 0
    }

    /// The words of everything whose keys are in a range.
    func terms(of keys: Range<Int64>) throws -> [(id: Int64, terms: String)] {
        try connection.all(Source.self, rows(after: keys.lowerBound - 1, to: keys.upperBound - 1))
            .map { ($0.id, $0.terms) }
    }

    private func clearStale(_ state: SearchState) throws {
        try wipe(.legacy)
        try wipe(state.side.other)
        try connection.run("UPDATE search_indexes SET stale = 0 WHERE name = \(index.rawValue)")
    }

    /// Empties a side that nobody asks.
    private func wipe(_ side: SearchSide) throws {
        guard connection.dialect == .postgres else { return try store.clear(side) }
        try connection.run("TRUNCATE \(index.words(side))")
        if side != .legacy { try connection.run("TRUNCATE \(index.postings(side))") }
    }

    // MARK: Buckets

    /// Moves the oldest words that came lately into their buckets, where there are more than so many.
    func settle(_ state: SearchState, from least: Int) throws -> Bool {
        guard connection.dialect == .postgres, state.side != .legacy else { return false }
        let table = index.words(state.side)
        let count: Int =
            try connection.value(
                "SELECT count(*) FROM (SELECT 1 FROM \(table) LIMIT \(literal: least)) AS few") ?? 0
        guard count >= least, count > 0 else { return false }
        var words = BucketWords()
        // Taken by the deletion itself: words that somebody changes meanwhile stay.
        for row in try connection.rows(
            """
            DELETE FROM \(table) WHERE matter_id IN (
                SELECT matter_id FROM \(table) ORDER BY matter_id LIMIT \(literal: Self.moved)
                FOR UPDATE SKIP LOCKED)
            RETURNING matter_id, array_to_string(tsvector_to_array(terms), ' ') AS terms
            """)
        { words.add(try row.get("terms"), of: try row.get("matter_id")) }
        try keep(words, in: state.side)
        return true
    }

    /// Adds keys to those that the buckets hold.
    func keep(_ words: BucketWords, in side: SearchSide) throws {
        let table = index.postings(side)
        for (bucket, terms) in words.buckets.sorted(by: { $0.key < $1.key }) {
            let isNew = try connection.first("SELECT 1 FROM \(table) WHERE bucket = \(bucket) LIMIT 1") == nil
            let sorted = terms.keys.map(\.text).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            for start in stride(from: 0, to: sorted.count, by: 2000) {
                var lists: [String: [UInt8]] = [:]
                let some = sorted[start..<min(start + 2000, sorted.count)]
                for term in some {
                    lists[term] = PostingList.encoded(Self.places(terms[.init(text: term)] ?? []))
                }
                if !isNew { try join(bucket, some, terms, side, &lists) }
                try connection.run(
                    """
                    INSERT INTO \(table) AS old (bucket, term, ids)
                    SELECT \(bucket), term, decode(ids, 'hex')
                    FROM unnest(CAST(\(SearchStore.list(some)) AS TEXT[]),
                        CAST(\(Self.hexes(some.map { lists[$0] ?? [] })) AS TEXT[])) AS new (term, ids)
                    ON CONFLICT (bucket, term) DO UPDATE SET ids = excluded.ids
                    """)
            }
        }
    }

    /// Puts the keys that are there already into the new lists. Joined, not `= ANY`: that is compared word by
    /// word with all of a bucket wherever the planner takes the bucket for small, as after filling it.
    private func join(
        _ bucket: Int64, _ some: ArraySlice<String>, _ terms: [BucketWords.Word: [UInt16]],
        _ side: SearchSide,
        _ lists: inout [String: [UInt8]]
    ) throws {
        for row in try connection.rows(
            """
            SELECT kept.term, kept.ids
            FROM unnest(CAST(\(SearchStore.list(some)) AS TEXT[])) AS asked (term)
            JOIN \(index.postings(side)) AS kept ON kept.bucket = \(bucket) AND kept.term = asked.term
            """)
        {
            let term: String = try row.get("term")
            var list = PostingList(try row.get("ids", as: [UInt8].self))
            for place in terms[.init(text: term)] ?? [] { list.insert(Int(place)) }
            lists[term] = list.encoded
        }
    }

    static func places(_ places: [UInt16]) -> [Int] {
        var before = -1
        return places.sorted().compactMap { place in
            defer { before = Int(place) }
            return Int(place) == before ? nil : Int(place)
        }
    }

    private static let digits = Array("0123456789abcdef".utf8)

    /// Bytes in hexadecimal, as an array of texts.
    private static func hexes(_ lists: [[UInt8]]) -> String {
        var text: [UInt8] = [0x7B]
        text.reserveCapacity(lists.reduce(2) { $0 + $1.count * 2 + 1 })
        for (place, list) in lists.enumerated() {
            if place > 0 { text.append(0x2C) }
            for byte in list {
                text.append(digits[Int(byte >> 4)])
                text.append(digits[Int(byte & 15)])
            }
        }
        text.append(0x7D)
        return String(decoding: text, as: UTF8.self)
    }
}
