import Markup

/// What somebody sees instead of the page they asked for: what is the matter, and a way on.
struct ErrorPage {
    let title: String
    let verdict: Verdict
    let words: Words

    var page: Page {
        Page(title: title, status: verdict.status) {
            """
            <h1>\(title)</h1>
            <p>\(verdict.sentence)</p>
            <p>\(ButtonLink(words("web.home"), to: "/"))</p>
            """
        }
    }
}
