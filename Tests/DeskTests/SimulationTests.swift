import Core
import Desk
import Storage
import Synchronization
import Testing

@Suite("A simulation") struct SimulationTests {
    private static let year = 365 * DeskTown.day

    private func simulation(
        _ city: City = DeskTown.city, old: City = DeskTown.city, staff: Staff? = nil,
        order: WorkOrder = .shared
    ) -> Simulation {
        Simulation(
            raisedFrom: DeskTown.start, until: DeskTown.start + Self.year, old: old, city: city, staff: staff,
            order: order)
    }

    private func rows(
        _ simulation: Simulation, _ town: DeskTown
    ) async throws -> (outcome: Simulation.Outcome, rows: [SimulatedMatter]) {
        let rows = Mutex<[SimulatedMatter]>([])
        let outcome = try await simulation.run(
            on: town.database, each: { row in rows.withLock { $0.append(row) } })
        return (outcome, rows.withLock { $0 })
    }

    private func lives(_ town: DeskTown, matters: Int = 40) async throws {
        var life = RandomLife(town: town, seed: 4711, contentPercent: 70)
        try await life.lead(matters: matters, steps: 14)
    }

    @Test("with nothing changed says what the log says, of every matter", arguments: TestEngine.present)
    func oracle(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            try await lives(town)
            let (outcome, rows) = try await rows(simulation(), town)
            let check = try #require(outcome.check)
            #expect(check.matters == 40 && check.different == 0)
            #expect(rows.count == 40 && rows.allSatisfy { $0.before == $0.after })
            #expect(outcome.report.largest.isEmpty && outcome.work == nil)
            // The log's own word for it, counted by the database.
            let late = try await town.count("SELECT COUNT(*) FROM matters WHERE overdue = \(true)")
            #expect(outcome.report.all.lateBefore == late && late > 3, "\(late)")
        }
    }

    @Test("with the same staff ends every visit when it ended, and with more none later in sum")
    func staff() async throws {
        try await DeskTown.with(.sqlite) { town in
            try await lives(town)
            let units = Set(DeskTown.city.units.keys)
            func run(_ change: String) async throws -> Simulation.Outcome {
                let staff = try Staff(people: [:], changes: StaffChange.read(change, units: units))
                return try await rows(simulation(staff: staff), town).outcome
            }
            let same = try await run("all=1")
            #expect(same.report.largest.isEmpty && same.report.all.newlyLate == 0)
            #expect(try #require(same.work).largestDifference <= 1)
            let (more, fewer) = (try await run("all=3"), try await run("all=0.2"))
            #expect(more.report.all.lateAfter <= same.report.all.lateAfter)
            #expect(fewer.report.all.lateAfter >= same.report.all.lateAfter)
            #expect(!fewer.report.largest.isEmpty)
            let again = try await run("all=0.2")
            #expect(again.report.largest == fewer.report.largest, "the same run, the same answer")
        }
    }

    @Test(
        "with a shorter limit names the matters that would be late, by how much",
        arguments: TestEngine.present)
    func limits(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let quick = try await town.answered()
            // A class whose own limit is longer, and nothing late but the whole.
            let slow = try await town.file()
            try await town.move("register", [.category: "0201"], on: slow.number, by: DeskTown.clerk)
            try await town.move(
                "dispatch", [.unit: DeskTown.unit.text], on: slow.number, by: DeskTown.dispatcher)
            try await town.move("accept", on: slow.number, by: DeskTown.handler)
            try await town.move("contact", [.way: "phone"], on: slow.number, by: DeskTown.handler)
            let answered = DeskTown.start + 30 * DeskTown.hour
            try await town.move(
                "answer", [.answer: "已经清运。"], on: slow.number, by: DeskTown.handler, at: answered)
            let rule = LimitRule(kind: "request", limit: "whole", span: .calendar(24 * DeskTown.hour))
            let city = DeskTown.city.changed(limits: LimitTable([rule]))
            let (outcome, rows) = try await rows(simulation(city), town)
            #expect(rows.map(\.number) == [quick.number, slow.number])
            #expect(rows[0].after.late.isEmpty && rows[1].after.late.contains("whole"))
            #expect(rows[1].after.worst == "whole" && rows[1].after.delay == 6 * DeskTown.hour)
            #expect(rows[1].after.due == DeskTown.start + 24 * DeskTown.hour)
            #expect(outcome.report.limits["request/whole"]?.newlyLate == 1)
            #expect(outcome.report.largest.map(\.number) == [slow.number])
        }
    }

    @Test("with another rule of dispatch gives another unit the load")
    func dispatch() async throws {
        try await DeskTown.with(.sqlite) { town in
            let receipt = try await town.dispatched()
            try await town.move(
                "answer", [.answer: "已经清运。"], on: receipt.number, by: DeskTown.handler,
                at: DeskTown.start + 30 * DeskTown.hour)
            let other = UnitCode("SANITATION")
            let rule = DispatchCatalogue.Rule(
                category: DeskTown.category, area: DeskTown.area("980101001"), unit: other)
            let city = DeskTown.city.changed(dispatch: DeskTown.city.dispatch.replacing([rule]))
            let (outcome, rows) = try await rows(simulation(city), town)
            #expect(rows.map(\.number) == [receipt.number])
            #expect(rows[0].before.unit == DeskTown.unit && rows[0].after.unit == other)
            #expect(outcome.report.units[other]?.mattersAfter == 1)
            #expect(outcome.report.units[DeskTown.unit]?.mattersAfter == 0)
            #expect(outcome.work?.units.map(\.unit).contains(other) == true)
        }
    }

    @Test("finds nothing in a span without matters, and leaves out kinds that the city does not know")
    func nothing() async throws {
        try await DeskTown.with(.sqlite) { town in
            _ = try await town.answered()
            let before = Simulation(
                raisedFrom: DeskTown.start + -Self.year, until: DeskTown.start, old: DeskTown.city,
                city: DeskTown.city)
            #expect(try await before.run(on: town.database).matters == 0)
            let bare = City(
                name: DeskTown.city.name, version: 1, areas: DeskTown.city.areas, area: DeskTown.city.area,
                units: Array(DeskTown.city.units.values), roles: [], catalogue: DeskTown.city.catalogue,
                dispatch: DeskTown.city.dispatch, procedures: [], firstKind: "request",
                calendar: DeskTown.city.calendar, templates: [], desk: DeskTown.city.desk)
            let outcome = try await simulation(bare).run(on: town.database)
            #expect(outcome.matters == 1 && outcome.report.left == 1 && outcome.report.all.matters == 0)
        }
    }

    @Test("counts what it has read, up to the end, once for clocks and twice for work")
    func progress() async throws {
        try await DeskTown.with(.sqlite) { town in
            for _ in 0..<3 { try await town.file() }
            for (simulation, last) in [(simulation(), 3), (simulation(order: .arrival), 6)] {
                let seen = Mutex<[Int]>([])
                _ = try await simulation.run(
                    on: town.database, progress: { done, _ in seen.withLock { $0.append(done) } })
                #expect(seen.withLock { $0 } == Array(1...last))
            }
        }
    }
}
