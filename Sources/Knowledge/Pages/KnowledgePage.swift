import Core
import Markup
import Web

/// Finding an article: one box, and what fits.
struct KnowledgePage {
    let telling: KnowledgeTelling
    let found: [ArticleRecord]
    var search = ""
    var category: String?
    var area: AreaCode?
    /// The number of the matter that is to be answered.
    var matter: String?
    var mayWrite = false

    private var words: Words { telling.words }
    private var isAsked: Bool { !search.isEmpty || category != nil }

    var page: Page {
        Page(title: words("knowledge.title"), help: "knowledge") {
            """
            <h1>\(words("knowledge.title"))</h1>
            \(telling.tabs(.find))
            \(matter.map(forMatter))
            \(form)
            \(found.isEmpty ? empty : list)
            \(foot)
            """
        }
    }

    private func forMatter(_ number: String) -> HTML {
        Notice(
            .info,
            """
            <p>\(words("knowledge.forMatter", ["number": number])) \
            \(Link(number, to: "/matters/\(number)"))</p>
            """
        ).html
    }

    private var form: HTML {
        Form(
            get: KnowledgePath.home, classes: "filters", label: words("knowledge.find"),
            content: """
                \(TextField(
                    name: "q", label: words("knowledge.search"), value: search,
                    hint: words("knowledge.searchHint"), kind: .search))\
                \(Select(
                    name: "category", label: words("knowledge.field.categories"),
                    groups: telling.categoryGroups, chosen: category, none: words("knowledge.any")))\
                \(Select(
                    name: "area", label: words("knowledge.field.areas"),
                    groups: telling.areaGroups(with: area), chosen: area?.text,
                    none: words("knowledge.any")))\
                \(matter.map { Hidden(name: "matter", value: $0) }.map(\.html))\
                \(Button(words("knowledge.find")))
                """
        ).html
    }

    private var list: HTML {
        let rows: [HTML] = found.map { record in
            let article = record.article
            let path = KnowledgePath.article(article.code) + (matter.map { "?matter=\($0)" } ?? "")
            let facts = [telling.unit(article.unit), telling.places(article), telling.days(article)]
            return """
                <article class="panel"><h3>\(Link(words(article.title), to: path))</h3>
                <p class="story">\(Self.beginning(words(article.answer)))</p>
                <p class="muted">\(facts.joined(separator: " · "))</p></article>
                """
        }
        let head = isAsked ? words.plural("knowledge.found", found.count) : words("knowledge.newest")
        return "<h2>\(head)</h2><div class=\"stack\">\(rows)</div>"
    }

    static func beginning(_ text: String, _ length: Int = 160) -> String {
        text.count <= length ? text : String(text.prefix(length)) + "…"
    }

    /// What nobody can answer is noted, so that somebody writes it.
    private var empty: HTML {
        guard isAsked else {
            return EmptyState(title: words("knowledge.none"), text: words("knowledge.noneHint")).html
        }
        let note = ButtonLink(
            words("knowledge.noteIt"),
            to: KnowledgePath.unanswered
                + FormAnswers([
                    "question": String(search.prefix(500)), "category": category ?? "",
                ]).asQuery(), weight: .secondary
        ).html
        return EmptyState(
            title: words("knowledge.nothing"), text: words("knowledge.nothingHint"), action: note
        ).html
    }

    private var foot: HTML {
        let new: HTML? =
            mayWrite
            ? "\(ButtonLink(words("knowledge.new"), to: KnowledgePath.new, weight: .secondary))" : nil
        return """
            <p class="cluster">\(new)\
            \(Link(words("knowledge.sheet.title"), to: KnowledgePath.sheet)) \
            \(Link(words("knowledge.public.title"), to: KnowledgePath.open))</p>
            """
    }
}
