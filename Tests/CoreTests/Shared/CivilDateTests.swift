import Core
import Testing

@Suite("A civil date")
struct CivilDateTests {
    @Test(
        "refuses what is no day or is written otherwise",
        arguments: [
            "2023-02-29", "1900-02-29", "2023-04-31", "2023-13-01", "2023-00-10", "2023-01-00", "1899-12-31",
            "0001-01-01", "10000-01-01", "2023-1-1", "2023/01/01", "2023-01-01 ", " 2023-01-01", "20230101",
            "+023-01-01", "２０２３-01-01", "2023-01-0a", "", "-", "NaN", "2023-W01-1", "1672531200000",
        ])
    func refuses(text: String) {
        #expect(CivilDate(text) == nil)
    }

    @Test("counts days as the calendar of stones does")
    func anchors() {
        for (text, days, weekday) in [
            ("1970-01-01", 0, Weekday.thursday), ("2000-02-29", 11_016, .tuesday),
            ("1900-01-01", -25_567, .monday),
            ("2026-11-22", 20_779, .sunday), ("9999-12-31", 2_932_896, .friday),
            ("1969-12-31", -1, .wednesday),
        ] {
            #expect(CivilDate(text)?.daysSince1970 == days)
            #expect(CivilDate(text)?.weekday == weekday)
            #expect(CivilDate(daysSince1970: days).description == text)
        }
    }

    @Test("goes from day to day without a gap for two hundred years")
    func consecutive() throws {
        var date = try CalendarSpecimens.date("1900-01-01")
        for days in date.daysSince1970..<(date.daysSince1970 + 73_050) {
            #expect(date.daysSince1970 == days)
            #expect(CivilDate(date.description) == date)
            let next = CivilDate(daysSince1970: days + 1)
            let sameMonth = next.month == date.month && next.day == date.day + 1
            let nextMonth =
                next.day == 1 && (next.month == date.month + 1 || (next.month == 1 && date.month == 12))
            #expect((sameMonth || nextMonth) && date < next)
            date = next
        }
    }

    @Test("far beyond what can be written still counts back to the same day")
    func farAway() {
        for days in [-40_000_000_000, -3_000_000, 3_000_000, 40_000_000_000] {
            #expect(CivilDate(daysSince1970: days).daysSince1970 == days)
        }
    }
}
