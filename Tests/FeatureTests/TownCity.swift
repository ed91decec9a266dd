import Core
import Web

/// The city of `TestTown`: two counties, five units, one kind of matter with every way through the loop.
enum TownCity {
    /// Monday 2026-03-02, 09:00.
    static let start = calendar.start(of: date("2026-03-02")) + 9 * 3_600_000
    /// A village of the first county, where most things happen.
    static let village = "110101001001"

    static let calendar: WorkingCalendar = {
        guard
            let calendar = try? WorkingCalendar(
                hours: [DayHours(opens: 540, closes: 720), DayHours(opens: 810, closes: 1050)],
                from: date("2026-01-01"),
                through: date("2027-12-31"))
        else { preconditionFailure("the town's calendar") }
        return calendar
    }()

    static let city = City(
        name: LocalText(zh: "小城", en: "Small Town"), version: 4, areas: areas, area: area("1101"),
        units: units,
        roles: roles, catalogue: catalogue, dispatch: dispatch, procedures: [TownKind.request],
        firstKind: "request",
        calendar: calendar, templates: [], desk: UnitCode("CENTRE"),
        returnReasons: [
            .init(code: "duty", name: LocalText(zh: "不属本单位职责", en: "Not our duty")),
            .init(code: "place", name: LocalText(zh: "不在本单位辖区", en: "Not our area")),
            .init(
                code: "old", name: LocalText(zh: "机构改革前的原因", en: "From before the reform"),
                until: CivilDate("2025-12-31")),
        ])

    private static let areas = AreaTree([
        place("1101", "小城", "Small Town", Position(latitude: 30.6, longitude: 110.2)),
        place("110101", "东县", "East County"), place("110102", "西县", "West County"),
        place("110101001", "桥头镇", "Bridge Town"), place("110102001", "山口镇", "Pass Town"),
        place(village, "桥头村", "Bridge Village"), place("110101001001001", "第一网格", "First Grid"),
    ])

    private static let units = [
        unit("CENTRE", "热线中心", "Hotline Centre", "1101", nil),
        unit("COUNTY", "东县政府", "East County Government", "110101", "CENTRE"),
        unit("ROADS", "路政队", "Roads", "110101", "COUNTY"), unit("WATER", "水务所", "Water", "110101", "COUNTY"),
        unit("AFAR", "西县政府", "West County Government", "110102", "CENTRE"),
    ]

    private static let roles = [
        Role(
            name: "clerk", text: LocalText(zh: "受理员", en: "Clerk"), sight: .area,
            powers: [.revealContact, .takeCalls]),
        Role(
            name: "dispatcher", text: LocalText(zh: "派单员", en: "Dispatcher"), sight: .area,
            powers: [.takeCalls]),
        Role(name: "caller", text: LocalText(zh: "回访员", en: "Caller"), sight: .area),
        Role(name: "reviewer", text: LocalText(zh: "复核员", en: "Reviewer"), sight: .area),
        Role(
            name: "supervisor", text: LocalText(zh: "督办员", en: "Supervisor"), sight: .area, powers: [.figures]
        ),
        Role(name: "auditor", text: LocalText(zh: "审计员", en: "Auditor"), sight: .area),
        Role(name: "handler", text: LocalText(zh: "承办人", en: "Handler"), sight: .unit),
    ]

    private static let catalogue = Catalogue([
        Catalogue.Category(code: "roads", name: LocalText(zh: "道路", en: "Roads"), parent: nil, isLeaf: false),
        Catalogue.Category(
            code: "lamp", name: LocalText(zh: "路灯", en: "Street lamps"), parent: "roads", isLeaf: true),
        Catalogue.Category(code: "water", name: LocalText(zh: "用水", en: "Water"), parent: nil, isLeaf: true),
    ])

    private static let dispatch = DispatchCatalogue([
        DispatchCatalogue.Rule(category: "roads", area: area("110101"), unit: UnitCode("ROADS")),
        DispatchCatalogue.Rule(category: "water", area: area("110101"), unit: UnitCode("WATER")),
        DispatchCatalogue.Rule(category: nil, area: area("1101"), unit: UnitCode("CENTRE")),
    ])

    /// By the name that is also their token.
    static let people: [String: Officer] = Dictionary(
        uniqueKeysWithValues: [
            person(1, "clerk", "clerk", "CENTRE", "1101"),
            person(2, "dispatcher", "dispatcher", "CENTRE", "1101"),
            person(3, "roads", "handler", "ROADS", "110101"),
            person(4, "water", "handler", "WATER", "110101"),
            person(5, "caller", "caller", "CENTRE", "1101"),
            person(6, "reviewer", "reviewer", "CENTRE", "1101"),
            person(7, "supervisor", "supervisor", "COUNTY", "110101"),
            person(8, "auditor", "auditor", "CENTRE", "1101"),
            person(9, "afar", "clerk", "AFAR", "110102"),
            Officer(
                personID: 10, name: LocalText(zh: "无岗", en: "Nobody"), login: "nobody", posts: [], powers: [],
                sessionID: "s10"),
            Officer(
                personID: 11, name: LocalText(zh: "主管", en: "Manager"), login: "manager",
                posts: [Post(role: "auditor", unit: UnitCode("CENTRE"), area: area("1101"))],
                powers: [.manageChannels, .manageAccounts, .editKnowledge, .exchange, .figures],
                sessionID: "s11"),
        ].map { ($0.login, $0) })

    static let names = Dictionary(uniqueKeysWithValues: people.values.map { ($0.personID, $0.name) })

    private static func person(_ id: Int64, _ login: String, _ role: String, _ unit: String, _ code: String)
        -> Officer
    {
        let powers = roles.first { $0.name == role }?.powers ?? []
        return Officer(
            personID: id, name: LocalText(zh: "测试\(id)", en: "Tester \(id)"), login: login,
            posts: [Post(role: role, unit: UnitCode(unit), area: area(code))], powers: powers,
            sessionID: "s\(id)")
    }

    private static func place(_ code: String, _ zh: String, _ en: String, _ position: Position? = nil) -> Area
    {
        Area(code: area(code), name: LocalText(zh: zh, en: en), position: position)
    }

    private static func unit(_ code: String, _ zh: String, _ en: String, _ area: String, _ parent: String?)
        -> Unit
    {
        Unit(
            code: UnitCode(code), name: LocalText(zh: zh, en: en), area: self.area(area),
            parent: parent.map { UnitCode($0) })
    }

    static func area(_ text: String) -> AreaCode {
        guard let code = AreaCode(text) else { preconditionFailure("\(text) is no area code") }
        return code
    }

    static func date(_ text: String) -> CivilDate {
        guard let date = CivilDate(text) else { preconditionFailure("\(text) is no date") }
        return date
    }
}

/// The one kind of the town, as a city pack would write it.
enum TownKind {
    static let request = Procedure(
        kind: "request", version: 1, name: LocalText(zh: "诉求", en: "Request"), prefix: "QS", stages: stages,
        moves: automatic + desk + work + resident + calls + timers, limits: limits)

    private static let open = [
        "received", "registered", "dispatched", "handling", "asking", "callingBack", "scopeReview",
    ]

    private static let stages = [
        stage("received", "已收到", .desk), stage("registered", "已受理", .desk), stage("dispatched", "待签收", .lead),
        stage("handling", "办理中", .lead), stage("scopeReview", "受理范围复核", .desk),
        stage("asking", "请您评价", .resident), stage("joined", "合并办理", .main),
        stage("callingBack", "电话回访", .desk), stage("solved", "已销号", .nobody, .solved),
        stage("withdrawn", "已撤回", .nobody, .withdrawn), stage("notInScope", "不属受理范围", .nobody, .notInScope),
        stage("unreachable", "无法联系", .nobody, .unreachable), stage("merged", "已合并", .nobody, .merged),
        stage("elsewhere", "在原系统办结", .nobody, .elsewhere),
    ]

    private static let automatic = [
        move("close", from: ["asking", "callingBack"], to: "solved", needs: [.satisfied], automatic: true),
        move(
            "sendBack", from: ["asking", "callingBack"], to: "handling", needs: [.unsatisfied, .dispatched],
            automatic: true),
        move("sendBackToDesk", from: ["asking"], to: "registered", needs: [.unsatisfied], automatic: true),
    ]

    private static let desk = [
        move(
            "register", from: ["received"], to: "registered", by: ["clerk", "dispatcher"],
            asks: [.init(.category), .init(.urgency, required: false)], does: [.categorise, .classify]),
        move(
            "dispatch", from: ["registered"], to: "dispatched", by: ["dispatcher"], asks: [.init(.unit)],
            needs: [.categorised], does: [.dispatch]),
        move(
            "answerDirectly", from: ["received"], to: "asking", by: ["clerk"],
            asks: [.init(.category), .init(.answer)],
            does: [.categorise, .answer, .ask]),
        move(
            "proposeScope", from: ["received"], to: "scopeReview", by: ["clerk"], asks: [.init(.explanation)],
            does: [.proposeScope]),
        move(
            "confirmScope", from: ["scopeReview"], to: "notInScope", by: ["reviewer"],
            needs: [.scopeProposed, .anotherPerson(than: "proposeScope")]),
        move("rejectScope", from: ["scopeReview"], to: "registered", by: ["reviewer"], does: [.dropProposal]),
        move(
            "merge", from: ["received", "registered"], to: "merged", by: ["dispatcher"],
            asks: [.init(.matter)],
            does: [.merge]),
        move(
            "join", from: ["received", "registered"], to: "joined", by: ["dispatcher"],
            asks: [.init(.matter)], does: [.join]),
        move(
            "leave", from: ["joined"], to: "received", by: ["dispatcher"], asks: [.init(.reason)],
            does: [.leave]),
        move(
            "answerJoined", from: ["joined"], to: "asking", by: ["system"],
            asks: [.init(.unit, required: false), .init(.answer)], does: [.shareAnswer, .ask]),
        move(
            "joinOn", from: ["joined"], to: "joined", by: ["system"], asks: [.init(.matter)],
            does: [.join]),
        move("leaveAlone", from: ["joined"], to: "received", by: ["system"], does: [.leave]),
        move(
            "note", inside: true, from: open, by: ["clerk", "handler"],
            asks: [.init(.note), files], does: [.note]),
        move(
            "reveal", inside: true, from: open, by: ["clerk"], asks: [.init(.reason)],
            does: [.revealContact]),
    ]

    private static let work = [
        move("accept", from: ["dispatched"], to: "handling", by: ["handler"]),
        move(
            "return", from: ["dispatched", "handling"], to: "registered", by: ["handler"],
            asks: [.init(.cause, required: false), .init(.reason)],
            needs: [.returnsBelow(3)], does: [.takeBack]),
        move(
            "answer", from: ["dispatched", "handling"], to: "asking", by: ["handler"],
            asks: [.init(.answer), files],
            does: [.answer, .ask]),
    ]

    private static let resident = [
        residents(
            "rate", from: ["asking", "callingBack"], asks: [.init(.solved), .init(.satisfied), why],
            does: [.opinion]),
        residents(
            "urge", from: ["received", "dispatched", "handling"], needs: [.notWithin(hours: 24)],
            does: [.urge]),
        residents("add", from: open, asks: [.init(.text), files], does: [.add]),
        residents("withdraw", from: open, to: "withdrawn", asks: [.init(.reason, required: false)]),
        residents(
            "reopen", from: ["solved"], to: "registered", asks: [.init(.text)],
            needs: [.closedWithin(days: 15), .reopensBelow(3)], does: [.reopen, .add]),
    ]

    private static let calls = [
        move(
            "recordOpinion", from: ["callingBack"], by: ["caller"],
            asks: [.init(.solved), .init(.satisfied), why],
            needs: [.outsideLead], does: [.opinion]),
        move(
            "tryCall", from: ["callingBack"], by: ["caller"], asks: [.init(.attempt)], needs: [.outsideLead],
            does: [.attempt]),
        move(
            "giveUp", from: ["callingBack"], to: "unreachable", by: ["caller"],
            needs: [.outsideLead, .attempts(atLeast: 3, hoursApart: 4)]),
    ]

    private static let timers = [
        move("overdue", from: ["received", "registered", "dispatched", "handling"], does: [.markOverdue]),
        move("toCallBack", from: ["asking"], to: "callingBack"),
    ]

    private static let limits = [
        TimeLimit(
            name: "whole", text: LocalText(zh: "办理时限", en: "Time to handle"), span: .workingDays(15),
            runs: ["registered", "dispatched", "handling"], pauses: ["asking", "callingBack"],
            atExpiry: "overdue"),
        TimeLimit(
            name: "registering", text: LocalText(zh: "受理时限", en: "Time to register"),
            span: .workingHours(4 * 3_600_000),
            runs: ["received"], atExpiry: "overdue"),
        TimeLimit(
            name: "answering", text: LocalText(zh: "等待评价", en: "Waiting for the resident"),
            span: .calendar(7 * 86_400_000), runs: ["asking"], atExpiry: "toCallBack"),
    ]

    private static let files = Move.Ask(.files, required: false)
    private static let why = Move.Ask(.why, required: false)

    private static func stage(_ name: String, _ zh: String, _ holder: Stage.Holder, _ closes: Outcome? = nil)
        -> Stage
    {
        let text = LocalText(zh: zh, en: "Stage \(name)")
        return Stage(name: name, text: text, told: text, holder: holder, closes: closes)
    }

    /// Without roles the move is the program's.
    private static func move(
        _ name: String, inside: Bool = false, from: [String], to: String? = nil, by roles: [String] = [],
        asks: [Move.Ask] = [], needs: [Guard] = [], does: [Effect] = [], automatic: Bool = false
    ) -> Move {
        Move(
            name: name, text: LocalText(zh: "动作 \(name)", en: "Move \(name)"),
            told: inside ? nil : LocalText(zh: "经过 \(name)", en: "Told \(name)"), from: from, to: to,
            by: roles.isEmpty ? [.system] : roles.map { $0 == "system" ? .system : .role($0) }, asks: asks,
            needs: needs, does: does,
            automatic: automatic)
    }

    private static func residents(
        _ name: String, from: [String], to: String? = nil, asks: [Move.Ask] = [], needs: [Guard] = [],
        does: [Effect] = []
    ) -> Move {
        Move(
            name: name, text: LocalText(zh: "动作 \(name)", en: "Move \(name)"),
            told: LocalText(zh: "经过 \(name)", en: "Told \(name)"), from: from, to: to, by: [.resident],
            asks: asks,
            needs: needs, does: does)
    }
}
