import Core
import Markup
import Web

/// `/lines`: every line with its owner and mode, as of any day.
struct RegisterPage {
    let telling: LinesTelling
    let register: LineRegister
    let day: CivilDate
    let today: CivilDate
    var mode: LineMode?
    var tried: Tried?
    let mayEdit: Bool

    struct Tried {
        let answers: FormAnswers
        let errors: [FieldError]
    }

    private var words: Words { telling.words }
    private var errors: [FieldError] { tried?.errors ?? [] }

    var page: Page {
        Page(title: words("lines.title"), status: errors.isEmpty ? 200 : 422, wide: true, help: "lines") {
            """
            <h1>\(words("lines.title"))</h1>
            \(telling.tabs(LinesPath.home))
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(Form(get: LinesPath.home, classes: "filters", label: words("lines.asOf"), content: """
                \(TextField(name: "on", label: words("lines.asOf"), value: day.description, kind: .date))\
                \(Button(words("lines.show"), weight: .secondary))
                """))
            \(counts)
            \(table)
            <p class="cluster">\(Link(words("lines.sheet"), to: LinesPath.sheet))
            \(Link(words("lines.public"), to: LinesPath.numbers))</p>
            \(mayEdit ? edit : .empty)
            """
        }
    }

    private var counts: HTML {
        let counts = register.counts(on: day)
        let items: [HTML] = LineMode.allCases.map { mode in
            let path = "\(LinesPath.home)?on=\(day)&mode=\(mode.rawValue)"
            return """
                <li>\(Link(telling.mode(mode), to: path)) \
                <b>\(words.number(Int64(counts[mode] ?? 0)))</b></li>
                """
        }
        let count = counts.values.reduce(0, +)
        return """
            <p class="lead">\(words.plural("lines.count", count, ["day": telling.day(day)]))</p>\
            <ul class="cluster">\(items)</ul>
            """
    }

    private var table: HTML {
        let lines = register.lines(on: day).filter { mode == nil || $0.mode == mode }
        guard !lines.isEmpty else {
            return EmptyState(title: words("lines.none"), text: words("lines.noneHint")).html
        }
        return Table(
            caption: words("lines.title"), captionHidden: true,
            columns: [
                .init(words("lines.number"), numeric: true), .init(words("lines.name")),
                .init(words("lines.owner")), .init(words("lines.mode")), .init(words("lines.since")),
            ],
            rows: lines.map { line in
                [
                    "<bdi>\(line.number)</bdi>",
                    """
                    \(Link(words(line.name), to: LinesPath.line(line.code))) \
                    \(telling.emergency(line.isEmergency))
                    """,
                    "\(telling.unit(line.owner))", "\(telling.mode(line.mode))",
                    "\(telling.day(line.from)) <span class=\"muted\">\(line.batch)</span>",
                ]
            }
        ).html
    }

    // MARK: Writing

    private var edit: HTML {
        let answers = tried?.answers ?? FormAnswers()
        let form = LineForm(telling: telling, answers: answers, errors: errors, today: today)
        let columns = LineSheet.columns.joined(separator: ",")
        return """
            \(Fold(words("lines.write"), open: !errors.isEmpty && !answers.has("sheet"), Form(
                post: LinesPath.home, csrf: telling.visit.csrf,
                content: form.html).html))
            \(Fold(words("lines.import"), open: answers.has("sheet"), Form(
                post: "\(LinesPath.home)/import", csrf: telling.visit.csrf, content: """
                    \(TextArea(
                        name: "sheet", label: words("lines.importSheet"), value: answers["sheet"],
                        hint: words("lines.importHint", ["columns": columns]),
                        error: errors.message(for: "sheet"), rows: 8))
                    \(TextField(
                        name: "sheetReason", label: words("lines.reason"), value: answers["sheetReason"],
                        error: errors.message(for: "sheetReason"), limit: 500))
                    \(Button(words("lines.importDo")))
                    """).html))
            """
    }
}

/// What is written down about a line.
struct LineForm: Component {
    let telling: LinesTelling
    let answers: FormAnswers
    let errors: [FieldError]
    let today: CivilDate
    private var words: Words { telling.words }

    var html: HTML {
        """
        \(field("code", hint: words("lines.codeHint"), limit: 32))
        \(field("number", kind: .tel, limit: 30))
        \(field("name_zh", limit: 100))
        \(field("name_en", limit: 100))
        \(Select(name: "owner", label: words("lines.field.owner"), choices: units,
            chosen: answers.given("owner"), none: words("lines.choose"),
            error: errors.message(for: "owner")))
        \(Radios(name: "mode", legend: words("lines.field.mode"), choices: LineMode.allCases.map {
            Choice(value: $0.rawValue, label: telling.mode($0), hint: words("lines.mode.\($0.rawValue).hint"))
        }, chosen: answers.given("mode"), error: errors.message(for: "mode")))
        \(field("from", kind: .date, preset: today.description))
        \(field("batch", limit: 60))
        \(field("accept_minutes", kind: .number, preset: "30"))
        \(Checkbox(
            name: "emergency", label: words("lines.field.emergency"), ticked: answers.has("emergency")))
        \(Checkbox(name: "contact", label: words("lines.field.contact"), ticked: answers.has("contact")))
        \(field("reason", limit: 500))
        \(Button(words("lines.writeDo")))
        """
    }

    private var units: [Choice] {
        telling.city.units.values.map { Choice(value: $0.code.text, label: words($0.name)) }
            .sorted { ($0.label, $0.value) < ($1.label, $1.value) }
    }

    private func field(
        _ name: String, kind: TextField.Kind = .text, hint: String? = nil, preset: String = "",
        limit: Int? = nil
    ) -> HTML {
        TextField(
            name: name, label: words("lines.field.\(name)"), value: answers.given(name) ?? preset, hint: hint,
            error: errors.message(for: name), kind: kind, limit: limit
        ).html
    }
}

/// `/lines/numbers`: which number now does what, for everybody.
struct NumbersPage {
    let telling: LinesTelling
    let lines: [LineEntry]
    var search = ""
    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("lines.numbers"), personal: telling.visit.officer != nil, help: "numbers") {
            let digits = LineEntry.digits(search)
            let found = lines.filter { line in
                search.isEmpty || line.number == digits || words(line.name).contains(search)
            }
            return """
                <h1>\(words("lines.numbers"))</h1>
                <p class="lead">\(words("lines.numbersLead"))</p>
                \(Form(get: LinesPath.numbers, classes: "filters", label: words("lines.find"), content: """
                    \(TextField(name: "q", label: words("lines.find"), value: search, kind: .search))\
                    \(Button(words("lines.findDo"), weight: .secondary))
                    """))
                \(found.isEmpty
                    ? EmptyState(title: words("lines.notFound"), text: words("lines.notFoundHint")).html
                    : table(found))
                """
        }
    }

    private func table(_ lines: [LineEntry]) -> HTML {
        Table(
            caption: words("lines.numbers"), captionHidden: true,
            columns: [
                .init(words("lines.number")), .init(words("lines.name")), .init(words("lines.today")),
            ],
            rows: lines.sorted { ($0.isEmergency ? 0 : 1, $0.number) < ($1.isEmergency ? 0 : 1, $1.number) }
                .map { line in
                    [
                        #"<a href="tel:\#(line.number)"><bdi>\#(line.number)</bdi></a>"#,
                        "\(words(line.name)) \(telling.emergency(line.isEmergency))",
                        "\(words("lines.does.\(line.isEmergency ? "emergency" : line.mode.rawValue)"))",
                    ]
                }
        ).html
    }
}
