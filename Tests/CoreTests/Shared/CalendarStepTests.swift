import Core
import Testing

@Suite("The explanation of a due date")
struct CalendarStepTests {
    func told(_ span: String, from start: String, _ language: Language = .zh) throws -> [String] {
        let calendar = try CalendarSpecimens.official()
        let steps = calendar.explain(
            try #require(Span(span)), from: try CalendarSpecimens.moment(start, calendar))
        return steps.map { $0.sentence(language) }
    }

    @Test("tells lunch, evening and weekend")
    func lunchAndWeekend() throws {
        #expect(
            try told("9wh", from: "2026-03-06 11:00") == [
                "2026年3月6日（星期五）11:00开始计时。",
                "2026年3月6日（星期五）11:00至2026年3月6日（星期五）12:00，计1小时。",
                "12:00至13:30休息，不计。",
                "2026年3月6日（星期五）13:30至2026年3月6日（星期五）17:30，计4小时。",
                "2026年3月7日（星期六）至2026年3月8日（星期日）为休息日，不计。",
                "2026年3月9日（星期一）09:00至2026年3月9日（星期一）12:00，计3小时。",
                "12:00至13:30休息，不计。",
                "2026年3月9日（星期一）13:30至2026年3月9日（星期一）14:30，计1小时。",
                "2026年3月9日（星期一）14:30到期。",
            ])
    }

    @Test("names the holiday and the make-up day")
    func festival() throws {
        #expect(
            try told("3wd", from: "2026-02-13 10:00", .en) == [
                "The clock starts on Fri 13 Feb 2026, 10:00.",
                "The starting day (Fri 13 Feb 2026) does not count.",
                "Sat 14 Feb 2026 is worked in exchange for a holiday.",
                "Sat 14 Feb 2026 counts 1 working day.",
                "Sun 15 Feb 2026 to Mon 23 Feb 2026 are off for Spring Festival, not counted.",
                "Tue 24 Feb 2026 to Wed 25 Feb 2026 count 2 working days.",
                "It is due on Wed 25 Feb 2026, 17:30.",
            ])
        #expect(try told("3wd", from: "2026-02-13 10:00").contains { $0.contains("春节假期") })
    }

    @Test("says when the clock waits for the offices to open")
    func waits() throws {
        let steps = try told("1wh", from: "2026-03-06 20:00")
        #expect(steps.contains("当时不在工作时间，自2026年3月9日（星期一）09:00起算。"))
        #expect(steps.last == "2026年3月9日（星期一）10:00到期。")
    }

    @Test("tells plain time in three steps")
    func plainTime() throws {
        #expect(
            try told("15d", from: "2026-09-25 10:00", .en) == [
                "The clock starts on Fri 25 Sep 2026, 10:00.",
                "Plain time runs for 360 h, day and night.", "It is due on Sat 10 Oct 2026, 10:00.",
            ])
    }

    @Test("says where the official lists end")
    func beyondTable() throws {
        #expect(try told("3wd", from: "2026-12-30 10:00").contains { $0.contains("尚未公布") })
        #expect(try told("1wd", from: "2026-12-30 10:00").contains { $0.contains("尚未公布") } == false)
    }

    @Test("ends at the due moment, keeps the order of time, adds up, and stays short, whatever the span")
    func short() throws {
        var dice = Chance(seed: 6)
        for _ in 0..<300 {
            let calendar = try WorkingCalendarLawTests.random(&dice)
            for _ in 0..<10 {
                let start = WorkingCalendarLawTests.moment(&dice, calendar)
                let power = Int64.random(in: 0...36, using: &dice)
                let length = Int64.random(in: 1...(1 << power), using: &dice)
                for span in [Span.workingHours(length), .workingDays(Int(length % 20_000))] {
                    let steps = calendar.explain(span, from: start)
                    #expect(steps.count <= 20)
                    try check(steps, span, start, calendar)
                }
            }
        }
    }

    private func check(
        _ steps: [CalendarStep], _ span: Span, _ start: Moment, _ calendar: WorkingCalendar
    ) throws {
        let day: Int64 = 86_400_000
        var (time, days, sum) = (Moment(milliseconds: .min), 0, Int64(0))
        func advance(_ from: CivilDate, _ through: CivilDate) {
            #expect(calendar.start(of: from) + day > time && from <= through)
            time = calendar.start(of: through) + day
        }
        for step in steps {
            switch step {
            case .starts(let at): #expect(at.moment == start)
            case .works(let from, let to, let length):
                #expect(from.moment >= time && from.moment < to.moment && length > 0)
                (time, sum) = (to.moment, sum + length)
            case .counts(let first, let last, let count):
                advance(first, last)
                days += count
            case .stretch(let first, let last, let worked, let off):
                advance(first, last)
                #expect(worked + off == last.daysSince1970 - first.daysSince1970 + 1)
                (days, sum) = (days + worked, sum + Int64(worked) * calendar.dayLength)
            case .weekend(let first, let last), .holiday(_, let first, let last): advance(first, last)
            case .due(let at): #expect(at.moment == calendar.add(span, to: start) && steps.last == step)
            case .waits, .startDayNotCounted, .pauses, .makeUp, .beyondTable, .runs: break
            }
            #expect(!step.sentence(.zh).isEmpty && step.sentence(.en).hasSuffix("."))
        }
        switch span {
        case .workingHours(let length): #expect(sum == length)
        case .workingDays(let count): #expect(days == count || count == 0)
        case .calendar: break
        }
    }
}
