/// A day, a week or a month that is assessed (日督查、周通报、月考核, M35), as its address writes it:
/// `2026-11-21`, `2026-W47`, `2026-10`.
public enum AssessmentPeriod: Hashable, Sendable {
    case day(CivilDate)
    /// A week of ISO 8601, by its Monday.
    case week(monday: CivilDate)
    /// A month, by its first day.
    case month(first: CivilDate)

    /// What sort of period it is.
    public enum Sort: String, CaseIterable, Hashable, Sendable, Codable {
        case day, week, month
    }

    /// Years that are taken, so that no reckoning with days leaves its range.
    private static let years = 1970...2999

    /// Nil for what is no period: the month 13, the week 99, the year 0.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count <= 10, text.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == "-" || $0 == "W") })
        else { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = parts.first, first.utf8.count == 4, let year = Int(first),
            Self.years.contains(year)
        else { return nil }
        switch (parts.count, bytes.count) {
        case (3, 10):
            guard let date = CivilDate(text) else { return nil }
            self = .day(date)
        case (2, 8):
            guard parts[1].first == "W", let week = Int(parts[1].dropFirst()), week >= 1,
                let monday = Self.monday(ofWeek: week, in: year)
            else { return nil }
            self = .week(monday: monday)
        case (2, 7):
            guard let month = Int(parts[1]), let first = CivilDate(year: year, month: month, day: 1) else {
                return nil
            }
            self = .month(first: first)
        default: return nil
        }
    }

    /// The period of a sort that holds a day.
    public init(_ sort: Sort, of date: CivilDate) {
        switch sort {
        case .day: self = .day(date)
        case .week: self = .week(monday: date.adding(days: 1 - date.weekday.rawValue))
        case .month: self = .month(first: date.adding(days: 1 - date.day))
        }
    }

    public var sort: Sort {
        switch self {
        case .day: .day
        case .week: .week
        case .month: .month
        }
    }

    /// Its first day.
    public var first: CivilDate {
        switch self {
        case .day(let date), .week(let date), .month(let date): date
        }
    }

    /// Its last day.
    public var last: CivilDate { next.first.adding(days: -1) }

    /// The one after it.
    public var next: AssessmentPeriod {
        switch self {
        case .day(let date): .day(date.adding(days: 1))
        case .week(let monday): .week(monday: monday.adding(days: 7))
        // The 1st and 31 days later lies in the next month, whatever its length.
        case .month(let first): AssessmentPeriod(.month, of: first.adding(days: 31))
        }
    }

    /// The one before it.
    public var previous: AssessmentPeriod { AssessmentPeriod(sort, of: first.adding(days: -1)) }

    /// As addresses write it.
    public var text: String {
        switch self {
        case .day(let date): return date.description
        case .month(let first): return String(first.description.prefix(7))
        case .week(let monday):
            let thursday = monday.adding(days: 3)
            guard let start = CivilDate(year: thursday.year, month: 1, day: 1) else { return "" }
            let week = (thursday.daysSince1970 - start.daysSince1970) / 7 + 1
            return "\(padded(thursday.year, 4))-W\(padded(week, 2))"
        }
    }

    /// The Monday of a week; nil where the year has no such week. The week with the 4th of January is the
    /// first.
    private static func monday(ofWeek week: Int, in year: Int) -> CivilDate? {
        guard week <= 53, let fourth = CivilDate(year: year, month: 1, day: 4) else { return nil }
        let monday = fourth.adding(days: 1 - fourth.weekday.rawValue + (week - 1) * 7)
        return monday.adding(days: 3).year == year ? monday : nil
    }
}
