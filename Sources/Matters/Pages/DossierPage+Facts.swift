import Core
import Desk
import Markup
import Web

/// The facts beside the story.
extension DossierPage {
    var facts: [(name: String, value: HTML)] {
        let record = file.record
        var facts: [(name: String, value: HTML)] = [
            (words("matters.dossier.number"), "<strong>\(matter.number)</strong>"),
            (words("matters.field.area"), "\(telling.area(matter.area))"),
        ]
        func add(_ name: String, _ value: String?) {
            if let value { facts.append((words(name), "<bdi>\(value)</bdi>")) }
        }
        add("matters.field.place", record.place)
        add(
            "matters.field.category",
            matter.category.map { telling.category($0) } ?? words("matters.dossier.noCategory"))
        add("matters.dossier.lead", telling.unit(matter.lead) ?? words("matters.dossier.noLead"))
        add("matters.dossier.raisedTo", telling.unit(matter.raisedTo))
        add("matters.input.route", matter.route.map { words("matters.route.\($0.rawValue)") })
        add("matters.input.grade", matter.grade.map { words("matters.grade.\($0.rawValue)") })
        add("matters.field.channel", words("matters.channel.\(record.channel.rawValue)"))
        facts.append((words("matters.dossier.raisedAt"), telling.time(matter.raisedAt)))
        facts.append((words("matters.dossier.stageSince"), telling.time(file.stageSince)))
        if let closed = matter.closedAt {
            facts.append((words("matters.dossier.closedAt"), telling.time(closed)))
        }
        add("matters.dossier.reviewOn", matter.reviewOn)
        add("matters.dossier.source", record.source.map { "\($0) \(record.sourceID ?? "")" })
        if let other = matter.mergedInto {
            facts.append(
                (words("matters.dossier.mergedInto"), "\(Link(other, to: MattersPath.matter(other)))"))
        }
        let counts = [
            ("seconds", beside.seconds), ("rounds", matter.rounds), ("returns", matter.returns),
            ("urges", matter.urges),
        ]
        for (key, count) in counts where count > 0 {
            add("matters.dossier.\(key)", words.number(Int64(count)))
        }
        return facts
    }

    var map: HTML? {
        file.record.position.map { position in
            let point = MapView.Point(
                latitude: position.latitude, longitude: position.longitude,
                title: file.record.place ?? telling.area(matter.area))
            let map = MapView(
                .show([point]), label: words("matters.dossier.map"),
                within: (matter.area.ancestor(at: .town) ?? matter.area).text,
                texts: words.mapTexts)
            return
                """
                <section class="panel screen-only"><h2>\(words("matters.dossier.map"))</h2>\(map)</section>
                """
        }
    }

    var clocks: HTML? {
        let expected = beside.expectation.map {
            ExpectationView(telling: telling, expectation: $0).panel(hits: beside.hits)
        }
        // What goes on beside has its clocks where it stands.
        let own = matter.clocks.filter { clock in
            procedure?.limit(clock.limit).map { $0.subject == .matter } ?? true
        }
        guard !own.isEmpty || expected != nil else { return nil }
        let parts: [HTML] = own.map { clock in
            """
            <h3>\(telling.name(of: clock, in: procedure))</h3>
            <p>\(telling.clock(clock, of: matter))</p>\(DueView(telling, clock, of: file))
            """
        }
        return """
            <section class="panel"><h2>\(words("matters.dossier.clocks"))</h2>\(parts)\(expected)</section>
            """
    }

    // MARK: People

    /// Everybody who has a part in it: who raised it, the units, the officers.
    var people: HTML {
        var parts = [resident]
        parts += units.map { part, unit in
            (words("matters.people.\(part)"), "<bdi>\(telling.unit(unit))</bdi>")
        }
        let officers = officers
        if !officers.isEmpty {
            parts.append((words("matters.people.officer"), #"<ul class="people">\#(officers)</ul>"#))
        }
        return """
            <section class="panel">
            <h2>\(words("matters.people"))</h2>
            \(SummaryList(parts))
            \(revealLink)
            </section>
            """
    }

    private var resident: (name: String, value: HTML) {
        let caller = words("matters.caller.\(file.record.caller.rawValue)")
        let contact = [file.contact.name, file.contact.phone, file.contact.email].compactMap(\.self)
        let lines: [HTML] =
            contact.isEmpty
            ? ["<br>\(words("matters.contact.none"))"] : contact.map { "<br><bdi>\($0)</bdi>" }
        return (words("matters.people.resident"), "\(caller)\(lines)")
    }

    private var units: [(part: String, unit: UnitCode)] {
        [("desk", telling.city.desk), ("lead", matter.lead), ("raisedTo", matter.raisedTo)].compactMap {
            part, unit in unit.map { (part, $0) }
        }
    }

    /// Each officer who took part, with the unit they acted for and what they did.
    private var officers: [HTML] {
        var order: [Int64] = []
        var units: [Int64: UnitCode] = [:]
        var did: [Int64: [String]] = [:]
        for event in file.events {
            guard case .officer(let id, let unit) = event.by else { continue }
            if units[id] == nil { order.append(id) }
            units[id] = unit
            let move = event.move.flatMap { procedure?.move($0) }.map { words($0.text) }
            if let move, did[id]?.contains(move) != true { did[id, default: []].append(move) }
        }
        return order.map { id in
            let name = names[id] ?? words("matters.doer.officer", ["id": String(id)])
            let moves = (did[id] ?? []).joined(separator: words("matters.list.between"))
            let unit = units[id].flatMap { telling.unit($0) }
            let who = [name, unit].compactMap(\.self).joined(separator: " · ")
            let what: HTML? = moves.isEmpty ? nil : #"<br><span class="muted">\#(moves)</span>"#
            return "<li><bdi>\(who)</bdi>\(what)</li>"
        }
    }

    /// The way to the contact in clear, for those who may ask for it.
    private var revealLink: HTML? {
        moves.first { $0.does.contains(.revealContact) }.map { move in
            "<p>\(Link(words(move.text), to: MattersPath.move(matter.number, move)))</p>"
        }
    }

    // MARK: Related

    var related: HTML? {
        guard !beside.related.isEmpty else { return nil }
        let parts = [
            ("joined", beside.related.joined), ("sameContact", beside.related.sameContact),
            ("nearby", beside.related.nearby),
        ]
        let lists: [HTML] = parts.filter { !$0.1.isEmpty }.map { key, records in
            "<h3>\(words("matters.related.\(key)"))</h3><ul class=\"related\">\(records.map(line))</ul>"
        }
        return #"<section class="panel"><h2>\#(words("matters.related"))</h2>\#(lists)</section>"#
    }

    private func line(_ record: MatterRecord) -> HTML {
        """
        <li><a href="\(MattersPath.matter(record.number))"><bdi>\(record.title)</bdi></a><br>
        <span class="muted">\(record.number) · \(telling.stage(record.stage, of: record.kind)) · \
        \(telling.time(record.raisedAt))</span></li>
        """
    }
}
