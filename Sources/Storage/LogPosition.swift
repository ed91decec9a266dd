/// A place in the order in which followers see events.
public struct LogPosition: Hashable, Comparable, Sendable {
    public let transaction: Int64
    public let event: Int64

    public init(transaction: Int64, event: Int64) {
        self.transaction = transaction
        self.event = event
    }

    /// Before the first event.
    public static let beginning = LogPosition(transaction: -1, event: 0)

    public static func < (left: LogPosition, right: LogPosition) -> Bool {
        (left.transaction, left.event) < (right.transaction, right.event)
    }

    /// `12.345`, as a reader of a stream gives it back.
    public var text: String { "\(transaction).\(event)" }

    /// Nil for anything that `text` does not write.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard text.utf8.count <= 40, parts.count == 2, let transaction = Int64(parts[0]),
            let event = Int64(parts[1]), transaction >= -1, event >= 0
        else { return nil }
        self.init(transaction: transaction, event: event)
    }
}

extension LogPosition {
    /// Where a follower stands; the beginning where it never moved.
    public static func reached(by follower: String, in connection: any Connection) throws -> LogPosition {
        let row = try connection.first("SELECT xid, event FROM followers WHERE name = \(follower)")
        guard let row else { return .beginning }
        return LogPosition(transaction: try row.get("xid"), event: try row.get("event"))
    }

    /// A condition that holds for what stands behind this place, settled or not.
    ///
    /// With `ORDER BY xid, id` both engines go there at once. SQLite compares a pair by its first column only
    /// where the second is the row's own key: all of its events have the same `xid`, and it would read the
    /// whole log up to this place.
    public func before(in dialect: Dialect) -> SQL {
        dialect == .sqlite ? "xid = 0 AND id > \(event)" : "(xid, id) > (\(transaction), \(event))"
    }

    /// A condition that holds for what stands up to this place and on it.
    public func through(in dialect: Dialect) -> SQL {
        dialect == .sqlite ? "xid = 0 AND id <= \(event)" : "(xid, id) <= (\(transaction), \(event))"
    }
}

extension LoggedEvent {
    public var position: LogPosition { LogPosition(transaction: transaction, event: id) }
}

extension EventLog {
    /// The last settled event: whatever comes later stands behind it, also what commits late.
    public static func end(in connection: any Connection) throws -> LogPosition {
        let row = try connection.first(
            """
            SELECT xid, id FROM events WHERE \(connection.dialect.settled)
            ORDER BY xid DESC, id DESC LIMIT 1
            """)
        guard let row else { return .beginning }
        return LogPosition(transaction: try row.get("xid"), event: try row.get("id"))
    }

    /// The settled events behind a place, at most `limit`, without a bookmark of their own.
    public static func settled(
        after position: LogPosition, limit: Int, in connection: any Connection
    ) throws -> [LoggedEvent] {
        try connection.all(
            """
            SELECT \(LoggedEvent.columns) FROM events
            WHERE \(position.before(in: connection.dialect)) AND \(connection.dialect.settled)
            ORDER BY xid, id LIMIT \(literal: limit)
            """)
    }
}
