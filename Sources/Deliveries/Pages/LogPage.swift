import Core
import Courier
import Markup
import Web

/// Everything that was sent, what failed first.
struct LogPage {
    let telling: DeliveryTelling
    let topics: [String]
    let asked: DeliveryLogStore.Asked
    let query: FormAnswers
    let rows: DeliveriesDesk.LogRows
    let endpoints: [Endpoint]
    var newest: String?
    var older: String?

    private var words: Words { telling.words }
    /// What asks for somebody comes first.
    private static let order: [Sending.State] = [.failed, .waiting, .stopped, .sent]

    var page: Page {
        Page(title: words("deliveries.title"), wide: true, help: "deliveries") {
            """
            <h1>\(words("deliveries.title"))</h1>
            <p class="lead">\(words("deliveries.lead"))</p>
            <p class="cluster">\(ButtonLink(
                words("deliveries.webhooks"), to: DeliveriesPath.webhooks, weight: .secondary))</p>
            \(Tabs(label: words("deliveries.states"), Self.order.map(tab)))
            \(filters)
            \(list)
            \(Pager(
                label: words("deliveries.title"),
                newest: newest.map { (words("deliveries.newest"), $0) },
                older: older.map { (words("deliveries.older"), $0) }))
            """
        }
    }

    private func tab(_ state: Sending.State) -> Tabs.Tab {
        .init(
            words("deliveries.state.\(state.rawValue)"),
            to: DeliveriesPath.log + query.asQuery(without: ["after"], setting: ["state": state.rawValue]),
            count: count(state), current: state == asked.state)
    }

    /// Counted no further than the store does.
    private func count(_ state: Sending.State) -> String {
        let count = rows.counts[state] ?? 0
        return words.number(Int64(count)) + (count >= DeliveryLogStore.most ? "+" : "")
    }

    private var filters: HTML {
        Form(
            get: DeliveriesPath.log, classes: "filters", label: words("deliveries.filter"),
            content: """
                \(Hidden(name: "state", value: asked.state.rawValue))\
                \(Select(
                    name: "topic", label: words("deliveries.topic"),
                    choices: topics.map { Choice(value: $0, label: telling.topic($0)) },
                    chosen: query.given("topic"), none: words("deliveries.all")))\
                \(Select(
                    name: "endpoint", label: words("deliveries.column.endpoint"),
                    choices: endpoints.map { Choice(value: String($0.id), label: $0.name) },
                    chosen: query.given("endpoint"), none: words("deliveries.all")))\
                \(TextField(name: "matter", label: words("deliveries.matter"), value: query["matter"]))\
                \(Button(words("deliveries.show"), weight: .secondary))
                """
        ).html
    }

    private var list: HTML {
        guard !rows.sendings.isEmpty else {
            return EmptyState(
                title: words("deliveries.emptyTitle.\(asked.state.rawValue)"),
                text: words("deliveries.empty")
            ).html
        }
        return Table(
            caption: words("deliveries.title"), captionHidden: true,
            columns: [
                .init(words("deliveries.column.when")), .init(words("deliveries.topic")),
                .init(words("deliveries.column.to")), .init(words("deliveries.matter")),
                .init(words("deliveries.column.state")),
                .init(words("deliveries.column.tries"), numeric: true),
            ], rows: rows.sendings.map(row)
        ).html
    }

    private func row(_ sending: Sending) -> [HTML] {
        let number = sending.matterID.flatMap { rows.matters[$0] }
        let reason = telling.reason(sending.reason)
        let why: HTML? = reason.isEmpty ? nil : "<br><span class=\"muted\"><bdi>\(reason)</bdi></span>"
        let later: HTML? =
            sending.state == .waiting && sending.attempts > 0
            ? "<br><span class=\"muted\">\(next(sending))</span>" : nil
        let to = telling.receiver(sending, endpoint: sending.endpointID.flatMap { rows.endpoints[$0] })
        return [
            """
            <a href="\(DeliveriesPath.sending(sending.id))">\(telling.time(sending.createdAt))</a>
            """,
            "\(telling.topic(sending.topic))", "<bdi>\(to)</bdi>",
            number.map { "\(Link($0, to: DeliveriesPath.matter($0)))" } ?? "–",
            "\(telling.state(sending.state))\(why)\(later)", "\(sending.attempts)",
        ]
    }

    private func next(_ sending: Sending) -> String {
        words("deliveries.next", ["time": words.near(sending.dueAt, now: telling.now)])
    }
}
