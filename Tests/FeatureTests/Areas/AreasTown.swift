@testable import Areas
import Core
import Desk
@testable import Papers
import Storage
import Web

/// A small city with outlines, contacts, open classes and papers, on a database of either engine.
final class AreasTown: Sendable {
    let desk: Desk
    let areas: AreasDesk
    let papers: PapersDesk
    let server: WebServer
    let clock = MovableClock()

    static let village = TownCity.village
    static let grid = "110101001001001"
    static let inGrid = Position(latitude: 30.605, longitude: 110.205)

    init(_ database: any Database, city: City = AreasTown.city) async throws {
        try await Migrator(
            StorageSchema.migrations + DeskSchema.migrations + AreasSchema.migrations
                + PapersSchema.migrations
        ).migrate(database, now: TownCity.start)
        let address = "https://12345.example.org"
        let secret = Array(repeating: UInt8(5), count: 32)
        desk = Desk(database: database, city: city, secret: secret, address: address)
        areas = AreasDesk(desk: desk, secret: secret, address: address)
        papers = PapersDesk(desk: desk)
        let clock = clock
        server = WebServer(
            features: [.areas(areas), .papers(papers)], gatekeeper: TownGate(),
            surroundings: Surroundings(
                now: { clock.now },
                randomBytes: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } }),
            settings: try WebSettings(
                baseURL: address, secret: Array(repeating: 3, count: 32), visitorFormsPerMinute: nil))
    }

    var now: Moment { clock.now }

    /// What the program does every second, until nothing is left.
    func follow() async throws {
        try await FollowerRunner.settled([areas.follower], on: desk.database)
    }

    /// A matter about a street lamp of the grid, in the hands of a unit.
    @discardableResult
    func lamp(
        text: String = "张三家门口（桥头村18号）路灯不亮，电话13912345678", category: String = "lamp",
        position: Position? = AreasTown.inGrid
    ) async throws -> Int64 {
        let id = try await filed(text, position)
        try await move("register", [.category: category], on: id, by: "clerk")
        try await move("dispatch", [.unit: "ROADS"], on: id, by: "dispatcher")
        try await follow()
        return id
    }

    func filed(_ text: String, _ position: Position? = AreasTown.inGrid) async throws -> Int64 {
        var filing = Filing(text: text, channel: .web)
        filing.area = AreaCode(Self.grid)
        filing.place = "桥头村18号"
        filing.position = position
        filing.contact = .init(name: "张三", phone: "13912345678")
        return try await desk.file(filing, by: .resident, at: now).id
    }

    func move(_ name: String, _ inputs: [InputWord: String] = [:], on id: Int64, by: String) async throws {
        clock.move(60_000)
        let actor = TownCity.people[by]?.actor ?? .resident
        _ = try await desk.perform(Order(name, inputs), on: .id(id), by: actor, at: now)
    }

    /// Answered, and the resident is content.
    func solve(_ id: Int64) async throws {
        try await move("answer", [.answer: "灯泡已换，工号7788"], on: id, by: "roads")
        try await move("rate", [.solved: "yes", .satisfied: "yes"], on: id, by: "")
        try await follow()
    }

    /// The bodies of the messages that wait, with their templates.
    func messages() async throws -> [Message] {
        let later = now + 30 * 86_400_000
        return try await desk.database.write { try Outbox.take(500, now: later, in: $0) }
    }

    // MARK: The city

    static let city: City = {
        let plain = TownCity.city
        return City(
            name: plain.name, version: 4, areas: areas, area: plain.area, units: Array(plain.units.values),
            roles: Array(plain.roles.values), catalogue: catalogue,
            dispatch: DispatchCatalogue([.init(category: nil, area: plain.area, unit: UnitCode("CENTRE"))]),
            procedures: Array(plain.procedures.values), firstKind: plain.firstKind, calendar: plain.calendar,
            templates: templates, desk: plain.desk, contacts: contacts, papers: papers,
            tiles: MapTiles(address: "https://tiles.example.org/{z}/{x}/{y}.png", credit: "<Tiles>"))
    }()

    private static let areas = TownCity.city.areas.replacing(shapes: [
        TownCity.area("1101"): box(30, 110, 31, 111), TownCity.area("110101"): box(30, 110, 31, 110.5),
        TownCity.area("110101001"): box(30.5, 110.1, 30.7, 110.3),
        TownCity.area(village): box(30.59, 110.19, 30.63, 110.23),
        TownCity.area(grid): box(30.6, 110.2, 30.61, 110.21),
    ])

    private static func box(_ south: Double, _ west: Double, _ north: Double, _ east: Double) -> Shape {
        Shape(rings: [
            [(south, west), (south, east), (north, east), (north, west)].compactMap {
                Position(latitude: $0.0, longitude: $0.1)
            }
        ])
    }

    private static let catalogue = Catalogue([
        .init(code: "roads", name: text("道路", "Roads"), parent: nil, isLeaf: false, isOpen: true),
        .init(code: "lamp", name: text("路灯", "Street lamps"), parent: "roads", isLeaf: true),
        .init(code: "aid", name: text("低保", "Aid"), parent: nil, isLeaf: true),
    ])

    private static let templates = [
        Template(name: AreaMessages.solved, text: text("{category}已办好 {link}", "{category} solved {link}")),
        Template(name: AreaMessages.confirm, text: text("{area} {link}", "{area} {link}")),
        Template(
            name: AreaMessages.digest,
            text: text("{area}\n{list}\n{link} {end}", "{area}\n{list}\n{link} {end}")),
    ]

    private static let contacts = ContactBook(
        version: 2, since: TownCity.date("2026-01-01"),
        roles: [
            ServingRole(
                name: "grid", text: text("网格员", "Grid officer"), level: .grid,
                promise: text("随叫随到", "Comes when called"), policies: [], procedures: []),
            ServingRole(
                name: "secretary", text: text("村书记", "Secretary"), level: .village,
                promise: text("电话24小时开机", "On call day and night"),
                policies: [text("低保可以申请", "Aid can be asked for")],
                procedures: [text("扫码反映", "Scan to raise")]),
        ],
        contacts: [
            Contact(
                area: TownCity.area(village), role: "secretary", name: text("李公开", "Li Open"),
                phone: "13900000002", isPublic: true, isTopLeader: false, since: TownCity.date("2026-01-01")),
            Contact(
                area: TownCity.area(grid), role: "grid", name: text("王不公开", "Wang Closed"),
                phone: "13900000003", isPublic: false, isTopLeader: false,
                since: TownCity.date("2026-01-01")),
        ], keyVillages: [])

    private static let papers = [
        paper("lamp-repair", "2026-01-01", nil, "路灯报修"),
        paper("old-grant", "2025-01-01", "2025-12-31", "旧补贴"),
        paper("next-grant", "2027-01-01", nil, "新补贴"),
    ]

    private static func paper(_ name: String, _ from: String, _ until: String?, _ title: String) -> Paper {
        Paper(
            name: name, kind: .guide, title: text(title, name), version: 2, from: TownCity.date(from),
            until: until.map(TownCity.date), suggestion: name == "lamp-repair" ? "QS2026030200001" : nil,
            categories: ["lamp"],
            sections: [
                .init(part: .what, lines: [text("灯不亮怎么办", "A lamp is dark")]),
                .init(part: .steps, lines: [text("先看号码", "Look for the number"), text("再扫码", "Then scan")]),
                .init(part: .phone, lines: [text("13900000009", "13900000009")]),
            ])
    }

    private static func text(_ zh: String, _ en: String) -> LocalText { LocalText(zh: zh, en: en) }
}
