public import Core
import Synchronization

/// Something that happened to a matter, as it is about to be written down.
public struct NewEvent: Sendable, Hashable {
    public let at: Moment
    /// Who did it, as `Actor` writes itself.
    public let actor: String
    /// What happened, such as `registered`.
    public let name: String
    /// Its particulars, JSON.
    public let payload: String

    public init(at: Moment, actor: String, name: String, payload: String) {
        self.at = at
        self.actor = actor
        self.name = name
        self.payload = payload
    }
}

/// An event as it stands in the log.
public struct LoggedEvent: SQLRow, Sendable, Hashable {
    public let id: Int64
    public let matterID: Int64
    /// Counted from 1 within the matter, without gaps.
    public let sequence: Int
    public let at: Moment
    public let actor: String
    public let name: String
    public let payload: String
    /// 32 bytes: `Chain.link` over the event before and this one.
    public let hash: [UInt8]
    /// The transaction that wrote it: with `id` the order in which followers see events.
    package let transaction: Int64
    private let reading = Reading()

    public init(row: Row) throws {
        id = try row.get("id")
        matterID = try row.get("matter_id")
        sequence = try row.get("seq")
        at = try row.get("at")
        actor = try row.get("actor")
        name = try row.get("name")
        payload = try row.get("payload")
        hash = try row.get("hash")
        transaction = try row.get("xid")
    }

    /// What `make` makes of this event. It is made once: many read the same event one after the other.
    public func read<Made: Sendable>(_ make: (LoggedEvent) throws -> Made) rethrows -> Made {
        if let made = reading.made.withLock({ $0 }) as? Made { return made }
        let made = try make(self)
        reading.made.withLock { $0 = made }
        return made
    }

    /// What was made of an event. It says nothing about the event itself: all are equal.
    private final class Reading: Sendable, Hashable {
        // Lock: what was made last.
        let made = Mutex<(any Sendable)?>(nil)

        static func == (left: Reading, right: Reading) -> Bool { true }
        func hash(into hasher: inout Hasher) {}
    }

    static let columns: SQL = "id, matter_id, seq, at, actor, name, payload, hash, xid"

    /// The hash that this event must have after one with the hash `previous`, at a place of a matter.
    func link(after previous: [UInt8], matter: Int64, sequence: Int) -> [UInt8] {
        Chain.link(
            previous: previous, matter: matter, sequence: sequence, at: at, actor: actor, name: name,
            payload: payload)
    }
}

/// The log that everything else follows. Rows are only ever added.
public enum EventLog {
    /// Rows of one statement: six values each keep it far below the engines' limits.
    private static let rowsPerStatement = 100

    /// Adds events to the chain of a matter.
    ///
    /// - Parameters:
    ///   - matter: The key of the matter.
    ///   - sequence: The number of its latest event, 0 for none.
    ///   - hash: The hash of that event, `Chain.start` for none.
    /// - Returns: Number and hash of the last event added.
    /// - Throws: A `Fault` of code `constraint` when somebody else was first.
    @discardableResult
    public static func append(
        _ events: [NewEvent], to matter: Int64, after sequence: Int, previous hash: [UInt8],
        in connection: any Connection
    ) throws -> (sequence: Int, hash: [UInt8]) {
        var head = (sequence: sequence, hash: hash)
        for start in stride(from: 0, to: events.count, by: rowsPerStatement) {
            let rows = events[start..<min(start + rowsPerStatement, events.count)].map { event -> SQL in
                head.sequence += 1
                head.hash = Chain.link(
                    previous: head.hash, matter: matter, sequence: head.sequence, at: event.at,
                    actor: event.actor, name: event.name, payload: event.payload)
                return """
                    (\(matter), \(head.sequence), \(event.at), \(event.actor), \(event.name), \
                    \(event.payload), \(head.hash), \(connection.dialect.transactionNumber))
                    """
            }
            try connection.run(
                """
                INSERT INTO events (matter_id, seq, at, actor, name, payload, hash, xid)
                VALUES \(SQL.join(rows, by: ", "))
                """)
        }
        return head
    }

    /// The story of a matter from its beginning.
    public static func events(of matter: Int64, in connection: any Connection) throws -> [LoggedEvent] {
        try connection.all(
            "SELECT \(LoggedEvent.columns) FROM events WHERE matter_id = \(matter) ORDER BY seq")
    }

    /// The stories of some matters from their beginnings, by matter.
    public static func stories(
        of matters: some Collection<Int64>, in connection: any Connection
    ) throws -> [Int64: [LoggedEvent]] {
        var found: [Int64: [LoggedEvent]] = [:]
        let sorted = matters.sorted()
        for start in stride(from: 0, to: sorted.count, by: rowsPerStatement) {
            let some = Array(sorted[start..<min(start + rowsPerStatement, sorted.count)])
            let events: [LoggedEvent] = try connection.all(
                """
                SELECT \(LoggedEvent.columns) FROM events WHERE matter_id IN (\(list: some))
                ORDER BY matter_id, seq
                """)
            found.merge(Dictionary(grouping: events, by: \.matterID)) { first, _ in first }
        }
        return found
    }

    /// The stories of the matters that some events in the order of followers belong to, each up to the last
    /// of these events: what comes later comes with later ones.
    public static func stories(
        through events: [LoggedEvent], in connection: any Connection
    ) throws -> [Int64: [LoggedEvent]] {
        let given = Dictionary(grouping: events, by: \.matterID)
        // Whose first event is among them has no other before.
        let older = given.filter { $0.value[0].sequence > 1 }.keys
        let stored = try stories(of: older, in: connection)
        return given.merging(stored) { given, stored in
            let last = given[given.count - 1].sequence
            return stored.filter { $0.sequence <= last }
        }
    }
}
