import Core
import Desk
import Storage

/// Asking whoever raised a matter, or took it in, whether it is one of those that are open already.
extension SimilarDesk {
    /// What somebody said a matter is the same as, as far as that can still be.
    struct Wished: Sendable {
        let wish: Wish
        /// The one to join it to, with what they have in common where that was looked for.
        let main: SimilarCandidate
    }

    /// The least likeness, of 100, that a resident is asked about: of pairs of real messages this alike
    /// nearly all were about the same.
    static let leastAsked = 30

    /// What a resident may be asked about: open to everybody, with a unit at work on it, not answered yet,
    /// and nothing that more people may read than their own. Nothing is told of it but class, area, stage and
    /// since when.
    func publicly(similarTo matter: Matter, limit: Int = 3) async throws -> [Similar] {
        guard matter.isOpen, matter.joinedTo == nil, canBeJoined(matter) else { return [] }
        guard let question = try await question(of: matter.id) else { return [] }
        return try await scored(question).filter { found in
            Int((found.value * 100).rounded()) >= Self.leastAsked && isPublic(found.candidate, beside: matter)
        }.prefix(limit).map(\.similar)
    }

    /// Whether somebody joins matters of this kind that stand where this one stands.
    func canBeJoined(_ matter: Matter) -> Bool {
        city.procedures[matter.kind]?.moves.contains { move in
            move.does.contains(.join) && move.from.contains(matter.stage)
                && move.by.contains { if case .role = $0 { true } else { false } }
        } ?? false
    }

    private func isPublic(_ candidate: SimilarCandidate, beside matter: Matter) -> Bool {
        guard let category = candidate.category, city.catalogue.isOpen(category), candidate.lead != nil,
            city.publishing(of: candidate.kind).rank <= city.publishing(of: matter.kind).rank
        else { return false }
        return isToBeAnswered(candidate)
    }

    /// Others can still be joined to it: a unit may answer it where it stands.
    func isToBeAnswered(_ candidate: SimilarCandidate) -> Bool {
        guard candidate.isOpen, let procedure = city.procedures[candidate.kind], procedure.knowsJoining else {
            return false
        }
        return procedure.moves.contains { move in
            move.does.contains(.answer) && move.from.contains(candidate.stage)
        }
    }

    // MARK: What was said

    /// Keeps what somebody said.
    func keep(_ wish: Wish) async throws {
        try await desk.database.write { try wish.keep(in: $0) }
    }

    func wish(of matter: Int64) async throws -> Wish? {
        try await desk.database.read { try WishStore(connection: $0).wishes(of: [matter])[matter] }
    }

    /// What was said of some matters, as far as this reader sees what they shall be joined to and it is open.
    /// Where that one waits for another itself, that other stands in its place.
    func wished(of matters: [Int64], seenBy posts: [Post]) async throws -> [Int64: Wished] {
        let found = try await desk.database.read { connection -> [Int64: (Wish, SimilarCandidate)] in
            let store = SimilarStore(connection: connection)
            let wishes = try WishStore(connection: connection).wishes(of: matters)
            let named = wishes.compactMapValues(\.main)
            let further = try store.mains(of: Array(Set(named.values)).sorted())
            let mains = named.mapValues { further[$0] ?? $0 }
            let candidates = Dictionary(
                try store.candidates(Array(Set(mains.values)).sorted()).map { ($0.id, $0) },
                uniquingKeysWith: { first, _ in first })
            var found: [Int64: (Wish, SimilarCandidate)] = [:]
            for (member, main) in mains where main != member {
                if let wish = wishes[member], let candidate = candidates[main], candidate.isOpen {
                    found[member] = (wish, candidate)
                }
            }
            return found
        }
        let city = desk.city
        return found.filter { city.sees(posts, $0.value.1) }.mapValues { Wished(wish: $0, main: $1) }
    }
}

extension City {
    func sees(_ posts: [Post], _ candidate: SimilarCandidate) -> Bool {
        sees(
            posts, area: candidate.area, lead: candidate.lead, raisedTo: candidate.raisedTo,
            sharers: candidate.sharers)
    }
}
