import Core
import Testing

@Suite("An effect")
struct EffectTests {
    @Test("keeps the category")
    func categorise() throws {
        var story = try Story()
        try story.when("categorise", [.category: "roads.lamp"], by: .clerk)
        #expect(story.last == [.categorised(category: "roads.lamp")])
        #expect(story.matter.category == "roads.lamp")
    }

    @Test("classifies by what was given and leaves the rest")
    func classify() throws {
        var story = try Story()
        try story.when("classify", [.route: "common", .grade: "deep"], by: .dispatcher)
        #expect(story.last == [.classified(route: .common, grade: .deep, urgency: nil)])
        try story.when("classify", [.urgency: "urgent", .reason: "近学校"], by: .dispatcher)
        #expect(story.last.contains(.reasoned(reason: "近学校")))
        #expect(story.matter.route == .common)
        #expect(story.matter.grade == .deep)
        #expect(story.matter.urgency == .urgent)
        try story.when("classify", by: .dispatcher)
        #expect(story.last.isEmpty)
    }

    @Test("gives it to a unit, and tells that unit")
    func dispatch() throws {
        let story = try Story.handled()
        #expect(story.last.contains(.dispatched(unit: UnitCode("ROADS"))))
        #expect(story.last.contains(.told(audience: .lead, template: "new")))
        #expect(story.matter.lead == UnitCode("ROADS"))
        #expect(story.matter.leadSince == story.now)
        #expect(story.matter.stage == "handling")
    }

    @Test("takes it back to the desk, counts that, and keeps the reason once")
    func takeBack() throws {
        var story = try Story.handled()
        try story.when("giveBack", [.reason: "不是我们的"], by: .roads)
        #expect(story.last.contains(.takenBack(unit: UnitCode("ROADS"), reason: "不是我们的")))
        #expect(!story.last.contains(.reasoned(reason: "不是我们的")))
        #expect(story.matter.lead == nil)
        #expect(story.matter.leadSince == nil)
        #expect(story.matter.returns == 1)
        #expect(story.matter.stage == "received")
    }

    @Test("raises it one level at a time and no higher than the top, the lead staying")
    func escalate() throws {
        var story = try Story.handled()
        try story.when("escalate", by: .supervisor)
        #expect(story.last.contains(.escalated(to: UnitCode("COUNTY"))))
        #expect(story.matter.raisedTo == UnitCode("COUNTY"))
        #expect(story.matter.lead == UnitCode("ROADS"))
        #expect(story.refusal("answer", [.answer: "好"], by: .county) == nil)
        try story.when("escalate", by: .supervisor)
        #expect(story.matter.raisedTo == UnitCode("CENTRE"))
        try story.when("escalate", by: .supervisor)
        #expect(story.last == [.told(audience: .superior, template: "raised")])
        #expect(story.matter.raisedTo == UnitCode("CENTRE"))
    }

    @Test("keeps the answer with who gave it, and asks the resident")
    func answerAndAsk() throws {
        let story = try Story.answered()
        #expect(story.last.contains(.answered(text: "灯已换。", unit: UnitCode("ROADS"))))
        #expect(story.last.contains(.asked))
        #expect(story.matter.answer?.at == story.now)
        #expect(story.matter.answer?.unit == UnitCode("ROADS"))
        #expect(story.matter.answer?.by == 6)
        #expect(story.matter.askedAt == story.now)
        #expect(story.matter.opinion == nil)
    }

    @Test("keeps what the resident said, and a no leads back to the unit by itself")
    func opinionNo() throws {
        var story = try Story.answered()
        let events = try story.when("rate", [.solved: "no", .satisfied: "yes", .why: "还不亮"], by: .resident)
        #expect(events.map(\.move) == ["rate", "sendBack"])
        #expect(events[0].facts == [.rated(solved: false, satisfied: true, why: "还不亮")])
        #expect(events[1].by == .system("procedure"))
        #expect(story.matter.stage == "handling")
        #expect(story.matter.rounds == 1)
        #expect(story.matter.isOpen)
        #expect(story.matter.lead == UnitCode("ROADS"))
    }

    @Test("closes by itself when the resident is content")
    func opinionYes() throws {
        let story = try Story.solved()
        #expect(story.matter.outcome == .solved)
        #expect(story.matter.closedAt == story.now)
        #expect(story.last.first == .closed(outcome: .solved))
        #expect(story.matter.clocks.isEmpty)
    }

    @Test("counts a call-back attempt")
    func attempt() throws {
        var story = try Story.answered()
        try story.when("attempt", [.attempt: "refused"], by: .caller)
        #expect(story.last == [.attempted(result: .refused)])
        #expect(story.matter.attempts == [story.now])
    }

    @Test("counts an urge, and keeps what is added and noted")
    func words() throws {
        var story = try Story()
        try story.when("urge", by: .resident)
        #expect(story.last == [.urged])
        #expect(story.matter.urges == 1)
        try story.when("add", [.text: "在二号楼前"], by: .resident)
        #expect(story.last == [.added(text: "在二号楼前")])
        try story.when("note", [.note: "已电话核实"], by: .clerk)
        #expect(story.last == [.noted(text: "已电话核实")])
    }

    @Test("keeps a proposal that it is out of scope until it is dropped")
    func scope() throws {
        var story = try Story()
        try story.when("proposeScope", [.explanation: "属铁路。"], by: .clerk)
        #expect(story.last.contains(.scopeProposed(explanation: "属铁路。")))
        #expect(story.matter.scopeProposer == 1)
        try story.when("dropScope", by: .otherClerk)
        #expect(story.last.contains(.proposalDropped))
        #expect(!story.matter.scopeProposed)
        #expect(story.matter.scopeProposer == nil)
    }

    @Test("joins it to another matter")
    func merge() throws {
        var story = try Story()
        let target = Order.Target(
            number: "RQ-2", isOpen: true, kind: "request", isInSight: true, isSameResident: true)
        try story.when("merge", [.matter: "RQ-2"], by: .clerk, target: target)
        #expect(story.last.contains(.merged(into: "RQ-2")))
        #expect(story.matter.mergedInto == "RQ-2")
        #expect(story.matter.outcome == .merged)
    }

    @Test("tells the matter that it was joined to, whatever the clock says, and moves nothing there")
    func joinedTo() throws {
        let story = try Story.handled()
        let event = joined("RQ-9", to: story.matter, by: .system("desk"), at: story.now + -day)
        var matter = story.matter
        matter.apply(event)
        #expect(event.sequence == story.matter.version + 1)
        #expect(event.facts == [.joined(from: "RQ-9")])
        #expect(matter.joined == ["RQ-9"])
        #expect(matter.changedAt == story.matter.changedAt)
        #expect(matter.stage == "handling")
        #expect(matter.clocks == story.matter.clocks)
    }

    @Test("puts it into the archive, where its clock ends on the review day")
    func archive() throws {
        var story = try Story.handled()
        try story.when("archive", [.explanation: "等规划。", .reviewOn: "2026-09-01"], by: .supervisor)
        #expect(story.last.contains(.archived(explanation: "等规划。", reviewOn: "2026-09-01")))
        #expect(story.matter.reviewOn == "2026-09-01")
        #expect(story.matter.clock("review")?.due == Town.calendar.start(of: Town.date("2026-09-01")))
    }

    @Test("opens it again with nothing of the old round left")
    func reopen() throws {
        var story = try Story.solved()
        try story.when("reopen", [.reason: "又坏了"], by: .resident)
        #expect(story.last.contains(.reopened))
        #expect(story.last.contains(.reasoned(reason: "又坏了")))
        #expect(story.matter.isOpen)
        #expect(story.matter.reopens == 1)
        #expect(story.matter.closedAt == nil)
        #expect(story.matter.answer == nil)
        #expect(story.matter.opinion == nil)
        #expect(!story.matter.asked)
    }

    @Test("shows who raised it with the reason kept")
    func reveal() throws {
        var story = try Story.handled()
        try story.when("reveal", [.reason: "上门维修"], by: .roads)
        #expect(story.last == [.contactRevealed(reason: "上门维修")])
    }

    @Test("says that a limit passed only where a timer rang")
    func markOverdue() throws {
        var story = try Story()
        let due = try #require(story.matter.clock("register")?.due)
        try story.ring(.expiry, "register", at: due)
        #expect(story.last == [.limitPassed(limit: "register")])
        #expect(story.matter.overdue)
    }
}
