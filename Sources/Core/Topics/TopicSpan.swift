/// Over how long a topic is looked for. The number is that of its days, as addresses write it.
public enum TopicSpan: Int, CaseIterable, Sendable, Hashable {
    /// The hour that runs and the two before it: what bursts, shows while it bursts.
    case hours = 0
    case day = 1
    case week = 7
    case month = 30

    /// How many hours it has.
    public var length: Int { self == .hours ? 3 : rawValue * 24 }

    /// The hours it has at some hour: whole days of the town, up to the end of the one that runs; of the
    /// shortest span whole hours.
    public func range(at now: TopicHour) -> Range<Int> {
        let end = self == .hours ? now.number + 1 : (now.day + 1) * 24
        return end - length..<end
    }

    /// How many hours lie between it and the one it is compared with: the same hours of the day, the same
    /// days of the week; but for a month.
    public var step: Int {
        switch self {
        case .hours: 24
        case .day, .week: 7 * 24
        case .month: 30 * 24
        }
    }

    /// With how many earlier ones it is compared.
    public var past: Int {
        switch self {
        case .hours: 28
        case .day, .week: 8
        case .month: 1
        }
    }

    /// How much less each earlier one counts than the next: those of days are many and each is few people.
    public var fading: Double { self == .hours ? 0.97 : 0.75 }

    /// How surprising a number must be: more so where it is looked at every few minutes, and where it is
    /// compared with a single span before.
    public var leastSurprise: Double {
        switch self {
        case .hours: 2.6
        case .day, .week: TopicLevel.leastSurprise
        case .month: 3
        }
    }

    /// A single short word, which many different things share, must be heard from so many more people.
    public var leastThinSurprise: Double { leastSurprise + 0.5 }

    /// Before so many days are known, nothing is unusual.
    public var leastDays: Int { self == .month ? 60 : 14 }
}

/// An hour of the town's own clock: 24 of them are a day, counted from the first of 1970.
public struct TopicHour: Hashable, Comparable, Sendable {
    public let number: Int

    public init(number: Int) { self.number = number }

    public init(_ moment: Moment, in calendar: WorkingCalendar) {
        let (day, time) = calendar.split(moment)
        number = day * 24 + Int(time / 3_600_000)
    }

    /// The day it belongs to, counted since 1970.
    public var day: Int { number >= 0 ? number / 24 : (number - 23) / 24 }

    public static func < (left: TopicHour, right: TopicHour) -> Bool { left.number < right.number }
}

/// How many matters the whole town raised on each day, as far as it says since when anything is known: a few
/// stray ones of long ago are no usual level, and neither is a week in which hardly anybody was served.
public struct TopicFlow: Hashable, Sendable {
    /// By days since 1970.
    private let matters: [Int: Int]

    public init(_ matters: [Int: Int]) { self.matters = matters }

    /// The first day from which on the town spoke as it does now: the first of a week that has at least a
    /// fifth of the usual, with most weeks after it like that. Nil where nothing is known.
    ///
    /// - Parameter weeks: looked at, up to the day.
    public func known(upTo day: Int, weeks: Int) -> Int? {
        let sums = (0..<weeks).map { week in
            (0..<7).reduce(0) { $0 + (matters[day - week * 7 - $1] ?? 0) }
        }
        let filled = sums.filter { $0 > 0 }.sorted()
        guard !filled.isEmpty else { return nil }
        let usual = filled[filled.count / 2]
        var (good, oldest) = (0, 0)
        for (week, sum) in sums.enumerated() where sum > 0 && sum * 5 >= usual {
            good += 1
            if good * 2 >= week + 1 { oldest = week }
        }
        let start = day - oldest * 7 - 6
        return (start...day).first { (matters[$0] ?? 0) > 0 }
    }
}
