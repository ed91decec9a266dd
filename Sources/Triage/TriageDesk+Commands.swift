public import Core
import Desk
import Storage

/// What commands need beside the pages.
extension TriageDesk {
    /// How many new matters have not been looked at yet, counted no further than a hundred.
    public func waitingCount() async throws -> Int {
        try await desk.database.read { try ExampleStore(connection: $0).waiting(limit: 100).count }
    }

    /// The drawn decisions that wait to be looked at, of matters that holders of some posts see.
    public func drawn(for posts: [Post], limit: Int) async throws -> [DecisionRecord] {
        try await dueAudits(for: posts, after: nil, limit: limit).map(\.decision)
    }

    /// Takes the first suggestion of so many waiting matters, the soonest due first, in somebody's name.
    public func takeFirst(_ count: Int, by actor: Actor, at now: Moment) async throws {
        guard let scope = scopes(of: actor.posts).first else { return }
        let queue = try await queue(of: actor.posts, in: scope, after: nil, limit: 4 * count, at: now)
        var done = 0
        for advice in queue.advices where done < count {
            guard let first = advice.suggestions.first, let unit = first.unit else { continue }
            let choice = Choice(
                category: first.category, unit: unit, place: 1, version: advice.record.version)
            do {
                _ = try await confirm(advice.record.number, choice, by: actor, at: now)
                done += 1
            } catch is TriageRefusal {
                continue
            }
        }
    }
}
