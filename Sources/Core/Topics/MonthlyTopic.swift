/// The one topic of a month that a leader takes up (每月一题).
public struct MonthlyTopic: Hashable, Sendable {
    /// `2026-11`.
    public let month: Month
    public var title: String
    /// Why this one.
    public var reason: String
    public var unit: UnitCode
    /// What is to be done.
    public var plan: String
    public let chosenBy: Int64
    public let chosenAt: Moment
    /// What came of it; nil while it goes on.
    public var result: String?
    public var endedAt: Moment?

    public init(
        month: Month, title: String, reason: String, unit: UnitCode, plan: String, chosenBy: Int64,
        chosenAt: Moment, result: String? = nil, endedAt: Moment? = nil
    ) {
        self.month = month
        self.title = title
        self.reason = reason
        self.unit = unit
        self.plan = plan
        self.chosenBy = chosenBy
        self.chosenAt = chosenAt
        self.result = result
        self.endedAt = endedAt
    }

    public var isOpen: Bool { endedAt == nil }

    /// The longest title, and the longest text of anything else, in characters.
    public static let longestTitle = 60
    public static let longestText = 2000

    /// What is missing or too long.
    public enum Flaw: String, Sendable, CaseIterable {
        case title, reason, unit, plan
    }

    public func flaws(in city: City) -> [Flaw] {
        var flaws: [Flaw] = []
        if !(1...Self.longestTitle).contains(title.count) { flaws.append(.title) }
        if !(1...Self.longestText).contains(reason.count) { flaws.append(.reason) }
        if city.units[unit] == nil { flaws.append(.unit) }
        if !(1...Self.longestText).contains(plan.count) { flaws.append(.plan) }
        return flaws
    }

    /// A month of a year, from 2000 to 2199.
    public struct Month: Hashable, Comparable, Sendable, CustomStringConvertible {
        public let year: Int
        public let month: Int

        public init(_ date: CivilDate) { (year, month) = (date.year, date.month) }

        /// `2026-11`.
        public init?(_ text: String) {
            guard text.utf8.count == 7, let date = CivilDate(text + "-01"), (2000...2199).contains(date.year)
            else { return nil }
            self.init(date)
        }

        public var description: String { "\(year)-\(month < 10 ? "0" : "")\(month)" }

        public static func < (left: Month, right: Month) -> Bool {
            (left.year, left.month) < (right.year, right.month)
        }
    }
}
