import Core
import Desk
import Markup
import Web

/// The matters that others were joined to.
struct JoinsPage {
    let telling: JoinsTelling
    let isOpen: Bool
    let lines: [Line]
    var older: String?
    var isFirst = true

    struct Line {
        let number: String
        let title: String
        let area: AreaCode
        let stage: String
        let kind: String
        let raisedAt: Moment
        let counts: [JoinState: Int]
        /// What it was declared as.
        let event: String?
    }

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("joins.title"), wide: true, help: "joins") {
            """
            <h1>\(words("joins.title"))</h1>
            <p class="lead">\(words("joins.lead"))</p>
            \(tabs)
            \(lines.isEmpty ? empty : list)
            \(Pager(
                label: words("web.pager.label"),
                newest: isFirst ? nil : (words("web.pager.newest"), JoinsPath.home + state),
                older: older.map { (words("web.pager.older"), $0) }))
            """
        }
    }

    private var state: String { isOpen ? "" : "?state=ended" }

    private var tabs: Tabs {
        Tabs(
            label: words("joins.tabs"),
            [
                .init(words("joins.open"), to: JoinsPath.home, current: isOpen),
                .init(words("joins.ended"), to: JoinsPath.home + "?state=ended", current: !isOpen),
            ])
    }

    private var empty: HTML {
        EmptyState(title: words("joins.none"), text: words("joins.noneHint")).html
    }

    private var list: HTML {
        let columns = ["what", "where", "stage", "members", "course"].map {
            Table.Column(words("joins.column.\($0)"), numeric: $0 == "members")
        }
        let rows: [[HTML]] = lines.map { line in
            let name: HTML =
                line.event.map { "\(Tag(words("joins.event"), tone: .accent)) <bdi>\($0)</bdi><br>" }
                ?? .empty
            return [
                """
                \(name)<a href="\(JoinsPath.main(line.number))"><bdi>\(line.title)</bdi></a><br>\
                <span class="muted">\(line.number) · \(words.date(line.raisedAt))</span>
                """,
                "\(telling.area(line.area))", "\(telling.stage(line.stage, of: line.kind))",
                "\(words.number(Int64(line.counts.values.reduce(0, +))))", "\(telling.counts(line.counts))",
            ]
        }
        return Table(
            caption: words("joins.title"), captionHidden: true, columns: columns, rows: rows
        ).html
    }
}

extension JoinsPage.Line {
    init(_ main: JoinsDesk.Main) {
        self.init(
            number: main.record.number, title: main.record.title, area: main.record.area,
            stage: main.record.stage, kind: main.record.kind, raisedAt: main.record.raisedAt,
            counts: main.counts, event: main.event?.title)
    }
}

/// On a matter's page at the desk: what it was joined to, what was joined to it.
struct JoinsPanel {
    let telling: JoinsTelling
    let number: String
    var main: MainLine?
    var state: JoinState?
    var counts: [JoinState: Int] = [:]
    var event: MassEvent?
    var mayJoin = false

    private var words: Words { telling.words }
    private var members: Int { counts.values.reduce(0, +) }

    var html: HTML {
        """
        <section class="panel stack"><h2>\(words("joins.panel"))</h2>
        \(joinedTo)\(declared)\(those)</section>
        """
    }

    private var joinedTo: HTML? {
        guard let main, let state else { return nil }
        let link: HTML =
            main.isSeen
            ? "<a href=\"\(JoinsPath.main(main.number))\"><bdi>\(main.title)</bdi></a>" : "\(main.number)"
        return """
            <p>\(telling.state(state)) \(words("joins.panel.main")) \(link)</p>
            <p class="hint">\(words("joins.panel.hint.\(state.rawValue)"))</p>
            """
    }

    private var declared: HTML? {
        event.map { event in
            """
            <p>\(Tag(words("joins.event"), tone: .accent)) <b>\(event.title)</b></p>\
            <p class="story">\(event.task)</p>
            """
        }
    }

    private var those: HTML? {
        if members > 0 {
            return """
                <p>\(words.plural("joins.panel.members", members)): \(telling.counts(counts))</p>
                <p class="hint">\(words("joins.panel.answer"))</p>
                <p>\(Link(words("joins.panel.open"), to: JoinsPath.main(number)))</p>
                """
        }
        return mayJoin ? "<p>\(Link(words("joins.panel.add"), to: JoinsPath.main(number)))</p>" : nil
    }
}
