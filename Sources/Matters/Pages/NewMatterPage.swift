import Core
import Desk
import Markup
import Web

/// An officer writes down what somebody said: at the hotline, at the door, on a slip from a box.
struct NewMatterPage {
    let telling: Telling
    let once: String
    var answers = FormAnswers()
    var errors: [FieldError] = []
    /// What was written down just before, where the officer goes on writing.
    var filed: String?

    /// The ways in which an officer takes something down; the others have doors of their own.
    static let channels: [Channel] = [.hotline, .visit, .station, .box, .chat]

    private var words: Words { telling.words }

    var page: Page {
        Page(
            title: words("matters.new.title"), status: errors.isEmpty ? 200 : 422, scripts: [.desk],
            help: "new"
        ) {
            """
            <h1>\(words("matters.new.title"))</h1>
            \(before)
            <p class="lead">\(words("matters.new.lead"))</p>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(Form(
                post: MattersPath.new, csrf: telling.visit.csrf, id: "new-matter", draft: "new-matter",
                content: content))
            \(DeskTools(telling: telling))
            """
        }
    }

    /// The last one stays in reach while the next is written down.
    private var before: HTML? {
        filed.map { number in
            let said = words("matters.new.filedAs", ["number": number])
            return Notice(
                .success, live: true,
                #"<p data-taken="new-matter"><a href="\#(MattersPath.matter(number))">\#(said)</a></p>"#
            ).html
        }
    }

    private var content: HTML {
        """
        \(Hidden(name: "once", value: once))
        \(Radios(
            name: "channel", legend: words("matters.field.channel"),
            choices: Self.channels.map {
                Choice(value: $0.rawValue, label: words("matters.channel.\($0.rawValue)"))
            },
            chosen: answers.given("channel") ?? Channel.hotline.rawValue,
            error: errors.message(for: "channel"),
            inline: true))
        \(TextArea(
            name: "text", label: words("matters.new.text"), value: answers["text"],
            hint: words("matters.new.textHint"), error: errors.message(for: "text"), rows: 6,
            limit: Filing.textLimit, limitNote: words("web.form.limit", ["count": Filing.textLimit])))
        \(PlaceFields(telling: telling, answers: answers, errors: errors))
        \(Select(
            name: "category", label: words("matters.field.category") + words("web.form.optional"),
            groups: telling.categoryGroups, chosen: answers.given("category"), none: words("matters.choose"),
            error: errors.message(for: "category")))
        <p id="suggest" class="hint" role="status"
        data-say="\(words("matters.new.suggest", ["unit": "{unit}"]))"></p>
        <fieldset class="panel">
        <legend>\(words("matters.contact.legendOther"))</legend>
        <p class="hint">\(words("matters.contact.useOther"))</p>
        \(ContactFields(telling: telling, answers: answers, errors: errors, isOwn: false))
        \(Radios(
            name: "caller", legend: words("matters.new.caller"),
            choices: telling.choices(Caller.self, "caller"),
            chosen: answers.given("caller") ?? Caller.resident.rawValue, inline: true))
        </fieldset>
        \(Fold(words("matters.new.moreFold"), open: isMoreOpen, more))
        <p class="cluster">\(Button(words("matters.new.send")))
        \(Button(words("matters.new.again"), weight: .secondary, name: "again", value: "yes"))</p>
        """
    }

    private var isMoreOpen: Bool {
        ["kind", "urgency"].contains { name in
            errors.message(for: name) != nil
        }
    }

    private var more: HTML {
        """
        \(Select(
            name: "kind", label: words("matters.field.kind"), choices: telling.kindChoices,
            chosen: answers.given("kind"), error: errors.message(for: "kind")))
        \(Radios(
            name: "urgency", legend: words("matters.field.urgency"),
            choices: telling.choices(Urgency.self, "urgency"),
            chosen: answers.given("urgency") ?? Urgency.ordinary.rawValue,
            error: errors.message(for: "urgency"),
            inline: true))
        """
    }
}
