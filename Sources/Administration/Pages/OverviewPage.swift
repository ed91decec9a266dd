import Core
import Markup
import Storage
import Web

/// How the city and its program stand, each figure with the way into it.
struct OverviewPage {
    /// What there is to be told.
    struct Figures: Sendable {
        var city: LocalText
        var hash: String
        var version: Int
        /// Since when the pack is in force and who started it; nil where it was never noted.
        var since: Moment?
        var by = ""
        var database: String
        var bookmarks: [OverviewStore.Bookmark] = []
        var waiting = 0
        var failed = 0
        var due = 0
        var attachmentBytes: Int64?
        var seal: Anchor?
        var areas = 0
        var units = 0
    }

    let visit: Visit
    let figures: Figures
    private var words: Words { visit.words }

    var page: Page {
        Page(title: words("administration.overview.title"), wide: true, help: "administration") {
            """
            <h1>\(words("administration.title"))</h1>
            \(AdministrationTabs(visit: visit, room: .overview))
            <div class="panels">
            \(pack)\(database)\(places)\(people)\(outbox)\(timers)\(figures.bookmarks.map(follower))\
            \(attachments)\(seal)
            </div>
            """
        }
    }

    private var pack: HTML {
        let since = figures.since.map {
            words("administration.overview.since", ["moment": $0, "by": figures.by])
        }
        let version = words("administration.pack.version", ["version": figures.version])
        return FigureCard(
            name: words("administration.overview.pack"),
            figure:
                "\(words(figures.city)) · \(version)",
            note: [since, figures.hash].compactMap(\.self).joined(separator: " · "),
            link: (words("administration.overview.pack.open"), "/administration/pack")
        ).html
    }

    private var database: HTML {
        FigureCard(
            name: words("administration.overview.database"), figure: figures.database,
            note: words("administration.overview.database.note")
        ).html
    }

    private var places: HTML {
        FigureCard(
            name: words("administration.areas.title"), figure: words.number(Int64(figures.areas)),
            note: words("administration.overview.units", ["count": figures.units]),
            link: (words("administration.overview.areas.open"), "/administration/areas")
        ).html
    }

    private var people: HTML {
        FigureCard(
            name: words("administration.overview.people"),
            figure: words("administration.overview.people.text"),
            link: (words("administration.overview.people.open"), "/directory")
        ).html
    }

    private var outbox: HTML {
        let note =
            figures.failed > 0
            ? words("administration.overview.outbox.failed", ["count": figures.failed])
            : words("administration.overview.outbox.note")
        return FigureCard(
            name: words("administration.overview.outbox"), figure: count(figures.waiting), note: note,
            link: (words("administration.overview.outbox.open"), "/administration/outbox"),
            tone: figures.failed > 0 ? .bad : .good,
            state: words(figures.failed > 0 ? "administration.state.look" : "administration.state.well")
        ).html
    }

    private var timers: HTML {
        FigureCard(
            name: words("administration.overview.timers"), figure: count(figures.due),
            note: words("administration.overview.timers.note"),
            link: (words("administration.overview.timers.open"), "/administration/timers"),
            tone: figures.due > 100 ? .warn : .good,
            state: words(figures.due > 100 ? "administration.state.look" : "administration.state.well")
        ).html
    }

    private func follower(_ mark: OverviewStore.Bookmark) -> HTML {
        let late = mark.behind > 1000
        return FigureCard(
            name: words("administration.overview.follower", ["name": mark.name]),
            figure: words("administration.overview.behind", ["count": mark.behind]),
            note: late
                ? words("administration.overview.follower.late")
                : words("administration.overview.follower.note", ["event": mark.event]),
            tone: late ? .warn : .good,
            state: words(late ? "administration.state.look" : "administration.state.well")
        ).html
    }

    private var attachments: HTML {
        guard let bytes = figures.attachmentBytes else { return .empty }
        return FigureCard(
            name: words("administration.overview.attachments"), figure: Self.size(bytes),
            note: words("administration.overview.attachments.note")
        ).html
    }

    private var seal: HTML {
        FigureCard(
            name: words("administration.overview.seal"),
            figure: figures.seal?.day ?? words("administration.verification.noSeal"),
            note: figures.seal.map {
                words("administration.verification.events", ["count": $0.events])
            } ?? words("administration.overview.seal.note"),
            link: (words("administration.overview.seal.open"), "/administration/verification")
        ).html
    }

    private func count(_ count: Int) -> String {
        count >= OverviewStore.most
            ? words("administration.overview.atLeast", ["count": OverviewStore.most])
            : words.number(Int64(count))
    }

    /// `1.4 GB`.
    static func size(_ bytes: Int64) -> String {
        let units = ["B", "KB", "MB", "GB", "TB"]
        var (value, unit) = (Double(bytes), 0)
        while value >= 1000, unit < units.count - 1 { (value, unit) = (value / 1000, unit + 1) }
        let tenths = Int((value * 10).rounded())
        return unit == 0 || value >= 100
            ? "\(Int(value.rounded())) \(units[unit])" : "\(tenths / 10).\(tenths % 10) \(units[unit])"
    }
}

/// Messages that were not sent yet.
struct OutboxPage {
    let visit: Visit
    let messages: [OverviewStore.Waiting]
    var older: String?
    private var words: Words { visit.words }

    var page: Page {
        Page(title: words("administration.overview.outbox"), wide: true, help: "administration") {
            """
            <h1>\(words("administration.overview.outbox"))</h1>
            \(AdministrationTabs(visit: visit, room: .overview))
            <p>\(words("administration.outbox.lead"))</p>
            \(messages.isEmpty ? nothing : table)
            \(Pager(
                label: words("web.pager.label"),
                newest: visit.query.has("after")
                    ? (words("administration.first"), "/administration/outbox") : nil,
                older: older.map { (words("administration.next"), $0) }))
            """
        }
    }

    private var nothing: HTML {
        EmptyState(title: words("administration.outbox.none"), text: words("administration.outbox.noneText"))
            .html
    }

    private var table: HTML {
        Table(
            caption: words("administration.overview.outbox"), captionHidden: true,
            columns: [
                .init(words("administration.outbox.created")), .init(words("administration.matter")),
                .init(words("administration.outbox.audience")),
                .init(words("administration.outbox.template")),
                .init(words("administration.outbox.attempts"), numeric: true),
                .init(words("administration.outbox.reason")),
            ],
            rows: messages.map { message in
                let mark = message.failed ? Tag(words("administration.outbox.givenUp"), tone: .bad) : nil
                return [
                    "\(words.near(message.createdAt, now: visit.now))",
                    message.number.map { Link($0, to: "/matters/\($0)").html } ?? "–",
                    "\(message.audience)", "<code>\(message.template)</code>", "\(message.attempts)",
                    """
                    \(mark) \
                    \(message.reason)
                    """,
                ]
            }
        ).html
    }
}

/// Timers that are due and were not made yet.
struct TimersPage {
    let visit: Visit
    let timers: [OverviewStore.Due]
    /// What the limits of the kinds are called.
    let names: [String: LocalText]
    private var words: Words { visit.words }

    var page: Page {
        Page(title: words("administration.overview.timers"), wide: true, help: "administration") {
            """
            <h1>\(words("administration.overview.timers"))</h1>
            \(AdministrationTabs(visit: visit, room: .overview))
            <p>\(words("administration.timers.lead"))</p>
            \(timers.isEmpty ? nothing : table)
            """
        }
    }

    private var nothing: HTML {
        EmptyState(title: words("administration.timers.none"), text: words("administration.timers.noneText"))
            .html
    }

    private var table: HTML {
        Table(
            caption: words("administration.overview.timers"), captionHidden: true,
            columns: [
                .init(words("administration.timers.since")), .init(words("administration.matter")),
                .init(words("administration.matter.title")), .init(words("administration.timers.limit")),
            ],
            rows: timers.map { due in
                [
                    "\(words.near(due.dueAt, now: visit.now))",
                    Link(due.number, to: "/matters/\(due.number)").html, "\(due.title)",
                    "\(names["\(due.kind)/\(due.limit)"].map { words($0) } ?? due.limit)",
                ]
            }
        ).html
    }
}
