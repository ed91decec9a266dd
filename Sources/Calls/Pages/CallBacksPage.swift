import Core
import Markup
import Web

/// Whom somebody has to call back, because nobody of the field was on duty; the soonest due first.
struct CallBacksPage {
    let telling: CallsTelling
    let open: [CallBackTask]
    let done: [CallBackTask]
    let seats: [String: ExpertSeat]
    /// The seats of the reader.
    let mine: Set<String>
    let mayTake: Bool
    var answers = FormAnswers()
    var errors: [FieldError] = []
    var more: String?

    private var words: Words { telling.words }

    var page: Page {
        Page(
            title: words("calls.backs.title"), status: errors.isEmpty ? 200 : 422, personal: true,
            help: "calls-backs"
        ) {
            """
            <h1>\(words("calls.backs.title"))</h1>
            \(telling.tabs(.backs, backs: open.count))
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(content)
            \(more.map { "<p>\(Link(words("calls.more"), to: $0))</p>" })
            \(doneList)
            """
        }
    }

    private var content: HTML {
        if open.isEmpty {
            return EmptyState(title: words("calls.backs.empty"), text: words("calls.backs.emptyText")).html
        }
        let items: [HTML] = open.map(item)
        return "<div class=\"stack\">\(items)</div>"
    }

    private func item(_ back: CallBackTask) -> HTML {
        let isLate = back.dueAt <= telling.now
        let clock = Clock(
            isLate ? .late : .calm, stateText: words(isLate ? "calls.late" : "calls.until"),
            text: words.near(back.dueAt, now: telling.now), dateTime: back.dueAt.iso)
        let isOwn = back.seat.map(mine.contains) == true
        // Who has to call sees the number; anybody else goes through the call and says why.
        let number = isOwn || mayTake ? back.caller ?? "–" : telling.masked(back.caller)
        let seat = back.seat.flatMap { seats[$0] }.map { words($0.name) }
        let facts = [seat, back.category.map { telling.category($0) }, back.name].compactMap(\.self)
        let tries: HTML? =
            back.tries > 0 ? "<p class=\"muted\">\(words.plural("calls.backs.tries", back.tries))</p>" : nil
        return """
            <section class="panel" id="back-\(back.id)">
            <h2><bdi>\(number)</bdi></h2>
            <p>\(clock) <span class="muted">\(facts.joined(separator: " · "))</span></p>
            <p class="story">\(back.text)</p>\(tries)
            <p>\(Link(words("calls.backs.call"), to: CallsPath.call(back.call)))</p>
            \(isOwn || mayTake ? form(back) : nil)
            </section>
            """
    }

    private func form(_ back: CallBackTask) -> HTML {
        let name = "result-\(back.id)"
        let error = errors.message(for: name)
        return Form(
            post: "/calls/backs/\(back.id)", csrf: telling.visit.csrf,
            label: words("calls.backs.title"),
            content: """
                <div class="field"><label for="\(name)">\(words("calls.field.outcome"))</label>
                <textarea id="\(name)" name="result" rows="2"\
                \(attribute: "aria-invalid", error == nil ? nil : "true")>
                \(error == nil ? "" : answers["result"])</textarea></div>
                <div class="cluster">\(Button(words("calls.backs.done"), name: "do", value: "done"))
                \(Button(words("calls.backs.tried"), weight: .secondary, name: "do", value: "tried"))</div>
                """
        ).html
    }

    private var doneList: HTML? {
        guard !done.isEmpty else { return nil }
        let rows: [[HTML]] = done.map { back in
            [
                "\(back.doneAt.map(telling.time))", "\(telling.masked(back.caller))",
                "<span class=\"story\">\(back.result ?? "")</span>", "\(telling.name(back.doneBy))",
            ]
        }
        return Table(
            caption: words("calls.backs.last"),
            columns: [
                .init(words("calls.column.when")), .init(words("calls.column.caller")),
                .init(words("calls.column.result")), .init(words("calls.column.taker")),
            ], rows: rows
        ).html
    }
}
