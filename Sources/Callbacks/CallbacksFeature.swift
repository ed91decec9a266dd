public import Web

extension Feature {
    /// Call-backs: asking residents afterwards, by people who did not do the work (M82).
    public static func callbacks(_ desk: CallDesk) -> Feature {
        Feature(
            name: "callbacks",
            words: WordFiles(
                owner: "Callbacks", zh: PackageResources.zh_words, en: PackageResources.en_words),
            menu: [
                MenuEntry(
                    key: "callbacks.menu", path: "/callbacks", audience: .officers, icon: "phone", order: 35,
                    group: .work)
            ],
            operations: CallbacksRoutes.operations, specimens: { CallbacksSpecimens.all }
        ) { site in CallbacksRoutes(calls: desk).add(to: site) }
    }
}
