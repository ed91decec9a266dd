import Core
import Testing

@Suite("A span")
struct SpanTests {
    @Test("reads the units rules are written in")
    func reads() {
        let hour: Int64 = 3_600_000
        for (text, span) in [
            ("2h", Span.calendar(2 * hour)), ("30m", .calendar(hour / 2)), ("24h", .calendar(24 * hour)),
            ("7d", .calendar(168 * hour)), ("15d", .calendar(360 * hour)), ("5wd", .workingDays(5)),
            ("8wh", .workingHours(8 * hour)), ("90wm", .workingHours(90 * 60_000)),
            ("45s", .calendar(45_000)),
        ] {
            #expect(Span(text) == span)
        }
    }

    @Test(
        "refuses nothing, less than nothing, too much and unknown units",
        arguments: [
            "0h", "0wd", "000d", "-1h", "+1h", "1.5h", "1,5h", "h", "", "5", "5 h", " 5h", "5h ", "5H", "5w",
            "5y",
            "99999999999999999999h", "9223372036854775807d", "3000000000000000h", "2147483648wd", "5ｈ", "٥h",
            "5wdd",
            "1e3h", "NaN", "5h5m", "5\u{0}h",
        ])
    func refuses(text: String) {
        #expect(Span(text) == nil)
    }

    @Test("writes the shortest text, which reads back as the same span")
    func writes() {
        for (span, text) in [
            (Span.calendar(86_400_000), "1d"), (.calendar(90_000), "90s"), (.calendar(1), "1ms"),
            (.workingHours(86_400_000), "24wh"), (.workingHours(1_500), "1500wms"),
            (.workingDays(15), "15wd"),
        ] {
            #expect(span.description == text)
            #expect(Span(text) == span)
        }
    }
}
