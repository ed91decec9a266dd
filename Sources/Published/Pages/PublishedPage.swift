import Core
import Markup
import Web

/// `/published`: what was asked and answered, newest first.
struct PublishedPage {
    let telling: PublishedTelling
    let asked: PublishedQuestion
    let licence: PublishedDesk.Licence
    var figures: PublishedFigures?
    var matters: [AnsweredMatter] = []
    /// Looking ended before the page was full.
    var isCut = false
    var older: String?
    var newest: String?

    private var words: Words { telling.words }

    var page: Page {
        let hasErrors = !asked.errors.isEmpty
        return Page(
            title: words("published.title"), status: hasErrors ? 422 : 200,
            personal: telling.visit.officer != nil, help: "published"
        ) {
            """
            <h1>\(words("published.title"))</h1>
            <p class="lead">\(words("published.lead"))</p>
            \(figures.map(told))
            \(ErrorSummary(title: words("web.form.problems"), errors: asked.errors))
            \(form)
            \(hasErrors ? nil : list)
            \(files)
            """
        }
    }

    private func told(_ figures: PublishedFigures) -> HTML {
        let day = words.dateTime(figures.at)
        let rows: [(name: String, value: HTML)] = [
            (words("published.figure.answered"), share(figures.answeredRate)),
            (words("published.figure.solved"), share(figures.solvedRate)),
        ]
        return """
            <section class="panel"><h2>\(words("published.figures"))</h2>\(SummaryList(rows))
            <p class="muted">\(words("published.figuresAt", ["time": day]))</p></section>
            """
    }

    private func share(_ rate: Rate?) -> HTML {
        guard let rate, rate.denominator > 0 else { return "\(words("published.figure.none"))" }
        let counts = words(
            "published.figure.of",
            ["count": words.number(Int64(rate.numerator)), "of": words.number(Int64(rate.denominator))])
        return "<b>\(rate.text(decimals: 1))</b> \(counts)"
    }

    private var form: Form {
        Form(
            get: PublishedPath.list, classes: "stack screen-only", label: words("published.search"),
            content: """
                <div class="filters">
                \(TextField(
                    name: "words", label: words("published.words"), value: asked.answers["words"],
                    kind: .search))
                \(Select(
                    name: "category", label: words("published.category"), groups: categories,
                    chosen: asked.answers.given("category"), none: words("published.all"),
                    error: asked.errors.message(for: "category")))
                \(Select(
                    name: "area", label: words("published.area"), groups: areas,
                    chosen: asked.answers.given("area"), none: words("published.everywhere"),
                    error: asked.errors.message(for: "area")))
                \(TextField(
                    name: "from", label: words("published.from"), value: asked.answers["from"],
                    error: asked.errors.message(for: "from"), kind: .date))
                \(TextField(
                    name: "to", label: words("published.to"), value: asked.answers["to"],
                    error: asked.errors.message(for: "to"), kind: .date))
                </div>
                <p class="cluster">\(Button(words("published.find")))
                \(asked.isNarrow ? Link(words("published.clear"), to: PublishedPath.list).html : nil)</p>
                """)
    }

    /// The classes in two levels: a whole class, and what is in it.
    private var categories: [Select.Group] {
        let all = telling.city.catalogue.categories
        return all.filter { $0.parent == nil }.map { top in
            let below = all.filter { $0.parent == top.code }
            return Select.Group(
                words(top.name),
                [Choice(value: top.code, label: words("published.whole", ["name": top.name]))]
                    + below.map { Choice(value: $0.code, label: words($0.name)) })
        }
    }

    /// Counties and their towns; villages are found from the map and by words.
    private var areas: [Select.Group] {
        let tree = telling.city.areas
        return tree.codes.filter { $0.level == .county }.map { county in
            let towns = tree.children(of: county).filter { $0.level == .town }
            return Select.Group(telling.area(county), ([county] + towns).map(choice))
        }
    }

    private func choice(_ code: AreaCode) -> Choice {
        let name = telling.city.areas[code]?.name ?? LocalText(zh: code.text, en: code.text)
        return Choice(
            value: code.text,
            label: code.level == .county ? words("published.whole", ["name": name]) : words(name))
    }

    private var list: HTML {
        if matters.isEmpty, older == nil {
            return EmptyState(
                title: words(asked.isNarrow ? "published.nothing" : "published.none"),
                text: words("published.nothingHint"),
                action: "\(ButtonLink(words("published.raise"), to: "/raise"))"
            ).html
        }
        let cards = matters.map { matter in
            Card(
                title: matter.title, to: PublishedPath.matter(matter.number), level: 2,
                foot: "\(AnsweredFacts(telling: telling, matter: matter))",
                content: """
                    <p>\(Self.beginning(of: matter.answer))</p>
                    """)
        }
        return """
            \(Cards(cards))
            \(isCut ? Notice(.info, "<p>\(words("published.cut"))</p>").html : nil)
            \(Pager(
                label: words("published.pages"), newest: newest.map { (words("published.newest"), $0) },
                older: older.map { (words("published.older"), $0) }))
            """
    }

    /// As much of an answer as a card shows.
    private static func beginning(of text: String) -> String {
        text.count <= 120 ? text : text.prefix(119) + "…"
    }

    private var files: HTML {
        let links: [HTML] = PublishedFormat.allCases.map { format in
            "<li>\(Link(words("published.file.\(format.rawValue)"), to: asked.path(of: format)))</li>"
        }
        let terms: HTML? = WebAddress(licence.address).map { address in
            "\(Link(words(licence.name), to: address))"
        }
        return """
            <section class="panel screen-only"><h2>\(words("published.take"))</h2>
            <p>\(words("published.takeHint"))</p>
            <ul>\(links)<li>\(Link(words("published.file.metadata"), to: PublishedPath.metadata))</li>
            <li>\(Link(words("published.file.bulk"), to: PublishedPath.bulk))</li></ul>
            <p class="muted">\(words("published.licence", ["city": telling.city.name])) \(terms)</p>
            </section>
            """
    }
}
