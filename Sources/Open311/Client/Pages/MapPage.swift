import Core
import Markup
import Web

/// What their form asks about a service: the answers that we give each time.
struct MapPage {
    let telling: DestinationTelling
    let destination: Destination
    let category: String
    let service: String
    let asked: [TheirAttribute]
    var answers = FormAnswers([:])
    var errors: [FieldError] = []
    private var words: Words { telling.words }

    /// The name of the field of an attribute.
    static func field(_ code: String) -> String { "attribute-\(code)" }

    var page: Page {
        let name = destination.services.first { $0.code == service }?.name ?? service
        let title = words(
            "open311.client.mapTitle", ["category": telling.category(category), "service": name])
        return Page(title: title, status: errors.isEmpty ? 200 : 422, help: "destinations") {
            """
            <h1>\(title)</h1>
            <p>\(words("open311.client.mapText", ["name": destination.name]))</p>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(Form(
                post: "\(DestinationListPage.path)/\(destination.id)/map", csrf: telling.visit.csrf,
                content: """
                    \(Hidden(name: "category", value: category))\(Hidden(name: "service", value: service))
                    \(Hidden(name: "answered", value: "yes"))
                    \(asked.map(field))\(Button(words("open311.client.save")))
                    """))
            """
        }
    }

    private func field(_ one: TheirAttribute) -> HTML {
        if !one.variable { return Notice(.info, "<p>\(one.description)</p>").html }
        let name = Self.field(one.code)
        let label =
            one.required ? one.description : words("open311.client.optional", ["label": one.description])
        if one.values.isEmpty {
            return TextField(
                name: name, label: label, value: answers[name], error: errors.message(for: name), limit: 1000
            ).html
        }
        return Select(
            name: name, label: label, choices: one.values.map { Choice(value: $0.key, label: $0.name) },
            chosen: answers.given(name), none: words("open311.client.choose"),
            error: errors.message(for: name)
        ).html
    }
}
