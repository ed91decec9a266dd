private let hour: Int64 = 3_600_000
private let day: Int64 = 24 * hour

/// Whether a guard holds now. The meaning of each word of the vocabulary stands here and nowhere else.
func holds(
    _ need: Guard, for move: Move, on matter: Matter, by actor: Actor, in city: City, at now: Moment
) -> Bool {
    switch need {
    case .satisfied: return matter.answer != nil && matter.opinion?.isContent == true
    case .unsatisfied: return matter.answer != nil && matter.opinion?.isContent == false
    case .categorised: return matter.category != nil
    case .dispatched: return matter.lead != nil
    case .answered: return matter.answer != nil
    case .attempts(let count, let hours): return LoopLaw.tried(matter, count, hoursApart: hours, at: now)
    case .anotherPerson(let other):
        guard let last = matter.lastMoves[other] else { return true }
        return last.by == nil || last.by != actor.officerID
    case .outsideLead: return isOutside(actor, of: matter)
    case .returnsBelow(let count): return matter.returns < count
    case .roundsAtLeast(let count): return matter.rounds >= count
    case .reopensBelow(let count): return matter.reopens < count
    case .closedWithin(let days): return matter.closedAt.map { now - $0 <= Int64(days) * day } ?? false
    case .notWithin(let hours):
        return matter.lastMoves[move.name].map { now - $0.at >= Int64(hours) * hour } ?? true
    case .reviewDue:
        return matter.reviewOn.flatMap { CivilDate($0) }.map { city.calendar.start(of: $0) <= now } ?? false
    case .scopeProposed: return matter.scopeProposed
    }
}

/// Neither of the unit that leads or answered, nor the person who answered. What the desk itself answered on
/// the spot, with no unit in the lead, another person of the desk may call back about.
func isOutside(_ actor: Actor, of matter: Matter) -> Bool {
    switch actor {
    case .resident, .system: return true
    case .officer(let id, let posts):
        let units = matter.lead.map { [$0, matter.answer?.unit] } ?? []
        return matter.answer?.by != id && !posts.contains { units.contains($0.unit) }
    }
}
