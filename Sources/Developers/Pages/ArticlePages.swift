import Core
import Markup
import Web

/// A guide for those who write programs or pages of their own.
struct GuidePage {
    let visit: Visit
    let guide: Article
    let manual: Manual

    var page: Page {
        let words = visit.words
        let others = (manual.guides[words.language] ?? []).filter { $0.name != guide.name }
        let links: [HTML] = others.map { "<li>\(Link($0.title, to: DevelopersPath.guide($0.name)))</li>" }
        let parts: [HTML] = ManualView.contents(guide).map { "<li>\(Link($0.text, to: $0.anchor))</li>" }
        let contents: HTML =
            parts.count < 3
            ? .empty
            : """
            <nav class="contents" aria-label="\(words("developers.contents"))">
            <h2>\(words("developers.contents"))</h2><ul>\(parts)</ul></nav>
            """
        return Page(title: guide.title, personal: false, wide: true) {
            """
            <h1>\(guide.title)</h1>
            <div class="columns"><div>\(ManualView(article: guide, base: visit.settings.baseURL))</div>
            <aside>\(contents)<nav class="contents" aria-label="\(words("developers.guides"))">
            <h2>\(words("developers.guides"))</h2>
            <ul>\(links)<li>\(Link(words("developers.reference"), to: DevelopersPath.reference))</li></ul>\
            </nav></aside></div>
            """
        }
    }
}

/// What a page is for and how it is used.
struct HelpPage {
    let visit: Visit
    let article: Article

    var page: Page {
        Page(title: article.title, personal: false) {
            """
            <h1>\(article.title)</h1>
            \(ManualView(article: article, base: visit.settings.baseURL))
            <p class="screen-only">\(Link(visit.words("developers.help.all"), to: DevelopersPath.help))</p>
            """
        }
    }
}

/// All the help there is.
struct HelpListPage {
    let visit: Visit
    let manual: Manual

    var page: Page {
        let words = visit.words
        let articles: [HTML] = (manual.help[words.language] ?? []).map { article in
            let view = ManualView(article: article, base: visit.settings.baseURL)
            return """
                <li><a class="topic" href="\(DevelopersPath.help(article.name))">\(article.title)</a>
                <span class="muted">\(view.line(article.opening))</span></li>
                """
        }
        return Page(title: words("developers.help"), personal: false) {
            """
            <h1>\(words("developers.help"))</h1>
            <p class="lead">\(words("developers.help.lead"))</p>
            <ul class="topics">\(articles)</ul>
            """
        }
    }
}
