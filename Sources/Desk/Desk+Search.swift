import Core
import Storage

extension Desk {
    /// Does the next piece of what the search index needs: another side after an upgrade of the analyser,
    /// words that came lately into their buckets. Any number of servers may call it at the same time.
    ///
    /// - Returns: Whether there may be more to do.
    public func tendSearch() async throws -> Bool {
        var isBusy = false
        for index in SearchIndex.allCases {
            let worked = try await database.write { connection in
                try SearchMakingStore(connection, of: index).advance()
            }
            isBusy = isBusy || worked
        }
        if isBusy || database.dialect != .sqlite { return isBusy }
        for index in SearchIndex.allCases where try await keepCommon(index) { isBusy = true }
        return isBusy
    }

    /// Learns the common words of the next full bucket. Reading it takes seconds, so that is done in pieces,
    /// beside those who write; where they change it meanwhile, it is read again later.
    ///
    /// It is read twice: all words of a bucket with all their places would take seventy megabytes, those that
    /// may be common a few.
    private func keepCommon(_ index: SearchIndex) async throws -> Bool {
        for _ in 0..<3 {
            let next = try await database.write { try SearchCommonStore($0, of: index).begin() }
            guard let bucket = next else { return false }
            var counts = WordCounts(least: SearchCommonStore.least)
            try await forEachPiece(of: bucket, index) { counts.add($0.terms) }
            var words = BucketWords()
            try await forEachPiece(of: bucket, index) { words.addAll($0.terms, of: $0.id, by: counts) }
            let lists = SearchCommonStore.common(words, in: bucket)
            let isKept = try await database.write {
                try SearchCommonStore($0, of: index).keep(lists, of: bucket)
            }
            if isKept { return true }
        }
        return false
    }

    private func forEachPiece(
        of bucket: Int64, _ index: SearchIndex, _ body: ((id: Int64, terms: String)) -> Void
    ) async throws {
        let first = PostingList.first(of: bucket)
        for start in stride(from: first, to: first + Int64(PostingList.size), by: Int64.Stride(Self.piece)) {
            try Task.checkCancellation()
            let keys = start..<(start + Self.piece)
            let texts = try await database.read { try SearchMakingStore($0, of: index).terms(of: keys) }
            for text in texts { body(text) }
        }
    }

    /// So many keys are read at once of a bucket.
    private static let piece: Int64 = 2048

    /// Begins to make the index anew, from what is stored; `tendSearch` makes it.
    public func remakeSearch() async throws {
        for index in SearchIndex.allCases {
            try await database.write { connection in
                _ = try SearchMakingStore(connection, of: index).advance(anew: true)
            }
        }
    }

    /// How far an index of words is.
    public struct SearchProgress: Sendable, Hashable {
        /// `matter` or `public`.
        public let index: String
        /// The version of the analyser whose words answer now.
        public let version: Int
        /// How many keys were copied, of how many; nil when nothing is being made.
        public let done: Int64?
        public let last: Int64?
    }

    /// How the indexes stand.
    public func searchProgress() async throws -> [SearchProgress] {
        try await database.read { connection in
            try SearchIndex.allCases.compactMap { index in
                try SearchStore(connection, of: index).state().map { state in
                    SearchProgress(
                        index: index.rawValue, version: state.version,
                        done: state.next.map { _ in min(state.done, state.last) },
                        last: state.next.map { _ in state.last })
                }
            }
        }
    }
}
