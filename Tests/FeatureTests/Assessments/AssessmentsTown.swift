@testable import Assessments
import Core
import Desk
import Storage
import Web

/// A small city at work with its assessments, on a database of either engine.
final class AssessmentsTown: Sendable {
    let desk: Desk
    let assessments: AssessmentsDesk
    let server: WebServer
    let clock = MovableClock()

    static let day: Int64 = 86_400_000

    init(_ database: any Database) async throws {
        try await Migrator(
            StorageSchema.migrations + DeskSchema.migrations + AssessmentsSchema.migrations
        ).migrate(database, now: TownCity.start)
        let address = "https://12345.example.org"
        desk = Desk(
            database: database, city: Self.city, secret: Array(repeating: UInt8(5), count: 32),
            address: address)
        assessments = AssessmentsDesk(desk: desk, rules: Self.rules)
        let clock = clock
        server = WebServer(
            features: [
                .assessments(
                    assessments,
                    names: { ids in
                        let people = Self.people.values.map { ($0.personID, $0.name) }
                        return Dictionary(people) { first, _ in first }.filter { ids.contains($0.key) }
                    })
            ], gatekeeper: Gate(),
            surroundings: Surroundings(
                now: { clock.now },
                randomBytes: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } }),
            settings: try WebSettings(
                baseURL: address, secret: Array(repeating: 3, count: 32), visitorFormsPerMinute: nil))
    }

    var now: Moment { clock.now }
    var today: CivilDate { Self.city.calendar.date(of: now) }
    func wait(days: Int64) { clock.move(days * Self.day) }

    /// Somebody at work, signed in with a browser.
    func browser(_ name: String) -> WebClient {
        let client = WebClient(server)
        client.setCookie("__Host-lx_s", name)
        return client
    }

    // MARK: What happens

    func filed(_ text: String = "路灯不亮") async throws -> Int64 {
        clock.move(60_000)
        var filing = Filing(text: text, channel: .web)
        filing.area = TownCity.area(TownCity.village)
        return try await desk.file(filing, by: .resident, at: now).id
    }

    func move(_ name: String, _ inputs: [InputWord: String] = [:], on id: Int64, by: String) async throws {
        clock.move(60_000)
        let actor = Self.people[by]?.actor ?? .resident
        _ = try await desk.perform(Order(name, inputs), on: .id(id), by: actor, at: now)
    }

    /// A matter in the hands of a unit.
    func given(_ unit: String = "ROADS", text: String = "路灯不亮") async throws -> Int64 {
        let id = try await filed(text)
        try await move("register", [.category: "lamp"], on: id, by: "clerk")
        try await move("dispatch", [.unit: unit], on: id, by: "dispatcher")
        return id
    }

    func answered(_ id: Int64, solved: String = "yes", satisfied: String = "yes") async throws {
        try await move("accept", on: id, by: "roads")
        try await move("answer", [.answer: "灯泡已换"], on: id, by: "roads")
        try await move("rate", [.solved: solved, .satisfied: satisfied], on: id, by: "")
    }

    func number(_ id: Int64) async throws -> String {
        try await desk.database.read { connection in
            try connection.value("SELECT number FROM matters WHERE id = \(id)") ?? ""
        }
    }

    /// What the program does every second, until nothing is left.
    func follow() async throws {
        try await FollowerRunner.settled([assessments.follower], on: desk.database)
    }

    func tick() async throws -> Int { try await assessments.tick(at: now) }

    func report(_ text: String) async throws -> AssessmentReport? {
        guard let period = AssessmentPeriod(text) else { return nil }
        return try await assessments.report(period)
    }

    // MARK: The city

    static let rules = AssessmentRules(
        sinkingDays: 5, atLeast: 1, commenters: ["leader"],
        month: AssessmentRules.usual.month, formulas: AssessmentRules.usual.formulas)

    static let city: City = {
        let plain = TownCity.city
        let leader = Role(
            name: "leader", text: LocalText(zh: "领导", en: "Leader"), sight: .area, powers: [.figures])
        return City(
            name: plain.name, version: 4, areas: plain.areas, area: plain.area,
            units: Array(plain.units.values), roles: Array(plain.roles.values) + [leader],
            catalogue: plain.catalogue, dispatch: plain.dispatch,
            procedures: Array(plain.procedures.values), firstKind: plain.firstKind, calendar: plain.calendar,
            templates: [], desk: plain.desk)
    }()

    static let people: [String: Officer] = {
        var people = TownCity.people
        for (id, name, unit, area) in [
            (21, "mayor", "CENTRE", "1101"), (22, "second", "CENTRE", "1101"),
            (23, "eastLeader", "COUNTY", "110101"), (24, "westLeader", "AFAR", "110102"),
        ] {
            people[name] = Officer(
                personID: Int64(id), name: LocalText(zh: "领导甲\(id)", en: "Leader \(id)"), login: name,
                posts: [Post(role: "leader", unit: UnitCode(unit), area: TownCity.area(area))],
                powers: [.figures], sessionID: "s\(id)")
        }
        return people
    }()

    /// Lets in everybody of the town by their name.
    struct Gate: Gatekeeper {
        func officer(session token: String, now: Moment) async throws -> SignedIn? {
            AssessmentsTown.people[token].map { SignedIn(officer: $0) }
        }

        func bearer(_ token: String, now: Moment) async throws -> Bearer? {
            let parts = token.split(separator: "+").map(String.init)
            guard let name = parts.first, let officer = AssessmentsTown.people[name] else { return nil }
            return Bearer(officer: officer, scopes: Set(parts.dropFirst()))
        }
    }
}
