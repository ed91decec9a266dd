import Core
import Desk
import Markup
import Web

/// `/lines/messages`: what is heard beside the main way, counted by unit.
struct MessagesPage {
    let telling: LinesTelling
    let counts: [HeardCount]
    let latest: [Heard]
    let today: CivilDate
    let once: String
    let mayWrite: Bool
    var answers = FormAnswers()
    var errors: [FieldError] = []

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("lines.messages"), status: errors.isEmpty ? 200 : 422, help: "messages") {
            """
            <h1>\(words("lines.messages"))</h1>
            \(telling.tabs(LinesPath.messages))
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(mayWrite ? Fold(words("lines.hear"), open: !errors.isEmpty, form).html : .empty)
            \(counts.isEmpty
                ? EmptyState(title: words("lines.heardNone"), text: words("lines.heardHint")).html : table)
            \(HeardList(telling: telling, heard: latest, title: words("lines.heardLast")))
            """
        }
    }

    private var table: HTML {
        var units: [UnitCode: [Heard.Kind: Int]] = [:]
        for count in counts { units[count.unit, default: [:]][count.kind] = count.count }
        let sorted = units.sorted {
            ($1.value[.complaint] ?? 0, $0.key) < ($0.value[.complaint] ?? 0, $1.key)
        }
        return Table(
            caption: words("lines.heardCounts"),
            columns: [.init(words("lines.unit"))]
                + Heard.Kind.allCases.map { .init(words("lines.heard.\($0.rawValue)"), numeric: true) },
            rows: sorted.prefix(300).map { unit, counts in
                [Link(telling.unit(unit), to: LinesPath.messages(unit)).html]
                    + Heard.Kind.allCases.map { kind in
                        Link(
                            words.number(Int64(counts[kind] ?? 0)),
                            to: "\(LinesPath.messages(unit))?kind=\(kind.rawValue)"
                        ).html
                    }
            }
        ).html
    }

    private var form: HTML {
        let units = telling.city.units.values.map { Choice(value: $0.code.text, label: words($0.name)) }
        return Form(
            post: LinesPath.messages, csrf: telling.visit.csrf,
            content: """
                \(Hidden(name: "once", value: once))
                \(Radios(name: "kind", legend: words("lines.heardKind"), choices: Heard.Kind.allCases.map {
                    Choice(value: $0.rawValue, label: words("lines.heard.\($0.rawValue)"))
                }, chosen: answers.given("kind"), error: errors.message(for: "kind")))
                \(Select(name: "channel", label: words("lines.channel"), choices: Heard.Way.allCases.map {
                    Choice(value: $0.rawValue, label: words("lines.way.\($0.rawValue)"))
                }, chosen: answers.given("channel"), none: words("lines.choose"),
                    error: errors.message(for: "channel")))
                \(Select(
                    name: "unit", label: words("lines.aboutUnit"),
                    choices: units.sorted { ($0.label, $0.value) < ($1.label, $1.value) },
                    chosen: answers.given("unit"), none: words("lines.choose"),
                    error: errors.message(for: "unit")))
                \(TextField(
                    name: "day", label: words("lines.day"), value: answers.given("day") ?? today.description,
                    error: errors.message(for: "day"), kind: .date))
                \(TextArea(
                    name: "text", label: words("lines.text"), value: answers["text"],
                    error: errors.message(for: "text"), rows: 4, limit: 4000))
                \(Button(words("lines.hearDo")))
                """
        ).html
    }
}

/// Some of what was heard.
struct HeardList: Component {
    let telling: LinesTelling
    let heard: [Heard]
    let title: String

    var html: HTML {
        if heard.isEmpty { return .empty }
        let items: [HTML] = heard.map { heard in
            let tone: Tag.Tone =
                switch heard.kind {
                case .praise: .good
                case .complaint: .warn
                case .suggestion: .accent
                }
            let matter: HTML? = heard.number.map { number in
                "<p>\(Link(number, to: LinesPath.matter(number)))</p>"
            }
            return """
                <li class="panel"><p>\(Tag(telling.words("lines.heard.\(heard.kind.rawValue)"), tone: tone)) \
                \(telling.words("lines.way.\(heard.channel.rawValue)")) · \(telling.unit(heard.unit)) · \
                \(telling.day(heard.day))</p><p class="story">\(heard.text)</p>\(matter)</li>
                """
        }
        return #"<h2>\#(title)</h2><ul class="stack">\#(items)</ul>"#
    }
}

/// `/lines/messages/:unit`: praise, complaints and ideas about a unit, each counted apart.
struct UnitHeardPage {
    let telling: LinesTelling
    let unit: UnitCode
    let kind: Heard.Kind
    let counts: [HeardCount]
    let heard: [Heard]
    var next: String?

    private var words: Words { telling.words }
    private var list: HTML {
        HeardList(telling: telling, heard: heard, title: words("lines.heard.\(kind.rawValue)")).html
    }

    var page: Page {
        Page(title: telling.unit(unit), help: "messages") {
            """
            <p class="trail">\(Link(words("lines.messages"), to: LinesPath.messages))</p>
            <h1>\(telling.unit(unit))</h1>
            \(Tabs(label: words("lines.heardKind"), Heard.Kind.allCases.map { each in
                .init(
                    words("lines.heard.\(each.rawValue)"),
                    to: "\(LinesPath.messages(unit))?kind=\(each.rawValue)",
                    count: words.number(Int64(counts.first { $0.kind == each }?.count ?? 0)),
                    current: each == kind)
            }))
            \(heard.isEmpty
                ? EmptyState(title: words("lines.heardNone"), text: words("lines.heardHint")).html
                : list)
            \(Pager(label: words("lines.pages"), newest: nil, older: next.map {
                (words("lines.older"), "\(LinesPath.messages(unit))?kind=\(kind.rawValue)&after=\($0)")
            }))
            """
        }
    }
}
