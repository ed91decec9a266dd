public import Core
import Desk
import Markup
import Storage
public import Web

extension Feature {
    /// Lines: their register, what is handed over between them, the number-one window, and what is heard
    /// beside the main way (M02, M03, M20, M106, M113).
    ///
    /// - Parameter names: the names of people at work, by their keys.
    public static func lines(
        _ desk: LinesDesk, names: @escaping @Sendable ([Int64]) async throws -> [Int64: LocalText]
    ) -> Feature {
        Feature(
            name: "lines",
            words: WordFiles(owner: "Lines", zh: PackageResources.zh_words, en: PackageResources.en_words),
            menu: [
                MenuEntry(
                    key: "lines.menu", path: "/lines", audience: .officers, icon: "phone", order: 75,
                    group: .channels),
                MenuEntry(
                    key: "lines.numbers.menu", path: LinesPath.numbers, audience: .visitors, order: 70,
                    group: .foot),
            ],
            specimens: { LinesSpecimens.all },
            panels: [
                MatterPanel(order: 40) { matter, visit in try await desk.panel(of: matter, for: visit) }
            ]
        ) { site in LinesRoutes(desk: desk, names: names).add(to: site) }
    }
}

extension LinesDesk {
    /// Nothing where lines have nothing to do with it, and the reader could not change that.
    func panel(of matter: Matter, for visit: Visit) async throws -> HTML? {
        let id = matter.id
        let (origin, transfers, hard) = try await desk.database.read { connection in
            (
                try RegisterStore(connection: connection).origin(of: id),
                try TransferStore(connection: connection).transfers(of: [id]),
                try WindowStore(connection: connection).hard(id)
            )
        }
        let isKnown = origin != nil || !transfers.isEmpty || hard != nil
        let mayAct = visit.officer?.may(.takeCalls) == true || visit.officer?.may(.figures) == true
        guard isKnown || mayAct && matter.isOpen else { return nil }
        return LinesPanel(
            telling: LinesTelling(visit: visit, city: city), matter: matter, register: try await register(),
            origin: origin, transfers: transfers, hard: hard
        ).html
    }
}
