import Core
import Markup
import Web

/// How quickly stations came and what of the standard of a visit was kept.
struct StationReportPage {
    let telling: StationsTelling
    let from: CivilDate
    let through: CivilDate
    let report: StationReport
    /// The stations the reader sees, and the names of repairers.
    let stations: [Station]
    var names: [Int64: LocalText] = [:]

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("stations.report"), personal: true, wide: true, help: "stations") {
            """
            <p>\(Link(words("stations.title"), to: StationsPath.home))</p>
            <h1>\(words("stations.report"))</h1>
            \(form)
            \(report.isCut ? Notice(.warning, "<p>\(words("stations.cut"))</p>").html : HTML.empty)
            \(report.total.visits == 0 ? empty : tables)
            """
        }
    }

    private var form: HTML {
        Form(
            get: StationsPath.report, classes: "filters", label: words("stations.period"),
            content: """
                \(TextField(
                    name: "from", label: words("stations.from"), value: from.description, kind: .date))\
                \(TextField(
                    name: "until", label: words("stations.until"), value: through.description, kind: .date))\
                \(Button(words("stations.show"), weight: .secondary))\
                \(ButtonLink(
                    words("stations.csv"),
                    to: "/stations/report.csv?from=\(from.description)&until=\(through.description)",
                    weight: .secondary))
                """
        ).html
    }

    private var empty: HTML {
        EmptyState(title: words("stations.noVisits"), text: words("stations.noVisitsHint")).html
    }

    private static let columns = ["visits", "received", "arrived", "inTime", "compliance"]

    private func head(_ first: String) -> [Table.Column] {
        [Table.Column(words("stations.column.\(first)"))]
            + Self.columns.map { Table.Column(words("stations.column.\($0)"), numeric: true) }
    }

    /// Mean, and behind it what nine of ten took at most.
    private func interval(_ values: [Int64]) -> HTML {
        guard let mean = StationReport.Line.mean(values), let ninth = StationReport.Line.ninth(values) else {
            return "–"
        }
        return """
            \(words.span(mean))<br>\
            <span class="muted">\(words("stations.ninth", ["span": words.span(ninth)]))</span>
            """
    }

    private func share(_ part: Int, of whole: Int) -> HTML {
        guard whole > 0, let rate = Rate(numerator: part, denominator: whole, asOf: telling.visit.now) else {
            return "–"
        }
        return "\(rate.text(decimals: 1))<br><span class=\"muted\">\(part)/\(whole)</span>"
    }

    private func cells(_ line: StationReport.Line) -> [HTML] {
        [
            "\(line.visits)", interval(line.untilReceived), interval(line.untilArrived),
            share(line.inTime, of: line.emergencies), share(line.compliance.kept, of: line.compliance.of),
        ]
    }

    private var tables: HTML {
        let byStation: [[HTML]] = stations.compactMap { station in
            report.stations[station.code].map { line in
                ["\(Link(words(station.name), to: StationsPath.station(station.code)))"] + cells(line)
            }
        }
        let people = report.repairers.sorted { ($1.value.visits, $0.key) < ($0.value.visits, $1.key) }
        let byRepairer: [[HTML]] = people.prefix(100).map { id, line in
            ["\(names[id].map { words($0) } ?? "–")"] + cells(line)
        }
        let items: [[HTML]] = report.total.items.sorted { $0.key < $1.key }.map { name, counts in
            ["\(telling.item(name))", share(counts.kept, of: counts.of)]
        }
        let itemColumns = [
            Table.Column(words("stations.column.item")),
            Table.Column(words("stations.column.compliance"), numeric: true),
        ]
        let limit = words("stations.limit", ["minutes": Int(StationReport.emergencyMinutes)])
        return """
            <p class="hint">\(limit)</p>
            \(Table(caption: words("stations.byStation"), columns: head("station"), rows: byStation))
            \(Table(caption: words("stations.byRepairer"), columns: head("repairer"), rows: byRepairer))
            \(Table(caption: words("stations.byItem"), columns: itemColumns, rows: items))
            """
    }

    /// The same as a table for spreadsheets: one row a station.
    var csv: String {
        let items = report.total.items.keys.sorted()
        let head =
            ["station", "name", "visits", "done", "received_mean_minutes", "arrived_mean_minutes"]
            + ["arrived_p90_minutes", "emergencies", "emergencies_in_time"] + items.map { "kept_\($0)" }
        var text = "\u{FEFF}" + head.joined(separator: ",") + "\r\n"
        for station in stations {
            guard let line = report.stations[station.code] else { continue }
            func minutes(_ milliseconds: Int64?) -> String { milliseconds.map { "\($0 / 60_000)" } ?? "" }
            let name = words(station.name).replacing("\"", with: "\"\"")
            let isFormula = name.first.map { "=+-@\t".contains($0) } ?? false
            var fields = [
                station.code, "\"\(isFormula ? "'" : "")\(name)\"", "\(line.visits)", "\(line.done)",
                minutes(StationReport.Line.mean(line.untilReceived)),
                minutes(StationReport.Line.mean(line.untilArrived)),
                minutes(StationReport.Line.ninth(line.untilArrived)), "\(line.emergencies)",
                "\(line.inTime)",
            ]
            for item in items { fields.append(line.items[item].map { "\($0.kept)/\($0.of)" } ?? "") }
            text += fields.joined(separator: ",") + "\r\n"
        }
        return text
    }
}
