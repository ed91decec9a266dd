import Core
import Web

/// Every page of what is published in every state.
enum PublishedSpecimens {
    static let all: [Specimen] = [
        list("published") { telling in
            var page = page(telling)
            page.matters = [matter(telling), open(telling)]
            (page.older, page.newest) = ("/published?after=x", "/published")
            return page
        },
        list("published, nothing yet") {
            PublishedPage(
                telling: $0, asked: PublishedQuestion(FormAnswers(), $0), licence: .attribution)
        },
        list("published, nothing found") { telling in
            PublishedPage(
                telling: telling,
                asked: PublishedQuestion(answers("words=%22%3E%3Cscript%3Ealert(1)%3C/script%3E"), telling),
                licence: .attribution, figures: figures(telling))
        },
        list("published, wrong dates") { telling in
            PublishedPage(
                telling: telling,
                asked: PublishedQuestion(
                    answers("from=2026-02-30&to=x&area=%3Cb%3E&category=nothing"), telling),
                licence: .attribution)
        },
        list("published, cut") { telling in
            var page = page(telling)
            (page.isCut, page.older) = (true, "/published?after=x")
            return page
        },
        list("published, hostile") { telling in
            var page = page(telling)
            page.matters = [hostile(telling)]
            return page
        },
        one("published matter", matter), one("published matter, still open", open),
        one("published matter, hostile", hostile),
    ]

    private static func answers(_ query: String) -> FormAnswers {
        (try? FormAnswers(urlencoded: query.utf8)) ?? FormAnswers()
    }

    private static func page(_ telling: PublishedTelling) -> PublishedPage {
        PublishedPage(
            telling: telling, asked: PublishedQuestion(FormAnswers(), telling), licence: .attribution,
            figures: figures(telling))
    }

    private static func figures(_ telling: PublishedTelling) -> PublishedFigures {
        PublishedFigures(raised: 1204, answered: 1101, ended: 980, solved: 902, at: telling.visit.now)
    }

    private static func matter(_ telling: PublishedTelling) -> AnsweredMatter {
        let now = telling.visit.now
        return AnsweredMatter(
            number: "QS2026030200001", kind: "诉求", categoryCode: "lamp", category: "道路 / 路灯",
            areaCode: "990101001", area: "东县桥头镇", place: "桥头路 8 号旁", position: nil, title: "路灯不亮",
            question: "桥头路的路灯三天没亮了。", answer: "灯已换好，昨晚已经亮了。", unitCode: "ROADS", unit: "路政队",
            raisedAt: now + -300_000_000, answeredAt: now + -90_000_000, closedAt: now + -9_000_000,
            outcome: .solved, stage: "已办好", solved: true, satisfied: false)
    }

    private static func open(_ telling: PublishedTelling) -> AnsweredMatter {
        var open = matter(telling)
        (open.number, open.closedAt, open.outcome) = ("QS2026030200002", nil, nil)
        (open.unit, open.place, open.category, open.stage) = (nil, nil, nil, "等您评价")
        return open
    }

    private static func hostile(_ telling: PublishedTelling) -> AnsweredMatter {
        var hostile = matter(telling)
        let evil = #""><script>alert(1)</script>"#
        hostile.title = evil + String(repeating: "长", count: 300)
        hostile.question = String(repeating: "w", count: 3000) + evil
        hostile.answer = evil + String(repeating: "\u{202E}z\u{0301}", count: 200)
        (hostile.place, hostile.unit, hostile.area) = (evil, String(repeating: "单", count: 300), evil)
        return hostile
    }

    private static func list(
        _ name: String, _ page: @escaping @Sendable (PublishedTelling) -> PublishedPage
    ) -> Specimen {
        Specimen(name) { page(telling($0)).page }
    }

    private static func one(
        _ name: String, _ matter: @escaping @Sendable (PublishedTelling) -> AnsweredMatter
    ) -> Specimen {
        Specimen(name) { visit in
            let telling = telling(visit)
            return AnsweredPage(telling: telling, matter: matter(telling)).page
        }
    }

    private static func telling(_ visit: Visit) -> PublishedTelling {
        guard let city else { preconditionFailure("the specimens' city") }
        return PublishedTelling(visit: visit, city: city)
    }

    private static let city: City? = {
        guard let from = CivilDate("2026-01-01"), let through = CivilDate("2026-12-31"),
            let hours = DayHours("09:00-17:00"), let top = AreaCode("9901"), let east = AreaCode("990101"),
            let bridge = AreaCode("990101001"),
            let calendar = try? WorkingCalendar(hours: [hours], from: from, through: through)
        else { return nil }
        return City(
            name: LocalText(zh: "样城", en: "Sample"), version: 1,
            areas: AreaTree([
                Area(code: top, name: LocalText(zh: "样城", en: "Sample")),
                Area(code: east, name: LocalText(zh: "东县", en: "East County")),
                Area(code: bridge, name: LocalText(zh: "桥头镇", en: "Bridge Town")),
            ]), area: top, units: [], roles: [],
            catalogue: Catalogue([
                .init(code: "roads", name: LocalText(zh: "道路", en: "Roads"), parent: nil, isLeaf: false),
                .init(code: "lamp", name: LocalText(zh: "路灯", en: "Lamps"), parent: "roads", isLeaf: true),
            ]),
            dispatch: DispatchCatalogue([]), procedures: [], firstKind: "request", calendar: calendar,
            templates: [], desk: UnitCode("D"))
    }()
}
