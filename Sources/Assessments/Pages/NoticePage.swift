import Core
import Markup
import Web

/// `/assessments/weeks/:week`: the weekly notice (周通报), and `/assessments/months/:month`: the monthly
/// assessment (月考核).
struct NoticePage {
    let telling: Telling
    let seen: SeenReport
    let matters: [String: FoundMatter]
    let today: CivilDate
    /// The meetings of the month that this reader may open.
    var meetings: [Unit] = []
    var days: MonthDays?
    /// So many overdue matters of a unit are named.
    static let named = 10

    private var words: Words { telling.words }
    private var isMonth: Bool { seen.period.sort == .month }
    private var part: String { isMonth ? "month" : "week" }

    static func numbers(_ seen: SeenReport) -> [String] {
        grouped(seen).flatMap { $0.findings.prefix(named).map(\.number) }
    }

    /// The overdue by unit, the most of them first (M135).
    private static func grouped(_ seen: SeenReport) -> [(unit: UnitCode, findings: [Finding])] {
        Dictionary(grouping: seen.findings(.overdue), by: \.unit).map { (unit: $0.key, findings: $0.value) }
            .sorted { ($1.findings.count, $0.unit) < ($0.findings.count, $1.unit) }
    }

    var page: Page {
        let title = words("assessments.\(part).title", ["period": telling.name(seen.period)])
        return Page(title: title, wide: true, help: "assessments") {
            """
            \(telling.trail())
            <h1>\(title)</h1>
            \(telling.neighbours(seen.period, today: today))
            <p class="lead">\(summary)</p>
            \(telling.source(seen.report, seen.period))
            \(named)
            <h2>\(words("assessments.comparison"))</h2>
            <p class="hint">\(words("assessments.comparisonHint", ["count": seen.report.atLeast]))</p>
            \(RankingTables(telling: telling, seen: seen, withParts: isMonth))
            \(formula)
            <h2>\(words("assessments.overdue"))</h2>
            \(overdue)
            \(meetingLinks)
            """
        }
    }

    /// The notice in sentences.
    private var summary: String {
        let total = seen.total
        let rate = { (measure: Measure) -> String in
            let share = total.share(measure)
            return Rate(numerator: share.yes, denominator: share.of, asOf: seen.report.madeAt)?
                .text(decimals: 1) ?? "–"
        }
        let rated = total.share(.solved).of
        return words(
            "assessments.notice",
            [
                "units": seen.figures.count, "received": total[.received], "dispatched": total[.dispatched],
                "answered": total[.answeredInTime] + total[.answeredLate], "inTime": rate(.answered),
                "rated": rated, "solved": rate(.solved), "satisfied": rate(.satisfied),
                "overdue": seen.findings(.overdue).count,
            ])
    }

    /// What went well and what did not, by name.
    private var named: HTML {
        let ranked = seen.groups.filter { $0.peers.band >= 0 }.flatMap(\.places)
        let good = ranked.filter { place in
            place.rank == 1 && place.peers > 2 && place.figures[.answeredLate] == 0
        }
        let bad = ranked.filter { place in
            place.peers > 2 && place.rank == place.peers || place.figures[.answeredLate] > 2
        }
        if good.isEmpty, bad.isEmpty { return .empty }
        return """
            <div class="panels">\(list("assessments.well", good))\(list("assessments.ill", bad))</div>
            """
    }

    private func list(_ key: String, _ places: [Ranking.Place]) -> HTML? {
        if places.isEmpty { return nil }
        let items: [HTML] = places.prefix(12).map { place in
            let said = words(
                "assessments.namedUnit",
                [
                    "unit": telling.unit(place.unit), "score": place.score.text,
                    "late": place.figures[.answeredLate], "sentBack": place.figures[.sentBack],
                ])
            return "<li>\(said)</li>"
        }
        return #"<section class="panel"><h2>\#(words(key))</h2><ul>\#(items)</ul></section>"#
    }

    private var formula: HTML {
        let formula = seen.report.formula
        let weights = formula.weights.map { weight in
            words(
                "assessments.weight",
                [
                    "measure": words("assessments.measure.\(weight.measure.rawValue)"),
                    "percent": weight.percent,
                ])
        }
        let losses = formula.deductions.map { deduction in
            words(
                "assessments.deduction",
                [
                    "figure": words("assessments.figure.\(deduction.figure.rawValue)"),
                    "each": Score.text(ofHundredths: deduction.each),
                    "most": Score.text(ofHundredths: deduction.atMost),
                ])
        }
        let lines: [HTML] = (weights + losses).map { "<li>\($0)</li>" }
        let head = words(
            "assessments.formula",
            ["version": formula.version, "from": telling.date(formula.from)])
        return "\(Fold(head, "<ul>\(lines)</ul><p>\(words("assessments.formulaHint"))</p>"))"
    }

    private var overdue: HTML {
        let groups = Self.grouped(seen)
        if groups.isEmpty {
            return """
                \(EmptyState(
                    title: words("assessments.overdue.none"), text: words("assessments.overdue.noneHint")))
                """
        }
        let parts: [HTML] = groups.map { unit, findings in
            let more: HTML? =
                findings.count > Self.named
                ? "<p>\(Link(words("assessments.overdue.all"), to: AssessmentsPath.late(unit)))</p>" : nil
            let name = telling.unit(unit)
            return """
                <section class="panel"><h3>\(name) \(Tag(telling.number(findings.count), tone: .bad))</h3>
                \(FindingTable(
                    telling: telling, caption: name, when: words("assessments.at.overdue"),
                    findings: Array(findings.prefix(Self.named)), matters: matters))\(more)</section>
                """
        }
        return "\(parts)"
    }

    private var meetingLinks: HTML? {
        guard isMonth, !meetings.isEmpty else { return nil }
        let month = seen.period.first
        let items: [HTML] = meetings.map { host in
            """
            <li>\(words(host.name)):
            \(Link(words("assessments.meeting.open"), to: AssessmentsPath.meeting(host.code, in: month))),
            \(Link(words("assessments.diagnosis.open"), to: AssessmentsPath.diagnosis(host.code, in: month)))
            </li>
            """
        }
        return #"""
            <section class="screen-only"><h2>\#(words("assessments.meetings"))</h2>
            <ul>\#(items)</ul></section>
            """#
    }
}
