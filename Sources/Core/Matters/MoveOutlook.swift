/// What a move will cause, as far as it is known before anything is given: shown beside its button.
public struct MoveOutlook: Hashable, Sendable {
    /// Where the matter will stand.
    public let stage: String
    /// How it ends by it; nil when it goes on.
    public let outcome: Outcome?
    /// What happens to the clocks, in the order of the procedure's limits.
    public let clocks: [ClockChange]
    /// Who is told by a message, none twice.
    public let told: [Audience]
    /// Inputs of the move that can still change the dates of the clocks.
    public let open: [InputWord]

    /// What becomes of one clock.
    public enum ClockChange: Hashable, Sendable {
        /// It starts, or goes on with a new time.
        case runs(limit: String, due: Moment)
        case pauses(limit: String)
        case ends(limit: String)

        public var limit: String {
            switch self {
            case .runs(let limit, _), .pauses(let limit), .ends(let limit): limit
            }
        }
    }
}

/// What a move would cause if it were made now with nothing given. Pure, and the same computation that makes
/// the move: a test compares the two.
public func preview(_ move: Move, on matter: Matter, in city: City, at now: Moment) -> MoveOutlook? {
    guard let procedure = city.procedures[matter.kind] else { return nil }
    let now = max(now, matter.changedAt)
    let to = move.to ?? matter.stage
    let scene = Scene(city: city, procedure: procedure, now: now)
    // What was asked for is known before it is granted.
    let known = move.does.flatMap { effect -> [Fact] in
        guard case .grant = effect else { return [] }
        return scene.sideFacts(of: effect, on: matter, by: .system("preview"), inputs: [:])
    }
    let facts = scene.clockFacts(moving: matter, to: to, facts: known)
    var told: [Audience] = []
    for case .tell(let audience, _) in move.does where !told.contains(audience) { told.append(audience) }
    let asked = move.asks.map(\.word)
    let limits = city.limits
    let open: [(word: InputWord, by: Effect, counts: Bool)] = [
        (.category, .categorise, limits.heeds(.category, of: matter.kind)),
        (.grade, .classify, limits.heeds(.grade, of: matter.kind)),
        (.urgency, .classify, true), (.reviewOn, .archive, true),
    ]
    return MoveOutlook(
        stage: to, outcome: to == matter.stage ? nil : procedure.stage(to)?.closes,
        clocks: MoveOutlook.changes(facts), told: told,
        open: open.filter { $0.counts && asked.contains($0.word) && move.does.contains($0.by) }.map(\.word))
}

extension MoveOutlook {
    /// What an event that happened did: the same in the past tense.
    public init(of event: Event) {
        var (outcome, told): (Outcome?, [Audience]) = (nil, [])
        for fact in event.facts {
            if case .closed(let how) = fact { outcome = how }
            if case .told(let audience, _) = fact, !told.contains(audience) { told.append(audience) }
        }
        self.init(
            stage: event.to, outcome: outcome, clocks: Self.changes(event.facts), told: told, open: [])
    }

    /// The last word about each clock.
    static func changes(_ facts: [Fact]) -> [ClockChange] {
        var changes: [ClockChange] = []
        func put(_ change: ClockChange) {
            changes.removeAll { $0.limit == change.limit }
            changes.append(change)
        }
        for fact in facts {
            switch fact {
            case .clockStarted(let limit, _, let due, _): put(.runs(limit: limit, due: due))
            case .clockPaused(let limit): put(.pauses(limit: limit))
            case .clockStopped(let limit): put(.ends(limit: limit))
            case .raised, .categorised, .classified, .dispatched, .takenBack, .escalated, .answered, .asked,
                .rated, .attempted, .urged, .added, .noted, .attached, .undone, .scopeProposed,
                .proposalDropped, .merged, .joined, .joinedTo, .left, .archived, .reopened, .contactRevealed,
                .limitPassed,
                .told, .reasoned, .closed, .clockWarned, .clockExpired, .part, .proposal, .extended,
                .suspended,
                .supervision, .raise, .leader, .mediation, .check, .contacted, .heard, .keyed, .guided,
                .ruled, .excluded, .checked:
                break
            }
        }
        return changes
    }
}
