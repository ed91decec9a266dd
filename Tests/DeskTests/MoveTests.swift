import Core
import Desk
import Storage
import Testing

@Suite("A move") struct MoveTests {
    @Test("leads through the whole loop and ends only by the resident's yes", arguments: TestEngine.present)
    func loop(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let number = try await town.answered().number
            let no: [InputWord: String] = [.solved: "no", .satisfied: "no", .why: "又堆满了"]
            #expect(try await town.move("rate", no, on: number, by: .resident).stage == "handling")
            #expect(try await town.matter(number).lead == DeskTown.unit)
            #expect(try await town.matter(number).rounds == 1)
            try await town.move("answer", [.answer: "每天清运两次。"], on: number, by: DeskTown.handler)
            let yes: [InputWord: String] = [.solved: "yes", .satisfied: "yes"]
            let done = try await town.move("rate", yes, on: number, by: .resident)
            #expect(done.outcome == .solved && done.stage == "solved")
            #expect(try await town.count("SELECT count(*) FROM timers") == 0)
            #expect(try await town.complaints().isEmpty)
        }
    }

    @Test(
        "goes back by itself on any answer but two times yes",
        arguments: [("no", "no"), ("yes", "no"), ("no", "yes")])
    func anyNo(solved: String, satisfied: String) async throws {
        try await DeskTown.with(.sqlite) { town in
            let number = try await town.answered().number
            let done = try await town.move(
                "rate", [.solved: solved, .satisfied: satisfied], on: number, by: .resident)
            #expect(done.stage == "handling" && done.outcome == nil)
        }
    }

    @Test(
        "is refused without a word of why when it is refused, and keeps nothing",
        arguments: TestEngine.present)
    func refusals(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let number = try await town.dispatched().number
            let before = try await town.matter(number)
            func refused(_ name: String, _ inputs: [InputWord: String] = [:], by actor: Actor) async throws
                -> Refusal?
            {
                try await refusal { try await town.move(name, inputs, on: number, by: actor) }
            }
            #expect(try await refused("nothing", by: DeskTown.clerk) == .unknownMove("nothing"))
            #expect(try await refused("return", by: DeskTown.handler) == .missing(.reason))
            #expect(
                try await refused("return", [.reason: " \u{200B} "], by: DeskTown.handler)
                    == .missing(.reason))
            #expect(try await refused("accept", by: DeskTown.clerk) == .notYours(move: "accept"))
            #expect(try await refused("accept", by: .resident) == .notYours(move: "accept"))
            #expect(try await refused("close", by: .system("anything")) == .notYours(move: "close"))
            #expect(
                try await refused("rate", [.solved: "yes", .satisfied: "yes"], by: .resident)
                    == .notNow(move: "rate", stage: "dispatched"))
            #expect(
                try await refused("answer", [.answer: "好", .solved: "yes"], by: DeskTown.handler)
                    == .invalid(.solved, .notAllowed))
            #expect(
                try await refused(
                    "answer", [.answer: String(repeating: "好", count: 4001)], by: DeskTown.handler)
                    == .invalid(.answer, .tooLong))
            #expect(
                try await refused("answer", [.answer: "好\0"], by: DeskTown.handler)
                    == .invalid(.answer, .control))
            #expect(try await town.matter(number) == before)
        }
    }

    @Test("of what was seen before somebody changed it is refused", arguments: TestEngine.present)
    func stale(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let number = try await town.dispatched().number
            let version = try await town.matter(number).version
            try await town.move("add", [.text: "补充"], on: number, by: .resident)
            let refused = try await refusal {
                try await town.move("accept", on: number, by: DeskTown.handler, expecting: version)
            }
            #expect(refused == .outOfDate(current: version + 1))
            try await town.move("accept", on: number, by: DeskTown.handler, expecting: version + 1)
        }
    }

    @Test("leaves nothing behind when the store fails halfway", arguments: TestEngine.present)
    func allOrNothing(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let number = try await town.answered().number
            let events = try await town.count("SELECT count(*) FROM events")
            let before = try await town.record(number)
            // The last thing a move writes: by then its events and its row are written.
            try await town.run("ALTER TABLE outbox RENAME TO away")
            let yes: [InputWord: String] = [.solved: "yes", .satisfied: "yes"]
            #expect(await faultCode { try await town.move("rate", yes, on: number, by: .resident) } != nil)
            #expect(try await town.count("SELECT count(*) FROM events") == events)
            #expect(try await town.record(number).version == before.version)
            #expect(try await town.record(number).stage == "asking")
            try await town.run("ALTER TABLE away RENAME TO outbox")
            #expect(try await town.complaints().isEmpty)
        }
    }

    @Test("on what one may not see looks like one on what is not there", arguments: TestEngine.present)
    func foreign(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let number = try await town.dispatched().number
            let foreigners = [
                DeskTown.person("handler", in: "T980102001"), DeskTown.person("clerk", in: "JY-GOV"),
                DeskTown.person("handler", in: "HOTLINE"), Actor.officer(id: 999, posts: []),
            ]
            for foreigner in foreigners {
                await #expect(throws: MatterNotFound.self) {
                    try await town.move("note", [.note: "看看"], on: number, by: foreigner)
                }
                #expect(try await town.desk.dossier(.number(number), for: foreigner) == nil)
            }
            await #expect(throws: MatterNotFound.self) {
                try await town.move("note", [.note: "看看"], on: "QS2026030299999", by: DeskTown.clerk)
            }
            #expect(try await town.desk.dossier(.number("QS2026030299999"), for: DeskTown.clerk) == nil)
            #expect(try await town.desk.dossier(.number(number), for: DeskTown.handler) != nil)
        }
    }

    @Test("that reveals the contact keeps who and why, and no other shows it", arguments: TestEngine.present)
    func reveal(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let number = try await town.dispatched().number
            let none = try await refusal { try await town.move("reveal", on: number, by: DeskTown.handler) }
            #expect(none == .missing(.reason))
            let shown = try await town.move("reveal", [.reason: "约上门时间"], on: number, by: DeskTown.handler)
            #expect(shown.contact?.name == "测试甲" && shown.contact?.phone == "19900001234")
            let event = try #require(try await town.events(number).last)
            #expect(event.facts.contains(.contactRevealed(reason: "约上门时间")))
            #expect(event.by == .officer(id: DeskTown.handler.officerID ?? 0, unit: DeskTown.unit))
            let note = try await town.move("note", [.note: "已约"], on: number, by: DeskTown.handler)
            #expect(note.contact == nil)
            let masked = try #require(try await town.desk.dossier(.number(number), for: DeskTown.handler))
                .contact
            #expect(masked.phone == "199****1234" && masked.name == "测**")
            let events = try await town.database.read { try $0.rows("SELECT payload, actor FROM events") }
            #expect(!events.contains { "\($0.values)".contains("19900001234") })
        }
    }

    @Test("of a unit gives it back with a reason, and counts how often", arguments: TestEngine.present)
    func returned(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let number = try await town.dispatched().number
            let back = try await town.move("return", [.reason: "不归我们管"], on: number, by: DeskTown.handler)
            #expect(back.stage == "registered")
            #expect(try await town.matter(number).lead == nil)
            #expect(try await town.matter(number).returns == 1)
            try await town.move(
                "dispatch", [.unit: DeskTown.unit.text], on: number, by: DeskTown.dispatcher)
            let second = try await refusal {
                try await town.move("return", [.reason: "不归我们管"], on: number, by: DeskTown.handler)
            }
            #expect(second == .gateShut(.returnsBelow))
            // The second time the level above says who has it.
            let again = try await town.move(
                "returnAgain", [.reason: "不归我们管"], on: number, by: DeskTown.handler)
            #expect(again.stage == "arbitration")
            #expect(try await town.matter(number).returns == 2)
        }
    }

    @Test("of the resident is made no more often than it may be")
    func urge() async throws {
        try await DeskTown.with(.sqlite) { town in
            let number = try await town.dispatched().number
            try await town.move("urge", on: number, by: .resident)
            let soon = DeskTown.start + (24 * DeskTown.hour - 1)
            let again = try await refusal { try await town.move("urge", on: number, by: .resident, at: soon) }
            #expect(again == .gateShut(.notWithin))
            try await town.move("urge", on: number, by: .resident, at: soon + 1)
            #expect(try await town.matter(number).urges == 2)
        }
    }
}

@Suite("Joining two matters") struct MergeTests {
    private func refused(_ town: DeskTown, _ from: String, into to: String) async throws -> Refusal? {
        try await refusal { try await town.move("merge", [.matter: to], on: from, by: DeskTown.dispatcher) }
    }

    @Test("ends the one and is told on the other in the same moment", arguments: TestEngine.present)
    func joins(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let (first, second) = (try await town.dispatched().number, try await town.file().number)
            let done = try await town.move("merge", [.matter: first], on: second, by: DeskTown.dispatcher)
            #expect(done.outcome == .merged)
            #expect(try await town.matter(second).mergedInto == first)
            #expect(try await town.matter(first).joined == [second])
            #expect(try await town.facts(first).contains(.joined(from: second)))
            #expect(try await town.matter(first).isOpen)
            #expect(try await town.complaints().isEmpty)
        }
    }

    @Test(
        "is refused with itself, with nothing, with what ended, with what is out of sight, with another kind")
    func refusals() async throws {
        try await DeskTown.with(.sqlite) { town in
            let number = try await town.file().number
            #expect(try await refused(town, number, into: number) == .invalid(.matter, .itself))
            #expect(try await refused(town, number, into: "QS2026030299999") == .invalid(.matter, .unknown))
            let ended = try await town.file().number
            try await town.move("withdraw", on: ended, by: .resident)
            #expect(try await refused(town, number, into: ended) == .invalid(.matter, .closed))
            var repair = DeskTown.filing()
            repair.kind = "repair"
            let other = try await town.desk.file(repair, by: DeskTown.clerk, at: DeskTown.start).number
            #expect(try await refused(town, number, into: other) == .invalid(.matter, .otherKind))
            let far = try await town.file(
                {
                    var filing = DeskTown.filing(); filing.area = DeskTown.area("980102001001"); return filing
                }()
            ).number
            let near = DeskTown.person("dispatcher", in: "YS-GOV")
            let hidden = try await refusal {
                try await town.move("merge", [.matter: far], on: number, by: near)
            }
            #expect(hidden == .invalid(.matter, .unknown))
            #expect(try await town.matter(number).version == 1)
        }
    }

    @Test(
        "never makes a circle, also not when both are joined to each other at once",
        arguments: TestEngine.present)
    func circle(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            for _ in 0..<10 {
                let (first, second) = (try await town.file().number, try await town.file().number)
                async let one = refused(town, first, into: second)
                async let other = refused(town, second, into: first)
                let outcomes = [try await one, try await other]
                #expect(outcomes.filter { $0 == nil }.count == 1)
                let open = [try await town.matter(first), try await town.matter(second)].filter(\.isOpen)
                #expect(open.count == 1)
                #expect(try await refused(town, open[0].number, into: open[0].joined[0]) != nil)
            }
            #expect(try await town.complaints().isEmpty)
        }
    }
}
