import Core
import Markup
import Web

/// Who one is, one's password, and where one is signed in.
struct AccountPage {
    let visit: Visit
    let person: Person
    let organisation: Organisation
    let sessions: [SessionRow]
    let thisSession: String
    var errors: [FieldError] = []
    var status = 200
    private var words: Words { visit.words }

    var page: Page {
        Page(title: words("directory.account.title"), status: status, help: "account") {
            """
            <h1>\(words("directory.account.title"))</h1>
            \(ErrorSummary(title: words("web.form.problems"), errors: summary))
            \(SummaryList([
                (words("directory.name"), "\(words(person.name))"),
                (words("directory.login"), "\(person.login)"),
                (words("directory.posts"), postLines),
            ]))
            <h2>\(words("directory.password.change"))</h2>
            \(passwordForm)
            <h2>\(words("directory.sessions.title"))</h2>
            <p>\(words("directory.sessions.lead"))</p>
            \(sessionTable)
            \(sessions.count > 1 ? endOthers : nil)
            <h2>\(words("directory.tokens.title"))</h2>
            <p>\(words("directory.tokens.lead"))
            \(Link(words("directory.tokens.open"), to: "/account/tokens"))</p>
            """
        }
    }

    /// Without a password there is no form whose fields an error could point to.
    private var summary: [FieldError] {
        person.hasPassword ? errors : errors.map { FieldError(field: "", message: $0.message) }
    }

    private var postLines: HTML {
        let posts = person.posts(at: visit.now)
        guard !posts.isEmpty else { return "\(words("directory.posts.none"))" }
        let lines: [HTML] = posts.map { "<div>\(organisation.line($0, words))</div>" }
        return "\(lines)"
    }

    private var passwordForm: HTML {
        guard person.hasPassword else { return "<p>\(words("directory.password.none"))</p>" }
        return Form(
            post: "/account/password", csrf: visit.csrf,
            content: """
                \(TextField(
                    name: "present", label: words("directory.password.present"),
                    error: errors.message(for: "present"), kind: .password, autocomplete: "current-password"))
                \(NewPasswordFields(words: words, errors: errors))
                \(Button(words("directory.password.change"), weight: .secondary))
                """
        ).html
    }

    private var sessionTable: HTML {
        Table(
            caption: words("directory.sessions.title"), captionHidden: true,
            columns: [
                .init(words("directory.sessions.device")), .init(words("directory.sessions.address")),
                .init(words("directory.sessions.since")), .init(words("directory.sessions.seen")),
                .init(words("directory.action")),
            ],
            rows: sessions.map(row)
        ).html
    }

    private func row(_ session: SessionRow) -> [HTML] {
        let device = Device(session.device).text ?? words("directory.sessions.unknownDevice")
        let end = Form(
            post: "/account/sessions/end", csrf: visit.csrf, classes: "plain",
            content: """
                \(Hidden(name: "session", value: session.sessionID))
                \(Button(words("directory.sessions.end"), weight: .secondary))
                """)
        let own = session.sessionID == thisSession
        return [
            "\(device)", "\(session.peer)",
            time(session.startedAt), time(session.seenAt),
            own ? Tag(words("directory.sessions.this"), tone: .accent).html : end.html,
        ]
    }

    private func time(_ moment: Moment) -> HTML {
        #"<time datetime="\#(moment.iso)">\#(words.near(moment, now: visit.now))</time>"#
    }

    private var endOthers: HTML? {
        Form(
            post: "/account/sessions/end-others", csrf: visit.csrf,
            content: "\(Button(words("directory.sessions.endOthers"), weight: .secondary))"
        ).html
    }
}

/// What a browser says it is, made short enough to recognise: `Firefox · Windows`.
struct Device {
    let text: String?

    init(_ userAgent: String) {
        func first(_ pairs: [(mark: String, name: String)]) -> String? {
            pairs.first { userAgent.contains($0.mark) }?.name
        }
        let browser = first([
            ("MicroMessenger", "WeChat"), ("Edg", "Edge"), ("Firefox", "Firefox"),
            ("QQBrowser", "QQ Browser"),
            ("Chrome", "Chrome"), ("Safari", "Safari"), ("curl", "curl"),
        ])
        let system = first([
            ("Android", "Android"), ("OpenHarmony", "HarmonyOS"), ("iPhone", "iPhone"), ("iPad", "iPad"),
            ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
        ])
        let parts = [browser, system].compactMap { $0 }
        text = parts.isEmpty ? nil : parts.joined(separator: " · ")
    }
}
