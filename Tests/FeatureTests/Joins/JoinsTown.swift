import Core
import Desk
import Files
@testable import Joins
import Matters
import Storage
import Web

/// A town with the pages of matters and of joining, where water is everybody's business and health is not.
struct JoinsTown {
    let town: TestTown
    let joins: JoinsDesk

    var desk: Desk { town.desk }

    static func with<T>(_ body: (JoinsTown) async throws -> T) async throws -> T {
        try await TestTown.with(
            city: city,
            features: { desk in
                let joins = joins(desk)
                return [
                    .joins(joins),
                    .matters(
                        desk: desk, shelf: TestTown.shelf(of: desk), names: { _ in [:] },
                        panels: MatterPanels(
                            seconds: { _ in 0 }, colleagues: { _, _ in [] },
                            others: Feature.joins(joins).panels,
                            resident: ResidentPanels(
                                receipt: { try await joins.question(to: $0, token: $1, $2) },
                                track: { matter, _, visit in try await joins.told(of: matter, visit) },
                                named: { _, _, _ in }))),
                ]
            }
        ) { town in
            try await Migrator(
                StorageSchema.migrations + DeskSchema.migrations + MattersSchema.migrations
                    + FilesSchema.migrations + JoinsSchema.migrations + SimilarSchema.migrations
            ).migrate(town.desk.database, now: TownCity.start)
            return try await body(JoinsTown(town: town, joins: joins(town.desk)))
        }
    }

    private static func joins(_ desk: Desk) -> JoinsDesk {
        JoinsDesk(desk: desk, secret: Array(repeating: 7, count: 32))
    }

    private static let city: City = {
        let town = TownCity.city
        func category(_ code: String, _ zh: String, isOpen: Bool) -> Catalogue.Category {
            Catalogue.Category(
                code: code, name: LocalText(zh: zh, en: code), parent: nil, isLeaf: true, isOpen: isOpen)
        }
        return City(
            name: town.name, version: town.version, areas: town.areas, area: town.area,
            units: Array(town.units.values), roles: Array(town.roles.values),
            catalogue: Catalogue([
                category("water", "用水", isOpen: true), category("health", "看病", isOpen: false),
            ]), dispatch: town.dispatch, procedures: Array(town.procedures.values), firstKind: town.firstKind,
            calendar: town.calendar, templates: [], desk: town.desk)
    }()

    // MARK: What happens

    func file(_ text: String, area: String = TownCity.village, phone: String? = nil) async throws -> Receipt {
        var filing = Filing(text: text, channel: .web)
        filing.area = TownCity.area(area)
        filing.contact = Filing.Contact(phone: phone)
        return try await desk.file(filing, by: .resident, at: town.now)
    }

    func make(_ move: String, _ inputs: [InputWord: String], on number: String, by login: String) async throws
    {
        let actor = TownCity.people[login]?.actor ?? .resident
        _ = try await desk.perform(Order(move, inputs), on: .number(number), by: actor, at: town.now)
    }

    /// One that a unit has.
    func dispatched(_ text: String, _ category: String = "water") async throws -> Receipt {
        let receipt = try await file(text)
        try await make("register", [.category: category], on: receipt.number, by: "clerk")
        try await make("dispatch", [.unit: "WATER"], on: receipt.number, by: "dispatcher")
        try await follow()
        return receipt
    }

    func follow() async throws {
        try await FollowerRunner.settled([joins.similar.follower], on: desk.database)
    }

    func matter(_ number: String) async throws -> Matter? {
        try await desk.dossier(.number(number), for: .resident)?.matter
    }
}
