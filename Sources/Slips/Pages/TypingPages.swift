import Core
import Desk
import Markup
import Web

/// What the two ways of typing have in common: what stays from slip to slip.
struct SlipDefaults: Component {
    let telling: SlipTelling
    let place: SpeakPlace
    let answers: FormAnswers
    let errors: [FieldError]

    var html: HTML {
        let words = telling.words
        return """
            <div class="filters">
            \(Select(
                name: "category", label: words("slips.field.category") + words("web.form.optional"),
                groups: telling.categoryGroups, chosen: answers.given("category"),
                none: words("slips.noCategory"), error: errors.message(for: "category")))
            \(Select(
                name: "area", label: words("slips.head.area"),
                choices: telling.areaChoices(around: place.area),
                chosen: answers.given("area") ?? place.area.text, error: errors.message(for: "area")))
            \(TextField(
                name: "place", label: words("slips.field.place") + words("web.form.optional"),
                value: answers["place"], error: errors.message(for: "place"), limit: 200))
            </div>
            """
    }
}

/// `/slips/openings/:id/one`: one slip after the other; Enter takes it and brings the next.
struct OneSlipPage {
    let telling: SlipTelling
    let place: SpeakPlace
    let opening: Opening
    /// The number that is next.
    var next: Int
    var answers = FormAnswers()
    var errors: [FieldError] = []
    var status = 200
    /// The matter of the slip before.
    var taken: String?
    /// Whether that is one that is open already.
    var question: HTML?
    /// Whether somebody may look for what is the same before the slip is taken.
    var mayLook = false
    /// What may be the same as what is typed; nil where nobody asked.
    var likely: [LikelyMatter]?
    var files: [FileField.Chosen] = []

    private var words: Words { telling.words }
    private var draft: String { "slip-\(opening.id)" }

    var page: Page {
        let title = words("slips.one")
        return Page(title: title, status: status, scripts: [.upload], help: "slips") {
            """
            <p class="trail">\(Link(
                words("slips.openingOf", ["place": place.name, "day": telling.date(opening.day)]),
                to: SlipsPath.opening(opening.id)))</p>
            <h1>\(title)</h1>
            \(taken.map { number in Notice(.success, live: true, """
                <p data-taken="\(draft)">\(words("slips.taken")) \(telling.matter(number))</p>
                """) })
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(question)
            <p class="hint">\(words("slips.ofFound", ["entered": opening.entered, "found": opening.found]))
            · \(words("slips.oneHint"))</p>
            \(Form(
                post: SlipsPath.opening(opening.id, "/one"), csrf: telling.visit.csrf, draft: draft,
                files: true, content: content))
            """
        }
    }

    private var content: HTML {
        """
        <div class="filters">
        \(TextField(
            name: "number", label: words("slips.head.number"), value: answers.given("number") ?? "\(next)",
            error: errors.message(for: "number"), kind: .number))
        </div>
        \(line)
        \(SlipDefaults(telling: telling, place: place, answers: answers, errors: errors))
        <p class="cluster">\(Button(words("slips.takeDo")))\(lookButton)</p>
        \(likely.map(list))
        \(isTwin ? Checkbox(name: "twins", label: words("slips.twins"), ticked: false).html : nil)
        \(Fold(words("slips.whoFold"), open: !errors.isEmpty, contact))
        \(FileField(
            name: "files", label: words("slips.photo") + words("web.form.optional"),
            error: errors.message(for: "files"), chosen: files, texts: FileField.Texts(words)))
        """
    }

    private var isTwin: Bool { answers.has("twin") }

    /// Behind the button that takes it: Enter presses the first one.
    private var lookButton: HTML? {
        mayLook ? Button(words("slips.look"), weight: .secondary, name: "do", value: "look").html : nil
    }

    /// What may be the same, each with the button that takes the slip and says so.
    private func list(_ likely: [LikelyMatter]) -> HTML {
        if likely.isEmpty { return #"<p class="hint" role="status">\#(words("slips.lookedNone"))</p>"# }
        let items: [HTML] = likely.map { one in
            let facts = [one.number, telling.area(one.area), telling.stage(one.stage, of: one.kind), one.why]
            return """
                <li><a href="/matters/\(one.number)"><bdi>\(one.title)</bdi></a><br>\
                <span class="muted">\(facts.filter { !$0.isEmpty }.joined(separator: " · "))</span><br>\
                \(Button(
                    words("slips.takeSame", ["number": one.number]), weight: .secondary, name: "same",
                    value: one.number))</li>
                """
        }
        return """
            <section class="stack" id="slip-likely"><h2>\(words("slips.looked"))</h2>
            <ul class="stack">\(items)</ul></section>
            """
    }

    /// One line: Enter sends the form. It has the cursor when the page comes.
    private var line: HTML {
        let error = errors.message(for: "text")
        let said: HTML? = error.map { #"<p class="error" id="text-error">\#($0)</p>"# }
        return """
            <div class="field\(error == nil ? "" : " wrong")">\
            <label for="text">\(words("slips.text"))</label>\(said)
            <input type="text" id="text" name="text" value="\(answers["text"])" autocomplete="off" autofocus \
            maxlength="\(String(Filing.textLimit))"\
            \(attribute: "aria-describedby", error == nil ? nil : "text-error")\
            \(attribute: "aria-invalid", error == nil ? nil : "true")></div>
            """
    }

    private var contact: HTML {
        """
        <p class="hint">\(words("slips.anonymousHint"))</p>
        <div class="filters">
        \(TextField(
            name: "name", label: words("slips.field.name") + words("web.form.optional"),
            value: answers["name"], error: errors.message(for: "name"), autocomplete: "off", limit: 200))
        \(TextField(
            name: "phone", label: words("slips.field.phone") + words("web.form.optional"),
            value: answers["phone"], error: errors.message(for: "phone"), kind: .tel, autocomplete: "off",
            limit: 200))
        </div>
        """
    }
}

/// `/slips/openings/:id/stack`: a whole stack, one slip a line.
struct StackPage {
    let telling: SlipTelling
    let place: SpeakPlace
    let opening: Opening
    var missing: [Int]
    var answers = FormAnswers()
    var errors: [FieldError] = []
    var status = 200
    /// What became of the stack that was sent.
    var outcome: StackOutcome?
    /// By the number of a slip: whether its matter is one that is open already.
    var questions: [(slip: Int, html: HTML)] = []
    /// So many slips of a stack are looked at.
    static let mostQuestions = 20
    var files: [FileField.Chosen] = []

    private var words: Words { telling.words }
    private var draft: String { "stack-\(opening.id)" }

    var page: Page {
        let title = words("slips.stack")
        return Page(title: title, status: status, scripts: [.upload], help: "slips") {
            """
            <p class="trail">\(Link(
                words("slips.openingOf", ["place": place.name, "day": telling.date(opening.day)]),
                to: SlipsPath.opening(opening.id)))</p>
            <h1>\(title)</h1>
            <p class="lead">\(words("slips.stackLead"))</p>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(outcome.map(became))
            \(questions.map(asked))
            \(form)
            """
        }
    }

    private var form: HTML? {
        guard !missing.isEmpty || outcome?.refused.isEmpty == false else { return nil }
        let text = outcome.map { $0.refused.map(\.line).joined(separator: "\n") } ?? answers["stack"]
        let hasTwin = outcome?.refused.contains { $0.reason.code == "slips.twin" } == true
        return """
            <p class="hint">\(words("slips.missingNumbers", ["numbers": OpeningPage.ranges(missing)]))</p>
            \(Form(
                post: SlipsPath.opening(opening.id, "/stack"), csrf: telling.visit.csrf, draft: draft,
                files: true, content: """
                    \(SlipDefaults(telling: telling, place: place, answers: answers, errors: errors))
                    \(TextArea(
                        name: "stack", label: words("slips.stackText"), value: text,
                        hint: words("slips.stackHint"), error: errors.message(for: "stack"), rows: 16))
                    \(hasTwin ? Checkbox(name: "twins", label: words("slips.twins")).html : nil)
                    \(FileField(
                        name: "files", label: words("slips.scanField") + words("web.form.optional"),
                        hint: words("slips.scanHint"), error: errors.message(for: "files"), chosen: files,
                        limit: 1, texts: FileField.Texts(words)))
                    \(Button(words("slips.stackDo")))
                    """))
            """
    }

    private func asked(_ question: (slip: Int, html: HTML)) -> HTML {
        "<p>\(words("slips.number", ["number": question.slip]))</p>\(question.html)"
    }

    private func became(_ outcome: StackOutcome) -> HTML {
        let refused: [[HTML]] = outcome.refused.map { slip in
            ["\(slip.number)", "<bdi>\(slip.line.prefix(80))</bdi>", "\(slip.reason.sentence(words))"]
        }
        let table: HTML? =
            refused.isEmpty
            ? nil
            : Table(
                caption: words("slips.refused"),
                columns: [
                    .init(words("slips.head.number"), numeric: true), .init(words("slips.head.about")),
                    .init(words("slips.head.why")),
                ], rows: refused
            ).html
        return """
            \(Notice(refused.isEmpty ? .success : .warning, live: true, """
                <p data-taken="\(draft)">\(words.plural("slips.stackTaken", outcome.taken.count))
                \(refused.isEmpty ? "" : words.plural("slips.stackRefused", refused.count))</p>
                """))
            \(table)
            <p>\(ButtonLink(words("slips.receipts"), to: SlipsPath.opening(opening.id, "/receipts")))</p>
            """
    }
}
