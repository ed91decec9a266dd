import Core
import Markup
import Web

/// What somebody holds, and the one step by which it goes to somebody else.
struct HandOverWorkPage {
    let visit: Visit
    let person: Person
    let organisation: Organisation
    let holdings: Holdings
    let elsewhere: [HeldElsewhere]
    var successor = ""
    var day = ""
    var reason = ""
    var chosen: Set<String>?
    var deactivates = true
    var errors: [FieldError] = []
    var status = 200
    private var words: Words { visit.words }
    private var path: String { "/directory/\(person.id)" }

    var page: Page {
        Page(title: words("directory.handOverWork.title"), status: status, help: "people") {
            """
            <h1>\(words("directory.handOverWork.of", ["name": words(person.name)]))</h1>
            <p class="lead">\(words("directory.handOverWork.lead"))</p>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            <h2>\(words("directory.handOverWork.holds"))</h2>
            \(SummaryList([
                (words("directory.posts"), "\(words.number(Int64(holdings.posts.count)))"),
                (words("directory.sessions.title"), "\(words.number(Int64(holdings.sessions)))"),
                (words("directory.tokens.title"), "\(words.number(Int64(holdings.tokens)))"),
            ]))
            \(elsewhere.map(kept))
            \(form)
            <p>\(Link(words("directory.handOver.back"), to: path))</p>
            """
        }
    }

    private func kept(_ held: HeldElsewhere) -> HTML {
        let items: [HTML] = held.examples.map { "<li>\(Link($0.text, to: $0.path))</li>" }
        let more = held.count - held.examples.count
        let rest: HTML? =
            more > 0 && !items.isEmpty
            ? "<p>\(words("directory.handOverWork.more", ["count": more]))</p>" : nil
        return """
            <section class="panel stack"><h3>\(words(held.name)) · \(words.number(Int64(held.count)))</h3>
            \(items.isEmpty ? .empty : "<ul>\(items)</ul>")\(rest)</section>
            """
    }

    private var form: HTML {
        let posts = holdings.posts.map { post in
            Choice(
                value: String(post.held.id), label: organisation.line(post.held.post, words),
                hint: post.isOnly ? words("directory.handOverWork.vacant") : nil)
        }
        let everything = Set(posts.map(\.value))
        let fields: HTML =
            posts.isEmpty
            ? "<p>\(words("directory.posts.none"))</p>"
            : """
            \(Checkboxes(
                name: "posts", legend: words("directory.handOverWork.posts"), choices: posts,
                chosen: chosen ?? everything))
            \(TextField(
                name: "successor", label: words("directory.handOverWork.successor"), value: successor,
                hint: words("directory.handOverWork.successor.hint"),
                error: errors.message(for: "successor"), limit: 64))
            \(TextField(
                name: "day", label: words("directory.handOverWork.day"), value: day,
                hint: words("directory.handOverWork.day.hint"), error: errors.message(for: "day"),
                kind: .date))
            """
        return """
            <h2>\(words("directory.handOverWork.goes"))</h2>
            \(Form(post: "\(path)/hand-over", csrf: visit.csrf, content: """
                \(fields)
                \(TextField(
                    name: "reason", label: words("directory.reason"), value: reason,
                    hint: words("directory.reason.hint"), error: errors.message(for: "reason"), limit: 300))
                \(person.active ? ending : .empty)
                \(Button(
                    words("directory.handOverWork.do"), weight: .danger,
                    confirm: words("directory.handOverWork.sure")))
                """))
            """
    }

    private var ending: HTML {
        Checkbox(
            name: "deactivate", label: words("directory.handOverWork.deactivate"), ticked: deactivates,
            hint: words("directory.handOverWork.deactivate.hint"), error: errors.message(for: "deactivate")
        ).html
    }
}
