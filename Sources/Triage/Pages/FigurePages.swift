import Core
import Desk
import Markup
import Web

/// Right at first, hops and the time to the right unit: each figure opens into what it counts.
struct FiguresPage {
    let telling: TriageTelling
    let figures: TriageDesk.Figures
    let dimension: DispatchStore.Dimension
    let month: Int
    let areas: [AreaCode]

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("triage.figures.title"), wide: true, help: "triage") {
            """
            <h1>\(words("triage.figures.title"))</h1>
            \(telling.tabs(.figures))
            <p class="lead">\(words("triage.figures.lead"))</p>
            \(filter)
            \(lines)
            \(trend)
            <p class="hint">\(words("triage.figures.hint", ["at": telling.visit.now]))</p>
            """
        }
    }

    private var filter: HTML {
        let dimensions = DispatchStore.Dimension.allCases.filter { $0 != .all }
        return Form(
            get: TriagePath.figures, classes: "filters", label: words("triage.figures.choose"),
            content: """
                \(Select(
                    name: "area", label: words("triage.figures.area"),
                    choices: areas.map { Choice(value: $0.text, label: telling.area($0)) },
                    chosen: figures.area.text))\
                \(Select(
                    name: "month", label: words("triage.figures.month"),
                    choices: figures.months.reversed().map {
                        Choice(value: String($0), label: telling.month($0))
                    }, chosen: String(month)))\
                \(Select(
                    name: "by", label: words("triage.figures.by"),
                    choices: dimensions.map {
                        Choice(value: $0.rawValue, label: words("triage.dimension.\($0.rawValue)"))
                    }, chosen: dimension.rawValue))\
                \(Button(words("triage.figures.show"), weight: .secondary))
                """
        ).html
    }

    private func columns(_ first: String) -> [Table.Column] {
        [Table.Column(first)]
            + ["dispatched", "right", "wrong", "open", "hops", "waited"].map {
                Table.Column(words("triage.figure.\($0)"), numeric: true)
            }
    }

    private var lines: HTML {
        if figures.lines.isEmpty {
            return EmptyState(title: words("triage.figures.none"), text: words("triage.figures.noneHint"))
                .html
        }
        let rows: [[HTML]] = figures.lines.prefix(200).map { line in
            ["\(telling.name(line.name, dimension))"] + cells(line.sum, dimension, line.name, month)
        }
        return Table(
            caption: "\(telling.area(figures.area)) · \(telling.month(month))",
            columns: columns(words("triage.dimension.\(dimension.rawValue)")), rows: rows
        ).html
    }

    private var trend: HTML {
        if figures.total.isEmpty { return .empty }
        let rows: [[HTML]] = figures.total.reversed().map { line in
            ["\(telling.month(line.month))"] + cells(line.sum, .all, "", line.month)
        }
        return Table(
            caption: words("triage.figures.trend"), columns: columns(words("triage.figures.month")),
            rows: rows
        ).html
    }

    private func cells(
        _ sum: DispatchStore.Sum, _ dimension: DispatchStore.Dimension, _ name: String, _ month: Int
    ) -> [HTML] {
        func link(_ text: String, _ state: String) -> HTML {
            Link(
                text,
                to: TriagePath.counted(dimension, name, month: month, state: state, area: figures.area.text)
            ).html
        }
        let open = sum.dispatched - sum.known
        let rate = Rate(numerator: sum.right, denominator: sum.known, asOf: telling.visit.now)
        let right: HTML =
            sum.known == 0
            ? "–"
            : """
            \(link(rate?.text(decimals: 1) ?? "–", "right")) \
            <span class="muted">\(sum.right)/\(sum.known)</span>
            """
        return [
            link(String(sum.dispatched), ""), right, link(String(sum.wrong), "wrong"),
            link(String(open), "open"), "\(telling.mean(sum.hops, of: sum.owned))",
            "\(sum.owned == 0 ? "–" : words.span(sum.waited / Int64(sum.owned)))",
        ]
    }
}

extension TriageTelling {
    /// With two digits: `1.08`; a dash where nothing was counted.
    func mean(_ sum: Int, of count: Int) -> String {
        if count <= 0 { return "–" }
        let hundredths = (sum * 100 + count / 2) / count
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }

    /// What a line of figures is about.
    func name(_ name: String, _ dimension: DispatchStore.Dimension) -> String {
        switch dimension {
        case .all: words("triage.dimension.all")
        case .channel: Channel(rawValue: name) == nil ? name : words("triage.channel.\(name)")
        case .category: name.isEmpty ? words("triage.noCategory") : category(name)
        case .unit: unit(UnitCode(name))
        case .way: words(name == DispatchStore.Line.automatic ? "triage.way.automatic" : "triage.way.people")
        }
    }
}

/// The matters that a figure counts.
struct CountedPage {
    let telling: TriageTelling
    let title: String
    let lines: [(line: DispatchStore.Line, record: MatterRecord?)]
    /// The whole address of the next page.
    let next: String?

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("triage.counted.title"), wide: true, help: "triage") {
            """
            <p>\(Link(words("triage.figures.title"), to: TriagePath.figures))</p>
            <h1>\(words("triage.counted.title"))</h1>
            <p class="lead">\(title)</p>
            \(lines.isEmpty ? empty : table)
            \(Pager(
                label: words("triage.pages"), newest: nil, older: next.map { (words("triage.more"), $0) }))
            """
        }
    }

    private var empty: HTML {
        EmptyState(title: words("triage.counted.none"), text: words("triage.figures.noneHint")).html
    }

    private var table: HTML {
        let columns = ["matter", "state", "first", "refused", "owner", "hops", "waited"].map {
            Table.Column(words("triage.column.\($0)"), numeric: $0 == "hops" || $0 == "waited")
        }
        let rows: [[HTML]] = lines.map { line, record in
            let matter: HTML =
                record.map { record in
                    """
                    <a href="\(TriagePath.matter(record.number))"><bdi>\(record.title)</bdi></a>\
                    <br><span class="muted">\(record.number)</span>
                    """
                } ?? "\(line.number)"
            let way: HTML? = line.isAutomatic ? " \(Tag(words("triage.automaticTag"), tone: .accent))" : nil
            return [
                matter, state(line.state), "\(telling.unit(line.unit) as String)\(way)",
                "\(line.refused.map { telling.unit($0) as String }.joined(separator: " · "))",
                "\(telling.unit(line.owner) ?? "–")", "\(line.hops)",
                "\(line.waited.map { words.span($0) } ?? "–")",
            ]
        }
        return Table(
            caption: words("triage.counted.title"), captionHidden: true, columns: columns, rows: rows
        )
        .html
    }

    private func state(_ state: FirstDispatch.State) -> HTML {
        let text = words("triage.state.\(state.rawValue)")
        switch state {
        case .right: return Tag(text, tone: .good).html
        case .wrong: return Tag(text, tone: .bad).html
        case .open: return Tag(text).html
        }
    }
}
