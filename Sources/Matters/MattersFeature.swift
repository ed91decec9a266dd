public import Desk
import Core
public import Web

extension Feature {
    /// The loop: raise, track, workbench, matter, list, and their API.
    /// - Parameter personNames: the names of officers, for those who read a matter's story at work.
    public static func matters(
        desk: Desk, personNames: @escaping @Sendable ([Int64]) async throws -> [Int64: String]
    ) -> Feature {
        Feature(
            name: "matters",
            words: WordFiles(owner: "Matters", zh: PackageResources.zh_words, en: PackageResources.en_words),
            menu: [
                MenuEntry(
                    key: "matters.menu.raise", path: MattersPath.home, audience: .visitors, icon: "plus",
                    order: 10),
                MenuEntry(
                    key: "matters.menu.workbench", path: MattersPath.workbench, audience: .officers,
                    icon: "inbox",
                    order: 10),
                MenuEntry(
                    key: "matters.menu.list", path: MattersPath.list, audience: .officers, icon: "list",
                    order: 20),
                MenuEntry(
                    key: "matters.menu.new", path: MattersPath.new, audience: .officers, icon: "plus",
                    order: 30),
            ],
            operations: MattersApi.operations,
            specimens: { MattersSpecimens.all() }
        ) { site in
            MattersRoutes(desk: desk, personNames: personNames, randomBytes: site.surroundings.randomBytes)
                .add(to: site)
            MattersApi.routes(desk: desk)(site)
        }
    }
}
