import Core
import Testing

@Suite("Of backups")
struct BackupKeepingTests {
    private func days(_ count: Int, until last: CivilDate) -> [CivilDate] {
        (0..<count).reversed().map { last.adding(days: -$0) }
    }

    @Test("the newest of each of the last days, weeks and months stay")
    func standard() throws {
        let last = try #require(CivilDate(year: 2026, month: 11, day: 22))
        let all = days(800, until: last)
        let kept = BackupKeeping.standard.kept(of: all).map { all[$0] }.sorted()
        #expect(kept.contains(last))
        #expect(kept.suffix(7) == all.suffix(7))
        // Twelve ends of months, this month's being today.
        let ends = Set(kept.map { "\($0.year)-\($0.month)" })
        #expect(ends.count == 12)
        // Seven days, three Sundays before this week, eleven ends of months: some coincide.
        #expect((17...22).contains(kept.count), "\(kept)")
    }

    @Test("the newest stays whatever the rule, and none of none")
    func newest() throws {
        let rule = try #require(BackupKeeping("monthly=1"))
        let last = try #require(CivilDate(year: 2024, month: 2, day: 29))
        #expect(rule.kept(of: [last]) == [0])
        #expect(rule.kept(of: []).isEmpty)
        #expect(rule.kept(of: [last, last, last]) == [2])
    }

    @Test("kept day by day, no span of the rule is ever without one that was there")
    func everyDay() throws {
        let rule = try #require(BackupKeeping("daily=3,weekly=2,monthly=2"))
        let first = try #require(CivilDate(year: 2026, month: 1, day: 1))
        var there: [CivilDate] = []
        for day in 0..<400 {
            there.append(first.adding(days: day))
            let kept = rule.kept(of: there)
            there = there.indices.filter(kept.contains).map { there[$0] }
            #expect(there.count <= 7)
            #expect(there.suffix(min(3, day + 1)).count == min(3, day + 1))
            if day > 70 {
                let months = Set(there.map { $0.year * 12 + $0.month })
                #expect(months.count >= 2, "\(there)")
            }
        }
    }

    @Test(
        "a rule that says nothing, or not this, is none",
        arguments: [
            "", "daily", "daily=", "daily=-1", "daily=1001", "daily=7,daily=3", "hourly=3", "daily=0",
            "daily=1,",
            "daily=１",
        ])
    func noRule(text: String) { #expect(BackupKeeping(text) == nil) }

    @Test("a rule reads as it is written")
    func written() {
        #expect(BackupKeeping("daily=7,weekly=4,monthly=12") == .standard)
        #expect(BackupKeeping.standard.description == "daily=7,weekly=4,monthly=12")
    }

    @Test(
        "an hour is a time of the day",
        arguments: [
            ("03:00", 180), ("00:00", 0), ("23:59", 1439),
        ])
    func hours(text: String, minutes: Int) {
        #expect(BackupHour(text)?.minutes == minutes)
        #expect(BackupHour(text)?.description == text)
    }

    @Test(
        "what is no time of the day is no hour", arguments: ["24:00", "3:00", "03:60", "0300", "ab:cd", ""])
    func noHour(text: String) { #expect(BackupHour(text) == nil) }
}
