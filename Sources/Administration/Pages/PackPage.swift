import CityPack
import Core
import Desk
import Markup
import Web

/// The pack in force, and what the folder on disk would change.
struct PackPage {
    /// What the folder on disk holds now.
    enum Folder: Sendable {
        case same
        case changed(PackContent, PackDifference, warnings: [PackComplaint])
        /// Broken, with everything that is wrong; the running city goes on.
        case broken([PackComplaint])
    }

    let visit: Visit
    let inForce: PackContent
    let since: PackVersionStore.Heading?
    let folder: Folder
    let path: String
    let versions: [PackVersionStore.Heading]
    let kinds: [Procedure]
    var older: String?
    private var words: Words { visit.words }

    /// So many complaints are listed.
    private static let shown = 100

    var page: Page {
        Page(title: words("administration.pack.title"), wide: true, help: "city-pack") {
            """
            <h1>\(words("administration.pack.title"))</h1>
            \(AdministrationTabs(visit: visit, room: .pack))
            \(SummaryList(facts))
            <h2>\(words("administration.pack.folder"))</h2>
            <p><code>\(path)</code></p>
            \(state)
            <h2>\(words("administration.kinds.title"))</h2>
            <ul>\(kinds.map(kind))</ul>
            <h2>\(words("administration.pack.versions"))</h2>
            \(versions.isEmpty ? "<p>\(words("administration.pack.noVersions"))</p>" : history)
            \(Pager(
                label: words("web.pager.label"),
                newest: visit.query.has("after")
                    ? (words("administration.first"), "/administration/pack") : nil,
                older: older.map { (words("administration.next"), $0) }))
            """
        }
    }

    private var facts: [(name: String, value: HTML)] {
        var facts: [(name: String, value: HTML)] = [
            (words("administration.pack.city"), "\(words(inForce.name))"),
            (words("administration.pack.number"), "\(inForce.version)"),
            (words("administration.pack.hash"), "<code>\(inForce.fingerprint)</code>"),
        ]
        if let since {
            facts.append((words("administration.pack.since"), "\(words.dateTime(since.since))"))
            facts.append((words("administration.pack.by"), "\(since.by)"))
        }
        return facts
    }

    private func kind(_ procedure: Procedure) -> HTML {
        "<li>\(Link(words(procedure.name), to: "/administration/kinds/\(procedure.kind)"))</li>"
    }

    private var state: HTML {
        switch folder {
        case .same: return Notice(.success, "<p>\(words("administration.pack.same"))</p>").html
        case .broken(let complaints):
            let rest = complaints.count - Self.shown
            let more: HTML? = rest > 0 ? "<p>\(words("administration.more", ["count": rest]))</p>" : nil
            return """
                \(Notice(.failure, "<p>\(words("administration.pack.broken"))</p>"))
                \(complaintList(Array(complaints.prefix(Self.shown))))\(more)
                """
        case .changed(let content, let difference, let warnings):
            return """
                \(Notice(.info, """
                    <p>\(words("administration.pack.changed", ["version": content.version]))</p>
                    """))
                <p>\(ButtonLink(
                    words("administration.dryRun.do"), to: "/administration/pack/dry-run",
                    weight: .primary))</p>
                \(warnings.isEmpty ? .empty : complaintList(warnings))
                \(DifferenceList(words: words, difference: difference))
                """
        }
    }

    private func complaintList(_ complaints: [PackComplaint]) -> HTML {
        let items: [HTML] = complaints.map { complaint in
            let place = complaint.line > 0 ? "\(complaint.file):\(complaint.line)" : complaint.file
            return """
                <li><code>\(place)</code> \
                <span lang="en">\(complaint.problem). \(complaint.remedy).</span></li>
                """
        }
        return "<ul>\(items)</ul>"
    }

    private var history: HTML {
        Table(
            caption: words("administration.pack.versions"), captionHidden: true,
            columns: [
                .init(words("administration.when")),
                .init(words("administration.pack.number"), numeric: true),
                .init(words("administration.pack.hash")), .init(words("administration.pack.by")),
                .init(words("administration.pack.difference")),
            ],
            rows: versions.map { version in
                [
                    "\(words.dateTime(version.since))", "\(version.version)", "<code>\(version.hash)</code>",
                    "\(version.by)",
                    version.summary.isEmpty
                        ? "\(words("administration.pack.firstOne"))"
                        : Link(
                            words("administration.pack.difference"),
                            to: "/administration/pack/versions/\(version.id)"
                        ).html,
                ]
            }
        ).html
    }
}

/// What a version changed against the one before it.
struct PackVersionPage {
    let visit: Visit
    let version: PackVersion
    let difference: PackDifference
    private var words: Words { visit.words }

    var page: Page {
        Page(title: words("administration.pack.difference"), wide: true, help: "city-pack") {
            """
            <h1>\(words("administration.pack.versionOf", ["version": version.version]))</h1>
            \(AdministrationTabs(visit: visit, room: .pack))
            \(SummaryList([
                (words("administration.pack.since"), "\(words.dateTime(version.since))"),
                (words("administration.pack.by"), "\(version.by)"),
                (words("administration.pack.hash"), "<code>\(version.hash)</code>"),
            ]))
            <h2>\(words("administration.pack.difference"))</h2>
            \(DifferenceList(words: words, difference: difference))
            <p>\(Link(words("administration.pack.back"), to: "/administration/pack"))</p>
            """
        }
    }
}

/// A difference part by part, each row told in a line.
struct DifferenceList: Component {
    let words: Words
    let difference: PackDifference

    /// So many rows of a part are listed.
    private static let shown = 200

    var html: HTML {
        if difference.isEmpty { return "<p>\(words("administration.pack.noDifference"))</p>" }
        let parts: [HTML] = difference.parts.map { part in
            let rest = part.lines.count - Self.shown
            let more: HTML? = rest > 0 ? "<p>\(words("administration.more", ["count": rest]))</p>" : nil
            return """
                <section class="difference"><h3>\(words("administration.part.\(part.part.rawValue)")) · \
                \(words.number(Int64(part.lines.count)))</h3>
                <ul>\(part.lines.prefix(Self.shown).map(line))</ul>\(more)</section>
                """
        }
        return "\(parts)"
    }

    private func line(_ line: PackDifference.Line) -> HTML {
        let tone: Tag.Tone =
            switch line.change {
            case .added: .good
            case .removed: .bad
            case .changed: .accent
            }
        let renamed: HTML? = line.formerName.map { former in
            "<li>\(words("administration.name")): \(change(words(former), words(line.name)))</li>"
        }
        let details: [HTML] = line.change == .removed ? [] : line.details.map(detail)
        let list: HTML = renamed == nil && details.isEmpty ? .empty : "<ul>\(renamed)\(details)</ul>"
        return """
            <li>\(Tag(words("administration.change.\(line.change.rawValue)"), tone: tone)) \
            <b>\(words(line.name))</b> <code>\(line.key)</code>\(list)</li>
            """
    }

    private func detail(_ detail: PackDifference.Detail) -> HTML {
        let name = KindWords(words: words).field(detail.field)
        guard let old = detail.old else {
            return "<li>\(name): \(detail.new.map { said($0, detail.field) })</li>"
        }
        let new = detail.new.map { said($0, detail.field) } ?? words("administration.pack.nothing")
        return "<li>\(name): \(change(said(old, detail.field), new))</li>"
    }

    private func change(_ old: String, _ new: String) -> HTML {
        """
        <del>\(old)</del> <span class="unseen">\(words("administration.pack.becomes"))</span>\
        <span aria-hidden="true">→</span> <ins>\(new)</ins>
        """
    }

    private func said(_ field: PackContent.Field, _ name: String) -> String {
        if let shown = field.shown {
            let text = words(shown)
            return text.isEmpty ? words("administration.pack.nothing") : text
        }
        return KindWords(words: words).value(field.value, of: name)
    }
}
