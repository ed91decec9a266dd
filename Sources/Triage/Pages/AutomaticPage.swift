import Core
import Desk
import Markup
import Web

/// What the program decides by itself: the city's rules, whether it is on, and every decision.
struct AutomaticPage {
    let telling: TriageTelling
    let standing: TriageDesk.Standing
    let audit: TriageRules.Audit
    let switches: [DecisionStore.Switch]
    let decisions: [(decision: DecisionRecord, record: MatterRecord?)]
    let taken: [DecisionStore.Taken]
    let next: String?
    let mayTurn: Bool
    var reason = ""
    var errors: [FieldError] = []

    private var words: Words { telling.words }

    var page: Page {
        Page(
            title: words("triage.automatic.title"), status: errors.isEmpty ? 200 : 422, wide: true,
            help: "triage"
        ) {
            """
            <h1>\(words("triage.automatic.title"))</h1>
            \(telling.tabs(.automatic))
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(StoppedNotice(telling: telling, standing: standing).html)
            <div class="columns"><div class="stack">\(list)</div><div class="stack">\(state)\(use)</div></div>
            """
        }
    }

    // MARK: On or off

    private var state: HTML {
        guard let rules = standing.rules else {
            return """
                <section class="panel stack"><h2>\(words("triage.automatic.state"))</h2>
                <p>\(Tag(words("triage.automatic.off"))) \(words("triage.automatic.offByPack"))</p></section>
                """
        }
        let tag = Tag(
            words(standing.isOn ? "triage.automatic.on" : "triage.automatic.off"),
            tone: standing.isOn ? .good : .warn)
        let never = rules.never.sorted().compactMap { telling.categoryName($0) }.joined(separator: " · ")
        let kinds = rules.kinds.sorted().map { telling.kind($0) }.joined(separator: " · ")
        return """
            <section class="panel stack"><h2>\(words("triage.automatic.state")) \(tag)</h2>
            \(SummaryList([
                (words("triage.automatic.confidence"), "\(telling.percent(rules.confidence))"),
                (words("triage.automatic.kinds"), "\(kinds)"),
                (words("triage.automatic.never"), "\(never.isEmpty ? "–" : never)"),
                (words("triage.automatic.audit"), "\(drawing)"),
                (words("triage.automatic.measured"), telling.share(standing.right, of: standing.looked)),
            ]))
            \(turn)\(past)</section>
            """
    }

    private var drawing: String {
        words(
            "triage.automatic.auditRule",
            [
                "share": audit.sharePercent, "floor": audit.floorPercent, "least": audit.atLeast,
                "days": audit.days,
            ])
    }

    private var turn: HTML? {
        if !mayTurn { return nil }
        return Form(
            post: TriagePath.automatic, csrf: telling.visit.csrf,
            content: """
                \(Hidden(name: "on", value: standing.isOn ? "no" : "yes"))\
                \(TextField(
                    name: "reason", label: words("triage.reason"), value: reason,
                    error: errors.message(for: "reason"), limit: 500))\
                \(Button(
                    words(standing.isOn ? "triage.automatic.stop" : "triage.automatic.start"),
                    weight: standing.isOn ? .danger : .primary))
                """
        ).html
    }

    private var past: HTML? {
        if switches.isEmpty { return nil }
        let items: [HTML] = switches.map { one in
            let why =
                one.person == nil
                ? words(
                    "triage.automatic.measuredWas", ["right": one.right ?? 0, "looked": one.looked ?? 0])
                : one.why
            return """
                <li>\(telling.time(one.at)) · \
                \(words(one.isOn ? "triage.automatic.on" : "triage.automatic.off")) \
                · \(telling.person(one.person)) · <bdi>\(why)</bdi></li>
                """
        }
        return Fold(words("triage.automatic.history"), "<ul>\(items)</ul>").html
    }

    /// Which suggestions people take.
    private var use: HTML? {
        if taken.isEmpty { return nil }
        let all = taken.reduce(0) { $0 + $1.count }
        let rows: [[HTML]] = taken.map { one in
            let name =
                one.isAutomatic
                ? words("triage.taken.automatic")
                : one.place == 0
                    ? words("triage.taken.other") : words("triage.taken.place", ["place": one.place])
            return ["\(name)", telling.share(one.count, of: all)]
        }
        return """
            <section class="panel stack"><h2>\(words("triage.taken.title"))</h2>
            \(Table(
                caption: words("triage.taken.title"), captionHidden: true,
                columns: [
                    .init(words("triage.taken.what")), .init(words("triage.taken.share"), numeric: true),
                ], rows: rows))</section>
            """
    }

    // MARK: Decisions

    private var list: HTML {
        if decisions.isEmpty {
            return EmptyState(
                title: words("triage.automatic.none"), text: words("triage.automatic.noneHint")
            ).html
        }
        let columns = ["matter", "decision", "probability", "at", "audit"].map {
            Table.Column(words("triage.column.\($0)"), numeric: $0 == "probability")
        }
        return """
            \(Table(
                caption: words("triage.automatic.decisions"), columns: columns,
                rows: decisions.map { row($0.decision, $0.record) }))
            \(Pager(
                label: words("triage.pages"), newest: nil,
                older: next.map {
                    (words("triage.more"), "\(TriagePath.automatic)?after=\(TriagePath.escaped($0))")
                }))
            """
    }

    private func row(_ decision: DecisionRecord, _ record: MatterRecord?) -> [HTML] {
        [
            telling.matter(decision, record),
            "\(telling.categoryName(decision.category) ?? "") → \(telling.unit(decision.unit))",
            "\(telling.percent(Double(decision.probability) / 1000))", telling.time(decision.at),
            telling.verdict(decision),
        ]
    }
}

extension TriageTelling {
    /// The matter of a decision; its number alone where the reader may not see it.
    func matter(_ decision: DecisionRecord, _ record: MatterRecord?) -> HTML {
        guard let record else { return "\(decision.number)" }
        return """
            <a href="\(TriagePath.matter(record.number))"><bdi>\(record.title)</bdi></a>\
            <br><span class="muted">\(record.number)</span>
            """
    }

    func verdict(_ decision: DecisionRecord) -> HTML {
        guard let audit = decision.audit else {
            return decision.isDrawn ? Tag(words("triage.verdict.due"), tone: .accent).html : "–"
        }
        return Tag(
            words(audit.isRight ? "triage.verdict.right" : "triage.verdict.wrong"),
            tone: audit.isRight ? .good : .bad
        ).html
    }
}
