import CityPack
import Core
import Testing

@Suite("The file of dispatch rules")
struct DispatchFileTests {
    private static let head = "category,area,unit,co_units,from,until,limit,source"

    private func pack(_ rows: [String]) throws -> TinyPack {
        var pack = TinyPack()
        let old = try #require(pack.files["dispatch.csv"]).split(separator: "\n").map(String.init)
        let plain = old.dropFirst().map { row in
            row + String(repeating: ",", count: 7 - row.filter { $0 == "," }.count)
        }
        pack.files["dispatch.csv"] = ([Self.head] + rows + plain).joined(separator: "\n") + "\n"
        return pack
    }

    /// A rule that stands in the tiny pack: its category, place and unit.
    private func known() throws -> [String] {
        let lines = try #require(TinyPack().files["dispatch.csv"]).split(separator: "\n")
        return try #require(lines.last).split(separator: ",", omittingEmptySubsequences: false).map(
            String.init)
    }

    private func problems(_ rows: [String]) throws -> [String] {
        try pack(rows).complaints().map { "\($0.file):\($0.line) \($0.problem)" }
    }

    @Test("gives rules with days, assistants, a limit and what they rest on")
    func reads() throws {
        let unit = try known()[2]
        let city = try pack(["*,9801,\(unit),,2026-01-01,2026-06-30,5wd,纪要"]).load().get().city
        let rule = try #require(city.dispatch.rules.first)
        #expect(rule.from == CivilDate("2026-01-01") && rule.until == CivilDate("2026-06-30"))
        #expect(rule.limit == .workingDays(5) && rule.source == "纪要" && rule.category == nil)
        let limit = city.limits.rules.last { $0.source == "纪要" }
        #expect(limit?.urgency == .ordinary && limit?.area == AreaCode("9801"))
    }

    @Test("is refused with file and line where days or times cannot be read")
    func unread() throws {
        let unit = try known()[2]
        for (row, problem) in [
            ("*,9801,\(unit),,2026-02-30,,,", "is no day"), ("*,9801,\(unit),,,soon,,", "is no day"),
            ("*,9801,\(unit),,,,0wd,", "is no time"), ("*,9801,\(unit),,,,-3d,", "is no time"),
            ("*,9801,\(unit),NOBODY,,,,", "does not exist"), ("*,9801,\(unit),\(unit),,,,", "stands twice"),
            ("*,9801,\(unit),,2026-05-01,2026-04-01,,", "before it begins"),
        ] {
            let found = try problems([row])
            #expect(
                found.contains { $0.hasPrefix("dispatch.csv:2 ") && $0.contains(problem) }, "\(row) \(found)")
        }
    }

    @Test("is refused where two rules share a day, and taken where one follows the other")
    func overlaps() throws {
        let unit = try known()[2]
        let first = "*,9801,\(unit),,,2026-06-30,,"
        let clash = try problems([first, "*,9801,\(unit),,2026-06-30,,,"])
        #expect(clash.contains { $0.hasPrefix("dispatch.csv:3 ") && $0.contains("two rules") }, "\(clash)")
        let inner = try problems([
            "*,9801,\(unit),,2026-01-01,2026-12-31,,", "*,9801,\(unit),,2026-03-01,2026-03-31,,",
            "*,9801,\(unit),,2026-11-01,2027-01-31,,",
        ])
        #expect(inner.filter { $0.contains("two rules") }.count == 2, "\(inner)")
        #expect(try problems([first, "*,9801,\(unit),,2026-07-01,,,"]) == [])
    }

    @Test("is refused where the last backstop of a place ends, or pauses")
    func backstops() throws {
        var pack = TinyPack()
        let rows = try #require(pack.files["dispatch.csv"]).split(separator: "\n").dropFirst()
        let plain = rows.filter { !$0.hasPrefix("*") }.map(String.init).map { row in
            row + String(repeating: ",", count: 7 - row.filter { $0 == "," }.count)
        }
        let unit = try known()[2]
        for backstop in [
            ["*,98,\(unit),,,2026-06-30,,"], ["*,98,\(unit),,,2026-06-30,,", "*,98,\(unit),,2026-07-02,,,"],
        ] {
            pack.files["dispatch.csv"] = ([Self.head] + backstop + plain).joined(separator: "\n") + "\n"
            let found = try pack.complaints().map(\.problem)
            #expect(found.contains { $0.contains("no backstop from 2026-07-01 on") }, "\(found)")
        }
    }

    @Test("goes with rules.yaml, which may be left out, and is refused with its line")
    func book() throws {
        #expect(try TinyPack().load().get().ruleBook == .usual)
        var pack = TinyPack()
        pack.files["rules.yaml"] = """
            approval: false
            tossedFrom: 4
            reasons:
              duty: {zh: 不归我们, en: Not ours}
            """
        let book = try pack.load().get().ruleBook
        #expect(!book.needsApproval && book.tossedFrom == 4 && book.rulings == 1)
        #expect(book.reason(of: "不归我们，归别人") == "duty")
        for (line, problem) in [
            ("tossedFrom: 2", "is 2"), ("rulings: 0", "is 0"),
            ("reasons: {other: {zh: 一, en: A}}", "no usable code"),
            ("reasons: {a: {zh: 一, en: A}, b: {zh: 一二, en: B}}", "begins with the words"),
        ] {
            pack.files["rules.yaml"] = line + "\n"
            let found = try pack.complaints().map(\.description)
            #expect(found.contains { $0.hasPrefix("rules.yaml") && $0.contains(problem) }, "\(line) \(found)")
        }
    }
}
