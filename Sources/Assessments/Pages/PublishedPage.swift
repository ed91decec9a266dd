import Core
import Markup
import Web

/// `/assessments/published`: the months whose results everybody may read (评账, M35).
struct PublishedPage {
    let telling: Telling
    let months: [CivilDate]

    private var words: Words { telling.words }

    var page: Page {
        Page(
            title: words("assessments.published.title"), personal: telling.visit.officer != nil,
            help: "assessments-published"
        ) {
            """
            <h1>\(words("assessments.published.title"))</h1>
            <p class="lead">\(words("assessments.published.lead"))</p>
            \(months.isEmpty ? empty : list)
            """
        }
    }

    private var empty: HTML {
        """
        \(EmptyState(
            title: words("assessments.published.none"), text: words("assessments.published.noneHint")))
        """
    }

    private var list: HTML {
        let items: [HTML] = months.map { month in
            "<li>\(Link(telling.month(month), to: AssessmentsPath.published(month)))</li>"
        }
        return "<ul>\(items)</ul>"
    }
}

/// `/assessments/published/:month`: what one meeting found, unit by unit. It names no person.
struct PublishedMonthPage {
    let telling: Telling
    let month: CivilDate
    /// The units whose meetings are over.
    let hosts: [Unit]
    let meeting: Meeting
    let report: AssessmentReport?
    let ranking: Ranking?

    private var words: Words { telling.words }

    var page: Page {
        let title = words(
            "assessments.published.month",
            ["unit": words(meeting.host.name), "month": telling.month(month)])
        return Page(
            title: title, personal: telling.visit.officer != nil, wide: true, help: "assessments-published"
        ) {
            """
            \(telling.trail(AssessmentsPath.published, "assessments.published.title"))
            <h1>\(title)</h1>
            <p class="lead">\(words("assessments.published.monthLead"))</p>
            \(tabs)
            \(table)
            \(source)
            <p class="screen-only">\(PrintButton(words("assessments.print")))</p>
            """
        }
    }

    private var tabs: HTML? {
        guard hosts.count > 1 else { return nil }
        return """
            \(Tabs(label: words("assessments.published.places"), hosts.map { host in
                .init(
                    words(host.name), to: AssessmentsPath.published(month, host: host.code),
                    current: host.code == meeting.host.code)
            }))
            """
    }

    private var source: HTML? {
        report.map { telling.source($0, .month(first: month)) }
    }

    private var table: HTML {
        let measures: [Measure] = [.answered, .solved, .satisfied]
        let columns =
            [Table.Column(words("assessments.column.unit"))]
            + measures.map { .init(words("assessments.measure.\($0.rawValue)"), numeric: true) }
            + [
                .init(words("assessments.column.score"), numeric: true),
                .init(words("assessments.column.rank"), numeric: true),
                .init(words("assessments.published.kept"), numeric: true),
                .init(words("assessments.published.verdict")),
            ]
        return Table(
            caption: words("assessments.published.title"), captionHidden: true, columns: columns,
            rows: meeting.members.map { row($0, measures) }
        ).html
    }

    private func row(_ member: Meeting.Member, _ measures: [Measure]) -> [HTML] {
        let place = ranking?[member.unit.code]
        let shares: [HTML] = measures.map { measure in
            guard let place, let report else { return "–" }
            return telling.share(place.figures.share(measure), at: report.madeAt)
        }
        let rank = place?.rank.flatMap { rank in
            place.map { words("assessments.rankOf", ["rank": rank, "peers": $0.peers]) }
        }
        let claims = member.claims.filter { $0.honoured != nil }
        let kept = claims.count { $0.honoured == true }
        let keptText =
            member.submission == nil
            ? words("assessments.published.nothing") : "\(kept)/\(claims.count)"
        let verdict = words(
            member.passes == true ? "assessments.meeting.passed" : "assessments.meeting.notPassed")
        return ["\(words(member.unit.name))"] + shares + [
            "\(place?.score.text ?? "–")", "\(rank ?? "–")", "\(keptText)",
            "\(Tag(verdict, tone: member.passes == true ? .good : .bad))",
        ]
    }
}
