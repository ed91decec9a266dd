/// A matter that a check found, as it stood at the end of the day.
public struct Finding: Hashable, Sendable, Codable {
    /// What was found.
    public enum Sort: String, CaseIterable, Hashable, Sendable, Codable {
        /// Passed the time promised to the resident that day, and was not answered by its end.
        case lateToday
        /// Is due on the next day.
        case dueTomorrow
        /// Nobody at work has taken a step for the set number of days (M43).
        case sinking
        /// A unit returned it for the second time that day.
        case returnedTwice
        /// Its resident said no for the second time that day.
        case rejectedTwice
        /// Open, and neither a unit nor the desk has it (M17).
        case ownerless
        /// Ended that day without a word to whoever raised it (M17).
        case silentEnd
        /// Was open and past its time when the period ended (M135).
        case overdue
    }

    public let sort: Sort
    public let number: String
    public let area: AreaCode
    /// The unit that had it.
    public let unit: UnitCode
    public let raisedTo: UnitCode?
    /// When it was due, when the last step was taken, or when it happened.
    public let at: Moment

    public init(
        sort: Sort, number: String, area: AreaCode, unit: UnitCode, raisedTo: UnitCode?, at: Moment
    ) {
        self.sort = sort
        self.number = number
        self.area = area
        self.unit = unit
        self.raisedTo = raisedTo
        self.at = at
    }
}

/// What a period was, written once and kept: later looks at it see what was true then.
public struct AssessmentReport: Sendable, Codable, Equatable {
    /// `2026-11-21`, `2026-W47`, `2026-10`.
    public let period: String
    public let madeAt: Moment
    /// The figures of each unit that had any.
    public let figures: [String: Figures]
    /// How many were open with each unit at the end.
    public let open: [String: Int]
    public let findings: [Finding]
    /// Sorts of findings of which there were more than are kept.
    public let more: Set<Finding.Sort>
    /// So many days without a step make a matter sink.
    public let sinkingDays: Int
    /// Fewer orders are not ranked.
    public let atLeast: Int
    /// What scores are made with.
    public let formula: Formula

    public init(
        period: String, madeAt: Moment, figures: [String: Figures], open: [String: Int], findings: [Finding],
        more: Set<Finding.Sort>, sinkingDays: Int, atLeast: Int, formula: Formula
    ) {
        self.period = period
        self.madeAt = madeAt
        self.figures = figures
        self.open = open
        self.findings = findings
        self.more = more
        self.sinkingDays = sinkingDays
        self.atLeast = atLeast
        self.formula = formula
    }

    /// So many findings of a sort are kept.
    public static let most = 500
}
