import Core
import Markup
import Web

/// `/areas/:code`: what was raised and solved around me, who serves here, and how to hear of it.
struct AreaPage {
    let visit: Visit
    let sight: AreaSight
    let areas: AreaTree
    let area: Area
    let picture: AreaPicture
    /// What other slices tell here.
    var beside: HTML?

    private var words: Words { visit.words }
    private var city: City { sight.city }

    var page: Page {
        Page(
            title: words(area.name), personal: visit.officer != nil, wide: true, scripts: [.map],
            help: "areas"
        ) {
            """
            \(trail)
            <h1>\(words(area.name))</h1>
            <p class="lead">\(words("areas.sum", [
                "open": picture.openCount, "raised": picture.raisedYear, "solved": picture.solvedYear,
            ]))</p>
            <p class="cluster">\
            \(ButtonLink(words("areas.raise"), to: AreasPath.raise(area.code), weight: .primary))\
            \(subscribe)</p>
            \(beside)
            <div class="columns">
            <div>\(map)<div id="matters">\(openList)\(solvedList)</div></div>
            <aside>\(serving)\(counts)\(parts)\(papers)</aside>
            </div>
            <p class="muted">\(words("areas.masked"))</p>
            """
        }
    }

    /// The way down from the city.
    private var trail: HTML {
        let steps: [HTML] = areas.path(to: area.code).dropLast().map { step in
            " › \(Link(words(step.name), to: AreasPath.area(step.code)))"
        }
        return """
            <p class="trail">\(Link(words("areas.find"), to: AreasPath.find))\(steps)</p>
            """
    }

    private var subscribe: HTML {
        let feed: HTML = "\(Link(words("areas.feed"), to: AreasPath.feed(area.code)))"
        guard sight.messages.offersDigests else { return feed }
        return "\(ButtonLink(words("areas.subscribe"), to: AreasPath.subscribe(area.code)))\(feed)"
    }

    // MARK: What is open, what was solved

    private var map: HTML {
        guard area.shape != nil else { return .empty }
        return """
            <h2 class="unseen">\(words("areas.map"))</h2>
            \(MapView(
                .show([]), label: words("areas.mapOf", ["area": area.name]), within: area.code.text,
                points: "matters", texts: words.mapTexts))
            """
    }

    private var openList: HTML {
        guard !picture.open.isEmpty else {
            return """
                <h2>\(words("areas.open"))</h2>
                \(EmptyState(title: words("areas.noneOpen"), text: words("areas.noneOpenHint")))
                """
        }
        let rows: [HTML] = picture.open.map { record in
            let seconds: HTML? =
                record.seconds > 0
                ? #" · <b>\#(words.plural("areas.seconds", record.seconds))</b>"# : nil
            return """
                <li id="m-\(record.key)"\(attribute: "data-place", place(record))>\
                <b class="map-title">\(title(record))</b>
                <p>\(stage(record)) <span class="muted">\(words("areas.since", [
                    "time": words.relative(record.changedAt, now: visit.now)]))\(seconds)</span></p>
                <p>\(ButtonLink(words("areas.meToo"), to: AreasPath.meToo(record.key)))</p></li>
                """
        }
        return #"<h2>\#(words("areas.open"))</h2><ul class="map-list">\#(rows)</ul>"#
    }

    private var solvedList: HTML {
        guard !picture.solved.isEmpty else { return .empty }
        let rows: [HTML] = picture.solved.map { record in
            let closed = record.closedAt ?? record.changedAt
            return """
                <li\(attribute: "data-place", place(record)) data-done="">\
                <b class="map-title">\(title(record))</b>
                <p>\(Tag(words("areas.solvedTag"), tone: .good)) <span class="muted">\(words("areas.took", [
                    "span": words.span(closed - record.raisedAt), "date": words.date(closed),
                ]))</span></p></li>
                """
        }
        return #"<h2>\#(words("areas.solved"))</h2><ul class="map-list">\#(rows)</ul>"#
    }

    private func place(_ record: AreaRecord) -> String? {
        record.position.map { "\($0.latitude),\($0.longitude)" }
    }

    private func title(_ record: AreaRecord) -> String {
        let category = city.catalogue[record.category].map { words($0.name) } ?? record.category
        return words(
            "areas.entry", ["category": category, "place": sight.place(of: record.area, words.language)])
    }

    private func stage(_ record: AreaRecord) -> Tag { Tag(sight.stage(record, words.language)) }

    // MARK: Beside it

    private var serving: HTML {
        guard !city.contacts.roles.isEmpty, area.code.level >= .town else { return .empty }
        let (contact, vacant) = city.contacts.first(for: area.code, in: areas) ?? (nil, [])
        guard let contact else {
            return """
                <section class="panel"><h2>\(words("areas.serves"))</h2>
                <p>\(words("areas.nobody"))</p></section>
                """
        }
        let role = city.contacts.role(contact.role).map { words($0.text) } ?? contact.role
        let standIn: HTML? = vacant.first.map { missing in
            "<p>\(words("areas.standIn", ["role": missing.text]))</p>"
        }
        return """
            <section class="panel"><h2>\(words("areas.serves"))</h2>\(standIn)
            <p><b>\(words(contact.name))</b><br>\(role) · \(words(areas[contact.area]?.name ?? area.name))</p>
            <p><a class="button secondary" href="tel:\(dial(contact.phone))">\
            \(Icon("phone"))\(contact.phone)</a></p>
            <p>\(Link(words("areas.card"), to: AreasPath.card(area.code)))</p></section>
            """
    }

    private var counts: HTML {
        guard !picture.counts.isEmpty else { return .empty }
        let busiest = picture.counts.sorted {
            ($1.raisedYear, $0.category) < ($0.raisedYear, $1.category)
        }
        let rows: [HTML] = busiest.prefix(8).map { count in
            let name = city.catalogue[count.category].map { words($0.name) } ?? count.category
            let share = words(
                "areas.share", ["class": name, "raised": count.raisedYear, "solved": count.solvedYear])
            return """
                <li><b>\(name)</b><br>\(words("areas.year", [
                    "raised": count.raisedYear, "solved": count.solvedYear]))
                <span class="muted">\(words("areas.month", [
                    "raised": count.raisedMonth, "solved": count.solvedMonth]))</span>
                <meter min="0" max="\(max(1, count.raisedYear))" \
                value="\(min(count.solvedYear, count.raisedYear))" \
                aria-label="\(share)"></meter></li>
                """
        }
        return """
            <section class="panel"><h2>\(words("areas.counts"))</h2>
            <p class="muted">\(words("areas.countsCaption"))</p><ul class="bars">\(rows)</ul></section>
            """
    }

    private var parts: HTML {
        let children = areas.children(of: area.code).compactMap { areas[$0] }
        guard !children.isEmpty else { return .empty }
        let rows: [HTML] = children.map { "<li>\(Link(words($0.name), to: AreasPath.area($0.code)))</li>" }
        return """
            <section class="panel"><h2>\(words("areas.parts"))</h2>
            <ul class="area-links">\(rows)</ul></section>
            """
    }

    /// Papers about what is raised here most, else all of them.
    private var papers: HTML {
        let day = city.calendar.date(of: visit.now)
        let busy = Set(picture.counts.flatMap { city.catalogue.lineage(of: $0.category).map(\.code) })
        let valid = city.papers.filter { $0.standing(on: day) == .valid }
        let fitting = valid.filter { !busy.isDisjoint(with: $0.categories) }
        guard !valid.isEmpty else { return .empty }
        let rows: [HTML] = (fitting.isEmpty ? valid : fitting).prefix(5).map { paper in
            "<li>\(Link(words(paper.title), to: "/papers/\(paper.name)"))</li>"
        }
        return """
            <section class="panel"><h2>\(words("areas.papers"))</h2><ul class="area-links">\(rows)</ul>
            <p>\(Link(words("areas.allPapers"), to: "/papers"))</p></section>
            """
    }
}

/// A telephone number as a link dials it.
func dial(_ phone: String) -> String { phone.filter { $0.isNumber || $0 == "+" } }
