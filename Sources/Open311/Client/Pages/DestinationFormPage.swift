import Core
import Markup
import Web

/// `/open311/destinations/new` and `…/edit`: what a destination is.
struct DestinationFormPage {
    let telling: DestinationTelling
    /// Nil for a new one.
    var id: Int64?
    let answers: FormAnswers
    var errors: [FieldError] = []
    private var words: Words { telling.words }

    var page: Page {
        let title = words(id == nil ? "open311.client.add" : "open311.client.edit")
        return Page(title: title, status: errors.isEmpty ? 200 : 422, help: "destinations") {
            """
            <h1>\(title)</h1>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(Form(post: path, csrf: telling.visit.csrf, content: """
                \(text("name", limit: 100))\(text("base", limit: 2000))\(units)
                \(text("jurisdiction", limit: 200))
                \(TextField(
                    name: "key", label: words("open311.client.key"),
                    hint: words(id == nil ? "open311.client.keyHint" : "open311.client.keyKept"),
                    error: errors.message(for: "key"), kind: .password, autocomplete: "off", limit: 200))
                \(Radios(
                    name: "format", legend: words("open311.client.format"),
                    choices: Destination.Format.allCases.map {
                        Choice(value: $0.rawValue, label: $0.rawValue.uppercased())
                    }, chosen: answers.given("format") ?? "json", inline: true))
                \(Radios(
                    name: "language", legend: words("open311.client.language"),
                    choices: Language.allCases.map {
                        Choice(value: $0.rawValue, label: words("open311.client.language.\($0.rawValue)"))
                    }, chosen: answers.given("language") ?? "zh", inline: true))
                \(Checkbox(
                    name: "knows", label: words("open311.client.knows"), ticked: answers["knows"] == "yes",
                    hint: words("open311.client.knowsHint")))
                \(Button(words("open311.client.save")))
                """))
            """
        }
    }

    private var path: String {
        id.map { "\(DestinationListPage.path)/\($0)" } ?? DestinationListPage.path
    }

    private func text(_ name: String, limit: Int) -> HTML {
        TextField(
            name: name, label: words("open311.client.\(name)"), value: answers[name],
            hint: words("open311.client.\(name)Hint"), error: errors.message(for: name), limit: limit
        ).html
    }

    private var units: HTML {
        let units = telling.city.units.values.filter { $0.code != telling.city.desk }
            .sorted { $0.code < $1.code }
        return Select(
            name: "unit", label: words("open311.client.unit"),
            choices: units.map { Choice(value: $0.code.text, label: "\(words($0.name)) (\($0.code.text))") },
            chosen: answers.given("unit"), none: words("open311.client.choose"),
            hint: words("open311.client.unitHint"), error: errors.message(for: "unit")
        ).html
    }
}
