public import Core
import Markup
public import Web

extension Feature {
    /// Rules: who handles what where, as it is changed while it is in use; returns, and what rulings propose
    /// (M16, M22, M43).
    ///
    /// - Parameter names: the names of people at work, by their keys.
    public static func rules(
        _ desk: RulesDesk, names: @escaping @Sendable ([Int64]) async throws -> [Int64: LocalText]
    ) -> Feature {
        let routes = RulesRoutes(desk: desk, names: names)
        return Feature(
            name: "rules",
            words: WordFiles(owner: "Rules", zh: PackageResources.zh_words, en: PackageResources.en_words),
            menu: [
                MenuEntry(
                    key: "rules.menu", path: RulesPath.home, audience: .officers, icon: "list", order: 40,
                    group: .city)
            ],
            specimens: { RulesSpecimens.all },
            panels: [MatterPanel(order: 45) { matter, visit in try await routes.panel(of: matter, visit) }]
        ) { site in routes.add(to: site) }
    }
}
