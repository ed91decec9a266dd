public import Core
import Storage

/// Something of somebody's work that is kept elsewhere: matters they handled last, mentions, drafts.
public struct HeldElsewhere: Hashable, Sendable {
    /// What it is, as a heading.
    public let name: LocalText
    public let count: Int
    /// Some of it, each with its place on this site.
    public let examples: [Example]

    public struct Example: Hashable, Sendable {
        public let text: String
        public let path: String

        public init(text: String, path: String) {
            self.text = text
            self.path = path
        }
    }

    public init(name: LocalText, count: Int, examples: [Example]) {
        self.name = name
        self.count = count
        self.examples = examples
    }
}

/// What somebody holds that would be left behind.
public struct Holdings: Hashable, Sendable {
    /// The posts held now, each with whether nobody else holds the same one.
    public let posts: [(held: HeldPost, isOnly: Bool)]
    public let sessions: Int
    public let tokens: Int

    public static func == (left: Holdings, right: Holdings) -> Bool {
        left.posts.map(\.held) == right.posts.map(\.held) && left.sessions == right.sessions
            && left.tokens == right.tokens
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(posts.map(\.held)) }
}

/// One step by which somebody's work goes to somebody else.
public struct HandOver: Hashable, Sendable {
    /// The rows of the posts that are handed over.
    public var posts: Set<Int64>
    /// The login of who takes them; nil when the posts end and stay vacant.
    public var successor: String?
    /// From when: they end for one and begin for the other.
    public var from: Moment
    public var reason: String
    /// Whether the account ends too.
    public var deactivates: Bool

    public init(posts: Set<Int64>, successor: String?, from: Moment, reason: String, deactivates: Bool) {
        self.posts = posts
        self.successor = successor
        self.from = from
        self.reason = reason
        self.deactivates = deactivates
    }
}

extension Directory {
    /// The longest time ahead that posts can be handed over, in milliseconds.
    static let handOverAhead: Int64 = 366 * 86_400_000

    /// What somebody holds now.
    /// - Throws: `DirectoryRefusal.unknownPerson`.
    public func holdings(of id: Int64, now: Moment) async throws -> Holdings {
        try await database.read { connection in
            let people = PeopleStore(connection)
            guard let person = try people.person(id: id) else { throw DirectoryRefusal.unknownPerson }
            let posts = try person.posts.filter { $0.isHeld(at: now) }.map { held in
                (held, try people.others(holding: held.post, except: id, now: now) == 0)
            }
            return Holdings(
                posts: posts, sessions: try SessionStore(connection).sessions(of: id, now: now).count,
                tokens: try TokenStore(connection).countHolding(of: id, now: now))
        }
    }

    /// Hands posts over in one step, all or nothing, and ends the account if asked: sessions, tokens and
    /// links with it.
    ///
    /// - Returns: How many posts the successor has that they did not have before.
    /// - Throws: `DirectoryRefusal`: no reason, nobody to take them, a day that cannot be, the last
    ///   administrator.
    @discardableResult
    public func handOver(_ id: Int64, _ order: HandOver, by actor: Actor, now: Moment) async throws -> Int {
        let reason = order.reason.trimmed
        guard !reason.isEmpty, reason.count <= Trace.longest else { throw DirectoryRefusal.noReason }
        guard order.from >= now, order.from - now <= Self.handOverAhead else { throw DirectoryRefusal.badDay }
        guard order.from == now || !order.deactivates else { throw DirectoryRefusal.notYet }
        let administrators = organisation.administrators
        let given = try await database.write { connection in
            let people = PeopleStore(connection)
            guard let person = try people.person(id: id) else { throw DirectoryRefusal.unknownPerson }
            let posts = person.posts.filter { order.posts.contains($0.id) && $0.until == nil }
            guard posts.count == order.posts.count else { throw DirectoryRefusal.unknownPost }
            let successor = try Self.successor(of: order, person, people)
            var given = 0
            try people.keepingOne(of: administrators, now: now, and: order.from) {
                for held in posts {
                    guard try people.endPost(held.id, of: id, now: order.from) else {
                        throw DirectoryRefusal.unknownPost
                    }
                    if let successor, !successor.posts(at: order.from).contains(held.post) {
                        try people.give(held.post, to: successor.id, now: order.from)
                        given += 1
                    }
                }
                if order.deactivates {
                    try people.setActive(false, id)
                    try SessionStore(connection).endAll(of: id)
                    try TokenStore(connection).revokeAll(of: id, now: now)
                    try LinkStore(connection).endAll(of: id)
                }
            }
            try Self.keepTrace(of: order, posts, from: person, to: successor, by: actor, now: now, people)
            return given
        }
        forgetGate()
        return given
    }

    private static func successor(
        of order: HandOver, _ person: Person, _ people: PeopleStore
    ) throws -> Person? {
        guard let login = order.successor else { return nil }
        guard let login = PersonRules.login(login), let successor = try people.person(login: login),
            successor.active, successor.id != person.id
        else { throw DirectoryRefusal.badSuccessor }
        return successor
    }

    private static func keepTrace(
        of order: HandOver, _ posts: [HeldPost], from person: Person, to successor: Person?, by actor: Actor,
        now: Moment, _ people: PeopleStore
    ) throws {
        for held in posts {
            let post = "\(held.post.role) \(held.post.unit) \(held.post.area)"
            let to = successor.map { " → person:\($0.id)" } ?? ""
            try people.log(
                "endPost", by: actor, subject: "person:\(person.id)",
                reason: Trace.text(post + to, order.reason.trimmed), now: now)
            if let successor {
                try people.log(
                    "givePost", by: actor, subject: "person:\(successor.id)",
                    reason: Trace.text("\(post) ← person:\(person.id)", order.reason.trimmed), now: now)
            }
        }
        if order.deactivates {
            try people.log(
                "deactivate", by: actor, subject: "person:\(person.id)", reason: order.reason.trimmed,
                now: now)
        }
    }
}
