import Core
import Markup
import Web

/// A person's own calendar: made, shown once, ended.
struct CalendarPage {
    let telling: DeliveryTelling
    let since: Moment?
    /// The address, right after it was made.
    var made: String?

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("deliveries.calendar.title"), help: "calendar") {
            """
            <h1>\(words("deliveries.calendar.title"))</h1>
            <p class="lead">\(words("deliveries.calendar.lead"))</p>
            \(made.map(address))
            \(since.map(sinceWhen))
            <div class="cluster">\(Form(
                post: DeliveriesPath.calendar, csrf: telling.visit.csrf,
                content: """
                \(Button(
                    words(since == nil ? "deliveries.calendar.make" : "deliveries.calendar.renew"),
                    weight: since == nil ? .primary : .secondary))
                """))\(since.map { _ in end })</div>
            <p class="hint">\(words("deliveries.calendar.private"))</p>
            """
        }
    }

    private func sinceWhen(_ moment: Moment) -> HTML {
        "<p>\(words("deliveries.calendar.since", ["time": moment]))</p>"
    }

    private func address(_ text: String) -> HTML {
        """
        <section class="panel"><h2>\(words("deliveries.calendar.address"))</h2>
        \(Notice(.warning, "<p>\(words("deliveries.calendar.once"))</p>"))
        <p><code>\(text)</code></p>
        \(CopyButton(words("deliveries.copy"), copies: text, said: words("deliveries.copied")))</section>
        """
    }

    private var end: HTML {
        Form(
            post: DeliveriesPath.calendar + "/end", csrf: telling.visit.csrf,
            content: "\(Button(words("deliveries.calendar.end"), weight: .danger))"
        ).html
    }
}

/// Where a matter's resident says that they want no more messages of it.
struct StopPage {
    let visit: Visit
    let number: String
    let token: String
    let isStopped: Bool

    private var words: Words { visit.words }

    var page: Page {
        Page(title: words("deliveries.stop.title"), help: "deliveries-stop") {
            """
            <h1>\(words("deliveries.stop.title"))</h1>
            <p class="lead">\(words(
                isStopped ? "deliveries.stop.stopped" : "deliveries.stop.ask", ["number": number]))</p>
            \(Form(
                post: DeliveriesPath.stop(token), csrf: visit.csrf,
                content: """
                \(Hidden(name: "again", value: isStopped ? "yes" : ""))\
                \(Button(
                    words(isStopped ? "deliveries.stop.again" : "deliveries.stop.do"),
                    weight: isStopped ? .secondary : .primary))
                """))
            <p>\(words("deliveries.stop.still"))</p>
            <p>\(Link(words("deliveries.stop.back"), to: "/track/\(token)"))</p>
            """
        }
    }
}
