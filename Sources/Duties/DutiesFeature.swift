public import Desk
public import Web

extension Feature {
    /// Duties: who owes what until when – my day, and the ledgers of what waits, is late or is supervised.
    public static func duties(_ desk: Desk) -> Feature {
        Feature(
            name: "duties",
            words: WordFiles(owner: "Duties", zh: PackageResources.zh_words, en: PackageResources.en_words),
            menu: [
                MenuEntry(
                    key: "duties.menu.day", path: DutiesPath.home, audience: .officers, icon: "check",
                    order: 5, group: .work),
                MenuEntry(
                    key: "duties.menu.ledgers", path: DutiesPath.ledgers, audience: .officers, icon: "list",
                    order: 25, group: .work),
            ],
            operations: DutiesRoutes.operations, specimens: { DutiesSpecimens.all }
        ) { site in DutiesRoutes(reader: DutiesReader(desk: desk)).add(to: site) }
    }
}
