import Core
import Desk
@testable import Rules
import Storage
import Synchronization
import Testing
import Web

/// The town of the other slices, with two people who look after its rules.
final class RulesTown: Sendable {
    let desk: Desk
    let rules: RulesDesk
    let server: WebServer
    let clock: RulesClock

    static let book = RuleBook(
        needsApproval: true,
        reasons: [.init(code: "duty", name: LocalText(zh: "不属本单位职责", en: "Not our duty"))], tossedFrom: 3,
        rulings: 1)

    init(_ database: any Database, book: RuleBook = RulesTown.book) async throws {
        try await Migrator(
            StorageSchema.migrations + DeskSchema.migrations + RulesSchema.migrations
        ).migrate(database, now: TownCity.start)
        let address = "https://12345.example.org"
        desk = Desk(
            database: database, city: Self.city, secret: Array(repeating: UInt8(5), count: 32),
            address: address)
        rules = RulesDesk(desk: desk, pack: Self.city, book: book)
        let clock = RulesClock()
        self.clock = clock
        server = WebServer(
            features: [.rules(rules, names: { ids in TownCity.names.filter { ids.contains($0.key) } })],
            gatekeeper: RulesGate(),
            surroundings: Surroundings(
                now: { clock.now },
                randomBytes: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } }),
            settings: try WebSettings(
                baseURL: address, secret: Array(repeating: 3, count: 32), visitorFormsPerMinute: nil))
        try await rules.bringUpToDate(at: now)
    }

    var now: Moment { clock.now }
    var today: CivilDate { desk.city.calendar.date(of: now) }

    func browser(_ name: String) -> WebClient {
        let client = WebClient(server)
        client.setCookie("__Host-lx_s", name)
        return client
    }

    /// The town with a move by which the level above rules.
    static let city: City = {
        let (town, plain) = (TownCity.city, TownKind.request)
        let rule = Move(
            name: "decide", text: LocalText(zh: "裁定", en: "Rule"), told: nil, from: ["registered"],
            to: "dispatched", by: [.role("supervisor")], asks: [Move.Ask(.unit), Move.Ask(.reason)],
            does: [.dispatch, .rule])
        let kind = Procedure(
            kind: plain.kind, version: 2, name: plain.name, prefix: plain.prefix, stages: plain.stages,
            moves: plain.moves + [rule], limits: plain.limits)
        return City(
            name: town.name, version: town.version, areas: town.areas, area: town.area,
            units: Array(town.units.values), roles: Array(town.roles.values), catalogue: town.catalogue,
            dispatch: town.dispatch, procedures: [kind], firstKind: kind.kind, calendar: town.calendar,
            templates: [], desk: town.desk)
    }()

    // MARK: What happens

    func filed(_ category: String = "lamp") async throws -> Receipt {
        var filing = Filing(text: "路灯不亮", channel: .web)
        filing.area = TownCity.area(TownCity.village)
        let receipt = try await desk.file(filing, by: actor("clerk"), at: now)
        try await move("register", [.category: category], on: receipt.id, by: "clerk")
        return receipt
    }

    func move(_ name: String, _ inputs: [InputWord: String] = [:], on id: Int64, by: String) async throws {
        clock.move(60_000)
        _ = try await desk.perform(Order(name, inputs), on: .id(id), by: actor(by), at: now)
    }

    func actor(_ name: String) -> Actor { TownCity.people[name]?.actor ?? .resident }

    /// Given to the roads' people, sent back, given to the water's, sent back, and ruled to be the roads'.
    func tossed(to unit: String = "WATER") async throws -> Receipt {
        let receipt = try await filed()
        try await move("dispatch", [.unit: "ROADS"], on: receipt.id, by: "dispatcher")
        try await move("return", [.reason: "不属本单位职责：归水务"], on: receipt.id, by: "roads")
        try await move("dispatch", [.unit: "WATER"], on: receipt.id, by: "dispatcher")
        try await move("return", [.reason: "没有水管"], on: receipt.id, by: "water")
        try await move("decide", [.unit: unit, .reason: "职责清单第三条"], on: receipt.id, by: "supervisor")
        return receipt
    }

    func follow() async throws {
        _ = try await FollowerRunner.settled([rules.follower], on: desk.database)
    }

    /// A draft for lamps in the first county.
    func draft(_ unit: String = "WATER", days: Int = 0, by person: Int64 = 11) async throws -> Int64 {
        try await rules.draft(
            RuleChange(
                cell: .init(category: "lamp", area: TownCity.area("110101")), from: today.adding(days: days),
                gift: .init(unit: UnitCode(unit))), reason: "路灯移交", by: person, at: now)
    }

    /// Who has a lamp of the village today, as every page sees it.
    func whoHasLamps() -> String? {
        desk.city.dispatch.unit(
            for: "lamp", at: TownCity.area(TownCity.village), in: desk.city.catalogue)?.text
    }
}

/// A clock that stands still until it is moved. Lock: the time, which the site reads meanwhile.
final class RulesClock: Sendable {
    private let moment = Mutex(TownCity.start)
    var now: Moment { moment.withLock { $0 } }
    func move(_ milliseconds: Int64) { moment.withLock { $0 = $0 + milliseconds } }
}

/// The auditor and the manager look after the rules of the whole town, the supervisor after those of a
/// county.
struct RulesGate: Gatekeeper {
    func officer(session token: String, now: Moment) async throws -> SignedIn? {
        guard let officer = TownCity.people[token] else { return nil }
        let keeps = ["auditor", "manager", "supervisor"].contains(token)
        return SignedIn(
            officer: Officer(
                personID: officer.personID, name: officer.name, login: token, posts: officer.posts,
                powers: keeps ? officer.powers.union([.manageRules]) : [], sessionID: officer.sessionID))
    }

    func bearer(_ token: String, now: Moment) async throws -> Bearer? { nil }
}
