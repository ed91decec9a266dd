import Core
import Desk
import Web

/// What waits for whoever asks.
struct WorkbenchAnswer: Encodable, Sendable {
    let benches: [BenchAnswer]

    struct BenchAnswer: Encodable, Sendable {
        /// The word for `?scope=`.
        let scope: String
        /// How many wait in all, as of the last count.
        let waiting: Int
        /// Tallies by name: `open`, `overdue`, `stage:…`, `outcome:…`, `channel:…`.
        let counts: [String: Int]
        /// Most urgent and soonest due first.
        let queue: [MatterSummary]
    }

    init(_ benches: [Desk.Bench], in city: City) {
        self.benches = benches.map { bench in
            BenchAnswer(
                scope: bench.scope.text, waiting: bench.waiting, counts: bench.counts,
                queue: bench.mine.map { MatterSummary($0, in: city) })
        }
    }
}

/// Whom the token belongs to.
struct MeAnswer: Encodable, Sendable {
    let id: Int64
    let name: String
    let login: String
    let posts: [PostAnswer]
    let powers: [String]
    /// What the token allows; a browser's session allows everything its officer may do.
    let tokenScopes: [String]
    let bySession: Bool
    /// What their posts let them see, the widest first: words for `?scope=`.
    let scopes: [String]

    struct PostAnswer: Encodable, Sendable {
        let role: NamedAnswer
        let unit: CodedAnswer
        let area: CodedAnswer
    }

    init(_ context: ApiContext, in city: City) {
        let officer = context.officer
        (id, name, login) = (officer.personID, context.words(officer.name), officer.login)
        posts = officer.posts.map { post in
            PostAnswer(
                role: NamedAnswer(name: post.role, text: city.roles[post.role]?.text),
                unit: CodedAnswer(code: post.unit.text, name: city.units[post.unit]?.name),
                area: city.areaAnswer(post.area))
        }
        powers = officer.powers.map(\.rawValue).sorted()
        tokenScopes = context.scopes.sorted()
        bySession = context.bySession
        scopes = city.scopes(of: officer.posts).map(\.text)
    }
}
