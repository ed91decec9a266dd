import Core
import Desk
import Language
import Markup
import Web

/// All matters of a scope, filtered and searched, newest first.
struct ListPage {
    let telling: Telling
    let scopes: [Scope]
    let scope: Scope
    let asked: ListQuestion
    let records: [MatterRecord]
    /// The addresses of the first page, where this is not it, and of the next.
    let newest: String?
    let older: String?
    /// The moves that can be made on several matters at once.
    let bulkMoves: [Move]

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("matters.list.heading"), status: asked.errors.isEmpty ? 200 : 422, wide: true) {
            """
            <h1>\(words("matters.list.heading"))</h1>
            \(tabs)
            \(ErrorSummary(title: words("web.form.problems"), errors: asked.errors))
            \(ListFilters(telling: telling, scope: scope, asked: asked))
            <h2>\(words("matters.list.found"))</h2>
            \(found)
            \(Pager(
                label: words("web.pager.label"), newest: newest.map { (words("web.pager.newest"), $0) },
                older: older.map { (words("web.pager.older"), $0) }))
            """
        }
    }

    private var tabs: HTML? {
        guard scopes.count > 1 else { return nil }
        return Tabs(
            label: words("matters.bench.scopes"),
            scopes.map { each in
                .init(
                    telling.scope(each),
                    to: MattersPath.list
                        + asked.answers.asQuery(without: ["after"], setting: ["scope": each.text]),
                    current: each == scope)
            }
        ).html
    }

    private var found: HTML {
        guard !records.isEmpty else {
            return EmptyState(
                title: words("matters.list.emptyTitle"), text: words("matters.list.empty"),
                action: "\(ButtonLink(words("matters.list.clear"), to: MattersPath.list(scope, [])))"
            ).html
        }
        let query = asked.filter.words.map { Analyser.query($0) }
        let rows = MatterRows(
            telling: telling, records: records, caption: words("matters.list.found"), query: query,
            isTickable: !bulkMoves.isEmpty)
        guard !bulkMoves.isEmpty else { return "\(rows.table)" }
        let form = Form(
            post: MattersPath.bulk, csrf: telling.visit.csrf, label: words("matters.bulk.label"),
            content: """
                \(rows.table)
                <div class="panel">
                \(Select(
                    name: "move", label: words("matters.bulk.move"),
                    choices: bulkMoves.map { Choice(value: $0.name, label: words($0.text)) },
                    none: words("matters.choose")))
                \(Button(words("matters.bulk.look"), weight: .secondary))
                </div>
                """)
        return "\(form)"
    }
}

/// The form above a list.
struct ListFilters: Component {
    let telling: Telling
    let scope: Scope
    let asked: ListQuestion

    private var words: Words { telling.words }

    var html: HTML {
        let isOpen = asked.answers.names.contains {
            !["scope", "words", "after", "size"].contains($0) && asked.answers.given($0) != nil
        }
        return Form(
            get: MattersPath.list, classes: "stack", label: words("matters.list.filter"),
            content: """
                \(Hidden(name: "scope", value: scope.text))
                \(TextField(
                    name: "words", label: words("matters.list.words"), value: asked.answers["words"],
                    hint: words("matters.list.wordsHint"), kind: .search))
                <details\(attribute: "open", if: isOpen)><summary>\(words("matters.list.more"))</summary>
                <div class="filters">\(fields)</div>
                </details>
                <p class="cluster">\(Button(words("matters.list.show")))
                \(Link(words("matters.list.clear"), to: MattersPath.list(scope, [])))</p>
                """
        ).html
    }

    private var fields: HTML {
        let states = ["open", "closed"].map { Choice(value: $0, label: words("matters.list.state.\($0)")) }
        return """
            \(select("state", "matters.list.state", [Select.Group("", states)]))
            \(select("stage", "matters.list.stage", [Select.Group("", telling.stageChoices)]))
            \(select("kind", "matters.field.kind", [Select.Group("", telling.kindChoices)]))
            \(select("category", "matters.field.category", telling.categoryGroups))
            \(select("area", "matters.field.area", telling.areaGroups))
            \(select("unit", "matters.list.unit", telling.unitGroups))
            \(select("overdue", "matters.list.overdue", [
                Select.Group("", [Choice(value: "yes", label: words("matters.list.overdueOnly"))])
            ]))
            \(day("from"))\(day("to"))
            """
    }

    private func select(_ name: String, _ key: String, _ groups: [Select.Group]) -> Select {
        Select(
            name: name, label: words(key), groups: groups, chosen: asked.answers.given(name),
            none: words("matters.list.any"), error: asked.errors.message(for: name))
    }

    private func day(_ name: String) -> TextField {
        TextField(
            name: name, label: words("matters.list.\(name)"), value: asked.answers[name],
            error: asked.errors.message(for: name), kind: .date)
    }
}
