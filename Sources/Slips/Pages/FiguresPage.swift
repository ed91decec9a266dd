import Core
import Markup
import Web

/// `/slips/figures`: what came in by month and place, what became of it, and where no place is.
struct FiguresPage {
    let telling: SlipTelling
    /// `2026-11`.
    let month: String
    var places: [SpeakPlace] = []
    var figures: [String: [SlipFigure: Int]] = [:]
    var without: [AreaCode] = []
    var villages = 0

    static let shown = SlipFigure.allCases
    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("slips.figures.title"), wide: true, help: "slips") {
            """
            <h1>\(words("slips.figures.title"))</h1>
            \(SlipTabs(telling: telling, current: .figures))
            \(Form(get: SlipsPath.figures, classes: "filters", label: words("slips.figures.month"),
                content: """
                \(TextField(name: "month", label: words("slips.figures.month"), value: month,
                    hint: words("slips.figures.monthHint")))\
                \(Button(words("slips.places.show"), weight: .secondary))
                """))
            \(sums)\(table)\(coverage)
            """
        }
    }

    private func sum(_ figure: SlipFigure) -> Int {
        figures.values.reduce(0) { $0 + ($1[figure] ?? 0) }
    }

    private var sums: HTML {
        var rows: [(name: String, value: HTML)] = Self.shown.map { figure in
            (words("slips.figure.\(figure.rawValue)"), "\(words.number(Int64(sum(figure))))")
        }
        let rate = words(
            "slips.rateOf",
            [
                "answered": sum(.answered), "transferred": sum(.transferred),
                "rate": FiguresPage.percent(sum(.answered), of: sum(.transferred)),
            ])
        rows.append((words("slips.replyRate"), "\(rate)"))
        return """
            <section class="panel"><h2>\(words("slips.figures.all"))</h2>\(SummaryList(rows))
            <p class="hint">\(words("slips.figures.hint"))</p></section>
            """
    }

    static func percent(_ part: Int, of whole: Int) -> String {
        whole == 0 ? "–" : "\((part * 1000 / whole + 5) / 10) %"
    }

    private var table: HTML {
        let shown = places.filter { figures[$0.code] != nil }
        if shown.isEmpty {
            return EmptyState(title: words("slips.figures.none"), text: words("slips.figures.noneHint")).html
        }
        let columns = Self.shown.map {
            Table.Column(words("slips.figure.\($0.rawValue)"), numeric: true)
        }
        let rows: [[HTML]] = shown.map { place in
            let counts = figures[place.code] ?? [:]
            return [
                Link(words(place.name), to: SlipsPath.place(place.code)).html, "\(telling.kind(place.kind))",
            ] + Self.shown.map { "\(counts[$0] ?? 0)" as HTML }
        }
        return """
            <h2>\(words("slips.figures.byPlace"))</h2>
            \(Table(
                caption: words("slips.figures.byPlace"), captionHidden: true,
                columns: [.init(words("slips.head.place")), .init(words("slips.head.kind"))] + columns,
                rows: rows))
            """
    }

    /// The villages that have no place of their own.
    private var coverage: HTML {
        let names: [HTML] = without.prefix(200).map { "<li>\(telling.area($0))</li>" }
        let said = words(
            "slips.coverage", ["covered": villages - without.count, "villages": villages])
        return """
            <section class="panel"><h2>\(words("slips.coverageTitle"))</h2><p>\(said)</p>
            \(names.isEmpty ? nil : Fold(words("slips.without"), open: names.count <= 20, "<ul>\(names)</ul>")
                .html)
            \(without.count > 200 ? "<p>\(words("slips.more"))</p>" as HTML : nil)</section>
            """
    }
}
