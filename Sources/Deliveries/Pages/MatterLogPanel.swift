import Core
import Courier
import Markup
import Web

/// On a matter's page: who was told what, and whether it arrived.
struct MatterLogPanel {
    let telling: DeliveryTelling
    let log: DeliveriesDesk.MatterLog

    private var words: Words { telling.words }

    var html: HTML {
        let stopped: HTML? =
            log.isStopped ? Notice(.info, "<p>\(words("deliveries.panel.stopped"))</p>").html : nil
        return """
            <section class="panel"><h2>\(words("deliveries.panel"))</h2>\(stopped)
            \(told)\(others)</section>
            """
    }

    private var told: HTML? {
        guard !log.told.isEmpty else { return nil }
        return Table(
            caption: words("deliveries.panel.told"), captionHidden: true,
            columns: [
                .init(words("deliveries.column.when")), .init(words("deliveries.column.to")),
                .init(words("deliveries.column.what")), .init(words("deliveries.column.state")),
            ],
            rows: log.told.map { one in
                [
                    telling.time(one.at), "<bdi>\(telling.audience(one.audience))</bdi>", what(one),
                    state(one),
                ]
            }
        ).html
    }

    /// The city's own words with what is filled in left open: the message holds the resident's private link.
    private func what(_ one: DeliveryLogStore.Told) -> HTML {
        let text = telling.city.templates[one.template].map { words($0.text) } ?? one.template
        let way: HTML? = one.topic.map { "<br><span class=\"muted\">\(telling.topic($0))</span>" }
        return "<bdi>\(text.withBlanks { $0 == "link" ? "" : "…" })</bdi>\(way)"
    }

    private func state(_ one: DeliveryLogStore.Told) -> HTML {
        if let sent = one.sentAt {
            return "\(telling.state(Sending.State.sent)) \(telling.time(sent))"
        }
        if let failed = one.failed {
            return """
                \(telling.state(Sending.State.failed)) \
                <span class="muted"><bdi>\(telling.reason(failed))</bdi></span>
                """
        }
        let reason = telling.reason(one.reason)
        let why: HTML? = reason.isEmpty ? nil : " <span class=\"muted\"><bdi>\(reason)</bdi></span>"
        return "\(telling.state(Sending.State.waiting))\(why)"
    }

    private var others: HTML? {
        guard !log.sendings.isEmpty else { return nil }
        let rows: [[HTML]] = log.sendings.map { sending in
            let name = sending.endpointID.flatMap { log.endpoints[$0] }
            return [
                telling.time(sending.createdAt), "<bdi>\(telling.receiver(sending, endpoint: name))</bdi>",
                "\(telling.topic(sending.topic))", telling.state(sending.state),
            ]
        }
        return Fold(
            words.plural("deliveries.panel.others", log.sendings.count),
            Table(
                caption: words("deliveries.panel.systems"), captionHidden: true,
                columns: [
                    .init(words("deliveries.column.when")), .init(words("deliveries.column.to")),
                    .init(words("deliveries.topic")), .init(words("deliveries.column.state")),
                ], rows: rows
            ).html
        ).html
    }
}
