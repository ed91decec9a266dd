import Core
import Markup
import Web

/// One person, with all that may be done about their account.
struct PersonPage {
    let visit: Visit
    let person: Person
    let organisation: Organisation
    let tokens: [ApiToken]
    var role = ""
    var unit = ""
    var area = ""
    var reason = ""
    var errors: [FieldError] = []
    var status = 200
    private var words: Words { visit.words }
    private var path: String { "/directory/\(person.id)" }

    var page: Page {
        Page(title: words(person.name), status: status, wide: true, help: "people") {
            """
            <h1>\(words(person.name))</h1>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(SummaryList([
                (words("directory.login"), "\(person.login)"),
                (words("directory.state"), PersonState(words: words, person: person).html),
            ]))
            <h2>\(words("directory.posts"))</h2>
            \(person.posts.isEmpty ? "<p>\(words("directory.posts.none"))</p>" : posts)
            \(person.active ? give : .empty)
            <h2>\(words("directory.access"))</h2>
            \(person.active ? active : inactive)
            <h2>\(words("directory.tokens.title"))</h2>
            \(tokens.isEmpty ? "<p>\(words("directory.tokens.none"))</p>" : TokenTable(
                visit: visit, tokens: tokens, action: "\(path)/tokens/revoke", asksReason: true).html)
            <p>\(Link(words("directory.people.back"), to: "/directory"))</p>
            """
        }
    }

    private var give: HTML {
        """
        <h3>\(words("directory.post.give"))</h3>
        \(Form(post: "\(path)/posts", csrf: visit.csrf, content: """
            \(PostFields(
                words: words, organisation: organisation, role: role, unit: unit, area: area,
                errors: errors))
            \(TextField(
                name: "reason", label: words("directory.reason"), value: reason,
                hint: words("directory.reason.hint"), error: errors.message(for: "reason"), limit: 300))
            \(Button(words("directory.post.give"), weight: .secondary))
            """))
        """
    }

    private var posts: HTML {
        Table(
            caption: words("directory.posts"), captionHidden: true,
            columns: [
                .init(words("directory.post.role")), .init(words("directory.post.unit")),
                .init(words("directory.post.area")), .init(words("directory.post.since")),
                .init(words("directory.action")),
            ],
            rows: person.posts.map { held in
                [
                    "\(organisation.role(held.post.role, words))",
                    "\(organisation.unit(held.post.unit, words))",
                    "\(organisation.area(held.post.area, words))", "\(words.date(held.since))", end(held),
                ]
            }
        ).html
    }

    private func end(_ held: HeldPost) -> HTML {
        if let until = held.until {
            return Tag(words("directory.post.ended", ["date": words.date(until)])).html
        }
        let role = organisation.role(held.post.role, words)
        return Form(
            post: "\(path)/posts/end", csrf: visit.csrf, classes: "plain cluster",
            content: """
                \(Hidden(name: "post", value: String(held.id)))
                \(ReasonField(words: words, id: "reason-post-\(held.id)"))
                \(Button(
                    words("directory.post.end"), weight: .danger,
                    confirm: words("directory.post.endSure", ["role": role])))
                """
        ).html
    }

    private var active: HTML {
        """
        <p>\(words("directory.reset.explain"))</p>
        <div class="cluster">
        \(Form(post: "\(path)/reset", csrf: visit.csrf, classes: "plain", content: """
            \(Button(words("directory.reset.make"), weight: .secondary))
            """))
        \(ButtonLink(words("directory.handOverWork.title"), to: "\(path)/hand-over"))
        </div>
        """
    }

    private var inactive: HTML {
        """
        <p>\(words("directory.state.inactiveText"))</p>
        \(Form(post: "\(path)/activate", csrf: visit.csrf, content: """
            \(TextField(
                name: "reason", label: words("directory.reason"), hint: words("directory.reason.hint"),
                error: errors.message(for: "reason"), limit: 300))
            \(Button(words("directory.activate"), weight: .secondary))
            """))
        """
    }
}

/// Adds a person with a first post.
struct PersonFormPage {
    let visit: Visit
    let organisation: Organisation
    var login = ""
    var nameZh = ""
    var nameEn = ""
    var role = ""
    var unit = ""
    var area = ""
    var errors: [FieldError] = []
    private var words: Words { visit.words }

    var page: Page {
        Page(title: words("directory.people.add"), status: errors.isEmpty ? 200 : 422, help: "people") {
            """
            <h1>\(words("directory.people.add"))</h1>
            <p>\(words("directory.people.addLead"))</p>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(Form(post: "/directory/add", csrf: visit.csrf, content: """
                \(NameFields(words: words, zh: nameZh, en: nameEn, errors: errors))
                \(TextField(
                    name: "login", label: words("directory.login"), value: login,
                    hint: words("directory.login.hint"), error: errors.message(for: "login"), limit: 64))
                \(PostFields(
                    words: words, organisation: organisation, role: role, unit: unit, area: area,
                    errors: errors))
                \(Button(words("directory.people.add")))
                """))
            <p>\(Link(words("directory.people.back"), to: "/directory"))</p>
            """
        }
    }
}

/// A one-time link that an administrator hands over. It stands here once.
struct HandOverPage {
    let visit: Visit
    let person: Person
    let link: String
    private var words: Words { visit.words }

    var page: Page {
        Page(title: words("directory.handOver.title"), help: "people") {
            """
            <h1>\(words("directory.handOver.title"))</h1>
            <p>\(words("directory.handOver.lead", ["name": words(person.name), "login": person.login]))</p>
            <p class="panel"><code>\(link)</code></p>
            <p>\(words("directory.handOver.care"))</p>
            <p>\(Link(words("directory.handOver.back"), to: "/directory/\(person.id)"))</p>
            """
        }
    }
}
