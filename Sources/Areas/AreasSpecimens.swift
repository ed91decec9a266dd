import Core
import Markup
import Web

/// Every page of the areas in every state.
enum AreasSpecimens {
    static let all: [Specimen] = finding + showing + cards + asking

    private static let finding = [
        specimen("areas, find") { visit, town in
            FindAreaPage(visit: visit, city: town.city, areas: town.city.areas)
        },
        specimen("areas, found by name") { visit, town in
            FindAreaPage(
                visit: visit, city: town.city, areas: town.city.areas, search: "Third",
                found: town.city.areas.codes.compactMap { town.city.areas[$0] })
        },
        specimen("areas, nothing found") { visit, town in
            FindAreaPage(
                visit: visit, city: town.city, areas: town.city.areas, search: SpecimenCity.hostile)
        },
        specimen("areas, a place in the sea") { visit, town in
            FindAreaPage(
                visit: visit, city: town.city, areas: town.city.areas, latitude: "0", longitude: "0",
                problem: .zero)
        },
    ]

    private static let showing = [
        specimen("area, empty") { visit, town in
            AreaPage(
                visit: visit, sight: town.sight, areas: town.city.areas, area: town.grid,
                picture: AreaPicture())
        },
        specimen("area, busy") { visit, town in
            AreaPage(
                visit: visit, sight: town.sight, areas: town.city.areas, area: town.village,
                picture: town.picture)
        },
        specimen("area, with a name without an end") { visit, town in
            AreaPage(
                visit: visit, sight: town.sight, areas: town.city.areas, area: town.long,
                picture: town.picture)
        },
    ]

    private static let cards = [
        specimen("contact card") { visit, town in card(visit, town, town.village) },
        specimen("contact card, vacant post") { visit, town in card(visit, town, town.grid) },
        specimen("contact card, nobody") { visit, town in card(visit, town, town.long) },
        specimen("contact cards, eight on a sheet") { visit, town in
            var page = card(visit, town, town.village)
            page.sheet = true
            return page
        },
    ]

    private static let asking = [
        specimen("me too") { visit, town in
            MeTooPage(visit: visit, sight: town.sight, record: town.picture.open[0])
        },
        specimen("me too, no telephone number") { visit, town in
            MeTooPage(
                visit: visit, sight: town.sight, record: town.picture.open[0], reach: SpecimenCity.hostile,
                errors: [FieldError(field: "reach", message: visit.words("areas.reachWrong"))])
        },
        specimen("subscribe") { visit, town in SubscribePage(visit: visit, area: town.village) },
        specimen("subscribe, no address") { visit, town in
            SubscribePage(
                visit: visit, area: town.long, reach: "x@",
                errors: [FieldError(field: "reach", message: visit.words("areas.reachWrong"))])
        },
        specimen("subscribe, link sent") { visit, town in
            SubscribePage(visit: visit, area: town.village, reach: "li@example.org", asked: true)
        },
        specimen("subscription, confirm") { visit, town in
            SubscriptionPage(visit: visit, area: town.village.name, token: "1-abc")
        },
        specimen("subscription, end") { visit, town in
            SubscriptionPage(visit: visit, area: town.village.name, token: "1-abc", ending: true)
        },
    ]

    private static func card(_ visit: Visit, _ town: SpecimenCity, _ area: Area) -> CardPage {
        CardPage(
            visit: visit, city: town.city, areas: town.city.areas, area: area,
            address: "https://12345.example.org")
    }

    private static func specimen(
        _ name: String, _ page: @escaping @Sendable (Visit, SpecimenCity) -> any AreasView
    ) -> Specimen {
        Specimen(name) { visit in
            guard let town = SpecimenCity.shared else { preconditionFailure("the specimens' city") }
            return page(visit, town).page
        }
    }
}

/// A page of this slice.
protocol AreasView {
    var page: Page { get }
}

extension FindAreaPage: AreasView {}
extension AreaPage: AreasView {}
extension CardPage: AreasView {}
extension MeTooPage: AreasView {}
extension SubscribePage: AreasView {}
extension SubscriptionPage: AreasView {}
