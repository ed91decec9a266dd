/// When somebody is on duty in a week: `workdays 09:00-12:00 14:00-17:30; sat 09:00-12:00`.
///
/// `workdays` are those of the city's calendar, make-up days among them; `daily` is every day; else the days
/// of the week, one by one or as a span. `24h` is the whole day.
public struct DutyTimes: Hashable, Sendable, Codable, CustomStringConvertible {
    enum Days: Hashable, Sendable {
        /// Those of the calendar.
        case working
        case these(Set<Weekday>)
    }

    struct Rule: Hashable, Sendable {
        let days: Days
        let hours: [DayHours]
    }

    let rules: [Rule]
    /// As it was written, with single spaces.
    public let description: String

    /// Nil for what cannot be read, and for times that never come.
    public init?(_ text: String) {
        var rules: [Rule] = []
        var parts: [String] = []
        for part in text.split(separator: ";") {
            let words = part.split(whereSeparator: \.isWhitespace)
            guard words.count >= 2, let days = Self.days(words[0]) else { return nil }
            var hours: [DayHours] = []
            for word in words.dropFirst() {
                guard let read = word == "24h" ? DayHours("00:00-24:00") : DayHours(word),
                    read.opens < read.closes
                else { return nil }
                hours.append(read)
            }
            hours.sort { $0.opens < $1.opens }
            for (one, next) in zip(hours, hours.dropFirst()) where next.opens < one.closes { return nil }
            rules.append(Rule(days: days, hours: hours))
            parts.append(words.joined(separator: " "))
        }
        guard !rules.isEmpty, rules.count <= 20 else { return nil }
        self.rules = rules
        description = parts.joined(separator: "; ")
    }

    private static let names: [(name: String, day: Weekday)] = [
        ("mon", .monday), ("tue", .tuesday), ("wed", .wednesday), ("thu", .thursday), ("fri", .friday),
        ("sat", .saturday), ("sun", .sunday),
    ]

    private static func days(_ text: Substring) -> Days? {
        if text == "workdays" { return .working }
        if text == "daily" { return .these(Set(Weekday.allCases)) }
        var days: Set<Weekday> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false)
            guard let first = index(ends[0]), let last = ends.count == 2 ? index(ends[1]) : first,
                ends.count <= 2, first <= last
            else { return nil }
            for day in names[first...last] { days.insert(day.day) }
        }
        return .these(days)
    }

    private static func index(_ name: Substring) -> Int? { names.firstIndex { $0.name == name } }

    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let times = DutyTimes(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "no duty times"))
        }
        self = times
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension DutyTimes {
    /// Whether somebody is on duty at a moment. The end of a duty is not on duty any more.
    public func isOn(at moment: Moment, in calendar: WorkingCalendar) -> Bool {
        duties(on: calendar.date(of: moment), in: calendar).contains { $0.contains(moment) }
    }

    /// When the next duty begins, or now where one is on; nil where none comes within four weeks.
    public func next(from moment: Moment, in calendar: WorkingCalendar) -> Moment? {
        let today = calendar.date(of: moment)
        for ahead in 0...28 {
            for duty in duties(on: today.adding(days: ahead), in: calendar) where duty.upperBound > moment {
                return max(moment, duty.lowerBound)
            }
        }
        return nil
    }

    /// The duties of a day, the first first.
    private func duties(on date: CivilDate, in calendar: WorkingCalendar) -> [Range<Moment>] {
        let start = calendar.start(of: date)
        let fitting = rules.filter { rule in
            switch rule.days {
            case .working: calendar.isWorkingDay(date)
            case .these(let days): days.contains(date.weekday)
            }
        }
        return fitting.flatMap(\.hours).map { hours in
            (start + Int64(hours.opens) * 60_000)..<(start + Int64(hours.closes) * 60_000)
        }.sorted { $0.lowerBound < $1.lowerBound }
    }
}
