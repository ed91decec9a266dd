/// How a city assesses: what its daily check looks for, the days of its months, its formulas. It is data of
/// the city.
public struct AssessmentRules: Hashable, Sendable {
    /// So many days without a step of anybody at work make a matter sink (M43).
    public let sinkingDays: Int
    /// Fewer orders than this are not ranked.
    public let atLeast: Int
    /// Roles whose holders comment in the month's meeting, one unit after the other.
    public let commenters: Set<String>
    public let month: Month
    /// The newest last.
    public let formulas: [Formula]

    /// The days of a month, each counted from 1 (M80), and those of the meeting in the month after (M35).
    public struct Month: Hashable, Sendable {
        public let collect: ClosedRange<Int>
        public let analyse: ClosedRange<Int>
        public let diagnosis: Int
        public let submit: Int
        public let meeting: Int

        public init(
            collect: ClosedRange<Int>, analyse: ClosedRange<Int>, diagnosis: Int, submit: Int, meeting: Int
        ) {
            self.collect = collect
            self.analyse = analyse
            self.diagnosis = diagnosis
            self.submit = submit
            self.meeting = meeting
        }
    }

    public init(
        sinkingDays: Int, atLeast: Int, commenters: Set<String>, month: Month, formulas: [Formula]
    ) {
        self.sinkingDays = sinkingDays
        self.atLeast = atLeast
        self.commenters = commenters
        self.month = month
        self.formulas = formulas.sorted { $0.from < $1.from }
    }

    /// The formula that counts on a day; before the first one began, the first.
    public func formula(on date: CivilDate) -> Formula {
        formulas.last { $0.from <= date } ?? formulas.first ?? AssessmentRules.usual.formulas[0]
    }

    /// For a city that says nothing about it: each of three rates a third or so, nothing taken off.
    public static let usual = AssessmentRules(
        sinkingDays: 15, atLeast: 10, commenters: ["leader"],
        month: Month(collect: 1...5, analyse: 6...10, diagnosis: 15, submit: 3, meeting: 5),
        formulas: [
            Formula(
                version: 1, from: CivilDate(daysSince1970: 0),
                weights: [
                    Formula.Weight(.accepted, percent: 30), Formula.Weight(.solved, percent: 35),
                    Formula.Weight(.satisfied, percent: 35),
                ], deductions: [])
        ])
}

/// The days of one month, as they were set when it began.
public struct MonthDays: Hashable, Sendable, Codable {
    public let month: CivilDate
    /// Opinions are collected (M80: days 1 to 5).
    public let collectFrom: CivilDate
    public let collectUntil: CivilDate
    /// Branches sort and decide; what they cannot solve is raised (days 6 to 10).
    public let analyseFrom: CivilDate
    public let analyseUntil: CivilDate
    /// The level above diagnoses all that was raised.
    public let diagnosis: CivilDate
    /// Until the end of this day, in the month after, units hand in what they did.
    public let submitUntil: CivilDate
    /// The month's meeting.
    public let meeting: CivilDate

    /// The days of the month that begins on `first`. Meetings fall on the working day on or after theirs.
    public init(_ first: CivilDate, by rules: AssessmentRules.Month, _ calendar: WorkingCalendar) {
        let after = AssessmentPeriod(.month, of: first).next.first
        month = first
        collectFrom = first.adding(days: rules.collect.lowerBound - 1)
        collectUntil = first.adding(days: rules.collect.upperBound - 1)
        analyseFrom = first.adding(days: rules.analyse.lowerBound - 1)
        analyseUntil = first.adding(days: rules.analyse.upperBound - 1)
        diagnosis = Self.working(first.adding(days: rules.diagnosis - 1), calendar)
        submitUntil = Self.working(after.adding(days: rules.submit - 1), calendar)
        meeting = Self.working(after.adding(days: rules.meeting - 1), calendar)
    }

    /// The next working day, itself included; the day itself where the calendar knows none for a month.
    private static func working(_ date: CivilDate, _ calendar: WorkingCalendar) -> CivilDate {
        (0..<31).lazy.map { date.adding(days: $0) }.first { calendar.isWorkingDay($0) } ?? date
    }
}
