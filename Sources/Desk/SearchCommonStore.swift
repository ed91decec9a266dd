import Core
import Language
import Storage

/// Which keys of a bucket have a word, for the words that are common in it, on SQLite.
///
/// SQLite's full-text index walks the whole list of a word to find what it has in common with another: two
/// common words that are never together cost all of it. Here a bucket costs some microseconds whatever the
/// words. A word that is not kept for a bucket is rare in it, and the full-text index names its keys at once.
/// The rows are made in the background from what is stored (`Desk.tendSearch`); where there are none yet, the
/// full-text index alone answers.
struct SearchCommonStore {
    let connection: any Connection
    let index: SearchIndex
    private var store: SearchStore { SearchStore(connection, of: index) }

    /// A word is common in a bucket of 65,536 keys when so many have it.
    static let least = 512

    init(_ connection: any Connection, of index: SearchIndex) {
        self.connection = connection
        self.index = index
    }

    // MARK: Making

    /// The keys of one common word.
    struct List: Sendable {
        let word: String
        let ids: [UInt8]
    }

    /// Announces the next bucket that is full; nil when there is none, or the index is being made anew.
    func begin() throws -> Int64? {
        guard connection.dialect == .sqlite, let state = try store.state(), state.side != .legacy,
            state.version == Analyser.version, state.next == nil, !state.isStale,
            try SearchMakingStore(connection, of: index).lastKey() >= PostingList.first(of: state.buckets + 1)
        else { return nil }
        try connection.run(
            "UPDATE search_indexes SET building = \(state.buckets) WHERE name = \(index.rawValue)")
        return state.buckets
    }

    static func common(_ words: BucketWords, in bucket: Int64) -> [List] {
        (words.buckets[bucket] ?? [:]).compactMap { word, all in
            if all.count < least { return nil }
            let places = SearchMakingStore.places(all)
            return places.count < least ? nil : List(word: word.text, ids: PostingList.encoded(places))
        }.sorted { $0.word < $1.word }
    }

    /// Keeps what was read, where nothing of the bucket was written since it was announced.
    func keep(_ lists: [List], of bucket: Int64) throws -> Bool {
        guard let state = try store.state(), state.building == bucket else { return false }
        try connection.run("DELETE FROM \(index.common) WHERE bucket = \(bucket)")
        for list in lists {
            try connection.run(
                """
                INSERT INTO \(index.common) (bucket, term, ids)
                VALUES (\(bucket), \(list.word), \(list.ids))
                """
            )
        }
        try connection.run(
            """
            UPDATE search_indexes SET buckets = \(bucket + 1), building = NULL
            WHERE name = \(index.rawValue)
            """)
        return true
    }

    /// Forgets all buckets: they are made anew.
    func clear() throws {
        try connection.run(
            "UPDATE search_indexes SET buckets = 0, building = NULL WHERE name = \(index.rawValue)")
        if connection.dialect == .sqlite { try connection.run("DELETE FROM \(index.common)") }
    }

    /// Tells the bucket of a key that it has these words now.
    func note(_ terms: String, of id: Int64, _ state: SearchState) throws {
        guard connection.dialect == .sqlite else { return }
        let bucket = PostingList.bucket(of: id)
        if state.building == bucket {
            try connection.run("UPDATE search_indexes SET building = NULL WHERE name = \(index.rawValue)")
        }
        if bucket >= state.buckets { return }
        let place = Int(id - PostingList.first(of: bucket))
        let words = Array(BucketWords.keys(of: terms))
        for start in stride(from: 0, to: words.count, by: 500) {
            let some = Array(words[start..<min(start + 500, words.count)])
            for row in try connection.rows(
                "SELECT term, ids FROM \(index.common) WHERE bucket = \(bucket) AND term IN (\(list: some))")
            {
                var list = PostingList(try row.get("ids", as: [UInt8].self))
                if list.holds(place) { continue }
                list.insert(place)
                let word: String = try row.get("term")
                try connection.run(
                    """
                    UPDATE \(index.common) SET ids = \(list.encoded)
                    WHERE bucket = \(bucket) AND term = \(word)
                    """)
            }
        }
    }

    // MARK: Asking

    /// What has to be met, each by any one of its words.
    struct Need {
        /// How a word is kept here, and how it is asked of the full-text index.
        let words: [(key: String, match: String)]

        var match: String { "(" + words.map(\.match).joined(separator: " OR ") + ")" }

        /// Nil where a query has words that begin with more than a character: those are not kept.
        static func all(_ query: SearchQuery, _ months: [String]?) -> [Need]? {
            var needs: [Need] = []
            for term in query.terms {
                if term.isPrefix, term.text.unicodeScalars.count != 1 { return nil }
                needs.append(
                    Need(words: [(term.text + (term.isPrefix ? BucketWords.more : ""), term.ftsExpression)]))
            }
            if let months { needs.append(Need(words: months.map { ($0, "\"\($0)\"") })) }
            return needs
        }
    }

    /// The keys of some buckets that meet every need, a bucket at a time, the newest first.
    ///
    /// - Parameter body: is given a bucket and its keys, newest first; false ends it.
    func forEachBucket(
        _ buckets: ClosedRange<Int64>, _ needs: [Need], _ side: SearchSide, before high: Int64, most: Int,
        _ body: (Int64, [Int64]) -> Bool
    ) throws {
        let kept = try kept(buckets, needs)
        func isKept(_ need: Need, _ bucket: Int64) -> Bool {
            need.words.contains { kept[bucket]?.contains($0.key) == true }
        }
        // One rare word says where to look at all. Two are not asked for together: where they never meet, the
        // full-text index walks both lists to their end, whatever keys it is asked between.
        let rare = needs.firstIndex { need in !buckets.contains { isKept(need, $0) } }
        let others = needs.indices.filter { $0 != rare }.map { needs[$0] }
        var few: [Int64: [Int64]]?
        if let rare {
            few = Dictionary(
                grouping: try walk(
                    needs[rare], side, from: PostingList.first(of: buckets.lowerBound),
                    before: min(high, PostingList.first(of: buckets.upperBound + 1))),
                by: PostingList.bucket(of:))
        }
        for bucket in buckets.reversed() {
            if let few, few[bucket] == nil {
                if body(bucket, []) { continue } else { return }
            }
            let first = PostingList.first(of: bucket)
            var all = few.map { PostingList(places: ($0[bucket] ?? []).map { Int($0 - first) }) }
            let lists = try lists(in: bucket, others)
            for need in others {
                let some = try keys(need, lists, bucket, side)
                if all == nil { all = some } else { all?.formIntersection(some) }
            }
            let end = Int(clamping: min(Int64(PostingList.size), high - first))
            let ids = all?.places(below: end, most: most).map { first + Int64($0) } ?? []
            if !body(bucket, ids) { return }
        }
    }

    /// Which words are kept for which bucket: seen without reading their keys.
    private func kept(_ buckets: ClosedRange<Int64>, _ needs: [Need]) throws -> [Int64: Set<String>] {
        let words = needs.flatMap { $0.words.map(\.key) }
        var kept: [Int64: Set<String>] = [:]
        for row in try connection.rows(
            """
            SELECT bucket, term FROM \(index.common)
            WHERE bucket IN (\(list: Array(buckets))) AND term IN (\(list: words))
            """)
        { kept[try row.get("bucket"), default: []].insert(try row.get("term")) }
        return kept
    }

    private func lists(in bucket: Int64, _ needs: [Need]) throws -> [String: PostingList] {
        let words = needs.flatMap { $0.words.map(\.key) }
        var lists: [String: PostingList] = [:]
        for row in try connection.rows(
            "SELECT term, ids FROM \(index.common) WHERE bucket = \(bucket) AND term IN (\(list: words))")
        { lists[try row.get("term")] = PostingList(try row.get("ids", as: [UInt8].self)) }
        return lists
    }

    /// The keys of a bucket that meet one need.
    private func keys(
        _ need: Need, _ lists: [String: PostingList], _ bucket: Int64, _ side: SearchSide
    ) throws -> PostingList {
        var all: PostingList?
        for word in need.words {
            guard let list = lists[word.key] else { continue }
            if all == nil { all = list } else { all?.formUnion(list) }
        }
        let rare = need.words.filter { lists[$0.key] == nil }
        if !rare.isEmpty {
            let first = PostingList.first(of: bucket)
            let ids = try walk(Need(words: rare), side, from: first, before: first + Int64(PostingList.size))
            let list = PostingList(places: ids.map { Int($0 - first) })
            if all == nil { all = list } else { all?.formUnion(list) }
        }
        return all ?? PostingList()
    }

    /// Keys that meet a need which is rare between two keys.
    private func walk(
        _ need: Need, _ side: SearchSide, from low: Int64, before high: Int64
    ) throws -> [Int64] {
        try connection.rows(
            """
            SELECT rowid FROM \(index.words(side))
            WHERE \(index.words(side)) MATCH \(need.match) AND rowid >= \(low) AND rowid < \(high)
            ORDER BY rowid DESC
            """
        ).map { try $0.get(at: 0) }
    }
}
