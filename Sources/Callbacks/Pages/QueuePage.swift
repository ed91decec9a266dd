import Core
import Desk
import Markup
import Web

/// Whom to call now, and what calling brought.
struct QueuePage {
    let telling: CallTelling
    let queue: CallDesk.Queue
    /// Nil for those who do not see figures.
    var today: CallFigures?
    var week: CallFigures?

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("callbacks.title"), wide: true, help: "callbacks") {
            """
            <h1>\(words("callbacks.title"))</h1>
            <p class="lead">\(words("callbacks.lead"))</p>
            <div class="cluster">\(nextForm)\
            \(ButtonLink(words("callbacks.visits"), to: "/callbacks/visits", weight: .secondary))\
            \(ButtonLink(words("callbacks.reviews"), to: "/callbacks/reviews", weight: .secondary))</div>
            \(part("callbacks.ready", queue.ready))
            \(queue.later.isEmpty ? nil : part("callbacks.later", queue.later))
            \(figures)
            """
        }
    }

    private var nextForm: HTML? {
        guard !queue.ready.isEmpty else { return nil }
        return Form(
            post: "/callbacks/next", csrf: telling.visit.csrf, content: "\(Button(words("callbacks.next")))"
        ).html
    }

    private func part(_ key: String, _ rows: [DutyRow]) -> HTML {
        let title = words(key)
        let content: HTML =
            rows.isEmpty
            ? EmptyState(title: words("callbacks.emptyTitle"), text: words("callbacks.empty")).html
            : Table(
                caption: title, captionHidden: true,
                columns: [
                    .init(words("callbacks.column.matter")), .init(words("callbacks.column.what")),
                    .init(words("callbacks.column.since")), .init(words("callbacks.column.due")),
                ], rows: rows.map(row)
            ).html
        return """
            <section>
            <h2>\(title) <span class="tally">\(words.number(Int64(rows.count)))</span></h2>
            \(content)
            </section>
            """
    }

    private func row(_ row: DutyRow) -> [HTML] {
        let taken: HTML? =
            queue.taken.contains(row.matter.id) ? " \(Tag(words("callbacks.inHand")))" : nil
        let next = words.near(row.duty.notBefore, now: telling.now)
        let waits: HTML? =
            row.duty.notBefore > telling.now
            ? "<br>\(words("callbacks.notBefore", ["time": next]))" : nil
        return [
            "\(telling.matter(row.matter, to: "/callbacks/\(row.matter.number)"))\(taken)",
            "\(words("callbacks.what.\(row.duty.what.rawValue)"))\(waits)",
            telling.time(row.duty.since), telling.clock(row.duty.due),
        ]
    }

    private var figures: HTML? {
        guard let today, let week else { return nil }
        let names =
            CallBackResult.allCases.map { "attempt:\($0.rawValue)" }
            + ["opinion", "content", "unreachable", "check", "checkFailed", "sampled", "excluded"]
        var rows: [[HTML]] = [
            line(words("callbacks.figure.tries"), today.tries, week.tries),
            [
                "\(words("callbacks.figure.reached"))", "\(share(today))", "\(share(week))",
            ],
        ]
        rows += names.map { name in
            line(words("callbacks.figure.\(name.replacing(":", with: "."))"), today[name], week[name])
        }
        return Table(
            caption: words("callbacks.figures"),
            columns: [
                .init(words("callbacks.column.figure")), .init(words("callbacks.today"), numeric: true),
                .init(words("callbacks.week"), numeric: true),
            ], rows: rows
        ).html
    }

    private func line(_ name: String, _ today: Int, _ week: Int) -> [HTML] {
        ["\(name)", "\(words.number(Int64(today)))", "\(words.number(Int64(week)))"]
    }

    /// Reached of all tries, with both numbers.
    private func share(_ figures: CallFigures) -> String {
        guard figures.tries > 0 else { return "–" }
        let percent = Double(figures.opinions) / Double(figures.tries) * 100
        return words(
            "callbacks.share",
            ["percent": Int(percent.rounded()), "part": figures.opinions, "whole": figures.tries])
    }
}
