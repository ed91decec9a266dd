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

    /// The key of its words.
    public let key: String
    public let path: String
    public let audience: Audience
    /// A symbol of `icons.svg`.
    public let icon: String?
    /// Entries stand in this order, whichever slice they come from.
    public let order: Int

    public init(key: String, path: String, audience: Audience, icon: String? = nil, order: Int) {
        self.key = key
        self.path = path
        self.audience = audience
        self.icon = icon
        self.order = order
    }
}
