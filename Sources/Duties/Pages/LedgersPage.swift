import Core
import Desk
import Markup
import Web

/// All ledgers with how much stands in each.
struct LedgersPage {
    let telling: DutyTelling
    let scopes: [Scope]
    let scope: Scope
    /// Counted no further than `most`; nil where a count would have to read rows.
    let counts: [Ledger: Int]
    static let most = 1000

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("duties.ledgers.title"), help: "ledgers") {
            """
            <h1>\(words("duties.ledgers.title"))</h1>
            <p class="lead">\(words("duties.ledgers.lead"))</p>
            \(ScopeTabs(telling: telling, scopes: scopes, scope: scope, path: DutiesPath.ledgers))
            <div class="stack">\(Ledger.Group.allCases.map(group))</div>
            """
        }
    }

    private func group(_ group: Ledger.Group) -> HTML {
        let ledgers = Ledger.allCases.filter { $0.group == group }
        let rows: [[HTML]] = ledgers.map { ledger in
            [
                Link(words("duties.ledger.\(ledger.rawValue)"), to: DutiesPath.ledger(ledger, in: scope))
                    .html,
                "\(words("duties.ledger.\(ledger.rawValue).about"))", "\(count(ledger))",
            ]
        }
        return Table(
            caption: words("duties.group.\(group.rawValue)"),
            columns: [
                .init(words("duties.column.ledger")), .init(words("duties.column.about")),
                .init(words("duties.column.count"), numeric: true),
            ], rows: rows
        ).html
    }

    private func count(_ ledger: Ledger) -> String {
        guard let count = counts[ledger] else { return "" }
        return words.number(Int64(count)) + (count >= Self.most ? "+" : "")
    }
}

/// The places and units somebody answers for; nothing where there is one.
struct ScopeTabs: Component {
    let telling: DutyTelling
    let scopes: [Scope]
    let scope: Scope
    let path: String

    var html: HTML {
        guard scopes.count > 1 else { return #"<p class="muted">\#(telling.scope(scope))</p>"# }
        return Tabs(
            label: telling.words("duties.scopes"),
            scopes.map { .init(telling.scope($0), to: "\(path)?scope=\($0.text)", current: $0 == scope) }
        ).html
    }
}
