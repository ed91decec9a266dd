import Core
import Testing

@Suite("A guard")
struct GuardTests {
    /// Whether a move that needs nothing but the guard could be made.
    func lets(_ need: Guard, _ story: Story, by actor: Actor = .resident, after: Int64 = 0) -> Bool {
        let everyone: [Party] = [.resident, .system] + Town.roles.map { .role($0.name) }
        let stages = Town.request().stages.map(\.name)
        let probe = Move("probe", from: stages, by: everyone, needs: [need])
        var story = story
        story.city = Town.city(procedures: [Town.request(adding: [probe])])
        let refusal = story.refusal("probe", by: actor, after: after)
        #expect(refusal == nil || refusal == .gateShut(need.word))
        let shown = possibleMoves(on: story.matter, by: actor, in: story.city, at: story.now + after)
        #expect(
            shown.contains { $0.name == "probe" } == (refusal == nil), "what is shown is what can be done")
        return refusal == nil
    }

    /// Answered, with nothing following from an opinion.
    func rated(_ inputs: [InputWord: String]) throws -> Story {
        let plain = Town.city(procedures: [Town.request(without: ["close", "sendBack"])])
        var story = try Story.answered(in: plain)
        try story.when("rate", inputs, by: .resident)
        return story
    }

    @Test("lets only two yeses through as satisfied")
    func satisfied() throws {
        #expect(try lets(.satisfied, rated(Story.yes)))
        #expect(try !lets(.satisfied, rated([.solved: "yes", .satisfied: "no"])))
        #expect(try !lets(.satisfied, rated([.solved: "no", .satisfied: "yes"])))
        #expect(try !lets(.satisfied, Story.answered()))
    }

    @Test("takes any no for unsatisfied, and silence for neither")
    func unsatisfied() throws {
        #expect(try lets(.unsatisfied, rated([.solved: "yes", .satisfied: "no"])))
        #expect(try lets(.unsatisfied, rated([.solved: "no", .satisfied: "yes"])))
        #expect(try !lets(.unsatisfied, rated(Story.yes)))
        #expect(try !lets(.unsatisfied, Story.answered()))
    }

    @Test("forgets a no once a new answer is given")
    func newAnswer() throws {
        var story = try Story.answered()
        try story.when("rate", Story.no, by: .resident)
        #expect(lets(.unsatisfied, story))
        try story.when("answer", [.answer: "又修了。"], by: .roads)
        #expect(!lets(.unsatisfied, story))
        #expect(!lets(.satisfied, story))
    }

    @Test("knows whether a category was set")
    func categorised() throws {
        #expect(try !lets(.categorised, Story()))
        #expect(try lets(.categorised, Story(Town.raised(category: "water"))))
        #expect(try lets(.categorised, Story.handled()))
    }

    @Test("knows whether a unit leads")
    func dispatched() throws {
        #expect(try !lets(.dispatched, Story()))
        var story = try Story.handled()
        #expect(lets(.dispatched, story))
        try story.when("recall", [.reason: "派错了"], by: .dispatcher)
        #expect(!lets(.dispatched, story))
    }

    @Test("knows whether an answer stands")
    func answered() throws {
        #expect(try !lets(.answered, Story.handled()))
        #expect(try lets(.answered, Story.answered()))
    }

    @Test("counts attempts that are far enough apart, to the millisecond")
    func attempts() throws {
        let three = Guard.attempts(atLeast: 3, hoursApart: 24)
        var story = try Story.answered()
        try story.when("attempt", [.attempt: "noAnswer"], by: .caller)
        try story.when("attempt", [.attempt: "noAnswer"], by: .caller, after: 24 * hour)
        #expect(!lets(three, story))
        var early = story
        try early.when("attempt", [.attempt: "switchedOff"], by: .caller, after: 24 * hour - 1)
        #expect(!lets(three, early))
        try story.when("attempt", [.attempt: "switchedOff"], by: .caller, after: 24 * hour)
        #expect(lets(three, story))
    }

    @Test("does not count attempts from before the resident was asked again")
    func attemptsOfOldAsking() throws {
        var story = try Story.answered()
        for _ in 0..<3 { try story.when("attempt", [.attempt: "noAnswer"], by: .caller, after: 24 * hour) }
        try story.when("rate", Story.no, by: .resident)
        try story.when("answer", [.answer: "又修了。"], by: .roads)
        #expect(!lets(.attempts(atLeast: 1, hoursApart: 0), story))
    }

    @Test("gives who cannot be called the time of the calls, and seven days at least")
    func silence() throws {
        var story = try Story.answered(Town.raised(reachable: false))
        for _ in 0..<5 { try story.when("attempt", [.attempt: "wrongNumber"], by: .caller) }
        let three = Guard.attempts(atLeast: 3, hoursApart: 24)
        #expect(!lets(three, story, after: 7 * day - 5 * hour - 1))
        #expect(lets(three, story, after: 7 * day - 5 * hour))
        let many = Guard.attempts(atLeast: 10, hoursApart: 24)
        #expect(!lets(many, story, after: 10 * day - 5 * hour - 1))
        #expect(lets(many, story, after: 10 * day - 5 * hour))
        #expect(try !lets(three, Story.handled(Town.raised(reachable: false)), after: 99 * day))
    }

    @Test("asks for another person than the one who made a move last")
    func anotherPerson() throws {
        var story = try Story()
        let other = Guard.anotherPerson(than: "proposeScope")
        #expect(lets(other, story, by: .clerk))
        try story.when("proposeScope", [.explanation: "不归本市管。"], by: .clerk)
        #expect(!lets(other, story, by: .clerk))
        #expect(lets(other, story, by: .otherClerk))
    }

    @Test("keeps the unit that leads, and whoever answered, from judging themselves")
    func outsideLead() throws {
        let story = try Story.answered()
        #expect(lets(.outsideLead, story, by: .caller))
        #expect(lets(.outsideLead, story, by: .resident))
        #expect(!lets(.outsideLead, story, by: .roads))
        #expect(!lets(.outsideLead, story, by: .callerOfRoads))
        #expect(!lets(.outsideLead, story, by: .twoHats))
        let moved = Actor.officer(6, "caller", "CENTRE", "1101")
        #expect(!lets(.outsideLead, story, by: moved), "the answerer in a new post is still the answerer")
    }

    @Test("counts how often units sent it back")
    func returnsBelow() throws {
        var story = try Story.handled()
        #expect(lets(.returnsBelow(1), story))
        try story.when("giveBack", [.reason: "不是我们的"], by: .roads)
        #expect(!lets(.returnsBelow(1), story))
        #expect(lets(.returnsBelow(2), story))
    }

    @Test("lets a unit send back only within its time, counted from when it was given")
    func returnWithin() throws {
        let story = try Story.handled()
        #expect(lets(.returnWithin(.calendar(2 * day)), story, after: 2 * day))
        #expect(!lets(.returnWithin(.calendar(2 * day)), story, after: 2 * day + 1))
        #expect(lets(.returnWithin(.workingDays(1)), story, after: day))
        #expect(!lets(.returnWithin(.workingDays(1)), story, after: 4 * day))
        #expect(try lets(.returnWithin(.workingDays(1)), Story()), "nobody leads, nothing ran out")
    }

    @Test("counts how often the resident was dissatisfied, once an answer")
    func roundsAtLeast() throws {
        let plain = Town.city(procedures: [Town.request(without: ["close", "sendBack"])])
        var story = try Story.answered(in: plain)
        #expect(lets(.roundsAtLeast(0), story))
        #expect(!lets(.roundsAtLeast(1), story))
        for _ in 0..<3 { try story.when("rate", Story.no, by: .resident) }
        #expect(lets(.roundsAtLeast(1), story))
        #expect(!lets(.roundsAtLeast(2), story))
    }

    @Test("counts how often it was opened again")
    func reopensBelow() throws {
        var story = try Story.solved()
        #expect(lets(.reopensBelow(1), story))
        try story.when("reopen", [.reason: "又坏了"], by: .resident)
        #expect(!lets(.reopensBelow(1), story))
    }

    @Test("counts days since closing, to the millisecond")
    func closedWithin() throws {
        let story = try Story.solved()
        #expect(lets(.closedWithin(days: 30), story, after: 30 * day))
        #expect(!lets(.closedWithin(days: 30), story, after: 30 * day + 1))
        #expect(try !lets(.closedWithin(days: 30), Story()))
    }

    @Test("keeps the same move from being made again too soon")
    func notWithin() throws {
        var story = try Story()
        try story.when("urge", by: .resident)
        #expect(story.refusal("urge", by: .resident, after: 24 * hour - 1) == .gateShut(.notWithin))
        #expect(story.refusal("urge", by: .resident, after: 24 * hour) == nil)
    }

    @Test("opens the archive on the review day and not before")
    func reviewDue() throws {
        var story = try Story.handled()
        #expect(!lets(.reviewDue, story))
        try story.when("archive", [.explanation: "等规划。", .reviewOn: "2026-06-01"], by: .supervisor)
        let midnight = Town.calendar.start(of: Town.date("2026-06-01"))
        #expect(!lets(.reviewDue, story, after: midnight - story.now - 1))
        #expect(lets(.reviewDue, story, after: midnight - story.now))
        try story.when("wake", by: .supervisor, after: midnight - story.now)
        #expect(!lets(.reviewDue, story, after: 99 * day), "it has left the archive")
    }

    @Test("knows whether somebody proposed that it is out of scope")
    func scopeProposed() throws {
        var story = try Story()
        #expect(!lets(.scopeProposed, story))
        try story.when("proposeScope", [.explanation: "不归本市管。"], by: .clerk)
        #expect(lets(.scopeProposed, story))
        try story.when("dropScope", by: .otherClerk)
        #expect(!lets(.scopeProposed, story))
    }
}
