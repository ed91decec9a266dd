public import Core

/// A daily seal over all chains: its root depends on every event up to then, in the order they were written.
///
/// Whoever keeps a root elsewhere, on paper or in a newspaper, can tell later that nothing before it was
/// changed.
public struct Anchor: SQLRow, Sendable, Hashable {
    /// The local date, `2026-03-01`.
    public let day: String
    /// The last event under this seal.
    public let lastTransaction: Int64
    public let lastEvent: Int64
    /// Events since the anchor before.
    public let events: Int
    /// 32 bytes.
    public let root: [UInt8]
    public let at: Moment

    public init(row: Row) throws {
        day = try row.get("day")
        lastTransaction = try row.get("last_xid")
        lastEvent = try row.get("last_event")
        events = try row.get("events")
        root = try row.get("root")
        at = try row.get("at")
    }
}

/// Takes the daily seal, and checks all of them.
public enum Anchors {
    /// Seals the events since the last anchor.
    ///
    /// - Parameter day: The local date, `2026-03-01`; anchors are ordered by it.
    /// - Returns: The new anchor, or nil when the day, or a later one, has its anchor already.
    @discardableResult
    public static func take(day: String, now: Moment, in connection: any Connection) throws -> Anchor? {
        let last = try connection.first(Anchor.self, "SELECT * FROM anchors ORDER BY day DESC LIMIT 1")
        if let last, last.day >= day { return nil }
        var seal = Seal(after: last)
        try connection.forEach(settled(after: last, in: connection)) { row in try seal.add(row) }
        // Two servers may come at the same moment; the second one writes nothing.
        return try connection.first(
            Anchor.self,
            """
            INSERT INTO anchors (day, last_xid, last_event, events, root, at)
            VALUES (\(day), \(seal.transaction), \(seal.event), \(seal.count), \(seal.root), \(now))
            ON CONFLICT (day) DO NOTHING RETURNING *
            """)
    }

    /// Compares every anchor with the events as they stand now.
    ///
    /// - Returns: The days whose seal is broken, the first of a row of neighbours only: what is wrong on one
    ///   day shows in its own root, the next days are measured from the root that was written down.
    public static func check(in connection: any Connection) throws -> [String] {
        let anchors: [Anchor] = try connection.all("SELECT * FROM anchors ORDER BY day")
        var broken: [String] = []
        var last: Anchor?
        for anchor in anchors {
            var seal = Seal(after: last)
            try connection.forEach(settled(after: last, upTo: anchor, in: connection)) { row in
                try seal.add(row)
            }
            if seal.root != anchor.root || seal.count != anchor.events { broken.append(anchor.day) }
            last = anchor
        }
        return broken
    }

    private static func settled(after last: Anchor?, upTo end: Anchor? = nil, in connection: any Connection)
        -> SQL
    {
        let limit: SQL = end.map { " AND (xid, id) <= (\($0.lastTransaction), \($0.lastEvent))" } ?? .none
        return """
            SELECT id, xid, hash FROM events
            WHERE (xid, id) > (\(last?.lastTransaction ?? -1), \(last?.lastEvent ?? 0))\(limit)
            AND \(connection.dialect.settled) ORDER BY xid, id
            """
    }

    private struct Seal {
        var transaction: Int64
        var event: Int64
        var root: [UInt8]
        var count = 0

        init(after last: Anchor?) {
            transaction = last?.lastTransaction ?? -1
            event = last?.lastEvent ?? 0
            root = last?.root ?? Chain.start
        }

        mutating func add(_ row: Row) throws {
            event = try row.get("id")
            transaction = try row.get("xid")
            root = Chain.root(after: root, try row.get("hash"))
            count += 1
        }
    }
}
