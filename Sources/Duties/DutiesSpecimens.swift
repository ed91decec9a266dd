import Core
import Desk
import Web

/// Every page of the duties in every state.
enum DutiesSpecimens {
    static let all: [Specimen] =
        days + [
            Specimen("ledgers", officer: officer) { visit in
                LedgersPage(
                    telling: telling(visit), scopes: [.city, .unit(roads)], scope: .city,
                    counts: Dictionary(
                        uniqueKeysWithValues: Ledger.allCases.enumerated().map { ($1, $0 * 97 % 1001) })
                ).page
            },
            Specimen("ledgers, all empty", officer: officer) { visit in
                LedgersPage(telling: telling(visit), scopes: [.city], scope: .city, counts: [:]).page
            },
        ] + Ledger.allCases.flatMap(ledgers)

    private static let days = [
        Specimen("my day", officer: officer) { visit in day(visit, items(visit), more: true) },
        Specimen("my day, nothing", officer: officer) { visit in day(visit, [], more: false) },
        Specimen("my day, hostile", officer: officer) { visit in
            day(visit, [strange(visit, .duty(.part)), strange(visit, .stage(hostile))], more: false)
        },
    ]

    private static func day(_ visit: Visit, _ items: [DutyItem], more: Bool) -> Page {
        DayPage(
            telling: telling(visit),
            day: MyDay(items, hasMoreAtWork: more, calendar: city.calendar, at: visit.now)
        ).page
    }

    private static func ledgers(_ ledger: Ledger) -> [Specimen] {
        [
            Specimen("ledger \(ledger.rawValue)", officer: officer) { visit in
                page(
                    visit, ledger, items(visit) + [strange(visit, .matter)], cut: true,
                    next: "/duties/ledgers/late")
            },
            Specimen("ledger \(ledger.rawValue), empty", officer: officer) { visit in
                page(visit, ledger, [], cut: false, next: nil)
            },
        ]
    }

    private static func page(
        _ visit: Visit, _ ledger: Ledger, _ items: [DutyItem], cut: Bool, next: String?
    ) -> Page {
        LedgerPage(
            telling: telling(visit), ledger: ledger, scopes: [.city, .unit(roads)], scope: .city,
            rows: LedgerPageRows(items: items, next: nil, isCut: cut), first: next, further: next
        ).page
    }

    /// One of everything, some late, some soon, some without a date.
    private static func items(_ visit: Visit) -> [DutyItem] {
        let hour: Int64 = 3_600_000
        return Duty.What.allCases.enumerated().map { index, what in
            var item = item(
                visit, what: .duty(what), since: visit.now + -Int64(index + 1) * 9 * hour,
                due: index % 5 == 4 ? nil : visit.now + (Int64(index) - 6) * 7 * hour)
            item.level = SupervisionLevel(rawValue: index % 4)
            (item.urges, item.isOwn) = (index % 3, index % 4 == 1)
            item.note = index % 3 == 0 ? "等材料到齐。" : nil
            item.day = index % 3 == 1 ? "2026-12-15" : nil
            item.sharpness = what == .leaderCall ? 5 : nil
            item.notBefore = what == .check ? visit.now + 30 * hour : nil
            return item
        } + [item(visit, what: .stage("handling"), since: visit.now + -hour, due: visit.now + hour)]
    }

    private static func item(
        _ visit: Visit, what: DutyItem.What, since: Moment, due: Moment?
    ) -> DutyItem {
        DutyItem(
            number: "QS2026112100007", title: "楼道堆物", kind: "plea", area: city.area, what: what,
            unit: roads, since: since, due: due)
    }

    private static func strange(_ visit: Visit, _ what: DutyItem.What) -> DutyItem {
        var item = DutyItem(
            number: "QS2026112100008", title: hostile + String(repeating: "长", count: 300), kind: hostile,
            area: city.area, urgency: .emergency, what: what, unit: UnitCode(hostile), since: visit.now,
            due: visit.now + -1)
        item.note = hostile + String(repeating: "w", count: 300)
        return item
    }

    private static let hostile = #""><script>alert(1)</script>{x}"#
    private static let roads = UnitCode("ROADS")

    private static func telling(_ visit: Visit) -> DutyTelling { DutyTelling(visit: visit, city: city) }

    private static let officer = Officer(
        personID: 7, name: LocalText(zh: "周晓岚", en: "Zhou Xiaolan"), login: "zhou",
        posts: [Post(role: "hand", unit: roads, area: city.area)], powers: [.figures], sessionID: "s")

    private static let city: City = {
        func text(_ zh: String, _ en: String) -> LocalText { LocalText(zh: zh, en: en) }
        guard let area = AreaCode("9901"), let hours = DayHours("09:00-17:00"),
            let from = CivilDate("2026-01-01"), let through = CivilDate("2026-12-31"),
            let calendar = try? WorkingCalendar(hours: [hours], from: from, through: through)
        else { preconditionFailure("the specimens' city") }
        let handling = Stage(
            name: "handling", text: text("办理中", "Being handled"), told: text("办理中", "Being handled"),
            holder: .lead)
        return City(
            name: text("样城", "Sample"), version: 1,
            areas: AreaTree([Area(code: area, name: text("样城", "Sample"))]), area: area,
            units: [Unit(code: roads, name: text("路政处", "Roads Office"), area: area, parent: nil)], roles: [],
            catalogue: Catalogue([]), dispatch: DispatchCatalogue([]),
            procedures: [
                Procedure(
                    kind: "plea", version: 1, name: text("诉求", "Request"), prefix: "QS", stages: [handling],
                    moves: [], limits: [])
            ], firstKind: "plea", calendar: calendar, templates: [], desk: roads)
    }()
}
