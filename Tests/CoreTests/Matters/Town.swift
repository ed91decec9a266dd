import Core

let minute: Int64 = 60_000
let hour = 60 * minute
let day = 24 * hour

/// A small made-up town in which every word of the vocabulary has its use.
enum Town {
    /// Monday 2026-03-02, 09:00 in the town.
    static let start = calendar.start(of: date("2026-03-02")) + 9 * hour
    static let place = area("110101001001001")

    static let calendar: WorkingCalendar = {
        let hours = [DayHours(opens: 540, closes: 720), DayHours(opens: 810, closes: 1050)]
        let holiday = LocalText(zh: "清明节", en: "Qingming")
        guard
            let calendar = try? WorkingCalendar(
                hours: hours, offDays: [date("2026-04-06"): holiday], from: date("2026-01-01"),
                through: date("2027-12-31"))
        else { preconditionFailure("the town's calendar") }
        return calendar
    }()

    static let city = city(procedures: [request(), criticism()])

    static func city(
        procedures: [Procedure], limits: [LimitRule] = [], publishing: [String: Publishing] = [:],
        returnReasons: [RuleBook.Reason] = []
    ) -> City {
        City(
            name: same("小城"), version: 1, areas: areas, area: area("1101"), units: units, roles: roles,
            catalogue: catalogue, dispatch: dispatch, procedures: procedures, firstKind: "request",
            calendar: calendar, templates: [], desk: UnitCode("CENTRE"),
            limits: LimitTable(limits), publishing: publishing, returnReasons: returnReasons)
    }

    static let areas = AreaTree(
        ["11", "1101", "110101", "110102", "110101001", "110101002", "110101001001", "110101001001001"]
            .map { Area(code: area($0), name: same($0)) })

    static let units = [
        Unit(code: UnitCode("CENTRE"), name: same("热线中心"), area: area("1101"), parent: nil),
        Unit(code: UnitCode("COUNTY"), name: same("县政府"), area: area("110101"), parent: UnitCode("CENTRE")),
        Unit(code: UnitCode("ROADS"), name: same("路政"), area: area("110101"), parent: UnitCode("COUNTY")),
        Unit(code: UnitCode("WATER"), name: same("水务"), area: area("110101"), parent: UnitCode("COUNTY")),
        Unit(code: UnitCode("AFAR"), name: same("邻县"), area: area("110102"), parent: UnitCode("CENTRE")),
    ]

    static let roles = [
        Role(name: "clerk", text: same("受理员"), sight: .area),
        Role(name: "dispatcher", text: same("派单员"), sight: .area),
        Role(name: "caller", text: same("回访员"), sight: .area),
        Role(name: "supervisor", text: same("督办员"), sight: .area),
        Role(name: "handler", text: same("承办人"), sight: .unit, powers: [.revealContact]),
    ]

    static let catalogue = Catalogue([
        Catalogue.Category(code: "roads", name: same("道路"), parent: nil, isLeaf: false),
        Catalogue.Category(code: "roads.lamp", name: same("路灯"), parent: "roads", isLeaf: true),
        Catalogue.Category(code: "roads.hole", name: same("坑洼"), parent: "roads", isLeaf: true),
        Catalogue.Category(code: "water", name: same("用水"), parent: nil, isLeaf: true),
    ])

    static let dispatch = DispatchCatalogue([
        DispatchCatalogue.Rule(category: "roads.lamp", area: area("1101"), unit: UnitCode("CENTRE")),
        DispatchCatalogue.Rule(category: "roads", area: area("110101"), unit: UnitCode("ROADS")),
        DispatchCatalogue.Rule(category: "water", area: area("1101"), unit: UnitCode("COUNTY")),
        DispatchCatalogue.Rule(category: "water", area: area("110101001"), unit: UnitCode("WATER")),
        DispatchCatalogue.Rule(category: nil, area: area("110102"), unit: UnitCode("AFAR")),
        DispatchCatalogue.Rule(category: nil, area: area("11"), unit: UnitCode("CENTRE")),
    ])

    static func same(_ text: String) -> LocalText { LocalText(zh: text, en: text) }

    static func area(_ text: String) -> AreaCode {
        guard let code = AreaCode(text) else { preconditionFailure("\(text) is no area code") }
        return code
    }

    static func date(_ text: String) -> CivilDate {
        guard let date = CivilDate(text) else { preconditionFailure("\(text) is no date") }
        return date
    }

    static func raised(
        _ kind: String = "request", number: String = "RQ-1", category: String? = nil,
        urgency: Urgency = .ordinary, reachable: Bool = true
    ) -> Fact.Raised {
        Fact.Raised(
            number: number, kind: kind, text: "路灯不亮了。", title: "路灯不亮", channel: .web, caller: .resident,
            area: place, category: category, urgency: urgency, reachable: reachable)
    }
}

extension Actor {
    static let clerk = officer(1, "clerk", "CENTRE", "1101")
    static let otherClerk = officer(2, "clerk", "CENTRE", "1101")
    static let dispatcher = officer(3, "dispatcher", "CENTRE", "1101")
    static let caller = officer(4, "caller", "CENTRE", "1101")
    static let supervisor = officer(5, "supervisor", "COUNTY", "110101")
    static let roads = officer(6, "handler", "ROADS", "110101")
    static let water = officer(7, "handler", "WATER", "110101")
    static let county = officer(8, "handler", "COUNTY", "110101")
    /// Of the unit that leads, with a post that may call residents.
    static let callerOfRoads = officer(9, "caller", "ROADS", "110101")
    /// Calls for the centre, and works for the roads as well.
    static let twoHats = Actor.officer(
        id: 10,
        posts: [
            Post(role: "caller", unit: UnitCode("CENTRE"), area: Town.area("1101")),
            Post(role: "handler", unit: UnitCode("ROADS"), area: Town.area("110101")),
        ])
    static let clerkAfar = officer(11, "clerk", "AFAR", "110102")
    static let callerAfar = officer(12, "caller", "AFAR", "110102")
    static let timekeeper = Actor.system("timekeeper")

    static let everybody: [Actor] = [
        .resident, .clerk, .otherClerk, .dispatcher, .caller, .supervisor, .roads, .water, .county,
        .callerOfRoads,
        .twoHats, .clerkAfar, .callerAfar, .timekeeper,
    ]

    static func officer(_ id: Int64, _ role: String, _ unit: String, _ area: String) -> Actor {
        .officer(id: id, posts: [Post(role: role, unit: UnitCode(unit), area: Town.area(area))])
    }
}
