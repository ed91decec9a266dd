import Core
import Markup
import Web

/// Signs in as anybody with one click. The demo only: elsewhere the page does not exist.
struct DemoPage {
    /// Somebody to sign in as, by one of their posts.
    struct Card {
        let person: Person
        let post: Post
        /// What the role lets do with matters.
        let moves: [LocalText]
    }

    let visit: Visit
    let organisation: Organisation
    let cards: [Card]
    /// The unit whose people are shown; empty for one of every role.
    var unit = ""
    private var words: Words { visit.words }

    var page: Page {
        Page(title: words("directory.demo.title"), wide: true, help: "demo") {
            """
            <h1>\(words("directory.demo.title"))</h1>
            <p class="lead">\(words("directory.demo.lead"))</p>
            \(Form(get: "/demo", classes: "filters", label: words("directory.demo.pickUnit"), content: """
                \(Select(
                    name: "unit", label: words("directory.demo.pickUnit"),
                    choices: organisation.unitChoices(words), chosen: unit,
                    none: words("directory.demo.everyRole")))
                \(Button(words("directory.demo.show"), weight: .secondary))
                """))
            \(cards.isEmpty ? nothing : panels)
            """
        }
    }

    private var panels: HTML {
        let panels: [HTML] = cards.map(panel)
        return #"<div class="panels">\#(panels)</div>"#
    }

    private func panel(_ card: Card) -> HTML {
        let role = organisation.role(card.post.role, words)
        let moves: [HTML] = card.moves.prefix(8).map { Tag(words($0)).html }
        let tries: HTML =
            moves.isEmpty
            ? "<p>\(words("directory.demo.look"))</p>"
            : #"<p>\#(words("directory.demo.try"))</p><p class="cluster">\#(moves)</p>"#
        return """
            <section class="panel">
            <h2>\(role)</h2>
            <p>\(words(card.person.name))<br>\(organisation.unit(card.post.unit, words))<br>\
            <span class="muted">\(organisation.area(card.post.area, words))</span></p>
            \(tries)
            \(Form(post: "/demo/sign-in", csrf: visit.csrf, classes: "plain", content: """
                \(Hidden(name: "person", value: String(card.person.id)))
                \(Button(words("directory.demo.signIn", ["role": role, "name": words(card.person.name)])))
                """))
            </section>
            """
    }

    private var nothing: HTML {
        EmptyState(title: words("directory.demo.none"), text: words("directory.demo.noneText")).html
    }
}
