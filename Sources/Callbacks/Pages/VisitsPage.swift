import Core
import Desk
import Markup
import Web

/// Whom to visit, by area, on paper: with room for what they say and their signature (M82).
struct VisitsPage {
    let telling: CallTelling
    let rows: [DutyRow]

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("callbacks.visits"), wide: true, help: "callbacks") {
            """
            <p>\(Link(words("callbacks.title"), to: "/callbacks"))</p>
            <div class="cluster"><h1>\(words("callbacks.visits"))</h1>\
            \(PrintButton(words("callbacks.print")))</div>
            <p class="lead">\(words("callbacks.visits.lead"))</p>
            \(rows.isEmpty ? empty : areas)
            """
        }
    }

    private var boxes: String {
        "☐ \(words("callbacks.solved.yes")) ☐ \(words("callbacks.solved.no"))"
    }

    private var areas: HTML {
        let groups = Dictionary(grouping: rows) { $0.matter.area }.sorted { $0.key.text < $1.key.text }
        let parts: [HTML] = groups.map { area, rows in
            let name = telling.area(area)
            return """
                <section><h2>\(name)</h2>
                \(Table(
                    caption: name, captionHidden: true,
                    columns: [
                        .init(words("callbacks.column.matter")), .init(words("callbacks.column.from")),
                        .init(words("callbacks.column.due")), .init(words("callbacks.column.says")),
                        .init(words("callbacks.column.signature")),
                    ],
                    rows: rows.map { row in
                        [
                            telling.matter(row.matter, to: "/callbacks/\(row.matter.number)"),
                            telling.time(row.duty.notBefore), telling.clock(row.duty.due),
                            "\(boxes)", "……………………",
                        ]
                    }))
                </section>
                """
        }
        return "\(parts)"
    }

    private var empty: HTML {
        EmptyState(title: words("callbacks.visits.emptyTitle"), text: words("callbacks.visits.empty")).html
    }
}
