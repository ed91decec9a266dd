import Core
import Desk
import Foundation
import Markup
import Web

/// The editor of an area's outline: a map where scripts run, and everywhere a list of its points with fields
/// and buttons, and a text that takes GeoJSON.
struct OutlinePage {
    let visit: Visit
    let area: Area
    /// The outline as text, one point a line.
    var text = ""
    /// The rings of the text; nil where it is none.
    var rings: [[Position]]?
    /// Where the shown part of the list begins, counted from 0 over all points.
    var from = 0
    var note = ""
    /// The version that was the newest when the page was opened.
    var known: Int64 = 0
    var check: OutlineCheck?
    var versions: [(version: ShapeVersion, name: String)] = []
    var errors: [FieldError] = []
    var status = 200
    private var words: Words { visit.words }
    private var path: String { "/administration/areas/\(area.code)/outline" }

    /// So many points have fields at a time.
    static let window = 60

    var page: Page {
        Page(
            title: words("administration.outline.title"), status: status, wide: true,
            scripts: [.map, .editor], help: "outline"
        ) {
            """
            <h1>\(words("administration.outline.of", ["name": words(area.name)]))</h1>
            \(AdministrationTabs(visit: visit, room: .areas))
            <p>\(words("administration.outline.lead"))</p>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(result)
            \(Form(post: path, csrf: visit.csrf, id: "outline-form", content: """
                \(Hidden(name: "known", value: String(known)))
                \(Hidden(name: "from", value: String(from)))
                \(Hidden(name: "mark", value: OutlinePage.mark(text)))
                <div class="columns"><div class="stack">\(map)\(whole)</div>
                <div class="stack">\(list)</div></div>
                \(ending)
                """))
            \(history)
            """
        }
    }

    private var map: HTML {
        """
        <div data-editor="outline" \
        data-point="\(words("administration.outline.point", ["number": "{number}"]))" \
        data-added="\(words("administration.outline.added"))" \
        data-removed="\(words("administration.outline.removed"))">
        \(MapView(
            .outline(area.code.text), label: words("administration.outline.map"), texts: words.mapTexts))
        <p class="hint scripted">\(words("administration.outline.map.hint"))</p>
        <p class="unseen" role="status" data-said></p>
        </div>
        """
    }

    private var whole: HTML {
        TextArea(
            name: "outline", label: words("administration.outline.text"), value: text,
            hint: words("administration.outline.text.hint"), error: errors.message(for: "outline"), rows: 10
        ).html
    }

    // MARK: The list of points

    private var list: HTML {
        let points = (rings ?? []).flatMap(\.self)
        guard !points.isEmpty else {
            return "<p>\(words("administration.outline.noPoints"))</p>"
        }
        let end = min(points.count, from + Self.window)
        let rows: [HTML] = (from..<end).map { row($0, points[$0], last: points.count - 1) }
        return """
            <fieldset class="points"><legend>\(words("administration.outline.points"))</legend>
            <p class="hint">\(words(
                "administration.outline.shown", ["from": from + 1, "to": end, "count": points.count]))</p>
            <ol start="\(from + 1)">\(rows)</ol>
            \(pager(points.count))
            </fieldset>
            """
    }

    private func row(_ index: Int, _ point: Position, last: Int) -> HTML {
        let number = words.number(Int64(index + 1))
        let named = ["number": number]
        let up: HTML? = index == 0 ? nil : act("up", index, "up", words("administration.outline.up", named))
        let down: HTML? =
            index == last ? nil : act("down", index, "down", words("administration.outline.down", named))
        return """
            <li class="cluster">\
            <label class="unseen" for="lat-\(index)">\
            \(words("administration.outline.latitude", named))</label>\
            <input type="number" step="any" min="-90" max="90" id="lat-\(index)" name="lat-\(index)" \
            value="\(OutlineText.plain(point.latitude))">\
            <label class="unseen" for="lon-\(index)">\
            \(words("administration.outline.longitude", named))</label>\
            <input type="number" step="any" min="-180" max="180" id="lon-\(index)" name="lon-\(index)" \
            value="\(OutlineText.plain(point.longitude))">\
            \(up)\(down)\
            \(act("insert", index, "plus", words("administration.outline.insert", named)))\
            \(act("remove", index, "close", words("administration.outline.remove", named)))</li>
            """
    }

    private func act(_ name: String, _ index: Int, _ icon: String, _ label: String) -> HTML {
        """
        <button type="submit" class="button secondary" name="do" value="\(name):\(index)" \
        aria-label="\(label)" title="\(label)">\(Icon(icon))</button>
        """
    }

    private func pager(_ count: Int) -> HTML {
        guard count > Self.window else { return .empty }
        let before: HTML? =
            from == 0
            ? nil
            : Button(
                words("administration.outline.before"), weight: .secondary, name: "do",
                value: "show:\(max(0, from - Self.window))"
            ).html
        let after: HTML? =
            from + Self.window >= count
            ? nil
            : Button(
                words("administration.outline.after"), weight: .secondary, name: "do",
                value: "show:\(from + Self.window)"
            ).html
        return #"<p class="cluster">\#(before)\#(after)</p>"#
    }

    // MARK: Checking and keeping

    private var result: HTML {
        guard let check else { return .empty }
        let size = words("administration.areas.km2", ["size": OutlinePage.size(check.size)])
        let doubts: [HTML] = check.doubts.map { "<li>\(sentence($0))</li>" }
        let tone: Notice.Tone = check.doubts.isEmpty ? .success : .warning
        guard check.faults.isEmpty else { return .empty }
        return Notice(
            tone, live: true,
            """
            <p>\(words("administration.outline.sound", ["size": size]))</p>\
            \(doubts.isEmpty ? .empty : "<ul>\(doubts)</ul>")
            """
        ).html
    }

    private func sentence(_ doubt: OutlineCheck.Doubt) -> String {
        switch doubt {
        case .outsideParent(let points, let name):
            words("administration.outline.outsideParent", ["count": points, "name": name])
        case .overlap(_, let name, let percent):
            words("administration.outline.overlap", ["name": name, "percent": percent])
        case .cityWithoutOutline: words("administration.outline.cityWithoutOutline")
        }
    }

    private var ending: HTML {
        let doubtful = check.map { $0.faults.isEmpty && !$0.doubts.isEmpty } ?? false
        let accepted: HTML =
            doubtful
            ? Checkbox(name: "accepted", label: words("administration.outline.accept"), ticked: false).html
            : .empty
        return """
            \(accepted)
            \(TextField(
                name: "note", label: words("administration.outline.note"), value: note,
                hint: words("administration.outline.note.hint"), error: errors.message(for: "note"),
                limit: 200))
            <p class="cluster">
            \(Button(words("administration.outline.check"), weight: .secondary, name: "do", value: "check"))
            \(Button(words("administration.outline.save"), name: "do", value: "save"))
            \(ButtonLink(words("administration.cancel"), to: "/administration/areas/\(area.code)"))
            </p>
            """
    }

    private var history: HTML {
        if versions.isEmpty { return "<p>\(words("administration.outline.fromPack"))</p>" }
        return """
            <h2>\(words("administration.outline.versions"))</h2>
            \(Table(
                caption: words("administration.outline.versions"), captionHidden: true,
                columns: [
                    .init(words("administration.when")), .init(words("administration.who")),
                    .init(words("administration.outline.points"), numeric: true),
                    .init(words("administration.outline.note")), .init(words("administration.action")),
                ],
                rows: versions.enumerated().map { index, row in
                    let count = row.version.shape?.rings.reduce(0) { $0 + $1.count } ?? 0
                    return [
                        "\(words.dateTime(row.version.at))", "\(row.name)", "\(count)", "\(row.version.note)",
                        Link(
                            words("administration.outline.\(index == 0 ? "inForce" : "take")"),
                            to: "\(path)?version=\(row.version.version)"
                        ).html,
                    ]
                }))
            <p>\(Link(words("administration.outline.takePack"), to: "\(path)?version=0"))</p>
            """
    }

    /// Three figures that matter.
    static func size(_ squareKilometres: Double) -> String {
        squareKilometres >= 100
            ? String(Int(squareKilometres.rounded()))
            : String(format: "%.\(squareKilometres >= 1 ? 1 : 3)f", squareKilometres)
    }

    /// Changes with the text: tells whether the text or the fields were worked on.
    static func mark(_ text: String) -> String { FNV1a(text.utf8.lazy.filter { $0 > 32 }).digits }
}
