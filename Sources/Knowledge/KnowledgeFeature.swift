public import Core
import Markup
public import Web

extension Feature {
    /// Knowledge: what may be answered at once, questions without an answer, quick services.
    ///
    /// - Parameter names: the names of people at work, by their ids.
    public static func knowledge(
        _ desk: KnowledgeDesk, names: @escaping @Sendable ([Int64]) async throws -> [Int64: LocalText]
    ) -> Feature {
        let routes = KnowledgeRoutes(desk: desk, names: names)
        return Feature(
            name: "knowledge",
            words: WordFiles(
                owner: "Knowledge", zh: PackageResources.zh_words, en: PackageResources.en_words),
            menu: [
                MenuEntry(
                    key: "knowledge.menu", path: KnowledgePath.home, audience: .officers, icon: "book",
                    order: 25, group: .work),
                MenuEntry(
                    key: "knowledge.public.menu", path: KnowledgePath.open, audience: .visitors,
                    icon: "help", order: 27),
            ],
            operations: KnowledgeRoutes.operations, specimens: { KnowledgeSpecimens.all },
            panels: [
                MatterPanel(order: 30) { matter, visit in try await routes.panel(of: matter, visit) }
            ]
        ) { site in routes.add(to: site) }
    }
}
