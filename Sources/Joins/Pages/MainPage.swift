import Core
import Desk
import Markup
import Web

/// One matter and all that were joined to it: who waits, who was asked, who said no; joining more, taking one
/// out, declaring a mass event.
struct MainPage {
    let telling: JoinsTelling
    let number: String
    let title: String
    var kind = ""
    var stage = ""
    var outcome: Core.Outcome?
    var event: MassEvent?
    /// What everybody reads about it.
    var notice: PublicNotice?
    /// What would be read, to be confirmed.
    var preview: PublicNotice?
    var isOpen = false
    var counts: [JoinState: Int] = [:]
    var state = JoinState.waiting
    var members: [Member] = []
    var older: String?
    var candidates: [Similar] = []
    var mayJoin = false
    var mayLeave = false
    var mayDeclare = false
    var results: [Outcome] = []
    var errors: [FieldError] = []
    var answers = FormAnswers([:])

    /// A matter that was joined, without who raised it.
    struct Member {
        let number: String
        let kind: String
        let title: String
        let text: String
        let area: AreaCode
        let place: String?
        let raisedAt: Moment
        let joinedAt: Moment
        let isSeen: Bool
    }

    /// What became of one that was to be joined; nil for well.
    struct Outcome {
        let number: String
        let problem: String?
    }

    private var words: Words { telling.words }
    private var all: Int { counts.values.reduce(0, +) }

    var page: Page {
        Page(
            title: "\(number) \(title)", status: errors.isEmpty ? 200 : 422, personal: true, wide: true,
            scripts: [.joins], help: "joins"
        ) {
            """
            <p>\(Link(words("joins.title"), to: JoinsPath.home))</p>
            <h1>\(words("joins.main")) <bdi>\(title)</bdi></h1>
            <p class="cluster">\(Link(number, to: JoinsPath.matter(number))) \
            \(Tag(telling.stage(stage, of: kind))) \(words.plural("joins.panel.members", all))</p>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(outcomes)\(declared)\(told)\(joined)\(add)\(declare)
            """
        }
    }

    // MARK: What was done

    private var outcomes: HTML? {
        if results.isEmpty { return nil }
        let done = results.count { $0.problem == nil }
        let rows: [[HTML]] = results.map { result in
            [
                "\(Link(result.number, to: JoinsPath.matter(result.number)))",
                result.problem.map { "\(Tag(words("joins.result.not"), tone: .warn)) \($0)" }
                    ?? "\(Tag(words("joins.result.done"), tone: .good))",
            ]
        }
        return """
            \(Notice(
                done == results.count ? .success : .warning, live: true,
                "<p>\(words("joins.result.sum", ["done": done, "all": results.count]))</p>"))
            \(Table(
                caption: words("joins.result"),
                columns: [.init(words("joins.column.what")), .init(words("joins.column.course"))],
                rows: rows))
            """
    }

    private var declared: HTML? {
        guard let event else { return nil }
        return """
            <section class="panel stack"><h2>\(Tag(words("joins.event"), tone: .accent)) \(event.title)</h2>
            \(SummaryList([
                (words("joins.event.cause"), "<span class=\"story\">\(event.cause)</span>"),
                (words("joins.event.task"), "<span class=\"story\">\(event.task)</span>"),
                (words("joins.event.since"), "\(words.date(event.since))"),
            ]))</section>
            """
    }

    private var told: HTML? {
        guard let event, mayDeclare, isOpen else { return nil }
        return NoticeForm(
            telling: telling, number: number, shown: notice, preview: preview, since: event.since,
            answers: answers, errors: errors
        ).html
    }

    // MARK: Those joined

    private var joined: HTML {
        guard all > 0 else {
            return EmptyState(title: words("joins.noMember"), text: words("joins.noMemberHint")).html
        }
        let tabs = Tabs(
            label: words("joins.members"),
            JoinState.allCases.filter { (counts[$0] ?? 0) > 0 || $0 == state }.map { each in
                .init(
                    words("joins.state.\(each.rawValue)"),
                    to: JoinsPath.main(number) + "?state=\(each.rawValue)",
                    count: words.number(Int64(counts[each] ?? 0)),
                    current: each == state)
            })
        return """
            <h2>\(words("joins.members"))</h2>
            <p class="hint">\(words("joins.members.hint"))</p>
            \(tabs)
            \(list)
            \(Pager(
                label: words("web.pager.label"), newest: nil,
                older: older.map { (words("web.pager.older"), $0) }))
            """
    }

    private var list: HTML {
        if members.isEmpty { return "<p class=\"muted\">\(words("joins.stateEmpty"))</p>" }
        let columns = ["what", "where", "joined"] + (state == .waiting && mayLeave ? ["leave"] : [])
        let rows: [[HTML]] = members.map { member in
            let name: HTML =
                member.isSeen
                ? "<a href=\"\(JoinsPath.matter(member.number))\"><bdi>\(member.title)</bdi></a>"
                : "<bdi>\(member.title)</bdi>"
            var cells: [HTML] = [
                """
                \(name) <span class="muted">\(member.number)</span><p class="story">\(member.text)</p>
                """,
                "\(telling.area(member.area))\(member.place.map { "<br><bdi>\($0)</bdi>" as HTML })",
                "\(words.dateTime(member.joinedAt))",
            ]
            if state == .waiting && mayLeave { cells.append((member.isSeen ? leave(member) : nil) ?? .empty) }
            return cells
        }
        return Table(
            caption: words("joins.members"), captionHidden: true,
            columns: columns.map { Table.Column(words("joins.column.\($0)")) }, rows: rows
        ).html
    }

    /// The form that takes one out again, which asks the reason.
    private func leave(_ member: Member) -> HTML? {
        let move = telling.city.procedures[member.kind]?.moves.first { move in
            move.does.contains(.leave) && move.by.contains { if case .role = $0 { true } else { false } }
        }
        return move.map {
            "\(Link(words("joins.leave"), to: JoinsPath.matter(member.number) + "/moves/\($0.name)"))"
        }
    }

    // MARK: Joining more

    private var add: HTML? {
        guard mayJoin else { return nil }
        let rows = candidates.map { candidate -> HTML in
            """
            <li data-join><label class="choice"><input type="checkbox" name="number" \
            id="join-\(candidate.number)" value="\(candidate.number)"> \
            <span><bdi>\(candidate.title)</bdi> <span class="muted">\(candidate.number) · \
            \(telling.area(candidate.area)) · \(telling.stage(candidate.stage, of: candidate.kind)) · \
            \(reasons(candidate))</span></span></label></li>
            """
        }
        let list: HTML =
            rows.isEmpty
            ? "<p class=\"muted\">\(words("joins.add.nothing"))</p>"
            : "<p class=\"hint\">\(words("joins.add.keys"))</p><ul class=\"stack\">\(rows)</ul>"
        return """
            <h2>\(words("joins.add"))</h2>
            \(Form(
                post: JoinsPath.add(number), csrf: telling.visit.csrf, id: "joins-add",
                label: words("joins.add"),
                content: """
                    \(list)
                    \(TextField(
                        name: "more", label: words("joins.add.more"), hint: words("joins.add.moreHint")))
                    \(Button(words("joins.add.do")))
                    """))
            """
    }

    private func reasons(_ candidate: Similar) -> String {
        SimilarTelling(visit: telling.visit, city: telling.city).reasons(candidate.reasons)
    }

    // MARK: A mass event

    private var declare: HTML? {
        guard mayDeclare else { return nil }
        func value(_ name: String, _ kept: String?) -> String {
            answers.has(name) ? answers[name] : kept ?? ""
        }
        let since = event.map { telling.city.calendar.date(of: $0.since).description }
        let form = Form(
            post: JoinsPath.event(number), csrf: telling.visit.csrf, label: words("joins.event.declare"),
            content: """
                \(TextField(
                    name: "title", label: words("joins.event.title"), value: value("title", event?.title),
                    error: errors.message(for: "title")))
                \(TextArea(
                    name: "cause", label: words("joins.event.cause"), value: value("cause", event?.cause),
                    error: errors.message(for: "cause")))
                \(TextArea(
                    name: "task", label: words("joins.event.task"), value: value("task", event?.task),
                    error: errors.message(for: "task")))
                \(TextField(
                    name: "since", label: words("joins.event.since"), value: value("since", since),
                    error: errors.message(for: "since"), kind: .date))
                \(Button(words("joins.event.keep"), weight: .secondary))
                """)
        return """
            \(Fold(words("joins.event.declare"), open: !errors.isEmpty, form.html))
            """
    }
}

extension MainPage.Member {
    init(_ record: MatterRecord, joinedAt: Moment, isSeen: Bool) {
        self.init(
            number: record.number, kind: record.kind, title: record.title, text: record.text,
            area: record.area, place: record.place, raisedAt: record.raisedAt, joinedAt: joinedAt,
            isSeen: isSeen)
    }
}
