import Core
import Markup
import Web

/// The areas of the city: level by level, or as a search finds them, with what is open in each.
struct AreaListPage {
    /// A row of the list.
    struct Item: Sendable {
        let area: Area
        let parts: Int
        let open: Int?
        let overdue: Int?
    }

    let visit: Visit
    let areas: AreaTree
    /// The area whose parts are shown; nil for the widest and for a search.
    var within: AreaCode?
    let items: [Item]
    let totals: [(level: AreaLevel, count: Int)]
    var coverage: Coverage?
    var text = ""
    var older: String?
    private var words: Words { visit.words }

    var page: Page {
        Page(title: words("administration.areas.title"), wide: true, help: "administration") {
            """
            <h1>\(within.map { visit.path(to: $0, in: areas) } ?? words("administration.areas.title"))</h1>
            \(AdministrationTabs(visit: visit, room: .areas))
            \(trail)
            \(Form(
                get: "/administration/areas", classes: "filters", label: words("administration.find"),
                content: """
                    \(TextField(
                        name: "q", label: words("administration.areas.find"), value: text, kind: .search,
                        limit: 60))
                    \(Button(words("administration.find"), weight: .secondary))
                    """))
            \(within == nil && text.isEmpty ? summary : .empty)
            \(items.isEmpty ? nothing : table)
            \(Pager(
                label: words("web.pager.label"), newest: nil,
                older: older.map { (words("administration.next"), $0) }))
            """
        }
    }

    private var trail: HTML {
        guard let within else { return .empty }
        let steps: [HTML] = areas.path(to: within).filter { $0.code != within }.map { area in
            "<li>\(Link(words(area.name), to: "/administration/areas?within=\(area.code)"))</li>"
        }
        return """
            <nav class="trail" aria-label="\(words("administration.areas.trail"))"><ol>\(steps)</ol></nav>
            <p>\(Link(words("administration.areas.own"), to: "/administration/areas/\(within)"))</p>
            """
    }

    private var summary: HTML {
        let rows: [(name: String, value: HTML)] = totals.map { total in
            (words("administration.level.\(total.level)"), "\(words.number(Int64(total.count)))")
        }
        return """
            \(SummaryList(rows))
            <p class="cluster">\(ButtonLink(
                words("administration.areas.download"), to: "/administration/areas.geojson",
                icon: "download"))
            \(coverage == nil ? .empty : ButtonLink(
                words("administration.coverage.title"), to: "/administration/coverage").html)</p>
            """
    }

    private var nothing: HTML {
        EmptyState(title: words("administration.areas.none"), text: words("administration.areas.noneText"))
            .html
    }

    private var table: HTML {
        Table(
            caption: words("administration.areas.title"), captionHidden: true,
            columns: [
                .init(words("administration.name")), .init(words("administration.code")),
                .init(words("administration.level")),
                .init(words("administration.areas.parts"), numeric: true),
                .init(words("administration.open"), numeric: true),
                .init(words("administration.overdue"), numeric: true),
                .init(words("administration.areas.outline")),
            ],
            rows: items.map { item in
                let path = "/administration/areas/\(item.area.code)"
                let parts: HTML =
                    item.parts == 0
                    ? "–"
                    : Link(
                        words.number(Int64(item.parts)), to: "/administration/areas?within=\(item.area.code)"
                    ).html
                return [
                    Link(
                        text.isEmpty ? words(item.area.name) : visit.path(to: item.area.code, in: areas),
                        to: path
                    )
                    .html,
                    "<code>\(item.area.code.text)</code>",
                    "\(words("administration.level.\(item.area.code.level)"))", parts,
                    "\(item.open.map { words.number(Int64($0)) } ?? "–")",
                    "\(item.overdue.map { words.number(Int64($0)) } ?? "–")",
                    item.area.shape == nil
                        ? Tag(words("administration.areas.noOutline"), tone: .warn).html
                        : Tag(words("administration.areas.hasOutline"), tone: .good).html,
                ]
            }
        ).html
    }
}

/// One area with all that hangs on it.
struct AreaPage {
    let visit: Visit
    let area: Area
    let areas: AreaTree
    let units: [Unit]
    let positions: [PostStore.Position]
    let roles: [String: Role]
    let contacts: [Contact]
    let vacancies: [LocalText]
    let counts: (open: Int, overdue: Int)?
    /// In square kilometres.
    let size: Double?
    /// Which version of the outline holds, by whom and when; nil where it is the pack's.
    let drawn: (name: String, at: Moment)?
    private var words: Words { visit.words }
    private var path: String { "/administration/areas/\(area.code)" }

    var page: Page {
        Page(title: words(area.name), wide: true, scripts: [.map], help: "administration") {
            """
            <h1>\(words(area.name))</h1>
            \(AdministrationTabs(visit: visit, room: .areas))
            <p class="muted">\(visit.path(to: area.code, in: areas))</p>
            \(SummaryList(facts))
            <h2>\(words("administration.areas.outline"))</h2>
            \(area.shape == nil
                ? "<p>\(words("administration.outline.none"))</p>"
                : MapView(
                    .outline(area.code.text),
                    label: words("administration.outline.of", ["name": words(area.name)]),
                    texts: words.mapTexts
                ).html)
            <p>\(ButtonLink(words("administration.outline.edit"), to: "\(path)/outline", icon: "edit"))</p>
            <h2>\(words("administration.units.title"))</h2>
            \(unitList)
            <h2>\(words("administration.posts.title"))</h2>
            \(positions.isEmpty
                ? "<p>\(words("administration.posts.none"))</p>"
                : PositionTable(
                    visit: visit, positions: positions, roles: roles, units: [:], areas: areas
                ).html)
            \(contactList)
            """
        }
    }

    private var facts: [(name: String, value: HTML)] {
        var facts: [(name: String, value: HTML)] = [
            (words("administration.code"), "<code>\(area.code.text)</code>"),
            (words("administration.level"), "\(words("administration.level.\(area.code.level)"))"),
            (words("administration.areas.names"), "\(area.name.zh) · \(area.name.en)"),
            (
                words("administration.areas.position"),
                "\(area.position.map { "\($0.latitude), \($0.longitude)" } ?? "–")"
            ),
        ]
        if let size {
            facts.append(
                (
                    words("administration.areas.size"),
                    "\(words("administration.areas.km2", ["size": OutlinePage.size(size)]))"
                ))
        }
        if let counts {
            let open = Link(words.number(Int64(counts.open)), to: "/matters?area=\(area.code)")
            facts.append((words("administration.open"), open.html))
            facts.append((words("administration.overdue"), "\(words.number(Int64(counts.overdue)))"))
        }
        if let drawn {
            facts.append(
                (
                    words("administration.outline.drawn"),
                    "\(words("administration.outline.drawnBy", ["name": drawn.name, "moment": drawn.at]))"
                ))
        }
        return facts
    }

    private var unitList: HTML {
        if units.isEmpty { return "<p>\(words("administration.units.noneHere"))</p>" }
        let items: [HTML] = units.map {
            "<li>\(Link(words($0.name), to: "/administration/units/\($0.code)"))</li>"
        }
        return "<ul>\(items)</ul>"
    }

    private var contactList: HTML {
        if contacts.isEmpty, vacancies.isEmpty { return .empty }
        let items: [HTML] = contacts.map { "<li>\(words($0.name)) · \($0.phone)</li>" }
        let gaps: [HTML] = vacancies.map { role in
            "<li>\(Tag(words("administration.posts.vacant"), tone: .warn)) \(words(role))</li>"
        }
        return """
            <h2>\(words("administration.coverage.contacts"))</h2>
            <ul>\(items)\(gaps)</ul>
            """
    }
}

/// Where the net of contacts has holes (M18, M32).
struct CoveragePage {
    let visit: Visit
    let areas: AreaTree
    let coverage: Coverage
    let roles: [String: LocalText]
    private var words: Words { visit.words }

    /// So many of each are listed.
    private static let shown = 200

    var page: Page {
        Page(title: words("administration.coverage.title"), wide: true, help: "administration") {
            """
            <h1>\(words("administration.coverage.title"))</h1>
            \(AdministrationTabs(visit: visit, room: .areas))
            <p class="lead">\(words("administration.coverage.lead"))</p>
            \(part("villages", coverage.villagesWithoutContact.map { ($0, nil) }))
            \(part("key", coverage.keyVillagesWithoutTopLeader.map { ($0, nil) }))
            \(part("vacant", coverage.vacant.map { ($0.area, roles[$0.role].map { words($0) } ?? $0.role) }))
            """
        }
    }

    private func part(_ name: String, _ found: [(area: AreaCode, role: String?)]) -> HTML {
        let title = words("administration.coverage.\(name)")
        if found.isEmpty {
            return """
                <h2>\(title)</h2><p>\(Tag(words("administration.state.well"), tone: .good)) \
                \(words("administration.coverage.none"))</p>
                """
        }
        let items: [HTML] = found.prefix(Self.shown).map { place in
            """
            <li>\(Link(visit.path(to: place.area, in: areas), to: "/administration/areas/\(place.area)"))\
            \(place.role.map { " · \($0)" })</li>
            """
        }
        return """
            <h2>\(title) · \(words.number(Int64(found.count)))</h2>
            <ul>\(items)</ul>
            """
    }
}
