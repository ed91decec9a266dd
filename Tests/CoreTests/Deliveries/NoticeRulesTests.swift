import Core
import Testing

@Suite("When messages leave") struct NoticeRulesTests {
    private static let minute: Int64 = 60_000

    private func calendar() throws -> WorkingCalendar {
        try WorkingCalendar(
            hours: [try #require(DayHours("09:00-17:00"))], from: try #require(CivilDate("2026-01-01")),
            through: try #require(CivilDate("2026-12-31")))
    }

    private func rules(_ quiet: NoticeRules.Quiet?, window: Int64 = 5) -> NoticeRules {
        NoticeRules(window: window * Self.minute, quiet: quiet, urgent: ["code"], needed: [])
    }

    /// Minutes of the day at which something is written and leaves, counted from midnight.
    @Test(
        "is after their window and not in the quiet hours, also over midnight",
        arguments: [
            (600, 605), (1284, 1289), (1285, 1890), (1290, 1890), (1439, 1890), (1440, 1890), (1884, 1890),
            (1885, 1890), (1886, 1891),
        ])
    func night(written: Int, leaves: Int) throws {
        let calendar = try calendar()
        let day = calendar.start(of: try #require(CivilDate("2026-03-02")))
        let moment = day + Int64(written) * Self.minute
        let leaving = rules(.init(from: 1290, to: 450)).leaving(
            "news", written: moment, now: moment, calendar: calendar)
        #expect(leaving == day + Int64(leaves) * Self.minute)
    }

    @Test("is after a rest at noon, which ends on the same day")
    func noon() throws {
        let calendar = try calendar()
        let day = calendar.start(of: try #require(CivilDate("2026-03-02")))
        let noon = day + 720 * Self.minute
        let rules = rules(.init(from: 700, to: 840))
        #expect(
            rules.leaving("news", written: noon, now: noon, calendar: calendar) == day + 840 * Self.minute)
        #expect(rules.leaving("code", written: noon, now: noon, calendar: calendar) == noon)
    }

    @Test("is never before now, and never in the quiet hours however late the servers come back")
    func late() throws {
        let calendar = try calendar()
        let day = calendar.start(of: try #require(CivilDate("2026-03-02")))
        let written = day + 600 * Self.minute
        let now = day + 1400 * Self.minute
        let leaving = rules(.init(from: 1290, to: 450)).leaving(
            "news", written: written, now: now, calendar: calendar)
        #expect(leaving == day + 1890 * Self.minute)
        #expect(rules(nil, window: 0).leaving("x", written: written, now: now, calendar: calendar) == now)
    }
}
