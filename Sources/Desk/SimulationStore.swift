import Core
import Storage

/// Reads the stories of the matters that were raised in a span, each once and in the same order every time.
struct SimulationStore {
    let connection: any Connection
    let from: Moment
    /// The first moment behind the span.
    let until: Moment

    func count() throws -> Int {
        try connection.value(
            "SELECT COUNT(*) FROM matters WHERE raised_at >= \(from) AND raised_at < \(until)") ?? 0
    }

    /// When anything happened last to any matter.
    func lastChange() throws -> Moment? {
        try connection.value(Moment?.self, "SELECT MAX(changed_at) FROM matters") ?? nil
    }

    /// Hands over one story after the other; memory holds one.
    func forEachStory(_ body: ([Event]) throws -> Void) throws {
        var matter: Int64 = 0
        var story: [Event] = []
        try connection.forEach(
            """
            SELECT events.id, events.matter_id, events.seq, events.at, events.actor, events.name,
                events.payload, events.hash, events.xid
            FROM matters JOIN events ON events.matter_id = matters.id
            WHERE matters.raised_at >= \(from) AND matters.raised_at < \(until)
            ORDER BY matters.id, events.seq
            """
        ) { row in
            let logged = try LoggedEvent(row: row)
            if logged.matterID != matter {
                if !story.isEmpty { try body(story) }
                (matter, story) = (logged.matterID, [])
            }
            story.append(try EventPayload.decode(logged))
        }
        if !story.isEmpty { try body(story) }
    }
}
