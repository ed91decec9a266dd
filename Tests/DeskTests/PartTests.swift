import Core
import Desk
import Logging
import Storage
import Testing

@Suite("A part of somebody else's matter") struct PartTests {
    private func states(_ town: DeskTown, _ unit: UnitCode) async throws -> [String] {
        try await town.desk.parts(of: unit, limit: 50).map(\.state)
    }

    @Test("stays on the list of whoever had it, whatever became of it", arguments: TestEngine.present)
    func history(engine: TestEngine) async throws {
        try await DutyTown.with(engine) { town in
            let later = DeskTown.start + DeskTown.hour
            let units = [DutyTown.helper, DutyTown.other]
            let answered = try await town.shared(units).number
            try await town.move(
                "answerPart", [.answer: "修好了"], on: answered, by: DutyTown.assistant, at: later)
            let row = try #require(try await town.desk.parts(of: DutyTown.helper, limit: 1).first)
            #expect(row.record.number == answered && row.state == "answered" && row.settledAt == later)
            #expect(row.since == DeskTown.start && row.due == DeskTown.start + 2 * DeskTown.day)
            let dropped = try await town.shared(units).number
            try await town.move(
                "dropPart", [.part: DutyTown.helper.text, .reason: "不需要了"], on: dropped, by: DutyTown.handler)
            let returned = try await town.shared(units).number
            try await town.move("return", [.reason: "不归我管"], on: returned, by: DutyTown.handler)
            let refused = try await town.shared(units).number
            try await town.move("refusePart", [.reason: "不归我管"], on: refused, by: DutyTown.assistant)
            let open = try await town.shared(units).number
            #expect(
                try await states(town, DutyTown.helper)
                    == ["open", "refused", "ended", "dropped", "answered"])
            #expect(
                try await states(town, DutyTown.other) == ["open", "open", "ended", "open", "open"])
            #expect(try await states(town, DutyTown.stranger).isEmpty)
            let first = try await town.desk.parts(of: DutyTown.helper, limit: 2)
            #expect(first.map(\.record.number) == [open, refused])
            let next = try await town.desk.parts(
                of: DutyTown.helper, after: first.last?.record.id, limit: 2)
            #expect(next.map(\.record.number) == [returned, dropped])
            #expect(try await town.complaints().isEmpty)
        }
    }

    @Test("given again begins anew", arguments: TestEngine.present)
    func again(engine: TestEngine) async throws {
        try await DutyTown.with(engine) { town in
            let number = try await town.shared().number
            try await town.move("answerPart", [.answer: "修好了"], on: number, by: DutyTown.assistant)
            let later = DeskTown.start + 3 * DeskTown.day
            try await town.give(DutyTown.helper, of: number, at: later)
            let parts = try await town.desk.parts(of: DutyTown.helper, limit: 5)
            #expect(parts.map(\.state) == ["open"] && parts.first?.since == later)
            #expect(parts.first?.settledAt == nil && parts.first?.due == later + 2 * DeskTown.day)
            #expect(try await town.complaints().isEmpty)
        }
    }

    @Test("lets its unit open the matter, and nobody else", arguments: TestEngine.present)
    func sight(engine: TestEngine) async throws {
        try await DutyTown.with(engine) { town in
            let receipt = try await town.shared()
            let (number, id, desk) = (receipt.number, receipt.id, town.desk)
            func sees(_ actor: Actor) async throws -> [Bool] {
                let posts = actor.posts
                let scopes = DutyTown.city.scopes(of: posts)
                let record = try await town.record(number)
                var filter = MatterFilter()
                filter.words = "垃圾"
                let found = try await desk.list(filter, in: scopes[0]).matters
                return [
                    try await desk.dossier(.number(number), for: actor) != nil,
                    scopes.contains { $0.holds(record) }, DutyTown.city.sees(posts, record),
                    try await desk.records([id], seenBy: posts).count == 1,
                    try await desk.numbered(number, or: [number], seenBy: posts, limit: 5).count == 1,
                    found.map(\.number) == [number],
                ]
            }
            let (yes, no) = ([Bool](repeating: true, count: 6), [Bool](repeating: false, count: 6))
            #expect(try await sees(DutyTown.assistant) == yes)
            #expect(try await sees(DutyTown.handler) == yes)
            #expect(try await sees(DutyTown.outsider) == no)
            #expect(try await town.record(number).sharers == [DutyTown.helper])
            try await town.move("note", [.note: "我们明天去"], on: number, by: DutyTown.assistant)
            await #expect(throws: MatterNotFound.self) {
                try await town.move("note", [.note: "我也看看"], on: number, by: DutyTown.outsider)
            }
            let own = try await desk.list(MatterFilter(), in: .unit(DutyTown.helper)).matters
            #expect(own.isEmpty, "A list of a unit holds what it answers for.")
            try await town.move(
                "dropPart", [.part: DutyTown.helper.text, .reason: "不需要了"], on: number, by: DutyTown.handler)
            #expect(try await sees(DutyTown.assistant) == no)
            #expect(try await town.record(number).sharers.isEmpty)
        }
    }

    @Test("rings once when its time is over, and marks nothing but the part", arguments: TestEngine.present)
    func rings(engine: TestEngine) async throws {
        try await DutyTown.with(engine) { town in
            let number = try await town.shared([DutyTown.helper, DutyTown.other]).number
            try await town.move("answerPart", [.answer: "修好了"], on: number, by: DutyTown.otherAssistant)
            try await town.move(
                "askTime", [.until: "2026-04-30", .reason: "等材料"], on: number, by: DutyTown.handler)
            #expect(try await town.ring(at: DeskTown.start + DeskTown.day + -1) == 0)
            #expect(try await town.ring(at: DeskTown.start + DeskTown.day) == 1)
            let due = DeskTown.start + 2 * DeskTown.day
            #expect(try await town.ring(at: due + -1) == 0)
            #expect(try await town.ring(at: due) == 1)
            #expect(try await town.ring(at: due + DeskTown.hour) == 0)
            let facts = try await town.facts(number)
            #expect(facts.filter { $0 == .clockExpired(limit: "part@WATER") }.count == 1)
            #expect(facts.filter { $0 == .clockExpired(limit: "deciding@extension") }.count == 1)
            #expect(!facts.contains { if case .limitPassed = $0 { true } else { false } })
            let matter = try await town.matter(number)
            #expect(!matter.overdue && matter.clocks.filter(\.expired).count == 2)
            #expect(matter.clock("whole")?.expired == false)
            #expect(try await town.record(number).dueAt == matter.clock("whole")?.due)
            #expect(try await town.owed() == ["extension HOTLINE", "part WATER"])
            #expect(try await town.complaints().isEmpty)
        }
    }

    @Test(
        "is told to each unit that has one, once; a level above is told when it is raised to it",
        arguments: TestEngine.present)
    func told(engine: TestEngine) async throws {
        try await DutyTown.with(engine) { town in
            let number = try await town.shared([DutyTown.helper, DutyTown.other]).number
            try await town.move(
                "classify", [.grade: "complex"], on: number, by: DeskTown.dispatcher)
            try await town.move("escalate", on: number, by: DutyTown.handler)
            let above = try #require(DutyTown.city.units[DutyTown.lead]?.parent)
            let rows = try await town.database.read {
                try $0.rows(
                    "SELECT sequence, audience, template, body FROM outbox ORDER BY sequence, audience")
            }
            let told = try rows.map { row in
                let (sequence, to): (Int, String) = (try row.get("sequence"), try row.get("audience"))
                #expect(try row.get("body", as: String.self).contains(number))
                return "\(sequence) \(to) \(try row.get("template", as: String.self))"
            }
            #expect(
                told == [
                    "3 unit:WATER joined", "4 unit:HOUSING joined", "5 unit:HOUSING joined",
                    "5 unit:WATER joined", "6 unit:\(above) upward",
                ])
        }
    }
}
