public import Core

/// A person at work who proved who they are.
public struct Officer: Hashable, Sendable {
    public let personID: Int64
    public let name: LocalText
    /// The name they sign in with.
    public let login: String
    /// Every post they hold.
    public let posts: [Post]
    /// What their roles allow beside moves.
    public let powers: Set<Role.Power>
    /// Which session or API token this is, not the secret itself.
    public let sessionID: String

    public init(
        personID: Int64, name: LocalText, login: String, posts: [Post], powers: Set<Role.Power>,
        sessionID: String
    ) {
        self.personID = personID
        self.name = name
        self.login = login
        self.posts = posts
        self.powers = powers
        self.sessionID = sessionID
    }

    /// The officer as the core knows them.
    public var actor: Actor { .officer(id: personID, posts: posts) }

    public func may(_ power: Role.Power) -> Bool { powers.contains(power) }
}

/// A session that holds.
public struct SignedIn: Sendable {
    public let officer: Officer
    /// A new secret that takes the place of the one in the cookie, when it is time to change it.
    public let replacement: String?

    public init(officer: Officer, replacement: String? = nil) {
        self.officer = officer
        self.replacement = replacement
    }
}

/// An API token that holds.
public struct Bearer: Sendable {
    public let officer: Officer
    public let scopes: Set<String>

    public init(officer: Officer, scopes: Set<String>) {
        self.officer = officer
        self.scopes = scopes
    }
}

/// Turns a secret into the person who holds it. The `Directory` slice is one.
public protocol Gatekeeper: Sendable {
    /// The session behind the secret of a cookie; nil when there is none or it is over.
    func officer(session token: String, now: Moment) async throws -> SignedIn?
    /// The API token behind a bearer secret; nil when there is none or it is over.
    func bearer(_ token: String, now: Moment) async throws -> Bearer?
}

/// Lets nobody in: for a site without accounts, and for tests of public pages.
public struct ClosedGate: Gatekeeper {
    public init() {}
    public func officer(session token: String, now: Moment) async throws -> SignedIn? { nil }
    public func bearer(_ token: String, now: Moment) async throws -> Bearer? { nil }
}
