import Core
import Markup
import Web

/// The stations somebody sees, with what they have to do.
struct StationsPage {
    let telling: StationsTelling
    let stations: [Station]
    var counts: [String: (all: Int, emergencies: Int)] = [:]
    var mayReport = false

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words("stations.title"), wide: true, help: "stations") {
            """
            <h1>\(words("stations.title"))</h1>
            <p class="lead">\(words("stations.lead"))</p>
            \(mayReport ? "<p>\(Link(words("stations.report"), to: StationsPath.report))</p>" : HTML.empty)
            \(stations.isEmpty ? empty : list)
            """
        }
    }

    private var empty: HTML {
        EmptyState(title: words("stations.none"), text: words("stations.noneHint")).html
    }

    private var list: HTML {
        let columns = ["station", "repairs", "duty", "phone", "open"].map {
            Table.Column(words("stations.column.\($0)"), numeric: $0 == "open" || $0 == "phone")
        }
        let rows: [[HTML]] = stations.map { station in
            let open = counts[station.code]
            let emergencies: HTML? =
                (open?.emergencies ?? 0) > 0
                ? " \(Tag(words.plural("stations.emergencies", open?.emergencies ?? 0), tone: .bad))" : nil
            let isThere = station.isOnDuty(at: telling.visit.now, in: telling.city.calendar)
            let repairs = station.categories.compactMap { telling.categoryName($0) }
            return [
                "\(Link(words(station.name), to: StationsPath.station(station.code)))",
                "\(repairs.joined(separator: " · "))",
                "\(telling.presence(isThere)) \(telling.duty(station))", "<bdi>\(station.phone)</bdi>",
                "\(open?.all ?? 0)\(emergencies)",
            ]
        }
        return Table(
            caption: words("stations.title"), captionHidden: true, columns: columns, rows: rows
        ).html
    }
}

/// What one station has to do: emergencies before everything.
struct StationPage {
    let telling: StationsTelling
    let station: Station
    let visits: [StationStore.Visit]

    private var words: Words { telling.words }

    var page: Page {
        Page(title: words(station.name), personal: true, help: "stations") {
            """
            <p>\(Link(words("stations.title"), to: StationsPath.home))</p>
            <h1>\(words(station.name))</h1>
            \(facts)
            \(visits.isEmpty ? empty : list)
            """
        }
    }

    private var facts: HTML {
        let isThere = station.isOnDuty(at: telling.visit.now, in: telling.city.calendar)
        let emergency = words(station.takesEmergencies ? "stations.yes" : "stations.no")
        return SummaryList([
            (words("stations.column.unit"), "\(telling.unit(station.unit))"),
            (words("stations.column.duty"), "\(telling.presence(isThere)) \(telling.duty(station))"),
            (words("stations.column.phone"), "<bdi>\(station.phone)</bdi>"),
            (words("stations.column.emergency"), "\(emergency)"),
            (
                words("stations.column.areas"),
                "\(station.areas.map { telling.area($0) }.joined(separator: " · "))"
            ),
        ]).html
    }

    private var empty: HTML {
        EmptyState(title: words("stations.nothing"), text: words("stations.nothingHint")).html
    }

    private var list: HTML {
        let columns = ["matter", "way", "reported", "received", "arrived"].map {
            Table.Column(words("stations.column.\($0)"))
        }
        let rows: [[HTML]] = visits.map { visit in
            let mark: HTML? = visit.isEmergency ? "\(Tag(words("stations.emergency"), tone: .bad)) " : nil
            return [
                """
                \(mark)<a href="/matters/\(visit.number)"><bdi>\(visit.title)</bdi></a>\
                <br><span class="muted">\(visit.number) · \(telling.area(visit.area))</span>
                """,
                "\(telling.way(visit.meters))", telling.time(visit.reportedAt),
                telling.span(from: visit.reportedAt, to: visit.receivedAt),
                telling.span(from: visit.reportedAt, to: visit.arrivedAt),
            ]
        }
        return Table(caption: words("stations.todo"), columns: columns, rows: rows).html
    }
}

/// On the matter's page: which station, how long it took, which others could go, and what must never happen.
struct StationPanel {
    let telling: StationsTelling
    let book: StationBook
    let number: String
    let visits: [StationStore.Visit]
    /// The stations that could go now, the best first.
    let choices: [StationChoice]
    /// Whether the reader may choose another, or note a breach.
    let mayChange: Bool
    let mayNote: Bool

    private var words: Words { telling.words }

    var html: HTML {
        """
        <section class="panel stack"><h2>\(words("stations.panel"))</h2>
        \(visits.map(line))\(visits.isEmpty ? nearest : nil)\(change)\(breach)</section>
        """
    }

    private func line(_ visit: StationStore.Visit) -> HTML {
        let name = book[visit.station].map { words($0.name) } ?? visit.station
        let kept: HTML? =
            visit.kept.isEmpty && visit.missed.isEmpty
            ? nil
            : """
            <br>\(words(
                "stations.kept", ["kept": visit.kept.count, "all": visit.kept.count + visit.missed.count]))
            """
        let reason: HTML? = visit.reason.map { "<br>\(words("stations.reasonWas", ["reason": $0]))" }
        var steps: [HTML] = []
        if let received = visit.receivedAt {
            steps.append(
                "\(words("stations.took.received", ["span": words.span(received - visit.reportedAt)]))")
        }
        if let arrived = visit.arrivedAt {
            steps.append(
                "\(words("stations.took.arrived", ["span": words.span(arrived - visit.reportedAt)]))")
        }
        let took: HTML? = steps.isEmpty ? nil : "<br><span class=\"muted\">\(steps.joined)</span>"
        let tag: HTML? = visit.isEmergency ? " \(Tag(words("stations.emergency"), tone: .bad))" : nil
        return """
            <p>\(Link(name, to: StationsPath.station(visit.station)))\(tag) · \(telling.way(visit.meters))\
            \(took)\(kept)\(reason)</p>
            """
    }

    /// Before it is sent: which station would go, and why.
    private var nearest: HTML? {
        if choices.isEmpty { return nil }
        let items: [HTML] = choices.prefix(3).map { "<li>\(label($0)) \(telling.presence($0.isOnDuty))</li>" }
        return "<p>\(words("stations.nearest"))</p><ol>\(items)</ol>"
    }

    private func label(_ choice: StationChoice) -> String {
        let own = choice.isOwnArea ? " · " + words("stations.ownArea") : ""
        return "\(words(choice.station.name)) · \(telling.way(choice.meters))\(own)"
    }

    private var change: HTML? {
        guard mayChange, let visit = visits.first, visit.isOpen else { return nil }
        let others = choices.filter { $0.station.code != visit.station }
        if others.isEmpty { return nil }
        return Fold(
            words("stations.change"),
            Form(
                post: StationsPath.change(number), csrf: telling.visit.csrf,
                content: """
                    \(Hidden(name: "round", value: String(visit.round)))\
                    \(Select(
                        name: "station", label: words("stations.column.station"),
                        choices: others.map { Choice(value: $0.station.code, label: label($0)) }))\
                    \(TextField(name: "reason", label: words("stations.reason"), limit: 500))\
                    \(Button(words("stations.changeDo"), weight: .secondary))
                    """
            ).html
        ).html
    }

    /// Not a drop, not a cigarette, not a cent (M12): a breach becomes a matter of its own.
    private var breach: HTML? {
        guard mayNote, !visits.isEmpty else { return nil }
        return Fold(
            words("stations.breach"),
            Form(
                post: StationsPath.breach(number), csrf: telling.visit.csrf,
                content: """
                    \(Radios(
                        name: "sort", legend: words("stations.breachSort"),
                        choices: Breach.allCases.map {
                            Choice(value: $0.rawValue, label: words("stations.breach.\($0.rawValue)"))
                        }))\
                    \(TextArea(
                        name: "text", label: words("stations.breachText"), rows: 3, limit: 1000,
                        limitNote: words("web.form.limit", ["count": 1000])))\
                    \(Button(words("stations.breachDo"), weight: .danger))
                    """
            ).html
        ).html
    }
}

/// The three noes of a visit (三个不, M12).
enum Breach: String, CaseIterable, Sendable { case drink, cigarette, money }

extension [HTML] {
    /// One after the other with a dot between them.
    fileprivate var joined: HTML {
        var all = HTML.empty
        for (index, part) in enumerated() { all += index == 0 ? part : " · \(part)" }
        return all
    }
}
