import Core
import Markup
import Web

/// `/rules/at/:cell`: everything that was, is and will be said of a class at a place.
struct CellPage {
    let telling: RulesTelling
    let cell: DispatchCatalogue.Cell
    let rules: [DispatchCatalogue.Rule]
    let decision: DispatchCatalogue.Decision?
    let history: [RuleRecord]
    let mayEdit: Bool
    var answers = FormAnswers()
    var errors: [FieldError] = []

    private var words: Words { telling.words }

    var page: Page {
        Page(
            title: telling.cell(cell), status: errors.isEmpty ? 200 : 422, wide: true, help: "rules"
        ) {
            """
            <p class="trail">\(Link(words("rules.title"), to: RulesPath.home))</p>
            <h1>\(telling.cell(cell))</h1>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            <section class="panel"><h2>\(words("rules.cell.now"))</h2>
            \(decision.map { telling.why($0) } ?? "<p>\(words("rules.who.nobody"))</p>")</section>
            \(rules.isEmpty ? "<p>\(words("rules.cell.none"))</p>" : timeline)
            \(mayEdit ? edit : .empty)
            \(history.isEmpty ? .empty : changes)
            """
        }
    }

    private var timeline: HTML {
        Table(
            caption: words("rules.cell.rules"),
            columns: [
                .init(words("rules.field.days")), .init(words("rules.field.unit")),
                .init(words("rules.field.limit")), .init(words("rules.field.source")),
            ],
            rows: rules.map { rule in
                [
                    "\(telling.days(rule.from, rule.until)) \(mark(rule))",
                    telling.hands(rule.unit, rule.assistants),
                    "\(rule.limit.map { telling.span($0) } ?? words("rules.limit.usual"))",
                    "\(rule.source)",
                ]
            }
        ).html
    }

    private func mark(_ rule: DispatchCatalogue.Rule) -> HTML {
        if rule.isInForce(on: telling.today) { return Tag(words("rules.now"), tone: .good).html }
        let isComing = rule.from.map { telling.today < $0 } ?? false
        return Tag(words(isComing ? "rules.coming" : "rules.past"), tone: .plain).html
    }

    private var edit: HTML {
        let isEnding = answers["what"] == "end"
        let ending: HTML = """
            \(Hidden(name: "what", value: "end"))\(Hidden(name: "cell", value: cell.text))
            \(TextField(name: ChangeForm.endsFrom, label: words("rules.field.endsBefore"),
                value: answers.given(ChangeForm.endsFrom) ?? telling.today.description,
                error: errors.message(for: ChangeForm.endsFrom), kind: .date))
            \(TextArea(name: ChangeForm.endsWhy, label: words("rules.field.reason"),
                value: answers[ChangeForm.endsWhy],
                error: errors.message(for: ChangeForm.endsWhy), rows: 2, limit: 500))
            \(Button(words("rules.keepDraft"), weight: .secondary))
            """
        let change = ChangeForm(
            telling: telling, answers: isEnding ? FormAnswers() : answers, cell: cell,
            errors: isEnding ? [] : errors)
        return """
            \(Fold(words("rules.cell.change"), open: !errors.isEmpty && !isEnding, Form(
                post: RulesPath.changes, csrf: telling.visit.csrf, content: change.html).html))
            \(rules.isEmpty ? .empty : Fold(words("rules.cell.end"), open: isEnding, Form(
                post: RulesPath.changes, csrf: telling.visit.csrf, content: ending).html).html)
            """
    }

    private var changes: HTML {
        Table(
            caption: words("rules.cell.history"),
            columns: [
                .init(words("rules.change")), .init(words("rules.field.reason")),
                .init(words("rules.changedBy")), .init(words("rules.state")),
            ],
            rows: history.map { record in
                [
                    Link(telling.what(record.change), to: RulesPath.change(record.id)).html,
                    "<span class=\"story\">\(record.reason)</span>",
                    "\(telling.person(record.author)) \(telling.time(record.createdAt))",
                    telling.state(record.state),
                ]
            }
        ).html
    }
}
