import Core
import Testing

@Suite("A promised day")
struct PromisedDayTests {
    private static let calendar: WorkingCalendar? = {
        guard let from = CivilDate("2019-01-01"), let through = CivilDate("2027-12-31") else { return nil }
        return try? WorkingCalendar(
            hours: [DayHours(opens: 540, closes: 1020)], from: from, through: through)
    }()

    private func days(_ text: String, on written: String = "2026-03-18") throws -> [String] {
        let calendar = try #require(Self.calendar)
        let day = try #require(CivilDate(written))
        return PromisedDay.all(
            in: text, on: day, promises: ["将", "预计", "计划", "内完成", "前完成"], rules: ["应当", "申请"],
            calendar: calendar
        ).map { $0.day.description }
    }

    @Test(
        "is read as people write it",
        arguments: [
            ("将于3月底前完成", "2026-03-31"), ("预计今年8月底完工通车", "2026-08-31"),
            ("计划２０２７年6月份建成", "2027-06-30"), ("将于下周三上门", "2026-03-25"), ("预计年内开工", "2026-12-31"),
            ("将在下个月中旬答复", "2026-04-20"), ("预计五月十日通水", "2026-05-10"), ("计划第三季度完工", "2026-09-30"),
            ("将在5个工作日内办结", "2026-03-25"), ("预计三个月内解决", "2026-06-19"), ("将于明年底前完成", "2027-12-31"),
            ("将于月底前修好", "2026-03-31"), ("两周内完成更换", "2026-04-01"), ("计划上半年完成", "2026-06-30"),
        ])
    func isRead(_ text: String, _ day: String) throws {
        #expect(try days(text) == [day])
    }

    @Test("of a month long ago is the next year's")
    func nextYear() throws {
        #expect(try days("预计2月底前完成", on: "2025-11-20") == ["2026-02-28"])
    }

    @Test(
        "is not what went by, what a rule says, or what nobody promised",
        arguments: [
            "已于3月10日完成", "预计2月底前完成", "当事人应当在30日内申请复议，将予受理", "接到电话后，3月20日查看", "将尽快处理",
            "2月30日将完工", "编号将为20260331号", "", "将于99月99日", "预计在2099年底前完成",
        ])
    func isNone(_ text: String) throws {
        #expect(try days(text) == [])
    }

    @Test("is found in four megabytes of one character in no time")
    func long() throws {
        #expect(try days(String(repeating: "将", count: 1_300_000)) == [])
        #expect(try days(String(repeating: "三", count: 1_300_000)) == [])
    }
}
