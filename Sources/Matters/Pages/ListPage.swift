import Core
import Desk
import Language
import Markup
import Web

/// All matters of a scope, filtered, searched and in order; beside it, where asked for, one of them open.
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
    /// The views that the reader may open.
    var views = ViewTabs.Views()
    /// The matter that stands beside the list.
    var open: Opened?
    /// Looking ended before the page was full.
    var isCut = false

    /// A matter beside the list.
    struct Opened: Sendable {
        let number: String
        let title: String
        let body: HTML
    }

    private var words: Words { telling.words }
    private var posts: [Post] { telling.visit.officer?.posts ?? [] }

    var page: Page {
        let title = open.map { "\($0.number) \($0.title)" } ?? words("matters.list.heading")
        return Page(
            title: title, status: asked.errors.isEmpty ? 200 : 422, wide: true,
            scripts: open == nil ? [.desk] : [.desk, .matter, .map], help: "list"
        ) { open.map(beside) ?? alone }
    }

    private var tools: DeskTools { DeskTools(telling: telling, scope: scope.text, number: open?.number) }

    private var alone: HTML {
        """
        <div class="desk-head"><h1>\(words("matters.list.heading"))</h1>\
        <span class="cluster">\(besideLink)\(tools.buttons)</span></div>
        \(tabs)
        \(ViewTabs(telling: telling, views: views, question: asked.plain))
        \(ErrorSummary(title: words("web.form.problems"), errors: asked.errors))
        \(ListFilters(telling: telling, scope: scope, asked: asked))
        <h2>\(words("matters.list.found"))</h2>
        <div data-live>\(found)</div>
        \(pager)
        \(KeepView(telling: telling, question: asked.plain))
        \(tools)
        """
    }

    /// The list left, the matter right; on a narrow screen the matter alone.
    private func beside(_ open: Opened) -> HTML {
        """
        <div class="split">
        <section class="split-list" aria-label="\(words("matters.list.heading"))" data-live>
        <p class="cluster"><a class="button secondary" href="\(MattersPath.list)\(asked.plain)">\
        \(Icon("close"))\(words("matters.split.close"))</a></p>
        \(found)
        \(pager)
        </section>
        <article class="split-matter" id="beside" tabindex="-1">\(open.body)</article>
        </div>
        \(tools)
        """
    }

    private var besideLink: HTML? {
        records.first.map { first in
            """
            <a class="button secondary beside" href="\(asked.beside(first.number))">\
            \(words("matters.split.open"))</a>
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
                        + asked.answers.asQuery(without: ["after", "open"], setting: ["scope": each.text]),
                    current: each == scope)
            }
        ).html
    }

    private var pager: Pager {
        Pager(
            label: words("web.pager.label"), newest: newest.map { (words("web.pager.newest"), $0) },
            older: older.map { (words("web.pager.older"), $0) })
    }

    private var found: HTML {
        guard !records.isEmpty else {
            // Some hits were passed over, and there is more to look through.
            let text = older == nil ? words("matters.list.empty") : words("matters.list.lookOn")
            return EmptyState(
                title: words("matters.list.emptyTitle"), text: text,
                action: "\(ButtonLink(words("matters.list.clear"), to: MattersPath.list(scope, [])))"
            ).html
        }
        let query = asked.filter.marks(in: telling.city)
        let isTickable = !bulkMoves.isEmpty && open == nil
        let rows = records.map { record in
            MatterRow(
                telling: telling, record: record, posts: posts,
                path: open == nil
                    ? MattersPath.matter(record.number, in: asked.plain) : asked.beside(record.number),
                query: query, isTickable: isTickable, isOpen: record.number == open?.number)
        }
        let list = MatterRows(label: words("matters.list.found"), rows: rows)
        let cut: HTML? = isCut ? Notice(.info, "<p>\(words("matters.list.cut"))</p>").html : nil
        return "\(isTickable ? several(list) : list.html)\(cut)"
    }

    private func several(_ list: MatterRows) -> HTML {
        Form(
            post: MattersPath.bulk, csrf: telling.visit.csrf, classes: "several",
            label: words("matters.bulk.label"),
            content: """
                \(Hidden(name: "list", value: asked.plain))
                \(list)
                <div class="panel several-do">
                \(Select(
                    name: "move", label: words("matters.bulk.move"),
                    choices: bulkMoves.map { Choice(value: $0.name, label: words($0.text)) },
                    none: words("matters.choose")))
                \(Button(words("matters.bulk.look"), weight: .secondary))
                </div>
                """
        ).html
    }
}

/// The form above a list.
struct ListFilters: Component {
    let telling: Telling
    let scope: Scope
    let asked: ListQuestion

    private var words: Words { telling.words }

    /// What stands outside the fold.
    private static let outside: Set<String> = ["scope", "words", "after", "size", "sort", "open"]

    var html: HTML {
        let used = asked.answers.names.filter {
            !Self.outside.contains($0) && asked.answers.given($0) != nil
        }
        return Form(
            get: MattersPath.list, classes: "stack screen-only", label: words("matters.list.filter"),
            content: """
                \(Hidden(name: "scope", value: scope.text))
                <div class="filters">
                \(TextField(
                    name: "words", label: words("matters.list.words"), value: asked.answers["words"],
                    hint: words("matters.list.wordsHint"), kind: .search))
                \(Select(
                    name: "sort", label: words("matters.list.sort"),
                    choices: ListOrder.allCases.map {
                        Choice(value: $0.rawValue, label: words("matters.list.sort.\($0.rawValue)"))
                    }, chosen: asked.order.rawValue))
                </div>
                \(fold(used))
                <p class="cluster">\(Button(words("matters.list.show")))
                \(Link(words("matters.list.clear"), to: MattersPath.list(scope, [])))</p>
                """
        ).html
    }

    /// Closed, it says how many filters are in force.
    private func fold(_ used: [String]) -> Fold {
        let count = used.isEmpty ? "" : " (\(words.number(Int64(used.count))))"
        return Fold(
            words("matters.list.more") + count, open: !asked.errors.isEmpty,
            #"<div class="filters">\#(fields)</div>"#)
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
            \(select("urgency", "matters.field.urgency", [
                Select.Group("", telling.choices(Urgency.self, "urgency"))
            ]))
            \(select("channel", "matters.field.channel", [
                Select.Group("", telling.choices(Channel.self, "channel"))
            ]))
            \(select("overdue", "matters.list.overdue", [
                Select.Group("", [Choice(value: "yes", label: words("matters.list.overdueOnly"))])
            ]))
            \(beside)
            \(day("from"))\(day("to"))
            """
    }

    /// How it is handled, what presses on it, whether it counts.
    private var beside: HTML {
        let routes = Route.allCases.map {
            Choice(value: $0.rawValue, label: words("matters.route.short.\($0.rawValue)"))
        }
        let grades = Grade.allCases.map {
            Choice(value: $0.rawValue, label: words("matters.grade.short.\($0.rawValue)"))
        }
        return """
            \(select("route", "matters.list.route", [Select.Group("", routes)]))
            \(select("grade", "matters.list.grade", [Select.Group("", grades)]))
            \(select("supervised", "matters.list.supervised", [
                Select.Group("", [Choice(value: "yes", label: words("matters.list.supervisedOnly"))])
            ]))
            \(select("excluded", "matters.list.excluded", [
                Select.Group("", [Choice(value: "yes", label: words("matters.list.excludedOnly"))])
            ]))
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
