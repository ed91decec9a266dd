import Core
import Markup
import Web

/// My day: everything one person owes, sorted by when; printed, it is the sheet they take along.
struct DayPage {
    let telling: DutyTelling
    let day: MyDay

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("duties.day.title"), wide: true, help: "duties") {
            """
            <div class="cluster"><h1>\(words("duties.day.title"))</h1>\
            \(PrintButton(words("duties.print")))</div>
            <p class="lead">\(words.date(telling.now)) · \(name)</p>
            <p>\(ButtonLink(words("duties.ledgers.title"), to: DutiesPath.ledgers, weight: .secondary))</p>
            \(day.isEmpty ? nothing : parts)
            \(day.hasMoreAtWork ? more : nil)
            """
        }
    }

    private var name: String { telling.visit.officer.map { words($0.name) } ?? "" }

    private var parts: HTML {
        let parts: [HTML] = MyDay.Part.allCases.compactMap { part in
            let items = day.items(part)
            if items.isEmpty { return nil }
            let title = words("duties.day.\(part.rawValue)")
            return """
                <section>
                <h2>\(title) <span class="tally">\(words.number(Int64(items.count)))</span></h2>
                \(telling.table(items, caption: title, hidden: true, withUnit: false))
                </section>
                """
        }
        return "\(parts)"
    }

    private var nothing: HTML {
        EmptyState(
            title: words("duties.day.emptyTitle"), text: words("duties.day.empty"),
            action: "\(ButtonLink(words("duties.day.bench"), to: DutiesPath.workbench, weight: .secondary))"
        ).html
    }

    private var more: HTML {
        "<p>\(Link(words("duties.day.more"), to: DutiesPath.workbench))</p>"
    }
}
