/// When a place where people speak is open, or a box is emptied: on these days of the week, in these hours.
public struct OpeningRule: Hashable, Sendable, Codable, CustomStringConvertible {
    public let days: [Weekday]
    /// Minutes after midnight.
    public let opens: Int
    public let closes: Int

    /// A weekday's evening begins when the working day is over: 17:30.
    public static let eveningFrom = 17 * 60 + 30

    private static let names: [(String, Weekday)] = [
        ("mon", .monday), ("tue", .tuesday), ("wed", .wednesday), ("thu", .thursday), ("fri", .friday),
        ("sat", .saturday), ("sun", .sunday),
    ]

    /// Reads `sat 09:00-11:30` or `mon,wed,fri 08:30-17:30` or `mon-fri 08:30-17:30`; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: " ")
        guard parts.count == 2, let hours = DayHours(parts[1]), hours.opens < hours.closes,
            let days = OpeningRule.days(parts[0].lowercased())
        else { return nil }
        self.init(days: days, opens: hours.opens, closes: hours.closes)
    }

    public init(days: [Weekday], opens: Int, closes: Int) {
        self.days = days.sorted()
        self.opens = opens
        self.closes = closes
    }

    private static func day(_ text: some StringProtocol) -> Weekday? { names.first { $0.0 == text }?.1 }

    private static func days(_ text: String) -> [Weekday]? {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        if ends.count == 2 {
            guard let first = day(ends[0]), let last = day(ends[1]), first < last else { return nil }
            return Weekday.allCases.filter { first <= $0 && $0 <= last }
        }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { day($0) }
        let days = Set(parts.compactMap(\.self))
        return parts.contains(nil) || days.count != parts.count || days.isEmpty ? nil : days.sorted()
    }

    /// As it is read: `sat 09:00-11:30`.
    public var description: String {
        let days = Self.names.filter { self.days.contains($0.1) }.map(\.0).joined(separator: ",")
        return "\(days) \(hours)"
    }

    /// `09:00-11:30`.
    public var hours: String { DayHours(opens: opens, closes: closes).description }

    /// Whether it is once a week on a Saturday, a Sunday or the evening of a working day: when people are
    /// free (M85).
    public var suitsWorkingPeople: Bool {
        days.count == 1 && days.allSatisfy { $0 >= .saturday || opens >= Self.eveningFrom }
    }

    /// The first opening that is not over at a moment, within the next four weeks; where `working` it is none
    /// on a public holiday.
    public func next(
        from now: Moment, by calendar: WorkingCalendar, working: Bool
    ) -> (date: CivilDate, from: Moment, until: Moment)? {
        let today = calendar.date(of: now)
        for ahead in 0..<28 {
            let date = today.adding(days: ahead)
            guard isOn(date, by: calendar, working: working) else { continue }
            let start = calendar.start(of: date)
            let until = start + Int64(closes) * 60_000
            if until > now { return (date, start + Int64(opens) * 60_000, until) }
        }
        return nil
    }

    /// The last opening that was over at a moment, within the four weeks before.
    public func last(before now: Moment, by calendar: WorkingCalendar, working: Bool) -> CivilDate? {
        let today = calendar.date(of: now)
        for back in 0..<28 {
            let date = today.adding(days: -back)
            guard isOn(date, by: calendar, working: working) else { continue }
            if calendar.start(of: date) + Int64(closes) * 60_000 <= now { return date }
        }
        return nil
    }

    private func isOn(_ date: CivilDate, by calendar: WorkingCalendar, working: Bool) -> Bool {
        days.contains(date.weekday) && (!working || date.weekday >= .saturday || calendar.isWorkingDay(date))
    }
}
