import Core
import Desk
import Storage
import Testing

/// A town with one small kind in which units share a matter, ask each other and wait for each other.
enum DutyTown {
    static let lead = DeskTown.unit
    static let helper = UnitCode("WATER")
    static let other = UnitCode("HOUSING")
    static let stranger = UnitCode("URBAN")

    static let handler = DeskTown.handler
    static let assistant = DeskTown.person("handler", in: helper.text)
    static let otherAssistant = DeskTown.person("handler", in: other.text)
    static let outsider = DeskTown.person("handler", in: stranger.text)
    static let supervisor = DeskTown.person("supervisor", in: "SUPERVISION", 0)
    static let secondSupervisor = DeskTown.person("supervisor", in: "SUPERVISION", 1)

    static let city = city(joint())

    static func city(_ procedure: Procedure) -> City {
        let base = DeskTown.city
        let templates = ["joined", "upward"].map {
            Template(name: $0, text: LocalText(zh: "\($0) {number}", en: "\($0) {number}"))
        }
        return City(
            name: base.name, version: 1, areas: base.areas, area: base.area, units: Array(base.units.values),
            roles: Array(base.roles.values), catalogue: base.catalogue, dispatch: base.dispatch,
            procedures: [procedure], firstKind: "joint", calendar: base.calendar, templates: templates,
            desk: base.desk)
    }

    static func with<T>(_ engine: TestEngine, _ body: (DeskTown) async throws -> T) async throws -> T {
        try await DeskTown.with(engine, city: city, body)
    }

    // MARK: - The kind

    /// - Parameter appealers: Who may decide on more time.
    static func joint(appealers: [String] = ["supervisor"]) -> Procedure {
        Procedure(
            kind: "joint", version: 1, name: same("联办"), prefix: "LB", stages: stages,
            moves: main + parts + decisions(appealers) + presses, limits: limits)
    }

    private static func same(_ text: String) -> LocalText { LocalText(zh: text, en: text) }

    private static let stages: [Stage] = [
        ("received", Stage.Holder.desk, nil), ("handling", .lead, nil), ("asking", .resident, nil),
        ("suspended", .lead, nil), ("solved", .nobody, Outcome.solved),
        ("withdrawn", .nobody, .withdrawn), ("elsewhere", .nobody, .elsewhere),
    ].map { Stage(name: $0.0, text: same($0.0), told: same($0.0), holder: $0.1, closes: $0.2) }

    private static func move(
        _ name: String, from: [String] = ["handling"], to: String? = nil, by: [String],
        asks: [InputWord] = [], maybe: [InputWord] = [], needs: [Guard] = [], does: [Effect] = [],
        automatic: Bool = false
    ) -> Move {
        Move(
            name: name, text: same(name), told: nil, from: from, to: to,
            by: by.map { $0 == "resident" ? .resident : $0 == "system" ? .system : .role($0) },
            asks: asks.map { Move.Ask($0) } + maybe.map { Move.Ask($0, required: false) }, needs: needs,
            does: does, automatic: automatic)
    }

    private static let open = ["received", "handling", "asking", "suspended"]

    private static let main = [
        move(
            "dispatch", from: ["received"], to: "handling", by: ["dispatcher"], asks: [.unit],
            does: [.dispatch]),
        move(
            "classify", by: ["dispatcher"], maybe: [.route, .grade, .urgency],
            does: [.classify, .tell(.assistants, template: "joined")]),
        move(
            "return", to: "received", by: ["handler"], asks: [.reason], does: [.takeBack]),
        move(
            "answer", to: "asking", by: ["handler"], asks: [.answer], needs: [.partsAnswered],
            does: [.answer, .ask]),
        move(
            "rate", from: ["asking"], by: ["resident", "caller"], asks: [.solved, .satisfied],
            does: [.opinion]),
        move("tryCall", from: ["asking"], by: ["caller"], asks: [.attempt], does: [.attempt]),
        move(
            "close", from: ["asking"], to: "solved", by: [], needs: [.satisfied], does: [.revisit(days: 30)],
            automatic: true),
        move(
            "sendBack", from: ["asking"], to: "handling", by: [], needs: [.unsatisfied], automatic: true),
        move(
            "recheck", from: ["solved"], by: ["caller"], asks: [.solved, .satisfied], does: [.recheck]),
        move("urge", from: open, by: ["resident"], needs: [.notWithin(hours: 24)], does: [.urge]),
        move("withdraw", from: open, to: "withdrawn", by: ["resident"]),
        move("note", from: open, by: ["handler", "dispatcher"], asks: [.note], does: [.note]),
    ]

    private static let parts = [
        move(
            "givePart", by: ["handler", "dispatcher"], asks: [.part, .task], maybe: [.until],
            does: [.givePart, .tell(.assistants, template: "joined")]),
        move("answerPart", by: ["handler"], asks: [.answer], does: [.answerPart]),
        move("refusePart", by: ["handler"], asks: [.reason], does: [.refusePart]),
        move("insistPart", by: ["dispatcher"], asks: [.part, .reason], does: [.insistPart]),
        move("dropPart", by: ["handler", "dispatcher"], asks: [.part, .reason], does: [.dropPart]),
        move("claim", by: ["handler"], asks: [.until], does: [.claim]),
    ]

    private static func decisions(_ appealers: [String]) -> [Move] {
        [
            move("askTime", by: ["handler"], asks: [.until, .reason], does: [.propose(.extension)]),
            move("giveTime", by: appealers, does: [.grant(.extension)]),
            move("denyTime", by: appealers, asks: [.reason], does: [.deny(.extension)]),
            move("askRest", by: ["handler"], asks: [.reason, .reviewOn], does: [.propose(.suspension)]),
            move("giveRest", to: "suspended", by: ["supervisor"], does: [.grant(.suspension)]),
            move("resume", from: ["suspended"], to: "handling", by: ["supervisor"]),
            move(
                "askNotToCount", from: open, by: ["handler"], asks: [.reason], does: [.propose(.exclusion)]),
            move("doNotCount", from: open, by: ["supervisor"], does: [.grant(.exclusion)]),
        ]
    }

    private static let presses = [
        move("supervise", by: ["supervisor"], maybe: [.demand], does: [.supervise]),
        move("answerSupervision", by: ["handler"], asks: [.answer], does: [.answerSupervision]),
        move("press", by: ["supervisor"], maybe: [.reason], does: [.raiseSupervision]),
        move("lift", by: ["supervisor"], asks: [.reason], does: [.liftSupervision]),
        move(
            "escalate", by: ["handler"], does: [.escalate, .tell(.superior, template: "upward")]),
        move("takeUp", by: ["handler"], does: [.takeRaise]),
        move("handDown", by: ["handler"], asks: [.answer], does: [.handDown]),
        move("late", from: open, by: ["system"], does: [.markOverdue]),
    ]

    private static let limits = [
        TimeLimit(
            name: "whole", text: same("办理"), span: .workingDays(10), runs: ["received", "handling"],
            pauses: ["asking", "suspended"], atExpiry: "late"),
        TimeLimit(
            name: "part", text: same("协办"), span: .calendar(2 * DeskTown.day), runs: [], subject: .part),
        TimeLimit(
            name: "deciding", text: same("审批"), span: .calendar(DeskTown.day), runs: [], subject: .decision),
        TimeLimit(
            name: "answering", text: same("督办回复"), span: .calendar(3 * DeskTown.day), runs: [],
            subject: .supervision),
        TimeLimit(
            name: "taking", text: same("上级接办"), span: .calendar(DeskTown.day), runs: [], subject: .raise),
    ]
}

extension DeskTown {
    /// A matter that the unit leads.
    func led(by unit: UnitCode = DutyTown.lead, at now: Moment = start) async throws -> Receipt {
        let receipt = try await file(at: now)
        try await move(
            "dispatch", [.unit: unit.text], on: receipt.number, by: Self.dispatcher, at: now)
        return receipt
    }

    /// A matter with a part for each of some units.
    func shared(_ units: [UnitCode] = [DutyTown.helper], at now: Moment = start) async throws -> Receipt {
        let receipt = try await led(at: now)
        for unit in units { try await give(unit, of: receipt.number, at: now) }
        return receipt
    }

    func give(_ unit: UnitCode, of number: String, at now: Moment = start) async throws {
        try await move(
            "givePart", [.part: unit.text, .task: "查看水管"], on: number, by: DutyTown.handler, at: now)
    }

    /// All that is owed, by the sort and the unit.
    func owed(_ filter: DutyFilter = DutyFilter(), in scope: Scope = .city) async throws -> [String] {
        try await desk.duties(filter, in: scope, limit: 100).rows.map {
            "\($0.duty.what.rawValue) \($0.duty.unit.text)"
        }
    }

    /// What somebody has to do, by its sort.
    func owed(by actor: Actor, at now: Moment = start) async throws -> [String] {
        try await desk.duties(of: actor.officerID ?? 0, posts: actor.posts, at: now, limit: 100).map {
            $0.duty.what.rawValue
        }
    }
}
