import Core
import Testing

@Suite("An order")
struct DecideTests {
    @Test("for a move nobody knows is refused first of all")
    func unknownMove() throws {
        let story = try Story()
        #expect(story.refusal("fly", by: .clerkAfar, expecting: 99) == .unknownMove("fly"))
    }

    @Test("on a version somebody else has left behind is out of date")
    func outOfDate() throws {
        var story = try Story()
        try story.when("urge", by: .resident)
        #expect(story.refusal("add", [.text: "快"], by: .resident, expecting: 1) == .outOfDate(current: 2))
        #expect(story.refusal("add", [.text: "快"], by: .resident, expecting: 2) == nil)
        #expect(story.refusal("add", [.text: "快"], by: .resident) == nil)
    }

    @Test(
        "of a stranger is not theirs, wherever the matter stands",
        arguments: ["received", "handling", "asking"])
    func notYours(stage: String) throws {
        let story =
            switch stage {
            case "received": try Story()
            case "handling": try Story.handled()
            default: try Story.answered()
            }
        for move in ["dispatch", "answer", "giveUp", "confirmScope", "merge"] {
            #expect(story.refusal(move, by: .clerkAfar) == .notYours(move: move))
            #expect(story.refusal(move, by: .resident) == .notYours(move: move))
        }
    }

    @Test("of a unit that does not lead is not theirs")
    func notTheLead() throws {
        let story = try Story.handled()
        #expect(story.refusal("answer", [.answer: "好"], by: .water) == .notYours(move: "answer"))
        #expect(story.refusal("answer", [.answer: "好"], by: .county) == .notYours(move: "answer"))
        #expect(story.refusal("answer", [.answer: "好"], by: .roads) == nil)
    }

    @Test("of somebody it belongs to comes at its stage only")
    func notNow() throws {
        let story = try Story.handled()
        #expect(
            story.refusal("dispatch", [.unit: "ROADS"], by: .dispatcher)
                == .notNow(move: "dispatch", stage: "handling"))
    }

    @Test("is checked for its inputs before its guards")
    func inputsFirst() throws {
        let story = try Story()
        #expect(story.refusal("dispatch", by: .dispatcher) == .missing(.unit))
        #expect(story.refusal("dispatch", [.unit: "ROADS"], by: .dispatcher) == .gateShut(.categorised))
    }

    @Test("for a move that follows by itself is nobody's")
    func automatic() throws {
        let story = try Story.answered()
        for actor in Actor.everybody {
            #expect(story.refusal("close", by: actor) == .notYours(move: "close"))
            #expect(
                !possibleMoves(on: story.matter, by: actor, in: story.city, at: story.now).contains {
                    $0.automatic
                })
        }
    }

    @Test(
        "to speak for the resident is refused to the unit that did the work, to the answerer and to programs")
    func speaking() throws {
        let procedure = Town.request(adding: [
            Move(
                "speak", from: ["asking"],
                by: [.resident, .system, .role("caller"), .role("handler"), .role("supervisor")],
                asks: [Move.Ask(.solved), Move.Ask(.satisfied)], does: [.opinion])
        ])
        let story = try Story.answered(in: Town.city(procedures: [procedure]))
        for actor in [Actor.roads, .callerOfRoads, .twoHats] {
            #expect(story.refusal("speak", Story.yes, by: actor) == .gateShut(.outsideLead))
            let shown = possibleMoves(on: story.matter, by: actor, in: story.city, at: story.now)
            #expect(!shown.contains { $0.name == "speak" })
        }
        #expect(story.refusal("speak", Story.yes, by: .timekeeper) == .notYours(move: "speak"))
        #expect(story.refusal("speak", Story.yes, by: .water) == .notYours(move: "speak"))
        for actor in [Actor.resident, .caller, .supervisor] {
            #expect(story.refusal("speak", Story.yes, by: actor) == nil)
        }
    }

    @Test("never makes time run backwards")
    func backwards() throws {
        var story = try Story.handled()
        let before = story.matter.changedAt
        try story.when("answer", [.answer: "好"], by: .roads, after: -9 * day)
        #expect(story.matter.changedAt == before)
        #expect(story.log.map(\.at) == story.log.map(\.at).sorted())
    }

    @Test("shows exactly the moves that can be made")
    func possible() throws {
        let story = try Story.handled()
        func names(_ actor: Actor) -> [String] {
            possibleMoves(on: story.matter, by: actor, in: story.city, at: story.now).map(\.name)
        }
        #expect(names(.resident) == ["urge", "add", "withdraw"])
        #expect(names(.roads) == ["giveBack", "answer", "reveal", "note", "proposeScope"])
        #expect(names(.dispatcher) == ["classify", "recall", "note"])
        #expect(names(.clerkAfar).isEmpty)
        #expect(names(.water).isEmpty)
    }

    @Test("is remembered with the unit the officer acted for")
    func doer() throws {
        let story = try Story.answered()
        #expect(story.log.last?.by == .officer(id: 6, unit: UnitCode("ROADS")))
        var both = try Story.handled()
        try both.when("answer", [.answer: "好"], by: .twoHats)
        #expect(both.log.last?.by == .officer(id: 10, unit: UnitCode("ROADS")))
    }

    @Test("has a stable code and the field it is about")
    func codes() {
        let refusals: [(Refusal, String, String?)] = [
            (.unknownMove("x"), "unknown_move", nil), (.notYours(move: "x"), "not_yours", nil),
            (.notNow(move: "x", stage: "y"), "not_now", nil), (.missing(.unit), "missing_input", "unit"),
            (.invalid(.reviewOn, .past), "invalid_input", "reviewOn"),
            (.gateShut(.satisfied), "gate_shut", nil),
            (.outOfDate(current: 2), "out_of_date", nil), (.againstTheLoop(.solved), "against_the_loop", nil),
        ]
        for (refusal, code, field) in refusals {
            #expect(refusal.code == code)
            #expect(refusal.field == field)
        }
    }
}

@Suite("A new matter")
struct RaiseTests {
    @Test("stands at the first stage with its clocks running")
    func first() throws {
        let story = try Story()
        #expect(story.matter.stage == "received")
        #expect(story.matter.version == 1)
        #expect(story.matter.clocks.map(\.limit) == ["whole", "register"])
        #expect(
            story.matter.clock("register")?.due == Town.calendar.add(.workingHours(4 * hour), to: Town.start))
    }

    @Test("keeps a time promised elsewhere, unless that has passed already")
    func target() throws {
        var raised = Town.raised()
        raised.targetAt = Town.start + 3 * day
        #expect(try Story(raised).matter.clock("whole")?.due == Town.start + 3 * day)
        raised.targetAt = Town.start + -3 * day
        let clock = try #require(try Story(raised).matter.clock("whole"))
        #expect(clock.due == clock.from)
    }

    @Test("of an unknown kind, or with a category that is none, is refused")
    func unknown() {
        func refusal(_ raised: Fact.Raised) -> Refusal? {
            do throws(Refusal) {
                _ = try raise(raised, by: .resident, in: Town.city, at: Town.start)
                return nil
            } catch {
                return error
            }
        }
        #expect(refusal(Town.raised("wish")) == .unknownMove("wish"))
        #expect(refusal(Town.raised(category: "moon")) == .invalid(.category, .unknown))
        #expect(refusal(Town.raised(category: "roads")) == .invalid(.category, .notALeaf))
        var broken = Town.raised()
        broken.text = "a\0b"
        #expect(refusal(broken) == .invalid(.text, .control))
    }

    @Test("that ended in another system comes in as ended there, at its own time")
    func elsewhere() throws {
        var raised = Town.raised()
        (raised.source, raised.sourceID) = ("311", "7")
        raised.endedAt = Town.start + -9 * day
        let matter = try Story(raised, by: .system("import")).matter
        #expect(matter.outcome == .elsewhere)
        #expect(matter.closedAt == raised.endedAt)
        #expect(matter.clocks.isEmpty)
    }

    @Test("cannot be filed as ended by its resident, without a source, or where the kind knows no such end")
    func notElsewhere() {
        var raised = Town.raised()
        raised.endedAt = Town.start
        #expect(throws: Refusal.againstTheLoop(.elsewhere)) { try Story(raised, by: .system("import")) }
        raised.source = "311"
        #expect(throws: Refusal.againstTheLoop(.elsewhere)) { try Story(raised, by: .resident) }
        raised.kind = "criticism"
        #expect(throws: Refusal.againstTheLoop(.elsewhere)) { try Story(raised, by: .system("import")) }
    }

    @Test("cannot begin at its end, or with a unit that is not there")
    func firstStage() {
        let ended = Procedure("request", [Stage("done", .nobody, closes: .solved)], [])
        let held = Procedure("request", [Stage("work", .lead)], [])
        #expect(throws: Refusal.againstTheLoop(.solved)) { try Story(in: Town.city(procedures: [ended])) }
        #expect(throws: Refusal.gateShut(.dispatched)) { try Story(in: Town.city(procedures: [held])) }
    }
}
