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
        try settled(after: position.transaction, position.event, limit: limit, in: connection)
    }
}
