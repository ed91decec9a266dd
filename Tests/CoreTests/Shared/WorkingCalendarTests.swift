import Core
import Testing

@Suite("A working calendar")
struct WorkingCalendarTests {
    let hour: Int64 = 3_600_000

    @Test("refuses a calendar in which nobody ever works")
    func refusesNoWork() throws {
        let from = try CalendarSpecimens.date("2026-01-01")
        let through = try CalendarSpecimens.date("2026-01-03")
        let hours = CalendarSpecimens.officeHours
        #expect(throws: CalendarError.noHours) {
            try WorkingCalendar(hours: [], from: from, through: through)
        }
        #expect(throws: CalendarError.noWorkingDay) {
            try WorkingCalendar(
                hours: hours, workingWeekdays: [], workDays: [from], from: from, through: through)
        }
        let off = [from, from.adding(days: 1), through].map { ($0, CalendarSpecimens.nationalDay) }
        #expect(throws: CalendarError.noWorkingDay) {
            try WorkingCalendar(
                hours: hours, offDays: Dictionary(uniqueKeysWithValues: off), from: from, through: through)
        }
    }

    @Test(
        "refuses hours that close before they open, take no time or leave the day",
        arguments: [(720, 540), (540, 540), (-1, 60), (1380, 1441)])
    func refusesHours(opens: Int, closes: Int) throws {
        let day = try CalendarSpecimens.date("2026-01-05")
        let hours = DayHours(opens: opens, closes: closes)
        #expect(throws: CalendarError.hoursInverted(hours)) {
            try WorkingCalendar(hours: [hours], from: day, through: day)
        }
    }

    @Test("refuses hours that overlap, whatever their order, and takes hours that touch")
    func refusesOverlap() throws {
        let day = try CalendarSpecimens.date("2026-01-05")
        let (morning, late) = (DayHours(opens: 540, closes: 721), DayHours(opens: 720, closes: 1050))
        #expect(throws: CalendarError.hoursOverlap(morning, late)) {
            try WorkingCalendar(hours: [late, morning], from: day, through: day)
        }
        let touching = [DayHours(opens: 540, closes: 720), late]
        #expect(try WorkingCalendar(hours: touching, from: day, through: day).dayLength == 510 * 60_000)
    }

    @Test("refuses a table that contradicts itself, ends before it begins or never seems to end")
    func refusesTable() throws {
        let day = try CalendarSpecimens.date("2026-01-05")
        let hours = CalendarSpecimens.officeHours
        let name = CalendarSpecimens.nationalDay
        let before = day.adding(days: -1)
        #expect(throws: CalendarError.offAndWork(day)) {
            try WorkingCalendar(
                hours: hours, offDays: [day: name], workDays: [day], from: day, through: day.adding(days: 9))
        }
        #expect(throws: CalendarError.tableInverted(day, before)) {
            try WorkingCalendar(hours: hours, from: day, through: before)
        }
        let late = day.adding(days: 73_050)
        #expect(throws: CalendarError.tableTooLong(day, late)) {
            try WorkingCalendar(hours: hours, from: day, through: late)
        }
        #expect(throws: CalendarError.dayOutsideTable(before)) {
            try WorkingCalendar(hours: hours, offDays: [before: name], from: day, through: day)
        }
        #expect(throws: CalendarError.zone(1081)) {
            try WorkingCalendar(zoneOffsetMinutes: 1081, hours: hours, from: day, through: day)
        }
    }

    @Test(
        "reads hours strictly",
        arguments: [
            "9:00-12:00", "09:00", "09:60-10:00", "24:00-24:00", "25:00-26:00", "09:00-12:00-13:00", "", "-",
        ])
    func refusesHoursText(text: String) {
        #expect(DayHours(text) == nil)
        #expect(DayHours("09:00-12:00") == DayHours(opens: 540, closes: 720))
        #expect(DayHours("00:00–24:00") == DayHours(opens: 0, closes: 1440))
    }

    @Test(
        "adds working time over lunch, nights, weekends, festivals and make-up days",
        arguments: [
            ("2026-03-02 09:00", "7wh", "2026-03-02 17:30"), ("2026-03-02 09:00", "3wh", "2026-03-02 12:00"),
            ("2026-03-02 11:59", "2wm", "2026-03-02 13:31"), ("2026-03-02 12:30", "1wm", "2026-03-02 13:31"),
            ("2026-03-06 17:29", "1wm", "2026-03-06 17:30"), ("2026-03-06 17:29", "2wm", "2026-03-09 09:01"),
            ("2026-03-06 23:59", "1wh", "2026-03-09 10:00"), ("2026-03-07 10:00", "7wh", "2026-03-09 17:30"),
            // Saturday 14 February is worked; the 15th to the 23rd are off.
            ("2026-02-13 17:00", "1wh", "2026-02-14 09:30"), ("2026-02-14 17:00", "1wh", "2026-02-24 09:30"),
            ("2026-02-27 16:30", "8wh", "2026-02-28 17:30"), ("2026-02-27 16:30", "9wh", "2026-03-02 10:00"),
            // The table ends with 2026: the plain week goes on, and no holiday of 2027 is known.
            ("2026-12-31 17:00", "1wh", "2027-01-01 09:30"), ("2024-02-28 17:00", "1wh", "2024-02-29 09:30"),
            ("2024-12-31 17:00", "8wh", "2025-01-02 09:30"),
        ])
    func addsWorkingTime(start: String, span: String, due: String) throws {
        let calendar = try CalendarSpecimens.official()
        let from = try CalendarSpecimens.moment(start, calendar)
        let expected = try CalendarSpecimens.moment(due, calendar)
        #expect(calendar.add(try #require(Span(span)), to: from) == expected)
    }

    @Test(
        "counts working days from the day after the start to close of business",
        arguments: [
            ("2026-03-02 09:00", "1wd", "2026-03-03 17:30"), ("2026-03-02 23:59", "1wd", "2026-03-03 17:30"),
            ("2026-03-06 10:00", "5wd", "2026-03-13 17:30"), ("2026-03-07 10:00", "1wd", "2026-03-09 17:30"),
            ("2026-02-13 10:00", "1wd", "2026-02-14 17:30"), ("2026-02-14 10:00", "1wd", "2026-02-24 17:30"),
            ("2026-02-13 10:00", "7wd", "2026-03-02 17:30"), ("2026-09-30 10:00", "3wd", "2026-10-10 17:30"),
            ("2026-12-30 10:00", "2wd", "2027-01-01 17:30"), ("2024-12-30 10:00", "5wd", "2025-01-06 17:30"),
        ])
    func addsWorkingDays(start: String, span: String, due: String) throws {
        let calendar = try CalendarSpecimens.official()
        let from = try CalendarSpecimens.moment(start, calendar)
        let expected = try CalendarSpecimens.moment(due, calendar)
        let span = try #require(Span(span))
        #expect(calendar.add(span, to: from) == expected)
        #expect(Span.workingDays(calendar.workingDays(from: from, to: expected)) == span)
    }

    @Test("adds plain time whatever the offices do")
    func addsPlainTime() throws {
        let calendar = try CalendarSpecimens.official()
        let start = try CalendarSpecimens.moment("2026-02-14 18:00", calendar)
        #expect(calendar.add(.calendar(15 * 24 * hour), to: start) == start + 15 * 24 * hour)
    }

    @Test("works round the clock, and to midnight, when the hours say so")
    func roundTheClock() throws {
        let calendar = try CalendarSpecimens.official(hours: [DayHours(opens: 0, closes: 1440)])
        let friday = try CalendarSpecimens.moment("2026-03-06 23:00", calendar)
        #expect(calendar.add(.workingHours(hour), to: friday) == friday + hour)
        #expect(calendar.add(.workingHours(hour + 1), to: friday) == friday + 49 * hour + 1)
        #expect(calendar.add(.workingDays(1), to: friday) == friday + 73 * hour)
    }

    @Test("lives in its own zone")
    func zones() throws {
        for zone in [-720, -210, 0, 345, 480, 840] {
            let calendar = try CalendarSpecimens.official(zone: zone)
            let start = try CalendarSpecimens.moment("2026-03-06 17:29", calendar)
            let due = try CalendarSpecimens.moment("2026-03-09 09:01", calendar)
            #expect(calendar.add(.workingHours(120_000), to: start) == due)
            #expect(calendar.date(of: start).description == "2026-03-06")
        }
    }

    @Test("stays at the end of time instead of overflowing")
    func farAway() throws {
        let calendar = try CalendarSpecimens.official()
        let start = try CalendarSpecimens.moment("2026-03-06 17:29", calendar)
        for span in [Span.workingHours(.max), .workingDays(.max), .calendar(.max)] {
            #expect(calendar.add(span, to: start).milliseconds == .max)
            #expect(
                calendar.add(span, to: Moment(milliseconds: .max)).milliseconds > 4_000_000_000_000_000_000)
        }
        let everything = calendar.elapsed(
            from: Moment(milliseconds: .min), to: Moment(milliseconds: .max))
        #expect(everything > 0)
        #expect(calendar.add(.workingDays(.min), to: start) == start + 60_000)
    }

    @Test("warns within sixty days of the end of its table, and after it")
    func warns() throws {
        let calendar = try CalendarSpecimens.official()
        let last = try CalendarSpecimens.date("2026-12-31")
        func left(_ text: String) throws -> Int? {
            calendar.warning(now: try CalendarSpecimens.moment(text, calendar))?.daysLeft
        }
        #expect(try left("2026-10-31 23:59") == nil)
        #expect(try left("2026-11-01 00:00") == 60)
        #expect(try left("2026-12-31 23:59") == 0)
        #expect(try left("2027-01-05 00:00") == -5)
        #expect(calendar.coversUntil == last)
        let warning = calendar.warning(now: calendar.start(of: last.adding(days: -10)))
        #expect(warning?.sentence(.zh).contains("还剩10天") == true)
        #expect(warning?.sentence(.en).contains("in 10 days") == true)
    }

    @Test("stops and goes on with what was left")
    func pauses() throws {
        let calendar = try CalendarSpecimens.official()
        let start = try CalendarSpecimens.moment("2026-03-02 10:00", calendar)
        let stop = try CalendarSpecimens.moment("2026-03-03 11:00", calendar)
        let resume = try CalendarSpecimens.moment("2026-03-10 16:30", calendar)
        // 8 of 14 hours have gone by: 6 of the first day, 2 of the second.
        let rest = calendar.remaining(of: .workingHours(14 * hour), from: start, at: stop)
        #expect(rest == .workingHours(6 * hour))
        let due = calendar.add(try #require(rest), to: resume)
        #expect(due == (try CalendarSpecimens.moment("2026-03-11 15:30", calendar)))
        // Stopped and resumed at once, nothing changes.
        #expect(
            calendar.add(try #require(rest), to: stop) == calendar.add(.workingHours(14 * hour), to: start))
        #expect(calendar.remaining(of: .workingHours(8 * hour), from: start, at: stop) == nil)
        #expect(
            calendar.remaining(of: .calendar(24 * hour), from: start, at: start + 5)
                == .calendar(24 * hour - 5))
    }

    @Test("wins no time by stopping and resuming within a day of a period of working days")
    func pausesWorkingDays() throws {
        let calendar = try CalendarSpecimens.official()
        let start = try CalendarSpecimens.moment("2026-03-02 10:00", calendar)
        let due = calendar.add(.workingDays(5), to: start)
        var moment = start
        while moment < due {
            let rest = try #require(calendar.remaining(of: .workingDays(5), from: start, at: moment))
            #expect(calendar.add(rest, to: moment) == due)
            moment = moment + hour
        }
        #expect(calendar.remaining(of: .workingDays(5), from: start, at: due) == nil)
    }
}
