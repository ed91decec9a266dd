import Core
import Markup
import Web

/// `/published/:number`: one question and its answer.
struct AnsweredPage {
    let telling: PublishedTelling
    let matter: AnsweredMatter

    private var words: Words { telling.words }

    var page: Page {
        Page(title: matter.title, personal: telling.visit.officer != nil, help: "published") {
            """
            <p class="trail screen-only">\(Link(words("published.back"), to: PublishedPath.list))</p>
            <article class="stack">
            <h1>\(matter.title)</h1>
            \(AnsweredFacts(telling: telling, matter: matter))
            <section class="panel"><h2>\(words("published.question"))</h2>
            <p class="story">\(matter.question)</p></section>
            <section class="panel"><h2>\(words("published.answer"))</h2>
            <p class="story">\(matter.answer)</p>
            <p class="muted">\(said)</p></section>
            \(SummaryList(rows))
            <p class="muted">\(words("published.masked"))</p>
            </article>
            <p class="screen-only">\(ButtonLink(words("published.raiseToo"), to: "/raise"))</p>
            """
        }
    }

    /// `市政队 · 2026-03-05`.
    private var said: String {
        [matter.unit, matter.answeredAt.map { words.date($0) }].compactMap(\.self).joined(separator: " · ")
    }

    private var rows: [(name: String, value: HTML)] {
        var rows: [(name: String, value: HTML)] = [
            (words("published.number"), "\(matter.number)"), (words("published.kind"), "\(matter.kind)"),
        ]
        if let category = matter.category { rows.append((words("published.category"), "\(category)")) }
        rows.append((words("published.area"), "\(matter.area)"))
        if let place = matter.place, !place.isEmpty {
            rows.append((words("published.place"), "\(place)"))
        }
        rows.append((words("published.raisedAt"), "\(words.date(matter.raisedAt))"))
        if let answered = matter.answeredAt {
            rows.append((words("published.answeredAt"), "\(words.date(answered))"))
        }
        if let closed = matter.closedAt {
            rows.append((words("published.closedAt"), "\(words.date(closed))"))
        }
        if let solved = matter.solved, let satisfied = matter.satisfied {
            let one = words("published.rating.\(solved ? "solved" : "unsolved")")
            let other = words("published.rating.\(satisfied ? "satisfied" : "unsatisfied")")
            rows.append((words("published.rating"), "\(one) · \(other)"))
        }
        return rows
    }
}

/// The line that says where, when, by whom and with what end.
struct AnsweredFacts: Component {
    let telling: PublishedTelling
    let matter: AnsweredMatter

    private var words: Words { telling.words }

    var html: HTML {
        let facts = [matter.area, matter.unit, matter.answeredAt.map { words.date($0) }]
            .compactMap(\.self).filter { !$0.isEmpty }
        return """
            <p class="cluster"><span class="muted">\(facts.joined(separator: " · "))</span> \(state)</p>
            """
    }

    private var state: Tag {
        switch matter.outcome {
        case .solved: Tag(words("published.outcome.solved"), tone: .good)
        case .withdrawn, .notInScope, .unreachable, .merged, .elsewhere:
            Tag(words("published.outcome.\(matter.outcome?.rawValue ?? "")"), tone: .plain)
        case nil: Tag(matter.stage ?? words("published.open"), tone: .accent)
        }
    }
}
