import Core
import Desk
import Markup
import Web

/// Writing an article: a new one, or the next version of one.
struct ArticleForm {
    let telling: KnowledgeTelling
    /// What the form shows.
    let answers: FormAnswers
    /// The code of an article that is there already.
    var code: String?
    /// The version its writer began with; 0 for a new one.
    var base = 0
    /// The units in whose name they may write; nil for all.
    var units: [UnitCode]?
    var errors: [FieldError] = []
    /// Somebody else wrote meanwhile: their version.
    var status = 200

    private var words: Words { telling.words }

    var page: Page {
        let title = words(code == nil ? "knowledge.new" : "knowledge.edit")
        return Page(title: title, status: status, personal: true, help: "knowledge") {
            """
            <p>\(Link(
                words("knowledge.title"), to: code.map(KnowledgePath.article) ?? KnowledgePath.home))</p>
            <h1>\(title)</h1>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(Form(
                post: code.map { KnowledgePath.article($0) + "/edit" } ?? KnowledgePath.new,
                csrf: telling.visit.csrf, draft: "article-\(code ?? "new")", content: "\(content)"))
            """
        }
    }

    private var content: HTML {
        let question = answers.given("question")
        return """
            \(Hidden(name: "base", value: String(base)))\
            \(question.map { Hidden(name: "question", value: $0) }.map(\.html))\
            \(code == nil
                ? text("code", hint: words("knowledge.hint.code"), limit: Article.Limit.code) : nil)\
            \(text("title-zh", limit: Article.Limit.title))\(area("answer-zh"))\
            \(text("title-en", limit: Article.Limit.title))\(area("answer-en"))\
            \(unit)\(lists)\
            <div class="filters">\(day("from"))\(day("until"))\(day("review"))</div>\
            \(text("source", limit: Article.Limit.source))\
            \(Checkbox(
                name: "public", label: words("knowledge.field.public"), ticked: answers.has("public"),
                hint: words("knowledge.hint.public")))\
            \(code == nil ? nil : text("why", hint: words("knowledge.hint.why"), limit: Article.Limit.why))\
            <div class="cluster">\(Button(words("knowledge.saveAndPublish"), name: "do", value: "publish"))\
            \(Button(words("knowledge.saveDraft"), weight: .secondary, name: "do", value: "draft"))</div>
            """
    }

    private func text(_ name: String, hint: String? = nil, limit: Int) -> HTML {
        TextField(
            name: name, label: words("knowledge.field.\(name)"), value: answers[name], hint: hint,
            error: errors.message(for: name), limit: limit
        ).html
    }

    private func area(_ name: String) -> HTML {
        TextArea(
            name: name, label: words("knowledge.field.\(name)"), value: answers[name],
            error: errors.message(for: name), rows: 5, limit: Article.Limit.answer,
            limitNote: words("web.form.limit", ["count": Article.Limit.answer])
        ).html
    }

    private func day(_ name: String) -> HTML {
        TextField(
            name: name, label: words("knowledge.field.\(name)"), value: answers[name],
            error: errors.message(for: name), kind: .date
        ).html
    }

    private var unit: HTML {
        let codes = units ?? telling.city.units.keys.sorted()
        return Select(
            name: "unit", label: words("knowledge.field.unit"),
            choices: codes.map { Choice(value: $0.text, label: telling.unit($0)) },
            chosen: answers.given("unit") ?? (codes.count == 1 ? codes[0].text : nil),
            none: words("knowledge.choose"), error: errors.message(for: "unit")
        ).html
    }

    /// Three classes and two places are enough for most; more come by the table.
    private var lists: HTML {
        let categories = Self.all("category", answers)
        let areas = Self.all("area", answers)
        let classes: [HTML] = (0..<max(3, categories.count)).map { index in
            Select(
                name: "category-\(index + 1)",
                label: words("knowledge.field.categories") + " \(index + 1)",
                groups: telling.categoryGroups,
                chosen: categories.indices.contains(index) ? categories[index] : nil,
                none: words("knowledge.noClass"),
                error: index == 0 ? errors.message(for: "categories") : nil
            ).html
        }
        let places: [HTML] = (0..<max(2, areas.count)).map { index in
            let chosen = areas.indices.contains(index) ? AreaCode(areas[index]) : nil
            return Select(
                name: "area-\(index + 1)", label: words("knowledge.field.areas") + " \(index + 1)",
                groups: telling.areaGroups(with: chosen), chosen: chosen?.text,
                none: words(index == 0 ? "knowledge.everywhere" : "knowledge.noClass"),
                error: index == 0 ? errors.message(for: "areas") : nil
            ).html
        }
        return "<div class=\"filters\">\(classes)</div><div class=\"filters\">\(places)</div>"
    }

    // MARK: Answers

    /// What the form says of an article; days that are none are told.
    static func article(
        _ answers: FormAnswers, code: String?
    ) -> (article: Article?, errors: [Article.Problem]) {
        var problems: [Article.Problem] = []
        func day(_ name: String, _ problem: Article.Problem) -> CivilDate? {
            guard let text = answers.given(name) else { return nil }
            let day = CivilDate(text)
            if day == nil { problems.append(problem) }
            return day
        }
        let (until, review) = (day("until", .until), day("review", .review))
        let areas = all("area", answers).map { AreaCode($0) }
        if areas.contains(nil) { problems.append(.areas) }
        guard problems.isEmpty, let from = CivilDate(answers["from"]) else {
            return (nil, problems.isEmpty ? [.until] : problems)
        }
        let article = Article(
            code: code ?? answers["code"],
            title: LocalText(zh: answers["title-zh"], en: answers["title-en"]),
            answer: LocalText(zh: answers["answer-zh"], en: answers["answer-en"]),
            categories: all("category", answers).uniqued,
            areas: areas.compactMap(\.self), unit: UnitCode(answers["unit"]), from: from, until: until,
            review: review, isPublic: answers.has("public"), source: answers["source"])
        return (article, [])
    }

    /// The choices of a repeated field: `area-1`, `area-2`.
    private static func all(_ name: String, _ answers: FormAnswers) -> [String] {
        (1...Article.Limit.list).compactMap { answers.given("\(name)-\($0)") }
    }

    /// The answers that an article gives to its form.
    static func answers(_ article: Article) -> FormAnswers {
        var values = [
            "code": article.code, "title-zh": article.title.zh, "title-en": article.title.en,
            "answer-zh": article.answer.zh, "answer-en": article.answer.en, "unit": article.unit.text,
            "from": article.from.description, "until": article.until?.description ?? "",
            "review": article.review?.description ?? "", "source": article.source,
        ]
        for (index, code) in article.categories.enumerated() { values["category-\(index + 1)"] = code }
        for (index, area) in article.areas.enumerated() { values["area-\(index + 1)"] = area.text }
        if article.isPublic { values["public"] = "yes" }
        return FormAnswers(values)
    }
}

extension [String] {
    /// Each once, in the order of the first.
    var uniqued: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
