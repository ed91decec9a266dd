import Core
import Courier
import Markup
import Web

/// On the page of a matter: the server it was handed to, and how far it came.
struct SentPanel {
    struct Item: Sendable {
        let sent: Sent
        let destination: Destination?
        let taken: [Taken]
        let backs: [Back]
        /// What carried it there.
        let sending: Sending?
    }

    let telling: DestinationTelling
    let items: [Item]
    private var words: Words { telling.words }

    var section: HTML {
        """
        <section class="panel"><h2>\(words("open311.client.panel"))</h2>\(items.map(one))</section>
        """
    }

    /// The panel by itself, to be looked at.
    var page: Page {
        Page(title: words("open311.client.panel"), help: "destinations") {
            "<h1>\(words("open311.client.panel"))</h1>\(section)"
        }
    }

    private func one(_ item: Item) -> HTML {
        let sent = item.sent
        var facts: [(name: String, value: HTML)] = [
            (words("open311.client.destination"), destination(item)),
            (words("open311.client.state"), telling.state(sent.state)),
            (words("open311.client.theirNumber"), "\(sent.theirID ?? sent.token ?? "–")"),
            (words("open311.client.theirStatus"), "\(telling.status(sent.theirStatus))"),
        ]
        if let reason = sent.reason { facts.append((words("open311.client.why"), "\(reason)")) }
        if let sending = item.sending, sending.state == .waiting {
            let tries = words.plural("open311.client.tries", sending.attempts)
            let next = words(
                "open311.client.next", ["when": telling.words.near(sending.dueAt, now: telling.visit.now)])
            facts.append((words("open311.client.sending"), "\(tries) \(next) \(sending.reason ?? "")"))
        }
        return """
            \(SummaryList(facts))
            \(item.taken.isEmpty && item.backs.isEmpty ? "" as HTML : story(item))
            """
    }

    private func destination(_ item: Item) -> HTML {
        guard let destination = item.destination else { return "\(words("open311.client.removed"))" }
        guard telling.visit.officer?.may(.manageChannels) == true else { return "\(destination.name)" }
        return Link(destination.name, to: "\(DestinationListPage.path)/\(destination.id)").html
    }

    /// Both sides in the order of time, the newest first.
    private func story(_ item: Item) -> HTML {
        let theirs = item.taken.map { taken in
            (
                taken.at ?? taken.takenAt,
                """
                <li><b>\(words("open311.client.theySaid", ["status": telling.status(taken.status)]))</b> \
                \(telling.near(taken.at ?? taken.takenAt)) \
                \(words("open311.client.made.\(taken.made.rawValue)"))\
                \(taken.text.map { "<p class=\"story\">\($0)</p>" as HTML })</li>
                """ as HTML
            )
        }
        let ours = item.backs.map { back in
            (
                back.at,
                """
                <li><b>\(words("open311.client.weSaid", ["status": telling.status(back.status)]))</b> \
                \(telling.near(back.at)) \
                \(words("open311.client.back.\(back.state.rawValue)"))\
                <p class="story">\(back.text)</p>\
                \(back.reason.map { "<p class=\"muted\">\($0)</p>" as HTML })</li>
                """ as HTML
            )
        }
        let lines = (theirs + ours).sorted { $0.0 > $1.0 }.map(\.1)
        return Fold(words("open311.client.exchange"), "<ul>\(lines)</ul>").html
    }
}
