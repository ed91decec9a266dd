import Core
import Markup
import Web

/// "Is it one of these?" for whoever raised a matter: what everybody may know of those, and one button each.
struct SameQuestion {
    let telling: SimilarTelling
    /// Where what they say is sent to.
    let path: String
    let choices: [Choice]

    /// One that may be theirs too.
    struct Choice {
        let similar: Similar
        /// Names it on this page alone.
        let key: String
        /// How many raised it.
        let people: Int
    }

    private var words: Words { telling.words }

    var html: HTML {
        let items: [HTML] = choices.map { choice in
            let similar = choice.similar
            return """
                <li><p><b>\(telling.className(similar.category))</b> · \(telling.place(similar.area))<br>\
                <span class="muted">\(words.plural("joins.same.people", choice.people)) · \
                \(words("joins.same.since", ["date": words.date(similar.raisedAt)])) · \
                \(telling.stage(similar.stage, of: similar.kind))</span></p>\
                \(Button(words("joins.same.yes"), weight: .secondary, name: "same", value: choice.key))</li>
                """
        }
        return """
            <section class="panel stack screen-only" id="same"><h2>\(words("joins.same.title"))</h2>
            <p>\(words("joins.same.lead"))</p>
            \(Form(
                post: path, csrf: telling.visit.csrf, label: words("joins.same.title"),
                content: """
                    <ul class="stack">\(items)</ul>
                    \(Button(words("joins.same.no"), weight: .secondary, name: "same", value: JoinsDesk.none))
                    """))
            </section>
            """
    }
}

/// In a row of the desk: what the matter is the same as in the words of whoever raised it or took it in.
struct WishLine {
    let telling: SimilarTelling
    /// The matter of the row.
    let number: String
    let wished: SimilarDesk.Wished
    let back: String
    let mayJoin: Bool

    private var words: Words { telling.words }

    var html: HTML {
        let main = wished.main
        let who = wished.wish.person == nil ? "joins.wish.resident" : "joins.wish.officer"
        let form: HTML? =
            mayJoin
            ? Form(
                post: JoinsPath.same(main.number), csrf: telling.visit.csrf,
                content: """
                    \(Hidden(name: "number", value: number))\(Hidden(name: "back", value: back))\
                    \(Button(words("joins.similar.join", ["number": main.number]), weight: .secondary))
                    """
            ).html : nil
        return """
            <div class="stack" data-same><p>\(Tag(words(who), tone: .accent)) \
            <a href="\(JoinsPath.matter(main.number))"><bdi>\(main.title)</bdi></a> \
            <span class="muted">\(main.number) · \(telling.area(main.area)) · \
            \(telling.stage(main.stage, of: main.kind))</span></p>\(form)</div>
            """
    }
}

extension SimilarTelling {
    /// The class as everybody reads it.
    func className(_ code: String?) -> String {
        code.flatMap { city.catalogue[$0] }.map { words($0.name) } ?? ""
    }

    /// Never nearer than the grid: a building would say too much.
    func place(_ code: AreaCode) -> String { area(code.ancestor(at: .grid) ?? code) }
}
