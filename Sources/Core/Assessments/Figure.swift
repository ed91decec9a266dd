/// What is counted for a unit on a day.
public enum Figure: String, CaseIterable, Hashable, Sendable, Codable {
    /// Came in, counted for the desk.
    case received
    /// Was given to the unit.
    case dispatched
    /// Was accepted by the unit before, or after, its time to accept ran out.
    case acceptedInTime, acceptedLate
    /// Was answered by the unit before, or after, the time promised to the resident.
    case answeredInTime, answeredLate
    /// A limit passed while the unit had it.
    case limitPassed
    /// The unit gave it back.
    case returned
    /// The resident said that an answer of the unit did not do.
    case sentBack
    /// The two questions: was it solved, is the resident content?
    case solvedYes, solvedNo, satisfiedYes, satisfiedNo
    /// Was raised to the level above (M43).
    case raised
    /// The resident urged.
    case urged
    /// A supervision was ordered.
    case supervised
    /// Does not count in the unit's rates, by a decision that is kept.
    case excluded
    /// How it ended.
    case endedSolved, endedWithdrawn, endedOutOfScope, endedUnreachable, endedMerged
    /// How many more are open with the unit than before.
    case openChange

    /// The figure of an end; nil for what ended in another system.
    public init?(_ outcome: Outcome) {
        switch outcome {
        case .solved: self = .endedSolved
        case .withdrawn: self = .endedWithdrawn
        case .notInScope: self = .endedOutOfScope
        case .unreachable: self = .endedUnreachable
        case .merged: self = .endedMerged
        case .elsewhere: return nil
        }
    }
}

/// A share that a unit is measured by.
public enum Measure: String, CaseIterable, Hashable, Sendable, Codable {
    /// Accepted in time, of all it accepted (响应率).
    case accepted
    /// Answered in time, of all it answered (按时答复率).
    case answered
    /// Solved, of all that residents gave their word on (解决率).
    case solved
    /// Satisfied, of all that residents gave their word on (满意率).
    case satisfied

    /// What counts for it, and what counts against it.
    public var figures: (yes: Figure, no: Figure) {
        switch self {
        case .accepted: (.acceptedInTime, .acceptedLate)
        case .answered: (.answeredInTime, .answeredLate)
        case .solved: (.solvedYes, .solvedNo)
        case .satisfied: (.satisfiedYes, .satisfiedNo)
        }
    }
}

/// The figures of one unit.
public struct Figures: Hashable, Sendable, Codable {
    private var counts: [String: Int] = [:]

    public init() {}

    /// 0 where nothing was counted.
    public subscript(figure: Figure) -> Int {
        get { counts[figure.rawValue] ?? 0 }
        set { counts[figure.rawValue] = newValue == 0 ? nil : newValue }
    }

    /// How many count for a measure, of how many. What was taken back since can leave less than nothing.
    public func share(_ measure: Measure) -> Share {
        let (yes, no) = (max(0, self[measure.figures.yes]), max(0, self[measure.figures.no]))
        return Share(yes: yes, of: yes + no)
    }

    /// Whether nothing was counted.
    public var isEmpty: Bool { counts.isEmpty }

    public static func += (left: inout Figures, right: Figures) {
        left.counts.merge(right.counts, uniquingKeysWith: +)
    }

    public init(from decoder: any Decoder) throws {
        counts = try decoder.singleValueContainer().decode([String: Int].self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(counts)
    }
}

/// So many of so many.
public struct Share: Hashable, Sendable {
    public let yes: Int
    public let of: Int

    public init(yes: Int, of: Int) {
        self.yes = min(max(0, yes), max(0, of))
        self.of = max(0, of)
    }

    /// Hundredths of a percent, rounded half up; nil where nothing was counted.
    public var hundredths: Int? {
        guard of > 0 else { return nil }
        let (product, overflow) = yes.multipliedReportingOverflow(by: 20_000)
        return overflow ? Int((Double(yes) / Double(of) * 10_000).rounded()) : (product / of + 1) / 2
    }

    /// Between which shares the true one lies with 95 % certainty (Wilson's interval), in percent; nil where
    /// nothing was counted. Three of three is anything from 44 %, 3,000 of 3,000 is 99.9 %.
    public var interval: (low: Double, high: Double)? {
        guard of > 0 else { return nil }
        let (count, share, z) = (Double(of), Double(yes) / Double(of), 1.959_964)
        let middle = (share + z * z / (2 * count)) / (1 + z * z / count)
        let spread =
            z / (1 + z * z / count)
            * ((share * (1 - share) + z * z / (4 * count)) / count).squareRoot()
        return (max(0, middle - spread) * 100, min(1, middle + spread) * 100)
    }
}
