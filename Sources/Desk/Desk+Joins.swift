public import Core
import Storage

extension Desk {
    /// What a matter has to do with others about the same problem.
    public struct Joins: Sendable {
        /// The one it waits for, or whose answer it was given.
        public var main: MatterRecord?
        public var state: JoinState?
        /// When it was joined.
        public var since: Moment?
        /// How many were joined to this one, by what became of them.
        public var counts: [JoinState: Int]

        public init(
            main: MatterRecord? = nil, state: JoinState? = nil, since: Moment? = nil,
            counts: [JoinState: Int] = [:]
        ) {
            self.main = main
            self.state = state
            self.since = since
            self.counts = counts
        }

        /// All that were joined to it and did not leave it again.
        public var members: Int { counts.values.reduce(0, +) }
        public var isEmpty: Bool { main == nil && members == 0 }
    }

    /// A matter that others were joined to.
    public struct MainMatter: Sendable {
        public let record: MatterRecord
        public let counts: [JoinState: Int]

        public init(record: MatterRecord, counts: [JoinState: Int]) {
            self.record = record
            self.counts = counts
        }

        public var members: Int { counts.values.reduce(0, +) }
    }

    /// A matter that was joined to another one.
    public struct Member: Sendable {
        public let record: MatterRecord
        public let joinedAt: Moment

        public init(record: MatterRecord, joinedAt: Moment) {
            self.record = record
            self.joinedAt = joinedAt
        }
    }

    /// What a matter was joined to, and what was joined to it.
    public func joins(of id: Int64) async throws -> Joins {
        try await database.read { connection in
            let store = JoinStore(connection: connection)
            var joins = Joins(counts: try store.counts(of: [id])[id] ?? [:])
            if let main = try store.main(of: id) {
                joins.main = try ListStore(connection: connection).records([main.id]).first
                (joins.state, joins.since) = (main.state, main.at)
            }
            return joins
        }
    }

    /// Those of one state that were joined to a matter, the oldest first. Whoever sees the matter may see
    /// what was said about the same problem, but no contact.
    public func members(
        of main: Int64, _ state: JoinState, after last: Int64?, limit: Int
    ) async throws -> [Member] {
        try await database.read { connection in
            let store = JoinStore(connection: connection)
            let ids = try store.members(of: main, state, after: last ?? 0, limit: limit)
            let times = try store.times(of: ids)
            return try ListStore(connection: connection).records(ids).sorted { $0.id < $1.id }.map {
                Member(record: $0, joinedAt: times[$0.id] ?? $0.changedAt)
            }
        }
    }

    /// Matters of an area that others were joined to, those raised last first.
    ///
    /// - Parameter area: Nil for the whole city.
    public func mains(
        in area: AreaCode?, isOpen: Bool, before last: Int64?, limit: Int
    ) async throws -> [MainMatter] {
        let place = area.flatMap { $0.contains(city.area) ? nil : $0 }
        return try await database.read { connection in
            let store = JoinStore(connection: connection)
            let ids = try store.mains(in: place, isOpen: isOpen, before: last, limit: limit)
            let counts = try store.counts(of: ids)
            return try ListStore(connection: connection).records(ids).sorted { $0.id > $1.id }.map {
                MainMatter(record: $0, counts: counts[$0.id] ?? [:])
            }
        }
    }
}
