import Core
import Storage
import Testing

@testable import Desk

@Suite("Taking back a step") struct UndoTests {
    private func refusal<T>(_ body: () async throws -> T) async throws -> UndoRefusal? {
        do {
            _ = try await body()
            return nil
        } catch let refusal as UndoRefusal {
            return refusal
        }
    }

    private func timers(_ town: DeskTown, _ id: Int64) async throws -> [String] {
        try await town.database.read {
            try $0.rows(
                """
                SELECT time_limit, mark, due_at FROM timers WHERE matter_id = \(id)
                ORDER BY time_limit, mark
                """
            ).map { row in
                let due: Int64 = try row.get("due_at")
                let limit: String = try row.get("time_limit")
                let mark: String = try row.get("mark")
                return "\(limit) \(mark) \(due)"
            }
        }
    }

    @Test(
        "leaves row, timers, tallies and log as they were before, and verifies", arguments: TestEngine.present
    )
    func consistent(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let receipt = try await town.file()
            let number = receipt.number
            try await town.move("register", [.category: DeskTown.category], on: number, by: DeskTown.clerk)
            let (before, clocks) = (try await town.record(number), try await timers(town, receipt.id))
            try await town.move("dispatch", [.unit: DeskTown.unit.text], on: number, by: DeskTown.dispatcher)
            #expect(try await timers(town, receipt.id) != clocks)
            let undone = try await town.desk.undo(
                number, by: DeskTown.dispatcher, at: DeskTown.start + 60_000)
            let after = try await town.record(number)
            #expect(undone.version == before.version + 2)
            #expect(after.stage == before.stage && after.lead == nil && after.dueAt == before.dueAt)
            #expect(after.holder == before.holder && after.changedAt == DeskTown.start + 60_000)
            #expect(try await timers(town, receipt.id) == clocks)
            #expect(try await town.complaints().isEmpty)
            try await town.follow()
            let dispatched = try await town.count(
                "SELECT count(*) FROM tallies WHERE scope = \("unit:" + DeskTown.unit.text) AND count <> 0")
            #expect(dispatched == 0)
            // The way goes on, and the whole still verifies.
            try await town.move(
                "dispatch", [.unit: DeskTown.unit.text], on: number, by: DeskTown.dispatcher,
                at: DeskTown.start + 120_000)
            #expect(try await town.complaints().isEmpty)
        }
    }

    @Test(
        "withdraws what nobody took yet, and is refused once the resident was told",
        arguments: TestEngine.present)
    func told(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let waiting = try await town.dispatched()
            _ = try await town.desk.undo(waiting.number, by: DeskTown.dispatcher, at: DeskTown.start)
            let left = try await town.count(
                """
                SELECT count(*) FROM outbox WHERE matter_id = \(waiting.id) AND sequence = 3
                    AND failed IS NULL
                """)
            #expect(left == 0)

            let taken = try await town.dispatched()
            let messages = try await town.database.write {
                try Outbox.take(100, now: DeskTown.start, in: $0)
            }
            #expect(messages.contains { $0.matterID == taken.id && $0.audience == "resident" })
            #expect(!messages.contains { $0.matterID == waiting.id && $0.sequence == 3 })
            let before = try await town.events(taken.number)
            let refused = try await refusal {
                try await town.desk.undo(taken.number, by: DeskTown.dispatcher, at: DeskTown.start)
            }
            #expect(refused == .told)
            #expect(try await town.events(taken.number) == before)
        }
    }

    @Test("is refused to others, too late, twice, and on an older version", arguments: TestEngine.present)
    func refused(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let number = try await town.dispatched().number
            let (desk, now) = (town.desk, DeskTown.start)
            #expect(
                try await refusal { try await desk.undo(number, by: DeskTown.clerk, at: now) } == .notYours)
            #expect(
                try await refusal {
                    try await desk.undo(number, by: DeskTown.dispatcher, at: now + 11 * 60_000)
                } == .tooLate)
            #expect(
                try await refusal {
                    try await desk.undo(number, by: DeskTown.dispatcher, at: now, expecting: 2)
                } == .outOfDate)
            await #expect(throws: MatterNotFound.self) {
                try await desk.undo("QS2026030299999", by: DeskTown.dispatcher, at: now)
            }
            // Without any post, nobody sees anything.
            await #expect(throws: MatterNotFound.self) {
                try await desk.undo(number, by: .officer(id: 999, posts: []), at: now)
            }
            _ = try await desk.undo(number, by: DeskTown.dispatcher, at: now)
            #expect(
                try await refusal { try await desk.undo(number, by: DeskTown.dispatcher, at: now) }
                    == .nothingToUndo)
        }
    }

    @Test("reaches a matter that the step took out of sight", arguments: TestEngine.present)
    func outOfSight(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let number = try await town.dispatched().number
            let now = DeskTown.start + 60_000
            try await town.move("return", [.reason: "不归我们"], on: number, by: DeskTown.handler, at: now)
            #expect(try await town.desk.dossier(.number(number), for: DeskTown.handler) == nil)
            #expect(try await town.desk.lastStep(of: number, by: DeskTown.handler, at: now)?.move == "return")
            #expect(try await town.desk.lastStep(of: number, by: DeskTown.clerk, at: now) == nil)
            _ = try await town.desk.undo(number, by: DeskTown.handler, at: now)
            #expect(try await town.desk.dossier(.number(number), for: DeskTown.handler) != nil)
            #expect(try await town.complaints().isEmpty)
        }
    }

    @Test("of words that were added takes them out of the search again", arguments: TestEngine.present)
    func words(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let number = try await town.file().number
            let actors = [DeskTown.clerk, DeskTown.caller, DeskTown.dispatcher]
            let matter = try await town.matter(number)
            let found = actors.lazy.compactMap { actor in
                possibleMoves(on: matter, by: actor, in: DeskTown.city, at: DeskTown.start)
                    .first { $0.does.contains(.add) }.map { (actor, $0) }
            }.first
            // Only where an officer of the demo city may add words at all.
            guard let (actor, move) = found else { return }
            try await town.move(move.name, [.text: "骆驼祥子"], on: number, by: actor)
            _ = try await town.desk.undo(number, by: actor, at: DeskTown.start)
            #expect(try await town.record(number).more == nil)
            #expect(try await town.complaints().isEmpty)
        }
    }
}

@Suite("What is near a matter") struct RelatedTests {
    @Test("is found by contact and by place and kind, and only within sight", arguments: TestEngine.present)
    func found(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let first = try await town.dispatched()
            let second = try await town.dispatched()
            var other = DeskTown.filing("别人也说垃圾没有清运")
            other.contact = Filing.Contact(name: "测试乙", phone: "19900005678")
            let third = try await town.dispatched(other)
            let old = try await town.dispatched(other, at: DeskTown.start + -100 * DeskTown.day)
            let matter = try await town.matter(first.number)
            let now = DeskTown.start + DeskTown.hour
            let related = try await town.desk.related(to: matter, for: DeskTown.clerk, at: now)
            #expect(related.sameContact.map(\.number) == [second.number])
            #expect(related.nearby.map(\.number) == [third.number, second.number])
            #expect(!related.nearby.contains { $0.number == old.number })
            let nobody = try await town.desk.related(to: matter, for: .officer(id: 9, posts: []), at: now)
            #expect(nobody.isEmpty)
            #expect(try await town.desk.related(to: matter, for: .resident, at: now).isEmpty)
        }
    }

    @Test("is one range of one index, however many matters there are", arguments: TestEngine.present)
    func plan(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let plan = try await town.database.write { connection -> String in
                let isLite = connection.dialect == .sqlite
                if !isLite { try connection.run("SET LOCAL enable_seqscan = off") }
                let sql = RelatedStore.nearbyKeys(village: "x", "y", "open")
                let rows = try connection.rows((isLite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + sql)
                return rows.map { row in
                    row.values.map { if case .text(let text) = $0 { text } else { "" } }.joined()
                }.joined(separator: "\n")
            }
            #expect(plan.contains("matters_neighbours"), "\(plan)")
            #expect(!plan.contains("SCAN matters") && !plan.contains("Sort"), "\(plan)")
        }
    }
}
