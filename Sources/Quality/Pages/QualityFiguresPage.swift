import Core
import Markup
import Web

/// What was found by unit, of so many answers, with the interval the true share lies in.
struct QualityFiguresPage {
    let telling: QualityTelling
    let from: CivilDate
    let through: CivilDate
    let counts: [UnitCode: [String: Int]]

    private var words: Words { telling.words }
    /// Units beyond so many are not shown: those with the most findings come first.
    private static let mostUnits = 200

    var page: Page {
        Page(title: words("quality.figures"), personal: true, wide: true, help: "quality") {
            """
            <p class="trail screen-only">\(Link(words("quality.title"), to: QualityPath.home))</p>
            <h1>\(words("quality.figures"))</h1>
            <p class="hint">\(words("quality.figuresHint"))</p>
            \(form)
            \(counts.isEmpty ? empty : "\(byCheck)\(byUnit)")
            """
        }
    }

    private var form: HTML {
        Form(
            get: QualityPath.figures, classes: "filters", label: words("quality.filter"),
            content: """
                \(TextField(
                    name: "from", label: words("quality.from"), value: from.description, kind: .date))\
                \(TextField(
                    name: "until", label: words("quality.until"), value: through.description, kind: .date))\
                \(Button(words("quality.show"), weight: .secondary))
                """
        ).html
    }

    private var empty: HTML {
        EmptyState(title: words("quality.noFigures"), text: words("quality.noneHint")).html
    }

    private func sum(_ figure: String) -> Int { counts.values.reduce(0) { $0 + ($1[figure] ?? 0) } }

    private func all(_ state: String, of figures: [String: Int]) -> Int {
        QualityCheck.allCases.reduce(0) { $0 + (figures["\($1.rawValue).\(state)"] ?? 0) }
    }

    /// `45/50 · 90.0%`, and behind it between which shares the true one lies.
    private func share(_ part: Int, of whole: Int) -> HTML {
        // Two findings in one answer are more than the answers there are; that is told as it is.
        guard part <= whole else { return "\(part)/\(whole)" }
        let share = Share(yes: part, of: whole)
        guard let interval = share.interval,
            let rate = Rate(numerator: share.yes, denominator: share.of, asOf: telling.visit.now)
        else { return "–" }
        let (low, high) = (Int(interval.low.rounded()), Int(interval.high.rounded()))
        let range = words("quality.range", ["low": low, "high": high])
        return "<b>\(rate.text(decimals: 1))</b><br><span class=\"muted\">\(part)/\(whole)<br>\(range)</span>"
    }

    private func link(_ count: Int, _ unit: UnitCode?, _ check: QualityCheck?, _ state: QualityState) -> HTML
    {
        if count <= 0 { return "0" }
        let path = QualityChoice().with { choice in
            (choice.unit, choice.check, choice.state) = (unit, check, state)
            (choice.from, choice.until) = (from, through)
        }.path
        return "\(Link(words.number(Int64(count)), to: path))"
    }

    private func columns(_ first: String) -> [Table.Column] {
        [Table.Column(words("quality.column.\(first)"))]
            + ["share", "open", "confirmed", "dismissed"].map {
                Table.Column(words("quality.column.\($0)"), numeric: true)
            }
    }

    private func cells(
        found: Int, confirmed: Int, dismissed: Int, of whole: Int, _ unit: UnitCode?, _ check: QualityCheck?
    ) -> [HTML] {
        [
            share(found, of: whole), link(found - confirmed - dismissed, unit, check, .open),
            link(confirmed, unit, check, .confirmed), link(dismissed, unit, check, .dismissed),
        ]
    }

    private var byCheck: HTML {
        let rows: [[HTML]] = QualityCheck.allCases.map { check in
            let whole = sum(check == .promise ? "promises" : "answers")
            let name = check.rawValue
            return ["\(telling.check(check))"]
                + cells(
                    found: sum("\(name).found"), confirmed: sum("\(name).confirmed"),
                    dismissed: sum("\(name).dismissed"), of: whole, nil, check)
        }
        return Table(caption: words("quality.byCheck"), columns: columns("check"), rows: rows).html
    }

    private var byUnit: HTML {
        let sorted = counts.sorted {
            (all("found", of: $1.value), $0.key) < (all("found", of: $0.value), $1.key)
        }
        let rows: [[HTML]] = sorted.prefix(Self.mostUnits).map { unit, figures in
            ["\(telling.unit(unit))"]
                + cells(
                    found: all("found", of: figures), confirmed: all("confirmed", of: figures),
                    dismissed: all("dismissed", of: figures), of: figures["answers"] ?? 0, unit, nil)
        }
        return Table(caption: words("quality.byUnit"), columns: columns("unit"), rows: rows).html
    }
}
