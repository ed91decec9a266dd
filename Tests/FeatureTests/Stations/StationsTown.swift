import Core
import Desk
@testable import Stations
import Storage
import Web

/// A small city with four stations, whose repairs have a checklist.
final class StationsTown: Sendable {
    let desk: Desk
    let stations: StationsDesk
    let server: WebServer
    let clock = StationsClock()

    init(_ database: any Database) async throws {
        try await Migrator(
            StorageSchema.migrations + DeskSchema.migrations + StationsSchema.migrations
        ).migrate(database, now: TownCity.start)
        let address = "https://12345.example.org"
        desk = Desk(
            database: database, city: Self.city, secret: Array(repeating: UInt8(5), count: 32),
            address: address)
        stations = StationsDesk(desk: desk, book: Self.book)
        let clock = clock
        server = WebServer(
            features: [.stations(stations, names: { _ in [3: LocalText(zh: "张师傅", en: "Zhang")] })],
            gatekeeper: StationsGate(),
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

    static let book = StationBook([
        station("FAR", "30.70", areas: ["110101"]), station("NEAR", "30.61", areas: ["110101"]),
        station("DAY", "30.605", areas: ["110101"], duty: .working(DayHours(opens: 480, closes: 1080))),
        station("WEST", "30.6001", areas: ["110102"], emergency: false),
        station("ELSE", "30.60", areas: ["110101"], unit: "WATER", category: "water"),
    ])

    static func station(
        _ code: String, _ latitude: String, areas: [String], unit: String = "ROADS",
        category: String = "roads", duty: Station.Duty = .always, emergency: Bool = true
    ) -> Station {
        guard let position = Position(latitude: Double(latitude) ?? 0, longitude: 110.2) else {
            preconditionFailure("the station's place")
        }
        return Station(
            code: code, name: LocalText(zh: "\(code)站", en: "\(code) Station"), unit: UnitCode(unit),
            categories: [category], position: position, areas: areas.map(TownCity.area), phone: "000-0401",
            duty: duty, takesEmergencies: emergency && duty == .always)
    }

    /// The town's kind with a checklist and a stage at the door.
    static let city: City = {
        let (town, plain) = (TownCity.city, TownKind.request)
        let moves = plain.moves.map { move in
            guard move.name == "answer" else { return move }
            return Move(
                name: move.name, text: move.text, told: move.told, from: ["atDoor"], to: move.to, by: move.by,
                asks: [Move.Ask(.answer), Move.Ask(.checks)], does: move.does + [.keepChecks])
        }
        let arrive = Move(
            name: "arrive", text: LocalText(zh: "到达", en: "Arrive"), told: nil, from: ["handling"],
            to: "atDoor", by: [.role("handler")])
        let name = LocalText(zh: "在现场", en: "At the door")
        let kind = Procedure(
            kind: plain.kind, version: 2, name: plain.name, prefix: plain.prefix,
            stages: plain.stages + [Stage(name: "atDoor", text: name, told: name, holder: .lead)],
            moves: moves + [arrive], limits: plain.limits,
            checklist: ["greeting", "cloth"].map { CheckItem(name: $0, text: LocalText(zh: $0, en: $0)) })
        return City(
            name: town.name, version: town.version, areas: town.areas, area: town.area,
            units: Array(town.units.values), roles: Array(town.roles.values), catalogue: town.catalogue,
            dispatch: town.dispatch, procedures: [kind], firstKind: kind.kind, calendar: town.calendar,
            templates: [], desk: town.desk)
    }()

    // MARK: What happens

    func filed(urgency: Urgency = .ordinary) async throws -> Receipt {
        var filing = Filing(text: "路灯不亮", channel: .web)
        filing.area = TownCity.area(TownCity.village)
        filing.position = Position(latitude: 30.6, longitude: 110.2)
        filing.urgency = urgency
        let clerk = TownCity.people["clerk"]?.actor ?? .resident
        return try await desk.file(filing, by: clerk, at: now)
    }

    func move(_ name: String, _ inputs: [InputWord: String] = [:], on id: Int64, by: String) async throws {
        let actor = TownCity.people[by]?.actor ?? .resident
        _ = try await desk.perform(Order(name, inputs), on: .id(id), by: actor, at: now)
    }

    /// In the hands of the roads' people.
    func sent(urgency: Urgency = .ordinary) async throws -> Receipt {
        let receipt = try await filed(urgency: urgency)
        try await move("register", [.category: "lamp"], on: receipt.id, by: "clerk")
        clock.move(60_000)
        try await move("dispatch", [.unit: "ROADS"], on: receipt.id, by: "dispatcher")
        return receipt
    }

    func follow() async throws {
        try await FollowerRunner.settled([stations.follower], on: desk.database)
    }
}
