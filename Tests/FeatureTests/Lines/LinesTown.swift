import Core
import Courier
import Desk
import Foundation
import HTTPTypes
@testable import Lines
import Matters
import Storage
import Synchronization
import Web

/// A small city with five lines, on a database of either engine.
final class LinesTown: Sendable {
    let desk: Desk
    let lines: LinesDesk
    let server: WebServer
    let clock = MovableClock()
    /// What each line signs with.
    let secrets: [String: String]
    static let address = "https://12345.example.org"
    static let minute: Int64 = 60_000

    /// - Parameter first: the moment of the town, unless it was there before.
    init(_ database: any Database, keys made: Bool = true) async throws {
        try await Migrator(
            StorageSchema.migrations + DeskSchema.migrations + MattersSchema.migrations
                + CourierSchema.migrations + LinesSchema.migrations
        ).migrate(database, now: TownCity.start)
        desk = Desk(
            database: database, city: Self.city, secret: Array(repeating: UInt8(5), count: 32),
            address: Self.address)
        let random: @Sendable (Int) -> [UInt8] = { count in (0..<count).map { _ in UInt8.random(in: 0...255) }
        }
        let keys = KeyRing(database: database, randomBytes: random)
        lines = LinesDesk(
            desk: desk, rules: Self.rules, keys: keys, address: Self.address, randomBytes: random,
            person: { login in
                Gate.people[login].map { LinesPerson(id: $0.personID, name: $0.name, posts: $0.posts) }
            }, posts: { id in Gate.people.values.first { $0.personID == id }?.posts ?? [] })
        try await lines.bringUpToDate()
        var secrets: [String: String] = [:]
        if made {
            for code in ["110", "GAS", "WATER"] {
                secrets[code] = try await keys.create(code, scope: .lines, at: TownCity.start)
                let secret = Signature.newSecret(random)
                try await database.write { connection in
                    _ = try EndpointStore(connection).add(
                        topic: "line", name: code, url: "https://\(code.lowercased()).example.org/hook",
                        secret: secret, filter: code, now: TownCity.start)
                }
            }
        }
        self.secrets = secrets
        let clock = clock
        server = WebServer(
            features: [.lines(lines, names: { ids in TownCity.names.filter { ids.contains($0.key) } })],
            gatekeeper: Gate(),
            surroundings: Surroundings(now: { clock.now }, randomBytes: random),
            settings: try WebSettings(
                baseURL: Self.address, secret: Array(repeating: 3, count: 32), visitorFormsPerMinute: nil))
    }

    static func with(_ engine: TestEngine, _ body: (LinesTown) async throws -> Void) async throws {
        try await engine.withDatabase { try await body(try await LinesTown($0)) }
    }

    var now: Moment { clock.now }

    private static let city: City = {
        let town = BesideTown.city
        let alarm = Template(
            name: "handedLife", text: LocalText(zh: "危及生命：{number} 已转{unit}", en: "Life: {number} {unit}"))
        return City(
            name: town.name, version: town.version, areas: town.areas, area: town.area,
            units: Array(town.units.values), roles: Array(town.roles.values), catalogue: town.catalogue,
            dispatch: town.dispatch, procedures: Array(town.procedures.values), firstKind: town.firstKind,
            calendar: town.calendar, templates: [alarm], desk: town.desk)
    }()

    static let rules = LineRules(
        entries: [
            line("110", "110", "POLICE", .joint, emergency: true, minutes: 10, contact: true),
            line("GAS", "6600302", "ROADS", .docked, minutes: 15),
            line("WATER", "6600301", "WATER", .docked, minutes: 30, contact: true),
            line("OLD", "4420000", "CENTRE", .merged), line("ALONE", "6600401", "AFAR", .separate),
        ],
        backstops: [TownCity.area("1101"): UnitCode("CENTRE"), TownCity.area("110101"): UnitCode("COUNTY")])

    private static func line(
        _ code: String, _ number: String, _ owner: String, _ mode: LineMode, emergency: Bool = false,
        minutes: Int = 30, contact: Bool = false
    ) -> LineEntry {
        LineEntry(
            code: code, number: number, name: LocalText(zh: "热线\(code)", en: "Line \(code)"),
            owner: UnitCode(owner == "POLICE" ? "AFAR" : owner), isEmergency: emergency, mode: mode,
            from: TownCity.date("2020-01-01"), acceptMinutes: minutes, mayKnowContact: contact)
    }

    // MARK: What happens

    /// A matter at the desk, ready to be handed over.
    func registered(_ text: String = "家里没有煤气") async throws -> String {
        var filing = Filing(text: text, channel: .hotline)
        filing.area = TownCity.area(TownCity.village)
        filing.contact = .init(name: "测试甲", phone: "19900001234")
        let number = try await desk.file(filing, by: Gate.actor("clerk"), at: now).number
        try await make("register", [.category: "lamp"], number, by: "dispatcher")
        return number
    }

    func make(_ move: String, _ inputs: [InputWord: String] = [:], _ number: String, by name: String)
        async throws
    {
        clock.move(1000)
        let actor = Gate.people[name]?.actor ?? .resident
        _ = try await desk.perform(Order(move, inputs), on: .number(number), by: actor, at: now)
    }

    func matter(_ number: String) async throws -> Matter? {
        try await desk.dossier(.number(number), for: .resident)?.matter
    }

    func events(_ number: String) async throws -> [Event] {
        try await desk.dossier(.number(number), for: .resident)?.events ?? []
    }

    /// Hands a matter to a line, by the dispatcher.
    func handed(_ number: String, to line: String = "GAS", life: Bool = false) async throws -> Transfer {
        let code = try await lines.transfer(
            number, to: line, reason: "燃气问题", isLifeThreatening: life, by: Gate.actor("dispatcher"), at: now)
        guard let transfer = try await lines.transfer(code) else { throw Missing() }
        return transfer
    }

    struct Missing: Error {}

    func follow() async throws {
        _ = try await FollowerRunner.settled([lines.follower], on: desk.database)
    }

    /// What waits to go out, the oldest first.
    func outgoing(_ transfer: Transfer) async throws -> [Sending] {
        try await desk.database.read {
            try SendingStore($0).all(topic: "line", reference: transfer.code).reversed()
        }
    }

    // MARK: Other systems

    /// Sends a message that a line signed.
    func signed(
        _ path: String, _ body: String, by line: String, id: String? = nil, late: Int64 = 0,
        altered: String? = nil
    ) async throws -> WebAnswer {
        let id = id ?? "msg-\(UInt64.random(in: 0...UInt64.max))"
        let at = now + late
        let bytes = Array(body.utf8)
        var headers: HTTPFields = [.contentType: "application/json"]
        headers[HTTPField.Name("webhook-id") ?? .accept] = id
        headers[HTTPField.Name("webhook-timestamp") ?? .accept] = String(at.milliseconds / 1000)
        headers[HTTPField.Name("webhook-signature") ?? .accept] = Signature.header(
            id: id, at: at, body: bytes, secrets: [secrets[line] ?? ""])
        return try await WebClient(server).send(
            "POST", path, headers: headers, body: altered.map { Array($0.utf8) } ?? bytes)
    }

    func tell(
        _ transfer: Transfer, _ news: String, _ sequence: Int, _ text: String? = nil, by line: String = "GAS",
        id: String? = nil
    ) async throws -> WebAnswer {
        let words = text.map { #", "text": "\#($0)""# } ?? ""
        return try await signed(
            "/lines/transfers/\(transfer.code)/events",
            #"{"news": "\#(news)", "sequence": \#(sequence)\#(words)}"#, by: line, id: id)
    }

    /// Somebody at work, signed in with a browser.
    func browser(_ name: String) -> WebClient {
        let client = WebClient(server)
        client.setCookie("__Host-lx_s", name)
        return client
    }

    /// The people of the town with the powers of the lines.
    struct Gate: Gatekeeper {
        static let people: [String: Officer] = {
            var people: [String: Officer] = [:]
            let powers: [String: Set<Role.Power>] = [
                "clerk": [.takeCalls, .revealContact], "dispatcher": [.takeCalls, .revealContact],
                "supervisor": [.figures],
            ]
            for (name, officer) in TownCity.people {
                people[name] = Officer(
                    personID: officer.personID, name: officer.name, login: name, posts: officer.posts,
                    powers: powers[name] ?? [], sessionID: name)
            }
            people["admin"] = Officer(
                personID: 90, name: LocalText(zh: "管理员", en: "Administrator"), login: "admin",
                posts: [Post(role: "auditor", unit: UnitCode("CENTRE"), area: TownCity.area("1101"))],
                powers: [.manageChannels], sessionID: "admin")
            return people
        }()

        static func actor(_ name: String) -> Actor { people[name]?.actor ?? .resident }

        func officer(session token: String, now: Moment) async throws -> SignedIn? {
            Self.people[token].map { SignedIn(officer: $0) }
        }

        func bearer(_ token: String, now: Moment) async throws -> Bearer? { nil }
    }
}
