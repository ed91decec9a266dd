import Core
import Courier
import Markup
import Web

/// One sending: where to, each attempt, what came back, and once more.
struct EntryPage {
    let telling: DeliveryTelling
    let entry: DeliveriesDesk.LogEntry
    let names: [Int64: LocalText]
    var reason = ""
    var errors: [FieldError] = []

    private var words: Words { telling.words }
    private var sending: Sending { entry.sending }

    var page: Page {
        let title = words("deliveries.entry", ["topic": telling.topic(sending.topic)])
        return Page(title: title, status: errors.isEmpty ? 200 : 422, help: "deliveries") {
            """
            <p>\(Link(words("deliveries.title"), to: DeliveriesPath.log))</p>
            <h1>\(title)</h1>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(facts)
            <section class="panel"><h2>\(words("deliveries.tries"))</h2>\(tries)</section>
            \(content)
            \(again)
            """
        }
    }

    private var facts: HTML {
        var rows: [(name: String, value: HTML)] = [
            (words("deliveries.column.state"), telling.state(sending.state)),
            (
                words("deliveries.column.to"),
                "<bdi>\(telling.receiver(sending, endpoint: entry.endpoint))</bdi>"
            ),
            (words("deliveries.column.when"), telling.time(sending.createdAt)),
            (words("deliveries.message"), "<code>\(sending.message)</code>"),
        ]
        if let matter = entry.matter {
            rows.append((words("deliveries.matter"), "\(Link(matter, to: DeliveriesPath.matter(matter)))"))
        }
        if sending.state == .waiting {
            rows.append((words("deliveries.due"), telling.time(sending.dueAt)))
        } else if let settled = sending.settledAt {
            rows.append((words("deliveries.settled"), telling.time(settled)))
        }
        let reason = telling.reason(sending.reason)
        if !reason.isEmpty { rows.append((words("deliveries.column.reason"), "<bdi>\(reason)</bdi>")) }
        return SummaryList(rows).html
    }

    private var tries: HTML {
        guard !entry.tries.isEmpty else { return "<p class=\"muted\">\(words("deliveries.noTries"))</p>" }
        return Table(
            caption: words("deliveries.tries"), captionHidden: true,
            columns: [
                .init(words("deliveries.column.attempt"), numeric: true),
                .init(words("deliveries.column.when")),
                .init(words("deliveries.column.answer")),
                .init(words("deliveries.column.took"), numeric: true),
            ],
            rows: entry.tries.map { one in
                let answer = [one.status.map(String.init), one.reason.map(telling.reason)].compactMap(\.self)
                    .joined(
                        separator: " · ")
                return [
                    "\(one.attempt)", telling.time(one.at),
                    "<bdi>\(answer.isEmpty ? words("deliveries.arrived") : answer)</bdi>",
                    "\(words("deliveries.milliseconds", ["count": one.milliseconds]))",
                ]
            }
        ).html
    }

    /// What integrators were told stands here whole. What people were told holds private links and codes:
    /// only what sort of message it was.
    private var content: HTML? {
        if !entry.templates.isEmpty {
            let lines: [HTML] = entry.templates.map { "<li><bdi>\($0)</bdi></li>" }
            return """
                <section class="panel"><h2>\(words("deliveries.carried"))</h2><ul>\(lines)</ul>\
                <p class="hint">\(words("deliveries.hidden"))</p></section>
                """
        }
        guard sending.topic == DeliveriesDesk.webhooks, case .request(let asked) = sending.payload else {
            return nil
        }
        return """
            \(Fold(words("deliveries.body"), "<pre class=\"story\"><code>\(asked.body)</code></pre>"))
            """
    }

    private var again: HTML {
        var before: HTML?
        if !entry.again.isEmpty {
            let lines: [HTML] = entry.again.map { one in
                let name = names[one.person].map { words($0) } ?? "–"
                return "<li>\(telling.time(one.at)) · \(name) · <bdi>\(one.reason)</bdi></li>"
            }
            before = "<ul>\(lines)</ul>"
        }
        if sending.state == .waiting {
            return before.map {
                "<section class=\"panel\"><h2>\(words("deliveries.again"))</h2>\($0)</section>"
            }
                ?? .empty
        }
        return """
            <section class="panel"><h2>\(words("deliveries.again"))</h2>\(before)
            \(Form(
                post: DeliveriesPath.sending(sending.id) + "/again", csrf: telling.visit.csrf,
                content: """
                \(TextArea(
                    name: "reason", label: words("deliveries.again.reason"), value: reason,
                    error: errors.message(for: "reason"), rows: 2, limit: DeliveriesDesk.reasonLimit,
                    limitNote: words("web.form.limit", ["count": DeliveriesDesk.reasonLimit])))
                \(Button(words("deliveries.again.do"), weight: .secondary))
                """))</section>
            """
    }
}
