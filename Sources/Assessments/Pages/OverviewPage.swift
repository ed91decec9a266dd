import Core
import Markup
import Web

/// `/assessments`: today, this week, this month, and what was written before.
struct OverviewPage {
    let telling: Telling
    /// For readers who may see figures.
    var figures: Shown?
    /// What the reader's units hand in.
    var duties: [Duty] = []

    /// Figures of the periods that are not over, and the archive.
    struct Shown {
        let places: [LocalText]
        let today: CivilDate
        let now: Moment
        let day: Figures
        let week: Figures
        let month: Figures
        let days: [AssessmentPeriod]
        let weeks: [AssessmentPeriod]
        let months: [AssessmentPeriod]
        let calendar: MonthDays?
        let hosts: [Unit]
    }

    /// What a unit has to hand in for a month.
    struct Duty {
        let unit: Unit
        let days: MonthDays
        let isDone: Bool
    }

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("assessments.title"), wide: true, help: "assessments") {
            """
            <h1>\(words("assessments.title"))</h1>
            <p class="lead">\(words("assessments.lead"))</p>
            \(dutyList)
            \(figures.map(overview) ?? noFigures)
            <p>\(Link(words("assessments.published.open"), to: AssessmentsPath.published))</p>
            """
        }
    }

    private var noFigures: HTML {
        if !duties.isEmpty { return .empty }
        return """
            \(EmptyState(
                title: words("assessments.noFigures"), text: words("assessments.noFiguresHint")))
            """
    }

    private var dutyList: HTML? {
        if duties.isEmpty { return nil }
        let items: [HTML] = duties.map { duty in
            let state =
                duty.isDone
                ? Tag(words("assessments.submission.done"), tone: .good)
                : Tag(words("assessments.submission.open"), tone: .warn)
            let said = words(
                "assessments.submission.duty",
                [
                    "unit": words(duty.unit.name), "month": telling.month(duty.days.month),
                    "until": telling.date(duty.days.submitUntil),
                ])
            return """
                <li>\(Link(
                    said, to: AssessmentsPath.submission(duty.unit.code, in: duty.days.month))) \(state)</li>
                """
        }
        return #"<section class="panel"><h2>\#(words("assessments.duties"))</h2><ul>\#(items)</ul></section>"#
    }

    private func overview(_ shown: Shown) -> HTML {
        let place = shown.places.map { words($0) }.joined(separator: words("assessments.comma"))
        let asOf = words("assessments.asOf", ["place": place, "at": shown.now])
        let week = AssessmentPeriod(.week, of: shown.today)
        let month = AssessmentPeriod(.month, of: shown.today)
        return """
            <p class="muted">\(asOf)</p>
            <div class="panels">
            \(panel("assessments.today", shown.day, shown.today, shown.today, shown.days.first))
            \(panel("assessments.thisWeek", shown.week, week.first, shown.today, shown.weeks.first))
            \(panel("assessments.thisMonth", shown.month, month.first, shown.today, shown.months.first))
            </div>
            \(shown.calendar.map { calendar($0, shown) })
            <h2>\(words("assessments.archive"))</h2>
            <div class="panels">
            \(archive("assessments.archive.days", shown.days))
            \(archive("assessments.archive.weeks", shown.weeks))
            \(archive("assessments.archive.months", shown.months))
            </div>
            """
    }

    private func panel(
        _ key: String, _ figures: Figures, _ first: CivilDate, _ last: CivilDate,
        _ newest: AssessmentPeriod?
    ) -> HTML {
        let link: HTML? = newest.map { period in
            let said = words("assessments.newest", ["period": telling.name(period)])
            return "<p>\(Link(said, to: AssessmentsPath.report(period)))</p>"
        }
        let raised = AssessmentsPath.raised(from: first, through: last)
        return #"""
            <section class="panel"><h2>\#(words(key))</h2>
            <p class="muted">\#(telling.span(first, last))</p>
            \#(FigureTotals(telling: telling, figures: figures, received: raised))\#(link)</section>
            """#
    }

    private func archive(_ key: String, _ periods: [AssessmentPeriod]) -> HTML {
        let items: [HTML] = periods.map { period in
            "<li>\(Link(telling.name(period), to: AssessmentsPath.report(period)))</li>"
        }
        let list: HTML =
            items.isEmpty
            ? #"<p class="muted">\#(words("assessments.archive.none"))</p>"# : "<ul>\(items)</ul>"
        return #"<section class="panel"><h3>\#(words(key))</h3>\#(list)</section>"#
    }

    // MARK: The days of the month

    private func calendar(_ days: MonthDays, _ shown: Shown) -> HTML {
        let steps: [(String, CivilDate, CivilDate)] = [
            ("collect", days.collectFrom, days.collectUntil),
            ("analyse", days.analyseFrom, days.analyseUntil), ("diagnosis", days.diagnosis, days.diagnosis),
            ("submit", days.submitUntil, days.submitUntil), ("meeting", days.meeting, days.meeting),
        ]
        let shownSteps = steps.map { name, first, last in
            let state: Timeline.State =
                last < shown.today ? .done : first <= shown.today ? .current : .next
            return Steps.Step(
                words(
                    "assessments.window.\(name)", ["days": telling.span(first, last)]), state,
                stateText: words("assessments.state.\(state.rawValue)"))
        }
        let title = words("assessments.monthDays", ["month": telling.month(days.month)])
        return """
            <h2>\(title)</h2>
            \(Steps(label: title, shownSteps))
            \(hosts(shown, days))
            """
    }

    private func hosts(_ shown: Shown, _ days: MonthDays) -> HTML? {
        if shown.hosts.isEmpty { return nil }
        let before = AssessmentPeriod(.month, of: days.month).previous.first
        let items: [HTML] = shown.hosts.map { host in
            """
            <li>\(words(host.name)):
            \(Link(
                words("assessments.diagnosis.of", ["month": telling.month(days.month)]),
                to: AssessmentsPath.diagnosis(host.code, in: days.month))),
            \(Link(
                words("assessments.meeting.of", ["month": telling.month(before)]),
                to: AssessmentsPath.meeting(host.code, in: before)))</li>
            """
        }
        return "\(Fold(words("assessments.meetings"), open: shown.hosts.count < 5, "<ul>\(items)</ul>"))"
    }
}
