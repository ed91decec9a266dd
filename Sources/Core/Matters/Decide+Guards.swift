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
    case .returnWithin(let span):
        return matter.leadSince.map { now <= city.calendar.add(span, to: $0) } ?? true
    case .roundsAtLeast(let count): return matter.rounds >= count
    case .reopensBelow(let count): return matter.reopens < count
    case .closedWithin(let days): return matter.closedAt.map { now - $0 <= Int64(days) * day } ?? false
    case .notWithin(let hours):
        return matter.lastMoves[move.name].map { now - $0.at >= Int64(hours) * hour } ?? true
    case .reviewDue:
        return matter.reviewOn.flatMap { CivilDate($0) }.map { city.calendar.start(of: $0) <= now } ?? false
    case .scopeProposed: return matter.scopeProposed
    case .partsAnswered, .wayKept, .routeIs, .gradeIs, .returnsAtLeast, .urgesAtLeast, .late, .supervised,
        .notSupervised, .keyed, .extensionsBelow, .suspensionsBelow, .proposed, .notRuled, .raised,
        .contacted,
        .partiesAtLeast, .acceptedByAll, .checkFailed:
        return holdsBeside(need, on: matter)
    }
}

/// The guards on what goes on beside.
private func holdsBeside(_ need: Guard, on matter: Matter) -> Bool {
    let side = matter.side
    switch need {
    case .partsAnswered: return side.unsettled.isEmpty
    case .wayKept: return keepsItsWay(matter, side)
    case .routeIs(let route): return matter.route == route
    case .gradeIs(let grade): return matter.grade == grade
    case .returnsAtLeast(let count): return matter.returns >= count
    case .urgesAtLeast(let count): return matter.urges >= count
    case .late: return matter.overdue
    case .supervised: return side.supervision != nil
    case .notSupervised: return side.supervision == nil
    case .keyed: return side.keyedAt != nil
    case .extensionsBelow(let count): return side.extensions.count < count
    case .suspensionsBelow(let count): return side.suspensions < count
    case .proposed(let kind): return side.proposal(kind) != nil
    case .notRuled: return side.ruledFor == nil || side.ruledFor != matter.lead
    case .raised: return !side.raised.isEmpty
    case .contacted: return side.contactedAt != nil
    case .partiesAtLeast(let count): return side.parties.count >= count
    case .acceptedByAll: return side.isAcceptedByAll
    case .checkFailed: return side.checkFailed
    default: return false
    }
}

/// What M22 and M25 ask of each route and grade before there is an answer.
private func keepsItsWay(_ matter: Matter, _ side: SideWork) -> Bool {
    let isLed = side.leadership?.by != nil
    let byRoute =
        switch matter.route {
        case .individual: side.promise != nil
        case .legacy: isLed
        case .notYet: false
        case .common, nil: true
        }
    let byGrade =
        switch matter.grade {
        case .complex: !side.parts.isEmpty
        case .deep: isLed
        case .special: side.promise != nil || isLed
        case .ordinary, nil: true
        }
    return byRoute && byGrade
}

extension SideWork {
    /// One party alone has nobody to agree with; from two on each has to accept.
    public var isAgreed: Bool { parties.count < 2 || isAcceptedByAll }

    /// There is an agreement between two parties or more, and each accepted it (M73).
    public var isAcceptedByAll: Bool {
        agreedAt != nil && parties.count >= 2 && parties.allSatisfy { $0.accepts == true }
    }
}

/// Neither of the unit that leads, answered or assisted, nor the person who answered. What the desk itself
/// answered on the spot, with no unit in the lead, another person of the desk may call back about.
func isOutside(_ actor: Actor, of matter: Matter) -> Bool {
    switch actor {
    case .resident, .system: return true
    case .officer(let id, let posts):
        var units: [UnitCode] = []
        if let lead = matter.lead {
            units =
                [lead] + (matter.answer?.unit.map { [$0] } ?? []) + matter.side.parts.map(\.unit)
                + matter.side.helped
        }
        return matter.answer?.by != id && !posts.contains { units.contains($0.unit) }
    }
}
