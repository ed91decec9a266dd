public import Core
import Markup
public import Web

extension Feature {
    /// Stations: the nearest on duty, what each has to do, and the standard of a visit (M11, M12, M14).
    ///
    /// - Parameter names: the names of people at work, by their ids.
    public static func stations(
        _ desk: StationsDesk, names: @escaping @Sendable ([Int64]) async throws -> [Int64: LocalText]
    ) -> Feature {
        let routes = StationsRoutes(desk: desk, names: names)
        return Feature(
            name: "stations",
            words: WordFiles(
                owner: "Stations", zh: PackageResources.zh_words, en: PackageResources.en_words),
            menu: [
                MenuEntry(
                    key: "stations.menu", path: StationsPath.home, audience: .officers, icon: "pin",
                    order: 45, group: .city)
            ],
            operations: StationsRoutes.operations, specimens: { StationsSpecimens.all },
            panels: [
                MatterPanel(order: 20) { matter, visit in try await routes.panel(of: matter, visit) }
            ]
        ) { site in routes.add(to: site) }
    }
}
