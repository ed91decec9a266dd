import Core
import Desk
import Markup
import Web

/// Ratings that a unit wants looked at again, and what does not count any more. The resident's words stay.
struct ReviewsPage {
    let telling: CallTelling
    let asked: [DutyRow]
    let sides: [Int64: SideWork]
    let excluded: [MatterRecord]
    let excludedCount: Int
    let closedCount: Int

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("callbacks.reviews"), wide: true, help: "callbacks") {
            """
            <p>\(Link(words("callbacks.title"), to: "/callbacks"))</p>
            <h1>\(words("callbacks.reviews"))</h1>
            <p class="lead">\(words("callbacks.reviews.lead"))</p>
            <section><h2>\(words("callbacks.reviews.asked")) <span class="tally">\(asked.count)</span></h2>
            \(asked.isEmpty ? empty : askedTable)</section>
            <section><h2>\(words("callbacks.reviews.excluded"))</h2>
            <p>\(share)</p>
            \(excluded.isEmpty ? nil : excludedTable)\(toAll)</section>
            """
        }
    }

    private var share: String {
        words(
            "callbacks.reviews.share",
            ["part": excludedCount, "whole": closedCount, "day": words.date(telling.now)])
    }

    /// The list that goes on where this page ends.
    private var toAll: HTML? {
        guard excludedCount > excluded.count else { return nil }
        return "<p>\(Link(words("callbacks.reviews.all"), to: "/matters?excluded=yes"))</p>"
    }

    private var askedTable: HTML {
        Table(
            caption: words("callbacks.reviews.asked"), captionHidden: true,
            columns: [
                .init(words("callbacks.column.matter")), .init(words("callbacks.column.reason")),
                .init(words("callbacks.unit")), .init(words("callbacks.column.since")),
            ],
            rows: asked.map { row in
                [
                    telling.matter(row.matter, to: "/matters/\(row.matter.number)"),
                    "<bdi>\(sides[row.matter.id]?.proposal(.exclusion)?.reason ?? "")</bdi>",
                    "\(telling.unit(row.matter.lead) ?? "–")", telling.time(row.duty.since),
                ]
            }
        ).html
    }

    private var excludedTable: HTML {
        Table(
            caption: words("callbacks.reviews.excluded"), captionHidden: true,
            columns: [
                .init(words("callbacks.column.matter")), .init(words("callbacks.unit")),
                .init(words("callbacks.column.changed")),
            ],
            rows: excluded.map { record in
                [
                    telling.matter(record, to: "/matters/\(record.number)"),
                    "\(telling.unit(record.lead) ?? "–")",
                    telling.time(record.changedAt),
                ]
            }
        ).html
    }

    private var empty: HTML {
        EmptyState(title: words("callbacks.reviews.emptyTitle"), text: words("callbacks.reviews.empty")).html
    }
}
