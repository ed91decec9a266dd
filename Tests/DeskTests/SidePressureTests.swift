import Core
@testable import Desk
import Foundation
import Storage
import Testing

@Suite("Work beside a matter's way, under pressure") struct SidePressureTests {
    @Test("two who decide on one request at once: exactly one of them does", arguments: TestEngine.present)
    func decisions(engine: TestEngine) async throws {
        try await DutyTown.with(engine) { town in
            for round in 0..<30 {
                let number = try await town.led().number
                try await town.move(
                    "askTime", [.until: "2026-04-30", .reason: "等材料"], on: number, by: DutyTown.handler)
                async let one = refusal {
                    try await town.move("giveTime", on: number, by: DutyTown.supervisor)
                }
                async let two = refusal {
                    round.isMultiple(of: 2)
                        ? try await town.move("giveTime", on: number, by: DutyTown.secondSupervisor)
                        : try await town.move(
                            "denyTime", [.reason: "时间够"], on: number, by: DutyTown.secondSupervisor)
                }
                let outcomes = [try await one, try await two]
                #expect(outcomes.filter { $0 == nil }.count == 1)
                #expect(outcomes.contains(.gateShut(.proposed)))
                let matter = try await town.matter(number)
                #expect(matter.version == 4 && matter.side.proposals.isEmpty)
                #expect(matter.side.extensions.count <= 1)
            }
            #expect(try await town.owed().isEmpty)
            #expect(try await town.complaints().isEmpty)
        }
    }

    @Test("a hundred urges a minute are one, and the others change nothing", arguments: TestEngine.present)
    func urges(engine: TestEngine) async throws {
        try await DutyTown.with(engine) { town in
            let number = try await town.shared().number
            let refused = try await withThrowingTaskGroup(of: Refusal?.self) { group in
                for index in 0..<100 {
                    let at = DeskTown.start + Int64(index) * 600
                    group.addTask {
                        try await refusal { try await town.move("urge", on: number, by: .resident, at: at) }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(refused.filter { $0 == .gateShut(.notWithin) }.count == 99)
            let record = try await town.record(number)
            #expect(record.urges == 1 && record.version == 4)
            #expect(try await town.count("SELECT count(*) FROM events") == 4)
            #expect(try await town.owed() == ["part WATER"])
            #expect(try await town.complaints().isEmpty)
            try await town.move("urge", on: number, by: .resident, at: DeskTown.start + 2 * DeskTown.day)
            #expect(try await town.record(number).urges == 2)
        }
    }

    @Test("lists, columns and tallies say the same as the matter", arguments: TestEngine.present)
    func columns(engine: TestEngine) async throws {
        try await DutyTown.with(engine) { town in
            let number = try await town.led().number
            let plain = try await town.led().number
            try await town.move(
                "classify", [.route: "legacy", .grade: "deep"], on: number, by: DeskTown.dispatcher)
            try await town.move("supervise", on: number, by: DutyTown.supervisor)
            try await town.move("press", on: number, by: DutyTown.supervisor)
            try await town.move("answer", [.answer: "办好了"], on: number, by: DutyTown.handler)
            try await town.move("rate", [.solved: "no", .satisfied: "no"], on: number, by: .resident)
            try await town.move("askNotToCount", [.reason: "不实"], on: number, by: DutyTown.handler)
            try await town.move("doNotCount", on: number, by: DutyTown.supervisor)
            let record = try await town.record(number)
            #expect(record.route == .legacy && record.grade == .deep && record.supervision == .notice)
            #expect(record.excluded)
            func list(_ change: (inout MatterFilter) -> Void) async throws -> [String] {
                var filter = MatterFilter()
                change(&filter)
                return try await town.desk.list(filter, in: .city).matters.map(\.number)
            }
            #expect(try await list { $0.route = .legacy } == [number])
            #expect(try await list { $0.route = .common }.isEmpty)
            #expect(try await list { $0.grade = .deep } == [number])
            #expect(try await list { $0.isSupervised = true } == [number])
            #expect(try await list { $0.isSupervised = false } == [plain])
            #expect(try await list { $0.isExcluded = true } == [number])
            #expect(try await list { $0.isExcluded = false } == [plain])
            try await town.move("return", [.reason: "不归我管"], on: plain, by: DutyTown.handler)
            try await town.follow()
            var counts = try await town.desk.tallies(of: .city)
            let names = ["route:legacy", "grade:deep", "supervised", "excluded", "returned"]
            #expect(names.map { counts[$0] } == [1, 1, 1, 1, 1])
            try await town.move("withdraw", on: number, by: .resident)
            try await town.follow()
            counts = try await town.desk.tallies(of: .city)
            #expect(names.map { counts[$0] ?? 0 } == [0, 0, 0, 1, 1])
            #expect(try await town.record(number).supervision == nil)
        }
    }

    @Test("what nobody touched stands on its list, the longest still first", arguments: TestEngine.present)
    func still(engine: TestEngine) async throws {
        try await DutyTown.with(engine) { town in
            var numbers: [String] = []
            for index in 0..<4 {
                numbers.append(
                    try await town.led(at: DeskTown.start + Int64(index) * DeskTown.hour).number)
            }
            let now = DeskTown.start + 8 * DeskTown.day
            try await town.move("note", [.note: "去看过"], on: numbers[0], by: DutyTown.handler, at: now)
            try await town.move("withdraw", on: numbers[2], by: .resident)
            func still(_ scope: Scope, _ limit: Int = 9) async throws -> [String] {
                try await town.desk.still(since: now + -7 * DeskTown.day, in: scope, limit: limit)
                    .map(\.number)
            }
            let rest = [numbers[1], numbers[3]]
            for scope in [
                Scope.city, .unit(DutyTown.lead), .area(DeskTown.village),
                .area(DeskTown.area("980101001")),
                .area(DeskTown.area("980101")),
            ] { #expect(try await still(scope) == rest, "\(scope)") }
            #expect(try await still(.city, 1) == [numbers[1]])
            #expect(try await still(.unit(DutyTown.helper)).isEmpty)
            #expect(try await still(.area(DeskTown.area("980102"))).isEmpty)
        }
    }

    @Test("a duty or part that nobody wrote is named", arguments: TestEngine.present)
    func forged(engine: TestEngine) async throws {
        let changes: [SQL] = [
            "UPDATE duties SET due_at = due_at + 1", "DELETE FROM duties", "UPDATE duties SET unit = 'URBAN'",
            "UPDATE duties SET roles = ' clerk '", "UPDATE parts SET state = 'answered'", "DELETE FROM parts",
            "UPDATE parts SET settled_at = 1",
        ]
        for change in changes {
            try await DutyTown.with(engine) { town in
                let number = try await town.shared().number
                _ = try await town.led()
                #expect(try await town.complaints().isEmpty)
                try await town.run(change)
                #expect(try await town.complaints().map(\.matter) == [number], "\(change)")
                #expect(try await Verification.run(on: town.desk, number: number)?.count == 1)
            }
        }
    }

    @Test("every question is one range of an index", arguments: TestEngine.present)
    func ranges(engine: TestEngine) async throws {
        try await DutyTown.with(engine) { town in
            for _ in 0..<3 { _ = try await town.shared() }
            let scopes: [Scope] = [
                .city, .unit(DutyTown.helper), .area(DeskTown.village), .area(DeskTown.area("980101")),
            ]
            let filters = [
                DutyFilter(what: [.part]), DutyFilter(roles: ["handler"]), DutyFilter(person: 3),
                DutyFilter(what: [.part], unit: DutyTown.helper),
            ]
            let place = DutyPlace(due: 1, matter: 2, what: "part", unit: "WATER")
            try await town.database.write { connection in
                for scope in scopes {
                    for filter in filters {
                        for range in DutyStore.ranges(filter, in: scope) {
                            let plan = try plan(
                                DutyStore.arm(range, after: place, limit: 20), in: connection)
                            #expect(plan.contains("duties_"), "\(scope) \(filter): \(plan)")
                            #expect(
                                !plan.contains("SCAN duties") && !plan.contains("TEMP B-TREE")
                                    && !plan.contains("Seq Scan"), "\(scope) \(filter): \(plan)")
                        }
                    }
                    for part in scope.conditions where scope != .unit(DutyTown.helper) {
                        let sql = ListStore.stillRange(since: DeskTown.start, part, limit: 20)
                        let plan = try plan(sql, in: connection)
                        #expect(plan.contains("matters_still"), "\(scope): \(plan)")
                    }
                }
            }
        }
    }

    private func plan(_ sql: SQL, in connection: any Connection) throws -> String {
        let isLite = connection.dialect == .sqlite
        if !isLite { try connection.run("SET LOCAL enable_seqscan = off") }
        let rows = try connection.rows((isLite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + sql)
        return rows.map { row in
            row.values.map { if case .text(let text) = $0 { text } else { "" } }.joined()
        }.joined(separator: "\n")
    }
}
