import Core
import Markup
import Web

/// On the matter's page: what it was answered with, and the way to an answer.
struct KnowledgePanel {
    let telling: KnowledgeTelling
    let number: String
    let category: String?
    let uses: [KnowledgeDesk.PastUse]
    let mayAnswer: Bool

    private var words: Words { telling.words }

    var html: HTML {
        let lines: [HTML] = uses.map { use in
            let article = use.article
            let said = words(
                "knowledge.answeredWith",
                ["title": words(article.title), "version": use.version])
            return """
                <li>\(Link(said, to: KnowledgePath.version(use.version, of: article.code))) \
                <span class="muted">\(telling.time(use.at))</span></li>
                """
        }
        let question = FormAnswers(["matter": number, "category": category ?? ""]).asQuery()
        let button = ButtonLink(
            words("knowledge.findFor"), to: KnowledgePath.home + question, weight: .secondary)
        let find: HTML? = mayAnswer ? "<p>\(button)</p>" : nil
        let list: HTML? = lines.isEmpty ? nil : "<ul>\(lines)</ul>"
        return """
            <section class="panel"><h2>\(words("knowledge.title"))</h2>\(list)\(find)</section>
            """
    }
}
