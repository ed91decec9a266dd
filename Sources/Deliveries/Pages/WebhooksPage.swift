import Core
import Courier
import Markup
import Web

/// The addresses of other systems.
struct WebhooksPage {
    let telling: DeliveryTelling
    let endpoints: [Endpoint]

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("deliveries.webhooks"), wide: true, help: "deliveries") {
            """
            <p>\(Link(words("deliveries.title"), to: DeliveriesPath.log))</p>
            <h1>\(words("deliveries.webhooks"))</h1>
            <p class="lead">\(words("deliveries.webhooks.lead"))</p>
            <div class="cluster">\(DeliveriesDesk.endpointTopics.map { topic in
                ButtonLink(
                    words("deliveries.new.\(topic)"), to: DeliveriesPath.webhooks + "/new?for=\(topic)",
                    weight: topic == DeliveriesDesk.webhooks ? .primary : .secondary)
            })</div>
            \(list)
            """
        }
    }

    private var list: HTML {
        guard !endpoints.isEmpty else {
            return EmptyState(
                title: words("deliveries.webhooks.emptyTitle"), text: words("deliveries.webhooks.empty")
            ).html
        }
        return Table(
            caption: words("deliveries.webhooks"), captionHidden: true,
            columns: [
                .init(words("deliveries.field.name")), .init(words("deliveries.topic")),
                .init(words("deliveries.field.url")), .init(words("deliveries.column.state")),
            ],
            rows: endpoints.map { endpoint in
                [
                    "\(Link(endpoint.name, to: DeliveriesPath.webhook(endpoint.id)))",
                    "\(telling.topic(endpoint.topic))", "<bdi>\(endpoint.url)</bdi>",
                    telling.state(endpoint.state, reason: endpoint.reason),
                ]
            }
        ).html
    }
}

/// The secret of an endpoint, this once.
struct SecretPage {
    let telling: DeliveryTelling
    let id: Int64
    let name: String
    let secret: String
    var isNew = true

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("deliveries.secret"), help: "deliveries") {
            """
            <h1>\(words("deliveries.secret"))</h1>
            <p class="lead"><bdi>\(name)</bdi></p>
            \(Notice(.warning, "<p>\(words("deliveries.secret.\(isNew ? "once" : "rotated")"))</p>"))
            <p><code>\(secret)</code></p>
            <div class="cluster">\(CopyButton(
                words("deliveries.copy"), copies: secret, said: words("deliveries.copied")))\
            \(ButtonLink(words("deliveries.goOn"), to: DeliveriesPath.webhook(id)))</div>
            """
        }
    }
}
