import Core
import Desk
import Markup
import Web

/// `/lines/transfers`: what was handed from line to line, with the figures of the period.
struct TransfersPage {
    let telling: LinesTelling
    let register: LineRegister
    let filter: TransferFilter
    let sums: TransferSums
    let transfers: [Transfer]
    /// The question of the next page's address.
    var next: String?

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("lines.transfers"), wide: true, help: "transfers") {
            """
            <h1>\(words("lines.transfers"))</h1>
            \(telling.tabs(LinesPath.transfers))
            \(Form(get: LinesPath.transfers, classes: "filters", label: words("lines.period"), content: """
                \(TextField(
                    name: "from", label: words("lines.from"), value: sums.first.description, kind: .date))\
                \(TextField(
                    name: "through", label: words("lines.through"), value: sums.last.description,
                    kind: .date))\
                \(Select(name: "state", label: words("lines.state"), choices: TransferState.allCases.map {
                    Choice(value: $0.rawValue, label: words("lines.state.\($0.rawValue)"))
                }, chosen: filter.state?.rawValue, none: words("lines.all")))\
                \(Button(words("lines.show"), weight: .secondary))
                """))
            \(figures)
            <h2>\(words("lines.handed"))</h2>
            \(list)
            \(Pager(label: words("lines.pages"), newest: nil, older: next.map {
                (words("lines.older"), LinesPath.transfers + $0)
            }))
            """
        }
    }

    private var figures: HTML {
        guard !sums.rows.isEmpty else { return .empty }
        return Table(
            caption: words(
                "lines.figures", ["from": telling.day(sums.first), "through": telling.day(sums.last)]),
            columns: ["line", "count", "accepted", "inTime", "refused", "returned", "mean"].enumerated().map {
                .init(words("lines.figure.\($0.element)"), numeric: $0.offset > 0)
            },
            rows: sums.rows.map(figure)
        ).html
    }

    private func figure(_ row: TransferSums.Row) -> [HTML] {
        let period = "from=\(sums.first)&through=\(sums.last)"
        let path = "\(LinesPath.transfers)?line=\(row.line)&direction=\(row.direction.rawValue)&\(period)"
        func rows(_ count: Int, _ state: TransferState? = nil) -> HTML {
            let more = state.map { "&state=\($0.rawValue)" } ?? ""
            return Link(words.number(Int64(count)), to: path + more).html
        }
        let sum = row.sum
        return [
            "\(telling.direction(row.direction, row.line, register))",
            rows(sum.handed), "\(sum.accepted)", "\(sum.inTime)", rows(sum.refused, .refused),
            rows(sum.returned, .returned), "\(sum.mean.map { words.span($0) } ?? "–")",
        ]
    }

    private var list: HTML {
        guard !transfers.isEmpty else {
            return EmptyState(title: words("lines.noTransfers"), text: words("lines.noTransfersHint")).html
        }
        return Table(
            caption: words("lines.handed"), captionHidden: true,
            columns: [
                .init(words("lines.figure.line")), .init(words("lines.matter")), .init(words("lines.state")),
                .init(words("lines.at")),
            ],
            rows: transfers.map { transfer in
                [
                    """
                    \(words("lines.direction.\(transfer.direction.rawValue)",
                        ["line": telling.line(transfer.line, register)])) \
                    \(transfer.isLifeThreatening ? Tag(words("lines.life"), tone: .bad).html : .empty)
                    """,
                    "\(Link(transfer.number, to: LinesPath.transfer(transfer.code)))",
                    "\(telling.state(transfer.state)) \(telling.until(transfer))",
                    telling.time(transfer.createdAt),
                ]
            }
        ).html
    }
}

/// `/lines/transfers/:code`: one hand-over, step by step.
struct TransferPage {
    let telling: LinesTelling
    let register: LineRegister
    let transfer: Transfer
    let told: [TransferTold]
    let mayTell: Bool

    private var words: Words { telling.words }

    var page: Page {
        let line = telling.line(transfer.line, register)
        let title = words("lines.direction.\(transfer.direction.rawValue)", ["line": line])
        return Page(title: title, help: "transfers") {
            """
            <p class="trail">\(Link(words("lines.transfers"), to: LinesPath.transfers))</p>
            <h1>\(title)</h1>
            <p>\(telling.state(transfer.state)) \(telling.until(transfer)) \
            \(transfer.isLifeThreatening ? Tag(words("lines.life"), tone: .bad).html : .empty)</p>
            \(SummaryList(facts))
            \(steps)
            \(mayTell && !transfer.state.cameBack ? form : .empty)
            """
        }
    }

    private var facts: [(name: String, value: HTML)] {
        var facts: [(name: String, value: HTML)] = [
            (words("lines.matter"), Link(transfer.number, to: LinesPath.matter(transfer.number)).html),
            (words("lines.reason"), #"<span class="story">\#(transfer.reason)</span>"#),
            (words("lines.unit"), "\(telling.unit(transfer.unit))"),
            (words("lines.at"), telling.time(transfer.createdAt)),
        ]
        if let reference = transfer.partnerID {
            facts.append((words("lines.theirs"), "<bdi>\(reference)</bdi>"))
        }
        if let accepted = transfer.acceptedAt {
            facts.append((words("lines.acceptedAt"), telling.time(accepted)))
        }
        if let why = transfer.why {
            facts.append((words("lines.why"), #"<span class="story">\#(why)</span>"#))
        }
        if let missing = transfer.missing {
            facts.append((words("lines.missing"), #"<span class="story">\#(missing)</span>"#))
        }
        if let unit = transfer.backstop { facts.append((words("lines.backstop"), "\(telling.unit(unit))")) }
        return facts
    }

    private var steps: HTML {
        guard !told.isEmpty else { return .empty }
        let items: [Timeline.Step] = told.map { told in
            .init(
                .done, stateText: words("lines.told"),
                title: words("lines.news.\(told.news.kind.rawValue)"),
                time: words.near(told.at, now: telling.now), dateTime: told.at.iso,
                detail: """
                    \(told.isLate ? Tag(words("lines.late"), tone: .warn).html : .empty) \
                    <span class="story">\(told.text)</span>
                    """)
        }
        return "<h2>\(words("lines.steps"))</h2>\(Timeline(items))"
    }

    private var form: HTML {
        Fold(
            words("lines.tell"), open: false,
            Form(
                post: LinesPath.transfer(transfer.code), csrf: telling.visit.csrf,
                content: """
                    \(Radios(name: "news", legend: words("lines.tellNews"), choices:
                        [TransferNews.Kind.accepted, .progress, .refused, .answered].map {
                            Choice(value: $0.rawValue, label: words("lines.news.\($0.rawValue)"))
                        }))
                    \(TextArea(name: "text", label: words("lines.tellText"), rows: 4, limit: 4000))
                    \(TextField(name: "missing", label: words("lines.missing"), limit: 500))
                    \(Button(words("lines.tellDo")))
                    """
            ).html
        ).html
    }
}

/// `/lines/hand-over/:number`: one key hands a matter to a line.
struct HandOverPage {
    let telling: LinesTelling
    let number: String
    let title: String
    let partners: [LinePartner]
    var answers = FormAnswers()
    var errors: [FieldError] = []

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("lines.handOver"), status: errors.isEmpty ? 200 : 422, help: "transfers") {
            """
            <p class="trail">\(Link(number, to: LinesPath.matter(number)))</p>
            <h1>\(words("lines.handOver"))</h1>
            <p class="lead"><bdi>\(title)</bdi></p>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(partners.isEmpty
                ? EmptyState(title: words("lines.noPartners"), text: words("lines.noPartnersHint")).html
                : form)
            """
        }
    }

    private var form: HTML {
        let choices = partners.map { partner in
            Choice(
                value: partner.code, label: "\(words(partner.line.name)) \(partner.line.number)",
                hint: words(
                    partner.isConnected ? "lines.partner.connected" : "lines.partner.byPhone",
                    ["minutes": partner.line.acceptMinutes]))
        }
        return """
            \(Form(post: LinesPath.handOver(number), csrf: telling.visit.csrf, content: """
                \(Radios(
                    name: "line", legend: words("lines.toWhich"), choices: choices,
                    chosen: answers.given("line"), error: errors.message(for: "line")))
                \(TextArea(
                    name: "reason", label: words("lines.reason"), value: answers["reason"],
                    error: errors.message(for: "reason"), rows: 3, limit: 500))
                \(Checkbox(
                    name: "life", label: words("lines.lifeTick"), ticked: answers.has("life"),
                    hint: words("lines.lifeHint")))
                \(Button(words("lines.handOverDo")))
                """))
            """
    }
}
