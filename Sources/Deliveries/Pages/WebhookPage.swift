import Core
import Courier
import Markup
import Web

/// One endpoint: how it is, what went to it last, and what can be done with it.
struct WebhookPage {
    let telling: DeliveryTelling
    let endpoint: Endpoint
    let draft: DeliveriesDesk.Draft
    /// The newest first.
    let last: [Sending]
    var replayed: Int?
    var answers = FormAnswers()
    var errors: [FieldError] = []

    private var words: Words { telling.words }
    private var path: String { DeliveriesPath.webhook(endpoint.id) }

    var page: Page {
        Page(title: endpoint.name, status: errors.isEmpty ? 200 : 422, wide: true, help: "deliveries") {
            """
            <p>\(Link(words("deliveries.webhooks"), to: DeliveriesPath.webhooks))</p>
            <h1><bdi>\(endpoint.name)</bdi></h1>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(replayed.map { Notice(.success, "<p>\(words.plural("deliveries.replayed", $0))</p>") })
            \(facts)
            <div class="cluster">\(actions)</div>
            <section><h2>\(words("deliveries.last"))</h2>\(list)</section>
            \(replay)
            \(more)
            """
        }
    }

    private var facts: HTML {
        var rows: [(name: String, value: HTML)] = [
            (words("deliveries.column.state"), telling.state(endpoint.state, reason: endpoint.reason)),
            (words("deliveries.topic"), "\(telling.topic(endpoint.topic))"),
            (words("deliveries.field.url"), "<bdi>\(endpoint.url)</bdi>"),
        ]
        let filter = draft.filter
        let parts: [(String, [String])] = [
            ("types", filter.types.map { words("deliveries.type.\($0)") }),
            ("kinds", filter.kinds.map(telling.kind)),
            ("categories", filter.categories.map(telling.category)),
            ("areas", filter.areas.map { code in AreaCode(code).map { telling.area($0) } ?? code }),
        ]
        for (name, values) in parts where !values.isEmpty {
            let text = values.joined(separator: words("deliveries.comma"))
            rows.append((words("deliveries.field.\(name)"), "<bdi>\(text)</bdi>"))
        }
        if !draft.unit.isEmpty {
            rows.append((words("deliveries.field.unit"), "\(telling.unit(UnitCode(draft.unit)))"))
        }
        return SummaryList(rows).html
    }

    private var actions: [HTML] {
        let isActive = endpoint.state == .active
        var actions: [HTML] = [
            ButtonLink(words("deliveries.change"), to: path + "/change", weight: .secondary).html
        ]
        if endpoint.state != .gone { actions.append(button("test")) }
        actions.append(button(isActive ? "pause" : "resume"))
        return actions
    }

    private func button(_ what: String, weight: Weight = .secondary, confirm: String? = nil) -> HTML {
        Form(
            post: "\(path)/\(what)", csrf: telling.visit.csrf,
            content: "\(Button(words("deliveries.do.\(what)"), weight: weight, confirm: confirm))"
        ).html
    }

    private var list: HTML {
        guard !last.isEmpty else { return "<p class=\"muted\">\(words("deliveries.noneYet"))</p>" }
        return Table(
            caption: words("deliveries.last"), captionHidden: true,
            columns: [
                .init(words("deliveries.column.when")), .init(words("deliveries.message")),
                .init(words("deliveries.column.state")),
                .init(words("deliveries.column.tries"), numeric: true),
            ],
            rows: last.map { sending in
                let when = words.near(sending.createdAt, now: telling.now)
                return [
                    "\(Link(when, to: DeliveriesPath.sending(sending.id)))",
                    "<code>\(sending.message)</code>", telling.state(sending.state), "\(sending.attempts)",
                ]
            }
        ).html
    }

    private var replay: HTML {
        """
        <section class="panel"><h2>\(words("deliveries.replay"))</h2>
        <p>\(words("deliveries.replay.lead"))</p>
        \(Form(
            post: path + "/replay", csrf: telling.visit.csrf, classes: "filters",
            content: """
            \(TextField(
                name: "from", label: words("deliveries.from"), value: answers["from"],
                error: errors.message(for: "from"), kind: .dateTime))
            \(TextField(
                name: "to", label: words("deliveries.to"), value: answers["to"],
                error: errors.message(for: "to"), kind: .dateTime))
            \(Button(words("deliveries.do.replay"), weight: .secondary))
            """))</section>
        """
    }

    private var more: HTML {
        """
        <section class="panel"><h2>\(words("deliveries.more"))</h2>
        <p>\(words("deliveries.rotate.lead"))</p>\(button("rotate"))
        <p>\(words("deliveries.delete.lead"))</p>
        \(button("delete", weight: .danger, confirm: words("deliveries.delete.confirm")))</section>
        """
    }
}
