import Core
import Desk
import Markup
import Web

/// What was drawn to be looked at again, and what was found in the last weeks.
struct AuditsPage {
    let telling: TriageTelling
    let due: [(decision: DecisionRecord, matter: MatterRecord)]
    let weeks: [TriageDesk.Week]
    let wrong: [(decision: DecisionRecord, record: MatterRecord?)]
    let standing: TriageDesk.Standing
    let rules: TriageRules.Audit
    let next: String?
    let mayAudit: Bool

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("triage.audits.title"), wide: true, help: "triage") {
            """
            <h1>\(words("triage.audits.title"))</h1>
            \(telling.tabs(.audits))
            <p class="lead">\(words("triage.audits.lead", ["share": rules.sharePercent]))</p>
            \(StoppedNotice(telling: telling, standing: standing).html)
            <div class="columns"><div class="stack">\(dueList)\(wrongList)</div>\
            <div class="stack">\(weekTable)</div></div>
            """
        }
    }

    /// Only the text: whoever looks decides before they see what the program did.
    private var dueList: HTML {
        if due.isEmpty {
            return EmptyState(title: words("triage.audits.none"), text: words("triage.audits.noneHint")).html
        }
        let items: [HTML] = due.map { decision, matter in
            let link: HTML? =
                mayAudit
                ? ButtonLink(
                    words("triage.audits.look"), to: TriagePath.audit(decision.id), weight: .secondary
                )
                .html : nil
            return """
                <li class="panel stack"><p><bdi>\(matter.title)</bdi><br>\
                <span class="muted">\(telling.area(matter.area)) · \(telling.time(decision.at))</span></p>\
                \(link)</li>
                """
        }
        return """
            <h2>\(words("triage.audits.due"))</h2><ul class="stack">\(items)</ul>
            \(Pager(
                label: words("triage.pages"), newest: nil,
                older: next.map {
                    (words("triage.more"), "\(TriagePath.audits)?after=\(TriagePath.escaped($0))")
                }))
            """
    }

    private var wrongList: HTML? {
        if wrong.isEmpty { return nil }
        let columns = ["matter", "decision", "instead", "at"].map {
            Table.Column(words("triage.column.\($0)"))
        }
        let rows: [[HTML]] = wrong.map { decision, record in
            let own = decision.audit.map {
                "\(telling.categoryName($0.category) ?? "") → \(telling.unit($0.unit))"
            }
            return [
                telling.matter(decision, record),
                "\(telling.categoryName(decision.category) ?? "") → \(telling.unit(decision.unit))",
                "\(own ?? "–")", telling.time(decision.audit?.at ?? decision.at),
            ]
        }
        return Table(caption: words("triage.audits.wrong"), columns: columns, rows: rows).html
    }

    private var weekTable: HTML {
        if weeks.isEmpty { return .empty }
        let rows: [[HTML]] = weeks.map { week in
            ["\(week.monday.description)", "\(week.looked)", telling.share(week.right, of: week.looked)]
        }
        return Table(
            caption: words("triage.audits.weeks"),
            columns: [
                .init(words("triage.audits.week")), .init(words("triage.audits.looked"), numeric: true),
                .init(words("triage.audits.right"), numeric: true),
            ], rows: rows
        ).html
    }
}

/// One look: the text alone, and what the auditor decides.
struct AuditPage {
    let telling: TriageTelling
    let decision: DecisionRecord
    let matter: MatterRecord
    var answers = FormAnswers()
    var errors: [FieldError] = []

    private var words: Words { telling.words }

    var page: Page {
        Page(
            title: words("triage.audit.title"), status: errors.isEmpty ? 200 : 422, help: "triage"
        ) {
            """
            <p>\(Link(words("triage.audits.title"), to: TriagePath.audits))</p>
            <h1>\(words("triage.audit.title"))</h1>
            <p class="lead">\(words("triage.audit.lead"))</p>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            <section class="panel stack"><h2><bdi>\(matter.title)</bdi></h2>
            <p class="muted">\(telling.area(matter.area))\(matter.place.map { " · \($0)" })</p>
            <p class="story">\(matter.text)</p></section>
            \(Form(
                post: TriagePath.audit(decision.id), csrf: telling.visit.csrf,
                content: """
                    \(Select(
                        name: "category", label: words("triage.audit.category"),
                        groups: telling.categoryGroups, chosen: answers.given("category"),
                        none: words("triage.choose"), error: errors.message(for: "category")))\
                    \(Select(
                        name: "unit", label: words("triage.audit.unit"), choices: telling.unitChoices,
                        chosen: answers.given("unit"), none: words("triage.choose"),
                        hint: words("triage.audit.unitHint"), error: errors.message(for: "unit")))\
                    \(TextField(
                        name: "note", label: words("triage.audit.note") + words("web.form.optional"),
                        value: answers["note"], error: errors.message(for: "note"), limit: 500))\
                    \(Button(words("triage.audit.do")))
                    """))
            """
        }
    }
}

/// What the program did, shown after the auditor decided.
struct AuditedPage {
    let telling: TriageTelling
    let decision: DecisionRecord
    let matter: MatterRecord
    var isCorrected: Bool?
    var hasStopped = false

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("triage.audit.title"), help: "triage") {
            """
            <p>\(Link(words("triage.audits.title"), to: TriagePath.audits))</p>
            <h1>\(words("triage.audit.title"))</h1>
            \(verdict)
            <section class="panel stack"><h2><bdi>\(matter.title)</bdi></h2>
            <p class="story">\(matter.text)</p></section>
            \(SummaryList([
                (words("triage.audit.yours"), "\(decision.audit.map { said($0.category, $0.unit) } ?? "–")"),
                (words("triage.audit.programs"), "\(said(decision.category, decision.unit))"),
                (
                    words("triage.column.probability"),
                    "\(telling.percent(Double(decision.probability) / 1000))"
                ),
                (
                    words("triage.column.matter"),
                    Link(matter.number, to: TriagePath.matter(matter.number)).html
                ),
                (words("triage.audit.auditor"), "\(telling.person(decision.audit?.auditor))"),
            ]))
            """
        }
    }

    private func said(_ category: String, _ unit: UnitCode) -> String {
        "\(telling.category(category)) → \(telling.unit(unit) as String)"
    }

    private var verdict: HTML {
        guard let audit = decision.audit else { return .empty }
        if audit.isRight {
            return Notice(.success, live: true, "<p>\(words("triage.audit.wasRight"))</p>").html
        }
        let more: HTML? = isCorrected.map {
            "<p>\(words($0 ? "triage.audit.corrected" : "triage.audit.notCorrected"))</p>"
        }
        let stopped: HTML? = hasStopped ? "<p>\(words("triage.audit.stopped"))</p>" : nil
        return Notice(.warning, live: true, "<p>\(words("triage.audit.wasWrong"))</p>\(more)\(stopped)").html
    }
}
