import Core
import Courier
import Desk
import Markup
import Storage
import Web

/// What came along with a matter that another system filed, and what that system said since: beside the
/// matter at the desk.
struct FiledPanel {
    let filing: FilingRow
    /// Who holds the key; nil where it is not known any more.
    let key: Courier.Key?
    /// The newest first.
    let updates: [UpdateRow]
    let book: Open311Book
    let visit: Visit

    private var words: Words { visit.words }

    var html: HTML {
        """
        <section class="panel" aria-labelledby="open311-filed">
          <h2 id="open311-filed">\(words("open311.panel.title"))</h2>
          \(SummaryList(facts))
          \(said)
        </section>
        """
    }

    private var facts: [(name: String, value: HTML)] {
        var facts: [(name: String, value: HTML)] = [
            (words("open311.panel.key"), "\(key?.name ?? words("open311.panel.noKey"))")
        ]
        if let account = filing.accountID { facts.append((words("open311.panel.account"), "\(account)")) }
        if let device = filing.deviceID { facts.append((words("open311.panel.device"), "\(device)")) }
        if let media = filing.mediaURL { facts.append((words("open311.panel.media"), "\(media)")) }
        let asked = filing.service.map { book.service($0).attributes } ?? []
        for (code, values) in filing.attributes {
            let attribute = asked.first { $0.code == code }
            let names = values.map { value in
                attribute?.values.first { $0.key == value }.map { words($0.name) } ?? value
            }
            facts.append(
                (
                    attribute.map { words($0.description) } ?? code,
                    "\(names.joined(separator: words("open311.panel.comma")))"
                ))
        }
        return facts
    }

    private var said: HTML {
        if updates.isEmpty { return .empty }
        let rows = updates.map { update -> HTML in
            let media: HTML = update.mediaURL.map { "<p class=\"muted\">\($0)</p>" } ?? .empty
            let text: HTML = update.text.map { "<p class=\"story\">\($0)</p>" } ?? .empty
            return """
                <li>
                  <p>\(Tag(update.status.rawValue)) \(words.near(update.saidAt, now: visit.now)) · \
                \(words("open311.panel.did.\(update.did.rawValue)"))</p>
                  \(text)\(media)
                </li>
                """
        }
        return """
            <h3>\(words("open311.panel.said"))</h3>
            <p class="hint">\(words("open311.panel.gate"))</p>
            <ul class="stack">\(rows)</ul>
            """
    }
}

extension Open311Server {
    /// How many of their words stand beside a matter.
    private static let shownUpdates = 20

    var panel: MatterPanel {
        MatterPanel(order: 60) { matter, visit in
            let found = try await desk.database.read {
                connection -> (filing: FilingRow, updates: [UpdateRow])? in
                let store = Open311Store(connection: connection)
                guard let filing = try store.filing(of: matter.id) else { return nil }
                return (filing, try store.updates(of: matter.id, limit: Self.shownUpdates))
            }
            guard let found else { return nil }
            let key = try await keys.keys(.open311).first { $0.id == found.filing.keyID }
            return FiledPanel(
                filing: found.filing, key: key, updates: found.updates, book: book, visit: visit
            ).html
        }
    }
}
