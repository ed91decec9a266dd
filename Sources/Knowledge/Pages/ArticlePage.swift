import Core
import Desk
import Markup
import Web

/// One article: what to say, until when it holds, who answers for it, what came before.
struct ArticlePage {
    let telling: KnowledgeTelling
    let record: ArticleRecord
    var acts: [ArticleAct] = []
    /// The names of those who did it.
    var names: [Int64: LocalText] = [:]
    /// The last thirty days.
    var sums = KnowledgeSums()
    var mayWrite = false
    /// The number of the matter that is to be answered.
    var matter: String?
    var error: String?

    private var words: Words { telling.words }
    private var article: Article { record.article }
    private var path: String { KnowledgePath.article(article.code) }

    var page: Page {
        Page(
            title: words(article.title), status: error == nil ? 200 : 422, personal: true, help: "knowledge"
        ) {
            """
            <p>\(Link(words("knowledge.title"), to: KnowledgePath.home))</p>
            <h1>\(words(article.title)) \(telling.standing(record))</h1>
            \(error.map { Notice(.failure, "<p>\($0)</p>") }.map(\.html))
            \(warning)
            <div class="columns"><div>\(answer)\(use)\(helped)</div><div>\(facts)\(care)</div></div>
            \(history)
            """
        }
    }

    /// What is not offered is never read out by mistake.
    private var warning: HTML? {
        if record.isOffered(on: telling.today) {
            guard record.hasDraft else { return nil }
            return Notice(
                .info,
                """
                <p>\(words("knowledge.draftWaits")) \
                \(Link(
                    words("knowledge.seeDraft"),
                    to: KnowledgePath.version(record.newest, of: article.code)))</p>
                """
            ).html
        }
        return Notice(.warning, "<p>\(words("knowledge.notOffered"))</p>").html
    }

    private var answer: HTML {
        let other: Language = words.language == .zh ? .en : .zh
        let text = words(article.answer)
        return """
            <section class="panel"><h2>\(words("knowledge.answer"))</h2>
            <p class="story lead">\(text)</p>
            \(CopyButton(words("knowledge.copy"), copies: text, said: words("knowledge.copied")))
            \(Fold(
                words("knowledge.otherLanguage"),
                """
                <p lang="\(other.rawValue)"><b>\(article.title[other])</b></p>
                <p lang="\(other.rawValue)" class="story">\(article.answer[other])</p>
                """))</section>
            """
    }

    private var use: HTML? {
        guard let matter, record.isOffered(on: telling.today) else { return nil }
        return Form(
            post: "\(path)/use", csrf: telling.visit.csrf,
            content: """
                \(Hidden(name: "matter", value: matter))\
                \(Button(words("knowledge.use", ["number": matter])))
                """
        ).html
    }

    private var helped: HTML? {
        guard record.state == .live else { return nil }
        let buttons: [HTML] = ["yes", "no"].map { (answer: String) in
            Button(words("knowledge.helped.\(answer)"), weight: .secondary, name: "helped", value: answer)
                .html
        }
        return Form(
            post: "\(path)/helped", csrf: telling.visit.csrf,
            content: """
                <fieldset><legend>\(words("knowledge.didItHelp"))</legend>
                <div class="cluster">\(buttons)</div></fieldset>
                """
        ).html
    }

    private var facts: HTML {
        let review =
            article.review.map { day in
                telling.date(day) + (day < telling.today ? " · " + words("knowledge.pastReview") : "")
            } ?? "–"
        let categories = article.categories.map { telling.category($0) }.joined(separator: " · ")
        let kept = [KnowledgeFigure.offered, .used, .helped, .unhelped, .helpedResident, .unhelpedResident]
        let counts = kept.filter { sums[$0] > 0 }.map {
            "\(words("knowledge.figure.\($0.rawValue)")) \(telling.number(sums[$0]))"
        }
        return SummaryList([
            (words("knowledge.field.unit"), "\(telling.unit(article.unit))"),
            (words("knowledge.field.days"), "\(telling.days(article))"),
            (words("knowledge.field.areas"), "\(telling.places(article))"),
            (words("knowledge.field.categories"), "\(categories.isEmpty ? "–" : categories)"),
            (words("knowledge.field.review"), "\(review)"),
            (words("knowledge.field.source"), "\(article.source.isEmpty ? "–" : article.source)"),
            (
                words("knowledge.field.public"),
                "\(words(article.isPublic ? "knowledge.yes" : "knowledge.no"))"
            ),
            (words("knowledge.month"), "\(counts.isEmpty ? "–" : counts.joined(separator: " · "))"),
        ]).html
    }

    private var care: HTML? {
        guard mayWrite else { return nil }
        let edit = ButtonLink(words("knowledge.edit"), to: "\(path)/edit", weight: .secondary).html
        let csrf = telling.visit.csrf
        let publish: HTML? =
            record.hasDraft
            ? Form(
                post: "\(path)/publish", csrf: csrf,
                content: """
                    \(Hidden(name: "version", value: String(record.newest)))\
                    \(Button(words("knowledge.publish", ["version": record.newest])))
                    """
            ).html : nil
        let withdraw: HTML? =
            record.state == .live
            ? Fold(
                words("knowledge.withdraw"),
                Form(
                    post: "\(path)/withdraw", csrf: csrf,
                    content: """
                        \(TextField(
                            name: "why", label: words("knowledge.field.why"), limit: Article.Limit.why))\
                        \(Button(words("knowledge.withdraw"), weight: .danger))
                        """
                ).html
            ).html : nil
        return """
            <section class="panel stack"><h2>\(words("knowledge.care"))</h2>
            <div class="cluster">\(edit)\(publish)</div>\(reviewed)\(withdraw)</section>
            """
    }

    private var reviewed: HTML? {
        guard record.state == .live, !record.hasDraft else { return nil }
        return Fold(
            words("knowledge.reviewed"),
            Form(
                post: "\(path)/reviewed", csrf: telling.visit.csrf,
                content: """
                    \(TextField(
                        name: "review", label: words("knowledge.reviewAgain"),
                        value: telling.today.adding(days: 180).description, kind: .date))\
                    \(Button(words("knowledge.reviewed"), weight: .secondary))
                    """
            ).html
        ).html
    }

    private var history: HTML {
        let rows: [[HTML]] = acts.map { act in
            let by = act.person.map { names[$0].map { words($0) } ?? "–" } ?? words("knowledge.byCity")
            let link = Link(
                words("knowledge.versionNumber", ["version": act.version]),
                to: KnowledgePath.version(act.version, of: article.code))
            return [
                "\(link)", "\(words("knowledge.act.\(act.what.rawValue)"))", "\(by)",
                telling.time(act.at), "\(act.why.isEmpty ? "–" : act.why)",
            ]
        }
        let columns = ["version", "act", "by", "at", "why"].map {
            Table.Column(words("knowledge.column.\($0)"))
        }
        return Table(caption: words("knowledge.history"), columns: columns, rows: rows).html
    }
}

/// A version as it was, and what it changed.
struct VersionPage {
    let telling: KnowledgeTelling
    let record: ArticleRecord
    /// The version before it.
    let before: Article?

    private var words: Words { telling.words }
    private var article: Article { record.article }

    var page: Page {
        let title = words("knowledge.versionOf", ["version": record.version, "title": words(article.title)])
        return Page(title: title, help: "knowledge") {
            """
            <p>\(Link(words(article.title), to: KnowledgePath.article(article.code)))</p>
            <h1>\(title)</h1>
            <p class="muted">\(telling.days(article)) · \(telling.places(article)) · \
            \(telling.unit(article.unit))</p>
            <p class="hint">\(words(
                before == nil ? "knowledge.firstVersion" : "knowledge.differenceHint"))</p>
            \(Language.allCases.map(part))
            """
        }
    }

    private func part(_ language: Language) -> HTML {
        let pairs = [(before?.title, article.title), (before?.answer, article.answer)]
        let lines: [HTML] = pairs.map { old, new in
            let difference = TextDifference(
                from: old?[language] ?? new[language], to: new[language])
            return "<p class=\"story\">\(difference.pieces.map(Self.piece))</p>"
        }
        return """
            <section class="panel" lang="\(language.rawValue)">
            <h2>\(words("knowledge.language.\(language.rawValue)"))</h2>\(lines)</section>
            """
    }

    private static func piece(_ piece: TextDifference.Piece) -> HTML {
        switch piece {
        case .same(let text): "\(text)"
        case .gone(let text): "<del>\(text)</del>"
        case .new(let text): "<ins>\(text)</ins>"
        }
    }
}
