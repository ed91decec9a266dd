import Core
import Desk
import Markup
import Web

/// The way to all matters that somebody raised: first the number or address they left with them.
struct MinePage {
    let telling: Telling
    var contact = ""
    var errors: [FieldError] = []

    var page: Page {
        let words = telling.words
        return Page(
            title: words("matters.mine.title"), status: errors.isEmpty ? 200 : 422, help: "mine"
        ) {
            """
            <h1>\(words("matters.mine.title"))</h1>
            <p class="lead">\(words("matters.mine.lead"))</p>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(Form(
                post: MattersPath.mine, csrf: telling.visit.csrf,
                content: """
                    \(TextField(
                        name: "contact", label: words("matters.mine.contact"), value: contact,
                        hint: words("matters.mine.contactHint"), error: errors.message(for: "contact"),
                        autocomplete: "tel", limit: 200))
                    \(Button(words("matters.mine.send")))
                    """))
            <section class="panel">
            <h2>\(words("matters.mine.withoutTitle"))</h2>
            <p>\(words("matters.mine.without"))</p>
            </section>
            """
        }
    }
}

/// Then the code that was sent there. The page is the same whether or not the contact is known.
struct MineCodePage {
    let telling: Telling
    let contact: MineContact
    /// The code itself, in the demo only.
    var shown: String?
    var errors: [FieldError] = []

    var page: Page {
        let words = telling.words
        let demo: HTML? = shown.map { code in
            Notice(.info, "<p>\(words("matters.mine.demo")) <b>\(code)</b></p>").html
        }
        return Page(
            title: words("matters.mine.codeTitle"), status: errors.isEmpty ? 200 : 422, help: "mine"
        ) {
            """
            <h1>\(words("matters.mine.codeTitle"))</h1>
            <p class="lead">\(words("matters.mine.codeSent", ["contact": contact.masked]))</p>\(demo)
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(Form(
                post: MattersPath.mineCode, csrf: telling.visit.csrf,
                content: """
                    \(Hidden(name: "contact", value: contact.text))
                    \(TextField(
                        name: "code", label: words("matters.mine.code"), hint: words("matters.mine.codeHint"),
                        error: errors.message(for: "code"), kind: .tel, autocomplete: "one-time-code",
                        limit: 12))
                    \(Button(words("matters.mine.enter")))
                    """))
            <p>\(Link(words("matters.mine.again"), to: MattersPath.mine))</p>
            """
        }
    }
}

/// All matters of one contact, behind one private link.
struct MineListPage {
    let telling: Telling
    let contact: MineContact
    let token: String
    /// The whole address of this page.
    let link: String
    let items: [Item]
    let waiting: Int
    var older: String?
    var isFirst = true

    /// A matter and the way to its own page.
    struct Item {
        let record: MatterRecord
        let token: String
    }

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("matters.mine.title"), scripts: [.raise], help: "mine") {
            """
            <h1>\(words("matters.mine.title"))</h1>
            <p class="lead">\(words("matters.mine.of", ["contact": contact.masked]))</p>
            \(waitingNotice)
            \(items.isEmpty ? empty : Cards(items.map(card)).html)
            \(Pager(
                label: words("matters.mine.pages"),
                newest: isFirst ? nil : (words("matters.mine.newest"), MattersPath.mine(token)),
                older: older.map { (words("matters.mine.older"), MattersPath.mine(token) + "?after=" + $0) }))
            \(keep)
            """
        }
    }

    private var waitingNotice: HTML? {
        waiting == 0
            ? nil : Notice(.info, "<p>\(words.plural("matters.mine.waiting", waiting))</p>").html
    }

    private var empty: HTML {
        EmptyState(
            title: words("matters.mine.emptyTitle"), text: words("matters.mine.empty"),
            action: "\(ButtonLink(words("matters.menu.raise"), to: MattersPath.home, weight: .primary))"
        ).html
    }

    private func card(_ item: Item) -> Card {
        let record = item.record
        let stage = telling.city.procedures[record.kind]?.stage(record.stage)
        return Card(
            title: record.title, to: MattersPath.track(item.token), level: 2,
            mark: telling.stageTag(record.stage, of: record.kind, outcome: record.outcome),
            foot: """
                <span class="muted">\(record.number) · \(words("matters.mine.raised")) \
                \(telling.time(record.raisedAt))</span>
                """,
            content: "<p>\(stage.map { words($0.told) })</p>\(RowClock(telling: telling, record: record))")
    }

    private var keep: HTML {
        """
        <section class="panel screen-only">
        <h2>\(words("matters.mine.keepTitle"))</h2>
        <p>\(words("matters.mine.keep"))</p>
        <p><bdi>\(link)</bdi></p>
        <p class="cluster">\(TokenButtons(words: words, link: link))</p>
        <h3>\(words("matters.mine.renewTitle"))</h3>
        <p>\(words("matters.mine.renewUse"))</p>
        \(Form(
            post: MattersPath.mineRenew(token), csrf: telling.visit.csrf,
            content: "\(Button(words("matters.mine.renew"), weight: .secondary))"))
        </section>
        """
    }
}
