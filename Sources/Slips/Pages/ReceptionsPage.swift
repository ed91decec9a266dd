import Core
import Desk
import Markup
import Web

/// `/slips/receptions`: who was received by delegates, and what became of what they said (M86).
struct ReceptionsPage {
    let telling: SlipTelling
    var receptions: [Reception] = []
    var matters: [Int64: [String]] = [:]
    var names: [String: LocalText] = [:]
    var mayAdd = false
    var older: String?
    /// By the number of a matter that was just made: whether it is one that is open already.
    var questions: [(number: String, html: HTML)] = []

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("slips.receptions.title"), wide: true, help: "receptions") {
            """
            <h1>\(words("slips.receptions.title"))</h1>
            \(SlipTabs(telling: telling, current: .receptions))
            \(questions.map(asked))
            \(add)
            \(receptions.isEmpty ? empty : table)
            \(Pager(
                label: words("web.pager.label"), newest: nil,
                older: older.map { (words("web.pager.older"), $0) }))
            """
        }
    }

    private func asked(_ question: (number: String, html: HTML)) -> HTML {
        "<p>\(telling.matter(question.number))</p>\(question.html)"
    }

    private var add: HTML? {
        guard mayAdd else { return nil }
        let button = ButtonLink(
            words("slips.receptions.new"), to: SlipsPath.newReception, weight: .primary)
        return "<p>\(button)</p>"
    }

    private var empty: HTML {
        EmptyState(title: words("slips.receptions.none"), text: words("slips.receptions.noneHint")).html
    }

    private var table: HTML {
        let rows: [[HTML]] = receptions.map { reception in
            let numbers: [HTML] = (matters[reception.id] ?? []).map { "\(telling.matter($0)) " }
            return [
                "\(words.near(reception.at, now: telling.now))",
                "\(names[reception.place].map { words($0) } ?? reception.place)",
                "<bdi>\(reception.delegate)</bdi>",
                "<bdi>\(reception.person.map { telling.person($0) } ?? words("slips.anonymous"))</bdi>",
                "\(words("slips.mode.\(reception.mode.rawValue)"))", "\(numbers)",
            ]
        }
        return Table(
            caption: words("slips.receptions.title"), captionHidden: true,
            columns: ["time", "place", "delegate", "person", "mode", "matters"].map {
                .init(words("slips.head.\($0)"))
            }, rows: rows
        ).html
    }
}

/// `/slips/new-reception`: first the studio, then who came and what they said.
struct ReceptionFormPage {
    let telling: SlipTelling
    /// The studios to choose from.
    var studios: [SpeakPlace] = []
    /// The studio that was chosen.
    var studio: SpeakPlace?
    let once: String
    var answers = FormAnswers()
    var errors: [FieldError] = []
    var status = 200

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("slips.receptions.new"), status: status, help: "receptions") {
            """
            <p class="trail">\(Link(words("slips.receptions.title"), to: SlipsPath.receptions))</p>
            <h1>\(words("slips.receptions.new"))</h1>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(choose)\(studio.map(form))
            """
        }
    }

    private var choose: HTML {
        if studios.isEmpty {
            return EmptyState(title: words("slips.noStudios"), text: words("slips.noStudiosHint")).html
        }
        return """
            \(Form(get: SlipsPath.newReception, classes: "filters", label: words("slips.kind.studio"),
                content: """
                \(Select(
                    name: "studio", label: words("slips.kind.studio"),
                    choices: studios.map { Choice(value: $0.code, label: words($0.name)) },
                    chosen: studio?.code))\(Button(words("slips.choose"), weight: .secondary))
                """))
            """
    }

    private func form(_ studio: SpeakPlace) -> HTML {
        """
        \(Form(
            post: SlipsPath.newReception, csrf: telling.visit.csrf, draft: "reception-\(studio.code)",
            content: "\(who(studio))\(what(studio))\(Button(words("slips.receptions.save")))"))
        """
    }

    private func who(_ studio: SpeakPlace) -> HTML {
        """
        \(Hidden(name: "studio", value: studio.code))\(Hidden(name: "once", value: once))
        <div class="filters">
        \(Select(
            name: "delegate", label: words("slips.head.delegate"),
            choices: studio.delegates.map { Choice(value: $0.zh, label: words($0)) },
            chosen: answers.given("delegate"), error: errors.message(for: "delegate")))
        \(TextField(
            name: "day", label: words("slips.head.day"),
            value: answers.given("day") ?? telling.today.description, error: errors.message(for: "day"),
            kind: .date))
        </div>
        \(Radios(
            name: "mode", legend: words("slips.head.mode"),
            choices: Reception.Mode.allCases.map {
                Choice(value: $0.rawValue, label: words("slips.mode.\($0.rawValue)"))
            }, chosen: answers.given("mode") ?? Reception.Mode.inPerson.rawValue, inline: true))
        <div class="filters">
        \(TextField(
            name: "person", label: words("slips.field.person"), value: answers["person"],
            error: errors.message(for: "person"), autocomplete: "off", limit: SpeakPlace.Limit.text))
        \(TextField(
            name: "phone", label: words("slips.field.phone") + words("web.form.optional"),
            value: answers["phone"], error: errors.message(for: "phone"), kind: .tel, autocomplete: "off",
            limit: 200))
        </div>
        """
    }

    private func what(_ studio: SpeakPlace) -> HTML {
        let opinions = answers.all("opinion")
        let fields: [HTML] = (0..<3).map { index in
            let isFirst = index == 0
            let id = isFirst ? "opinion" : "opinion-\(index + 1)"
            let error = isFirst ? errors.message(for: "opinion") ?? errors.message(for: "text") : nil
            let line: HTML? = error.map { #"<p class="error" id="\#(id)-error">\#($0)</p>"# }
            let label = words("slips.opinion", ["number": index + 1])
            return """
                <div class="field\(error == nil ? "" : " wrong")"><label for="\(id)">\(label)\
                \(isFirst ? "" : words("web.form.optional"))</label>\(line)
                <textarea id="\(id)" name="opinion" rows="3" maxlength="\(String(Filing.textLimit))"\
                \(attribute: "aria-describedby", error == nil ? nil : "\(id)-error")>\
                \(opinions.indices.contains(index) ? opinions[index] : "")</textarea></div>
                """
        }
        return """
            <fieldset class="panel"><legend>\(words("slips.opinions"))</legend>
            <p class="hint">\(words("slips.opinionsHint"))</p>\(fields)
            \(Select(
                name: "area", label: words("slips.head.area"),
                choices: telling.areaChoices(around: studio.area),
                chosen: answers.given("area") ?? studio.area.text, error: errors.message(for: "area")))
            </fieldset>
            """
    }
}
