public import Core

/// A daily seal over all chains: its root depends on every event up to then, in the order they were written.
///
/// Whoever keeps a root elsewhere, on paper or in a newspaper, can tell later that nothing before it was
/// changed.
public struct Anchor: SQLRow, Sendable, Hashable {
    /// The local date, `2026-03-01`.
    public let day: String
    /// The last event under this seal.
    public let last: LogPosition
    /// Events since the anchor before.
    public let events: Int
    /// 32 bytes.
    public let root: [UInt8]
    public let at: Moment

    public init(row: Row) throws {
        day = try row.get("day")
        last = LogPosition(transaction: try row.get("last_xid"), event: try row.get("last_event"))
        events = try row.get("events")
        root = try row.get("root")
        at = try row.get("at")
    }
}

/// Takes the daily seal, and checks all of them.
public enum Anchors {
    /// Seals the events since the last anchor. They are read beside those who write: a day on which a million
    /// rows were imported takes seconds.
    ///
    /// - Parameter day: The local date, `2026-03-01`; anchors are ordered by it.
    /// - Returns: The new anchor, or nil when the day, or a later one, has its anchor already.
    @discardableResult
    public static func take(day: String, now: Moment, on database: any Database) async throws -> Anchor? {
        let read = try await database.read { connection -> (last: Anchor?, seal: Seal)? in
            let last = try newest(in: connection)
            if let last, last.day >= day { return nil }
            var seal = Seal(after: last)
            try connection.forEach(settled(after: last, in: connection)) { row in try seal.add(row) }
            return (last, seal)
        }
        guard let (last, seal) = read else { return nil }
        return try await database.write { connection in
            // Two servers may come at the same moment; the second one writes nothing.
            guard try newest(in: connection)?.day == last?.day else { return nil }
            return try connection.first(
                Anchor.self,
                """
                INSERT INTO anchors (day, last_xid, last_event, events, root, at)
                VALUES (\(day), \(seal.last.transaction), \(seal.last.event), \(seal.count), \(seal.root),
                    \(now))
                ON CONFLICT (day) DO NOTHING RETURNING *
                """)
        }
    }

    private static func newest(in connection: any Connection) throws -> Anchor? {
        try connection.first(Anchor.self, "SELECT * FROM anchors ORDER BY day DESC LIMIT 1")
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
        let dialect = connection.dialect
        let limit: SQL = end.map { " AND \($0.last.through(in: dialect))" } ?? .none
        return """
            SELECT id, xid, hash FROM events
            WHERE \((last?.last ?? .beginning).before(in: dialect))\(limit)
            AND \(dialect.settled) ORDER BY xid, id
            """
    }

    private struct Seal: Sendable {
        var last: LogPosition
        var root: [UInt8]
        var count = 0

        init(after last: Anchor?) {
            self.last = last?.last ?? .beginning
            root = last?.root ?? Chain.start
        }

        mutating func add(_ row: Row) throws {
            last = LogPosition(transaction: try row.get("xid"), event: try row.get("id"))
            root = Chain.root(after: root, try row.get("hash"))
            count += 1
        }
    }
}
