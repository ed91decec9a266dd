import Core
import Desk
import Markup
import Web

/// `/lines/window`: who is on duty, and every hard matter with the leader who has it.
struct WindowPage {
    let telling: LinesTelling
    let window: LinesDesk.Window
    let today: CivilDate
    var next: String?
    let mayEdit: Bool
    var answers = FormAnswers()
    var errors: [FieldError] = []

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("lines.window"), status: errors.isEmpty ? 200 : 422, wide: true, help: "window") {
            """
            <h1>\(words("lines.window"))</h1>
            \(telling.tabs(LinesPath.window))
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            <p class="lead">\(onDuty)</p>
            \(list(window.open, words("lines.windowOpen"), empty: "lines.windowNone"))
            \(Pager(label: words("lines.pages"), newest: nil, older: next.map {
                (words("lines.older"), "\(LinesPath.window)?after=\($0)")
            }))
            \(window.ended.isEmpty ? .empty : list(window.ended, words("lines.windowEnded"), empty: ""))
            \(roster)
            """
        }
    }

    private var onDuty: String {
        guard let duty = window.onDuty else { return words("lines.nobodyOnDuty") }
        return words("lines.onDuty", ["name": duty.name, "through": telling.day(duty.through)])
    }

    private func list(_ matters: [HardMatter], _ caption: String, empty: String) -> HTML {
        guard !matters.isEmpty else {
            return EmptyState(title: words(empty), text: words("lines.windowHint")).html
        }
        return Table(
            caption: caption,
            columns: [
                .init(words("lines.matter")), .init(words("lines.leader")), .init(words("lines.stuckAt")),
                .init(words("lines.reason")), .init(words("lines.at")),
            ],
            rows: matters.map { hard in
                [
                    Link(hard.number, to: LinesPath.window(hard.number)).html, "\(words(hard.leaderName))",
                    "\(telling.unit(hard.origin))", #"<span class="story">\#(hard.reason)</span>"#,
                    "\(telling.time(hard.endedAt ?? hard.at))",
                ]
            }
        ).html
    }

    private var roster: HTML {
        let rows: [[HTML]] = window.roster.map { days in
            let remove: HTML =
                mayEdit
                ? Form(
                    post: "\(LinesPath.window)/roster/\(days.id)/remove", csrf: telling.visit.csrf,
                    content: Button(words("lines.remove"), weight: .secondary).html
                ).html : .empty
            return [
                "\(words(days.name))", "\(telling.day(days.from))", "\(telling.day(days.through))", remove,
            ]
        }
        let table: HTML =
            rows.isEmpty
            ? EmptyState(title: words("lines.rosterNone"), text: words("lines.rosterHint")).html
            : Table(
                caption: words("lines.roster"),
                columns: [
                    .init(words("lines.leader")), .init(words("lines.from")), .init(words("lines.through")),
                    .init(words("lines.act")),
                ], rows: rows
            ).html
        return "\(table)\(mayEdit ? form : .empty)"
    }

    private var form: HTML {
        Fold(
            words("lines.rosterAdd"), open: !errors.isEmpty,
            Form(
                post: "\(LinesPath.window)/roster", csrf: telling.visit.csrf,
                content: """
                    \(TextField(
                        name: "login", label: words("lines.login"), value: answers["login"],
                        error: errors.message(for: "login"), limit: 64))
                    \(TextField(
                        name: "from", label: words("lines.from"), value: answers["from"],
                        error: errors.message(for: "from"), kind: .date))
                    \(TextField(
                        name: "through", label: words("lines.through"), value: answers["through"],
                        error: errors.message(for: "through"), kind: .date))
                    \(Button(words("lines.rosterDo")))
                    """
            ).html
        ).html
    }
}

/// `/lines/window/:number`: a matter at the window, or the question whether it shall go there.
struct HardMatterPage {
    let telling: LinesTelling
    let number: String
    let title: String
    let hard: HardMatter?
    var contacts: [CityContact] = []
    var onDuty: DutyDays?
    var answers = FormAnswers()
    var errors: [FieldError] = []

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("lines.window"), status: errors.isEmpty ? 200 : 422, help: "window") {
            """
            <p class="trail">\(Link(words("lines.window"), to: LinesPath.window))</p>
            <h1>\(words("lines.window"))</h1>
            <p class="lead">\(Link(number, to: LinesPath.matter(number))) <bdi>\(title)</bdi></p>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(hard.map { kept($0) } ?? move)
            """
        }
    }

    private var move: HTML {
        guard let onDuty else {
            return Notice(.warning, "<p>\(words("lines.nobodyOnDuty"))</p>").html
        }
        return """
            <p>\(words("lines.moveHint", ["name": onDuty.name]))</p>
            \(Form(post: LinesPath.window(number), csrf: telling.visit.csrf, content: """
                \(TextArea(
                    name: "reason", label: words("lines.moveReason"), value: answers["reason"],
                    error: errors.message(for: "reason"), rows: 4, limit: 500))
                \(Button(words("lines.moveDo")))
                """))
            """
    }

    private func kept(_ hard: HardMatter) -> HTML {
        var facts: [(name: String, value: HTML)] = [
            (words("lines.leader"), "\(words(hard.leaderName))"),
            (words("lines.stuckAt"), "\(telling.unit(hard.origin))"),
            (words("lines.reason"), #"<span class="story">\#(hard.reason)</span>"#),
            (words("lines.at"), telling.time(hard.at)),
        ]
        if let ended = hard.endedAt { facts.append((words("lines.ended"), telling.time(ended))) }
        return """
            \(SummaryList(facts))
            <p class="muted">\(words("lines.windowRule"))</p>
            <h2>\(words("lines.contacts"))</h2>
            \(contacts.map(contact))
            \(hard.endedAt == nil ? ask : .empty)
            """
    }

    private func contact(_ contact: CityContact) -> HTML {
        let answer: HTML =
            contact.answer.map { text in
                let at = contact.answeredAt.map { telling.time($0) }
                return "<p><b>\(words("lines.answered"))</b> \(at)</p><p class=\"story\">\(text)</p>"
            }
            ?? Form(
                post: "\(LinesPath.window(number))/answer/\(contact.id)", csrf: telling.visit.csrf,
                content: """
                    \(TextArea(name: "answer", label: words("lines.theirAnswer"), rows: 3, limit: 2000))
                    \(Button(words("lines.answerDo"), weight: .secondary))
                    """
            ).html
        return """
            <section class="panel"><h3><bdi>\(contact.city)</bdi></h3>
            <p class="story">\(contact.request)</p><p>\(telling.time(contact.askedAt))</p>
            \(answer)</section>
            """
    }

    private var ask: HTML {
        Form(
            post: "\(LinesPath.window(number))/ask", csrf: telling.visit.csrf,
            content: """
                \(TextField(
                    name: "city", label: words("lines.otherCity"), value: answers["city"],
                    error: errors.message(for: "city"), limit: 100))
                \(TextArea(
                    name: "request", label: words("lines.request"), value: answers["request"],
                    error: errors.message(for: "request"), rows: 4, limit: 2000))
                \(Button(words("lines.askDo")))
                """
        ).html
    }
}
