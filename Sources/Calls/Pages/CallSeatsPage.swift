import Core
import Markup
import Web

/// The expert seats: for which classes, who sits there, when; with a form for one of them.
struct CallSeatsPage {
    let telling: CallsTelling
    let seats: [SeatStore.Kept]
    /// The one in the form; nil for a new one.
    var edited: ExpertSeat?
    var answers = FormAnswers()
    var errors: [FieldError] = []

    private var words: Words { telling.words }

    var page: Page {
        Page(
            title: words("calls.seats.title"), status: errors.isEmpty ? 200 : 422, wide: true,
            help: "calls-seats"
        ) {
            """
            <h1>\(words("calls.seats.title"))</h1>
            \(telling.tabs(.seats))
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(list)
            <section class="panel"><h2>\(words(edited == nil ? "calls.seats.new" : "calls.seats.edit"))</h2>
            \(form)</section>
            """
        }
    }

    private var list: HTML {
        if seats.isEmpty {
            return EmptyState(title: words("calls.seats.empty"), text: words("calls.seats.emptyText")).html
        }
        let rows: [[HTML]] = seats.map { kept in
            let seat = kept.seat
            let isOn = kept.isActive && seat.duty.isOn(at: telling.now, in: telling.city.calendar)
            let state = kept.isActive ? isOn ? "on" : "off" : "removed"
            return [
                "<a href=\"/calls/seats?seat=\(seat.code)\">\(words(seat.name))</a>",
                "\(Tag(words("calls.seats.\(state)"), tone: isOn ? .good : .plain))",
                "\(seat.categories.map { telling.category($0) }.joined(separator: words("calls.and")))",
                "\(telling.unit(seat.unit))", "\(seat.login ?? "–")", "<code>\(seat.duty.description)</code>",
            ]
        }
        return Table(
            caption: words("calls.seats.title"), captionHidden: true,
            columns: [
                .init(words("calls.column.seat")), .init(words("calls.column.state")),
                .init(words("calls.field.categories")), .init(words("calls.field.unit")),
                .init(words("calls.field.login")), .init(words("calls.field.duty")),
            ], rows: rows
        ).html
    }

    private func value(_ field: String, _ known: String?) -> String {
        answers.has(field) ? answers[field] : known ?? ""
    }

    private var form: HTML {
        let chosen = answers.has("categories") ? answers.all("categories") : edited?.categories ?? []
        let remove: HTML? =
            edited == nil
            ? nil
            : Button(
                words("calls.seats.remove"), weight: .danger, name: "do", value: "remove",
                confirm: words("calls.seats.removeAsk")
            ).html
        return Form(
            post: "/calls/seats", csrf: telling.visit.csrf,
            content: """
                <div class="filters">
                \(field("code", edited?.code))\(field("nameZh", edited?.name.zh))\
                \(field("nameEn", edited?.name.en))\(field("login", edited?.login, optional: true))\
                \(field("phone", edited?.phone, optional: true))
                </div>
                \(Select(
                    name: "unit", label: words("calls.field.unit"),
                    choices: telling.city.units.values.sorted { $0.code < $1.code }.map {
                        Choice(value: $0.code.text, label: words($0.name))
                    }, chosen: value("unit", edited?.unit.text), none: words("calls.choose"),
                    error: errors.message(for: "unit")))
                \(Fold(
                    words("calls.field.categories"),
                    open: edited == nil || errors.message(for: "categories") != nil,
                    Checkboxes(
                        name: "categories", legend: words("calls.field.categories"),
                        choices: telling.city.catalogue.categories.map {
                            Choice(value: $0.code, label: telling.category($0.code))
                        }, chosen: Set(chosen), error: errors.message(for: "categories")
                    ).html))
                \(TextField(
                    name: "duty", label: words("calls.field.duty"),
                    value: value("duty", edited?.duty.description),
                    hint: words("calls.dutyHint"), error: errors.message(for: "duty"), autocomplete: "off",
                    limit: 300))
                <div class="cluster">\(Button(words("calls.seats.keep"), name: "do", value: "keep"))\
                \(remove)</div>
                """
        ).html
    }

    private func field(_ name: String, _ known: String?, optional: Bool = false) -> HTML {
        TextField(
            name: name,
            label: words("calls.field.\(name)") + (optional ? words("web.form.optional") : ""),
            value: value(name, known), error: errors.message(for: name), autocomplete: "off", limit: 100
        ).html
    }
}
