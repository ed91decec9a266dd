/// What must hold before a move. Each has one meaning in code, and procedures combine them.
public enum Guard: Hashable, Sendable {
    /// The resident said: solved, and satisfied, about the answer that stands now. The gate (M82).
    case satisfied
    /// The resident gave an opinion about the answer that stands now, and it was not that.
    case unsatisfied
    /// A category was set (M05).
    case categorised
    /// A unit leads (M135).
    case dispatched
    /// An answer stands.
    case answered
    /// At least so many call-back attempts since the resident was last asked, each this many hours after
    /// the one before.
    case attempts(atLeast: Int, hoursApart: Int)
    /// Somebody other than the one who last made that move.
    case anotherPerson(than: String)
    /// Nobody of the unit that handled it.
    case outsideLead
    /// Sent back to the desk by units fewer times than this.
    case returnsBelow(Int)
    /// The unit that leads was given it no longer ago than this: time to say that it is not theirs.
    case returnWithin(Span)
    /// The resident was dissatisfied at least so often.
    case roundsAtLeast(Int)
    /// Opened again after closing fewer times than this.
    case reopensBelow(Int)
    /// Closed no longer ago than this many days.
    case closedWithin(days: Int)
    /// The same move was not made in the last so many hours.
    case notWithin(hours: Int)
    /// It waits for nothing but the review day given when it was archived, and that day has come.
    case reviewDue
    /// Somebody proposed that it is out of scope, and nobody decided yet.
    case scopeProposed
    /// No part of it is with a unit that has not answered, or refused without a decision.
    case partsAnswered
    /// What its route and grade ask for is there (M22, M25): one person who promised a day for an individual
    /// problem, a leader with a plan for one left by history or a deep one, an assistant with a part for a
    /// complex one, a person or leader with a plan for a special one.
    case wayKept
    /// It stands in that list (M22).
    case routeIs(Route)
    /// It is handled that way (M25).
    case gradeIs(Grade)
    /// Sent back to the desk by units at least so often.
    case returnsAtLeast(Int)
    /// The resident urged at least so often.
    case urgesAtLeast(Int)
    /// A limit passed.
    case late
    /// A supervision order is out.
    case supervised
    /// No supervision order is out.
    case notSupervised
    /// Marked as a key order (M07).
    case keyed
    /// Its time was extended fewer times than this.
    case extensionsBelow(Int)
    /// It was suspended fewer times than this.
    case suspensionsBelow(Int)
    /// Somebody asked for it, and nobody decided yet.
    case proposed(ProposalKind)
    /// No arbitration gave it to the unit that leads: what was ruled is not returned (M43).
    case notRuled
    /// It was raised to a level above that has not handed it down again (M43).
    case raised
    /// Somebody spoke with the resident since it was last dispatched.
    case contacted
    /// At least so many parties are named (M73).
    case partiesAtLeast(Int)
    /// There is an agreement, and every party accepted it (M73).
    case acceptedByAll
    /// At the visit or call afterwards the resident said that it does not hold (M82).
    case checkFailed

    /// The word a procedure writes.
    public var word: GuardWord {
        switch self {
        case .satisfied: .satisfied
        case .unsatisfied: .unsatisfied
        case .categorised: .categorised
        case .dispatched: .dispatched
        case .answered: .answered
        case .attempts: .attempts
        case .anotherPerson: .anotherPerson
        case .outsideLead: .outsideLead
        case .returnsBelow: .returnsBelow
        case .returnWithin: .returnWithin
        case .roundsAtLeast: .roundsAtLeast
        case .reopensBelow: .reopensBelow
        case .closedWithin: .closedWithin
        case .notWithin: .notWithin
        case .reviewDue: .reviewDue
        case .scopeProposed: .scopeProposed
        case .partsAnswered: .partsAnswered
        case .wayKept: .wayKept
        case .routeIs: .routeIs
        case .gradeIs: .gradeIs
        case .returnsAtLeast: .returnsAtLeast
        case .urgesAtLeast: .urgesAtLeast
        case .late: .late
        case .supervised: .supervised
        case .notSupervised: .notSupervised
        case .keyed: .keyed
        case .extensionsBelow: .extensionsBelow
        case .suspensionsBelow: .suspensionsBelow
        case .proposed: .proposed
        case .notRuled: .notRuled
        case .raised: .raised
        case .contacted: .contacted
        case .partiesAtLeast: .partiesAtLeast
        case .acceptedByAll: .acceptedByAll
        case .checkFailed: .checkFailed
        }
    }
}

/// The words of `Guard`, as they stand in a kind's file; the last line are those that effects bring along and
/// no file writes.
public enum GuardWord: String, CaseIterable, Hashable, Sendable, Codable {
    case satisfied, unsatisfied, categorised, dispatched, answered, attempts, anotherPerson, outsideLead
    case returnWithin
    case returnsBelow, roundsAtLeast, reopensBelow, closedWithin, notWithin, reviewDue, scopeProposed
    case partsAnswered, wayKept, routeIs, gradeIs, returnsAtLeast, urgesAtLeast, late, supervised,
        notSupervised
    case keyed, extensionsBelow, suspensionsBelow, proposed, notRuled, raised, contacted, partiesAtLeast
    case acceptedByAll, checkFailed
    case partOpen, partRefused, notProposed, raisedHere, leaderCalled, agreed, checkDue, limitRuns, held
    case joined, notAsked

    /// Those that a kind's file may write.
    public static let written: [GuardWord] = allCases.filter { !implied.contains($0) }

    /// Those that an effect brings along by itself: what it works on has to be there.
    public static let implied: Set<GuardWord> = [
        .partOpen, .partRefused, .notProposed, .raisedHere, .leaderCalled, .agreed, .checkDue, .limitRuns,
        .held, .joined, .notAsked,
    ]
}
