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
        return isBusy
    }

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
