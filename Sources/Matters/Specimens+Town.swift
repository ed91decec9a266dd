import Core

/// A town on paper, for pages that are shown without a server: one kind that asks everything a move can ask.
enum SpecimenTown {
    /// Sunday 2026-11-22, 09:50 in China: the moment of a specimen's visit.
    static let now = Moment(milliseconds: 1_795_311_000_000)
    static let kind = "plea"
    static let clerk: Int64 = 1
    static let posts = [Post(role: "desk", unit: UnitCode("D"), area: code("99"))]
    static let handlers = [Post(role: "hand", unit: UnitCode("H"), area: code("990101"))]

    /// A handler of another unit of the town.
    static func branch(_ unit: String) -> [Post] {
        [Post(role: "hand", unit: UnitCode(unit), area: code("990101001"))]
    }

    static let city: City? = calendar.map { calendar in
        City(
            name: text("样城", "Sample"), version: 1, areas: areas, area: code("9901"), units: units,
            roles: roles,
            catalogue: catalogue,
            dispatch: DispatchCatalogue([.init(category: nil, area: code("9901"), unit: UnitCode("H"))]),
            procedures: [procedure, SpecimenBurden.procedure], firstKind: kind, calendar: calendar,
            templates: [], desk: UnitCode("D"))
    }

    private static let calendar: WorkingCalendar? = {
        guard let from = CivilDate("2026-01-01"), let through = CivilDate("2026-12-31"),
            let hours = DayHours("09:00-17:00")
        else { return nil }
        return try? WorkingCalendar(hours: [hours], from: from, through: through)
    }()

    private static let areas = AreaTree([
        Area(code: code("9901"), name: text("样城市", "Sample City")),
        Area(code: code("990101"), name: text("甲县", "First County")),
        Area(code: code("990101001"), name: text("乙镇", "Second Town")),
        Area(code: code("990101001001"), name: text("丙村", "Third Village")),
    ])

    private static let units =
        [
            Unit(code: UnitCode("D"), name: text("受理中心", "Desk"), area: code("9901"), parent: nil),
            Unit(
                code: UnitCode("H"), name: text("办事处", "Office"), area: code("990101"),
                parent: UnitCode("D")),
            Unit(
                code: UnitCode("L"),
                name: text(String(repeating: "联", count: 300), String(repeating: "Long", count: 75)),
                area: code("990101001"), parent: UnitCode("H")),
        ]
        + (1...12).map { number in
            Unit(
                code: UnitCode("A\(number)"), name: text("第\(number)所", "Branch \(number)"),
                area: code("990101001"),
                parent: UnitCode("H"))
        }

    private static let roles = [
        Role(name: "desk", text: text("受理", "Desk"), sight: .area, powers: [.revealContact]),
        Role(name: "hand", text: text("承办", "Handler"), sight: .unit),
    ]

    private static let catalogue = Catalogue([
        .init(code: "c", name: text("环境", "Surroundings"), parent: nil, isLeaf: false),
        .init(code: "c1", name: text("垃圾", "Rubbish"), parent: "c", isLeaf: true),
        .init(code: "o", name: text("其他", "Other"), parent: nil, isLeaf: true),
    ])

    // MARK: The kind

    private static let open = ["fresh", "sorted", "working", "asking", "parked"]

    private static let procedure = Procedure(
        kind: kind, version: 1, name: text("请求", "Plea"), prefix: "PL",
        stages: [
            stage("fresh", "已收到", .desk), stage("sorted", "已分类", .desk), stage("working", "办理中", .lead),
            stage("asking", "请评价", .resident), stage("parked", "待办", .desk),
            stage("done", "已办结", .nobody, .solved), stage("gone", "已撤回", .nobody, .withdrawn),
            stage("same", "已合并", .nobody, .merged),
        ], moves: officeMoves + residentMoves, limits: limits)

    private static let officeMoves = [
        move(
            "sort", "分类", ["fresh"], to: "sorted", [.category, .urgency, .route, .grade],
            [.categorise, .classify]),
        move("give", "派单", ["sorted"], to: "working", [.unit, .reason], [.dispatch]),
        move("back", "退回", ["working"], to: "sorted", by: .role("hand"), [.reason], [.takeBack]),
        move("tell", "答复", ["working"], to: "asking", by: .role("hand"), [.answer], [.answer, .ask]),
        move("park", "列入待办", ["sorted"], to: "parked", [.explanation, .reviewOn], [.archive]),
        move("wake", "重启", ["parked"], to: "sorted", [], []),
        move("join", "合并", ["fresh", "sorted"], to: "same", [.matter], [.merge]),
        move("call", "未接通", ["asking"], [.attempt], [.attempt]),
        move("hear", "记录意见", ["asking"], [.solved, .satisfied, .why], [.opinion]),
        move("write", "备注", open, inside: true, [.note], [.note]),
        move("show", "查看联系方式", open, inside: true, [.reason], [.revealContact]),
        Move(
            name: "end", text: text("结束", "End"), told: text("已结束", "Ended"), from: ["asking"], to: "done",
            by: [.system], needs: [.satisfied], automatic: true),
        Move(
            name: "redo", text: text("退回重办", "Redo"), told: text("退回重办", "Sent back"), from: ["asking"],
            to: "working", by: [.system], needs: [.unsatisfied], automatic: true),
    ]

    private static let residentMoves = [
        move("rate", "评价", ["asking"], by: .resident, [.solved, .satisfied, .why], [.opinion]),
        move("urge", "催办", ["fresh", "working"], by: .resident, [], [.urge], needs: [.notWithin(hours: 24)]),
        move("add", "补充", open, by: .resident, [.text], [.add]),
        move("leave", "撤回", open, to: "gone", by: .resident, [.reason], []),
        move("again", "重新打开", ["done"], to: "sorted", by: .resident, [.text], [.reopen, .add]),
    ]

    private static let limits = [
        TimeLimit(
            name: "whole", text: text("办理时限", "Time to handle"), span: .workingDays(5),
            runs: ["sorted", "working"],
            pauses: ["asking", "parked"], warnAtPercent: 80),
        TimeLimit(
            name: "look", text: text("受理时限", "Time to look"), span: .workingHours(14_400_000), runs: ["fresh"]
        ),
    ]

    static func stage(_ name: String, _ zh: String, _ holder: Stage.Holder, _ closes: Outcome? = nil)
        -> Stage
    {
        Stage(
            name: name, text: text(zh, "At \(name)"), told: text("\(zh)，请等消息。", "It is at \(name)."),
            holder: holder, closes: closes)
    }

    /// Only what an effect needs is required.
    static func move(
        _ name: String, _ zh: String, _ from: [String], to: String? = nil, inside: Bool = false,
        by party: Party = .role("desk"), _ asks: [InputWord], _ does: [Effect], needs: [Guard] = []
    ) -> Move {
        Move(
            name: name, text: text(zh, "Do \(name)"), told: inside ? nil : text("\(zh)了", "Did \(name)"),
            from: from,
            to: to, by: [party],
            asks: asks.map { word in
                Move.Ask(word, required: does.contains { $0.needs.contains(word) })
            }, needs: needs, does: does)
    }

    static func text(_ zh: String, _ en: String) -> LocalText { LocalText(zh: zh, en: en) }

    /// An area whose code is written here.
    private static func code(_ text: String) -> AreaCode {
        guard let code = AreaCode(text) else { preconditionFailure("\(text) is written wrong in this file") }
        return code
    }
}
