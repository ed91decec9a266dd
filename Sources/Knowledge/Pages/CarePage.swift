import Core
import Markup
import Web

/// The articles somebody must look after: those that end, those past their review, drafts.
struct CarePage {
    let telling: KnowledgeTelling
    let ending: [ArticleRecord]
    let expired: [ArticleRecord]
    let unreviewed: [ArticleRecord]
    let drafts: [ArticleRecord]
    /// Whether these are the reader's own units' only.
    let isOwn: Bool

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("knowledge.tab.care"), help: "knowledge") {
            """
            <h1>\(words("knowledge.title"))</h1>
            \(telling.tabs(.care))
            <p>\(words(isOwn ? "knowledge.care.own" : "knowledge.care.all"))</p>
            \(part("ending", ending) { $0.until })
            \(part("expired", expired) { $0.until })
            \(part("unreviewed", unreviewed) { $0.review })
            \(part("drafts", drafts) { _ in nil })
            """
        }
    }

    private func part(
        _ name: String, _ records: [ArticleRecord], _ day: (Article) -> CivilDate?
    ) -> HTML {
        let title = words("knowledge.care.\(name)")
        if records.isEmpty {
            return "<h2>\(title)</h2><p class=\"muted\">\(words("knowledge.care.none"))</p>"
        }
        let rows: [[HTML]] = records.map { record in
            let article = record.article
            let path =
                name == "drafts"
                ? KnowledgePath.version(record.version, of: article.code)
                : KnowledgePath.article(article.code)
            return [
                "\(Link(words(article.title), to: path))", "\(telling.unit(article.unit))",
                day(article).map { "\(telling.date($0))" } ?? telling.time(record.changedAt),
            ]
        }
        let columns = ["article", "unit", "day"].map { Table.Column(words("knowledge.column.\($0)")) }
        return "<h2>\(title)</h2>\(Table(caption: title, captionHidden: true, columns: columns, rows: rows))"
    }
}

/// Questions that nobody could answer, by class, so that somebody writes what is missing.
struct UnansweredPage {
    let telling: KnowledgeTelling
    let gaps: [KnowledgeGap]
    let questions: [UnansweredQuestion]
    /// Only of this class.
    var category: String?
    /// The address of the older ones.
    var older: String?
    var sums = KnowledgeSums()
    var answers = FormAnswers()
    var errors: [FieldError] = []
    var mayWrite = false

    private var words: Words { telling.words }

    var page: Page {
        Page(
            title: words("knowledge.tab.unanswered"), status: errors.isEmpty ? 200 : 422, personal: true,
            help: "knowledge"
        ) {
            """
            <h1>\(words("knowledge.title"))</h1>
            \(telling.tabs(.unanswered))
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            <p class="lead">\(rate)</p>
            <div class="columns"><div>\(list)</div><div>\(form)</div></div>
            """
        }
    }

    private var rate: String {
        words(
            "knowledge.answerRate",
            [
                "rate": sums.answerRate(telling.visit.now)?.text() ?? "–",
                "used": telling.number(sums[.used]),
                "all": telling.number(sums[.used] + sums[.unanswered]),
            ])
    }

    private var form: HTML {
        """
        <section class="panel"><h2>\(words("knowledge.noteIt"))</h2>
        \(Form(
            post: KnowledgePath.unanswered, csrf: telling.visit.csrf, draft: "unanswered",
            content: """
            \(TextArea(
                name: "question", label: words("knowledge.field.question"), value: answers["question"],
                error: errors.message(for: "question"), rows: 3, limit: 500,
                limitNote: words("web.form.limit", ["count": 500])))\
            \(Select(
                name: "category", label: words("knowledge.field.categories"),
                groups: telling.categoryGroups, chosen: answers.given("category") ?? category,
                none: words("knowledge.choose"), error: errors.message(for: "category")))\
            \(Button(words("knowledge.noteIt")))
            """))</section>
        """
    }

    private var list: HTML {
        if gaps.isEmpty {
            return EmptyState(
                title: words("knowledge.noGaps"), text: words("knowledge.noGapsHint")
            ).html
        }
        let columns = ["category", "open", "asked", "last"].map {
            Table.Column(words("knowledge.column.\($0)"), numeric: $0 == "open" || $0 == "asked")
        }
        let rows: [[HTML]] = gaps.map { gap in
            let path = KnowledgePath.unanswered + FormAnswers(["category": gap.category]).asQuery()
            return [
                "\(Link(telling.category(gap.category), to: path))", "\(gap.open)", "\(gap.asked)",
                telling.time(gap.lastAt),
            ]
        }
        let all = category.map {
            "<p>\(telling.category($0)) · \(Link(words("knowledge.all"), to: KnowledgePath.unanswered))</p>"
                as HTML
        }
        let open: [HTML] = questions.map(question)
        return """
            \(Table(caption: words("knowledge.gaps"), columns: columns, rows: rows))
            <h2>\(words("knowledge.openQuestions"))</h2>\(all)
            <ul class="stack">\(open)</ul>
            \(Pager(
                label: words("knowledge.openQuestions"), newest: nil,
                older: older.map { (words("knowledge.older"), $0) }))
            """
    }

    private func question(_ question: UnansweredQuestion) -> HTML {
        let write = ButtonLink(
            words("knowledge.writeAnswer"),
            to: KnowledgePath.new + FormAnswers(["question": String(question.id)]).asQuery(),
            weight: .secondary
        ).html
        let settle = Form(
            post: "\(KnowledgePath.unanswered)/\(question.id)", csrf: telling.visit.csrf,
            content: """
                \(Button(words("knowledge.settle"), weight: .secondary))
                """
        ).html
        let care: HTML? = mayWrite ? "<div class=\"cluster\">\(write)\(settle)</div>" : nil
        return """
            <li class="panel"><p class="story">\(question.question)</p>
            <p class="muted">\(telling.category(question.category)) · \(telling.time(question.at))</p>
            \(care)</li>
            """
    }
}
