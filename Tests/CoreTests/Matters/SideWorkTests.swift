import Core
import Testing

private let afar = Actor.officer(21, "handler", "AFAR", "110102")

@Suite("Joint work")
struct JointWorkTests {
    @Test("waits for every part before there is an answer")
    func everyPart() throws {
        var story = try Story.led()
        try story.when("givePart", [.part: "WATER", .task: "查水管"], by: .roads)
        try story.when("givePart", [.part: "AFAR", .task: "查上游"], by: .dispatcher)
        #expect(story.refusal("answer", [.answer: "修好了"], by: .roads) == .gateShut(.partsAnswered))
        try story.when("answerPart", [.answer: "管子没事"], by: .water)
        #expect(story.refusal("answer", [.answer: "修好了"], by: .roads) == .gateShut(.partsAnswered))
        try story.when("refusePart", [.reason: "不在我县"], by: afar)
        #expect(story.refusal("answer", [.answer: "修好了"], by: .roads) == .gateShut(.partsAnswered))
        try story.when("dropPart", [.part: "AFAR", .reason: "确实不在"], by: .dispatcher)
        try story.when("answer", [.answer: "修好了"], by: .roads)
        #expect(story.matter.stage == "asking")
    }

    @Test("is shut by the law even where the procedure forgets the guard")
    func lawOfParts() throws {
        let moves = Town.joint().moves.map { move in
            Move(
                name: move.name, text: move.text, told: move.told, from: move.from, to: move.to, by: move.by,
                asks: move.asks, needs: move.needs.filter { $0 != .partsAnswered }, does: move.does,
                automatic: move.automatic)
        }
        let careless = Procedure("joint", Town.joint().stages, moves, Town.joint().limits)
        var story = try Story.led()
        story.city = Town.city(procedures: [careless])
        try story.when("givePart", [.part: "WATER", .task: "查水管"], by: .roads)
        #expect(story.refusal("answer", [.answer: "修好了"], by: .roads) == .gateShut(.partsAnswered))
    }

    @Test("lets each assistant do its own part and nothing else")
    func ownPartOnly() throws {
        var story = try Story.led()
        #expect(story.refusal("answerPart", [.answer: "?"], by: .water) == .notYours(move: "answerPart"))
        try story.when("givePart", [.part: "WATER", .task: "查水管"], by: .roads)
        #expect(reaches(Actor.water.posts[0], story.matter, in: story.city))
        #expect(story.refusal("answer", [.answer: "我来答"], by: .water) == .notYours(move: "answer"))
        #expect(story.refusal("answerPart", [.answer: "我来答"], by: .roads) == .notYours(move: "answerPart"))
        #expect(
            story.refusal("dropPart", [.part: "WATER", .reason: "算了"], by: .water)
                == .notYours(move: "dropPart"))
        #expect(
            story.refusal("givePart", [.part: "WATER", .task: "再查"], by: .roads)
                == .invalid(.part, .notAllowed))
        #expect(
            story.refusal("givePart", [.part: "ROADS", .task: "自己"], by: .roads) == .invalid(.part, .itself))
        #expect(
            story.refusal("givePart", [.part: "NOBODY", .task: "谁"], by: .roads) == .invalid(.part, .unknown))
        try story.when("answerPart", [.answer: "没事"], by: .water)
        #expect(story.refusal("answerPart", [.answer: "再答"], by: .water) == .notYours(move: "answerPart"))
    }

    @Test("keeps a refused part with its unit when the desk insists")
    func insists() throws {
        var story = try Story.led()
        try story.when("givePart", [.part: "WATER", .task: "查水管"], by: .roads)
        #expect(
            story.refusal("insistPart", [.part: "WATER", .reason: "归你"], by: .dispatcher)
                == .invalid(.part, .unknown))
        try story.when("refusePart", [.reason: "不归我"], by: .water)
        #expect(story.matter.clock("part@WATER") == nil)
        try story.when("insistPart", [.part: "WATER", .reason: "归你"], by: .dispatcher)
        #expect(story.matter.side.part(of: UnitCode("WATER"))?.state == .open)
        #expect(story.matter.clock("part@WATER") != nil)
    }

    @Test("counts a late part for the assistant and not for the lead")
    func latePart() throws {
        var story = try Story.led()
        try story.when("givePart", [.part: "WATER", .task: "查水管"], by: .roads)
        let due = try #require(story.matter.clock("part@WATER")?.due)
        #expect(due == story.now + 3 * day)
        try story.ring(.expiry, "part@WATER", at: due)
        #expect(story.facts.contains(.limitPassed(limit: "part@WATER")))
        #expect(!story.matter.overdue)
        #expect(story.matter.nextClock?.limit != "part@WATER")
    }

    @Test("gives a part the day the lead names, until its end")
    func namedDay() throws {
        var story = try Story.led()
        try story.when("givePart", [.part: "WATER", .task: "查", .until: "2026-03-04"], by: .roads)
        let end = Town.calendar.start(of: Town.date("2026-03-04")) + 1050 * minute
        #expect(story.matter.clock("part@WATER")?.due == end)
        #expect(
            story.refusal("givePart", [.part: "AFAR", .task: "查", .until: "2026-03-01"], by: .roads)
                == .invalid(.until, .past))
        #expect(
            story.refusal("givePart", [.part: "AFAR", .task: "查", .until: "2026-02-30"], by: .roads)
                == .invalid(.until, .notADay))
        #expect(
            story.refusal("givePart", [.part: "AFAR", .task: "查", .until: "9999-01-01"], by: .roads)
                == .invalid(.until, .past))
    }

    @Test("ends when another unit leads")
    func endsWithTheLead() throws {
        var story = try Story.led()
        try story.when("givePart", [.part: "WATER", .task: "查水管"], by: .roads)
        try story.when("return", [.reason: "不归我"], by: .roads)
        #expect(story.matter.side.parts.isEmpty)
        #expect(story.matter.clock("part@WATER") == nil)
        #expect(!reaches(Actor.water.posts[0], story.matter, in: story.city))
    }

    @Test("is bounded")
    func bounded() throws {
        var story = try Story.led()
        try story.when("givePart", [.part: "WATER", .task: "查"], by: .roads)
        try story.when("givePart", [.part: "AFAR", .task: "查"], by: .roads)
        try story.when("givePart", [.part: "COUNTY", .task: "查"], by: .roads)
        try story.when("givePart", [.part: "CENTRE", .task: "查"], by: .roads)
        #expect(story.matter.side.parts.count == 4)
        #expect(Set(story.matter.clocks.map(\.limit)).count == story.matter.clocks.count)
    }
}

@Suite("A decision")
struct DecisionTests {
    private let roadsToo = Actor.officer(22, "handler", "ROADS", "110101")

    @Test("is never taken by whoever asked for it")
    func anotherPerson() throws {
        var story = try Story.led()
        try story.when("askTime", [.until: "2026-03-20", .reason: "等材料"], by: .roads)
        #expect(story.refusal("giveTime", by: .roads) == .gateShut(.anotherPerson))
        #expect(story.refusal("denyTime", [.reason: "不"], by: .roads) == .gateShut(.anotherPerson))
        #expect(
            story.refusal("askTime", [.until: "2026-03-21", .reason: "再等"], by: roadsToo)
                == .gateShut(.notProposed))
        try story.when("giveTime", by: .supervisor)
        #expect(story.refusal("giveTime", by: .supervisor) == .gateShut(.proposed))
    }

    @Test("about more time keeps the old date and the new one")
    func extensionKeepsBoth() throws {
        var story = try Story.led()
        let old = try #require(story.matter.clock("whole")?.due)
        try story.when("askTime", [.until: "2026-03-20", .reason: "等材料"], by: .roads)
        #expect(story.matter.clock("whole")?.due == old)
        try story.when("giveTime", by: .supervisor)
        let new = Town.calendar.start(of: Town.date("2026-03-20")) + 1050 * minute
        #expect(story.last.contains(.extended(limit: "whole", from: old, to: new)))
        #expect(story.matter.clock("whole")?.due == new)
        #expect(story.matter.clock("whole")?.from == Town.start)
        #expect(story.matter.side.extensions.map(\.to) == [new])
        // An urgency that changes nothing of the limit leaves the extended date alone.
        try story.when("contact", [.way: "phone"], by: .roads)
        #expect(story.matter.clock("whole")?.due == new)
    }

    @Test("about more time never makes the time shorter, and is asked for a later day only")
    func neverShorter() throws {
        var story = try Story.led()
        #expect(
            story.refusal("askTime", [.until: "2026-03-04", .reason: "早"], by: .roads)
                == .invalid(.until, .past))
        try story.when("askTime", [.until: "2026-03-12", .reason: "等"], by: .roads)
        let due = try #require(story.matter.clock("whole")?.due)
        try story.when("giveTime", by: .supervisor, after: 20 * day)
        #expect(try #require(story.matter.clock("whole")?.due) > due)
        try story.when("askTime", [.until: "2026-12-12", .reason: "等"], by: .roads)
        try story.when("giveTime", by: .supervisor)
        #expect(
            story.refusal("askTime", [.until: "2027-01-12", .reason: "等"], by: .roads)
                == .gateShut(.extensionsBelow))
    }

    @Test("about standing still pauses the whole limit until the review day, and goes on with what was left")
    func suspension() throws {
        var story = try Story.led()
        let left = try #require(story.matter.clock("whole")).due - (story.now + 2 * hour)
        try story.when("askRest", [.reason: "入冬不能铺", .reviewOn: "2026-04-01"], by: .roads)
        try story.when("giveRest", by: .supervisor)
        #expect(story.matter.stage == "suspended")
        #expect(story.matter.reviewOn == "2026-04-01")
        #expect(story.matter.clock("whole")?.pausedAt == story.now)
        let review = Town.calendar.start(of: Town.date("2026-04-01"))
        #expect(story.matter.clock("review")?.due == review)
        #expect(
            duties(of: story.matter, in: story.city).contains { $0.what == .suspended && $0.due == review })
        try story.ring(.expiry, "review", at: review)
        #expect(story.matter.stage == "handling")
        #expect(story.matter.clock("whole")?.due == review + left)
        #expect(story.matter.reviewOn == nil)
    }

    @Test("about not counting leaves the resident's words as they are")
    func exclusion() throws {
        var story = try Story.led()
        #expect(story.refusal("askNotToCount", [.reason: "政策"], by: .roads) == .gateShut(.unsatisfied))
        try story.when("answer", [.answer: "好了"], by: .roads)
        try story.when("rate", Story.no, by: .resident)
        try story.when("askNotToCount", [.reason: "政策所限"], by: .roads)
        let opinion = story.matter.opinion
        let ofRoads = Actor.officer(23, "supervisor", "ROADS", "110101")
        #expect(story.refusal("doNotCount", by: ofRoads) == .gateShut(.outsideLead))
        try story.when("doNotCount", by: .supervisor)
        #expect(story.matter.side.excluded)
        #expect(story.matter.opinion == opinion)
        #expect(story.matter.rounds == 1)
        #expect(story.refusal("askNotToCount", [.reason: "再来"], by: .roads) == .gateShut(.notProposed))
    }
}

@Suite("Supervision")
struct SupervisionTests {
    @Test("climbs from order to notice to accountability, each in its time, and no further")
    func climbs() throws {
        var story = try Story.led()
        try story.when("supervise", [.demand: "三天内答复"], by: .supervisor)
        for level in [SupervisionLevel.notice, .accountability] {
            let due = try #require(story.matter.clock("pressing")?.due)
            #expect(due == story.now + 3 * day)
            try story.ring(.expiry, "pressing", at: due)
            #expect(story.matter.side.supervision?.level == level)
        }
        let due = try #require(story.matter.clock("pressing")?.due)
        try story.ring(.expiry, "pressing", at: due)
        #expect(story.matter.side.supervision?.level == .accountability)
        #expect(story.refusal("press", by: .supervisor) == .gateShut(.supervised))
    }

    @Test("is answered by the unit and ended by somebody else")
    func endedByAnother() throws {
        var story = try Story.led()
        try story.when("supervise", by: .supervisor)
        #expect(story.refusal("supervise", by: .supervisor) == .gateShut(.notSupervised))
        #expect(
            story.refusal("answerSupervision", [.answer: "在办"], by: .water)
                == .notYours(move: "answerSupervision"))
        try story.when("answerSupervision", [.answer: "已排进本周"], by: .roads)
        #expect(story.matter.clock("pressing") == nil)
        #expect(story.refusal("lift", [.reason: "好了"], by: .roads) == .gateShut(.outsideLead))
        try story.when("lift", [.reason: "已办"], by: .supervisor)
        #expect(story.matter.side.supervision == nil)
        #expect(story.matter.side.supervisions == 1)
    }

    @Test("follows by rule when the resident said no twice")
    func byRule() throws {
        var story = try Story.led()
        for _ in 0..<2 {
            try story.when("answer", [.answer: "好了"], by: .roads)
            try story.when("rate", Story.no, by: .resident)
        }
        #expect(story.matter.side.supervision?.cause == "superviseByRule")
    }

    @Test("stays when another unit leads, and that unit answers it")
    func stays() throws {
        var story = try Story.led()
        try story.when("supervise", by: .supervisor)
        try story.when("return", [.reason: "不归我"], by: .roads)
        try story.when("dispatch", [.unit: "WATER"], by: .dispatcher)
        #expect(story.matter.side.supervision?.unit == UnitCode("WATER"))
        #expect(!reaches(Actor.roads.posts[0], story.matter, in: story.city))
        try story.when("answerSupervision", [.answer: "在办"], by: .water)
    }
}
