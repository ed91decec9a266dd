import Core
import Desk
import Markup
public import Web

extension Feature {
    /// One matter for one problem: what was joined to what, mass events, and what may be the same (M17, M56).
    public static func joins(_ joins: JoinsDesk) -> Feature {
        let routes = JoinsRoutes(joins: joins)
        return Feature(
            name: "joins",
            words: WordFiles(owner: "Joins", zh: PackageResources.zh_words, en: PackageResources.en_words),
            menu: [
                MenuEntry(
                    key: "joins.menu", path: JoinsPath.home, audience: .officers, icon: "merge", order: 35,
                    group: .work)
            ],
            operations: JoinsRoutes.operations, specimens: { JoinsSpecimens.all },
            panels: [
                MatterPanel(order: 5) { matter, visit in try await routes.panel(of: matter, visit) },
                joins.similar.panel,
            ]
        ) { site in routes.add(to: site) }
    }
}

/// The addresses of the joined ones.
enum JoinsPath {
    static let home = "/joins"

    static func main(_ number: String) -> String { "/joins/\(number)" }
    static func add(_ number: String) -> String { "/joins/\(number)/add" }
    static func event(_ number: String) -> String { "/joins/\(number)/event" }
    /// Where somebody at work says that another matter is the same as this one.
    static func same(_ number: String) -> String { "/joins/\(number)/same" }
    /// Where a resident says whether theirs is one of those shown.
    static func same(token: String) -> String { "/joins/same/\(token)" }
    static func track(_ token: String) -> String { "/track/\(token)" }
    static func notice(_ number: String) -> String { "/joins/\(number)/notice" }
    static func matter(_ number: String) -> String { "/matters/\(number)" }
}
