import Core

/// Brings followers up to the log. Any number of servers may run it: one at a time works for a follower.
///
/// A follower sees every event exactly once, in the order of `(xid, id)`. On PostgreSQL a number can become
/// visible after a higher one; only events below the oldest running transaction are read, so none is skipped.
public struct FollowerRunner: Sendable {
    private let database: any Database
    private let followers: [Follower]

    public init(database: any Database, followers: [Follower]) {
        self.database = database
        self.followers = followers
    }

    /// Hands one batch to a follower and moves its bookmark, in one transaction.
    ///
    /// - Returns: How many events it took; 0 also while another server works for it.
    @discardableResult
    public func advance(_ follower: Follower) async throws -> Int {
        try await database.write { connection in
            guard let mark = try Bookmark.claim(follower.name, in: connection) else { return 0 }
            let events = try EventLog.settled(
                after: mark.transaction, mark.event, limit: follower.batch, in: connection)
            guard let last = events.last else { return 0 }
            try follower.follow(events, connection)
            try Bookmark(transaction: last.transaction, event: last.id).save(follower.name, in: connection)
            return events.count
        }
    }

    /// Brings every follower as far as the log is settled.
    ///
    /// - Returns: How many events were handed over in all. When a follower throws, the others still go on,
    ///   and its error is thrown at the end.
    @discardableResult
    public func advanceAll() async throws -> Int {
        var handled = 0
        var failure: (any Error)?
        for follower in followers {
            do {
                while true {
                    let count = try await advance(follower)
                    if count == 0 { break }
                    handled += count
                }
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        return handled
    }

    /// Empties what a follower has made and sets it to the beginning of the log.
    ///
    /// - Throws: A `Fault` of code `configuration` for a name that no follower has.
    public func rebuild(_ name: String) async throws {
        guard let follower = followers.first(where: { $0.name == name }) else {
            throw Fault(
                .configuration, "There is no follower called \(name).",
                remedy: "The followers are: \(followers.map(\.name).joined(separator: ", ")).")
        }
        try await database.write { connection in
            try Bookmark.lock(name, in: connection)
            try follower.reset(connection)
            try Bookmark.beginning.save(name, in: connection)
        }
    }

    /// How many settled events a follower has not seen yet.
    public func backlog(_ name: String) async throws -> Int {
        try await database.read { connection in
            let row = try connection.first("SELECT xid, event FROM followers WHERE name = \(name)")
            let mark = try row.map { try Bookmark(row: $0) } ?? .beginning
            return try connection.value(
                """
                SELECT count(*) FROM events
                WHERE (xid, id) > (\(mark.transaction), \(mark.event)) AND \(connection.dialect.settled)
                """) ?? 0
        }
    }
}

/// How far a follower has come: the last event it has seen.
private struct Bookmark: SQLRow {
    let transaction: Int64
    let event: Int64

    static let beginning = Bookmark(transaction: -1, event: 0)

    init(transaction: Int64, event: Int64) {
        self.transaction = transaction
        self.event = event
    }

    init(row: Row) throws {
        transaction = try row.get("xid")
        event = try row.get("event")
    }

    /// Takes the bookmark for this transaction; nil while another one has it.
    static func claim(_ name: String, in connection: any Connection) throws -> Bookmark? {
        let lock = connection.dialect.skipLocked
        if let mark = try connection.first(
            Bookmark.self, "SELECT xid, event FROM followers WHERE name = \(name)\(lock)")
        {
            return mark
        }
        return try insert(name, in: connection) == 1 ? .beginning : nil
    }

    /// Waits until nobody else has it.
    static func lock(_ name: String, in connection: any Connection) throws {
        try insert(name, in: connection)
        _ = try connection.rows(
            "SELECT xid FROM followers WHERE name = \(name)\(connection.dialect.forUpdate)")
    }

    func save(_ name: String, in connection: any Connection) throws {
        try connection.run(
            "UPDATE followers SET xid = \(transaction), event = \(event) WHERE name = \(name)")
    }

    @discardableResult
    private static func insert(_ name: String, in connection: any Connection) throws -> Int {
        try connection.run(
            """
            INSERT INTO followers (name, xid, event)
            VALUES (\(name), \(beginning.transaction), \(beginning.event)) ON CONFLICT (name) DO NOTHING
            """)
    }
}
