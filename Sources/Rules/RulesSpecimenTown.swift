import Core
import Web

/// Two units and one class, for the pages that are shown without a city.
struct RulesSpecimenTown {
    let telling: RulesTelling
    let cell: DispatchCatalogue.Cell
    let day: CivilDate

    init?(_ visit: Visit) {
        guard let area = AreaCode("9901"), let city = Self.city(area) else { return nil }
        let book = RuleBook(
            needsApproval: true,
            reasons: [.init(code: "duty", name: LocalText(zh: "不属本单位职责", en: "Not our duty"))],
            tossedFrom: 3, rulings: 1)
        telling = RulesTelling(
            visit: visit, city: city, book: book, names: [1: LocalText(zh: "测试一", en: "Tester One")])
        cell = .init(category: "water", area: area)
        day = telling.today
    }

    var rules: [DispatchCatalogue.Rule] {
        [
            .init(category: "water", area: cell.area, unit: UnitCode("A"), until: day.adding(days: -1)),
            .init(
                category: "water", area: cell.area, unit: UnitCode("B"), assistants: [UnitCode("A")],
                from: day, until: day.adding(days: 30), limit: .workingDays(5),
                source: RulesSpecimens.hostile),
            .init(
                category: "water", area: cell.area, unit: UnitCode("A"), from: day.adding(days: 31),
                source: RulesSpecimens.long),
        ]
    }

    var decision: DispatchCatalogue.Decision? {
        telling.city.dispatch.decision(for: "water", at: cell.area, on: day, in: telling.city.catalogue)
    }

    func record(_ state: RuleRecord.State) -> RuleRecord {
        let gift: RuleChange.Gift? =
            state == .dropped
            ? nil
            : .init(
                unit: UnitCode("B"), assistants: [UnitCode("A")], limit: .workingDays(5),
                source: RulesSpecimens.hostile)
        return RuleRecord(
            id: 1, change: RuleChange(cell: cell, from: day, gift: gift), reason: RulesSpecimens.hostile,
            state: state, author: 1, at: telling.now, decidedBy: 1, decidedAt: telling.now, proposal: 1)
    }

    func run(_ state: RunStore.Run.State) -> RunStore.Run {
        RunStore.Run(
            id: 1, author: 1, askedAt: telling.now, days: day.adding(days: -30)...day, changes: [1],
            state: state, seen: 4812, elsewhere: 214, endedAt: telling.now)
    }

    var tossed: [ReturnStore.Tossed] {
        let units = ["A", "B", "A", "B"].map { UnitCode($0) }
        return [
            .init(matterID: 1, path: TossPath(units), returns: 3, isOpen: true, lastAt: telling.now),
            .init(
                matterID: 2, path: TossPath([UnitCode(RulesSpecimens.long), UnitCode("B"), UnitCode("C")]),
                returns: 2, isOpen: true, lastAt: telling.now),
        ]
    }

    func proposal(_ state: ProposalStore.Proposal.State) -> ProposalStore.Proposal {
        let isDecided = state == .accepted || state == .declined
        return .init(
            id: 1, cell: cell, unit: UnitCode("B"), state: state, support: 3, lastAt: telling.now,
            decidedBy: isDecided ? 1 : nil, decidedAt: isDecided ? telling.now : nil,
            why: isDecided ? RulesSpecimens.hostile : nil, change: state == .accepted ? 1 : nil)
    }

    var line: ProposalPage.Line {
        .init(
            decided: .init(
                sequence: 7, at: telling.now,
                ruling: Ruling(category: "water", area: cell.area, unit: UnitCode("B")), person: 1,
                reason: RulesSpecimens.hostile, forArea: cell.area), record: nil)
    }

    static let officer: Officer? = AreaCode("9901").map { area in
        Officer(
            personID: 1, name: LocalText(zh: "测试", en: "Tester"), login: "tester",
            posts: [Post(role: "leader", unit: UnitCode("A"), area: area)],
            powers: [.figures, .manageRules], sessionID: "s")
    }

    private static func city(_ area: AreaCode) -> City? {
        guard let from = CivilDate("2026-01-01"), let through = CivilDate("2027-12-31"),
            let hours = DayHours("09:00-17:00"),
            let calendar = try? WorkingCalendar(hours: [hours], from: from, through: through)
        else { return nil }
        let name = LocalText(zh: "样城", en: "Sample City")
        func unit(_ code: String, _ zh: String, _ en: String) -> Unit {
            Unit(code: UnitCode(code), name: LocalText(zh: zh, en: en), area: area, parent: nil)
        }
        return City(
            name: name, version: 1, areas: AreaTree([Area(code: area, name: name)]), area: area,
            units: [unit("A", "自来水公司", "Water"), unit("B", RulesSpecimens.long, RulesSpecimens.hostile)],
            roles: [Role(name: "leader", text: name, sight: .area, powers: [.manageRules])],
            catalogue: Catalogue([
                .init(code: "water", name: LocalText(zh: "水管漏水", en: "Leaks"), parent: nil, isLeaf: true)
            ]),
            dispatch: DispatchCatalogue([
                .init(category: "water", area: area, unit: UnitCode("B"), assistants: [UnitCode("A")]),
                .init(category: nil, area: area, unit: UnitCode("A")),
            ]), procedures: [], firstKind: "request", calendar: calendar,
            templates: [], desk: UnitCode("A"))
    }
}
