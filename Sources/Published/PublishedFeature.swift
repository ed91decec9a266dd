public import Web

extension Feature {
    /// What was asked and answered, for everybody to read and to take away.
    public static func published(_ desk: PublishedDesk) -> Feature {
        Feature(
            name: "published",
            words: WordFiles(
                owner: "Published", zh: PackageResources.zh_words, en: PackageResources.en_words),
            menu: [
                MenuEntry(
                    key: "published.menu", path: "/published", audience: .visitors, order: 58, group: .foot)
            ],
            specimens: { PublishedSpecimens.all }
        ) { site in PublishedRoutes(desk: desk).add(to: site) }
    }
}

/// The addresses of this slice.
enum PublishedPath {
    static let list = "/published"
    static func matter(_ number: String) -> String { "\(list)/\(number)" }
    static func file(_ format: PublishedFormat) -> String { "\(list)/matters.\(format.rawValue)" }
    static let metadata = "\(list)/matters.csv-metadata.json"
    /// All published matters, answered or not, as Open311 tells them.
    static let bulk = "/open311/v2/bulk.csv"
}
