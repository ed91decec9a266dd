import Core
import Markup
import Web

/// `/papers`: everything that holds today, by kind; others are never offered.
struct PapersPage {
    let visit: Visit
    let papers: [Paper]
    var search = ""
    /// How often each was opened lately, for those who may see figures.
    var opened: [String: Int]?

    private var words: Words { visit.words }

    var page: Page {
        Page(title: words("papers.title"), personal: visit.officer != nil, help: "papers") {
            """
            <h1>\(words("papers.title"))</h1>
            <p class="lead">\(words("papers.lead"))</p>
            \(Form(get: "/papers", classes: "filters", label: words("papers.search"), content: """
                \(TextField(name: "q", label: words("papers.search"), value: search, kind: .search))\
                \(Button(words("papers.searchDo")))
                """))
            \(papers.isEmpty ? empty : groups)
            """
        }
    }

    private var empty: HTML {
        """
        \(EmptyState(
            title: words(search.isEmpty ? "papers.none" : "papers.nothing"),
            text: words("papers.nothingHint"),
            action: "\(ButtonLink(words("papers.raise"), to: "/raise"))"))
        """
    }

    private var groups: HTML {
        let parts: [HTML] = Paper.Kind.allCases.compactMap { kind in
            let rows: [HTML] = papers.filter { $0.kind == kind }.map(row)
            guard !rows.isEmpty else { return nil }
            return """
                <h2>\(words("papers.kind.\(kind.rawValue)"))</h2><ul class="map-list">\(rows)</ul>
                """
        }
        return "\(parts)"
    }

    private func row(_ paper: Paper) -> HTML {
        let about = paper.section(.what)?.lines.first.map { words($0) }
        let count: HTML? = opened.map { counts in
            #"<p class="muted">\#(words.plural("papers.opened", counts[paper.name] ?? 0))</p>"#
        }
        return """
            <li><b class="map-title">\(Link(words(paper.title), to: "/papers/\(paper.name)"))</b>
            <p>\(about)</p>\(count)</li>
            """
    }
}

/// `/papers/:name`: one paper in plain words, one page of A4 when printed.
struct PaperPage {
    let visit: Visit
    let city: City
    let paper: Paper
    let today: CivilDate
    /// Whether the suggestion it came from is kept here.
    var hasSuggestion = false

    private var words: Words { visit.words }

    var page: Page {
        Page(title: words(paper.title), personal: visit.officer != nil, help: "papers") {
            """
            <p class="trail screen-only">\(Link(words("papers.all"), to: "/papers"))</p>
            <article class="paper">
            <h1>\(words(paper.title))</h1>
            \(standing)
            \(paper.sections.map(section))
            <footer><p class="muted">\(about)</p>\(suggestion)
            \(QRCode("\(visit.settings.baseURL)/papers/\(paper.name)", label: words("papers.code")))</footer>
            </article>
            <p class="screen-only">\(words("papers.print"))</p>
            """
        }
    }

    /// A paper that does not hold says so before anything else.
    private var standing: HTML? {
        switch paper.standing(on: today) {
        case .valid: nil
        case .expired:
            """
            \(Notice(.failure, """
                <p><b>\(words("papers.expired", ["date": paper.until?.description ?? ""]))</b></p>
                <p>\(Link(words("papers.current"), to: "/papers"))</p>
                """))
            """
        case .notYet:
            """
            \(Notice(.warning, "<p><b>\(words("papers.notYet", ["date": paper.from.description]))</b></p>"))
            """
        }
    }

    private func section(_ section: Paper.Section) -> HTML {
        let head: HTML = "<h2>\(words("papers.part.\(section.part.rawValue)"))</h2>"
        if section.lines.count == 1 {
            let text = words(section.lines[0])
            guard section.part == .phone else { return "\(head)<p>\(text)</p>" }
            let digits = text.filter { $0.isASCII && ($0.isNumber || $0 == "+") }
            return #"\#(head)<p><a href="tel:\#(digits)">\#(text)</a></p>"#
        }
        let lines: [HTML] = section.lines.map { "<li>\(words($0))</li>" }
        return section.part.isOrdered ? "\(head)<ol>\(lines)</ol>" : "\(head)<ul>\(lines)</ul>"
    }

    private var about: String {
        let dates =
            paper.until.map {
                words("papers.fromUntil", ["from": paper.from.description, "until": $0.description])
            }
            ?? words("papers.from", ["from": paper.from.description])
        return words("papers.version", ["version": paper.version, "city": city.name, "dates": dates])
    }

    private var suggestion: HTML? {
        guard let number = paper.suggestion else { return nil }
        let text = words("papers.suggested", ["number": number])
        return hasSuggestion
            ? "<p>\(Link(text, to: "/papers/\(paper.name)/suggestion"))</p>" : "<p>\(text)</p>"
    }
}

/// `/papers/:name/suggestion`: what became of the suggestion a paper came from, without its text.
struct SuggestionPage {
    let visit: Visit
    let city: City
    let paper: Paper
    let suggestion: PapersStore.Suggestion

    private var words: Words { visit.words }

    var page: Page {
        Page(title: words("papers.suggestion"), personal: visit.officer != nil, help: "papers") {
            let category = suggestion.category.flatMap { city.catalogue[$0] }.map { words($0.name) }
            let stage = city.procedures[suggestion.kind]?.stage(suggestion.stage)?.told
            var rows: [(name: String, value: HTML)] = [
                (words("papers.number"), "\(suggestion.number)"),
                (words("papers.raised"), "\(words.date(suggestion.raisedAt))"),
                (words("papers.stage"), "\(stage.map { words($0) })"),
            ]
            if let category { rows.insert((words("papers.class"), "\(category)"), at: 1) }
            if let closed = suggestion.closedAt {
                rows.append((words("papers.closed"), "\(words.date(closed))"))
            }
            return """
                <h1>\(words("papers.suggestion"))</h1>
                <p class="lead">\(words("papers.suggestionLead", ["title": paper.title]))</p>
                \(SummaryList(rows))
                <p>\(ButtonLink(words("papers.back"), to: "/papers/\(paper.name)"))</p>
                """
        }
    }
}
