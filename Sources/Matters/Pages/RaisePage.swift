import Core
import Desk
import Markup
import Web

/// The front door: one box to write in, and below it what may be added.
struct RaisePage {
    let telling: Telling
    /// The key under which this form is taken in once, however often it is sent.
    let once: String
    var answers = FormAnswers()
    var errors: [FieldError] = []
    var status = 200

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("matters.raise.title"), status: status) {
            """
            <h1>\(words("matters.raise.title"))</h1>
            <p class="lead">\(words("matters.raise.lead"))</p>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(form)
            <section class="panel">
            <h2>\(words("matters.raise.findTitle"))</h2>
            <p>\(words("matters.raise.find"))</p>
            </section>
            """
        }
    }

    private var form: Form {
        Form(
            post: MattersPath.raise, csrf: telling.visit.csrf,
            content: """
                \(Hidden(name: "once", value: once))
                \(TextArea(
                    name: "text", label: words("matters.raise.text"), value: answers["text"],
                    hint: words("matters.raise.textHint"), error: errors.message(for: "text"), rows: 6,
                    limit: Filing.textLimit, limitNote: words("web.form.limit", ["count": Filing.textLimit])))
                \(PlaceFields(telling: telling, answers: answers, errors: errors))
                <fieldset class="panel">
                <legend>\(words("matters.contact.legend"))</legend>
                <p class="hint">\(words("matters.contact.use"))</p>
                \(ContactFields(telling: telling, answers: answers, errors: errors))
                </fieldset>
                <p class="hint">\(words("matters.raise.privacy"))</p>
                \(Button(words("matters.raise.send")))
                """)
    }
}

/// Where it is: in words, and as an area to choose.
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

/// What the resident holds in their hand: the number, the private link, and what comes next.
struct RaisedPage {
    let telling: Telling
    let file: MatterFile
    let token: String
    /// The whole address, for paper and for another device.
    let link: String

    private var words: Words { telling.words }

    var page: Page {
        let stage = telling.city.procedures[file.matter.kind]?.stage(file.matter.stage)
        let clock: HTML? = file.matter.nextClock.map { clock in
            "<p>\(words("matters.raised.until")) \(telling.clock(clock, of: file.matter))</p>"
        }
        return Page(title: words("matters.raised.title")) {
            """
            <h1>\(words("matters.raised.title"))</h1>
            <p>\(words("matters.raised.number"))</p>
            <p class="number-plate">\(file.matter.number)</p>
            <div class="panel">
            <h2>\(words("matters.raised.linkTitle"))</h2>
            <p>\(words("matters.raised.linkUse"))</p>
            <p><a href="\(MattersPath.track(token))"><bdi>\(link)</bdi></a></p>
            </div>
            <h2>\(words("matters.raised.next"))</h2>
            <p>\(stage.map { words($0.told) })</p>\(clock)
            <p class="cluster">\
            \(ButtonLink(words("matters.raised.open"), to: MattersPath.track(token), weight: .primary))
            \(Link(words("matters.raised.another"), to: MattersPath.home))</p>
            """
        }
    }
}
