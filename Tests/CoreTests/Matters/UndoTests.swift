import Core
import Testing

@Suite("A step that was just made") struct UndoTests {
    private func refusal(
        _ story: Story, by actor: Actor, after: Int64 = minute
    ) -> UndoRefusal? {
        undoable(story.log, story.matter, by: actor, at: story.now + after)
    }

    @Test("is taken back by whoever made it, and the matter stands as before")
    func takenBack() throws {
        var story = try Story()
        try story.when("categorise", [.category: "roads.lamp"], by: .clerk)
        let before = story.matter
        try story.when("dispatch", [.unit: "ROADS"], by: .dispatcher)
        #expect(story.matter.lead == UnitCode("ROADS"))
        try story.undo(by: .dispatcher)
        #expect(story.matter.lead == nil)
        #expect(story.matter.stage == before.stage)
        #expect(story.matter.clocks == before.clocks)
        #expect(story.matter.lastMoves == before.lastMoves)
        #expect(story.matter.version == before.version + 2)
        #expect(story.log.last?.facts == [.undone(sequence: 3)])
        #expect(story.log.last?.by == story.log[2].by)
        #expect(story.log.standing.map(\.sequence) == [1, 2])
        #expect(story.log.undone == [3])
        // And the way goes on from there.
        try story.when("dispatch", [.unit: "WATER"], by: .dispatcher)
        #expect(story.matter.lead == UnitCode("WATER"))
        #expect(Matter(story: story.log) == story.matter)
    }

    @Test("stays after ten minutes, to the millisecond")
    func tooLate() throws {
        let story = try Story.handled()
        #expect(refusal(story, by: .dispatcher, after: Undo.withinMilliseconds) == nil)
        #expect(refusal(story, by: .dispatcher, after: Undo.withinMilliseconds + 1) == .tooLate)
    }

    @Test("is nobody else's to take back, whatever post they hold")
    func notYours() throws {
        let story = try Story.handled()
        for actor in Actor.everybody where actor.officerID != Actor.dispatcher.officerID {
            #expect(refusal(story, by: actor) == .notYours, "\(actor)")
        }
        #expect(refusal(story, by: .resident) == .notYours)
        #expect(refusal(story, by: .timekeeper) == .notYours)
    }

    @Test("is not taken back twice, nor the taking back itself")
    func once() throws {
        var story = try Story.handled()
        try story.undo(by: .dispatcher)
        #expect(refusal(story, by: .dispatcher) == .nothingToUndo)
        #expect(refusal(story, by: .clerk) == .nothingToUndo)
    }

    @Test("stays once something followed, from anybody")
    func followed() throws {
        var story = try Story.handled()
        try story.when("urge", by: .resident, after: minute)
        #expect(refusal(story, by: .dispatcher) == .nothingToUndo)
        var noted = try Story.handled()
        try noted.when("note", [.note: "看过"], by: .clerk, after: minute)
        #expect(refusal(noted, by: .dispatcher) == .notYours)
    }

    @Test("stays when it filed the matter, answered, asked, gave an opinion or ended it")
    func stays() throws {
        let raised = try Story(by: .officer(id: 1, unit: UnitCode("CENTRE")))
        #expect(refusal(raised, by: .clerk) == .nothingToUndo)
        let answered = try Story.answered()
        #expect(refusal(answered, by: .roads) == .stays)
        var called = answered
        try called.when("attempt", [.attempt: "noAnswer"], by: .caller)
        #expect(refusal(called, by: .caller) == .stays)
        var said = answered
        try said.when("rate", Story.no, by: .caller)
        // What followed from it is the program's.
        #expect(refusal(said, by: .caller) == .nothingToUndo)
    }

    @Test("is not known by a stale reader")
    func stale() throws {
        let story = try Story.handled()
        let old = try Story()
        #expect(undoable(story.log, old.matter, by: .dispatcher, at: story.now) == .outOfDate)
    }

    @Test("that returned a matter gives it back to the unit, and counts as no return")
    func returned() throws {
        var story = try Story.handled()
        let before = story.matter
        try story.when("giveBack", [.reason: "不归路政"], by: .roads)
        #expect(story.matter.returns == 1)
        try story.undo(by: .roads)
        #expect(story.matter.returns == 0)
        #expect(story.matter.lead == before.lead)
        #expect(story.matter.leadSince == before.leadSince)
        #expect(story.matter.clocks == before.clocks)
    }

    @Test("has a refusal for each reason, all with their own word")
    func words() {
        #expect(Set(UndoRefusal.allCases.map(\.rawValue)).count == 6)
    }
}

@Suite("What a move will cause") struct MoveOutlookTests {
    @Test("is foreseen as it happens: the stage, the clocks with their dates, who is told")
    func foreseen() throws {
        var story = try Story()
        try story.when("categorise", [.category: "roads.lamp"], by: .clerk)
        let move = try #require(Town.city.procedures["request"]?.move("dispatch"))
        let outlook = try #require(preview(move, on: story.matter, in: Town.city, at: story.now + hour))
        let events = try story.when("dispatch", [.unit: "ROADS"], by: .dispatcher)
        let happened = MoveOutlook(of: events[0])
        #expect(outlook.stage == "handling")
        #expect(outlook.stage == happened.stage)
        #expect(outlook.clocks == happened.clocks)
        #expect(outlook.told == happened.told)
        #expect(outlook.outcome == nil)
        #expect(!outlook.clocks.isEmpty)
    }

    @Test("is not there for a kind that the city does not have")
    func unknown() throws {
        let story = try Story()
        let empty = Town.city(procedures: [Town.criticism()])
        let move = try #require(Town.city.procedures["request"]?.move("categorise"))
        #expect(preview(move, on: story.matter, in: empty, at: story.now) == nil)
    }
}
