import Core
import Web

/// The articles and services of the specimens.
struct KnowledgeSpecimenTown {
    let telling: KnowledgeTelling
    /// One that holds, one that is over, one whose words have no end.
    let records: [ArticleRecord]
    let acts: [ArticleAct]

    init?(visit: Visit) {
        guard let area = AreaCode("9901"), let city = Self.city(area), let from = CivilDate("2026-01-01"),
            let past = CivilDate("2026-06-30"), let far = CivilDate("2027-06-30")
        else { return nil }
        telling = KnowledgeTelling(visit: visit, city: city)
        let long = LocalText(
            zh: String(repeating: "长", count: 300),
            en: KnowledgeSpecimens.hostile + String(repeating: "w", count: 300))
        func article(_ code: String, _ title: LocalText, until: CivilDate?) -> Article {
            Article(
                code: code, title: title,
                answer: LocalText(
                    zh: "先看灯杆上的号码。\n再打给路灯处。" + (code == "long" ? long.zh : ""),
                    en: "Look at the number on the pole. Then call." + (code == "long" ? long.en : "")),
                categories: ["lamp", "gone"], areas: code == "lamp" ? [] : [area],
                unit: UnitCode(code == "long" ? "B" : "A"), from: from, until: until, review: past,
                isPublic: true, source: KnowledgeSpecimens.hostile)
        }
        let lamp = LocalText(zh: "路灯坏了找谁", en: "Whom to tell about a lamp")
        let now = visit.now
        records = [
            ArticleRecord(
                id: 1, state: .live, newest: 4, live: 3, version: 3,
                article: article("lamp", lamp, until: far),
                changedAt: now),
            ArticleRecord(
                id: 2, state: .live, newest: 1, live: 1, version: 1,
                article: article("old", lamp, until: past),
                changedAt: now),
            ArticleRecord(
                id: 3, state: .draft, newest: 1, live: nil, version: 1,
                article: article("long", long, until: nil), changedAt: now),
        ]
        acts = ArticleAct.What.allCases.enumerated().map { index, what in
            ArticleAct(
                version: index + 1, what: what, person: index == 0 ? nil : Int64(index),
                why: index == 0 ? "" : KnowledgeSpecimens.hostile, at: now)
        }
    }

    let service = QuickService(
        code: "car", title: LocalText(zh: "挪车", en: "Move a car"),
        steps: [
            LocalText(zh: "问车牌", en: "Ask for the plate"),
            LocalText(zh: "<b>", en: KnowledgeSpecimens.hostile),
        ],
        fields: [
            .init(
                name: "plate", label: LocalText(zh: "车牌号", en: "Number plate"), isRequired: true,
                isPrivate: true),
            .init(
                name: "place", label: LocalText(zh: "地点", en: "Place"), isRequired: true, isPrivate: false),
        ], tells: LocalText(zh: "交警值班台", en: "Traffic police"),
        message: LocalText(zh: "{plate} 停在 {place}", en: "{plate} stands at {place}"), categories: [])

    static let officer: Officer? = AreaCode("9901").map { area in
        Officer(
            personID: 1, name: LocalText(zh: "测试", en: "Tester"), login: "tester",
            posts: [Post(role: "leader", unit: UnitCode("A"), area: area)],
            powers: [.figures, .editKnowledge], sessionID: "s")
    }

    private static func city(_ area: AreaCode) -> City? {
        guard let from = CivilDate("2026-01-01"), let through = CivilDate("2027-12-31"),
            let hours = DayHours("09:00-17:00"), let county = AreaCode("990101"),
            let calendar = try? WorkingCalendar(hours: [hours], from: from, through: through)
        else { return nil }
        let name = LocalText(zh: "样城", en: "Sample City")
        let units = [
            Unit(code: UnitCode("A"), name: LocalText(zh: "路灯处", en: "Lamps"), area: area, parent: nil),
            Unit(
                code: UnitCode("B"),
                name: LocalText(zh: String(repeating: "长", count: 300), en: KnowledgeSpecimens.hostile),
                area: area, parent: nil),
        ]
        return City(
            name: name, version: 1,
            areas: AreaTree([
                Area(code: area, name: name),
                Area(code: county, name: LocalText(zh: "甲县", en: KnowledgeSpecimens.hostile)),
            ]), area: area, units: units,
            roles: [Role(name: "leader", text: name, sight: .area, powers: [.figures, .editKnowledge])],
            catalogue: Catalogue([
                .init(code: "lamp", name: LocalText(zh: "路灯", en: "Lamps"), parent: nil, isLeaf: true)
            ]), dispatch: DispatchCatalogue([]), procedures: [], firstKind: "request", calendar: calendar,
            templates: [], desk: UnitCode("A"))
    }
}
