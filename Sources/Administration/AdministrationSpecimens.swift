import CityPack
import Core
import Desk
import Markup
import Storage
import Web

/// Every page of the administration in its states, with names as bad as they come.
struct AdministrationSpecimens {
    let city: City

    static let hostile = "<script>alert(1)</script>\"'&"
    static let long = String(repeating: "长名Long", count: 50)
    static let bad = LocalText(zh: hostile + long, en: hostile + long)

    var all: [Specimen] { overview + places + units + outlines + pack + traces }

    private var administrator: Officer {
        Officer(
            personID: 7, name: Self.bad, login: "boss", posts: [], powers: [.manageAccounts, .figures],
            sessionID: "s7")
    }

    private func specimen(_ name: String, _ page: @escaping @Sendable (Visit) -> Page) -> Specimen {
        Specimen(name, officer: administrator, page: page)
    }

    private var area: Area {
        Area(
            code: city.area, name: Self.bad, position: Position(latitude: 30.6, longitude: 110.2),
            shape: Shape(rings: [ring]))
    }

    private var ring: [Position] {
        [(30.5, 110.1), (30.5, 110.3), (30.7, 110.3), (30.7, 110.1)].compactMap {
            Position(latitude: $0.0, longitude: $0.1)
        }
    }

    private var unit: Unit {
        Unit(code: UnitCode("X"), name: Self.bad, area: city.area, parent: city.desk)
    }

    private func positions(_ now: Moment) -> [PostStore.Position] {
        let post = Post(role: Self.hostile, unit: UnitCode("X"), area: city.area)
        return [
            .init(
                post: post, holders: [.init(id: 7, name: Self.bad, since: now, until: now + 86_400_000)],
                vacantSince: nil), .init(post: post, holders: [], vacantSince: now),
        ]
    }

    // MARK: Overview

    private var overview: [Specimen] {
        let city = city
        return [
            specimen("overview, first day") { visit in
                OverviewPage(
                    visit: visit,
                    figures: .init(city: city.name, hash: "1-0", version: 1, database: "SQLite")
                ).page
            },
            specimen("overview, in trouble") { visit in
                var figures = OverviewPage.Figures(
                    city: Self.bad, hash: "3-9f86d081884c7d65", version: 3, since: visit.now,
                    by: Self.hostile, database: "PostgreSQL",
                    bookmarks: [.init(name: "tallies", event: 9, behind: 10_000)], waiting: 10_000,
                    failed: 12, due: 400, attachmentBytes: 1_400_000_000)
                figures.areas = 100_000
                return OverviewPage(visit: visit, figures: figures).page
            },
            specimen("outbox, empty") { OutboxPage(visit: $0, messages: []).page },
            specimen("outbox") { visit in
                OutboxPage(
                    visit: visit,
                    messages: [
                        .init(
                            id: 1, number: "QS1", audience: Self.hostile, template: Self.hostile,
                            createdAt: visit.now, attempts: 12, reason: Self.hostile, failed: true),
                        .init(
                            id: 2, number: nil, audience: "resident", template: "asked",
                            createdAt: visit.now, attempts: 0, reason: nil, failed: false),
                    ], older: "/administration/outbox?after=x"
                ).page
            },
            specimen("timers, none") { TimersPage(visit: $0, timers: [], names: [:]).page },
            specimen("timers") { visit in
                let due = OverviewStore.Due(
                    number: "QS1", title: Self.hostile, kind: "k", limit: "l", dueAt: visit.now)
                return TimersPage(visit: visit, timers: [due], names: [:]).page
            },
        ]
    }

    // MARK: Areas, units, posts

    private var places: [Specimen] {
        let (city, area, unit) = (city, area, unit)
        return [
            specimen("areas, none found") { visit in
                AreaListPage(
                    visit: visit, areas: AreaTree([]), items: [], totals: [], text: Self.hostile
                ).page
            },
            specimen("areas") { visit in
                AreaListPage(
                    visit: visit, areas: AreaTree([area]), within: area.code,
                    items: [
                        .init(area: area, parts: 3, open: 1200, overdue: 7),
                        .init(
                            area: Area(code: area.code, name: Self.bad), parts: 0, open: nil, overdue: nil),
                    ], totals: [(.county, 3)], older: "/administration/areas?after=x"
                ).page
            },
            specimen("area") { visit in
                AreaPage(
                    visit: visit, area: area, areas: AreaTree([area]), units: [unit],
                    positions: positions(visit.now), roles: [:], contacts: [], vacancies: [Self.bad],
                    counts: (1200, 7), size: 412.4, drawn: (Self.hostile, visit.now)
                ).page
            },
            specimen("area, bare") { visit in
                AreaPage(
                    visit: visit, area: Area(code: area.code, name: Self.bad), areas: AreaTree([]),
                    units: [], positions: [], roles: [:], contacts: [], vacancies: [], counts: nil,
                    size: nil, drawn: nil
                ).page
            },
            specimen("coverage, no gaps") { visit in
                CoveragePage(
                    visit: visit, areas: city.areas, coverage: Coverage(of: .none, in: AreaTree([])),
                    roles: [:]
                ).page
            },
        ]
    }

    private var units: [Specimen] {
        let (city, unit) = (city, unit)
        return [
            specimen("units") { visit in
                UnitListPage(
                    visit: visit, items: [.init(unit: unit, open: 1200, overdue: 4)], areas: city.areas,
                    older: "/administration/units?after=x"
                ).page
            },
            specimen("units, none found") { visit in
                UnitListPage(visit: visit, items: [], areas: city.areas, text: Self.hostile).page
            },
            specimen("unit") { visit in
                UnitPage(
                    visit: visit, unit: unit, city: city, positions: positions(visit.now), open: 3,
                    overdue: 1,
                    rules: [
                        .init(category: Self.hostile, area: city.area, unit: unit.code),
                        .init(category: nil, area: city.area, unit: unit.code),
                    ]
                ).page
            },
            specimen("posts") { visit in
                PostListPage(
                    visit: visit, positions: positions(visit.now), city: city,
                    older: "/administration/posts?after=x"
                ).page
            },
            specimen("posts, none vacant") { visit in
                PostListPage(
                    visit: visit, positions: [], city: city, filter: .init(onlyVacant: true)
                ).page
            },
        ]
    }

    private var outlines: [Specimen] {
        let (area, ring) = (area, ring)
        return [
            specimen("outline, none") { visit in
                OutlinePage(visit: visit, area: area, rings: []).page
            },
            specimen("outline") { visit in
                var page = OutlinePage(visit: visit, area: area)
                page.rings = [ring]
                page.text = OutlineText.text([ring])
                page.versions = [
                    (
                        ShapeVersion(
                            version: 4, code: area.code, shape: area.shape, by: 7, at: visit.now,
                            note: Self.hostile), Self.hostile
                    )
                ]
                return page.page
            },
            specimen("outline, long list, doubts") { visit in
                let many = (0..<150).compactMap {
                    Position(latitude: 30 + Double($0) / 1000, longitude: 110)
                }
                var page = OutlinePage(visit: visit, area: area)
                page.rings = [many]
                page.text = OutlineText.text([many])
                page.from = 60
                page.check = OutlineCheck([ring], of: area.code, in: AreaTree([area]), city: area.code)
                return page.page
            },
            specimen("outline, refused") { visit in
                var page = OutlinePage(visit: visit, area: area)
                page.text = Self.hostile
                page.errors = [
                    FieldError(
                        field: "outline", message: OutlineText.Flaw.line(1).sentence(visit.words)),
                    FieldError(field: "note", message: visit.words("administration.outline.noNote")),
                ]
                page.status = 422
                return page.page
            },
        ]
    }
}
