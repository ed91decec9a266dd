import Core
import Desk
import Markup
import Web

/// `/rules/returns`: matters tossed about, each with its path.
struct ReturnsPage {
    let telling: RulesTelling
    let isOpen: Bool
    let tossed: [ReturnStore.Tossed]
    let records: [Int64: MatterRecord]
    var older: String?
    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("rules.returns"), wide: true, help: "rules") {
            """
            <h1>\(words("rules.returns"))</h1>
            \(telling.tabs(RulesPath.returns))
            <p>\(words("rules.returns.what", ["count": telling.book.tossedFrom]))</p>
            <ul class="cluster">\(choice(true))\(choice(false))</ul>
            \(tossed.isEmpty
                ? EmptyState(title: words("rules.returns.none"), text: words("rules.returns.noneHint")).html
                : table)
            \(telling.older(older))
            """
        }
    }

    private func choice(_ open: Bool) -> HTML {
        let text = words(open ? "rules.returns.open" : "rules.returns.ended")
        if open == isOpen { return "<li><b>\(text)</b></li>" }
        return "<li>\(Link(text, to: RulesPath.returns + (open ? "" : "?ended=1")))</li>"
    }

    private var table: HTML {
        Table(
            caption: words("rules.returns"), captionHidden: true,
            columns: [
                .init(words("rules.matter")), .init(words("rules.path")),
                .init(words("rules.hops"), numeric: true), .init(words("rules.returned"), numeric: true),
                .init(words("rules.lastAt")),
            ],
            rows: tossed.map { row in
                let back: HTML = row.path.cameBack ? Tag(words("rules.cameBack"), tone: .bad).html : .empty
                return [
                    telling.matter(records[row.matterID]), "\(telling.path(row.path)) \(back)",
                    "\(words.number(Int64(row.path.hops)))", "\(words.number(Int64(row.returns)))",
                    telling.time(row.lastAt),
                ]
            }
        ).html
    }
}

/// `/rules/figures`: what units did with what they were given; each figure opens into its rows.
struct ReturnFiguresPage {
    let telling: RulesTelling
    let months: ClosedRange<CivilDate>
    let figures: [ReturnStore.Figure]
    var opened: Opened?

    struct Opened {
        let unit: UnitCode
        let result: ReturnStore.Handing.Result
        let rows: [ReturnStore.Returned]
        let records: [Int64: MatterRecord]
        var older: String?
    }

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("rules.figures"), wide: true, help: "rules") {
            """
            <h1>\(words("rules.figures"))</h1>
            \(telling.tabs(RulesPath.figures))
            \(Form(get: RulesPath.figures, classes: "filters", label: words("rules.figures"), content: """
                \(TextField(name: "from", label: words("rules.run.from"),
                    value: months.lowerBound.description, kind: .date))\
                \(TextField(name: "until", label: words("rules.run.until"),
                    value: months.upperBound.description, kind: .date))\
                \(Button(words("rules.show"), weight: .secondary))
                """))
            <p>\(words("rules.figures.what", [
                "from": telling.day(months.lowerBound), "now": words.dateTime(telling.now)]))</p>
            \(figures.isEmpty
                ? EmptyState(title: words("rules.figures.none"), text: words("rules.figures.noneHint")).html
                : table)
            \(figures.isEmpty ? .empty : reasons)
            \(opened.map { rows($0) })
            """
        }
    }

    private func share(_ part: Int, of all: Int) -> String {
        Rate(numerator: max(0, part), denominator: max(0, all), asOf: telling.now)?.text(decimals: 1) ?? "–"
    }

    private func number(_ figure: ReturnStore.Figure, _ result: ReturnStore.Handing.Result) -> HTML {
        let count = figure.count(result)
        if count == 0 { return "0" }
        let path =
            "\(RulesPath.figures)?from=\(months.lowerBound)&until=\(months.upperBound)"
            + "&unit=\(figure.unit)&result=\(result.rawValue)#rows"
        return Link(words.number(Int64(count)), to: path).html
    }

    private var table: HTML {
        Table(
            caption: words("rules.figures"), captionHidden: true,
            columns: [
                .init(words("rules.field.unit")), .init(words("rules.given"), numeric: true),
                .init(words("rules.returned"), numeric: true), .init(words("rules.share"), numeric: true),
                .init(words("rules.kept"), numeric: true), .init(words("rules.moved"), numeric: true),
                .init(words("rules.held"), numeric: true),
            ],
            rows: figures.map { figure in
                let share = share(figure.count(.returned), of: figure.given)
                return [
                    "\(telling.unit(figure.unit))", "\(words.number(Int64(figure.given)))",
                    number(figure, .returned), "\(share)",
                    number(figure, .kept), number(figure, .moved), number(figure, .held),
                ]
            }
        ).html
    }

    private var reasons: HTML {
        var counts: [String: Int] = [:]
        for figure in figures {
            for (word, count) in figure.counts where word.hasPrefix("why:") && count > 0 {
                counts[String(word.dropFirst(4)), default: 0] += count
            }
        }
        if counts.isEmpty { return .empty }
        let all = counts.values.reduce(0, +)
        return Table(
            caption: words("rules.reasons"),
            columns: [
                .init(words("rules.field.reason")), .init(words("rules.run.count"), numeric: true),
                .init(words("rules.share"), numeric: true),
            ],
            rows: counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { code, count in
                [
                    "\(telling.reason(code))", "\(words.number(Int64(count)))",
                    "\(share(count, of: all))",
                ]
            }
        ).html
    }

    private func rows(_ opened: Opened) -> HTML {
        let title = "\(telling.unit(opened.unit) as String) · \(words("rules.\(opened.result.rawValue)"))"
        let items: [HTML] = opened.rows.map { row in
            let why = row.words.map { text in
                "<br><span class=\"muted\">\(row.reason.map { telling.reason($0) }) · \(text)</span>" as HTML
            }
            return "<li>\(telling.matter(opened.records[row.matterID]))\(why)</li>"
        }
        return """
            <section id="rows" class="stack"><h2>\(title)</h2><ul>\(items)</ul>\
            \(telling.older(opened.older))</section>
            """
    }
}
