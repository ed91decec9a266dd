import Core
import Testing

@Suite("The register of lines")
struct LineRegisterTests {
    private func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

    private func entry(_ code: String, _ mode: LineMode, from: CivilDate, number: String? = nil) -> LineEntry
    {
        LineEntry(
            code: code, number: number ?? "9\(code.filter(\.isNumber))", name: LocalText(zh: code, en: code),
            owner: UnitCode("U"), isEmergency: false, mode: mode, from: from)
    }

    /// 119 lines that stood alone, of which 81 were merged by the end of 2015 and 21 in April 2021 (M02).
    private func batches() throws -> LineRegister {
        let (first, second) = (try day("2015-12-28"), try day("2021-04-15"))
        let begin = try day("2000-01-01")
        let alone = (1...119).map { entry("L\($0)", .separate, from: begin, number: String(600_000 + $0)) }
        let merged = (1...81).map { entry("L\($0)", .merged, from: first, number: String(600_000 + $0)) }
        let later = (82...102).map { entry("L\($0)", .merged, from: second, number: String(600_000 + $0)) }
        // Written down in another order than they hold.
        return LineRegister(later + alone + merged)
    }

    @Test(
        "counts merged lines as of any day",
        arguments: [
            ("1999-12-31", 0, 0), ("2015-12-27", 0, 119), ("2015-12-28", 81, 38), ("2015-12-31", 81, 38),
            ("2021-04-14", 81, 38), ("2021-04-30", 102, 17), ("2026-01-01", 102, 17),
        ])
    func counts(text: String, merged: Int, separate: Int) throws {
        let counts = try batches().counts(on: try day(text))
        #expect(counts[.merged] ?? 0 == merged)
        #expect(counts[.separate] ?? 0 == separate)
    }

    @Test("keeps what was, whatever is written later, and takes the later of two entries of a day")
    func history() throws {
        let (old, new) = (try day("2020-01-01"), try day("2022-01-01"))
        let register = LineRegister([
            entry("A", .separate, from: old), entry("A", .docked, from: new), entry("A", .merged, from: new),
        ])
        #expect(register.line("A", on: try day("2021-12-31"))?.mode == .separate)
        #expect(register.line("A", on: new)?.mode == .merged)
        #expect(register.history(of: "A").count == 3)
        #expect(register.line("B", on: new) == nil)
    }

    @Test("finds a line by its number, however it is written")
    func numbers() throws {
        let register = LineRegister([
            entry("A", .merged, from: try day("2020-01-01"), number: "4420000"),
            entry("B", .merged, from: try day("2020-01-01"), number: "07766012345"),
        ])
        let now = try day("2021-01-01")
        for text in ["4420000", " 442-0000", "４４２００００", "（442）0000"] {
            #expect(register.line(ofNumber: text, on: now)?.code == "A", "\(text)")
        }
        #expect(register.line(ofNumber: "+8607766012345", on: now)?.code == "B")
        for text in ["", "4420001", "442000o", "+1 4420000", "' OR 1=1", String(repeating: "4", count: 200)] {
            #expect(register.line(ofNumber: text, on: now) == nil, "\(text)")
        }
        #expect(register.line(ofNumber: "4420000", on: try day("2019-12-31")) == nil)
    }

    @Test("names lines by codes that can stand in an address")
    func codes() {
        for code in ["110", "L-1", String(repeating: "a", count: 32)] { #expect(LineEntry.isCode(code)) }
        for code in ["", "a b", "../x", "水", "a/b", String(repeating: "a", count: 33)] {
            #expect(!LineEntry.isCode(code))
        }
    }

    @Test("has one leader on duty: whose days began last")
    func duty() throws {
        func days(_ id: Int64, _ from: String, _ through: String) throws -> DutyDays {
            DutyDays(
                id: id, person: id, name: LocalText(zh: "\(id)", en: "\(id)"), from: try day(from),
                through: try day(through))
        }
        let roster = [
            try days(1, "2026-03-01", "2026-03-07"), try days(2, "2026-03-05", "2026-03-06"),
            try days(3, "2026-03-08", "2026-03-14"),
        ]
        #expect(roster.onDuty(on: try day("2026-03-01"))?.person == 1)
        #expect(roster.onDuty(on: try day("2026-03-05"))?.person == 2)
        #expect(roster.onDuty(on: try day("2026-03-07"))?.person == 1)
        #expect(roster.onDuty(on: try day("2026-03-14"))?.person == 3)
        #expect(roster.onDuty(on: try day("2026-03-15")) == nil)
        #expect([DutyDays]().onDuty(on: try day("2026-03-01")) == nil)
    }
}
