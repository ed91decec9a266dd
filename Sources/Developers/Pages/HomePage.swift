import Core
import Markup
import Web

/// Where programs and their writers begin.
struct HomePage {
    let visit: Visit
    let reference: Reference
    let manual: Manual

    private var words: Words { visit.words }

    var page: Page {
        Page(title: words("developers.title"), personal: false, wide: true, help: "developers") {
            """
            <h1>\(words("developers.title"))</h1>
            <p class="lead">\(words("developers.lead"))</p>
            <div class="panels">\(doors)</div>
            <h2>\(words("developers.guides"))</h2>
            <div class="panels">\(guides)</div>
            <h2>\(words("developers.operations"))</h2>
            \(Search(visit: visit, asked: "").html)
            \(operations)
            """
        }
    }

    private var doors: [HTML] {
        [
            ("reference", DevelopersPath.reference, "book"), ("try", DevelopersPath.attempt, "code"),
            ("help", DevelopersPath.help, "help"), ("specimens", DevelopersPath.specimens, "eye"),
        ].map { name, path, icon in
            """
            <section class="panel"><h2>\(Icon(icon)) \(Link(words("developers.door.\(name)"), to: path))</h2>
            <p>\(words("developers.door.\(name).why"))</p></section>
            """
        }
    }

    private var guides: [HTML] {
        (manual.guides[words.language] ?? []).map { guide in
            let view = ManualView(article: guide, base: visit.settings.baseURL)
            return """
                <section class="panel"><h3>\(Link(guide.title, to: DevelopersPath.guide(guide.name)))</h3>
                <p>\(view.line(guide.opening))</p></section>
                """
        }
    }

    private var operations: HTML {
        let rows: [[HTML]] = reference.operations.map { operation in
            [
                """
                <a href="\(DevelopersPath.operation(operation.identifier))"><code>\
                \(operation.method.uppercased()) \(operation.path)</code></a>
                """,
                "\(words(operation.summary))", "\(Access(operation.scopes, words).html)",
            ]
        }
        return Table(
            caption: words("developers.operations"), captionHidden: true,
            columns: [
                .init(words("developers.operation")), .init(words("developers.what")),
                .init(words("developers.access")),
            ], rows: rows
        ).html
    }
}

/// The field in which the description is searched.
struct Search {
    let visit: Visit
    let asked: String

    var html: HTML {
        let words = visit.words
        return Form(
            get: DevelopersPath.reference, classes: "search", label: words("developers.search"),
            content: """
                \(TextField(
                    name: "q", label: words("developers.search"), value: asked, kind: .search, limit: 200))
                \(Button(words("developers.search.button"), weight: .secondary))
                """
        ).html
    }
}

/// Who may call an operation, in a few words.
struct Access {
    private let scopes: [String]?
    private let words: Words

    init(_ scopes: [String]?, _ words: Words) {
        self.scopes = scopes
        self.words = words
    }

    var html: HTML {
        guard let scopes else { return Tag(words("developers.access.nobody"), tone: .good).html }
        guard !scopes.isEmpty else { return Tag(words("developers.access.any")).html }
        let tags: [HTML] = scopes.map { "<code>\($0)</code> " }
        return "\(tags)"
    }
}
