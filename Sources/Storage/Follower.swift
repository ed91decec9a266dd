/// Something that follows the log: statistics, notices, search. It can be rebuilt from nothing.
public struct Follower: Sendable {
    /// Names its bookmark; never changes.
    public let name: String
    /// Events handed over at a time, in one transaction with the bookmark; several times as many where nobody
    /// waits for the database.
    public let batch: Int
    /// Takes the next events in order. When it throws, they come again.
    public let follow: @Sendable ([LoggedEvent], any Connection) throws -> Void
    /// Empties its tables before it is built anew.
    public let reset: @Sendable (any Connection) throws -> Void

    public init(
        name: String, batch: Int = 500, reset: @escaping @Sendable (any Connection) throws -> Void = { _ in },
        follow: @escaping @Sendable ([LoggedEvent], any Connection) throws -> Void
    ) {
        self.name = name
        self.batch = max(1, batch)
        self.reset = reset
        self.follow = follow
    }
}
