import Core
import Markup
import Web

/// `/slips`: what is still to be typed in, which boxes nobody opened, and every place of one's own.
struct OverviewPage {
    let telling: SlipTelling
    var places: [PlaceRecord] = []
    var unfinished: [Opening] = []
    /// The day on which a place was opened last.
    var lastDays: [String: CivilDate] = [:]
    var figures: [SlipFigure: Int] = [:]
    var mayManage = false

    /// So many places are listed.
    static let most = 200
    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("slips.title"), wide: true, help: "slips") {
            """
            <h1>\(words("slips.title"))</h1>
            <p class="lead">\(words("slips.lead"))</p>
            \(SlipTabs(telling: telling, current: .home))
            \(toType)\(missed)\(month)\(all)
            """
        }
    }

    private var names: [String: SpeakPlace] {
        Dictionary(places.map { ($0.place.code, $0.place) }) { first, _ in first }
    }

    private var toType: HTML {
        let names = names
        let rows: [[HTML]] = unfinished.map { opening in
            let name = names[opening.place].map { words($0.name) } ?? opening.place
            let left = opening.found - opening.entered
            return [
                Link(name, to: SlipsPath.opening(opening.id)).html, "\(telling.date(opening.day))",
                "\(words("slips.ofFound", ["entered": opening.entered, "found": opening.found]))",
                Tag(words.plural("slips.left", left), tone: .warn).html,
                ButtonLink(words("slips.type"), to: SlipsPath.opening(opening.id, "/one")).html,
            ]
        }
        if rows.isEmpty {
            return """
                <section class="panel"><h2>\(words("slips.unfinished"))</h2>
                <p class="muted">\(words("slips.nothingLeft"))</p></section>
                """
        }
        return """
            <section class="panel"><h2>\(words("slips.unfinished"))</h2>
            \(Table(
                caption: words("slips.unfinished"), captionHidden: true,
                columns: ["place", "day", "typed", "left", "do"].map { .init(words("slips.head.\($0)")) },
                rows: rows))
            </section>
            """
    }

    /// The places that should have been opened and were not.
    private var missed: HTML? {
        let late = places.filter { isMissed($0) }
        guard !late.isEmpty else { return nil }
        let rows: [HTML] = late.prefix(50).map { record in
            let due = record.place.lastDue(before: telling.now, by: telling.city.calendar)
            return """
                <li>\(Link(words(record.place.name), to: SlipsPath.place(record.place.code)))
                \(Tag(words("slips.missedOn", ["day": due.map(telling.date) ?? ""]), tone: .bad))</li>
                """
        }
        return """
            <section class="panel"><h2>\(words("slips.missed"))</h2>
            <p class="hint">\(words("slips.missedHint"))</p><ul>\(rows)</ul></section>
            """
    }

    /// Boxes and studios: somebody has to go there on the day of the rule.
    private func isMissed(_ record: PlaceRecord) -> Bool {
        let place = record.place
        guard place.kind == .box || place.kind == .studio,
            let due = place.lastDue(before: telling.now, by: telling.city.calendar),
            due > telling.city.calendar.date(of: record.changedAt)
        else { return false }
        return lastDays[place.code].map { $0 < due } ?? true
    }

    private var month: HTML? {
        guard !figures.isEmpty else { return nil }
        return """
            <section class="panel"><h2>\(words("slips.thisMonth"))</h2>
            \(SummaryList(FiguresPage.shown.compactMap { figure in
                figures[figure].map { ((name: words("slips.figure.\(figure.rawValue)"),
                    value: "\(words.number(Int64($0)))" as HTML)) }
            }))</section>
            """
    }

    private var all: HTML {
        let new: HTML? = mayManage ? ButtonLink(words("slips.newPlace"), to: SlipsPath.newPlace).html : nil
        if places.isEmpty {
            return """
                \(EmptyState(
                    title: words("slips.noPlaces"), text: words("slips.noPlacesHint"), action: "\(new)"))
                """
        }
        let rows: [[HTML]] = places.map { record in
            let place = record.place
            return [
                Link(words(place.name), to: SlipsPath.place(place.code)).html,
                "\(telling.kind(place.kind))", "\(telling.area(place.area))",
                "\(lastDays[place.code].map { telling.date($0) } ?? words("slips.never"))",
                "\(telling.next(place))",
            ]
        }
        return """
            <section><div class="cluster"><h2>\(words("slips.allPlaces"))</h2>\(new)</div>
            \(Table(
                caption: words("slips.allPlaces"), captionHidden: true,
                columns: ["place", "kind", "area", "last", "next"].map { .init(words("slips.head.\($0)")) },
                rows: rows))
            \(places.count < Self.most ? nil : "<p>\(words("slips.more"))</p>" as HTML)</section>
            """
    }
}
