import Core
import Testing

@Suite("A matter that is joined to another")
struct JoiningTests {
    private static let city = Town.jointCity

    private static func story(_ number: String = "RQ-1") throws -> Story {
        try Story(Town.raised("joint"), in: city)
    }

    private static func target(
        _ number: String = "RQ-2", open: Bool = true, kind: String = "joint", seen: Bool = true,
        into: String? = nil, joinedTo: String? = nil, answered: Bool = false, category: String? = nil
    ) -> Order.Target {
        Order.Target(
            number: number, isOpen: open, kind: kind, isInSight: seen, mergedInto: into, joinedTo: joinedTo,
            isAnswered: answered, category: category)
    }

    private static func joined(_ target: Order.Target = target()) throws -> Story {
        var story = try story()
        try story.when("join", [.matter: target.number], by: .dispatcher, target: target)
        return story
    }

    @Test(
        "waits for one that is open, in sight, unanswered, and stands for itself",
        arguments: [
            (nil, .unknown), (target("RQ-3"), .unknown), (target(seen: false), .unknown),
            (target(open: false), .closed), (target(open: false, into: "RQ-1"), .cycle),
            (target(joinedTo: "RQ-1"), .cycle), (target(joinedTo: "RQ-9"), .joined),
            (target(answered: true), .answered), (target(kind: "request"), .otherKind),
        ] as [(Order.Target?, Refusal.Wrong)])
    func refused(target: Order.Target?, wrong: Refusal.Wrong) throws {
        let refusal = try Self.story().refusal("join", [.matter: "RQ-2"], by: .dispatcher, target: target)
        #expect(refusal == .invalid(.matter, wrong))
    }

    @Test("is never joined to itself, nor by somebody whose task it is not")
    func itself() throws {
        let story = try Self.story()
        let own = story.matter.number
        #expect(
            story.refusal("join", [.matter: own], by: .dispatcher, target: Self.target(own))
                == .invalid(.matter, .itself))
        for actor in [Actor.resident, .roads, .caller, .system("joins")] {
            #expect(
                story.refusal("join", [.matter: "RQ-2"], by: actor, target: Self.target())
                    == .notYours(move: "join"))
        }
    }

    @Test("never becomes part of one that more people may read")
    func morePublic() throws {
        let open = Procedure(
            "open", Town.joint().stages, Town.joint().moves, Town.joint().limits)
        for (own, other, isAllowed) in [
            (Publishing.nothing, Publishing.area, false), (.area, .place, false), (.area, .area, true),
            (.place, .nothing, true),
        ] {
            let city = Town.city(
                procedures: [Town.joint(), open], publishing: ["joint": own, "open": other])
            let story = try Story(Town.raised("joint"), in: city)
            let refusal = story.refusal(
                "join", [.matter: "RQ-2"], by: .dispatcher, target: Self.target(kind: "open"))
            #expect(refusal == (isAllowed ? nil : .invalid(.matter, .morePublic)), "\(own) \(other)")
        }
    }

    @Test("keeps its limits, loses the unit that worked on it alone, and takes the class of the other")
    func keeps() throws {
        var story = try Self.story()
        try story.when("dispatch", [.unit: "ROADS"], by: .dispatcher)
        let before = try #require(story.matter.clock("whole"))
        let target = Self.target(category: "water")
        try story.when("join", [.matter: "RQ-2"], by: .dispatcher, target: target)
        let matter = story.matter
        #expect(matter.joinedTo == "RQ-2" && matter.lead == nil && matter.stage == "joined")
        #expect(matter.clock("whole") == before)
        #expect(matter.category == "roads.lamp" || matter.category == "water")
    }

    @Test("gets the answer of the other, and its resident the two questions; a no is its own")
    func shares() throws {
        var story = try Self.joined()
        #expect(
            story.refusal("answerJoined", [.answer: "好", .unit: "ROADS"], by: .dispatcher)
                == .notYours(move: "answerJoined"))
        try story.when("answerJoined", [.answer: "水管接好了。", .unit: "WATER"], by: .system("joins"))
        #expect(story.matter.stage == "asking" && story.matter.asked && story.matter.isAnswered)
        #expect(story.matter.lead == UnitCode("WATER") && story.matter.answer?.unit == UnitCode("WATER"))
        #expect(story.matter.joinedTo == nil && story.matter.sharedFrom == "RQ-2")
        try story.when("rate", [.solved: "no", .satisfied: "no"], by: .resident)
        #expect(story.matter.stage == "handling" && story.matter.lead == UnitCode("WATER"))
        #expect(story.matter.isOpen && story.matter.rounds == 1)
    }

    @Test("goes to the desk after a no where the desk itself had answered")
    func sharedByDesk() throws {
        var story = try Self.joined()
        try story.when("answerJoined", [.answer: "说明"], by: .system("joins"))
        #expect(story.matter.lead == nil)
        try story.when("rate", [.solved: "no", .satisfied: "yes"], by: .resident)
        #expect(story.matter.stage == "received" && story.matter.isOpen)
    }

    @Test("goes on by itself when it is taken out, with a reason, or when nothing is left to wait for")
    func leaves() throws {
        var story = try Self.joined()
        #expect(story.refusal("leave", by: .dispatcher) == .missing(.reason))
        var alone = story
        try story.when("leave", [.reason: "不是同一处"], by: .dispatcher)
        #expect(story.last.contains(.left(number: "RQ-2")) && story.matter.joinedTo == nil)
        #expect(story.matter.stage == "received" && story.matter.sharedFrom == nil)
        try alone.when("leaveAlone", by: .system("joins"))
        #expect(alone.matter.stage == "received" && alone.matter.joinedTo == nil)
        #expect(story.refusal("leave", [.reason: "再来"], by: .dispatcher) != nil)
    }

    @Test("can be withdrawn by its resident, and waits no more then")
    func withdrawn() throws {
        var story = try Self.joined()
        try story.when("withdraw", by: .resident)
        #expect(story.matter.outcome == .withdrawn && story.matter.joinedTo == nil)
    }

    @Test("is answered by nobody else, whatever a procedure allows")
    func noOtherAnswer() throws {
        let early = Move(
            "early", from: ["joined"], by: [.role("dispatcher")], asks: [Move.Ask(.answer)],
            does: [.answer, .ask])
        let joint = Town.joint()
        let city = Town.city(procedures: [
            Procedure("joint", joint.stages, joint.moves + [early], joint.limits)
        ])
        var story = try Story(Town.raised("joint"), in: city)
        try story.when("join", [.matter: "RQ-2"], by: .dispatcher, target: Self.target())
        #expect(story.refusal("early", [.answer: "好"], by: .dispatcher) == .gateShut(.notAsked))
    }

    @Test("never stands in the stage for it alone, and nowhere else while it waits")
    func stage() throws {
        let joint = Town.joint()
        let odd = [
            Move("stray", from: ["received"], to: "joined", by: [.role("dispatcher")]),
            Move("slip", from: ["joined"], to: "received", by: [.role("dispatcher")]),
            Move(
                "astray", from: ["received"], to: "ruling", by: [.role("dispatcher")],
                asks: [Move.Ask(.matter)], does: [.join]),
        ]
        let city = Town.city(procedures: [
            Procedure("joint", joint.stages, joint.moves + odd, joint.limits)
        ])
        var story = try Story(Town.raised("joint"), in: city)
        #expect(story.refusal("stray", by: .dispatcher) == .gateShut(.joined))
        #expect(
            story.refusal("astray", [.matter: "RQ-2"], by: .dispatcher, target: Self.target())
                == .gateShut(.joined))
        try story.when("join", [.matter: "RQ-2"], by: .dispatcher, target: Self.target())
        #expect(story.refusal("slip", by: .dispatcher) == .gateShut(.joined))
    }

    @Test("is not joined while its resident is asked about an answer of its own, or its parties quarrel")
    func notAsked() throws {
        let joint = Town.joint()
        let late = Move(
            "late", from: ["asking", "handling"], to: "joined", by: [.role("dispatcher")],
            asks: [Move.Ask(.matter)], does: [.join])
        let city = Town.city(procedures: [
            Procedure("joint", joint.stages, joint.moves + [late], joint.limits)
        ])
        var story = try Story(Town.raised("joint"), in: city)
        try story.when("dispatch", [.unit: "ROADS"], by: .dispatcher)
        var parties = story
        try story.when("answer", [.answer: "好"], by: .roads)
        #expect(
            story.refusal("late", [.matter: "RQ-2"], by: .dispatcher, target: Self.target())
                == .gateShut(.notAsked))
        try parties.when("nameParty", [.party: "甲", .partyKind: "owner"], by: .roads)
        try parties.when("nameParty", [.party: "乙", .partyKind: "owner"], by: .roads)
        #expect(
            parties.refusal("late", [.matter: "RQ-2"], by: .dispatcher, target: Self.target())
                == .gateShut(.acceptedByAll))
    }

    @Test("sends an urge on: it counts at the other, and what follows from it follows there")
    func urges() throws {
        let main = try Story.led().matter
        let event = Event(
            sequence: 3, at: Town.start + day, by: .resident, move: "urge", from: "joined", to: "joined",
            facts: [.urged, .told(audience: .lead, template: "urged"), .told(audience: .desk, template: "x")])
        let felt = urged(by: event, on: main, in: Self.city, at: Town.start + day)
        #expect(felt.first?.facts == [.urged, .told(audience: .lead, template: "urged")])
        #expect(felt.first?.by == .system("joins") && felt.first?.move == nil)
        #expect(urged(by: felt[0], on: try closed().matter, in: Self.city, at: Town.start + day).isEmpty)
    }

    private func closed() throws -> Story {
        var story = try Self.story()
        try story.when("withdraw", by: .resident)
        return story
    }

    @Test("waits, shares, is joined on or takes over, as the other one stands")
    func course() throws {
        var main = try Story.led()
        #expect(JoinedCourse(of: main.matter) == .wait)
        var other = main
        try other.when("join", [.matter: "RQ-5"], by: .dispatcher, target: Self.target("RQ-5"))
        #expect(JoinedCourse(of: other.matter) == .joinOn("RQ-5"))
        #expect(JoinedCourse(of: try closed().matter) == .succeed)
        try main.when("answer", [.answer: "好"], by: .roads)
        #expect(JoinedCourse(of: main.matter) == .share(unit: UnitCode("ROADS")))
        var happy = main
        try happy.when("rate", Story.yes, by: .resident)
        #expect(happy.matter.outcome == .solved)
        #expect(JoinedCourse(of: happy.matter) == .share(unit: UnitCode("ROADS")))
        try main.when("rate", [.solved: "no", .satisfied: "no"], by: .resident)
        #expect(JoinedCourse(of: main.matter) == .wait)
    }
}

@Suite("A kind that knows joining")
struct JoiningCheckTests {
    private func complaints(_ change: (inout [Move]) -> Void) -> [String] {
        let joint = Town.joint()
        var moves = joint.moves
        change(&moves)
        let procedure = Procedure("joint", joint.stages, moves, joint.limits)
        return Core.complaints(
            about: procedure, roles: Set(Town.roles.map(\.name)), revealers: ["handler"], templates: []
        ).map(\.problem)
    }

    /// What a change adds to the complaints: the town's kind has limits that no city would have.
    private func added(_ change: (inout [Move]) -> Void) -> [String] {
        let before = complaints { _ in }
        return complaints(change).filter { !before.contains($0) }
    }

    @Test("is well when it gives the answer, joins on, and lets go by program and by person")
    func well() {
        let about = complaints { _ in }.filter { $0.contains("another one") || $0.contains("joined by") }
        #expect(about == [])
    }

    @Test(
        "is refused when one of its moves is missing",
        arguments: ["answerJoined", "joinOn", "leaveAlone", "leave"])
    func missing(name: String) {
        #expect(added { $0.removeAll { $0.name == name } }.count == 1)
    }

    @Test("is refused when people may share the answer, or a move slips out of the waiting")
    func wrong() {
        let open = added { moves in
            moves.removeAll { $0.name == "answerJoined" }
            moves.append(
                Move(
                    "answerJoined", from: ["joined"], to: "asking", by: [.system, .role("clerk")],
                    asks: [Move.Ask(.answer)], does: [.shareAnswer, .ask]))
        }
        #expect(open.contains { $0.contains("people may make it") })
        let slip = added {
            $0.append(Move("slip", from: ["joined"], to: "received", by: [.role("clerk")]))
        }
        #expect(slip.count == 1)
        let stray = added {
            $0.append(Move("stray", from: ["received"], to: "joined", by: [.role("clerk")]))
        }
        #expect(stray.count == 1)
    }
}
