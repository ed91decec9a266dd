import Core
import Desk
import Markup
import Web

/// One ledger.
struct LedgerPage {
    let telling: DutyTelling
    let ledger: Ledger
    let scopes: [Scope]
    let scope: Scope
    let rows: LedgerPageRows
    /// Addresses of the first page, unless this is it, and of the next.
    var first: String?
    var further: String?

    private var words: Words { telling.words }
    private var title: String { words("duties.ledger.\(ledger.rawValue)") }

    var page: Page {
        Page(title: title, wide: true, help: "ledgers") {
            """
            <p>\(Link(words("duties.ledgers.title"), to: "\(DutiesPath.ledgers)?scope=\(scope.text)"))</p>
            <div class="cluster"><h1>\(title)</h1>\(PrintButton(words("duties.print")))</div>
            <p class="lead">\(words("duties.ledger.\(ledger.rawValue).about"))</p>
            \(ScopeTabs(telling: telling, scopes: scopes, scope: scope, path: DutiesPath.ledger(ledger)))
            \(rows.items.isEmpty ? empty : content)
            \(Pager(
                label: words("web.pager.label"), newest: first.map { (words("duties.first"), $0) },
                older: further.map { (words("duties.further"), $0) }))
            """
        }
    }

    private var content: HTML {
        // Where a next page follows, only a part was looked through; else the rest is not shown here.
        let text =
            further == nil ? words("duties.cut", ["count": rows.items.count]) : words("duties.lookOn")
        let cut: HTML? = rows.isCut ? Notice(.info, "<p>\(text)</p>").html : nil
        switch ledger.content {
        case .late: return "\(cut)\(byUnit)"
        case .duties, .matters, .still:
            return "\(telling.table(rows.items, caption: title, hidden: true, withUnit: true))\(cut)"
        }
    }

    /// Past its time, by unit, those with most of it first.
    private var byUnit: HTML {
        let groups = Dictionary(grouping: rows.items) { $0.unit }
        let sorted = groups.sorted { left, right in
            (-left.value.count, left.key?.text ?? "") < (-right.value.count, right.key?.text ?? "")
        }
        let parts: [HTML] = sorted.map { unit, items in
            let name = telling.unit(unit) ?? words("duties.nobody")
            return """
                <section>
                <h2>\(name) <span class="tally">\(words.number(Int64(items.count)))</span></h2>
                \(telling.table(items, caption: name, hidden: true, withUnit: false))
                </section>
                """
        }
        return "\(parts)"
    }

    private var empty: HTML {
        further == nil
            ? EmptyState(title: words("duties.ledger.emptyTitle"), text: words("duties.ledger.empty")).html
            : Notice(.info, "<p>\(words("duties.lookOn"))</p>").html
    }
}
