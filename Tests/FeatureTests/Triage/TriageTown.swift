import Core
import Desk
import Language
import Storage
import Synchronization
@testable import Triage
import Web

/// A clock that stands still until it is moved. Lock: the time, which the site reads meanwhile.
final class TriageClock: Sendable {
    private let moment = Mutex(TownCity.start)
    var now: Moment { moment.withLock { $0 } }
    func move(_ milliseconds: Int64) { moment.withLock { $0 = $0 + milliseconds } }
}

/// The people of the town; the supervisor also says what is done by itself.
struct TriageGate: Gatekeeper {
    private func officer(_ name: String) -> Officer? {
        guard let officer = TownCity.people[name] else { return nil }
        let more: Set<Role.Power> =
            name == "supervisor" ? [.manageRules, .figures] : name == "auditor" ? [.figures] : []
        return Officer(
            personID: officer.personID, name: officer.name, login: name, posts: officer.posts,
            powers: officer.powers.union(more), sessionID: officer.sessionID)
    }

    func officer(session token: String, now: Moment) async throws -> SignedIn? {
        officer(token).map { SignedIn(officer: $0) }
    }

    func bearer(_ token: String, now: Moment) async throws -> Bearer? { nil }
}

/// A small city whose desk is helped by a model.
final class TriageTown: Sendable {
    let desk: Desk
    let triage: TriageDesk
    let server: WebServer
    let clock = TriageClock()

    static let automatic = TriageRules.Automatic(
        confidenceThousandths: 600, kinds: ["request"], never: [])

    static func rules(
        automatic: TriageRules.Automatic? = TriageTown.automatic, share: Int = 100, atLeast: Int = 20
    ) -> TriageRules {
        TriageRules(
            automatic: automatic,
            audit: TriageRules.Audit(sharePercent: share, floorPercent: 90, atLeast: atLeast, days: 28),
            training: TriageRules.Training(everyDays: 7, fewest: 16, most: 1000))
    }

    init(
        _ database: any Database, rules: TriageRules = TriageTown.rules(), phrases: [TextExample]? = nil
    ) async throws {
        try await Migrator(
            StorageSchema.migrations + DeskSchema.migrations + TriageSchema.migrations
        ).migrate(database, now: TownCity.start)
        let address = "https://12345.example.org"
        desk = Desk(
            database: database, city: Self.city, secret: Array(repeating: UInt8(5), count: 32),
            address: address)
        var reading: (@Sendable () -> [TextExample])?
        if let phrases { reading = { phrases } }
        triage = TriageDesk(desk: desk, rules: rules, phrases: reading)
        let clock = clock
        server = WebServer(
            features: [
                .triage(
                    triage,
                    names: { ids in
                        TownCity.names.filter { ids.contains($0.key) }
                    })
            ], gatekeeper: TriageGate(),
            surroundings: Surroundings(
                now: { clock.now },
                randomBytes: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } }),
            settings: try WebSettings(
                baseURL: address, secret: Array(repeating: 3, count: 32), visitorFormsPerMinute: nil))
    }

    var now: Moment { clock.now }

    func browser(_ name: String) -> WebClient {
        let client = WebClient(server)
        client.setCookie("__Host-lx_s", name)
        return client
    }

    func actor(_ name: String) -> Actor { TownCity.people[name]?.actor ?? .resident }

    /// The town's kind, with the program among those who register and dispatch, and a way to give it to
    /// another unit.
    static let city: City = {
        let (town, plain) = (TownCity.city, TownKind.request)
        let moves = plain.moves.map { move in
            guard ["register", "dispatch"].contains(move.name) else { return move }
            return Move(
                name: move.name, text: move.text, told: move.told, from: move.from, to: move.to,
                by: move.by + [.system], asks: move.asks, needs: move.needs, does: move.does)
        }
        let redirect = Move(
            name: "redirect", text: LocalText(zh: "改派", en: "Redirect"), told: nil,
            from: ["dispatched", "handling"], to: "dispatched",
            by: [.role("dispatcher"), .role("supervisor")],
            asks: [Move.Ask(.category), Move.Ask(.unit), Move.Ask(.reason)], does: [.categorise, .dispatch])
        let kind = Procedure(
            kind: plain.kind, version: 2, name: plain.name, prefix: plain.prefix, stages: plain.stages,
            moves: moves + [redirect], limits: plain.limits)
        let powers: [String: Set<Role.Power>] = [
            "supervisor": [.figures, .manageRules], "auditor": [.figures],
        ]
        let roles = town.roles.values.map { role in
            Role(
                name: role.name, text: role.text, sight: role.sight,
                powers: role.powers.union(powers[role.name] ?? []))
        }
        return City(
            name: town.name, version: town.version, areas: town.areas, area: town.area,
            units: Array(town.units.values), roles: roles, catalogue: town.catalogue,
            dispatch: town.dispatch, procedures: [kind], firstKind: kind.kind, calendar: town.calendar,
            templates: [], desk: town.desk)
    }()

    // MARK: What happens

    static let lamps = [
        "桥头的路灯不亮了", "路口的路灯坏了三天", "小区门口路灯一闪一闪", "路灯杆歪了，晚上很黑", "村口没有路灯，走夜路害怕",
        "街上的路灯白天也亮着", "公园里的路灯全灭了", "路灯罩子掉下来了", "请把巷子里的路灯修一修", "学校门前的路灯不亮",
    ]
    static let waters = [
        "家里停水两天了", "自来水发黄有味道", "水管漏水没人管", "水压太小，洗澡出不来水", "楼上水管爆了，水流到街上",
        "水费比上个月多一倍", "水表坏了不走字", "村里的自来水又停了", "水龙头出来的水有铁锈", "请修一修漏水的水管",
    ]

    func file(
        _ text: String, by name: String = "", area: String = TownCity.village, urgency: Urgency = .ordinary,
        category: String? = nil
    ) async throws -> Receipt {
        var filing = Filing(text: text, channel: name.isEmpty ? .web : .hotline)
        filing.area = TownCity.area(area)
        filing.urgency = urgency
        filing.category = category
        return try await desk.file(filing, by: actor(name), at: now)
    }

    func move(_ name: String, _ inputs: [InputWord: String] = [:], on id: Int64, by: String) async throws {
        _ = try await desk.perform(Order(name, inputs), on: .id(id), by: actor(by), at: now)
    }

    /// Through the hands of people, answered by the unit.
    func solved(_ text: String, _ category: String, _ unit: String) async throws -> Receipt {
        let receipt = try await file(text)
        try await move("register", [.category: category], on: receipt.id, by: "clerk")
        try await move("dispatch", [.unit: unit], on: receipt.id, by: "dispatcher")
        try await move("answer", [.answer: "修好了"], on: receipt.id, by: unit.lowercased())
        return receipt
    }

    /// A past from which a model can learn, and the model.
    @discardableResult
    func learned() async throws -> ModelRecord {
        for (lamp, water) in zip(Self.lamps, Self.waters) {
            _ = try await solved(lamp, "lamp", "ROADS")
            _ = try await solved(water, "water", "WATER")
            clock.move(60_000)
        }
        try await follow()
        try await desk.database.write { try ExampleStore(connection: $0).settleAll() }
        return try await triage.train(by: 7, why: "起步", at: now)
    }

    func follow() async throws {
        try await FollowerRunner.settled([triage.follower], on: desk.database)
    }

    func matter(_ id: Int64) async throws -> Matter? {
        try await desk.dossier(.id(id), for: .system("test"))?.matter
    }

    func decisions(_ id: Int64) async throws -> [DecisionRecord] {
        try await desk.database.read { try DecisionStore(connection: $0).decisions(of: id) }
    }

    func scalar(_ sql: SQL) async throws -> Int {
        try await desk.database.read { try $0.value(sql) } ?? 0
    }
}
