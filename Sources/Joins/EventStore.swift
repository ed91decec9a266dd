public import Core
import Storage

/// What was declared about a matter that many were joined to (M56): one cause, one task.
public struct MassEvent: Sendable, Hashable {
    public var title: String
    /// Why so many raised it.
    public var cause: String
    /// What the unit that leads has to do, once for all.
    public var task: String
    /// Since when it goes on.
    public var since: Moment

    /// The longest title, cause and task in characters.
    public static let titleLimit = 80
    public static let textLimit = 1000

    public init(title: String, cause: String, task: String, since: Moment) {
        self.title = title
        self.cause = cause
        self.task = task
        self.since = since
    }
}

/// The declared mass events.
struct EventStore {
    let connection: any Connection

    func events(of mains: [Int64]) throws -> [Int64: MassEvent] {
        if mains.isEmpty { return [:] }
        var events: [Int64: MassEvent] = [:]
        for row in try connection.rows(
            "SELECT main_id, title, cause, task, since FROM joins_events WHERE main_id IN (\(list: mains))")
        {
            events[try row.get("main_id")] = MassEvent(
                title: try row.get("title"), cause: try row.get("cause"), task: try row.get("task"),
                since: try row.get("since"))
        }
        return events
    }

    /// Keeps it in place of what was declared before.
    func keep(_ event: MassEvent, of main: Int64, by person: Int64, at now: Moment) throws {
        try connection.run("DELETE FROM joins_events WHERE main_id = \(main)")
        try connection.run(
            """
            INSERT INTO joins_events (main_id, title, cause, task, since, person, declared_at)
            VALUES (\(main), \(event.title), \(event.cause), \(event.task), \(event.since), \(person), \(now))
            """)
    }
}
