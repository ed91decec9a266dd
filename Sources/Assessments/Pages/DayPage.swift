import Core
import Markup
import Web

/// `/assessments/days/:day`: the daily check (日督查).
struct DayPage {
    let telling: Telling
    let seen: SeenReport
    /// The matters of the findings that are shown, by number.
    let matters: [String: FoundMatter]
    let today: CivilDate
    /// So many findings of a sort stand on the page.
    static let shown = 50

    private var words: Words { telling.words }

    /// The numbers whose matters the page names.
    static func numbers(_ seen: SeenReport) -> [String] {
        Finding.Sort.allCases.flatMap { seen.findings($0).prefix(shown).map(\.number) }
    }

    var page: Page {
        let title = words("assessments.day.title", ["day": telling.name(seen.period)])
        return Page(title: title, wide: true, help: "assessments") {
            """
            \(telling.trail())
            <h1>\(title)</h1>
            \(telling.neighbours(seen.period, today: today))
            \(telling.source(seen.report, seen.period))
            \(FigureTotals(telling: telling, figures: seen.total, open: seen.open.values.reduce(0, +)))
            <h2>\(words("assessments.findings"))</h2>
            \(findings)
            <h2>\(words("assessments.units"))</h2>
            \(UnitTable(telling: telling, seen: seen))
            """
        }
    }

    private var findings: HTML {
        let sorts = Finding.Sort.allCases.filter { $0 != .overdue }
        let parts: [HTML] = sorts.compactMap { sort in
            let found = seen.findings(sort)
            return found.isEmpty ? nil : part(sort, found)
        }
        if parts.isEmpty {
            return """
                \(EmptyState(
                    title: words("assessments.findings.none"), text: words("assessments.findings.noneHint")))
                """
        }
        let clear = sorts.filter { seen.findings($0).isEmpty }.map { name($0) }
        let names = clear.joined(separator: words("assessments.comma"))
        let said = words("assessments.findings.clear", ["names": names])
        let rest: HTML? = clear.isEmpty ? nil : #"<p class="muted">\#(said)</p>"#
        return "\(parts)\(rest)"
    }

    private func name(_ sort: Finding.Sort) -> String {
        words("assessments.finding.\(sort.rawValue)", ["days": seen.report.sinkingDays])
    }

    private func part(_ sort: Finding.Sort, _ found: [Finding]) -> HTML {
        let more: HTML? =
            found.count > Self.shown || seen.report.more.contains(sort)
            ? #"<p class="muted">\#(words("assessments.findings.more", ["shown": Self.shown]))</p>"# : nil
        return """
            <section class="panel"><h3>\(name(sort)) \(Tag(count(sort, found), tone: .warn))</h3>
            \(FindingTable(
                telling: telling, caption: name(sort), when: words("assessments.at.\(sort.rawValue)"),
                findings: Array(found.prefix(Self.shown)), matters: matters))\(more)</section>
            """
    }

    private func count(_ sort: Finding.Sort, _ found: [Finding]) -> String {
        telling.number(found.count) + (seen.report.more.contains(sort) ? "+" : "")
    }
}

/// Findings, each with its matter.
struct FindingTable: Component {
    let telling: Telling
    let caption: String
    let when: String
    let findings: [Finding]
    let matters: [String: FoundMatter]

    var html: HTML {
        let words = telling.words
        return Table(
            caption: caption, captionHidden: true,
            columns: [
                .init(words("assessments.column.matter")), .init(words("assessments.column.unit")),
                .init(when),
            ],
            rows: findings.map { finding in
                let title: HTML = "\(matters[finding.number]?.title)"
                return [
                    "\(Link(finding.number, to: AssessmentsPath.matter(finding.number))) \(title)",
                    "\(telling.unit(finding.unit))",
                    "\(Time(words.dateTime(finding.at), dateTime: finding.at.iso))",
                ]
            }
        ).html
    }
}
