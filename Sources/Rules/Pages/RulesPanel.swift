import Core
import Desk
import Markup
import Storage
import Web

/// On a matter's page: through whose hands it went, and what each wrote when it sent it back.
struct RulesPanel: Component {
    let telling: RulesTelling
    let path: TossPath
    let handings: [ReturnStore.Handing]
    private var words: Words { telling.words }

    var html: HTML {
        let tag: HTML =
            path.isTossed(from: telling.book.tossedFrom)
            ? Tag(words("rules.tossed"), tone: .bad).html : .empty
        let items: [HTML] = handings.map { handing in
            let why = handing.words.map { text in
                let reason = handing.reason.map { telling.reason($0) }
                return " <span class=\"story\">\(reason) · \(text)</span>" as HTML
            }
            return """
                <li>\(telling.unit(handing.unit)) · \(words("rules.\(handing.result.rawValue)")) \
                \(telling.time(handing.endedAt ?? handing.givenAt))\(why)</li>
                """
        }
        return """
            <section class="panel"><h2>\(words("rules.panel")) \(tag)</h2>\
            <p>\(telling.path(path))</p><ol>\(items)</ol></section>
            """
    }
}

extension RulesRoutes {
    /// Nothing for a matter that never changed hands.
    func panel(of matter: Matter, _ visit: Visit) async throws -> HTML? {
        let id = matter.id
        let found = try await desk.desk.database.read { connection in
            let store = ReturnStore(connection: connection)
            return (try store.path(of: id), try store.handings(of: id))
        }
        guard let path = found.0 else { return nil }
        let telling = RulesTelling(visit: visit, city: desk.city, book: desk.book)
        return RulesPanel(telling: telling, path: path.path, handings: found.1).html
    }
}
