import Core
import Markup
import Web

/// What a change of the catalogue asks: for what, who, when, and why.
struct ChangeForm: Component {
    let telling: RulesTelling
    let answers: FormAnswers
    /// The cell it is for; nil where that is asked as well.
    let cell: DispatchCatalogue.Cell?
    var errors: [FieldError] = []
    private var words: Words { telling.words }

    /// So many assisting units can be named.
    static let assistants = 3

    /// The fields of a form that ends a rule, which stands beside the one that changes it.
    static let endsFrom = "endsFrom"
    static let endsWhy = "endsWhy"

    /// The field of the form that a refusal is about; empty where the form does not show it.
    ///
    /// - Parameters:
    ///   - field: what the refusal calls it.
    ///   - asksPlace: whether the form asks for what and where.
    static func shown(_ field: String, isEnding: Bool, asksPlace: Bool) -> String {
        switch field {
        case "from": isEnding ? endsFrom : field
        case "reason": isEnding ? endsWhy : field
        case "category", "area": asksPlace ? field : ""
        case "what": ""
        default: isEnding ? "" : field
        }
    }

    var html: HTML {
        """
        \(Hidden(name: "what", value: "give"))
        \(cell.map { Hidden(name: "cell", value: $0.text).html } ?? place)
        \(Select(name: "unit", label: words("rules.field.unit"), choices: telling.unitChoices,
            chosen: answers.given("unit"), none: words("rules.choose"),
            error: errors.message(for: "unit")))
        \(helpers)
        <div class="cluster">\
        \(TextField(name: "from", label: words("rules.field.from"),
            value: answers.given("from") ?? telling.today.description, hint: words("rules.fromHint"),
            error: errors.message(for: "from"), kind: .date))\
        \(TextField(name: "until", label: words("rules.field.until"), value: answers["until"],
            hint: words("rules.untilHint"), error: errors.message(for: "until"), kind: .date))\
        \(TextField(name: "limit", label: words("rules.field.limit"), value: answers["limit"],
            hint: words("rules.limitHint"), error: errors.message(for: "limit"), kind: .number))</div>
        \(TextField(name: "source", label: words("rules.field.source"), value: answers["source"],
            hint: words("rules.sourceHint"), error: errors.message(for: "source"), limit: 200))
        \(TextArea(name: "reason", label: words("rules.field.reason"), value: answers["reason"],
            error: errors.message(for: "reason"), rows: 2, limit: 500))
        \(Button(words("rules.keepDraft")))
        """
    }

    private var place: HTML {
        """
        \(Select(name: "category", label: words("rules.field.category"),
            choices: [Choice(value: "*", label: words("rules.backstop"))] + telling.categoryChoices,
            chosen: answers.given("category"), none: words("rules.choose"),
            error: errors.message(for: "category")))
        \(Select(name: "area", label: words("rules.field.area"), choices: telling.areaChoices,
            chosen: answers.given("area"), none: words("rules.choose"), error: errors.message(for: "area")))
        """
    }

    private var helpers: HTML {
        let selects: [HTML] = (1...Self.assistants).map { index in
            Select(
                name: "assistant\(index)", label: words("rules.assistant", ["index": index]),
                choices: telling.unitChoices, chosen: answers.given("assistant\(index)"),
                none: words("rules.nobody"), error: index == 1 ? errors.message(for: "assistant1") : nil
            ).html
        }
        return Fold(
            words("rules.assistants"),
            open: answers.has("assistant1") || errors.message(for: "assistant1") != nil,
            "\(selects)"
        ).html
    }
}
