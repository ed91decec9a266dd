import Core
import Markup
import Web

/// The people of the city, for whoever manages accounts.
struct PeoplePage {
    let visit: Visit
    let people: [Person]
    let organisation: Organisation
    var text = ""
    var unit = ""
    /// The path of the next part of the list.
    var older: String?
    private var words: Words { visit.words }

    private var searched: Bool { !text.isEmpty || !unit.isEmpty || visit.query.has("after") }

    var page: Page {
        Page(title: words("directory.people.title"), wide: true, help: "people") {
            """
            <h1>\(words("directory.people.title"))</h1>
            <p class="cluster">\(ButtonLink(
                words("directory.people.add"), to: "/directory/add", weight: .primary))
            \(ButtonLink(words("directory.import.title"), to: "/directory/import"))
            \(ButtonLink(words("directory.cityTokens.title"), to: "/directory/tokens"))</p>
            \(filter)
            \(people.isEmpty ? nothing : table)
            \(pager)
            """
        }
    }

    private var filter: HTML {
        Form(
            get: "/directory", classes: "filters", label: words("directory.people.search"),
            content: """
                \(TextField(
                    name: "q", label: words("directory.people.find"), value: text, kind: .search, limit: 60))
                \(Select(
                    name: "unit", label: words("directory.post.unit"),
                    choices: organisation.unitChoices(words), chosen: unit,
                    none: words("directory.people.anyUnit")))
                \(Button(words("directory.people.search"), weight: .secondary))
                """
        ).html
    }

    private var pager: HTML {
        let first = "/directory" + visit.query.asQuery(without: ["after"])
        return Pager(
            label: words("web.pager.label"),
            newest: visit.query.has("after") ? (words("directory.people.first"), first) : nil,
            older: older.map { (words("directory.people.next"), $0) }
        ).html
    }

    private var table: HTML {
        Table(
            caption: words("directory.people.title"), captionHidden: true,
            columns: [
                .init(words("directory.name")), .init(words("directory.login")),
                .init(words("directory.posts")),
                .init(words("directory.state")),
            ],
            rows: people.map { person in
                let posts: [HTML] = person.posts(at: visit.now).map {
                    "<div>\(organisation.line($0, words))</div>"
                }
                return [
                    Link(words(person.name), to: "/directory/\(person.id)").html, "\(person.login)",
                    "\(posts)",
                    PersonState(words: words, person: person).html,
                ]
            }
        ).html
    }

    private var nothing: HTML {
        EmptyState(
            title: words("directory.people.none"),
            text: words(searched ? "directory.people.noneFound" : "directory.people.noneYet")
        ).html
    }
}

/// Whether a person can sign in, in a word.
struct PersonState: Component {
    let words: Words
    let person: Person

    var html: HTML {
        if !person.active { return Tag(words("directory.state.inactive"), tone: .bad).html }
        return person.hasPassword
            ? Tag(words("directory.state.active"), tone: .good).html
            : Tag(words("directory.state.noPassword"), tone: .warn).html
    }
}

extension Organisation {
    /// The units in the order of their codes.
    func unitChoices(_ words: Words) -> [Choice] {
        units.values.sorted { $0.code < $1.code }.map {
            Choice(value: $0.code.text, label: words($0.name))
        }
    }
}

/// Role, unit and area of a post to be given.
struct PostFields: Component {
    let words: Words
    let organisation: Organisation
    var role = ""
    var unit = ""
    var area = ""
    var errors: [FieldError] = []

    var html: HTML {
        """
        \(Select(
            name: "role", label: words("directory.post.role"),
            choices: organisation.roleNames.map { Choice(value: $0, label: organisation.role($0, words)) },
            chosen: role, none: words("directory.post.choose"), error: errors.message(for: "role")))
        \(Select(
            name: "unit", label: words("directory.post.unit"), choices: organisation.unitChoices(words),
            chosen: unit, none: words("directory.post.choose"), error: errors.message(for: "unit")))
        \(TextField(
            name: "area", label: words("directory.post.area"), value: area,
            hint: words("directory.post.areaHint"), error: errors.message(for: "area"), limit: 60))
        """
    }
}
