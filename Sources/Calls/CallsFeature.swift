import Core
import Desk
import Markup
import Storage
public import Web

extension Feature {
    /// Calls: the hotline's console, expert seats, call-backs, what calls cost in time (M01, M04, M05, M10).
    public static func calls(_ desk: CallsDesk) -> Feature {
        Feature(
            name: "calls",
            words: WordFiles(owner: "Calls", zh: PackageResources.zh_words, en: PackageResources.en_words),
            menu: [
                MenuEntry(
                    key: "calls.menu", path: "/calls", audience: .power(.takeCalls), icon: "phone", order: 12,
                    group: .work),
                MenuEntry(
                    key: "calls.figures.menu", path: "/calls/figures", audience: .power(.figures), order: 66,
                    group: .channels),
                MenuEntry(
                    key: "calls.seats.menu", path: "/calls/seats", audience: .power(.manageChannels),
                    order: 68, group: .channels),
            ],
            specimens: { CallsSpecimens.all },
            panels: [MatterPanel(order: 10) { matter, visit in try await panel(of: matter, visit, desk) }]
        ) { site in
            CallsRoutes(calls: desk, randomBytes: site.surroundings.randomBytes).add(to: site)
        }
    }

    /// The calls by which a matter came.
    private static func panel(of matter: Matter, _ visit: Visit, _ desk: CallsDesk) async throws -> HTML? {
        let calls = try await desk.desk.database.read { try desk.store($0).calls(of: matter.id) }
        if calls.isEmpty { return nil }
        let people = calls.compactMap { $0.taker.flatMap(CallsDesk.person) }
        let names = try await desk.help.names(people)
        let telling = CallsTelling(visit: visit, city: desk.city, names: names)
        return CallMatterPanel(telling: telling, calls: calls).html
    }
}
