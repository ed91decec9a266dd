import Core
import Markup
import Web

/// `/rules/changes`: drafts, what waits for a second person, and what was decided.
struct ChangesPage {
    let telling: RulesTelling
    let state: RuleRecord.State
    let records: [RuleRecord]
    var older: String?
    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("rules.changes"), wide: true, help: "rules") {
            """
            <h1>\(words("rules.changes"))</h1>
            \(telling.tabs(RulesPath.changes))
            <ul class="cluster">\(states)</ul>
            \(records.isEmpty
                ? EmptyState(title: words("rules.changes.none"), text: words("rules.changes.noneHint")).html
                : table)
            \(telling.older(older))
            """
        }
    }

    private var states: [HTML] {
        RuleRecord.State.allCases.map { item in
            let text = words("rules.state.\(item.rawValue)")
            let path = "\(RulesPath.changes)?state=\(item.rawValue)"
            return item == state ? "<li><b>\(text)</b></li>" : "<li>\(Link(text, to: path))</li>"
        }
    }

    /// Drafts can be tried together over the matters of some days.
    private var table: HTML {
        let canTry = state.isOpen
        var columns: [Table.Column] = [
            .init(words("rules.change")), .init(words("rules.field.reason")), .init(words("rules.changedBy")),
        ]
        if canTry { columns.insert(.init(words("rules.try")), at: 0) }
        let table = Table(
            caption: words("rules.state.\(state.rawValue)"), columns: columns,
            rows: records.map { record in
                var cells: [HTML] = [
                    Link(telling.what(record.change), to: RulesPath.change(record.id)).html,
                    "<span class=\"story\">\(record.reason)</span>",
                    "\(telling.person(record.author)) \(telling.time(record.createdAt))",
                ]
                if canTry {
                    cells.insert(
                        Checkbox(
                            name: "change\(record.id)", label: words("rules.try.this"), ticked: true,
                            value: String(record.id)
                        ).html, at: 0)
                }
                return cells
            }
        ).html
        return canTry ? TryForm(telling: telling, table).html : table
    }
}

/// A form that asks for a dry run of what is in it.
struct TryForm: Component {
    let telling: RulesTelling
    let content: HTML
    private var words: Words { telling.words }

    init(telling: RulesTelling, _ content: HTML) {
        self.telling = telling
        self.content = content
    }

    var html: HTML {
        Form(
            post: RulesPath.runs, csrf: telling.visit.csrf, label: words("rules.try"),
            content: """
                \(content)
                <div class="cluster">\
                \(TextField(name: "from", label: words("rules.run.from"),
                    value: telling.today.adding(days: -30).description, kind: .date))\
                \(TextField(name: "until", label: words("rules.run.until"),
                    value: telling.today.adding(days: -1).description, kind: .date))</div>
                \(Button(words("rules.try.do"), weight: .secondary))
                """
        ).html
    }
}

/// `/rules/changes/:id`: one change with what was done, and what can be done.
struct ChangePage {
    let telling: RulesTelling
    let record: RuleRecord
    let acts: [RuleAct]
    /// Who has it while the change does not count.
    let before: DispatchCatalogue.Decision?
    let problem: RuleProblem?
    let may: May
    var error: String?

    /// What its reader may do.
    struct May {
        var submit = false
        var approve = false
        var decline = false
    }

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("rules.change"), status: error == nil ? 200 : 422, wide: true, help: "rules") {
            """
            <p class="trail">\(Link(words("rules.changes"), to: RulesPath.changes))</p>
            <h1>\(telling.what(record.change))</h1>
            <p>\(telling.state(record.state))</p>
            \(error.map { Notice(.failure, "<p>\($0)</p>").html })
            \(stumble)
            \(SummaryList(facts))
            \(buttons)
            \(record.state.isOpen
                ? TryForm(telling: telling, Hidden(name: "change", value: String(record.id)).html).html
                : .empty)
            \(Table(
                caption: words("rules.acts"), columns: [
                    .init(words("rules.act")), .init(words("rules.changedBy")),
                    .init(words("rules.field.reason")),
                ],
                rows: acts.map { act in
                    [
                        "\(words("rules.act.\(act.act.rawValue)"))",
                        "\(telling.person(act.person)) \(telling.time(act.at))",
                        "<span class=\"story\">\(act.why)</span>",
                    ]
                }))
            """
        }
    }

    private var stumble: HTML {
        guard record.state.isOpen, let problem else { return .empty }
        return Notice(.warning, "<p>\(words("rules.problem.\(problem.rawValue)"))</p>").html
    }

    private var facts: [(name: String, value: HTML)] {
        var facts: [(name: String, value: HTML)] = [
            (
                words("rules.cell.title"),
                Link(telling.cell(record.change.cell), to: RulesPath.cell(record.change.cell)).html
            ),
            (words("rules.field.days"), "\(telling.days(record.change.from, record.change.until))"),
        ]
        if let gift = record.change.gift {
            facts.append((words("rules.field.unit"), telling.hands(gift.unit, gift.assistants)))
            if let limit = gift.limit { facts.append((words("rules.field.limit"), "\(telling.span(limit))")) }
            if let source = gift.source { facts.append((words("rules.field.source"), "\(source)")) }
        }
        if let before { facts.append((words("rules.before"), telling.hands(before.unit, before.assistants))) }
        facts.append((words("rules.field.reason"), "<span class=\"story\">\(record.reason)</span>"))
        if let proposal = record.proposal {
            facts.append(
                (
                    words("rules.fromProposal"),
                    Link(words("rules.proposal"), to: RulesPath.proposal(proposal)).html
                ))
        }
        return facts
    }

    private var buttons: HTML {
        var forms: [HTML] = []
        let path = RulesPath.change(record.id)
        if may.submit {
            let text = words(telling.book.needsApproval ? "rules.submit" : "rules.putInForce")
            forms.append(form("\(path)/submit", Button(text).html))
        }
        if may.approve { forms.append(form("\(path)/approve", Button(words("rules.approve")).html)) }
        if may.decline {
            forms.append(
                Fold(
                    words("rules.decline"),
                    form(
                        "\(path)/decline",
                        """
                        \(TextArea(name: "why", label: words("rules.field.reason"), rows: 2, limit: 500))
                        \(Button(words("rules.decline"), weight: .danger))
                        """)
                ).html)
        }
        return "<div class=\"cluster\">\(forms)</div>"
    }

    private func form(_ path: String, _ content: HTML) -> HTML {
        Form(post: path, csrf: telling.visit.csrf, content: content).html
    }
}
