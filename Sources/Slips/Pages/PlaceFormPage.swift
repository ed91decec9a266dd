import Core
import Markup
import Web

/// `/slips/new-place` and `/slips/places/:code/edit`: what is known of a place.
struct PlaceFormPage {
    let telling: SlipTelling
    /// The code of the place that is edited; nil for a new one.
    var code: String?
    var answers = FormAnswers()
    var errors: [FieldError] = []
    var status = 200

    private var words: Words { telling.words }

    var page: Page {
        let title = words(code == nil ? "slips.newPlace" : "slips.editTitle")
        return Page(title: title, status: status, help: "places") {
            """
            <h1>\(title)</h1>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(Form(
                post: code.map { SlipsPath.edit($0) } ?? SlipsPath.newPlace, csrf: telling.visit.csrf,
                content: "\(first)\(second)\(Button(words("slips.save")))"))
            """
        }
    }

    private func field(_ name: String, hint: String? = nil, optional: Bool = false) -> TextField {
        TextField(
            name: name, label: words("slips.field.\(name)") + (optional ? words("web.form.optional") : ""),
            value: answers[name], hint: hint, error: errors.message(for: name),
            limit: SpeakPlace.Limit.text)
    }

    private var first: HTML {
        let areas = telling.city.areas.codes.filter { $0.level >= .town && $0.level <= .village }
        return """
            \(code == nil ? field("code", hint: words("slips.codeHint")).html : nil)
            \(Radios(
                name: "kind", legend: words("slips.head.kind"),
                choices: SpeakPlace.Kind.allCases.map { Choice(value: $0.rawValue, label: telling.kind($0)) },
                chosen: answers.given("kind") ?? SpeakPlace.Kind.box.rawValue,
                error: errors.message(for: "kind"), inline: true))
            \(field("name_zh"))\(field("name_en"))
            \(Select(
                name: "area", label: words("slips.head.area"),
                choices: areas.prefix(1000).map { Choice(value: $0.text, label: telling.area($0)) },
                chosen: answers.given("area"), error: errors.message(for: "area")))
            \(field("address_zh", optional: true))\(field("address_en", optional: true))
            \(field("phone", optional: true))
            \(field("opening", hint: words("slips.openingHint"), optional: true))
            """
    }

    private var second: HTML {
        """
        <fieldset class="panel"><legend>\(words("slips.onlyStudios"))</legend>
        \(Select(
            name: "host", label: words("slips.host"),
            choices: SpeakPlace.Host.allCases.map {
                Choice(value: $0.rawValue, label: words("slips.host.\($0.rawValue)"))
            }, chosen: answers.given("host"), none: words("slips.noHost"),
            error: errors.message(for: "host")))
        \(Checkbox(name: "shared", label: words("slips.shared"), ticked: answers.has("shared")))
        \(TextArea(
            name: "delegates", label: words("slips.delegates"), value: answers["delegates"],
            hint: words("slips.delegatesHint"), error: errors.message(for: "delegates"), rows: 4))
        \(field("liaison", optional: true))
        </fieldset>
        \(code == nil ? nil : Checkbox(
            name: "active", label: words("slips.active"), ticked: answers.has("active")).html)
        """
    }

    /// The answers that a place would be made from.
    static func answers(of record: PlaceRecord) -> FormAnswers {
        let place = record.place
        func said(_ person: LocalText) -> String {
            person.zh == person.en ? person.zh : "\(person.zh)/\(person.en)"
        }
        var values = [
            "kind": place.kind.rawValue, "name_zh": place.name.zh, "name_en": place.name.en,
            "area": place.area.text, "address_zh": place.address.zh, "address_en": place.address.en,
            "phone": place.phone, "opening": place.opening?.description ?? "",
            "host": place.host?.rawValue ?? "",
            "delegates": place.delegates.map(said).joined(separator: "\n"),
            "liaison": place.liaison.map(said) ?? "",
        ]
        if place.isShared { values["shared"] = "yes" }
        if record.isActive { values["active"] = "yes" }
        return FormAnswers(values)
    }
}
