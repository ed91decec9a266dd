import Core
import Desk
import Markup
import Web

/// The views that somebody may open, above a list.
struct ViewTabs: Component {
    let telling: Telling
    let views: Views
    /// The question of the list that is shown.
    let question: String

    /// Views with how many matters each holds.
    struct Views: Sendable {
        var all: [SavedView] = []
        /// By the view's key; nil where counting would take long.
        var counts: [Int64: MatterCount] = [:]
        /// The one with which the reader's list begins.
        var first: Int64?
    }

    var html: HTML {
        let words = telling.words
        guard !views.all.isEmpty else { return .empty }
        let tabs = views.all.map { view in
            let count = views.counts[view.id].map { found in
                let number = words.number(Int64(found.count))
                return found.isMore ? words("matters.views.more", ["count": number]) : number
            }
            return Tabs.Tab(
                view.name, to: MattersPath.list + view.question, count: count,
                current: view.question == question)
        }
        return "\(Tabs(label: words("matters.views.label"), tabs))"
    }
}

/// Gives the list that is shown a name.
struct KeepView: Component {
    let telling: Telling
    let question: String
    var name = ""
    var error: String?

    var html: HTML {
        let words = telling.words
        let units = telling.ownUnits
        let form = Form(
            post: MattersPath.views, csrf: telling.visit.csrf, classes: "stack",
            label: words("matters.views.keep"),
            content: """
                \(Hidden(name: "question", value: question))
                \(TextField(
                    name: "name", label: words("matters.views.name"), value: name, error: error,
                    limit: SavedView.nameLimit))
                \(Select(
                    name: "for", label: words("matters.views.for"),
                    choices: units.map {
                        Choice(value: $0.text, label: words(
                            "matters.views.unit", ["unit": telling.unit($0)]))
                    }, none: words("matters.views.me")))
                \(Button(words("matters.views.send"), weight: .secondary))
                <p>\(Link(words("matters.views.all"), to: MattersPath.views))</p>
                """)
        return """
            <div class="screen-only">\(Fold(words("matters.views.keep"), open: error != nil, "\(form)"))</div>
            """
    }
}

/// All views of a reader: to rename, to delete, to begin with.
struct ViewsPage {
    let telling: Telling
    let views: ViewTabs.Views
    /// What was wrong with a name, and where.
    var wrong: Wrong?

    struct Wrong: Sendable {
        let question: String
        let name: String
        let message: String
    }

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("matters.views.title"), status: wrong == nil ? 200 : 422, help: "views") {
            """
            <p><a href="\(MattersPath.list)?scope=">\(words("matters.neighbours.list"))</a></p>
            <h1>\(words("matters.views.title"))</h1>
            <p class="lead">\(words("matters.views.lead"))</p>
            \(again)
            \(views.all.isEmpty ? nothing : .empty)
            \(views.all.map(panel))
            """
        }
    }

    private var again: HTML? {
        wrong.map { wrong in
            """
            \(ErrorSummary(
                title: words("web.form.problems"),
                errors: [FieldError(field: "name", message: wrong.message)]))
            \(KeepView(telling: telling, question: wrong.question, name: wrong.name, error: wrong.message))
            """
        }
    }

    private var nothing: HTML {
        EmptyState(
            title: words("matters.views.emptyTitle"), text: words("matters.views.empty"),
            action: "\(ButtonLink(words("matters.list.heading"), to: MattersPath.list))"
        ).html
    }

    private func panel(_ view: SavedView) -> HTML {
        let isOwn = view.personID == telling.visit.officer?.personID
        let unit = view.unit.map { words("matters.views.unit", ["unit": telling.unit($0)]) }
        let isFirst = views.first == view.id
        return """
            <section class="panel">
            <h2><a href="\(MattersPath.list)\(view.question)"><bdi>\(view.name)</bdi></a></h2>
            <p class="muted">\(unit ?? words("matters.views.me"))</p>
            \(isOwn ? rename(view) : nil)
            <div class="cluster">\(first(view, isFirst))\(isOwn ? delete(view) : nil)</div>
            </section>
            """
    }

    private func rename(_ view: SavedView) -> HTML {
        let id = "name-\(view.id)"
        return Form(
            post: MattersPath.view(view.id), csrf: telling.visit.csrf, classes: "cluster",
            content: """
                <label class="unseen" for="\(id)">\(words("matters.views.name"))</label>
                <input type="text" id="\(id)" name="name" value="\(view.name)" \
                maxlength="\(String(SavedView.nameLimit))">
                \(Button(words("matters.views.rename"), weight: .secondary, name: "do", value: "rename"))
                """
        ).html
    }

    private func first(_ view: SavedView, _ isFirst: Bool) -> HTML {
        let key = isFirst ? "matters.views.notFirst" : "matters.views.first"
        return Form(
            post: MattersPath.view(view.id), csrf: telling.visit.csrf,
            content: Button(
                words(key), weight: .secondary, name: "do", value: isFirst ? "notFirst" : "first"
            ).html
        ).html
    }

    private func delete(_ view: SavedView) -> HTML {
        Form(
            post: MattersPath.view(view.id), csrf: telling.visit.csrf,
            content: Button(
                words("matters.views.delete"), weight: .danger, name: "do", value: "delete",
                confirm: words("matters.views.deleteAsk", ["name": view.name])
            ).html
        ).html
    }
}
