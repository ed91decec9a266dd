import Core
import Markup
import Web

/// Tells what stands in a group in the reader's words.
struct ChatTelling: CityTelling {
    let visit: Visit
    let city: City
    /// The names of stewards by their logins.
    var names: [String: LocalText] = [:]

    var words: Words { visit.words }
    var now: Moment { visit.now }

    func steward(_ login: String) -> String { names[login].map { words($0) } ?? login }

    func time(_ moment: Moment) -> HTML { Time(words.near(moment, now: now), dateTime: moment.iso).html }

    /// In full for the steward and for those who may see contact data.
    func author(_ message: ChatMessage, in group: ChatGroup) -> String {
        if message.name.isEmpty { return words("chats.nobody") }
        let isOwn = visit.officer?.login == group.steward
        if isOwn || visit.officer?.may(.revealContact) == true { return message.name }
        return message.name.prefix(1) + String(repeating: "＊", count: max(1, min(2, message.name.count - 1)))
    }

    func clock(_ due: Moment) -> HTML {
        let isLate = due <= now
        return Clock(
            isLate ? .late : .calm, stateText: words(isLate ? "chats.late" : "chats.due"),
            text: words.near(due, now: now), dateTime: due.iso
        ).html
    }

    func matter(_ number: String) -> HTML { Link(number, to: "/matters/\(number)").html }

    var categoryGroups: [Select.Group] {
        var groups: [(parent: String?, choices: [Choice])] = []
        for leaf in city.catalogue.leaves {
            let choice = Choice(value: leaf.code, label: words(leaf.name))
            if let index = groups.firstIndex(where: { $0.parent == leaf.parent }) {
                groups[index].choices.append(choice)
            } else {
                groups.append((leaf.parent, [choice]))
            }
        }
        return groups.map { Select.Group($0.parent.map { category($0) } ?? "", $0.choices) }
    }
}

/// Where the pages of the chats are.
enum ChatsPath {
    static let home = "/chats"
    static let figures = "/chats/figures"
    static let steward = "/chats/steward"
    static let newGroup = "/chats/new-group"

    static func group(_ code: String) -> String { "/chats/groups/\(code)" }
    static func edit(_ code: String) -> String { "/chats/groups/\(code)/edit" }
    static func endpoint(_ code: String) -> String { "/chats/groups/\(code)/adapter" }
}

/// The pages for people at work, side by side.
struct ChatTabs: Component {
    enum Tab: String, CaseIterable { case home, figures, steward }

    let telling: ChatTelling
    let current: Tab

    var html: HTML {
        let words = telling.words
        let paths: [Tab: String] = [
            .home: ChatsPath.home, .figures: ChatsPath.figures, .steward: ChatsPath.steward,
        ]
        return Tabs(
            label: words("chats.tabs"),
            Tab.allCases.map { tab in
                Tabs.Tab(
                    words("chats.tab.\(tab.rawValue)"), to: paths[tab] ?? ChatsPath.home,
                    current: tab == current)
            }
        ).html
    }
}
