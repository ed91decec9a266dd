public import Core
import Markup
public import Web

extension Feature {
    /// Quality: what the checks find in how matters were answered, and what somebody makes of it (M17).
    ///
    /// - Parameter names: the names of people at work, by their ids.
    public static func quality(
        _ desk: QualityDesk, names: @escaping @Sendable ([Int64]) async throws -> [Int64: LocalText]
    ) -> Feature {
        let routes = QualityRoutes(desk: desk, names: names)
        return Feature(
            name: "quality",
            words: WordFiles(owner: "Quality", zh: PackageResources.zh_words, en: PackageResources.en_words),
            menu: [
                MenuEntry(
                    key: "quality.menu", path: QualityPath.home, audience: .officers, icon: "eye", order: 55,
                    group: .work)
            ],
            operations: QualityRoutes.operations, specimens: { QualitySpecimens.all },
            panels: [
                MatterPanel(order: 15) { matter, visit in try await routes.panel(of: matter, visit) }
            ]
        ) { site in routes.add(to: site) }
    }
}
