import Core
import Markup
import Web

/// Every page of the topics in every state.
enum TopicsSpecimens {
    static let hostile = #""><script>alert(1)</script>{x}"#

    static let all: [Specimen] = [
        specimen("topics, nothing rises") { town in
            TopicsPage(telling: town.telling, span: .week, asked: nil, places: [], topics: []).page
        },
        specimen("topics") { town in
            TopicsPage(
                telling: town.telling, span: .day, asked: town.area, places: [town.area, town.area],
                topics: town.topics, month: town.month(open: true)
            ).page
        },
        specimen("topic") { town in
            TopicPage(
                telling: town.telling, topic: town.topics[0], matters: town.matters,
                older: "/topics/rising/1", mayChoose: true
            ).page
        },
        specimen("topic, hostile") { town in
            TopicPage(telling: town.telling, topic: town.topics[1], matters: []).page
        },
        specimen("months, none") { town in MonthsPage(telling: town.telling, months: []).page },
        specimen("months") { town in
            MonthsPage(
                telling: town.telling, months: [town.story(open: true), town.story(open: false)],
                older: "/topics/months", mayChoose: true
            ).page
        },
        specimen("month, running") { town in month(town, open: true) },
        specimen("month, ended") { town in month(town, open: false) },
        specimen("month, refused") { town in
            MonthPage(
                telling: town.telling, story: town.story(open: true), names: [:], matters: [], mayAdd: true,
                mayEnd: true, error: ("number", "…", 422)
            ).page
        },
        specimen("month, to be chosen") { town in
            ChooseMonthPage(telling: town.telling, form: MonthForm(month: "2026-11", rising: 1)).page
        },
        specimen("month, chosen wrongly") { town in
            ChooseMonthPage(
                telling: town.telling, form: MonthForm(month: "2026", title: hostile, unit: "A"),
                errors: [FieldError(field: "month", message: "…"), FieldError(field: "plan", message: "…")]
            ).page
        },
    ]

    private static func month(_ town: TopicsSpecimenTown, open: Bool) -> Page {
        MonthPage(
            telling: town.telling, story: town.story(open: open),
            names: [7: LocalText(zh: hostile, en: hostile)], matters: town.matters,
            older: "/topics/months/2026-11", mayAdd: true, mayEnd: true
        ).page
    }

    private static func specimen(
        _ name: String, _ page: @escaping @Sendable (TopicsSpecimenTown) -> Page
    ) -> Specimen {
        Specimen(name, officer: TopicsSpecimenTown.officer) { visit in
            guard let town = TopicsSpecimenTown(visit: visit) else {
                preconditionFailure("the specimens' city")
            }
            return page(town)
        }
    }
}

/// The topics and matters of the specimens.
struct TopicsSpecimenTown {
    let telling: TopicsTelling
    let area: AreaCode
    let topics: [RisingTopic]
    let matters: [RisingStore.Member]
    private let now: Moment

    init?(visit: Web.Visit) {
        guard let area = AreaCode("9901"), let city = Self.city(area), let day = CivilDate("2026-11-22")
        else { return nil }
        telling = TopicsTelling(visit: visit, city: city)
        self.area = area
        let now = visit.now
        self.now = now
        func topic(_ id: Int64, _ phrases: [String], _ people: Int, _ category: String?) -> RisingTopic {
            RisingTopic(
                id: id, span: .week, area: area, category: category, phrases: phrases,
                level: TopicLevel(people: people, expected: 1.25), matters: people + 3,
                since: now + -86_400_000, through: day, series: (0..<30).map { $0 * $0 % 11 })
        }
        topics = [
            topic(1, ["滨湖工地", "夜间施工"], 14, "noise"),
            topic(2, [TopicsSpecimens.hostile, String(repeating: "长", count: 300)], 1_200, "gone"),
            topic(3, [], 4, nil),
        ]
        func matter(_ id: Int64, _ title: String, isOpen: Bool) -> RisingStore.Member {
            RisingStore.Member(
                id: id, number: "SQ2026112200\(id)", kind: "request", stage: "handling", title: title,
                area: area, lead: isOpen ? UnitCode("A") : nil, raisedAt: now + -3_600_000, isOpen: isOpen)
        }
        matters = [
            matter(1, "夜里还在施工", isOpen: true), matter(2, TopicsSpecimens.hostile, isOpen: false),
            matter(3, String(repeating: "长", count: 300), isOpen: true),
        ]
    }

    func month(open: Bool) -> MonthlyTopic? {
        MonthlyTopic.Month(open ? "2026-11" : "2026-10").map { month in
            MonthlyTopic(
                month: month, title: open ? "夜间施工" : TopicsSpecimens.hostile,
                reason: String(repeating: "长", count: 300), unit: UnitCode("A"),
                plan: TopicsSpecimens.hostile, chosenBy: 7, chosenAt: now + -86_400_000,
                result: open ? nil : "夜里不再施工。", endedAt: open ? nil : now)
        }
    }

    func story(open: Bool) -> TopicsDesk.MonthStory {
        guard let topic = month(open: open) else { preconditionFailure("the specimens' month") }
        return TopicsDesk.MonthStory(
            topic: topic,
            steps: open
                ? [
                    .init(text: "约谈施工单位", person: 7, at: now + -3_600_000),
                    .init(text: TopicsSpecimens.hostile, person: 8, at: now + -7_200_000),
                ] : [], open: 2, all: 14)
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
                    code: UnitCode("A"), name: LocalText(zh: "城管局", en: "City Management"), area: area,
                    parent: nil)
            ], roles: [Role(name: "leader", text: name, sight: .area, powers: [.figures])],
            catalogue: Catalogue([
                .init(code: "noise", name: LocalText(zh: "噪音", en: "Noise"), parent: nil, isLeaf: true)
            ]), dispatch: DispatchCatalogue([]), procedures: [], firstKind: "request", calendar: calendar,
            templates: [], desk: UnitCode("A"))
    }
}
