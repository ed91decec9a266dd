import Core
import Markup
import Web

/// Answers that residents may read themselves.
struct PublicKnowledgePage {
    let telling: KnowledgeTelling
    let found: [ArticleRecord]
    var search = ""

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("knowledge.public.title"), help: "answers") {
            """
            <h1>\(words("knowledge.public.title"))</h1>
            <p class="lead">\(words("knowledge.public.lead"))</p>
            \(Form(get: KnowledgePath.open, classes: "filters", label: words("knowledge.find"), content: """
                \(TextField(
                    name: "q", label: words("knowledge.public.search"), value: search, kind: .search))\
                \(Button(words("knowledge.find")))
                """))
            \(found.isEmpty ? empty : list)
            """
        }
    }

    private var empty: HTML {
        EmptyState(
            title: words("knowledge.public.nothing"), text: words("knowledge.public.nothingHint"),
            action: "\(ButtonLink(words("knowledge.public.raise"), to: "/raise"))"
        ).html
    }

    private var list: HTML {
        Cards(
            found.map { record in
                Card(
                    title: words(record.article.title), to: KnowledgePath.open(record.article.code), level: 2,
                    content: "<p>\(KnowledgePage.beginning(words(record.article.answer), 90))</p>")
            }
        ).html
    }
}

/// One answer for residents.
struct PublicArticlePage {
    let telling: KnowledgeTelling
    let record: ArticleRecord

    private var words: Words { telling.words }
    private var article: Article { record.article }

    var page: Page {
        Page(title: words(article.title), personal: true, help: "answers") {
            """
            <p>\(Link(words("knowledge.public.title"), to: KnowledgePath.open))</p>
            <h1>\(words(article.title))</h1>
            <p class="story lead">\(words(article.answer))</p>
            <p class="muted">\(telling.unit(article.unit)) · \(telling.days(article)) · \
            \(telling.places(article))</p>
            \(Form(
                post: "\(KnowledgePath.open(article.code))/helped", csrf: telling.visit.csrf,
                content: "\(question)"))
            <p>\(words("knowledge.public.notEnough")) \
            \(Link(words("knowledge.public.raise"), to: "/raise"))</p>
            """
        }
    }

    private var question: HTML {
        let buttons: [HTML] = ["yes", "no"].map { (answer: String) in
            Button(words("knowledge.helped.\(answer)"), weight: .secondary, name: "helped", value: answer)
                .html
        }
        return """
            <fieldset><legend>\(words("knowledge.didItHelp"))</legend>
            <div class="cluster">\(buttons)</div></fieldset>
            """
    }
}
