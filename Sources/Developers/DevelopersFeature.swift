public import Web

extension Feature {
    /// The API to read and to try, guides for integrators, the help of every page, specimens of the design.
    /// - Parameter operations: the operations of all slices.
    public static func developers(operations: [Operation]) -> Feature {
        let reference = Reference(operations)
        return Feature(
            name: "developers",
            words: WordFiles(
                owner: "Developers", zh: PackageResources.zh_words, en: PackageResources.en_words),
            menu: [
                MenuEntry(
                    key: "developers.help", path: DevelopersPath.help, audience: .everyone, icon: "help",
                    order: 900, group: .foot),
                MenuEntry(
                    key: "developers.menu", path: DevelopersPath.home, audience: .everyone, icon: "code",
                    order: 910, group: .foot),
            ],
            specimens: { DevelopersSpecimens.all(reference) }
        ) { site in
            DevelopersRoutes(reference: reference, manual: .shared).add(to: site)
        }
    }
}
