import Core
import Markup
import Web

/// `/open311/destinations`: other cities' servers that we hand matters to.
struct DestinationListPage {
    struct Item: Sendable {
        let destination: Destination
        let counts: [Sent.State: Int]
    }

    let telling: DestinationTelling
    let items: [Item]
    private var words: Words { telling.words }

    static let path = "/open311/destinations"

    var page: Page {
        Page(title: words("open311.client.title"), wide: true, help: "destinations") {
            """
            <h1>\(words("open311.client.title"))</h1>
            <p class="lead">\(words("open311.client.lead"))</p>
            \(items.isEmpty ? nothing : table)
            <p>\(ButtonLink(
                words("open311.client.add"), to: "\(Self.path)/new", weight: .primary, icon: "plus"))</p>
            """
        }
    }

    private var nothing: HTML {
        EmptyState(title: words("open311.client.none"), text: words("open311.client.noneText")).html
    }

    private var table: HTML {
        Table(
            caption: words("open311.client.title"), captionHidden: true,
            columns: [
                .init(words("open311.client.name")), .init(words("open311.client.unit")),
                .init(words("open311.client.state")), .init(words("open311.client.heard")),
                .init(words("open311.client.there"), numeric: true),
                .init(words("open311.client.waits"), numeric: true),
                .init(words("open311.client.failed"), numeric: true),
            ],
            rows: items.map { item in
                let one = item.destination
                return [
                    Link(one.name, to: "\(Self.path)/\(one.id)").html, "\(telling.unit(one.unit))",
                    telling.state(one), "\(telling.near(one.heardAt))", number(item, [.live]),
                    number(item, [.waiting, .token]), number(item, [.failed]),
                ]
            }
        ).html
    }

    private func number(_ item: Item, _ states: [Sent.State]) -> HTML {
        "\(words.number(Int64(states.reduce(0) { $0 + (item.counts[$1] ?? 0) })))"
    }
}
