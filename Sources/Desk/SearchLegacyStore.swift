import Language
import Storage

/// The index that PostgreSQL had before buckets: asked until the new one is made.
extension SearchStore {
    /// How many keys share a recency lexeme, so that the newest hits are found without reading all.
    static let legacyBucket: Int64 = 16_384

    /// A common word has too many hits to sort; so the newest buckets are asked first, then more, then all.
    func legacyHits(_ query: SearchQuery, before cursor: Int64?, limit: Int) throws -> Hits {
        let newest: Int64? = try cursor ?? connection.value("SELECT max(id) + 1 FROM matters")
        guard let newest else { return Hits() }
        let last = newest / Self.legacyBucket
        for width in [Int64(2), 16] where last > width {
            let buckets = (0..<width).map { "'b:\(last - $0)'" }.joined(separator: " | ")
            let ids = try probe("\(query.tsQuery) & (\(buckets))", before: newest, limit: limit)
            if ids.count >= limit { return Hits(ids: ids, next: ids.last) }
        }
        let ids = try probe(query.tsQuery, before: newest, limit: limit)
        return Hits(ids: ids, next: ids.count >= limit ? ids.last : nil)
    }

    /// Sorted by an expression, lest the planner walk the primary key backwards past every row without a hit.
    private func probe(_ query: String, before key: Int64, limit: Int) throws -> [Int64] {
        try connection.rows(
            """
            SELECT matter_id FROM \(index.words(.legacy))
            WHERE terms @@ CAST(\(query) AS TSQUERY) AND matter_id < \(key)
            ORDER BY matter_id + 0 DESC LIMIT \(literal: limit)
            """
        ).map { try $0.get(at: 0) }
    }
}
