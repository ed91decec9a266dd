/// The code of a unit (承办单位), as the city pack writes it.
public struct UnitCode: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    public let text: String
    public init(_ text: String) { self.text = text }
    public var description: String { text }
    public static func < (left: UnitCode, right: UnitCode) -> Bool { left.text < right.text }

    public init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

/// An office, bureau, committee or company that can be given a matter.
public struct Unit: Hashable, Sendable {
    public let code: UnitCode
    public let name: LocalText
    /// The area it serves.
    public let area: AreaCode
    /// The unit above it: the chain a matter is raised along (M43).
    public let parent: UnitCode?

    public init(code: UnitCode, name: LocalText, area: AreaCode, parent: UnitCode?) {
        self.code = code
        self.name = name
        self.area = area
        self.parent = parent
    }
}

/// A role of the city pack (clerk, dispatcher, handler …): a name that moves refer to, and what its holder
/// sees.
public struct Role: Hashable, Sendable {
    public let name: String
    public let text: LocalText
    public let sight: Sight
    /// Things outside the loop its holder may do.
    public let powers: Set<Power>

    public init(name: String, text: LocalText, sight: Sight, powers: Set<Power> = []) {
        self.name = name
        self.text = text
        self.sight = sight
        self.powers = powers
    }

    /// Which matters a holder of the role can see at all.
    public enum Sight: String, Sendable, Codable, CaseIterable {
        /// Every matter of the post's area, whoever has it.
        case area
        /// Only what the post's unit leads.
        case unit
    }

    /// What a role allows beside moves.
    public enum Power: String, Sendable, Codable, CaseIterable {
        /// Manage people, posts and tokens.
        case manageAccounts
        /// Export and import matters.
        case exchange
        /// See who raised a matter, each time with a reason that is kept.
        case revealContact
        /// See figures of the area.
        case figures
        /// Take what residents bring: calls, slips, chat messages.
        case takeCalls
        /// Manage the ways in and out: lines, seats, keys, webhooks, servers of others.
        case manageChannels
        /// Write what may be answered at once, for every unit.
        case editKnowledge
        /// Say who handles what where, how sure a suggestion must be to be followed by itself, and which
        /// model makes it.
        case manageRules
    }
}

/// A place in the organisation that a person fills: a role in a unit, for an area.
public struct Post: Hashable, Sendable, Codable {
    public let role: String
    public let unit: UnitCode
    public let area: AreaCode

    public init(role: String, unit: UnitCode, area: AreaCode) {
        self.role = role
        self.unit = unit
        self.area = area
    }
}

/// Who acts. Nothing happens to a matter without one.
public enum Actor: Hashable, Sendable {
    /// Somebody who proved to be the resident of this matter by its private link.
    case resident
    /// A person at work, with every post they hold.
    case officer(id: Int64, posts: [Post])
    /// The program itself: a timer, an import. The name says which.
    case system(String)

    public var officerID: Int64? {
        if case .officer(let id, _) = self { id } else { nil }
    }

    public var posts: [Post] {
        if case .officer(_, let posts) = self { posts } else { [] }
    }

    public func works(in unit: UnitCode) -> Bool { posts.contains { $0.unit == unit } }
}
