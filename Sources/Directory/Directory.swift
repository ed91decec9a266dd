public import Core
public import Storage
public import Web

/// Who works for the city, and how they prove it: people with posts, sessions, API tokens, one-time links.
public struct Directory: Sendable {
    /// Where everything of it is kept.
    let database: any Database
    let organisation: Organisation
    let surroundings: Surroundings
    /// Whether anybody may sign in as anybody with one click. Only for a demonstration.
    public let demo: Bool
    /// What an API token can be allowed, as the slices name it.
    public let scopes: [String]
    let passwords: PasswordWork
    let throttle: Throttle
    let sessionCache = GateCache<SessionPass>()
    let tokenCache = GateCache<TokenPass>()

    /// Scopes of the slices that are always there.
    public static let standardScopes = [
        "directory:read", "matters:read", "matters:write", "moves:write", "contacts:read", "links:read",
        "figures:read", "webhooks:manage",
    ]

    /// - Parameters:
    ///   - cost: what a password hash costs; only tests make it cheaper.
    public init(
        database: any Database, organisation: Organisation, surroundings: Surroundings, demo: Bool,
        scopes: [String] = standardScopes, cost: PasswordCost = .standard
    ) {
        self.database = database
        self.organisation = organisation
        self.surroundings = surroundings
        self.demo = demo
        self.scopes = scopes
        passwords = PasswordWork(cost: cost)
        throttle = Throttle(database: database)
    }

    /// The directory of a city.
    public init(database: any Database, city: City, surroundings: Surroundings, demo: Bool) {
        self.init(
            database: database, organisation: Organisation(city), surroundings: surroundings, demo: demo)
    }

    /// How many password hashes were computed since the start.
    package var hashesMade: Int { passwords.hashesMade }

    func salt() -> [UInt8] { surroundings.randomBytes(16) }

    /// What this process remembers of sessions and tokens is out of date.
    func forgetGate() {
        sessionCache.forget()
        tokenCache.forget()
    }
}
