public import Core
import Markup
public import Web

extension Feature {
    /// Topics: what rises against its usual level, and the one topic of each month (M08).
    ///
    /// - Parameter names: the names of people at work, by their ids.
    public static func topics(
        _ desk: TopicsDesk, names: @escaping @Sendable ([Int64]) async throws -> [Int64: LocalText]
    ) -> Feature {
        let routes = TopicsRoutes(desk: desk, names: names)
        return Feature(
            name: "topics",
            words: WordFiles(owner: "Topics", zh: PackageResources.zh_words, en: PackageResources.en_words),
            menu: [
                MenuEntry(
                    key: "topics.menu", path: TopicsPath.home, audience: .officers, icon: "up", order: 50,
                    group: .city)
            ],
            operations: TopicsRoutes.operations, specimens: { TopicsSpecimens.all }
        ) { site in routes.add(to: site) }
    }
}
