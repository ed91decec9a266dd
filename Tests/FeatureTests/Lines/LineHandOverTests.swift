import Core
import Desk
import Courier
@testable import Lines
import Storage
import Testing
import Web

@Suite("Handing a matter to another line")
struct LineHandOverTests {
    @Test(
        "gives it to the line's unit, which leads meanwhile, and tells the line",
        arguments: TestEngine.present)
    func out(_ engine: TestEngine) async throws {
        try await LinesTown.with(engine) { town in
            let number = try await town.registered()
            let transfer = try await town.handed(number)
            #expect(transfer.state == .sent && transfer.acceptBy == town.now + 15 * LinesTown.minute)
            #expect(try await town.matter(number)?.lead == UnitCode("ROADS"))
            let sending = try #require(try await town.outgoing(transfer).first)
            #expect(sending.endpointID != nil && sending.dueAt == town.now)
            guard case .request(let asked) = sending.payload else { return #expect(Bool(false)) }
            let body = try StoredJSON.value(HandedMatter.self, asked.body)
            #expect(body.number == number && body.id == transfer.code && body.text == "家里没有煤气")
            #expect(body.events == "https://12345.example.org/lines/transfers/\(transfer.code)/events")
            // This line may not know who it was.
            #expect(body.phone == nil && body.name == nil)
        }
    }

    @Test("tells who raised it only to a line that may know, and the story says so")
    func contact() async throws {
        try await LinesTown.with(.sqlite) { town in
            let number = try await town.registered()
            let code = try await town.lines.transfer(
                number, to: "WATER", reason: "水管爆了", by: LinesTown.Gate.actor("dispatcher"), at: town.now)
            let transfer = try #require(try await town.lines.transfer(code))
            guard case .request(let asked)? = try await town.outgoing(transfer).first?.payload else {
                return #expect(Bool(false))
            }
            // The dispatcher of this town may not see contacts: nothing is told that the person may not know.
            #expect(try StoredJSON.value(HandedMatter.self, asked.body).phone == nil)
            let facts = try await town.events(number).flatMap(\.facts)
            #expect(!facts.contains { if case .contactRevealed = $0 { true } else { false } })
        }
    }

    @Test("refuses lines that take none, matters out of sight, and reasons of nothing")
    func refusals() async throws {
        try await LinesTown.with(.sqlite) { town in
            let number = try await town.registered()
            let (lines, actor) = (town.lines, LinesTown.Gate.actor("dispatcher"))
            for line in ["OLD", "ALONE", "NOBODY", "' OR 1=1"] {
                await #expect(throws: LinesRefusal.notAPartner) {
                    try await lines.transfer(number, to: line, reason: "x", by: actor, at: town.now)
                }
            }
            for reason in ["", "  \n", "\u{200B}"] {
                await #expect(throws: LinesRefusal.missing("reason")) {
                    try await lines.transfer(number, to: "GAS", reason: reason, by: actor, at: town.now)
                }
            }
            await #expect(throws: LinesRefusal.tooLong("reason", limit: 500)) {
                try await lines.transfer(
                    number, to: "GAS", reason: String(repeating: "长", count: 501), by: actor, at: town.now)
            }
            await #expect(throws: MatterNotFound.self) {
                try await lines.transfer(
                    number, to: "GAS", reason: "x", by: LinesTown.Gate.actor("afar"), at: town.now)
            }
            _ = try await town.handed(number)
            await #expect(throws: LinesRefusal.underWay) { _ = try await town.handed(number) }
            // Another unit has it: it has to return it first.
            await #expect(throws: LinesRefusal.notNow) { _ = try await town.handed(number, to: "WATER") }
        }
    }

    @Test("puts a threat to life before everything that waits, whether or not it can be dispatched")
    func life() async throws {
        try await LinesTown.with(.sqlite) { town in
            let ordinary = try await town.handed(try await town.registered())
            var filing = Filing(text: "有人要跳楼", channel: .hotline)
            filing.area = TownCity.area(TownCity.village)
            filing.urgency = .emergency
            let number = try await town.desk.file(
                filing, by: LinesTown.Gate.actor("clerk"), at: town.now
            ).number
            town.clock.move(60_000)
            let transfer = try await town.handed(number, to: "110", life: true)
            #expect(transfer.isLifeThreatening && transfer.acceptBy == town.now + 5 * LinesTown.minute)
            let (first, second) = (
                try #require(try await town.outgoing(transfer).first),
                try #require(try await town.outgoing(ordinary).first)
            )
            #expect(first.dueAt < second.dueAt)
            guard case .request(let asked) = first.payload else { return #expect(Bool(false)) }
            let body = try StoredJSON.value(HandedMatter.self, asked.body)
            #expect(body.lifeThreatening && body.urgency == "emergency")
            #expect(try await town.matter(number)?.urgency == .emergency)
            // The teams on duty are told at once: the line's unit and our own desk.
            let told = try await town.desk.database.read { connection in
                try connection.rows(
                    "SELECT audience, body FROM outbox WHERE template = 'handedLife' ORDER BY audience"
                ).map { [try $0.get("audience", as: String.self), try $0.get("body", as: String.self)] }
            }
            #expect(told.map(\.[0]) == ["unit:AFAR", "unit:CENTRE"])
            #expect(told.allSatisfy { $0[1] == "危及生命：\(number) 已转热线110 110" })
        }
    }

    @Test(
        "comes back to the desk when nobody accepts in time, once, also after a stop",
        arguments: TestEngine.present)
    func back(_ engine: TestEngine) async throws {
        try await LinesTown.with(engine) { town in
            let number = try await town.registered()
            let transfer = try await town.handed(number)
            town.clock.move(15 * LinesTown.minute - 1)
            #expect(try await town.lines.tick(at: town.now) == 0)
            town.clock.move(1)
            // Two servers look at the same time, the second started anew.
            let other = try await LinesTown(town.desk.database, keys: false)
            async let one = town.lines.tick(at: town.now)
            async let two = other.lines.tick(at: town.now)
            #expect(try await one + two == 1)
            #expect(try await town.lines.tick(at: town.now) == 0)
            let matter = try #require(try await town.matter(number))
            #expect(matter.lead == nil && matter.stage == "registered" && matter.returns == 1)
            #expect(try await town.lines.transfer(transfer.code)?.state == .returned)
            #expect(try await town.outgoing(transfer).map(\.message).contains("\(transfer.code)-returned"))
            // Too late: kept, and nothing changes.
            let before = try await town.events(number).count
            #expect(try await town.tell(transfer, "accepted", 1).status == 200)
            let told = try await town.lines.told(of: transfer)
            #expect(told.map(\.isLate) == [true])
            #expect(try await town.lines.transfer(transfer.code)?.state == .returned)
            #expect(try await town.events(number).count == before)
        }
    }

    @Test("comes back at once when the line's system cannot be reached for good")
    func unreachable() async throws {
        try await LinesTown.with(.sqlite) { town in
            let number = try await town.registered()
            let transfer = try await town.handed(number)
            let now = town.now
            try await town.desk.database.write { connection in
                try TransferStore(connection: connection).giveUp(transfer.code, now: now)
            }
            #expect(try await town.lines.tick(at: now) == 1)
            #expect(try await town.matter(number)?.lead == nil)
        }
    }

    @Test("takes their answer to the resident, whom alone the matter ends with")
    func answered() async throws {
        try await LinesTown.with(.sqlite) { town in
            let number = try await town.registered()
            let transfer = try await town.handed(number)
            #expect(try await town.tell(transfer, "accepted", 1).status == 200)
            #expect(try await town.matter(number)?.stage == "handling")
            #expect(try await town.tell(transfer, "answered", 2, "阀门已换好。").status == 200)
            var matter = try #require(try await town.matter(number))
            #expect(matter.stage == "asking" && matter.answer?.unit == UnitCode("ROADS"))
            #expect(try await town.lines.transfer(transfer.code)?.state == .answered)
            // They say it is closed: the gate is the resident's.
            #expect(try await town.tell(transfer, "closed", 3).status == 200)
            #expect(try await town.matter(number)?.isOpen == true)
            try await town.make("rate", [.solved: "no", .satisfied: "no", .why: "还漏"], number, by: "")
            try await town.follow()
            matter = try #require(try await town.matter(number))
            #expect(matter.stage == "handling" && matter.lead == UnitCode("ROADS"))
            #expect(try await town.outgoing(transfer).contains { $0.message.hasSuffix("-sentBack") })
            #expect(try await town.tell(transfer, "answered", 4, "又换了一次。").status == 200)
            try await town.make("rate", [.solved: "yes", .satisfied: "yes"], number, by: "")
            try await town.follow()
            #expect(try await town.matter(number)?.outcome == .solved)
            #expect(try await town.outgoing(transfer).contains { $0.message.hasSuffix("-closed") })
        }
    }

    @Test("shows why it was refused, and goes to the area's government after two lines refused")
    func refused() async throws {
        try await LinesTown.with(.sqlite) { town in
            let number = try await town.registered()
            let first = try await town.handed(number)
            _ = try await town.signed(
                "/lines/transfers/\(first.code)/events",
                #"{"news": "refused", "sequence": 1, "text": "不归我们管", "missing": "户号"}"#, by: "GAS")
            let refused = try #require(try await town.lines.transfer(first.code))
            #expect(refused.state == .refused && refused.why == "不归我们管" && refused.missing == "户号")
            #expect(try await town.matter(number)?.lead == nil)
            let page = try await town.browser("clerk").get("/lines/transfers/\(first.code)").text
            #expect(page.contains("不归我们管") && page.contains("户号"))
            town.clock.move(1000)
            let second = try await town.handed(number, to: "WATER")
            _ = try await town.tell(second, "refused", 1, "也不归我们管", by: "WATER")
            let matter = try #require(try await town.matter(number))
            #expect(matter.lead == UnitCode("COUNTY"))
            #expect(try await town.lines.transfer(second.code)?.backstop == UnitCode("COUNTY"))
        }
    }

    @Test("counts by line, accepted in time, refused, come back, and how long it took")
    func figures() async throws {
        try await LinesTown.with(.sqlite) { town in
            for minutes: Int64 in [2, 4] {
                let transfer = try await town.handed(try await town.registered())
                town.clock.move(minutes * LinesTown.minute)
                _ = try await town.tell(transfer, "accepted", 1)
                _ = try await town.tell(transfer, "accepted", 1)
            }
            let third = try await town.handed(try await town.registered())
            _ = try await town.tell(third, "refused", 1, "不归我们")
            _ = try await town.handed(try await town.registered(), to: "WATER")
            town.clock.move(60 * LinesTown.minute)
            #expect(try await town.lines.tick(at: town.now) == 1)
            let day = town.lines.day(of: town.now)
            let rows = try await town.lines.sums(from: day, through: day).rows
            #expect(rows.map(\.line) == ["GAS", "WATER"])
            #expect(
                rows.first?.sum
                    == TransferSum(
                        handed: 3, accepted: 2, inTime: 2, refused: 1, waited: 6 * LinesTown.minute))
            #expect(rows.first?.sum.mean == 3 * LinesTown.minute)
            #expect(rows.last?.sum == TransferSum(handed: 1, returned: 1))
            let page = try await town.browser("supervisor").get("/lines/transfers").text
            #expect(page.contains("3分钟") && page.contains("state=refused"))
            #expect(try await town.browser("roads").get("/lines/transfers").status == 403)
        }
    }

    /// A dice with a fixed seed.
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }

    @Test("has one state and an owner in any order of double, late and mixed news and the end of the time")
    func anyOrder() async throws {
        try await LinesTown.with(.sqlite) { town in
            var dice = Seeded(state: 11)
            for round in 0..<24 {
                let number = try await town.registered("第\(round)件")
                let transfer = try await town.handed(number)
                let story: [(String, Int, String?)] =
                    round.isMultiple(of: 3)
                    ? [("accepted", 1, nil), ("refused", 2, "退")]
                    : [("accepted", 1, nil), ("progress", 2, "在路上"), ("answered", 3, "好了。")]
                var acts: [(String, Int, String?)?] = (story + story).map { $0 } + [nil]
                acts.shuffle(using: &dice)
                var isAccepted = false
                var isBack = false
                for act in acts {
                    if let act {
                        let answer = try await town.tell(transfer, act.0, act.1, act.2)
                        #expect(answer.status == 200)
                        isAccepted = isAccepted || !isBack
                    } else {
                        let due = transfer.acceptBy + 1
                        #expect(try await town.lines.tick(at: due) == (isAccepted ? 0 : 1))
                        isBack = !isAccepted
                    }
                    let matter = try #require(try await town.matter(number))
                    let stage = town.desk.city.procedures[matter.kind]?.stage(matter.stage)
                    #expect(matter.isOpen && (matter.lead != nil || stage?.holder == .desk))
                }
                let end: TransferState = isBack ? .returned : round.isMultiple(of: 3) ? .refused : .answered
                #expect(try await town.lines.transfer(transfer.code)?.state == end, "round \(round)")
                let answers = try await town.events(number).flatMap(\.facts).filter {
                    if case .answered = $0 { true } else { false }
                }
                #expect(answers.count == (end == .answered ? 1 : 0), "round \(round)")
            }
        }
    }
}
