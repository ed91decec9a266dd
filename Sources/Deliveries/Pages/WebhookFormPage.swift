import Core
import Courier
import Markup
import Web

/// Makes or changes an endpoint.
struct WebhookFormPage {
    let telling: DeliveryTelling
    var endpoint: Endpoint?
    let draft: DeliveriesDesk.Draft
    var errors: [FieldError] = []

    private var words: Words { telling.words }
    private var city: City { telling.city }

    var page: Page {
        let title = words(endpoint == nil ? "deliveries.new.\(draft.topic)" : "deliveries.change")
        let path = endpoint.map { DeliveriesPath.webhook($0.id) + "/change" } ?? DeliveriesPath.webhooks
        return Page(title: title, status: errors.isEmpty ? 200 : 422, help: "deliveries") {
            """
            <p>\(Link(words("deliveries.webhooks"), to: DeliveriesPath.webhooks))</p>
            <h1>\(title)</h1>
            <p class="lead">\(words("deliveries.about.\(draft.topic)"))</p>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(Form(
                post: path, csrf: telling.visit.csrf,
                content: """
                \(Hidden(name: "topic", value: draft.topic))
                \(TextField(
                    name: "name", label: words("deliveries.field.name"), value: draft.name,
                    hint: words("deliveries.field.name.hint"), error: errors.message(for: "name"),
                    limit: DeliveriesDesk.Draft.nameLimit))
                \(TextField(
                    name: "url", label: words("deliveries.field.url"), value: draft.url,
                    hint: words("deliveries.field.url.hint"), error: errors.message(for: "url"),
                    limit: DeliveriesDesk.Draft.urlLimit))
                \(filter)
                \(Button(words(endpoint == nil ? "deliveries.make" : "deliveries.save")))
                """))
            """
        }
    }

    private var filter: HTML? {
        switch NoticeTopic(rawValue: draft.topic) {
        case .sms, .mail: return nil
        case .chat:
            let units = city.units.values.sorted { $0.code.text < $1.code.text }
            return Select(
                name: "unit", label: words("deliveries.field.unit"),
                choices: units.map { Choice(value: $0.code.text, label: words($0.name)) },
                chosen: draft.unit.isEmpty ? nil : draft.unit, none: words("deliveries.allUnits"),
                hint: words("deliveries.field.unit.hint"), error: errors.message(for: "unit")
            ).html
        case nil: return webhookFilter
        }
    }

    private var webhookFilter: HTML {
        let chosen = draft.filter
        let categories = city.catalogue.categories.map {
            Choice(value: $0.code, label: telling.category($0.code))
        }
        return """
            \(Checkboxes(
                name: "types", legend: words("deliveries.field.types"),
                choices: PublicWord.all.map { Choice(value: $0, label: words("deliveries.type.\($0)")) },
                chosen: Set(chosen.types), hint: words("deliveries.field.all"),
                error: errors.message(for: "types")))
            \(Checkboxes(
                name: "kinds", legend: words("deliveries.field.kinds"),
                choices: city.procedures.keys.sorted().map { Choice(value: $0, label: telling.kind($0)) },
                chosen: Set(chosen.kinds), hint: words("deliveries.field.all"),
                error: errors.message(for: "kinds")))
            \(Fold(
                words("deliveries.field.where"), open: !chosen.categories.isEmpty || !chosen.areas.isEmpty,
                """
                \(Checkboxes(
                    name: "categories", legend: words("deliveries.field.categories"), choices: categories,
                    chosen: Set(chosen.categories), hint: words("deliveries.field.all"),
                    error: errors.message(for: "categories")))
                \(TextField(
                    name: "areas", label: words("deliveries.field.areas"),
                    value: chosen.areas.joined(separator: " "), hint: words("deliveries.field.areas.hint"),
                    error: errors.message(for: "areas")))
                """))
            """
    }
}
