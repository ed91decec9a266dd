import Core
import Testing

@Suite("A period of assessment")
struct AssessmentPeriodTests {
    @Test(
        "is refused when it is none",
        arguments: [
            "", "2026", "2026-13", "2026-00", "2026-1", "2026-02-30", "2026-11-31", "0000-01", "0000-01-01",
            "2026-W00", "2026-W54", "2026-W99", "2025-W53", "2026-W1", "2026-w47", "9999-12", "-026-10",
            "2026-10-", "2026--10", "２０２６-10", "2026-W4７", "2026-10-01T00:00", "<script>",
            String(repeating: "9", count: 300_000),
        ])
    func refused(_ text: String) { #expect(AssessmentPeriod(text) == nil) }

    @Test("has the days that the calendar gives it")
    func days() throws {
        let week = try #require(AssessmentPeriod("2026-W47"))
        #expect("\(week.first) \(week.last)" == "2026-11-16 2026-11-22")
        let last = try #require(AssessmentPeriod("2026-W53"))
        #expect("\(last.first) \(last.last)" == "2026-12-28 2027-01-03")
        #expect(last.next.text == "2027-W01" && last.next.previous == last)
        let february = try #require(AssessmentPeriod("2024-02"))
        #expect("\(february.first) \(february.last)" == "2024-02-01 2024-02-29")
        #expect(february.next.text == "2024-03" && february.previous.text == "2024-01")
    }

    @Test("is found again by its own name, and follows the one before without a gap, for 40 years")
    func roundTrip() throws {
        let start = try #require(CivilDate("1999-12-20"))
        for offset in 0..<14_600 {
            let day = start.adding(days: offset)
            for sort in AssessmentPeriod.Sort.allCases {
                let period = AssessmentPeriod(sort, of: day)
                #expect(period.first <= day && day <= period.last)
                guard day == period.first else { continue }
                #expect(AssessmentPeriod(period.text) == period)
                #expect(period.previous.last.adding(days: 1) == period.first)
            }
        }
    }

    @Test("sets the days of a month on working days")
    func month() throws {
        let first = try #require(CivilDate("2026-02-01"))
        let days = MonthDays(first, by: AssessmentRules.usual.month, Town.calendar)
        #expect("\(days.collectFrom) \(days.collectUntil)" == "2026-02-01 2026-02-05")
        #expect("\(days.analyseFrom) \(days.analyseUntil)" == "2026-02-06 2026-02-10")
        #expect(Town.calendar.isWorkingDay(days.diagnosis) && days.diagnosis >= first.adding(days: 14))
        #expect(days.submitUntil > days.analyseUntil && days.meeting >= days.submitUntil)
    }
}
