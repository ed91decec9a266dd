import Core
package import Storage

/// A group as it stands here.
struct GroupRecord: SQLRow, Hashable, Sendable {
    let group: ChatGroup
    let isActive: Bool

    init(group: ChatGroup, isActive: Bool = true) {
        self.group = group
        self.isActive = isActive
    }

    init(row: Row) throws {
        self.init(
            group: try StoredJSON.value(ChatGroup.self, row.get("content")),
            isActive: try row.get("is_active"))
    }
}

/// A message of a group.
package struct ChatMessage: Hashable, Sendable {
    package let id: Int64
    let group: String
    /// As the chat names it.
    package let message: String
    let author: String
    let name: String
    let phone: String?
    let at: Moment
    /// Empty where it was recalled.
    let text: String
    /// Addresses of pictures and sound; nothing here fetches them.
    let media: [String]
    let replyTo: String?
    package let state: State
    let matterID: Int64?
    let matterNumber: String?
    /// When somebody should have reacted.
    let dueAt: Moment

    package enum State: String, CaseIterable, Sendable {
        case new, matter
        /// The steward answered it in the group.
        case answered
        /// Nothing to be done.
        case aside
        /// The steward's own.
        case steward
        case recalled
    }

    init(
        id: Int64, group: String, message: String, author: String = "a1", name: String, phone: String? = nil,
        at: Moment, text: String, media: [String] = [], replyTo: String? = nil, state: State = .new,
        matterID: Int64? = nil, matterNumber: String? = nil, dueAt: Moment
    ) {
        self.id = id
        self.group = group
        self.message = message
        self.author = author
        self.name = name
        self.phone = phone
        self.at = at
        self.text = text
        self.media = media
        self.replyTo = replyTo
        self.state = state
        self.matterID = matterID
        self.matterNumber = matterNumber
        self.dueAt = dueAt
    }
}

extension ChatMessage: SQLRow {
    package init(row: Row) throws {
        self.init(
            id: try row.get("id"), group: try row.get("group_code"), message: try row.get("message"),
            author: try row.get("author"), name: try row.get("name"), phone: try row.get("phone"),
            at: try row.get("at"), text: try row.get("text"),
            media: try StoredJSON.value([String].self, row.get("media")), replyTo: try row.get("reply_to"),
            state: State(rawValue: try row.get("state")) ?? .aside, matterID: try row.get("matter_id"),
            matterNumber: try row.get("number"), dueAt: try row.get("due_at"))
    }
}

/// A group with what waits in it.
struct GroupWaiting: Hashable, Sendable {
    let record: GroupRecord
    /// How many messages nobody reacted to, at most `most`.
    let count: Int
    /// When somebody should have reacted to the oldest.
    let due: Moment?

    static let most = 100
}

/// A matter that came from a group.
struct ChatOrigin: SQLRow, Hashable, Sendable {
    let matterID: Int64
    let number: String
    let kind: String
    let group: String
    /// The first of its messages.
    let message: String
    /// What the chat calls whoever wrote it.
    let author: String

    init(row: Row) throws {
        matterID = try row.get("matter_id")
        number = try row.get("number")
        kind = try row.get("kind")
        group = try row.get("group_code")
        message = try row.get("message")
        author = try row.get("author")
    }
}

/// What is counted by month and group.
enum ChatFigure: String, CaseIterable, Sendable {
    case messages, matters, answered, aside
    /// Reactions of the steward and the milliseconds that they took together.
    case reactions, waited
    /// Reactions after the set time.
    case late
}
