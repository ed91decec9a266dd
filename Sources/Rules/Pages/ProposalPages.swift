import Core
import Desk
import Markup
import Web

/// `/rules/proposals`: what rulings say the catalogue should say.
struct ProposalsPage {
    let telling: RulesTelling
    let state: ProposalStore.Proposal.State
    let proposals: [ProposalStore.Proposal]
    var older: String?
    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("rules.proposals"), wide: true, help: "rules") {
            """
            <h1>\(words("rules.proposals"))</h1>
            \(telling.tabs(RulesPath.proposals))
            <p>\(words("rules.proposals.what"))</p>
            <ul class="cluster">\(states)</ul>
            \(proposals.isEmpty
                ? EmptyState(
                    title: words("rules.proposals.none"), text: words("rules.proposals.noneHint")).html
                : table)
            \(telling.older(older))
            """
        }
    }

    private var states: [HTML] {
        ProposalStore.Proposal.State.allCases.map { item in
            let text = words("rules.proposal.\(item.rawValue)")
            let path = "\(RulesPath.proposals)?state=\(item.rawValue)"
            return item == state ? "<li><b>\(text)</b></li>" : "<li>\(Link(text, to: path))</li>"
        }
    }

    private var table: HTML {
        Table(
            caption: words("rules.proposals"), captionHidden: true,
            columns: [
                .init(words("rules.cell.title")), .init(words("rules.proposal.unit")),
                .init(words("rules.support"), numeric: true), .init(words("rules.lastAt")),
            ],
            rows: proposals.map { proposal in
                [
                    Link(telling.cell(proposal.cell), to: RulesPath.proposal(proposal.id)).html,
                    "\(telling.unit(proposal.unit))", "\(words.number(Int64(proposal.support)))",
                    telling.time(proposal.lastAt),
                ]
            }
        ).html
    }
}

/// `/rules/proposals/:id`: the rulings it rests on and those against it; accepted it becomes a draft.
struct ProposalPage {
    let telling: RulesTelling
    let proposal: ProposalStore.Proposal
    /// Who has it by the catalogue.
    let decision: DispatchCatalogue.Decision?
    let support: [Line]
    let against: [Line]
    let mayDecide: Bool
    var answers = FormAnswers()
    var errors: [FieldError] = []

    struct Line {
        let decided: ReturnStore.Decided
        let record: MatterRecord?
    }

    private var words: Words { telling.words }

    var page: Page {
        Page(
            title: words("rules.proposal"), status: errors.isEmpty ? 200 : 422, wide: true, help: "rules"
        ) {
            """
            <p class="trail">\(Link(words("rules.proposals"), to: RulesPath.proposals))</p>
            <h1>\(telling.cell(proposal.cell)) → \(telling.unit(proposal.unit))</h1>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(SummaryList(facts))
            \(mayDecide && proposal.decidedAt == nil ? forms : .empty)
            \(table(words("rules.proposal.for"), support))
            \(against.isEmpty ? .empty : table(words("rules.proposal.against"), against))
            """
        }
    }

    private var facts: [(name: String, value: HTML)] {
        var facts: [(name: String, value: HTML)] = [
            (words("rules.state"), "\(words("rules.proposal.\(proposal.state.rawValue)"))"),
            (words("rules.support"), "\(words.number(Int64(proposal.support)))"),
        ]
        if let decision { facts.append((words("rules.cell.now"), telling.why(decision))) }
        if let at = proposal.decidedAt {
            facts.append(
                (words("rules.decided"), "\(telling.person(proposal.decidedBy)) \(telling.time(at))"))
        }
        if let why = proposal.why {
            facts.append((words("rules.field.reason"), "<span class=\"story\">\(why)</span>"))
        }
        if let change = proposal.change {
            facts.append(
                (words("rules.change"), Link(words("rules.open"), to: RulesPath.change(change)).html))
        }
        return facts
    }

    private var forms: HTML {
        let path = RulesPath.proposal(proposal.id)
        return """
            <div class="panels">\
            <section class="panel">\(Form(post: "\(path)/accept", csrf: telling.visit.csrf, content: """
                <h2>\(words("rules.proposal.accept"))</h2>
                \(TextField(name: "from", label: words("rules.field.from"),
                    value: answers.given("from") ?? telling.today.description,
                    error: errors.message(for: "from"), kind: .date))
                \(TextArea(name: "reason", label: words("rules.field.reason"), value: answers["reason"],
                    error: errors.message(for: "reason"), rows: 2, limit: 500))
                \(Button(words("rules.proposal.accept")))
                """))</section>\
            <section class="panel">\(Form(post: "\(path)/decline", csrf: telling.visit.csrf, content: """
                <h2>\(words("rules.proposal.refuse"))</h2>
                \(TextArea(name: "why", label: words("rules.field.reason"), value: answers["why"],
                    error: errors.message(for: "why"), rows: 2, limit: 500))
                \(Button(words("rules.proposal.refuse"), weight: .secondary))
                """))</section></div>
            """
    }

    private func table(_ caption: String, _ lines: [Line]) -> HTML {
        Table(
            caption: caption,
            columns: [
                .init(words("rules.matter")), .init(words("rules.field.area")),
                .init(words("rules.field.unit")), .init(words("rules.field.reason")),
                .init(words("rules.changedBy")),
            ],
            rows: lines.map { line in
                [
                    telling.matter(line.record), "\(telling.area(line.decided.ruling.area))",
                    "\(telling.unit(line.decided.ruling.unit))",
                    "<span class=\"story\">\(line.decided.reason)</span>",
                    "\(telling.person(line.decided.person)) \(telling.time(line.decided.at))",
                ]
            }
        ).html
    }
}
