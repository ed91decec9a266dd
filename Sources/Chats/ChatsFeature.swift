public import Core
import Markup
public import Web

extension Feature {
    /// Chats: groups of residents, their stewards, and what is said there (M15, M19).
    ///
    /// - Parameter people: the names of people at work, by their logins; those nobody has are left out.
    public static func chats(
        _ chats: ChatsDesk, people: @escaping @Sendable ([String]) async throws -> [String: LocalText]
    ) -> Feature {
        Feature(
            name: "chats", words: ChatsDesk.words,
            menu: [
                MenuEntry(
                    key: "chats.menu", path: ChatsPath.home, audience: .officers, icon: "send", order: 50,
                    group: .channels),
                MenuEntry(
                    key: "chats.steward.menu", path: ChatsPath.steward, audience: .visitors, order: 62,
                    group: .foot),
            ],
            specimens: { ChatsSpecimens.all },
            panels: [
                MatterPanel(order: 41) { matter, visit in
                    guard let (origin, messages) = try await chats.origin(of: matter.id),
                        let record = try await chats.group(origin.group)
                    else { return nil }
                    let telling = ChatTelling(
                        visit: visit, city: chats.city, names: try await people([record.group.steward]))
                    return ChatPanel(telling: telling, group: record.group, messages: messages).html
                }
            ]
        ) { site in
            ChatsRoutes(chats: chats, people: people, randomBytes: site.surroundings.randomBytes)
                .add(to: site)
        }
    }
}
