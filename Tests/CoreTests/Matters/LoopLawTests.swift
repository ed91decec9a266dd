import Core
import Testing

/// Procedures that forgot their gates: what no procedure can allow is refused all the same.
@Suite("The law of the loop")
struct LoopLawTests {
    static let everyone: [Party] = [.resident, .system] + Town.roles.map { .role($0.name) }
    static let open = ["received", "handling", "asking", "scope", "archived"]

    /// A request with one move more, that anybody may make.
    func city(_ to: String, asks: [InputWord] = [], does: [Effect] = [], from: [String] = open) -> City {
        let move = Move(
            "finish", from: from, to: to, by: Self.everyone, asks: asks.map { Move.Ask($0) }, does: does)
        let plain: Set<String> = ["close", "sendBack"]
        return Town.city(procedures: [Town.request(adding: [move], without: plain)])
    }

    func refusal(_ story: Story, _ inputs: [InputWord: String] = [:], by actor: Actor) -> Refusal? {
        story.refusal("finish", inputs, by: actor, after: 99 * day)
    }

    @Test("never ends a matter as solved that nobody answered, asked about, or was content with")
    func unasked() throws {
        let city = city("solved")
        var stories = [try Story(in: city), try Story.handled(in: city), try Story.answered(in: city)]
        for no in [("no", "no"), ("yes", "no"), ("no", "yes")] {
            var story = try Story.answered(in: city)
            try story.when("rate", [.solved: no.0, .satisfied: no.1], by: .resident)
            stories.append(story)
        }
        for story in stories {
            for actor in [Actor.resident, .clerk, .dispatcher, .caller, .supervisor, .timekeeper] {
                #expect(refusal(story, by: actor) == .againstTheLoop(.solved))
            }
        }
    }

    @Test("looks at what the closing move itself says: a yes of long ago does not outweigh a no of now")
    func noWhileClosing() throws {
        let city = city("solved", asks: [.solved, .satisfied], does: [.opinion])
        var story = try Story.answered(in: city)
        #expect(refusal(story, Story.no, by: .resident) == .againstTheLoop(.solved))
        #expect(refusal(story, Story.yes, by: .resident) == nil)
        try story.when("rate", Story.yes, by: .resident)
        #expect(refusal(story, Story.no, by: .resident) == .againstTheLoop(.solved))
    }

    @Test("does not take a yes to the old answer for a yes to a new one")
    func answerWhileClosing() throws {
        let changes: [(Effect, [InputWord: String])] = [
            (.answer, [.answer: "改了"]), (.ask, [:]), (.dispatch, [.unit: "WATER"]),
            (.takeBack, [.reason: "收回"]),
        ]
        for (effect, inputs) in changes {
            var story = try Story.answered(in: city("solved", asks: Array(inputs.keys), does: [effect]))
            try story.when("rate", Story.yes, by: .resident)
            #expect(refusal(story, inputs, by: .supervisor) == .againstTheLoop(.solved), "\(effect)")
        }
    }

    @Test("lets nobody answer and be content with the answer in one breath")
    func oneBreath() throws {
        let words: [InputWord] = [.answer, .solved, .satisfied]
        let inputs = Story.yes.merging([.answer: "好了"]) { $1 }
        for does in [[Effect.answer, .opinion], [.opinion, .answer]] {
            let story = try Story.answered(in: city("solved", asks: words, does: does))
            #expect(refusal(story, inputs, by: .supervisor) == .gateShut(.answered))
        }
    }

    @Test("keeps no opinion about an answer that does not exist")
    func opinionOnNothing() throws {
        let city = city("handling", asks: [.solved, .satisfied], does: [.opinion], from: ["handling"])
        let story = try Story.handled(in: city)
        #expect(refusal(story, Story.yes, by: .resident) == .gateShut(.answered))
        #expect(refusal(story, Story.yes, by: .caller) == .gateShut(.answered))
    }

    @Test("lets no officer turn the resident's no into a yes, but the resident may")
    func overruled() throws {
        let plain = Town.city(procedures: [Town.request(without: ["close", "sendBack"])])
        var story = try Story.answered(in: plain)
        try story.when("rate", Story.no, by: .resident)
        #expect(story.refusal("rate", Story.yes, by: .caller) == .gateShut(.answered))
        try story.when("rate", Story.yes, by: .resident)
        #expect(story.matter.opinion?.isContent == true)
        #expect(story.refusal("rate", Story.no, by: .caller) == nil)
    }

    @Test("lets a yes go when the resident is asked again, and keeps a no")
    func askedAgain() throws {
        let again = Move("again", from: ["asking"], by: [.role("caller")], does: [.ask])
        let plain = Town.city(procedures: [Town.request(adding: [again], without: ["close", "sendBack"])])
        var yes = try Story.answered(in: plain)
        try yes.when("rate", Story.yes, by: .resident)
        try yes.when("again", by: .caller)
        #expect(yes.matter.opinion == nil)
        var no = try Story.answered(in: plain)
        try no.when("rate", Story.no, by: .resident)
        try no.when("again", by: .caller)
        for _ in 0..<5 { try no.when("attempt", [.attempt: "noAnswer"], by: .caller, after: 2 * day) }
        #expect(no.refusal("giveUp", by: .caller) == .againstTheLoop(.unreachable))
    }

    @Test("lets nobody but the resident withdraw")
    func withdrawn() throws {
        let story = try Story.answered(in: city("withdrawn"))
        for actor in Actor.everybody where actor != .resident {
            let refusal = refusal(story, by: actor)
            #expect(refusal == .againstTheLoop(.withdrawn) || refusal == .notYours(move: "finish"))
        }
        #expect(refusal(story, by: .resident) == nil)
    }

    @Test("takes two people to find a matter out of scope")
    func scope() throws {
        let city = city("outside")
        #expect(try refusal(Story(in: city), by: .clerk) == .againstTheLoop(.notInScope))
        var story = try Story(in: city)
        try story.when("proposeScope", [.explanation: "属铁路。"], by: .clerk)
        for actor in [Actor.clerk, .resident, .timekeeper] {
            #expect(refusal(story, by: actor) == .againstTheLoop(.notInScope))
        }
        #expect(refusal(story, by: .otherClerk) == nil)
    }

    @Test("does not take a proposal of before for one of now: a new unit, answer or opening overtakes it")
    func scopeOvertaken() throws {
        let wide = Move(
            "say", from: ["handling"], by: [.role("handler")], asks: [Move.Ask(.explanation)],
            does: [.proposeScope])
        let out = Move("out", from: ["asking"], to: "outside", by: [.role("clerk")], needs: [.scopeProposed])
        var story = try Story.handled(in: Town.city(procedures: [Town.request(adding: [wide, out])]))
        try story.when("say", [.explanation: "不归我们"], by: .roads)
        try story.when("answer", [.answer: "修好了"], by: .roads)
        #expect(story.refusal("out", by: .clerk) == .gateShut(.scopeProposed))
    }

    @Test("needs somebody who proposed: not the program, not the resident")
    func proposedByNobody() throws {
        let say = Move(
            "say", from: ["received"], by: [.resident, .system], asks: [Move.Ask(.explanation)],
            does: [.proposeScope])
        let out = Move("finish", from: ["received"], to: "outside", by: [.role("clerk")])
        for actor in [Actor.resident, .timekeeper] {
            var story = try Story(in: Town.city(procedures: [Town.request(adding: [say, out])]))
            try story.when("say", [.explanation: "?"], by: actor)
            #expect(refusal(story, by: .clerk) == .againstTheLoop(.notInScope))
        }
    }

    @Test("gives nobody up who was not answered, not asked, or called fewer than twice an hour apart")
    func unreachable() throws {
        let city = city("silent")
        #expect(try refusal(Story.handled(in: city), by: .caller) == .againstTheLoop(.unreachable))
        var story = try Story.answered(in: city)
        try story.when("attempt", [.attempt: "noAnswer"], by: .caller)
        try story.when("attempt", [.attempt: "noAnswer"], by: .caller, after: hour - 1)
        #expect(refusal(story, by: .caller) == .againstTheLoop(.unreachable))
        try story.when("attempt", [.attempt: "noAnswer"], by: .caller, after: 1)
        #expect(refusal(story, by: .caller) == nil)
        let asked = Move("askOnly", from: ["handling"], to: "asking", by: [.role("handler")], does: [.ask])
        let bare = Town.city(procedures: [Town.request(adding: [asked])])
        var unanswered = try Story.handled(in: bare)
        try unanswered.when("askOnly", by: .roads)
        for _ in 0..<4 { try unanswered.when("attempt", [.attempt: "noAnswer"], by: .caller, after: 2 * day) }
        #expect(unanswered.refusal("giveUp", by: .caller) == .againstTheLoop(.unreachable))
    }

    @Test("does not give up whoever said no")
    func saidNo() throws {
        var story = try Story.answered(in: city("silent"))
        for _ in 0..<4 { try story.when("attempt", [.attempt: "noAnswer"], by: .caller, after: 2 * day) }
        try story.when("rate", Story.no, by: .resident)
        #expect(refusal(story, by: .caller) == .againstTheLoop(.unreachable))
    }

    @Test("merges only into a matter that is named in the same move")
    func merged() throws {
        #expect(try refusal(Story(in: city("merged")), by: .clerk) == .againstTheLoop(.merged))
        let target = Order.Target(
            number: "RQ-2", isOpen: true, kind: "request", isInSight: true, isSameResident: true)
        let join = Move(
            "join", from: ["received"], by: [.role("clerk")], asks: [Move.Ask(.matter)], does: [.merge])
        let end = Move("finish", from: ["received"], to: "merged", by: [.role("clerk")])
        var story = try Story(in: Town.city(procedures: [Town.request(adding: [join, end])]))
        try story.when("join", [.matter: "RQ-2"], by: .clerk, target: target)
        #expect(refusal(story, by: .clerk) == .againstTheLoop(.merged))
    }

    @Test("lets no move end a matter elsewhere", arguments: Actor.everybody)
    func elsewhere(actor: Actor) throws {
        let refusal = try refusal(Story.answered(in: city("elsewhere")), by: actor)
        #expect(refusal == .againstTheLoop(.elsewhere) || refusal == .notYours(move: "finish"))
    }

    @Test("lets no no stand on a closed matter: it has to be opened")
    func noAfterClosing() throws {
        let late = Move(
            "late", from: ["solved", "silent"], by: [.resident],
            asks: [Move.Ask(.solved), Move.Ask(.satisfied)],
            does: [.opinion])
        let redo = Move(
            "redo", from: ["solved"], by: [.role("handler")], asks: [Move.Ask(.answer)], does: [.answer])
        let city = Town.city(procedures: [Town.request(adding: [late, redo])])
        let solved = try Story.solved(in: city)
        #expect(solved.refusal("late", Story.no, by: .resident) == .againstTheLoop(.solved))
        #expect(solved.refusal("late", Story.yes, by: .resident) == nil)
        #expect(solved.refusal("redo", [.answer: "其实是这样"], by: .roads) == .againstTheLoop(.solved))
        var silent = try Story.answered(in: city)
        for _ in 0..<3 { try silent.when("attempt", [.attempt: "noAnswer"], by: .caller, after: 2 * day) }
        try silent.when("giveUp", by: .caller)
        #expect(silent.refusal("late", Story.no, by: .resident) == .againstTheLoop(.unreachable))
    }

    @Test("opens what leaves its end, also when the procedure forgot to say so")
    func forgottenReopen() throws {
        let city = city("received", from: ["solved"])
        var story = try Story.answered(in: Town.city)
        try story.when("rate", Story.yes, by: .resident)
        story.city = city
        try story.when("finish", by: .resident)
        #expect(story.matter.isOpen)
        #expect(story.matter.reopens == 1)
        #expect(story.matter.opinion == nil)
        #expect(story.matter.clock("whole") != nil)
    }

    @Test("opens nothing that stays at its end")
    func emptyReopen() throws {
        let stay = Move("stay", from: ["solved"], by: [.resident], does: [.reopen])
        var story = try Story.solved(in: Town.city(procedures: [Town.request(adding: [stay])]))
        try story.when("stay", by: .resident)
        #expect(story.matter.outcome == .solved)
        #expect(story.matter.reopens == 0)
    }

    @Test("leaves nothing with a lead that does not exist")
    func noLead() throws {
        #expect(try refusal(Story(in: city("handling")), by: .clerk) == .gateShut(.dispatched))
        let drop = city("handling", asks: [.reason], does: [.takeBack])
        #expect(try refusal(Story.handled(in: drop), [.reason: "收回"], by: .clerk) == .gateShut(.dispatched))
    }

    @Test("lets no timer and no move that follows by itself do what a person may not")
    func byItself() throws {
        let finish = Move("finish", from: ["handling", "asking"], to: "solved", by: [], automatic: true)
        let speak = Move("speak", from: ["asking"], by: [], does: [.opinion], automatic: true)
        let story = try Story.answered(in: Town.city(procedures: [Town.request(adding: [finish, speak])]))
        #expect(story.matter.stage == "asking")
        #expect(story.matter.opinion == nil)
        let limit = TimeLimit(
            name: "patience", text: Town.same("耐心"), span: .calendar(day), runs: ["asking"],
            atExpiry: "finish")
        let request = Town.request(adding: [finish])
        let impatient = Procedure("request", request.stages, request.moves, [limit])
        var waiting = try Story.answered(in: Town.city(procedures: [impatient]))
        let events = try waiting.ring(.expiry, "patience", at: waiting.now + 9 * day)
        #expect(events.map(\.move) == [nil])
        #expect(waiting.matter.isOpen)
    }

    @Test("ends a circle of moves that follow by themselves")
    func circle() throws {
        let there = Move("there", from: ["received"], to: "scope", by: [], automatic: true)
        let back = Move("back", from: ["scope"], to: "received", by: [], automatic: true)
        let stay = Move("stay", from: ["received"], by: [], does: [.urge], automatic: true)
        let story = try Story(in: Town.city(procedures: [Town.request(adding: [there, back, stay])]))
        #expect(story.log.map(\.move) == [nil, "there", "back", "stay"])
    }
}
