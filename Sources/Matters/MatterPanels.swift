public import Core
public import Web

/// What the matter's page shows that other slices know. The program wires it.
public struct MatterPanels: Sendable {
    /// How many residents said "me too" to a matter, by its key.
    public var seconds: @Sendable (Int64) async throws -> Int
    /// People at work whose login or name begins with a text, at most so many; for suggesting a mention.
    public var colleagues: @Sendable (_ text: String, _ limit: Int) async throws -> [Colleague]

    /// What other slices show on the page of a matter.
    public var others: [MatterPanel]

    public init(
        seconds: @escaping @Sendable (Int64) async throws -> Int,
        colleagues: @escaping @Sendable (_ text: String, _ limit: Int) async throws -> [Colleague],
        others: [MatterPanel] = []
    ) {
        self.seconds = seconds
        self.colleagues = colleagues
        self.others = others.sorted { $0.order < $1.order }
    }

    /// Nobody is asked: for a site without the other slices.
    public static let none = MatterPanels(seconds: { _ in 0 }, colleagues: { _, _ in [] })
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
