import Core
import Desk
import Storage
import Testing

@Suite("The contact of who raised a matter")
struct RevealTests {
    /// The demo city with the power taken from every role but the clerk's: its procedures still name them.
    private static let strict: City = {
        let city = DeskTown.city
        let roles = city.roles.values.map { role in
            let powers = role.name == "clerk" ? role.powers : role.powers.subtracting([.revealContact])
            return Role(name: role.name, text: role.text, sight: role.sight, powers: powers)
        }
        return City(
            name: city.name, version: city.version, areas: city.areas, area: city.area,
            units: Array(city.units.values), roles: roles, catalogue: city.catalogue, dispatch: city.dispatch,
            procedures: Array(city.procedures.values), firstKind: city.firstKind, calendar: city.calendar,
            templates: Array(city.templates.values), desk: city.desk, limits: city.limits)
    }()

    @Test(
        "is given on no road to a role without the power, though a procedure names it",
        arguments: TestEngine.present)
    func roads(engine: TestEngine) async throws {
        try await DeskTown.with(engine, city: Self.strict) { town in
            let number = try await town.dispatched().number
            let reason = [InputWord.reason: "想看看"]
            let before = try await town.events(number).count
            let people = [DeskTown.dispatcher, DeskTown.caller, DeskTown.supervisor, DeskTown.handler]
            for actor in people {
                let matter = try #require(
                    try await town.desk.dossier(.number(number), for: actor), "\(actor) sees it"
                ).matter
                let moves = possibleMoves(on: matter, by: actor, in: Self.strict, at: DeskTown.start)
                #expect(!moves.contains { $0.reveals }, "\(actor)")
                let refusal = try await refusal {
                    try await town.move("reveal", reason, on: number, by: actor)
                }
                #expect(refusal == .notYours(move: "reveal"), "\(actor)")
                // Several at once, as bulk work and imports do it.
                await #expect(throws: Refusal.self) {
                    try await town.desk.batch { transaction in
                        try transaction.perform(
                            Order("reveal", reason), on: .number(number), by: actor, at: DeskTown.start)
                    }
                }
            }
            for actor in [Actor.resident, .system("import"), .system("timekeeper")] {
                let refusal = try await refusal {
                    try await town.move("reveal", reason, on: number, by: actor)
                }
                #expect(refusal == .notYours(move: "reveal"), "\(actor)")
            }
            #expect(try await town.events(number).count == before)
            let shown = try await town.move("reveal", reason, on: number, by: DeskTown.clerk)
            #expect(shown.contact?.phone == "19900001234")
        }
    }

    @Test(
        "is not given once more under the same key to who has lost the power since",
        arguments: TestEngine.present)
    func again(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await DeskTown.settled(in: database)
            let number = try await town.dispatched().number
            let reason = [InputWord.reason: "约上门时间"]
            func key() -> RequestKey { RequestKey(owner: "token:1", key: "k-1", content: [1]) }
            let first = try await town.move("reveal", reason, on: number, by: DeskTown.handler, once: key())
            #expect(first.contact?.phone == "19900001234")
            let later = try await DeskTown.settled(in: database, city: Self.strict)
            let again = try await later.move("reveal", reason, on: number, by: DeskTown.handler, once: key())
            #expect(again.version == first.version && again.contact == nil)
        }
    }
}
