import CityPack
import Core
import Testing

/// A mistake in `limits.csv`: the rows after the header, and what has to be said of which line.
struct LimitMistake: Sendable, CustomTestStringConvertible {
    let rows: String
    let line: Int
    let problem: String
    let remedy: String

    init(_ rows: String, line: Int = 2, _ problem: String, remedy: String) {
        self.rows = rows
        self.line = line
        self.problem = problem
        self.remedy = remedy
    }

    var testDescription: String { "\(rows): \(problem)" }

    static let all: [LimitMistake] = [
        .init("plee,whole,,,,,2d,,,", "the kind \"plee\", which does not exist", remedy: "plea"),
        .init("plea,hole,,,,,2d,,,", "has no limit \"hole\"", remedy: "whole"),
        .init("plea,whole,fire,,,,2d,,,", "the category \"fire\", which does not exist", remedy: "catalogue"),
        .init("plea,whole,,,,97,2d,,,", "the area 97, which does not exist", remedy: "areas.csv"),
        .init("plea,whole,,,,x,2d,,,", "\"x\" is no area code", remedy: "digits"),
        .init("plea,whole,,urgnt,,,2d,,,", "\"urgency\" is \"urgnt\"", remedy: "Write one of: urgent"),
        .init("plea,whole,,,komplex,,2d,,,", "\"grade\" is \"komplex\"", remedy: "Write one of: complex"),
        .init("plea,whole,,,,,0h,,,", "the time is \"0h\", which is no time at all", remedy: "above zero"),
        .init("plea,whole,,,,,-5d,,,", "the time is \"-5d\", which is no time at all", remedy: "above zero"),
        .init("plea,whole,,,,,soon,,,", "\"soon\", which is no time at all", remedy: "above zero"),
        .init("plea,whole,,,,,2.5d,,,", "\"2.5d\" is no time", remedy: "24h"),
        .init("plea,whole,,,,,5 days,,,", "\"5 days\" is no time", remedy: "24h"),
        .init("plea,whole,,,,,99999999999999999999d,,,", "is no time", remedy: "24h"),
        .init("plea,whole,,,,,,,,", "\"time\" is empty", remedy: "Fill it in"),
        .init(",whole,,,,,2d,,,", "\"kind\" is empty", remedy: "Fill it in"),
        .init("plea,whole,,,,,2d,2026-02-30,,", "\"from\" is \"2026-02-30\"", remedy: "2026-07-01"),
        .init("plea,whole,,,,,2d,,1.7.2026,", "\"until\" is \"1.7.2026\"", remedy: "2026-07-01"),
        .init(
            "plea,whole,,,,,2d,2026-07-01,2026-06-30,", "ends on 2026-06-30, before it begins on 2026-07-01",
            remedy: "earlier day"),
        .init("plea,whole,,,,,2d", "the row has 7 fields, the header 10", remedy: "commas"),
        .init(
            "plea,whole,,,,,2d,,2026-06-30,\nplea,whole,*,*,*,,3d,2026-06-30,,", line: 3,
            "two rules for plea/whole * hold on 2026-06-30", remedy: "the day before"),
        .init(
            "plea,whole,water,,,,2d,,,\nplea,whole,,,,,9d,,,\nplea,whole,water,,,,3d,,,", line: 4,
            "two rules for plea/whole water hold on 1900-01-01", remedy: "take one out"),
        .init(
            "plea,whole,,,complex,,2d,,,", "can never apply: no move of \"plea\" gives the grade",
            remedy: "Leave `grade` empty"),
        .init(
            "plea,whole,,,,,2d,,,\nplea,whole,,,,98,3d,,,",
            "can never apply: plea/whole 98 is closer to all", remedy: "Take it out"),
        .init(
            "plea,whole,water,,,,2d,,,\nplea,whole,leak,,,,3d,,,",
            "can never apply: plea/whole leak is closer", remedy: "Take it out"),
        .init(
            "plea,whole,,,,9801,2d,,,\nplea,whole,,ordinary,,,3d,,,\nplea,whole,,urgent,,,2d,,,\n"
                + "plea,whole,,emergency,,,1d,,,", "is closer to all that it is for", remedy: "say more"),
        .init(
            "plea,whole,water,,,,2d,2026-01-01,2026-12-31,\nplea,whole,leak,,,,3d,,2026-06-30,\n"
                + "plea,whole,leak,,,,4d,2026-07-01,,", "is closer to all that it is for",
            remedy: "say more"),
    ]
}

@Suite("The file of limits")
struct LimitFileTests {
    private static let header = "kind,limit,category,urgency,grade,area,time,from,until,source\n"

    private func pack(_ rows: String) -> TinyPack {
        var pack = TinyPack()
        pack.files["limits.csv"] = Self.header + rows
        return pack
    }

    @Test("is refused with its line, what is wrong, and what to write", arguments: LimitMistake.all)
    func mistakes(mistake: LimitMistake) throws {
        let found = try pack(mistake.rows).complaints()
        let complaint = try #require(
            found.first { $0.problem.contains(mistake.problem) },
            "\(found.map(\.description).joined(separator: "\n"))")
        #expect(complaint.file == "limits.csv" && complaint.line == mistake.line)
        #expect(complaint.severity == .error)
        #expect(complaint.remedy.contains(mistake.remedy), "\(complaint.remedy)")
        #expect(found.count == 1, "\(found.map(\.description).joined(separator: "\n"))")
    }

    @Test("is refused for each rule that overlaps a longer one, also when a short one lies between")
    func nested() throws {
        let found = try pack(
            "plea,whole,,,,,2d,2020-01-01,2029-12-31,\nplea,whole,,,,,3d,2021-01-01,2021-12-31,\n"
                + "plea,whole,,,,,4d,2025-01-01,,"
        ).complaints()
        #expect(found.map(\.line) == [3, 4])
        #expect(found.last?.problem == "two rules for plea/whole * hold on 2025-01-01")
    }

    @Test("may be absent, and may say nothing")
    func absent() throws {
        #expect(try TinyPack().load().get().city.limits.rules.isEmpty)
        #expect(try pack("# none yet\n").load().get().city.limits.rules.isEmpty)
    }

    @Test("needs no column that it does not use")
    func columns() throws {
        var pack = TinyPack()
        pack.files["limits.csv"] = "time,limit,kind\n2d,whole,plea\n"
        let rule = try #require(try pack.load().get().city.limits.rules.first)
        #expect(rule == LimitRule(kind: "plea", limit: "whole", span: .calendar(2 * 86_400_000)))
    }

    @Test("is read into rules with their dates and where they are written down")
    func rules() throws {
        let city = try pack(
            "plea,whole,*,*,*,*,9d,,2026-06-30,rule one\nplea,whole,,,,,7d,2026-07-01,,\n"
                + "plea,whole,water,urgent,,9801,4wh,,,\"rule, two\"\n"
        ).load().get().city
        let spans: [Span] = [
            .calendar(9 * 86_400_000), .calendar(7 * 86_400_000), .workingHours(4 * 3_600_000),
        ]
        #expect(city.limits.rules.map(\.span) == spans)
        let sources: [String?] = ["rule one", nil, "rule, two"]
        #expect(city.limits.rules.map(\.source) == sources)
        let last = city.limits.rules[2]
        #expect(last.category == "water" && last.urgency == .urgent && last.area?.text == "9801")
        #expect(city.limits.rules[0].until == CivilDate("2026-06-30"))
    }

    @Test("is not blamed for a kind that cannot be read")
    func brokenKind() throws {
        var pack = try TinyPack.with("kinds/plea.yaml", "time: 5wd", "time: 0wd")
        pack.files["limits.csv"] = Self.header + "plea,whole,,,,,2d,,,\n"
        #expect(try pack.complaints().allSatisfy { $0.file == "kinds/plea.yaml" })
    }

    @Test("is told of in the difference between two packs, rule by rule")
    func difference() throws {
        let old = PackContent(try pack("plea,whole,water,,,,2d,,,a\nplea,whole,,,,,9d,,,\n").load().get())
        let new = PackContent(try pack("plea,whole,water,,,,4wh,,2026-12-31,a\n").load().get())
        #expect(
            PackDifference(old: old, new: new).description == """
                limitRules: - plea/whole * * * * * Limit
                limitRules: ~ plea/whole water * * * * Limit · Water: span "2 days" → "4 working hours"; \
                until nothing → "2026-12-31"
                """)
    }

    @Test("is kept with the pack, and makes the same table again")
    func kept() throws {
        let city = try pack(
            "plea,whole,leak,urgent,,9801,2d,2026-01-01,2026-06-30,a rule\nplea,whole,,,,,9d,,,\n"
        ).load().get().city
        let again = try #require(PackContent(city, fingerprint: "3-0").outline)
        #expect(again.limits.rules == city.limits.rules)
    }

    @Test("of thousands of rules is checked in a moment", .timeLimit(.minutes(1)))
    func many() throws {
        let day = try #require(CivilDate("1990-01-01"))
        let rows = (0..<10_000).map { index in
            "plea,whole,leak,,,,2d,\(day.adding(days: index)),\(day.adding(days: index)),"
        }
        #expect(try pack(rows.joined(separator: "\n")).load().get().city.limits.rules.count == 10_000)
    }
}

@Suite("A calendar without working days")
struct IdleCalendarTests {
    @Test("is refused when no weekday is worked")
    func weekdays() throws {
        let found = try TinyPack.with(
            "calendar/hours.yaml", "[monday, tuesday, wednesday, thursday, friday]", "[]"
        ).complaints()
        #expect(found.contains { $0.file == "calendar/hours.yaml" && $0.severity == .error }, "\(found)")
    }

    @Test("is refused when holidays eat every day of its only year", .timeLimit(.minutes(1)))
    func onlyYear() throws {
        var pack = TinyPack()
        pack.files["calendar/2026.csv"] = try Self.idle(2026)
        let found = try pack.complaints()
        #expect(found.map(\.problem) == ["no day is worked"])
        #expect(found.first?.remedy.contains("no holiday in the tables") == true)
    }

    @Test("is refused when one year of several has none, with the file of that year", .timeLimit(.minutes(1)))
    func oneYear() throws {
        var pack = TinyPack()
        pack.files["calendar/2027.csv"] = try Self.idle(2027)
        let found = try pack.complaints()
        #expect(found.map(\.file) == ["calendar/2027.csv"])
        #expect(found.first?.problem.contains("no day of 2027 is worked") == true)
    }

    private static func idle(_ year: Int) throws -> String {
        let first = try #require(CivilDate(year: year, month: 1, day: 1))
        let days = (0..<365).map { "\(first.adding(days: $0)),歇,Rest,yes" }
        return "date,name_zh,name_en,off\n" + days.joined(separator: "\n")
    }
}
