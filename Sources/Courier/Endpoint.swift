public import Core
public import Storage

/// An address of another system that signed messages go to: a subscriber, a gateway for short messages, a
/// chat robot, a utility's hotline.
public struct Endpoint: SQLRow, Hashable, Sendable {
    public let id: Int64
    /// Which part of the program sends to it; `SendingTopic.name`.
    public let topic: String
    public let name: String
    public let url: String
    /// What of the topic it gets, as that part of the program reads it.
    public let filter: String
    public let state: State
    /// Why it is not active.
    public let reason: String?
    public let createdAt: Moment
    public let changedAt: Moment

    public enum State: String, Sendable, Codable, CaseIterable {
        case active
        /// Held back by somebody here; what is for it waits.
        case paused
        /// It answered 410: it wants nothing more.
        case gone
        case deleted
    }

    public init(row: Row) throws {
        id = try row.get("id")
        topic = try row.get("topic")
        name = try row.get("name")
        url = try row.get("url")
        filter = try row.get("filter")
        state = State(rawValue: try row.get("state")) ?? .paused
        reason = try row.get("reason")
        createdAt = try row.get("created_at")
        changedAt = try row.get("changed_at")
    }

    public init(
        id: Int64, topic: String, name: String, url: String, filter: String = "", state: State = .active,
        reason: String? = nil, createdAt: Moment, changedAt: Moment
    ) {
        self.id = id
        self.topic = topic
        self.name = name
        self.url = url
        self.filter = filter
        self.state = state
        self.reason = reason
        self.createdAt = createdAt
        self.changedAt = changedAt
    }
}
