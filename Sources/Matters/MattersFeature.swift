public import Core
public import Desk
public import Files
public import Web

extension Feature {
    /// The loop: raise, track, workbench, matter, list, and their API.
    /// - Parameters:
    ///   - shelf: Where the files lie that come with matters.
    ///   - names: The names of officers, for those who read a matter's story at work.
    ///   - panels: What other slices know of a matter.
    public static func matters(
        desk: Desk, shelf: FileShelf, names: @escaping @Sendable ([Int64]) async throws -> [Int64: LocalText],
        panels: MatterPanels = .none
    ) -> Feature {
        Feature(
            name: "matters",
            words: WordFiles(owner: "Matters", zh: PackageResources.zh_words, en: PackageResources.en_words),
            menu: [
                MenuEntry(
                    key: "matters.menu.raise", path: MattersPath.home, audience: .visitors, icon: "plus",
                    order: 10),
                MenuEntry(
                    key: "matters.menu.mine", path: MattersPath.mine, audience: .visitors, icon: "list",
                    order: 12),
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
            MattersRoutes(
                desk: desk, shelf: shelf, names: names, panels: panels,
                randomBytes: site.surroundings.randomBytes,
                now: site.surroundings.now, post: LivePost(desk: desk, now: site.surroundings.now)
            ).add(to: site)
            MattersApi.routes(desk: desk, warnings: panels.warnings)(site)
        }
    }
}
