import Core
import Desk
import Files
import Matters
@testable import Slips
import Storage
import Testing
import Web

/// `TestTown` with a box, a station and a studio.
enum SlipsTown {
    static let box = SpeakPlace(
        code: "box-1", kind: .box, name: LocalText(zh: "桥头村说事箱", en: "Bridge Village box"),
        area: TownCity.area(TownCity.village), address: LocalText(zh: "村口", en: "At the gate"),
        opening: OpeningRule("mon 09:00-09:30"))
    static let studio = SpeakPlace(
        code: "studio-1", kind: .studio, name: LocalText(zh: "桥头工作室", en: "Bridge studio"),
        area: TownCity.area("110101001"), opening: OpeningRule("sat 09:00-11:30"), host: .village,
        delegates: [LocalText(zh: "张代表", en: "Zhang"), LocalText(zh: "李代表", en: "Li")])
    static let afar = SpeakPlace(
        code: "box-9", kind: .box, name: LocalText(zh: "山口说事箱", en: "Pass box"),
        area: TownCity.area("110102001"))

    /// The town's city, in which clerks take what residents bring.
    static let city: City = {
        let town = TownCity.city
        let roles = town.roles.values.map { role in
            role.name == "clerk"
                ? Role(
                    name: role.name, text: role.text, sight: role.sight,
                    powers: role.powers.union([.takeCalls]))
                : role
        }
        return City(
            name: town.name, version: town.version, areas: town.areas, area: town.area,
            units: Array(town.units.values), roles: roles, catalogue: town.catalogue,
            dispatch: town.dispatch, procedures: [TownKind.request], firstKind: town.firstKind,
            calendar: town.calendar, templates: [], desk: town.desk)
    }()

    static func with(
        _ body: (TestTown, SlipsDesk) async throws -> Void
    ) async throws {
        try await TestTown.with(
            city: city,
            features: { desk in
                let names: @Sendable ([Int64]) async throws -> [Int64: LocalText] = { ids in
                    TownCity.names.filter { ids.contains($0.key) }
                }
                return [
                    .matters(desk: desk, shelf: TestTown.shelf(of: desk), names: names),
                    .slips(SlipsDesk(desk: desk), shelf: TestTown.shelf(of: desk), names: names),
                ]
            }
        ) { town in
            try await prepare(town.desk.database, now: town.now)
            let slips = SlipsDesk(desk: town.desk)
            try await slips.bringUpToDate([box, studio, afar], at: town.now)
            try await body(town, slips)
        }
    }

    static func prepare(_ database: any Database, now: Moment) async throws {
        try await Migrator(
            StorageSchema.migrations + DeskSchema.migrations + MattersSchema.migrations
                + FilesSchema.migrations + SlipsSchema.migrations
        ).migrate(database, now: now)
    }

    static func officer(_ name: String) throws -> Officer { try #require(TownCity.people[name]) }

    /// The box with so many slips found today.
    static func opened(_ slips: SlipsDesk, found: Int, at now: Moment) async throws -> Opening {
        let id = try await slips.open(
            box, on: slips.today(at: now), found: found, delegates: [], by: 1, at: now)
        return try #require(try await slips.opening(id))
    }
}
