import Core

/// A city on paper, for pages that are shown without a server.
struct SpecimenCity: Sendable {
    let city: City
    let sight: AreaSight
    let village: Area
    let grid: Area
    let long: Area

    static let hostile = #""><script>alert(1)</script>{x}"#
    static let shared = SpecimenCity()
    /// Sunday 2026-11-22, 09:50 in China: the moment of a specimen's visit.
    private static let now = Moment(milliseconds: 1_795_311_000_000)

    private init?() {
        guard let from = CivilDate("2026-01-01"), let through = CivilDate("2026-12-31"),
            let hours = DayHours("09:00-17:00"),
            let calendar = try? WorkingCalendar(hours: [hours], from: from, through: through),
            let top = AreaCode("9901"), let village = Self.areas[Self.code("990101001001")],
            let grid = Self.areas[Self.code("990101001001001")], let long = Self.areas[Self.code("990101002")]
        else { return nil }
        city = City(
            name: Self.text("样城", "Sample"), version: 1, areas: Self.areas, area: top, units: [], roles: [],
            catalogue: Self.catalogue, dispatch: DispatchCatalogue([]), procedures: [Self.procedure],
            firstKind: "plea", calendar: calendar, templates: Self.templates, desk: UnitCode("D"),
            contacts: Self.contacts(from))
        sight = AreaSight(
            city: city,
            messages: AreaMessages(templates: city.templates, address: "https://12345.example.org"),
            secret: Array(repeating: 7, count: 32))
        self.village = village
        self.grid = grid
        self.long = long
    }

    /// Three open matters and one that was solved.
    var picture: AreaPicture {
        let day: Int64 = 86_400_000
        let open = (0..<3).map { index -> AreaRecord in
            let days = -Int64(index + 1) * day
            return AreaRecord(
                id: Int64(index), key: "key-of-twenty-letter\(index)", kind: "plea",
                category: index == 2 ? "h" : "c1", area: grid.code, stage: "working", isOpen: true,
                position: Position(latitude: 30.602, longitude: 110.204), raisedAt: Self.now + days,
                changedAt: Self.now + days / 2, closedAt: nil, seconds: index * 600)
        }
        let solved = AreaRecord(
            id: 9, key: "key-of-twenty-letter9", kind: "plea", category: "c1", area: village.code,
            stage: "done", isOpen: false, position: nil, raisedAt: Self.now + -9 * day,
            changedAt: Self.now + -day, closedAt: Self.now + -day)
        return AreaPicture(
            counts: [
                AreaCount(
                    category: "c1", raisedMonth: 12, raisedYear: 1204, solvedMonth: 9, solvedYear: 1190,
                    open: 14),
                AreaCount(
                    category: "h", raisedMonth: 0, raisedYear: 1, solvedMonth: 0, solvedYear: 0, open: 1),
            ], open: open, solved: [solved])
    }

    private static func text(_ zh: String, _ en: String) -> LocalText { LocalText(zh: zh, en: en) }

    /// Codes of this file are written right, or nothing is shown at all.
    private static func code(_ digits: String) -> AreaCode {
        guard let code = AreaCode(digits) else { preconditionFailure("\(digits) is no area code") }
        return code
    }

    private static let areas = AreaTree([
        Area(code: code("9901"), name: text("样城市", "Sample City")),
        Area(code: code("990101"), name: text("甲县", "First County")),
        Area(code: code("990101001"), name: text("乙镇", "Second Town")),
        Area(
            code: code("990101001001"), name: text("丙村", "Third Village"),
            position: Position(latitude: 30.602, longitude: 110.204), shape: square),
        Area(code: code("990101001001001"), name: text("第一网格", "Grid 1")),
        Area(
            code: code("990101002"),
            name: text(
                String(repeating: "长", count: 300), hostile + String(repeating: "w", count: 300))),
    ])

    private static let square = Shape(rings: [
        [(30.59, 110.19), (30.59, 110.22), (30.62, 110.22), (30.62, 110.19)].compactMap {
            Position(latitude: $0.0, longitude: $0.1)
        }
    ])

    private static let catalogue = Catalogue([
        .init(code: "c1", name: text("垃圾", "Rubbish"), parent: nil, isLeaf: true, isOpen: true),
        .init(code: "h", name: text("<b>&", hostile), parent: nil, isLeaf: true, isOpen: true),
    ])

    private static let procedure = Procedure(
        kind: "plea", version: 1, name: text("请求", "Plea"), prefix: "PL",
        stages: [
            Stage(
                name: "working", text: text("办理中", "Working"), told: text("正在办理", "Being dealt with"),
                holder: .lead),
            Stage(
                name: "done", text: text("已办结", "Done"), told: text("已办好", "Solved"), holder: .nobody,
                closes: .solved),
        ], moves: [], limits: [])

    private static let templates = [
        AreaMessages.solved, AreaMessages.confirm, AreaMessages.digest,
    ].map { Template(name: $0, text: text("{link}", "{link}")) }

    private static func contacts(_ since: CivilDate) -> ContactBook {
        let lines = [text("低保可以申请", "Social assistance can be asked for"), text(hostile, hostile)]
        func role(_ name: String, _ text: LocalText, _ level: AreaLevel) -> ServingRole {
            ServingRole(
                name: name, text: text, level: level, promise: Self.text("随叫随到", "Comes when called"),
                policies: lines, procedures: lines)
        }
        return ContactBook(
            version: 3, since: since,
            roles: [
                role("grid", text("网格员", "Grid officer"), .grid),
                role("secretary", text("书记", "Secretary"), .village),
            ],
            contacts: [
                Contact(
                    area: code("990101001001"), role: "secretary", name: text("李样", "Li Yang"),
                    phone: "13900000001", isPublic: true, isTopLeader: false, since: since)
            ], keyVillages: [])
    }
}
