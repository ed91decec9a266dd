import Core
import Markup
import Web

/// Where a taker waits for the next call: what rings, what is on the line, what is still to be wrapped up.
struct CallsHomePage {
    let telling: CallsTelling
    let calls: [CallRecord]
    /// The seat or telephone they sit at.
    let agent: String?
    let backs: (open: Int, late: Int)
    /// Key orders that nobody has given guidance on; nil for who does not see them.
    var guidance: Int?
    let mayTake: Bool
    var answers = FormAnswers()
    var errors: [FieldError] = []

    private var words: Words { telling.words }

    var page: Page {
        Page(
            title: words("calls.title"), status: errors.isEmpty ? 200 : 422, personal: true,
            scripts: CallsScripts.all, help: "calls"
        ) {
            """
            <h1>\(words("calls.title"))</h1>
            \(telling.tabs(.home, backs: backs.open))
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(CallWatch(telling: telling))
            \(lateBacks)
            \(part("calls.now", calls.filter { [.ringing, .talking].contains($0.call.state) }, empty: true))
            \(part("calls.toWrap", calls.filter { $0.call.state == .over }, empty: false))
            \(mayTake ? tools : nil)
            \(guidancePart)
            \(CallKeys(telling: telling, onCall: false))
            """
        }
    }

    private var lateBacks: HTML? {
        guard backs.late > 0 else { return nil }
        let text = words.plural("calls.backs.lateCount", backs.late)
        return Notice(.warning, #"<p><a href="/calls/backs">\#(text)</a></p>"#).html
    }

    private func part(_ key: String, _ calls: [CallRecord], empty: Bool) -> HTML? {
        if calls.isEmpty {
            guard empty else { return nil }
            return EmptyState(title: words("calls.noCall"), text: words("calls.noCallText")).html
        }
        let rows: [[HTML]] = calls.map { record in
            [
                """
                <a href="\(CallsPath.call(record.id))">\(telling.masked(record.call.caller))</a>
                """,
                telling.state(record.call), telling.time(record.arrivedAt),
                "\(record.origin.map { words($0.name) } ?? record.call.called ?? "–")",
            ]
        }
        return """
            <section><h2>\(words(key)) <span class="tally">\(words.number(Int64(calls.count)))</span></h2>
            \(Table(
                caption: words(key), captionHidden: true,
                columns: [
                    .init(words("calls.column.caller")), .init(words("calls.column.state")),
                    .init(words("calls.column.since")), .init(words("calls.column.called")),
                ], rows: rows))
            </section>
            """
    }

    /// A call that no switch tells of, and the seat.
    private var tools: HTML {
        """
        <div class="panels">
        <section class="panel"><h2>\(words("calls.byHand"))</h2>
        \(Form(
            post: "/calls/begin", csrf: telling.visit.csrf,
            content: """
                \(TextField(
                    name: "caller", label: words("calls.field.caller") + words("web.form.optional"),
                    value: answers["caller"], hint: words("calls.byHandHint"),
                    error: errors.message(for: "caller"), kind: .tel, autocomplete: "off", limit: 60))
                \(Button(words("calls.begin"), weight: .secondary, icon: "phone"))
                """))
        \(telling.visit.settings.demo ? demo : nil)
        </section>
        <section class="panel"><h2>\(words("calls.seat"))</h2>
        \(Form(
            post: "/calls/sit", csrf: telling.visit.csrf,
            content: """
                \(TextField(
                    name: "agent", label: words("calls.field.agent"),
                    value: answers.given("agent") ?? agent ?? "",
                    hint: words("calls.seatHint"), error: errors.message(for: "agent"), autocomplete: "off",
                    limit: 60))
                \(Button(words("calls.sit"), weight: .secondary))
                """))
        </section>
        </div>
        """
    }

    private var demo: HTML {
        Form(
            post: "/calls/demo", csrf: telling.visit.csrf,
            content: "\(Button(words("calls.demo"), weight: .secondary, icon: "phone"))"
        ).html
    }

    private var guidancePart: HTML? {
        guard let guidance, guidance > 0 else { return nil }
        let text = words.plural("calls.guidance", guidance)
        return #"<p><a href="/duties/ledgers/guidance">\#(text)</a></p>"#
    }
}

/// Which scripts the pages of calls bring.
enum CallsScripts {
    static let all: Set<Script> = [.calls]
}

/// What the script listens with: where to ask, what to say.
struct CallWatch: Component {
    let telling: CallsTelling
    var call: Int64?

    var html: HTML {
        """
        <p class="unseen" role="status" id="call-watch" data-now="/calls/now.json"\
        \(attribute: "data-call", call.map(String.init))\
         data-rings="\(telling.words("calls.rings", ["caller": "{caller}"]))"\
        data-changed="\(telling.words("calls.changed"))"></p>
        """
    }
}

/// The keys, in a window that `?` opens.
struct CallKeys: Component {
    let telling: CallsTelling
    let onCall: Bool

    static let ways: [(key: String, word: String)] = [
        ("1", "answer"), ("2", "file"), ("3", "join"), ("4", "transfer"), ("5", "quick"), ("6", "expert"),
        ("7", "silent"), ("8", "wrongNumber"), ("9", "harassment"),
    ]

    var html: HTML {
        let words = telling.words
        let general: [HTML] = [
            line("Alt+0", "calls.key.newest"), line("?", "calls.key.help"),
        ]
        let calls: [HTML] =
            onCall
            ? Self.ways.map { line("Alt+\($0.key)", "calls.key.\($0.word)") } + [
                line("Alt+S", "calls.key.suggest")
            ] : []
        return """
            <p>\(DialogButton(words("calls.keys"), opens: "call-keys", icon: "help"))</p>
            \(Dialog(
                id: "call-keys", title: words("calls.keys"),
                content: "<ul>\(calls + general)</ul>"))
            """
    }

    private func line(_ key: String, _ word: String) -> HTML {
        "<li>\(Key(key)) \(telling.words(word))</li>"
    }
}
