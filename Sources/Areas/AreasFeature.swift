public import Web

extension Feature {
    /// Areas: what was raised and solved around me, who serves my building, the map, subscriptions.
    public static func areas(_ desk: AreasDesk) -> Feature {
        Feature(
            name: "areas",
            words: WordFiles(
                owner: "Areas", zh: PackageResources.zh_words, en: PackageResources.en_words),
            menu: [
                MenuEntry(key: "areas.menu", path: "/areas", audience: .everyone, icon: "map", order: 15)
            ],
            specimens: { AreasSpecimens.all }
        ) { site in AreasRoutes(desk: desk).add(to: site) }
    }
}
