import Core
import Desk
import Markup
import Web

/// What fits the words so far; the script fetches it anew while somebody writes.
struct CallSuggested: Component {
    let page: CallPage

    private var words: Words { page.words }
    private var suggested: CallSuggestions { page.view.suggested }

    var html: HTML {
        if suggested.isEmpty {
            let typed = page.answers.given("text") != nil
            return typed ? "<p class=\"hint\">\(words("calls.noSuggestions"))</p>" : .empty
        }
        return "\(categories)\(articles)\(matters)"
    }

    private var categories: HTML? {
        guard !suggested.categories.isEmpty, page.answers.given("category") == nil else { return nil }
        let names = suggested.categories.map { page.telling.category($0) }
        return Radios(
            name: "likely", legend: words("calls.likely"),
            choices: zip(suggested.categories, names).map { Choice(value: $0, label: $1) },
            chosen: page.answers.given("likely"), inline: true
        ).html
    }

    private var articles: HTML? {
        guard !suggested.answers.isEmpty, !page.isFurther else { return nil }
        let choices = suggested.answers.map { Choice(value: $0.id, label: $0.title, hint: $0.text) }
        let links: [HTML] = suggested.answers.compactMap { answer in
            answer.path.map { "<li>\(Link(answer.title, to: $0))</li>" }
        }
        let whole: HTML? =
            links.isEmpty ? nil : Fold(words("calls.wholeArticles"), "<ul>\(links)</ul>").html
        return """
            \(Radios(
                name: "article", legend: words("calls.articles"),
                choices: choices + [Choice(value: "", label: words("calls.noArticle"))],
                chosen: page.answers.given("article") ?? ""))\(whole)
            """
    }

    private var matters: HTML? {
        guard !suggested.joinable.isEmpty else { return nil }
        let rows: [HTML] = suggested.joinable.map { one in
            let facts = [
                one.number, page.telling.area(one.area), page.telling.stage(one.stage, of: one.kind), one.why,
            ]
            return """
                <li><a href="/matters/\(one.number)"><bdi>\(one.title)</bdi></a><br>\
                <span class="muted">\(facts.filter { !$0.isEmpty }.joined(separator: " · "))</span><br>\
                \(Button(
                    words("calls.joinThis", ["number": one.number]), weight: .secondary, name: "do",
                    value: "join \(one.number)"))</li>
                """
        }
        return """
            <section class="stack" id="call-likely"><h2>\(words("calls.joinable"))</h2>
            <ul class="stack">\(rows)</ul></section>
            """
    }
}

/// Who calls: what they raised before, and how often they called.
struct CallAside: Component {
    let telling: CallsTelling
    let view: CallView

    private var words: Words { telling.words }

    var html: HTML {
        """
        <section class="panel"><h2>\(words("calls.earlier"))</h2>
        \(list(view.earlier.map(telling.matter), empty: "calls.noEarlier"))
        \(calls)
        </section>
        \(numberPart)
        """
    }

    private func list(_ items: [HTML], empty: String) -> HTML {
        if items.isEmpty { return "<p class=\"muted\">\(words(empty))</p>" }
        let rows: [HTML] = items.map { "<li>\($0)</li>" }
        return "<ul>\(rows)</ul>"
    }

    private var calls: HTML? {
        guard !view.earlierCalls.isEmpty else { return nil }
        let rows: [HTML] = view.earlierCalls.map { record in
            let said =
                record.result.map { telling.result($0) } ?? words("calls.grade.\(record.grade.rawValue)")
            return """
                <a href="\(CallsPath.call(record.id))">\(words.near(record.arrivedAt, now: telling.now))</a> \
                <span class="muted">\(said)</span>
                """
        }
        return "<h3>\(words("calls.earlierCalls"))</h3>\(list(rows, empty: "calls.noEarlier"))"
    }

    /// The number, the recording, and who saw the number.
    private var numberPart: HTML? {
        var parts: [HTML] = []
        if let address = view.record.call.recording.flatMap({ WebAddress($0) }) {
            parts.append("<p>\(Link(words("calls.recording"), to: address))</p>")
        }
        if !view.showsNumber, view.record.call.caller != nil,
            telling.visit.officer?.may(.revealContact) == true
        {
            parts.append(
                Form(
                    post: CallsPath.call(view.record.id) + "/reveal", csrf: telling.visit.csrf,
                    content: """
                        \(TextField(
                            name: "reason", label: words("calls.field.why"), hint: words("calls.revealHint"),
                            autocomplete: "off", limit: 200))
                        \(Button(words("calls.reveal"), weight: .secondary))
                        """
                ).html)
        }
        if !view.reveals.isEmpty {
            let rows: [HTML] = view.reveals.map { reveal in
                "<li>\(telling.name(reveal.person)) · \(telling.time(reveal.at)) · \(reveal.reason)</li>"
            }
            parts.append("<h3>\(words("calls.reveals"))</h3><ul>\(rows)</ul>")
        }
        return parts.isEmpty ? nil : "<section class=\"panel\">\(parts)</section>"
    }
}

/// What came of a call, and what to say last.
struct CallDone: Component {
    let page: CallPage

    private var words: Words { page.words }
    private var record: CallRecord { page.record }

    var html: HTML {
        """
        \(Notice(.success, live: true, "<p>\(said)</p>"))
        \(numbers)
        \(page.view.question)
        \(details)
        \(keyForm)
        <div class="cluster">
        \(page.view.matters.isEmpty
            ? nil : ButtonLink(words("calls.further"), to: CallsPath.call(record.id) + "?further=1").html)
        \(ButtonLink(words("calls.next"), to: CallsPath.home, weight: .primary))</div>
        """
    }

    private var said: String { record.result.map { page.telling.result($0) } ?? "" }

    /// The number to be read aloud.
    private var numbers: HTML? {
        let matters = page.view.matters
        guard !matters.isEmpty else { return nil }
        let plates: [HTML] = matters.map { matter in
            """
            <p class="number-plate"><a href="/matters/\(matter.number)">\(matter.number)</a></p>
            """
        }
        let isMobile = record.call.caller.map { page.telling.isMobile($0) } ?? false
        let told = words(isMobile ? "calls.readAloudMobile" : "calls.readAloud")
        return "<section class=\"panel\"><h2>\(words("calls.number"))</h2>\(plates)<p>\(told)</p></section>"
    }

    private var details: HTML {
        let detail = record.detail
        var rows: [(name: String, value: HTML)] = []
        func add(_ key: String, _ text: String?) {
            guard let text, !text.isEmpty else { return }
            rows.append((words(key), "<span class=\"story\">\(text)</span>"))
        }
        add("calls.field.text", detail.text)
        add("calls.field.category", detail.category.map { page.telling.category($0) })
        add("calls.field.answer", detail.answer)
        add("calls.articles", detail.articleTitle)
        add("calls.given", detail.given)
        add("calls.column.taker", page.telling.taker(record.taker))
        return SummaryList(rows).html
    }

    private var keyForm: HTML? {
        page.view.key.map { number, move in
            Fold(
                words(move.text), open: page.errors.contains { $0.field == "keyReason" },
                Form(
                    post: CallsPath.call(record.id) + "/key", csrf: page.telling.visit.csrf,
                    content: """
                        \(Hidden(name: "number", value: number))
                        \(TextField(
                            name: "keyReason", label: words("calls.field.reason"),
                            value: page.answers["keyReason"], hint: words("calls.keyHint"),
                            error: page.errors.message(for: "keyReason"), autocomplete: "off", limit: 1000))
                        \(Button(words(move.text), weight: .secondary))
                        """
                ).html
            ).html
        }
    }
}
