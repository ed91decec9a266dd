public import Core

/// When an open matter may be finished, going by similar ones. It is no limit and no promise of the city's.
public struct Expectation: Sendable, Hashable {
    /// One in two similar matters is finished by then.
    public let p50: Moment
    /// Nine in ten are; nil where nobody can tell yet.
    public let p90: Moment?
    /// How many similar finished matters it was drawn from.
    public let count: Int
    /// What makes them similar.
    public let group: SimilarGroup

    public init(p50: Moment, p90: Moment?, count: Int, group: SimilarGroup) {
        self.p50 = p50
        self.p90 = p90
        self.count = count
        self.group = group
    }

    /// Lengths of time counted from the moment a matter was raised.
    init?(_ expected: Expected?, from raised: Moment) {
        guard let expected, let group = SimilarGroup(expected.group) else { return nil }
        self.init(
            p50: raised + expected.half, p90: expected.most.map { raised + $0 }, count: expected.count,
            group: group)
    }
}

/// How often what was expected came true. A time counts once it has passed, whatever became of the matter:
/// counting matters when they end would count the quick ones first.
public struct ExpectationHits: Sendable, Hashable {
    /// Nil for all groups together.
    public let group: SimilarGroup?
    /// Of how many the time "one in two" has passed, and how many of them were finished by then.
    public let halfDue: Int
    public let halfKept: Int
    /// The same for "nine in ten".
    public let mostDue: Int
    public let mostKept: Int
}

/// What a round of the recurring job did.
public struct ExpectationRound: Sendable, Hashable {
    /// How many times that had passed were looked at.
    public var settled = 0
    /// How many matters the estimates were made from; nil where they are young enough, or another server is
    /// making them.
    public var fitted: Int?

    public init() {}
}

/// What is known of the estimates as a whole.
public struct ExpectationState: Sendable, Hashable {
    /// When they were made last; nil before the first time.
    public let fittedAt: Moment?
    /// From how many matters.
    public let matters: Int
    /// How many groups have one.
    public let groups: Int
}
