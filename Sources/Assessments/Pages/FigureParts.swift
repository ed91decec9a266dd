import Core
import Markup
import Web

/// What happened in all, one line a figure.
struct FigureTotals: Component {
    let telling: Telling
    let figures: Figures
    /// How many were open at the end; nil where nobody counted yet.
    var open: Int?
    /// Where the first figure leads.
    var received: String?

    private static let shown: [Figure] = [
        .received, .dispatched, .answeredInTime, .answeredLate, .limitPassed, .sentBack, .endedSolved,
    ]

    var html: HTML {
        let words = telling.words
        var rows = Self.shown.map { figure -> (name: String, value: HTML) in
            let count = figures[figure]
            let value: HTML =
                figure == .received && received != nil
                ? telling.count(count, to: received ?? "/matters") : "\(telling.number(count))"
            return (words("assessments.figure.\(figure.rawValue)"), value)
        }
        if let open { rows.append((words("assessments.open"), "\(telling.number(open))")) }
        return SummaryList(rows).html
    }
}

/// What was counted of each unit.
struct UnitTable: Component {
    let telling: Telling
    let seen: SeenReport

    private static let shown: [Figure] = [
        .dispatched, .acceptedLate, .answeredInTime, .answeredLate, .limitPassed, .returned, .sentBack,
        .endedSolved,
    ]

    var html: HTML {
        let words = telling.words
        let units = Set(seen.figures.keys).union(seen.open.keys).filter { telling.city.units[$0] != nil }
        if units.isEmpty {
            return EmptyState(
                title: words("assessments.units.none"), text: words("assessments.units.noneHint")
            ).html
        }
        let columns =
            [Table.Column(words("assessments.column.unit"))]
            + Self.shown.map { .init(words("assessments.figure.\($0.rawValue)"), numeric: true) }
            + [.init(words("assessments.open"), numeric: true)]
        return Table(
            caption: words("assessments.units"), captionHidden: true, columns: columns,
            rows: units.sorted(by: order).map(row)
        ).html
    }

    private func order(_ left: UnitCode, _ right: UnitCode) -> Bool {
        let areas = (telling.city.units[left]?.area.text ?? "", telling.city.units[right]?.area.text ?? "")
        return (areas.0, left) < (areas.1, right)
    }

    private func row(_ unit: UnitCode) -> [HTML] {
        let figures = seen.figures[unit] ?? Figures()
        return ["\(telling.unit(unit))"] + Self.shown.map { "\(telling.number(figures[$0]))" }
            + [telling.count(seen.open[unit] ?? 0, to: AssessmentsPath.open(unit))]
    }
}

/// Units beside those that can be compared with them.
struct RankingTables: Component {
    let telling: Telling
    let seen: SeenReport
    /// Whether it says how each score came about.
    var withParts = false

    private var words: Words { telling.words }

    var html: HTML {
        let groups = seen.groups
        if groups.isEmpty {
            return EmptyState(
                title: words("assessments.units.none"), text: words("assessments.units.noneHint")
            ).html
        }
        let parts: [HTML] = groups.map(group)
        return "\(parts)"
    }

    private func group(_ peers: Ranking.Peers, _ places: [Ranking.Place]) -> HTML {
        let measures = seen.report.formula.weights.map(\.measure)
        let columns =
            [
                Table.Column(words("assessments.column.unit")),
                .init(words("assessments.column.rank"), numeric: true),
            ]
            + measures.map { .init(words("assessments.measure.\($0.rawValue)"), numeric: true) }
            + [
                .init(words("assessments.column.lost"), numeric: true),
                .init(words("assessments.column.score"), numeric: true),
                .init(words("assessments.open"), numeric: true),
            ]
        let name = telling.level(peers, atLeast: seen.report.atLeast)
        let table = Table(caption: name, captionHidden: true, columns: columns, rows: places.map(row))
        // Those that are only shown stand behind a fold.
        if peers.band < 0 {
            let isAlone = seen.groups.allSatisfy { $0.peers.band < 0 }
            return "\(Fold("\(name) (\(places.count))", open: isAlone, table.html))"
        }
        return "<section><h3>\(name)</h3>\(table)</section>"
    }

    private func row(_ place: Ranking.Place) -> [HTML] {
        let shares = place.score.parts.map { part -> HTML in
            let points: HTML? =
                withParts ? part.points.map { "<br>\(said(Score.text(ofHundredths: $0)))" } : nil
            return "\(telling.share(part.share, at: seen.report.madeAt))\(points)"
        }
        return ["\(telling.unit(place.unit))", rank(place)] + shares
            + [
                lost(place), "<b>\(place.score.text)</b>",
                telling.count(seen.open[place.unit] ?? 0, to: AssessmentsPath.open(place.unit)),
            ]
    }

    private func said(_ points: String) -> String { words("assessments.points", ["points": points]) }

    private func rank(_ place: Ranking.Place) -> HTML {
        guard let rank = place.rank else { return "–" }
        return "\(words("assessments.rankOf", ["rank": rank, "peers": place.peers]))"
    }

    private func lost(_ place: Ranking.Place) -> HTML {
        if place.score.losses.isEmpty { return "0" }
        let parts: [HTML] = place.score.losses.map { loss in
            """
            <span class="muted">\(words(
                "assessments.loss",
                [
                    "figure": words("assessments.figure.\(loss.figure.rawValue)"), "count": loss.count,
                    "points": Score.text(ofHundredths: loss.points),
                ]))</span>
            """
        }
        return HTML.joined(parts, by: "<br>")
    }
}

extension HTML {
    /// Parts in order with something between them.
    static func joined(_ parts: [HTML], by separator: HTML) -> HTML {
        var whole = HTML.empty
        for (index, part) in parts.enumerated() { whole += index == 0 ? part : "\(separator)\(part)" }
        return whole
    }
}
