public import Core
import Language
public import Storage

/// The index of words alone, for measuring it: texts without matters, in a database of its own.
public struct SearchMeasure: Sendable {
    public let database: any Database

    public init(_ database: any Database) { self.database = database }

    /// Whether the database holds nothing that a city needs.
    public func isAlone() async throws -> Bool {
        try await database.read { try $0.first("SELECT 1 FROM matters LIMIT 1") == nil }
    }

    /// The key behind the last that is indexed.
    public func next() async throws -> Int64 {
        try await database.read { connection in
            switch connection.dialect {
            case .sqlite:
                try connection.value("SELECT coalesce(max(id), 0) + 1 FROM matter_words0_docsize") ?? 1
            case .postgres:
                try connection.value("SELECT coalesce(max(bucket) + 1, 0) * 65536 FROM matter_postings0") ?? 0
            }
        }
    }

    /// So many texts from a key on end with the bucket.
    public func piece(from first: Int64) -> Int64 {
        PostingList.first(of: PostingList.bucket(of: first) + 1) - first
    }

    /// Adds texts with keys that follow each other, as the making of an index does: buckets of 65,536, begun
    /// at the first key of each.
    public func fill(_ texts: [String], from first: Int64, at raised: Moment) async throws {
        try await database.write { connection in
            let store = SearchStore(connection)
            switch connection.dialect {
            case .sqlite:
                var words = BucketWords()
                for (place, text) in texts.enumerated() {
                    let terms = SearchTerms.of(text, raisedAt: raised)
                    try store.add(terms, of: first + Int64(place), to: .first)
                    words.addAll(terms, of: first + Int64(place))
                }
                try keepCommon(words, first..<(first + Int64(texts.count)), in: connection)
            case .postgres:
                var words = BucketWords()
                for (place, text) in texts.enumerated() {
                    words.add(SearchTerms.of(text, raisedAt: raised), of: first + Int64(place))
                }
                try SearchMakingStore(connection, of: .matters).keep(words, in: .first)
            }
        }
    }

    /// What is common in a bucket that is full now.
    private func keepCommon(
        _ words: BucketWords, _ keys: Range<Int64>, in connection: any Connection
    ) throws {
        let bucket = PostingList.bucket(of: keys.lowerBound)
        guard keys.lowerBound <= max(1, PostingList.first(of: bucket)),
            keys.upperBound == PostingList.first(of: bucket + 1)
        else { return }
        let store = SearchCommonStore(connection, of: .matters)
        try connection.run(
            "UPDATE search_indexes SET buckets = \(bucket), building = \(bucket) WHERE name = 'matter'")
        _ = try store.keep(SearchCommonStore.common(words, in: bucket), of: bucket)
    }

    /// Adds texts as filings do, one after the other.
    public func add(_ texts: [String], from first: Int64, at raised: Moment) async throws {
        try await database.write { connection in
            for (place, text) in texts.enumerated() {
                try SearchStore(connection).add(
                    terms: SearchTerms.of(text, raisedAt: raised), of: first + Int64(place))
            }
        }
    }

    /// How many of the newest hits are found, and whether that was all that is looked at for a page.
    public func hits(_ words: String, limit: Int) async throws -> (count: Int, isCut: Bool) {
        let query = Analyser.query(words)
        return try await database.read { connection in
            let hits = try SearchStore(connection).hits(query, before: nil, limit: limit)
            return (hits.ids.count, hits.ids.count < limit && hits.next != nil)
        }
    }

    /// The bytes that the index takes on disk, after the engine tidied it.
    public func bytes() async throws -> Int64 {
        try await database.read { connection in
            switch connection.dialect {
            case .sqlite:
                try connection.value(
                    """
                    SELECT (SELECT sum(length(block)) FROM matter_words0_data)
                        + (SELECT coalesce(sum(length(ids) + length(term) + 8), 0) FROM matter_common)
                    """) ?? 0
            case .postgres:
                try connection.value(
                    """
                    SELECT CAST(pg_total_relation_size('matter_postings0')
                        + pg_total_relation_size('matter_words0') AS BIGINT)
                    """) ?? 0
            }
        }
    }
}
