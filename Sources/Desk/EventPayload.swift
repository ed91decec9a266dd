import Core
import Storage

/// How an event is written down: `{"move":…,"from":…,"to":…,"facts":[…]}`, keys sorted so that the same event
/// always has the same bytes.
struct EventPayload: Codable {
    let move: String?
    let from: String?
    let to: String
    let facts: [Fact]

    init(_ event: Event) {
        (move, from, to, facts) = (event.move, event.from, event.to, event.facts)
    }

    static func encode(_ event: Event) throws -> NewEvent {
        NewEvent(
            at: event.at, actor: event.by.text, name: event.move == nil ? "recorded" : "moved",
            payload: try StoredJSON.text(EventPayload(event)))
    }

    static func decode(_ logged: LoggedEvent) throws -> Event {
        guard let by = Doer(logged.actor),
            let payload = try? StoredJSON.value(EventPayload.self, logged.payload)
        else {
            throw Fault(
                .corrupt, "Event \(logged.sequence) of matter \(logged.matterID) cannot be read.",
                remedy: "Run `lianxin verify`, then restore a backup.")
        }
        return Event(
            sequence: logged.sequence, at: logged.at, by: by, move: payload.move, from: payload.from,
            to: payload.to,
            facts: payload.facts)
    }
}
