import Core
import Desk
import Language
import Markup
import Storage
import Web

/// The matters, models and decisions of the specimens.
struct TriageSpecimenTown {
    let telling: TriageTelling
    let area: AreaCode
    let now: Moment
    private let monday: CivilDate

    init?(visit: Web.Visit) {
        guard let area = AreaCode("9901"), let city = Self.city(area), let monday = CivilDate("2026-11-16")
        else { return nil }
        telling = TriageTelling(
            visit: visit, city: city, names: [7: LocalText(zh: Self.hostile, en: Self.hostile)])
        self.area = area
        self.monday = monday
        now = visit.now
    }

    private static let hostile = TriageSpecimens.hostile
    private static let long = String(repeating: "长", count: 300)

    static let officer: Officer? = AreaCode("9901").map { area in
        Officer(
            personID: 1, name: LocalText(zh: "测试", en: "Tester"), login: "tester",
            posts: [Post(role: "dispatcher", unit: UnitCode("A"), area: area)],
            powers: [.figures, .manageRules, .takeCalls], sessionID: "s")
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
                Unit(code: UnitCode("A"), name: LocalText(zh: "路灯所", en: "Lamps"), area: area, parent: nil),
                Unit(code: UnitCode("B"), name: LocalText(zh: hostile, en: hostile), area: area, parent: nil),
            ],
            roles: [
                Role(
                    name: "dispatcher", text: name, sight: .area,
                    powers: [.figures, .manageRules, .takeCalls])
            ],
            catalogue: Catalogue([
                .init(code: "01", name: LocalText(zh: "设施", en: "Streets"), parent: nil, isLeaf: false),
                .init(code: "0101", name: LocalText(zh: "路灯", en: "Lamps"), parent: "01", isLeaf: true),
                .init(code: "0102", name: LocalText(zh: long, en: hostile), parent: "01", isLeaf: true),
            ]), dispatch: DispatchCatalogue([]), procedures: [], firstKind: "request", calendar: calendar,
            templates: [], desk: UnitCode("A"))
    }

    // MARK: Matters

    func record(_ title: String, category: String? = nil, urgency: Urgency = .ordinary) -> MatterRecord {
        let row: [(String, SQLValue)] = [
            ("id", .integer(1)), ("number", .text("QS1")), ("kind", .text("request")),
            ("stage", .text("received")), ("outcome", .null), ("holder", .text("desk")),
            ("title", .text(title)), ("text", .text(title + "，已经三天了，" + Self.hostile)), ("more", .null),
            ("channel", .text("web")), ("caller", .text("resident")), ("area", .text(area.text)),
            ("place", .text(Self.hostile)), ("latitude", .null), ("longitude", .null),
            ("category", category.map { .text($0) } ?? .null), ("lead", .null), ("raised_to", .null),
            ("urgency", .text(urgency.rawValue)), ("raised_at", (now + -7_200_000).sqlValue),
            ("changed_at", (now + -7_200_000).sqlValue), ("closed_at", .null),
            ("due_at", (now + (urgency == .ordinary ? 7_200_000 : -60_000)).sqlValue), ("soon_at", .null),
            ("target_at", .null), ("overdue", .integer(0)), ("version", .integer(1)), ("source", .null),
            ("source_id", .null), ("route", .null), ("grade", .null), ("supervision", .integer(0)),
            ("excluded", .integer(0)), ("urges", .integer(0)), ("sharers", .null),
        ]
        guard let record = try? MatterRecord(row: Row(columns: row.map(\.0), values: row.map(\.1))) else {
            preconditionFailure("the specimens' matter")
        }
        return record
    }

    private func suggestion(_ category: String, _ probability: Double?, _ unit: String?) -> Advice.Suggestion
    {
        Advice.Suggestion(
            category: category, probability: probability, unit: unit.map { UnitCode($0) },
            rule: DispatchCatalogue.Cell(category: category == "0102" ? nil : "01", area: area),
            words: [0..<6, 9..<12])
    }

    var bare: Advice {
        Advice(record: record(Self.long), suggestions: [], place: nil, refused: [])
    }

    var sure: Advice {
        Advice(
            record: record("路灯不亮", urgency: .emergency),
            suggestions: [
                suggestion("0101", 0.97, "A"), suggestion("0102", 0.7, "B"), suggestion("0101", 0.1, nil),
            ], place: nil, refused: [])
    }

    var returned: Advice {
        Advice(
            record: record(Self.hostile, category: "0101", urgency: .urgent),
            suggestions: [suggestion("0101", 0.4, "A")], place: nil, refused: [UnitCode("B")])
    }

    var placed: Advice {
        Advice(
            record: record("桥头路灯"), suggestions: [suggestion("0101", 0.7, "A")],
            place: Advice.Place(area: area, text: Self.hostile), refused: [])
    }

    // MARK: Decisions

    private func decision(isRight: Bool?, isDrawn: Bool) -> DecisionRecord {
        DecisionRecord(
            id: 1, matterID: 1, number: "QS1", at: now + -60_000, isAutomatic: true, person: nil, version: 2,
            place: 1, category: "0101", probability: 973, unit: UnitCode("A"), rule: "01@9901",
            threshold: 950, area: area, isDrawn: isDrawn,
            audit: isRight.map { isRight in
                DecisionRecord.Audit(
                    auditor: 7, at: now, category: isRight ? "0101" : "0102",
                    unit: UnitCode(isRight ? "A" : "B"), isRight: isRight, note: Self.hostile)
            })
    }

    var right: DecisionRecord { decision(isRight: true, isDrawn: true) }
    var wrong: DecisionRecord { decision(isRight: false, isDrawn: true) }
    var drawn: DecisionRecord { decision(isRight: nil, isDrawn: true) }

    private var rules: TriageRules.Automatic {
        TriageRules.Automatic(confidenceThousandths: 950, kinds: ["request"], never: ["0102"])
    }

    var on: TriageDesk.Standing {
        TriageDesk.Standing(
            rules: rules,
            last: .init(at: now + -86_400_000, isOn: true, person: 7, why: Self.hostile), right: 30,
            looked: 31)
    }

    var stopped: TriageDesk.Standing {
        TriageDesk.Standing(
            rules: rules,
            last: .init(
                at: now + -3_600_000, isOn: false, person: nil, why: TriageDesk.byItself, right: 17,
                looked: 20),
            right: 17, looked: 20)
    }

    // MARK: Pages

    func queue(
        _ advices: [Advice], model: ModelState, standing: TriageDesk.Standing? = nil, problem: String? = nil,
        goesOn: Bool = false
    ) -> QueuePage {
        QueuePage(
            telling: telling,
            queue: TriageDesk.Queue(
                scope: .city, advices: advices, next: nil, model: model, waiting: advices.count),
            scopes: [.city, .area(area)], standing: standing ?? on,
            next: advices.isEmpty && !goesOn ? nil : "n",
            here: advices.isEmpty ? nil : "h", problem: problem)
    }

    var trainings: [TrainingRecord] {
        [
            TrainingRecord(id: 4, askedAt: model.madeAt, person: 1, why: Self.long, state: .made, version: 3),
            TrainingRecord(
                id: 3, askedAt: model.madeAt, person: 9, why: TriageSpecimens.hostile, state: .refused,
                refused: "too_little", have: 12, need: 200),
            TrainingRecord(
                id: 2, askedAt: model.madeAt, person: 1, why: "-", state: .refused, refused: "busy"),
            TrainingRecord(id: 1, askedAt: model.madeAt, person: 1, why: "-", state: .broken),
        ]
    }

    func automatic(_ standing: TriageDesk.Standing?, _ decisions: [DecisionRecord]) -> AutomaticPage {
        let off = TriageDesk.Standing(rules: nil, last: nil, right: 0, looked: 0)
        return AutomaticPage(
            telling: telling, standing: standing ?? off, audit: TriageRules.usual.audit,
            switches: standing?.last.map { [$0] } ?? [],
            decisions: decisions.enumerated().map {
                ($0.element, $0.offset == 1 ? nil : record(Self.hostile))
            },
            taken: decisions.isEmpty
                ? []
                : [
                    .init(isAutomatic: true, place: 1, count: 40),
                    .init(isAutomatic: false, place: 0, count: 4),
                    .init(isAutomatic: false, place: 1, count: 60),
                ], next: decisions.isEmpty ? nil : "n", mayTurn: true)
    }

    var lines: [(name: String, sum: DispatchStore.Sum)] {
        [
            ("web", .init(dispatched: 60, right: 40, wrong: 8, owned: 44, hops: 52, waited: 44 * 3_600_000)),
            ("gone", .init(dispatched: 1, right: 0, wrong: 0, owned: 0, hops: 0, waited: 0)),
        ]
    }

    func figures(_ lines: [(name: String, sum: DispatchStore.Sum)]) -> FiguresPage {
        FiguresPage(
            telling: telling,
            figures: TriageDesk.Figures(
                area: area, months: TriageDesk.months(until: 202_611, count: 12),
                total: lines.prefix(1).map { (month: 202_611, sum: $0.sum) }, lines: lines),
            dimension: .channel, month: 202_611, areas: [area])
    }

    var counted: [(line: DispatchStore.Line, record: MatterRecord?)] {
        let stories: [(Bool, [Fact])] = [
            (true, []), (false, [.answered(text: "好了", unit: UnitCode("A"))]),
            (
                false,
                [
                    .takenBack(unit: UnitCode("A"), reason: "不归我们"), .dispatched(unit: UnitCode("B")),
                    .answered(text: "好了", unit: UnitCode("B")),
                ]
            ),
        ]
        return stories.enumerated().compactMap { index, story in
            let raised = Fact.Raised(
                number: "QS1", kind: "request", text: "路灯", title: "路灯", channel: .web, caller: .resident,
                area: area, category: "0101", reachable: true)
            let by: Doer = story.0 ? .system(TriageDesk.program) : .resident
            let events = [
                Event(
                    sequence: 1, at: now + -7_200_000, by: .resident, move: nil, from: nil, to: "received",
                    facts: [.raised(raised)]),
                Event(
                    sequence: 2, at: now + -3_600_000, by: by, move: "a", from: "received", to: "dispatched",
                    facts: [.dispatched(unit: UnitCode("A"))] + story.1),
            ]
            return FirstDispatch(events, program: TriageDesk.program).map { first in
                (
                    DispatchStore.Line(first, of: Int64(index), number: "QS1", month: 202_611),
                    index == 0 ? nil : record(Self.hostile)
                )
            }
        }
    }

    // MARK: Models

    private var metrics: Reliability {
        Reliability(
            (0..<200).map { index in
                Reliability.Trial(
                    truth: "0101", given: index % 17 == 0 && index > 60 ? "0102" : "0101",
                    probability: 0.99 - Double(index) / 300)
            })
    }

    private func model(
        _ version: Int, _ source: ModelRecord.Source, isWhole: Bool, metrics: Reliability,
        since: Moment?, until: Moment?
    ) -> ModelRecord {
        ModelRecord(
            version: version, madeAt: now + -86_400_000, source: source,
            firstAt: source == .matters ? now + -30 * 86_400_000 : nil,
            lastAt: source == .matters ? now + -86_400_000 : nil, examples: 1234, labels: 84,
            metrics: metrics, isWhole: isWhole, parent: version > 1 ? version - 1 : nil,
            person: version == 2 ? 7 : nil, why: version == 2 ? Self.hostile : TriageDesk.byItself,
            since: since, until: until)
    }

    var model: ModelRecord {
        model(3, .matters, isWhole: true, metrics: metrics, since: now + -3_600_000, until: nil)
    }
    var oldModel: ModelRecord {
        model(2, .matters, isWhole: true, metrics: Reliability([]), since: now + -9_000_000, until: now)
    }
    var packModel: ModelRecord {
        model(1, .pack, isWhole: false, metrics: metrics, since: nil, until: nil)
    }

    // MARK: Audits and the panel

    func audits(due: Bool) -> AuditsPage {
        AuditsPage(
            telling: telling, due: due ? [(drawn, record(Self.hostile)), (drawn, record(Self.long))] : [],
            weeks: due ? [.init(monday: monday, looked: 20, right: 19)] : [],
            wrong: due ? [(wrong, record(Self.hostile)), (wrong, nil)] : [], standing: due ? stopped : on,
            rules: TriageRules.usual.audit, next: due ? "n" : nil, mayAudit: true)
    }

    func panel(_ advice: Advice?, _ decisions: [DecisionRecord], mayConfirm: Bool = true) -> Page {
        TriagePanel(
            telling: telling, advice: advice, version: 1, decisions: decisions, mayConfirm: mayConfirm
        ).page(titled: "QS1")
    }
}
