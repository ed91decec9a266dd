import Core
import Testing

@Suite("A change of staff")
struct StaffChangeTests {
    private let units: Set<UnitCode> = [UnitCode("ROADS"), UnitCode("WATER"), UnitCode("YS-URBAN")]

    private func problem(_ text: String) -> StaffProblem? {
        do {
            _ = try StaffChange.read(text, units: units)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "is refused when it cannot be read",
        arguments: [
            "", "ROADS", "ROADS=", "=1", "ROADS=x", "ROADS=+", "ROADS=+1.5", "ROADS=1=2", "ROADS=nan",
        ]
            + ["ROADS=inf", "ROADS=+1,", "ROADS=99999999999999999999x", "ROADS=+99999999999999999999"])
    func unreadable(text: String) {
        guard case .unreadable? = problem(text) else {
            Issue.record("\(text) was \(String(describing: problem(text)))")
            return
        }
    }

    @Test("is refused for a unit that does not exist, and for one named twice")
    func names() {
        #expect(problem("AFAR=+1") == .unknownUnit(UnitCode("AFAR")))
        #expect(problem("roads=+1") == .unknownUnit(UnitCode("roads")))
        #expect(problem("ROADS=+1,ROADS=2") == .twice("ROADS"))
        #expect(problem("all=2,all=3") == .twice("all"))
    }

    @Test("is refused with a factor of zero or less, or beyond a hundred")
    func factors() {
        #expect(problem("ROADS=0") == .factor("ROADS=0"))
        #expect(problem("all=0.0") == .factor("all=0.0"))
        #expect(problem("all=101") == .factor("all=101"))
        #expect(problem("all=100") == nil)
    }

    @Test("is refused when nobody would be left")
    func nobody() throws {
        let change = try StaffChange.read("ROADS=-2", units: units)
        #expect(throws: StaffProblem.nobodyLeft(UnitCode("ROADS"), people: 2)) {
            try Staff(people: [UnitCode("ROADS"): 2], changes: change)
        }
        // A unit without posts is one person; with "all" every unit counts.
        #expect(throws: StaffProblem.nobodyLeft(UnitCode("WATER"), people: 1)) {
            try Staff(people: [:], changes: StaffChange.read("WATER=-1", units: units))
        }
        #expect(throws: StaffProblem.nobodyLeft(UnitCode("ROADS"), people: 2)) {
            try Staff(people: [UnitCode("ROADS"): 2], changes: StaffChange.read("all=-2", units: units))
        }
    }

    @Test("multiplies hands by people or by factors, and a named unit before all others")
    func factorsOfUnits() throws {
        let changes = try StaffChange.read(" ROADS=+1, WATER=-2 ,all=0.8", units: units)
        let people = [UnitCode("ROADS"): 2, UnitCode("WATER"): 8]
        let staff = try Staff(people: people, changes: changes)
        #expect(staff.factor(for: UnitCode("ROADS")) == 1.5)
        #expect(staff.factor(for: UnitCode("WATER")) == 0.75)
        #expect(staff.factor(for: UnitCode("YS-URBAN")) == 0.8)
        let none = try Staff(people: people, changes: StaffChange.read("ROADS=+0", units: units))
        #expect(!none.changes(UnitCode("ROADS")) && !none.changes(UnitCode("WATER")))
    }
}

@Suite("What a simulation says")
struct SimulationReportTests {
    private func outlook(_ delay: Int64, unit: String = "ROADS") -> SimulatedMatter.Outlook {
        let due = Town.start
        let facts: [Fact] = [
            .raised(Town.raised()), .clockStarted(limit: "whole", from: due, due: due, warn: nil),
        ]
        let passed: [Fact] = [.limitPassed(limit: "whole")]
        let story = [
            Event(sequence: 1, at: due, by: .resident, move: nil, from: nil, to: "received", facts: facts),
            Event(
                sequence: 2, at: due + max(delay, 0), by: .clerk(), move: "x", from: "received",
                to: "asking", facts: delay > 0 ? passed : []),
        ]
        let end = due + 100 * day
        return SimulatedMatter.Outlook(
            unit: UnitCode(unit), runs: ClockReplay.recorded(story, in: Town.city, until: end), closed: nil,
            until: end)
    }

    private func matter(_ number: Int, _ before: Int64, _ after: Int64, to unit: String = "ROADS")
        -> SimulatedMatter
    {
        SimulatedMatter(
            number: "RQ-\(number)", kind: "request", category: number == 1 ? nil : "water",
            raisedAt: Town.start, before: outlook(before), after: outlook(after, unit: unit))
    }

    @Test("counts what was late, what would be, and what changes")
    func counts() {
        var report = SimulationReport()
        report.add(matter(1, 0, hour))
        report.add(matter(2, hour, 0))
        report.add(matter(3, hour, 2 * hour, to: "WATER"))
        report.add(matter(4, 0, 0))
        report.leaveOut()
        let all = report.all
        #expect(
            (all.matters, all.lateBefore, all.lateAfter, all.newlyLate, all.newlyInTime) == (4, 2, 2, 1, 1))
        #expect(report.left == 1 && report.categories[""]?.newlyLate == 1)
        let (roads, water) = (report.units[UnitCode("ROADS")], report.units[UnitCode("WATER")])
        #expect(roads?.matters == 4 && roads?.mattersAfter == 3 && roads?.lateBefore == 2)
        #expect(water?.matters == 0 && water?.mattersAfter == 1 && water?.lateAfter == 1)
        #expect(report.limits["request/whole"]?.matters == 3)
    }

    @Test("keeps the twenty that change most, the largest first, the same in any order")
    func largest() {
        let matters = (1...50).map { matter($0, 0, Int64($0 % 30) * hour) }
        var (one, other) = (SimulationReport(), SimulationReport())
        for matter in matters { one.add(matter) }
        for matter in matters.reversed() { other.add(matter) }
        #expect(one.largest == other.largest && one.largest.count == SimulationReport.mostShown)
        #expect(one.largest.first?.number == "RQ-29" && one.largest.first?.change == 29 * hour)
        #expect(one.largest.map { $0.change } == one.largest.map { $0.change }.sorted(by: >))
    }
}

extension Doer {
    fileprivate static func clerk() -> Doer { .officer(id: 1, unit: UnitCode("CENTRE")) }
}
