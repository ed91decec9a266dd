import Core
import Courier
@testable import Deliveries
import Desk
import Foundation
import Storage
import Synchronization
import Web

/// A small city that tells the world, on a database of either engine.
final class DeliveriesTown: Sendable {
    let desk: Desk
    let deliveries: DeliveriesDesk
    let server: WebServer
    let clock = MovableClock()
    static let address = "https://12345.example.org"

    init(_ database: any Database, rules: NoticeRules = DeliveriesTown.rules) async throws {
        try await Migrator(
            StorageSchema.migrations + DeskSchema.migrations + CourierSchema.migrations
                + DeliveriesSchema.migrations
        ).migrate(database, now: TownCity.start)
        desk = Desk(
            database: database, city: Self.city, secret: Array(repeating: UInt8(5), count: 32),
            address: Self.address)
        deliveries = DeliveriesDesk(
            desk: desk, rules: rules, address: Self.address,
            randomBytes: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } })
        let clock = clock
        let posts = Self.people
        server = WebServer(
            features: [
                .deliveries(
                    deliveries, holder: { id in posts.values.first { $0.personID == id }?.posts },
                    names: { ids in TownCity.names.filter { ids.contains($0.key) } })
            ], gatekeeper: Gate(),
            surroundings: Surroundings(
                now: { clock.now },
                randomBytes: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } }),
            settings: try WebSettings(
                baseURL: Self.address, secret: Array(repeating: 3, count: 32), visitorFormsPerMinute: nil))
    }

    static func with(
        _ engine: TestEngine, rules: NoticeRules = DeliveriesTown.rules,
        _ body: (DeliveriesTown) async throws -> Void
    ) async throws {
        try await engine.withDatabase { try await body(try await DeliveriesTown($0, rules: rules)) }
    }

    var now: Moment { clock.now }
    static let minute: Int64 = 60_000
    static let hour: Int64 = 3_600_000

    /// Messages are gathered for five minutes, and nobody is woken from 21:30 to 07:30.
    static let rules = NoticeRules(
        window: 5 * minute, quiet: .init(from: 21 * 60 + 30, to: 7 * 60 + 30), urgent: ["code"],
        needed: ["asked"])

    // MARK: What happens

    func filed(
        _ text: String = "路灯不亮", phone: String? = nil, email: String? = "li@example.org",
        language: Language = .zh
    ) async throws -> Receipt {
        var filing = Filing(text: text, channel: .web)
        filing.area = TownCity.area(TownCity.village)
        filing.contact = .init(name: "张三", phone: phone, email: email)
        filing.contact.language = language
        return try await desk.file(filing, by: .resident, at: now)
    }

    func move(_ name: String, _ inputs: [InputWord: String] = [:], on number: String, by: String) async throws
    {
        clock.move(1000)
        let actor = TownCity.people[by]?.actor ?? .resident
        _ = try await desk.perform(Order(name, inputs), on: .number(number), by: actor, at: now)
    }

    func answered(_ number: String, answer: String = "灯泡已换") async throws {
        try await move("register", [.category: "lamp"], on: number, by: "clerk")
        try await move("dispatch", [.unit: "ROADS"], on: number, by: "dispatcher")
        try await move("answer", [.answer: answer], on: number, by: "roads")
    }

    /// What the program does every second.
    func follow() async throws {
        try await FollowerRunner.settled([deliveries.follower], on: desk.database)
    }

    func tick(mail: Bool = true, file: String? = nil) async throws {
        try await deliveries.tick(at: now, ways: .init(mail: mail, file: file))
    }

    func post(_ body: String, to address: String = "li@example.org", template: String = "news") async throws {
        let now = now
        try await desk.database.write { connection in
            _ = try Outbox.post(
                matter: 0, sequence: 0, audience: "resident", address: address, template: template,
                body: body, now: now, in: connection)
        }
    }

    func endpoint(_ topic: String, _ filter: WebhookFilter = .init(), unit: String = "") async throws -> Int64
    {
        try await deliveries.add(
            .init(topic: topic, name: topic, url: "https://hooks.example.org/x", filter: filter, unit: unit),
            at: now
        ).id
    }

    // MARK: What there is

    func sendings(_ topic: String) async throws -> [Sending] {
        try await desk.database.read { connection in
            let found = try Sending.State.allCases.flatMap {
                try SendingStore(connection).page(topic: topic, state: $0, before: nil, limit: 500)
            }
            return found.sorted { $0.id < $1.id }
        }
    }

    func letters() async throws -> [Payload.Letter] {
        try await sendings("mail").compactMap {
            if case .mail(let letter) = $0.payload { letter } else { nil }
        }
    }

    func requests(_ topic: String) async throws -> [Payload.Asked] {
        try await sendings(topic).compactMap {
            if case .request(let asked) = $0.payload { asked } else { nil }
        }
    }

    /// `sent`, the reason it failed, or `waiting` with the reason, oldest first.
    func outbox() async throws -> [String] {
        try await desk.database.read { connection in
            try connection.rows("SELECT sent_at, failed, reason FROM outbox ORDER BY id").map { row in
                let sent: Int64? = try row.get("sent_at")
                let failed: String? = try row.get("failed")
                let reason: String? = try row.get("reason")
                return sent != nil ? "sent" : failed ?? "waiting" + (reason.map { ": \($0)" } ?? "")
            }
        }
    }

    /// What the courier would do with an answer.
    func settle(_ id: Int64, as state: Sending.State, reason: String? = nil) async throws {
        let now = now
        try await desk.database.write { connection in
            try connection.run(
                """
                UPDATE sendings SET state = \(state.rawValue), settled_at = \(now), reason = \(reason)
                WHERE id = \(id)
                """)
            guard let sending = try SendingStore(connection).sending(id),
                let topic = DeliveriesDesk.topics.first(where: { $0.name == sending.topic })
            else { return }
            try topic.settled(sending, nil, connection, now)
        }
    }

    // MARK: People

    func browser(_ name: String) -> WebClient {
        let client = WebClient(server)
        client.setCookie("__Host-lx_s", name)
        return client
    }

    /// Those of the town, and one who manages the ways out.
    static let people: [String: Officer] = {
        var people = TownCity.people
        people["manager"] = Officer(
            personID: 20, name: LocalText(zh: "测试二十", en: "Tester 20"), login: "manager",
            posts: [
                Post(role: "clerk", unit: UnitCode("CENTRE"), area: TownCity.area("1101"))
            ], powers: [.manageChannels], sessionID: "s20")
        return people
    }()

    private struct Gate: Gatekeeper {
        func officer(session token: String, now: Moment) async throws -> SignedIn? {
            DeliveriesTown.people[token].map { SignedIn(officer: $0) }
        }

        func bearer(_ token: String, now: Moment) async throws -> Bearer? {
            let parts = token.split(separator: "+").map(String.init)
            guard let officer = parts.first.flatMap({ DeliveriesTown.people[$0] }) else { return nil }
            return Bearer(officer: officer, scopes: Set(parts.dropFirst()))
        }
    }

    /// The town's kind with messages.
    static let city: City = {
        let town = TownCity.city
        let plain = TownKind.request
        let moves = plain.moves.map { move in
            var does = move.does
            if move.name == "dispatch" {
                does += [.tell(.resident, template: "dispatched"), .tell(.lead, template: "given")]
            }
            if move.name == "answer" { does.append(.tell(.resident, template: "asked")) }
            return Move(
                name: move.name, text: move.text, told: move.told, from: move.from, to: move.to, by: move.by,
                asks: move.asks, needs: move.needs, does: does, automatic: move.automatic)
        }
        let kind = Procedure(
            kind: plain.kind, version: 2, name: plain.name, prefix: plain.prefix, stages: plain.stages,
            moves: moves, limits: plain.limits)
        func template(_ name: String, _ zh: String, _ en: String) -> Template {
            Template(name: name, text: LocalText(zh: zh, en: en))
        }
        return City(
            name: town.name, version: town.version, areas: town.areas, area: town.area,
            units: Array(town.units.values), roles: Array(town.roles.values), catalogue: town.catalogue,
            dispatch: town.dispatch, procedures: [kind], firstKind: kind.kind, calendar: town.calendar,
            templates: [
                template("received", "已收到 {number} {link}", "We have {number} {link}"),
                template("dispatched", "已派给{unit} {number} {link}", "{unit} has {number} {link}"),
                template("given", "{unit}：{number} 已派到", "{unit}: {number} is yours"),
                template("asked", "{number} 解决了吗 {link}", "Is {number} solved {link}"),
            ], desk: town.desk, publishing: ["request": .place])
    }()
}
