public import Core
public import Markup
public import Web

extension Feature {
    /// Areas: what was raised and solved around me, who serves my building, the map, subscriptions.
    ///
    /// - Parameter beside: What other slices tell on the page of an area.
    public static func areas(
        _ desk: AreasDesk, beside: @escaping AreaBeside = { _, _ in nil }
    ) -> Feature {
        Feature(
            name: "areas",
            words: WordFiles(
                owner: "Areas", zh: PackageResources.zh_words, en: PackageResources.en_words),
            menu: [
                MenuEntry(key: "areas.menu", path: "/areas", audience: .everyone, icon: "map", order: 15)
            ],
            specimens: { AreasSpecimens.all }
        ) { site in AreasRoutes(desk: desk, beside: beside).add(to: site) }
    }
}

/// What another slice tells everybody about an area; nil where there is nothing.
public typealias AreaBeside = @Sendable (AreaCode, Web.Visit) async throws -> HTML?
