import Core
import Desk
@testable import Knowledge
import Markup
import Storage
import Synchronization
import Web

/// A small city that answers questions, on a database of either engine.
final class KnowledgeTown: Sendable {
    let desk: Desk
    let knowledge: KnowledgeDesk
    let server: WebServer
    let clock = KnowledgeClock()

    static let day: Int64 = 86_400_000

    init(_ database: any Database) async throws {
        try await Migrator(
            StorageSchema.migrations + DeskSchema.migrations + KnowledgeSchema.migrations
        ).migrate(database, now: TownCity.start)
        let address = "https://12345.example.org"
        desk = Desk(
            database: database, city: TownCity.city, secret: Array(repeating: UInt8(5), count: 32),
            address: address)
        knowledge = KnowledgeDesk(desk: desk, quick: [Self.moveCar])
        let clock = clock
        server = WebServer(
            features: [
                .knowledge(
                    knowledge,
                    names: { ids in
                        var names: [Int64: LocalText] = [:]
                        for officer in KnowledgeGate.people.values where ids.contains(officer.personID) {
                            names[officer.personID] = officer.name
                        }
                        return names
                    })
            ], gatekeeper: KnowledgeGate(),
            surroundings: Surroundings(
                now: { clock.now },
                randomBytes: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } }),
            settings: try WebSettings(
                baseURL: address, secret: Array(repeating: 3, count: 32), visitorFormsPerMinute: nil))
    }

    var now: Moment { clock.now }
    func wait(days: Int64) { clock.move(days * Self.day) }

    /// Somebody at work, signed in with a browser.
    func browser(_ name: String) -> WebClient {
        let client = WebClient(server)
        client.setCookie("__Host-lx_s", name)
        return client
    }

    static let moveCar = QuickService(
        code: "move-car", title: LocalText(zh: "挪车", en: "Move a car"),
        steps: [LocalText(zh: "问车牌", en: "Ask for the plate")],
        fields: [
            .init(
                name: "plate", label: LocalText(zh: "车牌号", en: "Plate"), isRequired: true, isPrivate: true),
            .init(
                name: "place", label: LocalText(zh: "地点", en: "Place"), isRequired: false, isPrivate: false),
        ], tells: LocalText(zh: "交警值班台", en: "Police"),
        message: LocalText(zh: "{plate} 停在 {place}", en: "{plate} at {place}"), categories: ["roads"])

    static func article(
        _ code: String, _ title: String, _ answer: String = "请打 000-0101。", categories: [String] = ["lamp"],
        areas: [String] = [], unit: String = "ROADS", from: String = "2026-01-01", until: String? = nil,
        isPublic: Bool = true
    ) -> Article {
        Article(
            code: code, title: LocalText(zh: title, en: "About \(code)"),
            answer: LocalText(zh: answer, en: "Call 000-0101."), categories: categories,
            areas: areas.map(TownCity.area), unit: UnitCode(unit), from: TownCity.date(from),
            until: until.map(TownCity.date), review: nil, isPublic: isPublic, source: "")
    }

    static let book = KnowledgeBook(articles: [
        article("bus-card-lost", "公交卡丢了怎么办", "打服务台锁卡，七天后补卡。", categories: ["roads"]),
        article("lamp-dark", "路灯不亮找谁", "看灯杆号码，两个工作日修好。"),
        article("lamp-new", "想加装路灯", "向村里提，年底前统一安排。"),
        article("water-bill", "水费突然变多", "先关龙头看水表。", categories: ["water"], unit: "WATER"),
        article(
            "west-water", "西县停水公告", "今晚恢复。", categories: ["water"], areas: ["110102"], unit: "AFAR"),
        article("old-price", "旧水价", "每吨两元。", categories: ["water"], until: "2026-02-28", isPublic: true),
        article("next-price", "新水价", "每吨三元。", categories: ["water"], from: "2026-09-01"),
        article("inside", "水务内部口径", "内部用。", categories: ["water"], unit: "WATER", isPublic: false),
    ])

    func filled() async throws { try await knowledge.take(Self.book, at: now) }

    /// The codes of what is offered.
    func found(_ text: String, category: String? = nil, area: String? = nil) async throws -> [String] {
        try await knowledge.answers(
            matching: text, language: .zh, category: category, area: area.map(TownCity.area), at: now
        ).map(\.code)
    }
}

/// A clock that stands still until it is moved. Lock: the time, which the site reads meanwhile.
final class KnowledgeClock: Sendable {
    private let moment = Mutex(TownCity.start)
    var now: Moment { moment.withLock { $0 } }
    func move(_ milliseconds: Int64) { moment.withLock { $0 = $0 + milliseconds } }
}

/// The people of the town, some with the powers of the knowledge.
struct KnowledgeGate: Gatekeeper {
    static let people: [String: Officer] = Dictionary(
        uniqueKeysWithValues: [
            ("taker", 1, "clerk", "CENTRE", "1101", [.takeCalls]),
            ("editor", 2, "dispatcher", "CENTRE", "1101", [.editKnowledge, .figures]),
            ("roads", 3, "handler", "ROADS", "110101", []),
            ("water", 4, "handler", "WATER", "110101", []),
        ].map {
            (name: String, id: Int64, role: String, unit: String, area: String, powers: Set<Role.Power>) in
            (
                name,
                Officer(
                    personID: id, name: LocalText(zh: "测试\(id)", en: "Tester \(id)"), login: name,
                    posts: [Post(role: role, unit: UnitCode(unit), area: TownCity.area(area))],
                    powers: powers, sessionID: name)
            )
        })

    func officer(session token: String, now: Moment) async throws -> SignedIn? {
        Self.people[token].map { SignedIn(officer: $0) }
    }

    func bearer(_ token: String, now: Moment) async throws -> Bearer? {
        let parts = token.split(separator: "+").map(String.init)
        guard let name = parts.first, let officer = Self.people[name] else { return nil }
        return Bearer(officer: officer, scopes: Set(parts.dropFirst()))
    }
}
