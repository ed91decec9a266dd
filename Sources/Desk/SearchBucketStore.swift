import Core
import Language
import Storage

/// The buckets of PostgreSQL: for each word and each 65,536 keys, which of them have it.
extension SearchStore {
    /// A word's keys in one bucket.
    private struct Posting: SQLRow {
        let bucket: Int64
        let term: String
        let ids: [UInt8]

        init(row: Row) throws {
            bucket = try row.get("bucket")
            term = try row.get("term")
            ids = try row.get("ids")
        }
    }

    /// What has to be met, each by one of its words.
    private struct Need {
        var terms: [String]
        /// Every word that begins so meets it.
        var prefix: String?

        func isMet(by term: String) -> Bool { prefix.map { term.hasPrefix($0) } ?? terms.contains(term) }
    }

    /// The words that begin with one character are read from no more than this many rows at once.
    private static let mostPrefixed = 4000

    /// So many buckets are read with one statement.
    private static let together = 8

    /// Newest buckets first, few at a time and then more, until there are enough hits or all was looked at.
    func bucketHits(
        _ query: SearchQuery, _ months: [String]?, _ side: SearchSide, _ cursor: Int64?, _ limit: Int
    ) throws -> Hits {
        let recent = try recentHits(query, months, side, cursor, limit)
        let newest: Int64? = try connection.value("SELECT max(bucket) FROM \(index.postings(side))")
        guard let newest else { return Self.cut(recent, limit) }
        let needs = Self.needs(query, months)
        var top = min(cursor.map { PostingList.bucket(of: max(0, $0 - 1)) } ?? newest, newest)
        var (found, width) = (recent, Int64(1))
        let started = ContinuousClock.now
        while top >= 0 {
            let low = max(0, top - width + 1)
            let all = try buckets(low, top, needs, side)
            for start in stride(from: 0, to: all.count, by: Self.together) {
                let some = Array(all[start..<min(start + Self.together, all.count)])
                let sets = Dictionary(grouping: try read(some, needs, side), by: \.bucket)
                for bucket in some {
                    found += keys(in: bucket, sets[bucket] ?? [], needs, before: cursor, most: limit)
                }
                let first = some.last.map(PostingList.first) ?? 0
                if found.count >= limit, Set(found.lazy.filter { $0 >= first }).count >= limit {
                    return Self.cut(found, limit)
                }
            }
            let floor = PostingList.first(of: low)
            if low > 0, ContinuousClock.now - started > Self.patience {
                return Hits(ids: Self.sorted(found).filter { $0 >= floor }, next: floor)
            }
            (top, width) = (low - 1, min(width * 4, 1024))
        }
        return Self.cut(found, limit)
    }

    private static func sorted(_ ids: [Int64]) -> [Int64] { Set(ids).sorted(by: >) }

    private static func cut(_ ids: [Int64], _ limit: Int) -> Hits {
        let all = sorted(ids)
        return all.count >= limit
            ? Hits(ids: Array(all.prefix(limit)), next: all[limit - 1]) : Hits(ids: all, next: nil)
    }

    private static func needs(_ query: SearchQuery, _ months: [String]?) -> [Need] {
        query.terms.map { Need(terms: [$0.text], prefix: $0.isPrefix ? $0.text : nil) }
            + (months.map { [Need(terms: $0)] } ?? [])
    }

    /// Hits among the words that came lately.
    private func recentHits(
        _ query: SearchQuery, _ months: [String]?, _ side: SearchSide, _ cursor: Int64?, _ limit: Int
    ) throws -> [Int64] {
        let all =
            months.map { query.tsQuery + " & (" + $0.map { "'\($0)'" }.joined(separator: " | ") + ")" }
            ?? query.tsQuery
        // A table that is filled and emptied all day has no statistics to go by.
        try connection.run("SET LOCAL enable_seqscan = off")
        return try connection.rows(
            """
            SELECT matter_id FROM \(index.words(side))
            WHERE terms @@ CAST(\(all) AS TSQUERY) AND matter_id < \(cursor ?? .max)
            ORDER BY matter_id + 0 DESC LIMIT \(literal: limit)
            """
        ).map { try $0.get(at: 0) }
    }

    /// The buckets of a range in which every need may be met, the newest first: seen from the index alone.
    private func buckets(
        _ low: Int64, _ high: Int64, _ needs: [Need], _ side: SearchSide
    ) throws -> [Int64] {
        let all = Array((low...high).reversed())
        if all.count < 3 { return all }
        var left = Set(all)
        let words = needs.filter { $0.prefix == nil }
        let terms = words.flatMap(\.terms)
        if !terms.isEmpty {
            var met: [Int64: Set<String>] = [:]
            for row in try connection.rows(
                """
                SELECT bucket, term FROM \(index.postings(side))
                WHERE bucket = ANY(CAST(\(Self.list(all)) AS BIGINT[]))
                    AND term = ANY(CAST(\(Self.list(terms)) AS TEXT[]))
                """)
            { met[try row.get("bucket"), default: []].insert(try row.get("term")) }
            left = Set(
                met.keys.filter { bucket in
                    words.allSatisfy { need in need.terms.contains { met[bucket]?.contains($0) == true } }
                })
        }
        for need in needs where need.prefix != nil && !left.isEmpty {
            let prefix = need.prefix ?? ""
            left = Set(
                try connection.rows(
                    """
                    SELECT bucket FROM unnest(CAST(\(Self.list(left.sorted())) AS BIGINT[])) AS asked (bucket)
                    WHERE EXISTS (
                        SELECT 1 FROM \(index.postings(side)) AS postings
                        WHERE postings.bucket = asked.bucket
                            AND term >= \(prefix) AND term < \(prefix + Self.end))
                    """
                ).map { try $0.get(at: 0) })
        }
        return left.sorted(by: >)
    }

    /// Stands behind every character that a word may hold.
    private static let end = "\u{10FFFF}"

    static func list(_ numbers: [Int64]) -> String {
        "{" + numbers.map { String($0) }.joined(separator: ",") + "}"
    }

    private func read(_ buckets: [Int64], _ needs: [Need], _ side: SearchSide) throws -> [Posting] {
        let terms = needs.filter { $0.prefix == nil }.flatMap(\.terms)
        var found: [Posting] = []
        if !terms.isEmpty {
            found = try connection.all(
                """
                SELECT bucket, term, ids FROM \(index.postings(side))
                WHERE bucket = ANY(CAST(\(Self.list(buckets)) AS BIGINT[]))
                    AND term = ANY(CAST(\(Self.list(terms)) AS TEXT[]))
                """)
        }
        for prefix in needs.compactMap(\.prefix) {
            for bucket in buckets {
                found += try connection.all(
                    """
                    SELECT bucket, term, ids FROM \(index.postings(side))
                    WHERE bucket = \(bucket) AND term >= \(prefix) AND term < \(prefix + Self.end)
                    ORDER BY bucket, term LIMIT \(literal: Self.mostPrefixed)
                    """)
            }
        }
        return found
    }

    /// The keys of a bucket that meet every need.
    private func keys(
        in bucket: Int64, _ postings: [Posting], _ needs: [Need], before cursor: Int64?, most: Int
    ) -> [Int64] {
        var all: PostingList?
        for need in needs {
            var some = PostingList()
            var isThere = false
            for posting in postings where need.isMet(by: posting.term) {
                let list = PostingList(posting.ids)
                if isThere { some.formUnion(list) } else { some = list }
                isThere = true
            }
            if !isThere { return [] }
            if all == nil { all = some } else { all?.formIntersection(some) }
        }
        let first = PostingList.first(of: bucket)
        let end = Int(clamping: min(Int64(PostingList.size), (cursor ?? .max) - first))
        return all?.places(below: end, most: most).map { first + Int64($0) } ?? []
    }
}
