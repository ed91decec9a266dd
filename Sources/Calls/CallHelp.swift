public import Core
public import Desk
public import Markup
public import Storage
public import Web

/// What a taker may say at once: an article of the knowledge base that holds now.
public struct KnownAnswer: Hashable, Sendable {
    public let id: String
    public let title: String
    public let text: String
    /// Where the whole article stands.
    public let path: String?

    public init(id: String, title: String, text: String, path: String? = nil) {
        self.id = id
        self.title = title
        self.text = text
        self.path = path
    }
}

/// The line somebody dialled that became part of one number.
public struct CallOrigin: Hashable, Sendable, Codable {
    public let code: String
    public let name: LocalText
    /// The number that was dialled, as the register of lines has it.
    public let number: String
    /// What the line was then, in the register's word.
    public let mode: String

    public init(code: String, name: LocalText, number: String, mode: String) {
        self.code = code
        self.name = name
        self.number = number
        self.mode = mode
    }
}

/// Another line that takes matters over.
public struct TransferPartner: Hashable, Sendable {
    public let code: String
    public let name: LocalText
    /// For danger to life: what goes there never waits.
    public let isEmergency: Bool

    public init(code: String, name: LocalText, isEmergency: Bool = false) {
        self.code = code
        self.name = name
        self.isEmergency = isEmergency
    }
}

/// A matter that shall be handed to another line. It stays in our register.
public struct TransferAsked: Sendable {
    public let matterID: Int64
    public let number: String
    public let partner: String
    public let reason: String
    /// Somebody's life is in danger: nothing may hold it up.
    public let isEmergency: Bool
    public let officer: Actor

    public init(
        matterID: Int64, number: String, partner: String, reason: String, isEmergency: Bool, officer: Actor
    ) {
        self.matterID = matterID
        self.number = number
        self.partner = partner
        self.reason = reason
        self.isEmergency = isEmergency
        self.officer = officer
    }
}

/// A small thing that is done by a template and never becomes an order, such as asking for a car to be moved.
public struct QuickChoice: Hashable, Sendable {
    /// What the caller is asked for.
    public struct Field: Hashable, Sendable {
        public let name: String
        public let label: String
        public let isRequired: Bool

        public init(name: String, label: String, isRequired: Bool = false) {
            self.name = name
            self.label = label
            self.isRequired = isRequired
        }
    }

    public let id: String
    public let title: String
    /// What to say and do, a line each.
    public let steps: [String]
    public let fields: [Field]

    public init(id: String, title: String, steps: [String] = [], fields: [Field] = []) {
        self.id = id
        self.title = title
        self.steps = steps
        self.fields = fields
    }
}

/// What other slices do for whoever takes a call. Wired in the program, because slices know nothing of each
/// other.
public struct CallHelp: Sendable {
    /// What may be answered about a text at a moment, the best first.
    public var answers:
        @Sendable (_ text: String, _ category: String?, Language, Moment, _ limit: Int) async throws
            -> [KnownAnswer]
    /// An article was said to the caller of a call.
    public var used:
        @Sendable (_ article: String, _ call: Int64, _ person: Int64, Moment, any Connection) throws -> Void
    /// Nothing in the knowledge base fitted what a caller asked.
    public var unanswered:
        @Sendable (_ text: String, _ category: String?, _ person: Int64, Moment, any Connection) throws ->
            Void
    /// Which old line a number is.
    public var origin: @Sendable (_ called: String, Moment) async throws -> CallOrigin?
    /// Keeps, with a matter, over which line it came.
    public var came: @Sendable (CallOrigin, _ matter: Int64, Moment, any Connection) throws -> Void
    public var partners: @Sendable () async throws -> [TransferPartner]
    /// Hands a matter to another line. Throws a `Refusable` where that cannot be.
    public var transfer: @Sendable (TransferAsked, Moment) async throws -> Void
    public var quick: @Sendable (_ category: String?, Language) async throws -> [QuickChoice]
    /// A quick service was given on a call.
    public var served:
        @Sendable (_ service: String, _ answers: [String: String], _ person: Int64, Moment, any Connection)
            throws -> Void
    /// Open matters that may be what a caller tells, as far as the taker sees them, the surest first; nil
    /// where nobody looks for reasons.
    public var likely:
        @Sendable (_ text: String, AreaCode?, _ category: String?, Web.Visit) async throws -> [LikelyMatter]?
    /// After a matter was filed: whether it is one that is open already.
    public var question: @Sendable (_ number: String, _ back: String, Web.Visit) async throws -> HTML?
    /// Keeps that a new matter is the same as another one, for whoever may join them.
    public var same:
        (@Sendable (_ matter: Int64, _ main: Int64, _ person: Int64, Moment, any Connection) throws -> Void)?
    /// The ids of people at work, by their logins.
    public var people: @Sendable (_ logins: [String]) async throws -> [String: Int64]
    /// The names of people at work, by their ids.
    public var names: @Sendable (_ ids: [Int64]) async throws -> [Int64: LocalText]

    /// Nobody helps: every list is empty.
    public static let none = CallHelp()

    public init() {
        answers = { _, _, _, _, _ in [] }
        used = { _, _, _, _, _ in }
        unanswered = { _, _, _, _, _ in }
        origin = { _, _ in nil }
        came = { _, _, _, _ in }
        partners = { [] }
        transfer = { _, _ in }
        quick = { _, _ in [] }
        served = { _, _, _, _, _ in }
        likely = { _, _, _, _ in nil }
        question = { _, _, _ in nil }
        people = { _ in [:] }
        names = { _ in [:] }
    }
}
