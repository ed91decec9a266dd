import Core
import Testing

@Suite("The laws of the working calendar")
struct WorkingCalendarLawTests {
    /// A calendar that shares nothing with another but its year: random hours, week, zone and special days.
    static func random(_ dice: inout Chance) throws -> WorkingCalendar {
        var edges = Set<Int>()
        let stretches = Int.random(in: 1...3, using: &dice)
        while edges.count < stretches * 2 { edges.insert(Int.random(in: 0...1440, using: &dice)) }
        let sorted = edges.sorted()
        let hours = (0..<stretches).map { DayHours(opens: sorted[$0 * 2], closes: sorted[$0 * 2 + 1]) }
        var week = Set(Weekday.allCases.filter { _ in Bool.random(using: &dice) })
        if week.isEmpty { week = [.wednesday] }
        let from = try CalendarSpecimens.date("2025-11-03")
        var off: [CivilDate: LocalText] = [:]
        var work = Set<CivilDate>()
        for offset in 20..<120 {
            switch Int.random(in: 0...9, using: &dice) {
            case 0, 1: off[from.adding(days: offset)] = CalendarSpecimens.springFestival
            case 2: work.insert(from.adding(days: offset))
            default: break
            }
        }
        return try WorkingCalendar(
            zoneOffsetMinutes: Int.random(in: -720...840, using: &dice), hours: hours, workingWeekdays: week,
            offDays: off, workDays: work, from: from, through: from.adding(days: 150))
    }

    /// Somewhere before, in or after the table.
    static func moment(_ dice: inout Chance, _ calendar: WorkingCalendar) -> Moment {
        calendar.start(of: calendar.coversFrom) + Int64.random(in: -60...220, using: &dice) * 86_400_000
            + Int64.random(in: 0..<1440, using: &dice) * 60_000
    }

    static let office = Result { try CalendarSpecimens.official() }

    @Test("what was added has elapsed, one millisecond earlier it has not")
    func inverse() throws {
        var dice = Chance(seed: 1)
        for _ in 0..<150 {
            let calendar = try Self.random(&dice)
            for _ in 0..<40 {
                let start = Self.moment(&dice, calendar)
                let length = Int64.random(in: 1...4_000_000_000, using: &dice)
                let due = calendar.add(.workingHours(length), to: start)
                #expect(calendar.elapsed(from: start, to: due) == length)
                #expect(calendar.elapsed(from: start, to: due + -1) == length - 1)
                #expect(calendar.elapsed(from: due, to: start) == -length)
            }
        }
    }

    @Test("a later start or a longer span never comes due earlier")
    func monotony() throws {
        var dice = Chance(seed: 2)
        for _ in 0..<150 {
            let calendar = try Self.random(&dice)
            for _ in 0..<40 {
                let start = Self.moment(&dice, calendar)
                let later = start + Int64.random(in: 0...200_000_000, using: &dice)
                let length = Int64.random(in: 1...2_000_000_000, using: &dice)
                let longer = length + Int64.random(in: 0...200_000_000, using: &dice)
                let days = Int.random(in: 1...300, using: &dice)
                let due = calendar.add(.workingHours(length), to: start)
                #expect(due <= calendar.add(.workingHours(length), to: later))
                #expect(due <= calendar.add(.workingHours(longer), to: start))
                let dueByDays = calendar.add(.workingDays(days), to: start)
                #expect(dueByDays <= calendar.add(.workingDays(days), to: later))
                #expect(dueByDays < calendar.add(.workingDays(days + 1), to: start))
                #expect(due > start && dueByDays >= start)
            }
        }
    }

    @Test("two spans after each other are their sum, and elapsed time adds up")
    func additivity() throws {
        var dice = Chance(seed: 3)
        for _ in 0..<150 {
            let calendar = try Self.random(&dice)
            for _ in 0..<40 {
                let start = Self.moment(&dice, calendar)
                let first = Int64.random(in: 1...1_000_000_000, using: &dice)
                let second = Int64.random(in: 1...1_000_000_000, using: &dice)
                let middle = calendar.add(.workingHours(first), to: start)
                let end = calendar.add(.workingHours(second), to: middle)
                #expect(end == calendar.add(.workingHours(first + second), to: start))
                let between = Self.moment(&dice, calendar)
                let way =
                    calendar.elapsed(from: start, to: between) + calendar.elapsed(from: between, to: end)
                #expect(way == calendar.elapsed(from: start, to: end))
            }
        }
    }

    @Test("working days counted after the start are the days that were added")
    func workingDaysInverse() throws {
        var dice = Chance(seed: 4)
        for _ in 0..<150 {
            let calendar = try Self.random(&dice)
            for _ in 0..<40 {
                let start = Self.moment(&dice, calendar)
                let days = Int.random(in: 1...400, using: &dice)
                let due = calendar.add(.workingDays(days), to: start)
                // Offices that close at midnight are due on the following date's first moment.
                let lastDay = due + -1
                #expect(calendar.workingDays(from: start, to: lastDay) == days)
                #expect(calendar.isWorkingDay(calendar.date(of: lastDay)))
                #expect(calendar.isOpen(at: lastDay))
            }
        }
    }

    @Test("agrees with a walk from minute to minute")
    func naive() throws {
        var dice = Chance(seed: 5)
        for _ in 0..<60 {
            let calendar = try Self.random(&dice)
            for _ in 0..<5 {
                let start = Self.moment(&dice, calendar)
                let minutes = Int64.random(in: 1...900, using: &dice)
                let due = Self.walk(calendar, minutes, from: start)
                #expect(calendar.add(.workingHours(minutes * 60_000), to: start) == due)
            }
        }
    }

    /// Reads the settings of the calendar and none of its sums.
    private static func walk(_ calendar: WorkingCalendar, _ minutes: Int64, from start: Moment) -> Moment {
        var (left, moment) = (minutes, start)
        let zone = Int64(calendar.zoneOffsetMinutes) * 60_000
        while left > 0 {
            var local = moment.milliseconds + zone
            let day = Int((local - (local % 86_400_000 + 86_400_000) % 86_400_000) / 86_400_000)
            local -= Int64(day) * 86_400_000
            let date = CivilDate(daysSince1970: day)
            let plain = calendar.workingWeekdays.contains(date.weekday)
            let works = calendar.workDays.contains(date) || (plain && calendar.offDays[date] == nil)
            let minute = Int(local / 60_000)
            if works && calendar.hours.contains(where: { $0.opens <= minute && minute < $0.closes }) {
                left -= 1
            }
            moment = moment + 60_000
        }
        return moment
    }

    @Test("finds the ten-thousandth working day without a walk, in and outside the table")
    func tenThousandDays() throws {
        let calendar = try Self.office.get()
        for text in ["1999-12-31 10:00", "2026-02-13 10:00", "2050-06-01 10:00"] {
            let start = try CalendarSpecimens.moment(text, calendar)
            var date = calendar.date(of: start)
            for _ in 0..<10_000 {
                repeat { date = date.adding(days: 1) } while !calendar.isWorkingDay(date)
            }
            let due = calendar.add(.workingDays(10_000), to: start)
            #expect(calendar.date(of: due) == date)
            #expect(calendar.elapsed(from: calendar.start(of: date), to: due) == calendar.dayLength)
        }
    }
}
