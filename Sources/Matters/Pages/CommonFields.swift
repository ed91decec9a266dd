import Core
import Desk
import Markup
import Web

/// Where it is: in words, and as an area to choose from all of them.
struct PlaceFields: Component {
    let telling: Telling
    let answers: FormAnswers
    let errors: [FieldError]

    var html: HTML {
        let words = telling.words
        return """
            \(TextField(
                name: "place", label: words("matters.field.place") + words("web.form.optional"),
                value: answers["place"], hint: words("matters.hint.place"),
                error: errors.message(for: "place"),
                limit: 200))
            \(Select(
                name: "area", label: words("matters.field.area") + words("web.form.optional"),
                groups: telling.areaGroups, chosen: answers.given("area"),
                none: words("matters.area.unknown"),
                error: errors.message(for: "area")))
            """
    }
}

/// Who raises it: all of it may be left empty.
struct ContactFields: Component {
    let telling: Telling
    let answers: FormAnswers
    let errors: [FieldError]
    /// Whether it is the reader's own: then the browser may fill it in.
    var isOwn = true

    var html: HTML {
        let words = telling.words
        return """
            <div class="filters">
            \(TextField(
                name: "phone", label: words("matters.field.phone") + words("web.form.optional"),
                value: answers["phone"], error: errors.message(for: "phone"), kind: .tel,
                autocomplete: isOwn ? "tel" : "off", limit: 200))
            \(TextField(
                name: "name", label: words("matters.field.name") + words("web.form.optional"),
                value: answers["name"], error: errors.message(for: "name"),
                autocomplete: isOwn ? "name" : "off", limit: 200))
            \(TextField(
                name: "email", label: words("matters.field.email") + words("web.form.optional"),
                value: answers["email"], error: errors.message(for: "email"), kind: .email,
                autocomplete: isOwn ? "email" : "off", limit: 200))
            </div>
            """
    }
}
