public import Core

/// A line of the menu.
public struct MenuEntry: Hashable, Sendable {
    /// Who sees it.
    public enum Audience: Hashable, Sendable {
        case everyone
        /// Whoever is not signed in.
        case visitors
        /// Whoever is signed in.
        case officers
        /// Officers one of whose roles has the power.
        case power(Role.Power)

        func includes(_ officer: Officer?) -> Bool {
            switch self {
            case .everyone: true
            case .visitors: officer == nil
            case .officers: officer != nil
            case .power(let power): officer?.may(power) ?? false
            }
        }
    }

    /// What stands together. Visitors see pages side by side; officers have them in groups.
    public enum Group: CaseIterable, Hashable, Sendable {
        /// The day's work, always in sight.
        case work
        /// What residents see.
        case residents
        /// The ways in and out: lines, slips, chat groups, other systems.
        case channels
        /// The city's data and people, once in a while.
        case city
        /// The reader's own: their account.
        case account
        /// At the foot of every page: for programmers, about the program.
        case foot
    }

    /// The key of its words.
    public let key: String
    public let path: String
    public let audience: Audience
    /// A symbol of `icons.svg`.
    public let icon: String?
    /// Entries stand in this order, whichever slice they come from.
    public let order: Int
    public let group: Group

    /// - Parameter group: nil for the usual one: `residents` for what visitors see, else `work`.
    public init(
        key: String, path: String, audience: Audience, icon: String? = nil, order: Int, group: Group? = nil
    ) {
        self.key = key
        self.path = path
        self.audience = audience
        self.icon = icon
        self.order = order
        self.group = group ?? (audience == .everyone || audience == .visitors ? .residents : .work)
    }
}
