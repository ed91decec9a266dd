import Core
import Desk
import HTTPTypes
import Web

/// The town's one kind with everything that can go on beside a matter's way, made by the roles of the town.
enum BesideTown {
    static let city: City = {
        let town = TownCity.city
        let plain = TownKind.request
        let kind = Procedure(
            kind: plain.kind, version: 2, name: plain.name, prefix: plain.prefix,
            stages: plain.stages + [
                Stage(
                    name: "resting", text: LocalText(zh: "挂账", en: "Resting"),
                    told: LocalText(zh: "先停一停。", en: "It waits."), holder: .lead)
            ], moves: plain.moves.map(guarded) + joint + decisions + pressure + people,
            limits: plain.limits + limits)
        return City(
            name: town.name, version: town.version, areas: town.areas, area: town.area,
            units: Array(town.units.values), roles: Array(town.roles.values), catalogue: town.catalogue,
            dispatch: town.dispatch, procedures: [kind], firstKind: kind.kind, calendar: town.calendar,
            templates: [],
            desk: town.desk)
    }()

    /// The answer waits for parts, for what the way asks for, and for a word with the resident.
    private static func guarded(_ move: Move) -> Move {
        switch move.name {
        case "answer":
            Move(
                name: move.name, text: move.text, told: move.told, from: move.from, to: move.to, by: move.by,
                asks: move.asks, needs: [.partsAnswered, .wayKept], does: move.does)
        case "register":
            Move(
                name: move.name, text: move.text, told: move.told, from: move.from, to: move.to, by: move.by,
                asks: move.asks + [.init(.route, required: false), .init(.grade, required: false)],
                does: move.does)
        case "rate":
            Move(
                name: move.name, text: move.text, told: move.told, from: move.from, to: move.to, by: move.by,
                asks: move.asks, does: move.does + [.revisit(days: 30)])
        case "urge":
            Move(
                name: move.name, text: move.text, told: move.told, from: move.from, to: move.to, by: move.by,
                does: [.urge, .tell(.lead, template: "urged")])
        default: move
        }
    }

    private static let open = ["dispatched", "handling", "resting"]

    private static func move(
        _ name: String, from: [String] = open, to: String? = nil, by role: String = "handler",
        asks: [InputWord] = [], free: [InputWord] = [], needs: [Guard] = [], does: [Effect]
    ) -> Move {
        Move(
            name: name, text: LocalText(zh: "动作 \(name)", en: "Move \(name)"),
            told: LocalText(zh: "经过 \(name)", en: "Told \(name)"), from: from, to: to, by: [.role(role)],
            asks: asks.map { Move.Ask($0) } + free.map { Move.Ask($0, required: false) }, needs: needs,
            does: does)
    }

    private static let joint = [
        move("givePart", asks: [.part, .task], free: [.until], does: [.givePart]),
        move("answerPart", asks: [.answer], does: [.answerPart]),
        move("refusePart", asks: [.reason], does: [.refusePart]),
        move("insistPart", asks: [.part, .reason], does: [.insistPart]),
        move("dropPart", asks: [.part, .reason], does: [.dropPart]),
    ]

    private static let decisions = [
        move("askTime", asks: [.until, .reason], does: [.propose(.extension)]),
        move("grantTime", by: "reviewer", free: [.reason], does: [.grant(.extension)]),
        move("denyTime", by: "reviewer", asks: [.reason], does: [.deny(.extension)]),
        move("askRest", asks: [.reviewOn, .reason], does: [.propose(.suspension)]),
        move("grantRest", to: "resting", by: "reviewer", does: [.grant(.suspension)]),
    ]

    private static let pressure = [
        move("supervise", by: "supervisor", free: [.demand], does: [.supervise]),
        move("answerOrder", asks: [.answer], does: [.answerSupervision]),
        move("raiseOrder", by: "supervisor", asks: [.reason], does: [.raiseSupervision]),
        move("liftOrder", by: "supervisor", asks: [.reason], does: [.liftSupervision]),
        move("escalate", asks: [.reason], does: [.escalate]),
        move("takeRaise", by: "supervisor", does: [.takeRaise]),
        move("handDown", by: "supervisor", asks: [.answer], does: [.handDown]),
        move("key", by: "dispatcher", asks: [.reason], does: [.key]),
        move("guide", by: "reviewer", asks: [.note], needs: [.keyed], does: [.guide]),
        Move(
            name: "urgedOften", text: LocalText(zh: "多次催办", en: "Urged often"), told: nil, from: open,
            to: nil,
            by: [.system], needs: [.urgesAtLeast(3), .notSupervised], does: [.supervise], automatic: true),
    ]

    private static let people = [
        move("claim", asks: [.until], does: [.claim]),
        move("callLeader", by: "dispatcher", asks: [.sharpness, .reason], does: [.callLeader]),
        move("contract", by: "auditor", asks: [.plan, .until], does: [.contract]),
        move("leaderVisit", by: "auditor", asks: [.note], does: [.leaderVisit]),
        move("nameParty", asks: [.party, .partyKind], does: [.nameParty]),
        move("position", asks: [.party, .position], does: [.takePosition]),
        move("session", asks: [.session, .note], does: [.holdSession]),
        move("agree", asks: [.agreement], does: [.agree]),
        move("accept1", asks: [.party, .accepts], does: [.accept]),
        move("contact", asks: [.way], free: [.note], does: [.contact]),
        move(
            "recheck", from: ["solved"], by: "caller", asks: [.solved, .satisfied], free: [.why],
            does: [.recheck]),
        move("tryCheck", from: ["solved"], by: "caller", asks: [.attempt], does: [.tryCheck]),
    ]

    private static let limits: [TimeLimit] = [
        limit("helping", "协办时限", .part), limit("deciding", "审批时限", .decision),
        limit("ordered", "督办时限", .supervision), limit("raising", "接手时限", .raise),
        limit("checking", "复访时限", .check),
    ]

    private static func limit(_ name: String, _ zh: String, _ subject: TimeLimit.Subject) -> TimeLimit {
        TimeLimit(
            name: name, text: LocalText(zh: zh, en: "Limit \(name)"), span: .workingDays(2), runs: [],
            warnAtPercent: 80, subject: subject)
    }
}

/// A matter that the roads have, by the forms that people fill in.
struct BesideWay {
    let town: TestTown
    let number: String

    static func with(
        _ registered: [String: String] = [:], _ body: (TestTown, BesideWay) async throws -> Void
    ) async throws {
        try await TestTown.with(city: BesideTown.city) { town in
            var filing = Filing(text: "院墙倒了，路也挡住了", channel: .web)
            filing.area = AreaCode(TownCity.village)
            filing.contact = Filing.Contact(name: "测试甲", phone: "19900001234")
            let receipt = try await town.desk.file(filing, by: .resident, at: town.now)
            let way = BesideWay(town: town, number: receipt.number)
            try await way.make("register", ["category": "lamp"].merging(registered) { $1 }, as: "dispatcher")
            try await way.make("dispatch", ["unit": "ROADS"], as: "dispatcher")
            try await way.make("accept", as: "roads")
            try await body(town, way)
        }
    }

    @discardableResult
    func make(
        _ move: String, _ answers: [String: String] = [:], as who: String, seen: String? = nil
    ) async throws -> WebAnswer {
        let client = town.browser(who)
        let path = "/matters/\(number)/moves/\(move)"
        let form = try await client.get("/matters/new")
        let version = try await town.state(of: number).matter?.version ?? 0
        let fields = ["version": seen ?? String(version), "csrf": form.hidden("csrf") ?? ""]
        town.wait(60_000)
        return try await client.post(path, answers.merging(fields) { $1 })
    }

    func page(as who: String) async throws -> WebAnswer {
        try await town.browser(who).get("/matters/\(number)")
    }

    func english(as who: String) async throws -> String {
        let client = WebClient(town.server, headers: [.acceptLanguage: "en"])
        client.setCookie("__Host-lx_s", who)
        return try await client.get("/matters/\(number)").text
    }

    func track() async throws -> String {
        let token = town.desk.link(of: number).split(separator: "/").last ?? ""
        return try await town.visitor().get("/track/\(token)").text
    }

    func resident(_ move: String, _ inputs: [InputWord: String] = [:]) async throws {
        town.wait(60_000)
        _ = try await town.desk.perform(
            Order(move, inputs), on: .number(number), by: .resident, at: town.now)
    }
}
