import Core
import Markup
import Web

/// Every page of the stations in every state.
enum StationsSpecimens {
    static let hostile = #""><script>alert(1)</script>{x}"#

    static let all: [Specimen] = [
        specimen("stations, none") { town in StationsPage(telling: town.telling, stations: []).page },
        specimen("stations") { town in
            StationsPage(
                telling: town.telling, stations: town.book.stations,
                counts: ["W1": (12, 2), "W2": (1, 1)], mayReport: true
            ).page
        },
        specimen("station, nothing to do") { town in
            StationPage(telling: town.telling, station: town.book.stations[0], visits: []).page
        },
        specimen("station, busy") { town in
            StationPage(telling: town.telling, station: town.book.stations[1], visits: town.visits).page
        },
        specimen("station on a matter") { town in panel(town, town.visits) },
        specimen("station on a matter, before it is sent") { town in panel(town, []) },
        specimen("stations, how quickly") { town in
            StationReportPage(
                telling: town.telling, from: town.day, through: town.day,
                report: StationReport(town.visits, isCut: true), stations: town.book.stations,
                names: [7: LocalText(zh: hostile, en: hostile)]
            ).page
        },
        specimen("stations, no visits") { town in
            StationReportPage(
                telling: town.telling, from: town.day, through: town.day,
                report: StationReport([], isCut: false), stations: []
            ).page
        },
    ]

    private static func panel(_ town: StationsSpecimenTown, _ visits: [StationStore.Visit]) -> Page {
        Page(title: "BX1", help: "stations") {
            """
            <h1>BX1</h1>\(StationPanel(
                telling: town.telling, book: town.book, number: "BX1", visits: visits,
                choices: town.book.stations.enumerated().map { index, station in
                    StationChoice(
                        station: station, isOnDuty: index == 0, isOwnArea: index == 1,
                        meters: index == 0 ? 900 : nil)
                }, mayChange: true, mayNote: true).html)
            """
        }
    }

    private static func specimen(
        _ name: String, _ page: @escaping @Sendable (StationsSpecimenTown) -> Page
    ) -> Specimen {
        Specimen(name, officer: StationsSpecimenTown.officer) { visit in
            guard let town = StationsSpecimenTown(visit: visit) else {
                preconditionFailure("the specimens' city")
            }
            return page(town)
        }
    }
}

/// The stations and visits of the specimens.
struct StationsSpecimenTown {
    let telling: StationsTelling
    let book: StationBook
    let visits: [StationStore.Visit]
    let day: CivilDate

    init?(visit: Web.Visit) {
        guard let area = AreaCode("9901"), let city = Self.city(area), let day = CivilDate("2026-11-22"),
            let near = Position(latitude: 30.6, longitude: 110.2), let hours = DayHours("08:00-18:00")
        else { return nil }
        telling = StationsTelling(visit: visit, city: city)
        self.day = day
        let long = LocalText(
            zh: String(repeating: "长", count: 300),
            en: StationsSpecimens.hostile + String(repeating: "w", count: 300))
        func station(_ code: String, _ name: LocalText, _ duty: Station.Duty) -> Station {
            Station(
                code: code, name: name, unit: UnitCode("A"), categories: ["water", "gone"], position: near,
                areas: [area], phone: "000-0401", duty: duty, takesEmergencies: duty == .always)
        }
        book = StationBook([
            station("W1", LocalText(zh: "府前供水站", en: "Fuqian Water Station"), .always),
            station("W2", long, .working(hours)),
        ])
        let now = visit.now
        func order(_ station: String, _ title: String, emergency: Bool, minutes: Int64?) -> StationStore.Visit
        {
            StationStore.Visit(
                matterID: 1, number: "BX1", title: title, station: station, area: area,
                meters: minutes == nil ? nil : 1234, isEmergency: emergency, reportedAt: now + -7_200_000,
                receivedAt: minutes.map { now + (-7_200_000 + $0 * 60_000) },
                arrivedAt: minutes.map { now + (-7_200_000 + $0 * 120_000) },
                reason: minutes == nil ? StationsSpecimens.hostile : nil)
        }
        visits = [
            order("W1", "水管爆了", emergency: true, minutes: 4),
            order("W2", StationsSpecimens.hostile, emergency: false, minutes: nil),
            order("W2", String(repeating: "长", count: 300), emergency: false, minutes: 70),
        ]
    }

    static let officer: Officer? = AreaCode("9901").map { area in
        Officer(
            personID: 1, name: LocalText(zh: "测试", en: "Tester"), login: "tester",
            posts: [Post(role: "leader", unit: UnitCode("A"), area: area)], powers: [.figures],
            sessionID: "s")
    }

    private static func city(_ area: AreaCode) -> City? {
        guard let from = CivilDate("2026-01-01"), let through = CivilDate("2027-12-31"),
            let hours = DayHours("09:00-17:00"),
            let calendar = try? WorkingCalendar(hours: [hours], from: from, through: through)
        else { return nil }
        let name = LocalText(zh: "样城", en: "Sample City")
        return City(
            name: name, version: 1, areas: AreaTree([Area(code: area, name: name)]), area: area,
            units: [
                Unit(
                    code: UnitCode("A"), name: LocalText(zh: "自来水公司", en: "Water"), area: area,
                    parent: nil)
            ], roles: [Role(name: "leader", text: name, sight: .area, powers: [.figures])],
            catalogue: Catalogue([
                .init(code: "water", name: LocalText(zh: "水管漏水", en: "Leaks"), parent: nil, isLeaf: true)
            ]), dispatch: DispatchCatalogue([]), procedures: [], firstKind: "request", calendar: calendar,
            templates: [], desk: UnitCode("A"))
    }
}
