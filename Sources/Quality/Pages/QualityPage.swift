import Core
import Markup
import Web

/// The queue of findings.
struct QualityPage {
    let telling: QualityTelling
    let sight: QualitySight
    let choice: QualityChoice
    let place: QualityPlace
    var rows: [FindingRow] = []
    var sizes: [QualityCheck?: Int] = [:]
    var next: String?
    var isFirst = true
    var maySeeFigures = false

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("quality.title"), personal: true, wide: true, help: "quality") {
            """
            <h1>\(words("quality.title"))</h1>
            <p class="lead">\(words("quality.lead"))</p>
            \(links)
            \(states)
            \(checks)
            \(form)
            \(rows.isEmpty ? empty : table)
            \(pager)
            """
        }
    }

    private var links: HTML? {
        guard maySeeFigures else { return nil }
        return """
            <p class="cluster">\(Link(words("quality.figures"), to: QualityPath.figures)) \
            \(Link(words("quality.words"), to: QualityPath.words))</p>
            """
    }

    private var states: HTML {
        Tabs(
            label: words("quality.states"),
            QualityState.allCases.map { state in
                Tabs.Tab(
                    telling.state(state), to: choice.with { $0.state = state }.path,
                    current: state == choice.state)
            }
        ).html
    }

    private func count(_ check: QualityCheck?) -> String {
        let size = sizes[check] ?? 0
        return size >= QualityDesk.mostCounted ? words("quality.many") : words.number(Int64(size))
    }

    private var checks: HTML {
        let all = Tabs.Tab(
            words("quality.all"), to: choice.with { $0.check = nil }.path, count: count(nil),
            current: choice.check == nil)
        let found = QualityCheck.allCases.filter { (sizes[$0] ?? 0) > 0 || $0 == choice.check }
        return Tabs(
            label: words("quality.checks"),
            [all]
                + found.map { check in
                    Tabs.Tab(
                        telling.check(check), to: choice.with { $0.check = check }.path, count: count(check),
                        current: check == choice.check)
                }
        ).html
    }

    /// Units beyond so many are asked for by their area.
    private static let mostUnits = 400

    private var form: HTML {
        let units = sight.seenUnits
        let kept: [HTML] = choice.values.filter { ["check", "state"].contains($0.name) }.map {
            Hidden(name: $0.name, value: $0.value).html
        }
        let unit: HTML? =
            units.count > 1
            ? Select(
                name: "unit", label: words("quality.unit"),
                choices: units.prefix(Self.mostUnits).map {
                    Choice(value: $0.code.text, label: words($0.name))
                },
                chosen: choice.unit?.text, none: words("quality.allUnits")
            ).html : nil
        return Form(
            get: QualityPath.home, classes: "filters", label: words("quality.filter"),
            content: """
                \(kept)\(unit)\(area)\
                \(TextField(name: "from", label: words("quality.from"), value: choice.from?.description ?? "",
                    kind: .date))\
                \(TextField(name: "until", label: words("quality.until"),
                    value: choice.until?.description ?? "", kind: .date))\
                \(Button(words("quality.show"), weight: .secondary))
                """
        ).html
    }

    /// The areas one level below those they see.
    private var area: HTML? {
        let below = sight.areas.flatMap { telling.city.areas.children(of: $0) }
        if below.isEmpty { return nil }
        return Select(
            name: "area", label: words("quality.area"),
            choices: below.prefix(Self.mostUnits).map { code in
                Choice(value: code.text, label: telling.city.areas[code].map { words($0.name) } ?? code.text)
            },
            chosen: choice.area?.text, none: words("quality.allAreas")
        ).html
    }

    private var empty: HTML {
        EmptyState(
            title: words("quality.none.\(choice.state.rawValue)"), text: words("quality.noneHint")
        ).html
    }

    private var table: HTML {
        let columns = ["matter", "check", "reason", "unit", "found"].map {
            Table.Column(words("quality.column.\($0)"))
        }
        let lines: [[HTML]] = rows.map { row in
            [
                """
                <a href="\(QualityPath.finding(row.id) + choice.query)"><bdi>\(row.title)</bdi></a><br>\
                <span class="muted">\(row.number)</span>
                """,
                "\(Tag(telling.check(row.check), tone: row.state == .confirmed ? .bad : .warn))",
                "<bdi>\(telling.reason(row.check, row.reason))</bdi>\(note(row))",
                "\(telling.unit(row.unit))",
                telling.time(row.at),
            ]
        }
        return Table(
            caption: words("quality.list"), captionHidden: true, columns: columns, rows: lines
        ).html
    }

    private func note(_ row: FindingRow) -> HTML? {
        row.note.map { "<br><span class=\"muted\"><bdi>\($0)</bdi></span>" }
    }

    private var pager: HTML {
        let older = next.map { cursor in
            let joint = choice.query.isEmpty ? "?" : "&"
            return (words("quality.older"), choice.path + "\(joint)after=\(cursor)")
        }
        return Pager(
            label: words("quality.pages"), newest: isFirst ? nil : (words("quality.newest"), choice.path),
            older: older
        ).html
    }
}
