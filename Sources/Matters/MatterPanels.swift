public import Core
public import Desk
public import Markup
public import Web

/// What the matter's page shows that other slices know. The program wires it.
public struct MatterPanels: Sendable {
    /// How many residents said "me too" to a matter, by its key.
    public var seconds: @Sendable (Int64) async throws -> Int
    /// People at work whose login or name begins with a text, at most so many; for suggesting a mention.
    public var colleagues: @Sendable (_ text: String, _ limit: Int) async throws -> [Colleague]

    /// What other slices show on the page of a matter.
    public var others: [MatterPanel]
    /// What other slices show and hear on the pages of a resident.
    public var resident: ResidentPanels
    /// What the checks ask about an answer that was just given through the API.
    public var warnings: AnswerWarnings

    public init(
        seconds: @escaping @Sendable (Int64) async throws -> Int,
        colleagues: @escaping @Sendable (_ text: String, _ limit: Int) async throws -> [Colleague],
        others: [MatterPanel] = [], resident: ResidentPanels = .none,
        warnings: @escaping AnswerWarnings = { _, _, _ in [] }
    ) {
        self.seconds = seconds
        self.colleagues = colleagues
        self.others = others.sorted { $0.order < $1.order }
        self.resident = resident
        self.warnings = warnings
    }

    /// Nobody is asked: for a site without the other slices.
    public static let none = MatterPanels(seconds: { _ in 0 }, colleagues: { _, _ in [] })
}

/// What the checks ask about the answer of a matter, whose newest event then was `version`.
public typealias AnswerWarnings =
    @Sendable (_ number: String, _ version: Int, Web.Visit) async throws -> [AnswerWarning]

/// What other slices know for whoever raised a matter. The program wires it.
public struct ResidentPanels: Sendable {
    /// A section; nil where there is nothing to say. The token is the one of the private link.
    public typealias Panel = @Sendable (_ matter: Matter, _ token: String, Web.Visit) async throws -> HTML?

    /// On the page that stands there right after filing.
    public var receipt: Panel
    /// On the page behind the private link.
    public var track: Panel
    /// Keeps that a resident named an open matter of the public pages, by its key there, as the same.
    public var named: @Sendable (_ key: String, _ matter: Int64, Moment) async throws -> Void

    public init(
        receipt: @escaping Panel, track: @escaping Panel,
        named: @escaping @Sendable (_ key: String, _ matter: Int64, Moment) async throws -> Void
    ) {
        self.receipt = receipt
        self.track = track
        self.named = named
    }

    /// Nothing is shown and nothing kept.
    public static let none = ResidentPanels(
        receipt: { _, _, _ in nil }, track: { _, _, _ in nil }, named: { _, _, _ in })
}

/// Somebody at work as others name them.
public struct Colleague: Hashable, Sendable {
    public let id: Int64
    /// The name they sign in with; `@login` in a note calls them.
    public let login: String
    public let name: LocalText
    /// The posts they hold now: what they see.
    public let posts: [Post]

    public init(id: Int64, login: String, name: LocalText, posts: [Post]) {
        self.id = id
        self.login = login
        self.name = name
        self.posts = posts
    }
}
