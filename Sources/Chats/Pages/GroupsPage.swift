import Core
import Markup
import Web

/// `/chats`: what nobody reacted to in time, and every group of one's own with what waits in it.
struct GroupsPage {
    let telling: ChatTelling
    var groups: [GroupWaiting] = []
    var late: [ChatMessage] = []
    var mayManage = false

    static let most = 300
    static let mostLate = 50
    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("chats.title"), wide: true, help: "chats") {
            """
            <h1>\(words("chats.title"))</h1>
            <p class="lead">\(words("chats.lead"))</p>
            \(ChatTabs(telling: telling, current: .home))
            \(alert)\(list)
            """
        }
    }

    /// Nobody reacted within the set time: the town sees it here (M19).
    private var alert: HTML? {
        guard !late.isEmpty else { return nil }
        let names = Dictionary(groups.map { ($0.record.group.code, $0.record.group) }) { first, _ in first }
        let rows: [[HTML]] = late.map { message in
            let group = names[message.group]
            return [
                telling.clock(message.dueAt),
                Link(group.map { words($0.name) } ?? message.group, to: ChatsPath.group(message.group)).html,
                "\(group.map { telling.steward($0.steward) })",
                "<bdi>\(message.text.prefix(80))</bdi>",
            ]
        }
        return """
            <section class="panel"><h2>\(words("chats.alert"))</h2>
            <p class="hint">\(words("chats.alertHint"))</p>
            \(Table(
                caption: words("chats.alert"), captionHidden: true,
                columns: ["due", "group", "steward", "text"].map { .init(words("chats.head.\($0)")) },
                rows: rows))</section>
            """
    }

    private var list: HTML {
        let new: HTML? = mayManage ? ButtonLink(words("chats.newGroup"), to: ChatsPath.newGroup).html : nil
        if groups.isEmpty {
            return EmptyState(
                title: words("chats.noGroups"), text: words("chats.noGroupsHint"), action: "\(new)"
            ).html
        }
        let sorted = groups.sorted {
            ($0.due ?? .never, $0.record.group.code) < ($1.due ?? .never, $1.record.group.code)
        }
        let rows: [[HTML]] = sorted.map { waiting in
            let group = waiting.record.group
            let count = waiting.count < GroupWaiting.most ? "\(waiting.count)" : "\(GroupWaiting.most)+"
            return [
                Link(words(group.name), to: ChatsPath.group(group.code)).html,
                "\(telling.area(group.area))", "\(telling.steward(group.steward))", "\(count)",
                "\(waiting.due.map { telling.clock($0) })",
            ]
        }
        return """
            <section><div class="cluster"><h2>\(words("chats.groups"))</h2>\(new)</div>
            \(Table(
                caption: words("chats.groups"), captionHidden: true,
                columns: [
                    .init(words("chats.head.group")), .init(words("chats.head.area")),
                    .init(words("chats.head.steward")), .init(words("chats.head.waiting"), numeric: true),
                    .init(words("chats.head.due")),
                ], rows: rows))
            \(groups.count < Self.most ? nil : "<p>\(words("chats.more"))</p>" as HTML)</section>
            """
    }
}

extension Moment {
    /// Behind every other.
    fileprivate static let never = Moment(milliseconds: .max)
}
