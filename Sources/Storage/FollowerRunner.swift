import Core

/// Brings followers up to the log. Any number of servers may run it: one at a time works for a follower.
///
/// A follower sees every event exactly once, in the order of `(xid, id)`. On PostgreSQL a number can become
/// visible after a higher one; only events below the oldest running transaction are read, so none is skipped.
public struct FollowerRunner: Sendable {
    private let database: any Database
    private let followers: [Follower]
    /// Whether others who wait for the database go first.
    private let givesWay: Bool

    /// Events of one step while others wait: SQLite has one writer, and whoever files waits for the step.
    private static let shortStep = 50
    /// Where nobody waits, a step is so many times as long: each commits, and reads and writes once what a
    /// follower keeps of all that it saw.
    private static let widerAlone = 5
    private static let abreast = 4
    /// After a step it rests so many times as long as the step took, while others wait.
    private static let restsAfterStep = 3

    /// - Parameter givesWay: Whether it works in short steps with rests between them while others wait for
    ///   the database: what follows may come later, what somebody waits for may not.
    public init(database: any Database, followers: [Follower], givesWay: Bool = false) {
        self.database = database
        self.followers = followers
        self.givesWay = givesWay
    }

    /// Hands one batch to a follower and moves its bookmark, in one transaction.
    ///
    /// - Returns: How many events it took; 0 also while another server works for it.
    @discardableResult
    public func advance(_ follower: Follower) async throws -> Int {
        try await advance(follower, by: follower.batch, LogWindow())
    }

    private func advance(_ follower: Follower, by batch: Int, _ window: LogWindow) async throws -> Int {
        let most = othersWait ? min(batch, Self.shortStep) : batch
        let step = try await database.write { connection -> LogWindow.Step? in
            guard let mark = try Bookmark.claim(follower.name, in: connection) else { return nil }
            let events =
                try window.events(after: mark, most: most)
                ?? EventLog.settled(after: mark, limit: most, in: connection)
            guard let last = events.last else { return nil }
            try follower.follow(events, connection)
            try Bookmark.save(last.position, of: follower.name, in: connection)
            return LogWindow.Step(mark: mark, events: events)
        }
        // Only now is it sure that these events are there to stay.
        if let step { window.keep(step) }
        return step?.events.count ?? 0
    }

    private var othersWait: Bool { givesWay && (database.meter?.open ?? 0) > 0 }

    /// Lets others have their turn.
    private func rest(after start: ContinuousClock.Instant) async throws {
        guard othersWait else { return }
        try await Task.sleep(for: (ContinuousClock.now - start) * Self.restsAfterStep)
    }

    /// Brings every follower as far as the log is settled. They go side by side, a step each, so that what
    /// one has read is at hand for the next.
    ///
    /// - Returns: How many events were handed over in all. When a follower throws, the others still go on,
    ///   and its error is thrown at the end.
    @discardableResult
    public func advanceAll() async throws -> Int {
        let window = LogWindow()
        let batch = (followers.map(\.batch).min() ?? 1) * (givesWay ? 1 : Self.widerAlone)
        var (handled, failure): (Int, (any Error)?) = (0, nil)
        var behind = followers
        while !behind.isEmpty {
            var next: [Follower] = []
            for step in await steps(of: behind, by: batch, window) {
                do {
                    let count = try step.count.get()
                    if count == 0 { continue }
                    handled += count
                    next.append(step.follower)
                } catch {
                    failure = failure ?? error
                }
            }
            behind = next
        }
        if let failure { throw failure }
        return handled
    }

    /// What became of a follower's step.
    private struct Stride: Sendable {
        let follower: Follower
        let count: Result<Int, any Error>
    }

    /// A step of each, in their order. PostgreSQL takes some at a time where nobody waits: a follower's rows
    /// go there and back one after the other, and most of its time is the way.
    private func steps(of followers: [Follower], by batch: Int, _ window: LogWindow) async -> [Stride] {
        let width = database.dialect == .postgres && !givesWay ? Self.abreast : 1
        return await withTaskGroup(of: (Int, Stride).self) { group in
            var strides: [(place: Int, stride: Stride)] = []
            for (place, follower) in followers.enumerated() {
                if place >= width, let stride = await group.next() { strides.append(stride) }
                group.addTask { (place, await step(of: follower, by: batch, window)) }
            }
            for await stride in group { strides.append(stride) }
            return strides.sorted { $0.place < $1.place }.map(\.stride)
        }
    }

    private func step(of follower: Follower, by batch: Int, _ window: LogWindow) async -> Stride {
        let start = ContinuousClock.now
        do {
            let count = try await advance(follower, by: batch, window)
            if count > 0 { try await rest(after: start) }
            return Stride(follower: follower, count: .success(count))
        } catch {
            return Stride(follower: follower, count: .failure(error))
        }
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
            try Bookmark.save(.beginning, of: name, in: connection)
        }
    }

    /// How many settled events a follower has not seen yet.
    public func backlog(_ name: String) async throws -> Int {
        try await database.read { connection in
            let place = try LogPosition.reached(by: name, in: connection)
            return try connection.value(
                """
                SELECT count(*) FROM events
                WHERE \(place.before(in: connection.dialect)) AND \(connection.dialect.settled)
                """) ?? 0
        }
    }
}

/// The rows that say how far each follower has come: the last event it has seen.
enum Bookmark {
    /// Takes the bookmark for this transaction; nil while another one has it.
    static func claim(_ name: String, in connection: any Connection) throws -> LogPosition? {
        let lock = connection.dialect.skipLocked
        if let row = try connection.first("SELECT xid, event FROM followers WHERE name = \(name)\(lock)") {
            return LogPosition(transaction: try row.get("xid"), event: try row.get("event"))
        }
        return try insert(name, in: connection) == 1 ? .beginning : nil
    }

    /// Waits until nobody else has it.
    static func lock(_ name: String, in connection: any Connection) throws {
        try insert(name, in: connection)
        _ = try connection.rows(
            "SELECT xid FROM followers WHERE name = \(name)\(connection.dialect.forUpdate)")
    }

    static func save(_ place: LogPosition, of name: String, in connection: any Connection) throws {
        try connection.run(
            "UPDATE followers SET xid = \(place.transaction), event = \(place.event) WHERE name = \(name)")
    }

    @discardableResult
    private static func insert(_ name: String, in connection: any Connection) throws -> Int {
        let start = LogPosition.beginning
        return try connection.run(
            """
            INSERT INTO followers (name, xid, event)
            VALUES (\(name), \(start.transaction), \(start.event)) ON CONFLICT (name) DO NOTHING
            """)
    }
}
