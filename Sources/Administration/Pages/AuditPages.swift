import Core
import Desk
import Markup
import Storage
import Web

/// Who came in, what was changed, and who saw contact data.
struct AuditPage {
    enum View: String, CaseIterable { case access, reveals }

    let visit: Visit
    var view = View.access
    var entries: [AuditStore.Entry] = []
    var reveals: [AuditStore.Reveal] = []
    /// People by key.
    let names: [Int64: LocalText]
    let units: [UnitCode: Unit]
    var person = ""
    var group = ""
    var from = ""
    var until = ""
    var errors: [FieldError] = []
    var older: String?
    private var words: Words { visit.words }

    /// What a filter gathers: the actions of the trace by what they are about.
    static let groups: [(name: String, actions: [String])] = [
        ("signIns", ["signIn", "demoSignIn", "setUp", "choosePassword", "changePassword"]),
        ("failures", ["signInFailed"]),
        ("tokens", ["createToken", "revokeToken", "useToken"]),
        ("people", ["add", "import", "activate", "deactivate", "reset"]),
        ("posts", ["givePost", "endPost"]),
        ("outlines", ["drawOutline"]),
        ("checks", ["verifyMatter"]),
    ]

    var page: Page {
        Page(
            title: words("administration.audit.title"), status: errors.isEmpty ? 200 : 422, wide: true,
            help: "audit"
        ) {
            """
            <h1>\(words("administration.audit.title"))</h1>
            \(AdministrationTabs(visit: visit, room: .audit))
            \(Tabs(
                label: words("administration.audit.views"),
                View.allCases.map { view in
                    .init(
                        words("administration.audit.\(view.rawValue)"),
                        to: "/administration/audit?view=\(view.rawValue)", current: view == self.view)
                }))
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(filter)
            \(table)
            \(Pager(
                label: words("web.pager.label"),
                newest: visit.query.has("after")
                    ? (
                        words("administration.first"),
                        "/administration/audit" + visit.query.asQuery(without: ["after"])
                    ) : nil,
                older: older.map { (words("administration.next"), $0) }))
            """
        }
    }

    private var filter: HTML {
        let kinds: HTML =
            view == .reveals
            ? .empty
            : Select(
                name: "group", label: words("administration.audit.kind"),
                choices: Self.groups.map {
                    Choice(value: $0.name, label: words("administration.audit.group.\($0.name)"))
                }, chosen: group, none: words("administration.any")
            ).html
        return Form(
            get: "/administration/audit", classes: "filters", label: words("administration.find"),
            content: """
                \(Hidden(name: "view", value: view.rawValue))
                \(TextField(
                    name: "person", label: words("administration.audit.person"), value: person,
                    error: errors.message(for: "person"), limit: 64))
                \(kinds)
                \(TextField(
                    name: "from", label: words("administration.audit.from"), value: from,
                    error: errors.message(for: "from"), kind: .date))
                \(TextField(
                    name: "until", label: words("administration.audit.until"), value: until,
                    error: errors.message(for: "until"), kind: .date))
                \(Button(words("administration.find"), weight: .secondary))
                """
        ).html
    }

    private var table: HTML {
        switch view {
        case .access: entries.isEmpty ? nothing : accessTable
        case .reveals: reveals.isEmpty ? nothing : revealTable
        }
    }

    private var nothing: HTML {
        EmptyState(title: words("administration.audit.none"), text: words("administration.audit.noneText"))
            .html
    }

    private var accessTable: HTML {
        Table(
            caption: words("administration.audit.access"), captionHidden: true,
            columns: [
                .init(words("administration.when")), .init(words("administration.who")),
                .init(words("administration.audit.what")), .init(words("administration.audit.about")),
                .init(words("administration.audit.reason")),
            ],
            rows: entries.map { entry in
                let key = "administration.trace.\(entry.action)"
                return [
                    "<time datetime=\"\(entry.at.iso)\">\(words.dateTime(entry.at))</time>",
                    party(entry.actor), "\(words.holds(key) ? words(key) : entry.action)",
                    party(entry.subject), "\(entry.reason)",
                ]
            }
        ).html
    }

    private var revealTable: HTML {
        Table(
            caption: words("administration.audit.reveals"), captionHidden: true,
            columns: [
                .init(words("administration.when")), .init(words("administration.who")),
                .init(words("administration.posts.unit")), .init(words("administration.matter")),
                .init(words("administration.audit.reason")),
            ],
            rows: reveals.map { reveal in
                [
                    "<time datetime=\"\(reveal.at.iso)\">\(words.dateTime(reveal.at))</time>",
                    person(reveal.person),
                    "\(units[reveal.unit].map { words($0.name) } ?? reveal.unit.text)",
                    reveal.number.map { Link($0, to: "/matters/\($0)").html } ?? "–", "\(reveal.reason)",
                ]
            }
        ).html
    }

    /// `officer:12` and `person:12` as names, `area:…` as a link, anything else as it is.
    private func party(_ text: String) -> HTML {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return "\(text)" }
        switch parts[0] {
        case "officer", "person":
            guard let id = Int64(parts[1]) else { return "\(text)" }
            return person(id)
        case "area" where visit.officer?.may(.manageAccounts) == true:
            return Link(parts[1], to: "/administration/areas/\(parts[1])").html
        case "system": return "\(words("administration.party.system")) · \(parts[1])"
        default: return "\(parts[1])"
        }
    }

    private func person(_ id: Int64) -> HTML {
        let name = names[id].map { words($0) } ?? "#\(id)"
        return visit.officer?.may(.manageAccounts) == true
            ? Link(name, to: "/directory/\(id)").html : "\(name)"
    }
}

/// Whether what is kept was changed: the last seal, and one matter on demand.
struct VerificationPage {
    let visit: Visit
    let seal: Anchor?
    var number = ""
    /// What is wrong with the matter; nil before one was looked at.
    var complaints: [Verification.Complaint]?
    var errors: [FieldError] = []
    private var words: Words { visit.words }

    var page: Page {
        Page(
            title: words("administration.verification.title"), status: errors.isEmpty ? 200 : 422,
            help: "audit"
        ) {
            """
            <h1>\(words("administration.verification.title"))</h1>
            \(AdministrationTabs(visit: visit, room: .verification))
            <p class="lead">\(words("administration.verification.lead"))</p>
            <h2>\(words("administration.overview.seal"))</h2>
            \(seal.map(sealed) ?? "<p>\(words("administration.overview.seal.note"))</p>")
            <h2>\(words("administration.verification.matter"))</h2>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(complaints.map(result))
            \(Form(post: "/administration/verification", csrf: visit.csrf, content: """
                \(TextField(
                    name: "number", label: words("administration.verification.number"), value: number,
                    error: errors.message(for: "number"), limit: 40))
                \(Button(words("administration.verification.do")))
                """))
            <p>\(words("administration.verification.all"))</p>
            """
        }
    }

    private func sealed(_ seal: Anchor) -> HTML {
        let root = seal.root.hexadecimal
        return SummaryList([
            (words("administration.verification.day"), "\(seal.day)"),
            (words("administration.verification.taken"), "\(words.dateTime(seal.at))"),
            (words("administration.verification.count"), "\(words.number(Int64(seal.events)))"),
            (words("administration.verification.root"), "<code class=\"root\">\(root)</code>"),
        ]).html
    }

    private func result(_ complaints: [Verification.Complaint]) -> HTML {
        if complaints.isEmpty {
            return Notice(
                .success, live: true,
                "<p>\(words("administration.verification.sound", ["number": number]))</p>"
            ).html
        }
        let items: [HTML] = complaints.map { complaint in
            let place =
                complaint.event.map { words("administration.verification.event", ["event": $0]) }
                ?? words("administration.verification.row")
            return "<li>\(place): <span lang=\"en\">\(complaint.problem)</span></li>"
        }
        return Notice(
            .failure, live: true,
            """
            <p>\(words("administration.verification.broken", ["number": number]))</p><ul>\(items)</ul>
            """
        ).html
    }
}
