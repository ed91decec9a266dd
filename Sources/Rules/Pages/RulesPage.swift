import Core
import Markup
import Web

/// `/rules`: the dispatch catalogue as it is, with who would have what.
struct RulesPage {
    let telling: RulesTelling
    let answers: FormAnswers
    let day: CivilDate
    let rules: [DispatchCatalogue.Rule]
    let count: Int
    /// The last change of each cell that is shown.
    let changes: [DispatchCatalogue.Cell: RuleRecord]
    /// What was asked of the catalogue, and its answer.
    var asked: Asked?
    /// A new rule that was refused, as it was written, and why.
    var draft = FormAnswers()
    var errors: [FieldError] = []
    var older: String?

    struct Asked {
        let cell: DispatchCatalogue.Cell
        let decision: DispatchCatalogue.Decision?
    }

    private var words: Words { telling.words }

    var page: Page {
        Page(
            title: words("rules.title"), status: errors.isEmpty ? 200 : 422, wide: true, help: "rules"
        ) {
            """
            <h1>\(words("rules.title"))</h1>
            \(telling.tabs(RulesPath.home))
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(who)
            \(filters)
            <p>\(words.plural("rules.count", count, ["day": telling.day(day)]))</p>
            \(rules.isEmpty
                ? EmptyState(title: words("rules.none"), text: words("rules.noneHint")).html : table)
            \(telling.older(older))
            \(Fold(words("rules.new"), open: !errors.isEmpty, Form(
                post: RulesPath.changes, csrf: telling.visit.csrf,
                content: ChangeForm(
                    telling: telling, answers: draft, cell: nil, errors: errors).html).html))
            <p>\(Link(words("rules.sheet"), to: RulesPath.sheet))</p>
            """
        }
    }

    /// One question, answered with its reasons.
    private var who: HTML {
        let answer: HTML? = asked.map { asked in
            guard let decision = asked.decision else {
                return Notice(.warning, "<p>\(words("rules.who.nobody"))</p>").html
            }
            let why = telling.why(decision)
            return "<section class=\"panel\"><h2>\(telling.cell(asked.cell))</h2>\(why)</section>"
        }
        return """
            \(Form(get: RulesPath.home, classes: "filters", label: words("rules.who"), content: """
                \(Select(name: "what", label: words("rules.who.what"), choices: telling.categoryChoices,
                    chosen: answers.given("what"), none: words("rules.choose")))\
                \(Select(name: "where", label: words("rules.who.where"), choices: telling.areaChoices,
                    chosen: answers.given("where"), none: words("rules.choose")))\
                \(Button(words("rules.who.ask")))
                """))
            \(answer)
            """
    }

    /// Its fields are named otherwise than those of a new rule: both forms stand on one page.
    private var filters: HTML {
        Form(
            get: RulesPath.home, classes: "filters", label: words("rules.filter"),
            content: """
                \(Select(name: "ofCategory", label: words("rules.field.category"),
                    choices: telling.categoryChoices, chosen: answers.given("ofCategory"),
                    none: words("rules.all")))\
                \(Select(name: "ofArea", label: words("rules.field.area"), choices: telling.areaChoices,
                    chosen: answers.given("ofArea"), none: words("rules.all")))\
                \(Select(name: "ofUnit", label: words("rules.field.unit"), choices: telling.unitChoices,
                    chosen: answers.given("ofUnit"), none: words("rules.all")))\
                \(TextField(name: "on", label: words("rules.asOf"), value: day.description, kind: .date))\
                \(Button(words("rules.show"), weight: .secondary))
                """
        ).html
    }

    private var table: HTML {
        Table(
            caption: words("rules.title"), captionHidden: true,
            columns: [
                .init(words("rules.field.category")), .init(words("rules.field.area")),
                .init(words("rules.field.unit")), .init(words("rules.field.days")),
                .init(words("rules.changedBy")),
            ],
            rows: rules.map { rule in
                [
                    Link(telling.category(of: rule.cell), to: RulesPath.cell(rule.cell)).html,
                    "\(telling.area(rule.area))", telling.hands(rule.unit, rule.assistants),
                    """
                    \(telling.days(rule.from, rule.until))\
                    \(rule.limit.map { " · " + words("rules.limit", ["span": telling.span($0)]) })
                    """, changed(rule),
                ]
            }
        ).html
    }

    private func changed(_ rule: DispatchCatalogue.Rule) -> HTML {
        guard let record = changes[rule.cell] else { return "\(words("rules.byPack"))" }
        return """
            \(Link(telling.person(record.author), to: RulesPath.change(record.id))) \
            \(telling.time(record.decidedAt ?? record.changedAt))
            """
    }
}
