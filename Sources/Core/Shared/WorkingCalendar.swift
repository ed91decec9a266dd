/// When a city's offices work: its hours, its week, its holidays and the days worked in exchange (调休).
///
/// A table covers the years whose official lists are known; before and after it the plain week goes on, so
/// that a sum never fails. Every question is answered from counts of working days: in constant time, or by
/// one binary search. Nothing walks over days.
public struct WorkingCalendar: Sendable {
    /// The zone's distance from UTC in minutes. The calendar has no daylight saving time.
    public let zoneOffsetMinutes: Int
    /// The opening hours of every working day, in order.
    public let hours: [DayHours]
    public let workingWeekdays: Set<Weekday>
    /// Public holidays and days off in lieu, each with the name of its holiday.
    public let offDays: [CivilDate: LocalText]
    /// Days of rest that are worked in exchange for a holiday.
    public let workDays: Set<CivilDate>
    /// The first day the table knows.
    public let coversFrom: CivilDate
    /// The last day the table knows.
    public let coversUntil: CivilDate

    /// Working milliseconds of one working day.
    public let dayLength: Int64

    /// Days since 1970 of the table's first day and of the day after its last.
    let firstDay: Int
    let endDay: Int
    /// How many working days lie before each day of the table, and before its end. With equal hours on every
    /// working day this is also the prefix sum of working time, in units of `dayLength`.
    let workedBefore: [Int32]
    /// Distances from Monday of the weekdays that are worked, in order.
    let weekOffsets: [Int]

    /// Builds the table, or says why there cannot be one.
    public init(
        zoneOffsetMinutes: Int = 480, hours: [DayHours],
        workingWeekdays: Set<Weekday> = Weekday.mondayToFriday,
        offDays: [CivilDate: LocalText] = [:], workDays: Set<CivilDate> = [], from: CivilDate,
        through: CivilDate
    ) throws(CalendarError) {
        guard abs(zoneOffsetMinutes) <= 18 * 60 else { throw .zone(zoneOffsetMinutes) }
        self.hours = try WorkingCalendar.checked(hours)
        dayLength = self.hours.reduce(0) { $0 + $1.length }
        guard !workingWeekdays.isEmpty else { throw .noWorkingDay }
        firstDay = from.daysSince1970
        endDay = through.daysSince1970 + 1
        guard firstDay < endDay else { throw .tableInverted(from, through) }
        guard endDay - firstDay <= 73_050 else { throw .tableTooLong(from, through) }
        for day in (Array(offDays.keys) + workDays).sorted() {
            if day < from || day > through { throw .dayOutsideTable(day) }
            if offDays[day] != nil && workDays.contains(day) { throw .offAndWork(day) }
        }
        self.zoneOffsetMinutes = zoneOffsetMinutes
        self.workingWeekdays = workingWeekdays
        self.offDays = offDays
        self.workDays = workDays
        coversFrom = from
        coversUntil = through
        weekOffsets = workingWeekdays.map { $0.rawValue - 1 }.sorted()
        let off = Set(offDays.keys.map(\.daysSince1970))
        let work = Set(workDays.map(\.daysSince1970))
        var counts: [Int32] = [0]
        counts.reserveCapacity(endDay - firstDay + 1)
        var count: Int32 = 0
        for day in firstDay..<endDay {
            let plain = workingWeekdays.contains(Weekday(daysSince1970: day))
            if work.contains(day) || (plain && !off.contains(day)) { count += 1 }
            counts.append(count)
        }
        guard count > 0 else { throw .noWorkingDay }
        workedBefore = counts
    }

    private static func checked(_ hours: [DayHours]) throws(CalendarError) -> [DayHours] {
        guard !hours.isEmpty else { throw .noHours }
        let sorted = hours.sorted { ($0.opens, $0.closes) < ($1.opens, $1.closes) }
        for hours in sorted where hours.opens >= hours.closes || hours.opens < 0 || hours.closes > 1440 {
            throw .hoursInverted(hours)
        }
        for (earlier, later) in zip(sorted, sorted.dropFirst()) where later.opens < earlier.closes {
            throw .hoursOverlap(earlier, later)
        }
        return sorted
    }

    /// Says so when the table ends within 60 days of `now` or has ended; nil while it reaches further.
    public func warning(now: Moment) -> CalendarWarning? {
        let left = endDay - 1 - date(of: now).daysSince1970
        return left <= 60 ? CalendarWarning(coversUntil: coversUntil, daysLeft: left) : nil
    }
}

extension Weekday {
    /// The working week of Chinese offices.
    public static let mondayToFriday: Set<Weekday> = [.monday, .tuesday, .wednesday, .thursday, .friday]
}

/// One stretch of opening hours within a day, in minutes after midnight.
public struct DayHours: Hashable, Sendable, CustomStringConvertible {
    /// 0…1439.
    public let opens: Int
    /// 1…1440; 1440 is midnight at the end of the day.
    public let closes: Int

    /// Any two numbers: the calendar refuses hours that make no sense, and says which.
    public init(opens: Int, closes: Int) {
        self.opens = opens
        self.closes = closes
    }

    /// Reads `09:00-12:00` (a hyphen or an en dash); nil for anything else. `24:00` may only close.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "–" }
        guard parts.count == 2, let opens = DayHours.minute(parts[0]), let closes = DayHours.minute(parts[1]),
            opens < 1440
        else { return nil }
        self.init(opens: opens, closes: closes)
    }

    /// `09:00-12:00`.
    public var description: String {
        [opens, closes].map { "\(padded($0 / 60, 2)):\(padded($0 % 60, 2))" }.joined(separator: "-")
    }

    /// Its milliseconds.
    var length: Int64 { Int64(closes - opens) * 60_000 }

    private static func minute(_ text: some StringProtocol) -> Int? {
        let bytes = Array(text.utf8)
        let digits = [0, 1, 3, 4].compactMap { place in
            bytes.indices.contains(place) && (48...57).contains(bytes[place]) ? Int(bytes[place] - 48) : nil
        }
        guard bytes.count == 5, bytes[2] == 58, digits.count == 4 else { return nil }
        let (hour, minute) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
        guard minute < 60, hour < 24 || (hour == 24 && minute == 0) else { return nil }
        return hour * 60 + minute
    }
}

/// Why a working calendar could not be built.
public enum CalendarError: Error, Hashable, Sendable {
    /// The zone's offset in minutes is more than 18 hours.
    case zone(Int)
    /// No opening hours are given.
    case noHours
    /// The hours close before or when they open, or leave the day.
    case hoursInverted(DayHours)
    case hoursOverlap(DayHours, DayHours)
    /// No weekday is worked, or no day of the table is.
    case noWorkingDay
    /// The day is called off and worked at once.
    case offAndWork(CivilDate)
    /// The holiday or make-up day lies outside the table.
    case dayOutsideTable(CivilDate)
    case tableInverted(CivilDate, CivilDate)
    /// The table is longer than 200 years.
    case tableTooLong(CivilDate, CivilDate)
}

/// The table of days ends soon or has ended: next year's official list has to be added.
public struct CalendarWarning: Hashable, Sendable {
    public let coversUntil: CivilDate
    /// Days from today to the last covered day; negative once it has passed.
    public let daysLeft: Int
}
