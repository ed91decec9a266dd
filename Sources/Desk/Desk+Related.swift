public import Core
import Storage

extension Desk {
    /// What is near a matter: of the same person, of the same place and category, joined with it.
    public struct Related: Sendable {
        /// Other matters of the same contact, newest first.
        public let sameContact: [MatterRecord]
        /// Others of the same village and category, raised in the last 90 days, newest first.
        public let nearby: [MatterRecord]
        /// Those that live on in this one, and the one it lives on in.
        public let joined: [MatterRecord]

        public init(
            sameContact: [MatterRecord] = [], nearby: [MatterRecord] = [], joined: [MatterRecord] = []
        ) {
            self.sameContact = sameContact
            self.nearby = nearby
            self.joined = joined
        }

        public var isEmpty: Bool { sameContact.isEmpty && nearby.isEmpty && joined.isEmpty }
    }

    /// How far back a matter nearby may have been raised: 90 days.
    public static let nearbyWithinMilliseconds: Int64 = 90 * 86_400_000

    /// What is related to a matter, as far as somebody may see it.
    ///
    /// - Parameter limit: At most so many of each sort.
    public func related(
        to matter: Matter, for actor: Actor, at now: Moment, limit: Int = 5
    ) async throws -> Related {
        guard case .officer(_, let posts) = actor, matter.id != 0 else { return Related() }
        return try await database.read { connection in
            let store = RelatedStore(connection: connection)
            let seen: ([MatterRecord]) -> [MatterRecord] = { records in
                Array(records.filter { city.sees(posts, $0) }.prefix(limit))
            }
            let numbers = matter.joined + [matter.mergedInto].compactMap(\.self)
            let nearby = try store.nearby(matter, since: now + -Self.nearbyWithinMilliseconds)
            return Related(
                sameContact: seen(try store.ofSameContact(matter.id)), nearby: seen(nearby),
                joined: seen(try store.named(Array(numbers.suffix(50)))))
        }
    }
}
