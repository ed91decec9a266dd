import Core
import Testing

@Suite("A matter that is raised")
struct RaisingTests {
    private let centre = Actor.officer(24, "handler", "CENTRE", "1101")

    @Test("climbs one level at a time, and every level below goes on seeing it")
    func oneLevel() throws {
        var story = try Story.led()
        try story.when("escalate", by: .roads)
        #expect(story.matter.raisedTo == UnitCode("COUNTY"))
        #expect(story.matter.lead == UnitCode("ROADS"))
        #expect(story.refusal("takeRaise", by: centre) == .notYours(move: "takeRaise"))
        try story.when("takeRaise", by: .county)
        try story.when("escalate", by: .county)
        #expect(story.matter.side.raised.map(\.unit) == [UnitCode("COUNTY"), UnitCode("CENTRE")])
        for actor in [Actor.roads, .county, centre] {
            #expect(reaches(actor.posts[0], story.matter, in: story.city))
        }
        try story.when("handDown", [.answer: "市里出钱"], by: centre)
        #expect(story.matter.raisedTo == UnitCode("COUNTY"))
        try story.when("handDown", [.answer: "照市里说的办"], by: .county)
        #expect(story.matter.raisedTo == nil)
        #expect(story.matter.lead == UnitCode("ROADS"))
    }

    @Test("goes on up by time where nobody takes it, and stops at the top")
    func byTime() throws {
        var story = try Story.led()
        try story.when("escalate", by: .roads)
        try story.ring(.expiry, "raising", at: try #require(story.matter.clock("raising")).due)
        #expect(story.matter.raisedTo == UnitCode("CENTRE"))
        try story.ring(.expiry, "raising", at: try #require(story.matter.clock("raising")).due)
        #expect(story.matter.side.raised.count == 2)
    }

    @Test("ends even where units stand above each other in a circle")
    func circle() throws {
        let units = [
            Unit(code: UnitCode("CENTRE"), name: Town.same("中心"), area: Town.area("1101"), parent: nil),
            Unit(
                code: UnitCode("ROADS"), name: Town.same("甲"), area: Town.area("110101"),
                parent: UnitCode("WATER")),
            Unit(
                code: UnitCode("WATER"), name: Town.same("乙"), area: Town.area("110101"),
                parent: UnitCode("ROADS")),
        ]
        let town = Town.jointCity
        let city = City(
            name: town.name, version: 1, areas: town.areas, area: town.area, units: units,
            roles: Array(town.roles.values), catalogue: town.catalogue, dispatch: town.dispatch,
            procedures: Array(town.procedures.values), firstKind: "request", calendar: town.calendar,
            templates: [], desk: town.desk)
        var story = try Story(Town.raised("joint"), in: city)
        try story.when("dispatch", [.unit: "ROADS"], by: .dispatcher)
        for _ in 0..<50 { try story.when("escalate", by: .roads) }
        #expect(story.matter.side.raised.count <= 2)
    }
}

@Suite("What afterwards")
struct AfterwardsTests {
    @Test("is asked after a month, by somebody else, and a no opens it again")
    func checkFails() throws {
        var story = try Story.led()
        try story.when("answer", [.answer: "好了"], by: .roads)
        try story.when("rate", Story.yes, by: .resident)
        #expect(story.matter.outcome == .solved)
        let check = try #require(story.matter.side.check)
        #expect(check.on == Town.calendar.date(of: story.now).adding(days: 30).description)
        let duty = try #require(duties(of: story.matter, in: story.city).first { $0.what == .check })
        #expect(duty.notBefore == Town.calendar.start(of: Town.date(check.on)))
        #expect(duty.due == duty.notBefore + 5 * day)
        #expect(story.refusal("recheck", Story.no, by: .callerOfRoads) == .gateShut(.outsideLead))
        let rating = story.matter.opinion
        try story.when("recheck", Story.no, by: .caller, after: 31 * day)
        #expect(story.matter.isOpen)
        #expect(story.matter.stage == "received")
        #expect(story.matter.reopens == 1)
        #expect(rating?.isContent == true)
        #expect(story.matter.side.check == nil)
    }

    @Test("stays closed when it holds")
    func checkHolds() throws {
        var story = try Story.led()
        try story.when("answer", [.answer: "好了"], by: .roads)
        try story.when("rate", Story.yes, by: .resident)
        try story.when("tryCheck", [.attempt: "noAnswer"], by: .caller, after: 31 * day)
        try story.when("recheck", Story.yes, by: .caller)
        #expect(story.matter.outcome == .solved)
        #expect(story.matter.clocks.isEmpty)
        #expect(story.refusal("recheck", Story.yes, by: .caller) == .gateShut(.checkDue))
    }
}

@Suite("A dispute")
struct DisputeTests {
    @Test("is not solved until every party accepts what was agreed")
    func acceptedByAll() throws {
        var story = try Story.led()
        try story.when("nameParty", [.party: "楼上", .partyKind: "owner"], by: .roads)
        #expect(story.refusal("agree", [.agreement: "各半"], by: .roads) == .gateShut(.partiesAtLeast))
        try story.when("nameParty", [.party: "楼下", .partyKind: "resident"], by: .roads)
        #expect(
            story.refusal("nameParty", [.party: "楼下", .partyKind: "other"], by: .roads)
                == .invalid(.party, .notAllowed))
        #expect(story.refusal("accept", [.party: "楼下", .accepts: "yes"], by: .roads) == .gateShut(.agreed))
        try story.when("agree", [.agreement: "各付一半"], by: .roads)
        #expect(
            story.refusal("accept", [.party: "对门", .accepts: "yes"], by: .roads) == .invalid(.party, .unknown)
        )
        try story.when("accept", [.party: "楼上", .accepts: "yes"], by: .roads)
        try story.when("accept", [.party: "楼下", .accepts: "no"], by: .roads)
        #expect(story.refusal("answer", [.answer: "谈过了"], by: .roads) == .gateShut(.acceptedByAll))
        try story.when("accept", [.party: "楼下", .accepts: "yes"], by: .roads)
        try story.when("answer", [.answer: "谈妥了"], by: .roads)
        try story.when("rate", Story.yes, by: .resident)
        #expect(story.matter.outcome == .solved)
    }

    @Test("asks everybody again when the text changes")
    func newText() throws {
        var story = try Story.led()
        for party in ["楼上", "楼下"] {
            try story.when("nameParty", [.party: party, .partyKind: "owner"], by: .roads)
        }
        try story.when("agree", [.agreement: "各付一半"], by: .roads)
        for party in ["楼上", "楼下"] { try story.when("accept", [.party: party, .accepts: "yes"], by: .roads) }
        #expect(story.matter.side.isAcceptedByAll)
        try story.when("agree", [.agreement: "楼上付三成"], by: .roads)
        #expect(!story.matter.side.isAcceptedByAll)
    }
}

@Suite("A way of handling")
struct WayTests {
    @Test(
        "is kept before there is an answer",
        arguments: [
            ([InputWord.route: "individual"], "claim", [InputWord.until: "2026-03-20"], Actor.roads),
            ([.route: "legacy"], "contract", [.plan: "分步", .until: "2026-03-20"], .supervisor),
            ([.grade: "deep"], "contract", [.plan: "分步", .until: "2026-03-20"], .supervisor),
            ([.grade: "special"], "claim", [.until: "2026-03-20"], .roads),
        ])
    func kept(way: [InputWord: String], move: String, inputs: [InputWord: String], actor: Actor) throws {
        var story = try Story(Town.raised("joint"), in: Town.jointCity)
        try story.when("dispatch", way.merging([.unit: "ROADS"]) { $1 }, by: .dispatcher)
        #expect(story.refusal("answer", [.answer: "好了"], by: .roads) == .gateShut(.wayKept))
        try story.when(move, inputs, by: actor)
        try story.when("answer", [.answer: "好了"], by: .roads)
    }

    @Test("with joint forces needs an assistant who answered")
    func complex() throws {
        var story = try Story(Town.raised("joint"), in: Town.jointCity)
        try story.when("dispatch", [.unit: "ROADS", .grade: "complex"], by: .dispatcher)
        #expect(story.refusal("answer", [.answer: "好了"], by: .roads) == .gateShut(.wayKept))
        try story.when("givePart", [.part: "WATER", .task: "查"], by: .roads)
        try story.when("answerPart", [.answer: "没事"], by: .water)
        try story.when("answer", [.answer: "好了"], by: .roads)
    }

    @Test("is never simply \"not yet\": that takes the archive with its explanation")
    func notYet() throws {
        let story = try Story(Town.raised("joint"), in: Town.jointCity)
        #expect(
            story.refusal("dispatch", [.unit: "ROADS", .route: "notYet"], by: .dispatcher)
                == .invalid(.route, .notAllowed))
    }

    @Test("ends in arbitration after two returns, and what was ruled is not returned")
    func arbitration() throws {
        var story = try Story.led()
        try story.when("return", [.reason: "不归我"], by: .roads)
        try story.when("dispatch", [.unit: "WATER"], by: .dispatcher)
        try story.when("return", [.reason: "也不归我"], by: .water)
        #expect(story.matter.stage == "ruling")
        #expect(duties(of: story.matter, in: story.city).map(\.what) == [.arbitration])
        try story.when("arbitrate", [.unit: "ROADS", .reason: "路面归路政"], by: .supervisor)
        #expect(story.refusal("return", [.reason: "还是不归我"], by: .roads) != nil)
        #expect(story.matter.side.ruledFor == UnitCode("ROADS"))
    }
}
