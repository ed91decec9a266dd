import Core
import Markup
import Web

/// The units of the city with what is open at each.
struct UnitListPage {
    struct Item: Sendable {
        let unit: Unit
        let open: Int
        let overdue: Int
    }

    let visit: Visit
    let items: [Item]
    let areas: AreaTree
    var text = ""
    var older: String?
    private var words: Words { visit.words }

    var page: Page {
        Page(title: words("administration.units.title"), wide: true, help: "administration") {
            """
            <h1>\(words("administration.units.title"))</h1>
            \(AdministrationTabs(visit: visit, room: .units))
            \(Form(
                get: "/administration/units", classes: "filters", label: words("administration.find"),
                content: """
                    \(TextField(
                        name: "q", label: words("administration.units.find"), value: text, kind: .search,
                        limit: 60))
                    \(Button(words("administration.find"), weight: .secondary))
                    """))
            \(items.isEmpty ? nothing : table)
            \(Pager(
                label: words("web.pager.label"),
                newest: visit.query.has("after")
                    ? (words("administration.first"), "/administration/units") : nil,
                older: older.map { (words("administration.next"), $0) }))
            """
        }
    }

    private var nothing: HTML {
        EmptyState(title: words("administration.units.none"), text: words("administration.units.noneText"))
            .html
    }

    private var table: HTML {
        Table(
            caption: words("administration.units.title"), captionHidden: true,
            columns: [
                .init(words("administration.name")), .init(words("administration.code")),
                .init(words("administration.area")), .init(words("administration.open"), numeric: true),
                .init(words("administration.overdue"), numeric: true),
            ],
            rows: items.map { item in
                [
                    Link(words(item.unit.name), to: "/administration/units/\(item.unit.code)").html,
                    "<code>\(item.unit.code.text)</code>", "\(visit.path(to: item.unit.area, in: areas))",
                    "\(words.number(Int64(item.open)))", "\(words.number(Int64(item.overdue)))",
                ]
            }
        ).html
    }
}

/// One unit: who works there, what is open, and what comes to it by the dispatch catalogue.
struct UnitPage {
    let visit: Visit
    let unit: Unit
    let city: City
    let positions: [PostStore.Position]
    let open: Int
    let overdue: Int
    /// The categories that lead here, each with the areas; nil within for the backstop.
    let rules: [DispatchCatalogue.Rule]
    private var words: Words { visit.words }

    /// So many rules are listed.
    private static let shown = 200

    var page: Page {
        Page(title: words(unit.name), wide: true, help: "administration") {
            """
            <h1>\(words(unit.name))</h1>
            \(AdministrationTabs(visit: visit, room: .units))
            \(SummaryList(facts))
            <h2>\(words("administration.posts.title"))</h2>
            \(positions.isEmpty
                ? "<p>\(words("administration.posts.none"))</p>"
                : PositionTable(
                    visit: visit, positions: positions, roles: city.roles, units: [:], areas: city.areas
                ).html)
            <h2>\(words("administration.units.rules"))</h2>
            \(rules.isEmpty ? "<p>\(words("administration.units.noRules"))</p>" : ruleTable)
            """
        }
    }

    private var facts: [(name: String, value: HTML)] {
        var facts: [(name: String, value: HTML)] = [
            (words("administration.code"), "<code>\(unit.code.text)</code>"),
            (
                words("administration.area"),
                Link(visit.path(to: unit.area, in: city.areas), to: "/administration/areas/\(unit.area)").html
            ),
        ]
        if let parent = unit.parent.flatMap({ city.units[$0] }) {
            facts.append(
                (
                    words("administration.units.parent"),
                    Link(words(parent.name), to: "/administration/units/\(parent.code)").html
                ))
        }
        let below = city.units.values.filter { $0.parent == unit.code }.sorted { $0.code < $1.code }
        if !below.isEmpty {
            let items: [HTML] = below.map {
                "<li>\(Link(words($0.name), to: "/administration/units/\($0.code)"))</li>"
            }
            facts.append((words("administration.units.below"), "<ul>\(items)</ul>"))
        }
        facts.append(
            (
                words("administration.open"),
                Link(words.number(Int64(open)), to: "/matters?lead=\(unit.code)").html
            ))
        facts.append((words("administration.overdue"), "\(words.number(Int64(overdue)))"))
        return facts
    }

    private var ruleTable: HTML {
        let rest = rules.count - Self.shown
        let more: HTML? = rest > 0 ? "<p>\(words("administration.more", ["count": rest]))</p>" : nil
        return """
            \(Table(
                caption: words("administration.units.rules"), captionHidden: true,
                columns: [.init(words("administration.category")), .init(words("administration.area"))],
                rows: rules.prefix(Self.shown).map { rule in
                    let category = rule.category.flatMap { city.catalogue[$0]?.name }
                    return [
                        "\(category.map { words($0) } ?? words("administration.units.backstop"))",
                        "\(visit.path(to: rule.area, in: city.areas))",
                    ]
                }))
            \(more)
            """
    }
}

/// Posts with who holds each, since when; or since when nobody does.
struct PositionTable: Component {
    let visit: Visit
    let positions: [PostStore.Position]
    let roles: [String: Role]
    /// Units are told where there are any.
    let units: [UnitCode: Unit]
    let areas: AreaTree
    private var words: Words { visit.words }

    var html: HTML {
        var columns: [Table.Column] = [.init(words("administration.posts.role"))]
        if !units.isEmpty { columns.append(.init(words("administration.posts.unit"))) }
        columns += [.init(words("administration.area")), .init(words("administration.posts.holder"))]
        return Table(
            caption: words("administration.posts.title"), captionHidden: true, columns: columns,
            rows: positions.map(row)
        ).html
    }

    private func row(_ position: PostStore.Position) -> [HTML] {
        let post = position.post
        var cells: [HTML] = ["\(roles[post.role].map { words($0.text) } ?? post.role)"]
        if !units.isEmpty {
            let name = units[post.unit].map { words($0.name) } ?? post.unit.text
            cells.append(Link(name, to: "/administration/units/\(post.unit)").html)
        }
        cells.append("\(visit.path(to: post.area, in: areas))")
        let holders: [HTML] = position.holders.map { holder in
            var time = words("administration.posts.since", ["date": words.date(holder.since)])
            if let until = holder.until {
                time += words("administration.posts.until", ["date": words.date(until)])
            }
            return """
                <li>\(Link(words(holder.name), to: "/directory/\(holder.id)")) \
                <span class="muted">\(time)</span></li>
                """
        }
        if let since = position.vacantSince {
            cells.append(
                """
                \(Tag(words("administration.posts.vacant"), tone: .warn)) \
                <span class="muted">\(words("administration.posts.since", ["date": words.date(since)]))</span>
                """)
        } else {
            cells.append("<ul>\(holders)</ul>")
        }
        return cells
    }
}

/// All posts of the city, the vacant ones on demand.
struct PostListPage {
    let visit: Visit
    let positions: [PostStore.Position]
    let city: City
    var filter = PostStore.Filter()
    var older: String?
    private var words: Words { visit.words }

    var page: Page {
        Page(title: words("administration.posts.title"), wide: true, help: "administration") {
            """
            <h1>\(words("administration.posts.title"))</h1>
            \(AdministrationTabs(visit: visit, room: .posts))
            \(Form(
                get: "/administration/posts", classes: "filters", label: words("administration.find"),
                content: """
                    \(Select(
                        name: "unit", label: words("administration.posts.unit"),
                        choices: city.units.values.sorted { $0.code < $1.code }.map {
                            Choice(value: $0.code.text, label: words($0.name))
                        }, chosen: filter.unit?.text ?? "", none: words("administration.any")))
                    \(Select(
                        name: "role", label: words("administration.posts.role"),
                        choices: city.roles.values.sorted { $0.name < $1.name }.map {
                            Choice(value: $0.name, label: words($0.text))
                        }, chosen: filter.role ?? "", none: words("administration.any")))
                    \(Checkbox(
                        name: "vacant", label: words("administration.posts.onlyVacant"),
                        ticked: filter.onlyVacant))
                    \(Button(words("administration.find"), weight: .secondary))
                    """))
            \(positions.isEmpty
                ? nothing
                : PositionTable(
                    visit: visit, positions: positions, roles: city.roles, units: city.units,
                    areas: city.areas
                ).html)
            \(Pager(
                label: words("web.pager.label"),
                newest: visit.query.has("after")
                    ? (words("administration.first"), "/administration/posts") : nil,
                older: older.map { (words("administration.next"), $0) }))
            """
        }
    }

    private var nothing: HTML {
        EmptyState(
            title: words(filter.onlyVacant ? "administration.posts.noVacant" : "administration.posts.none"),
            text: words("administration.posts.noneText")
        ).html
    }
}
