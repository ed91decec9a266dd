import Core
import Markup
import Web

/// Every page of the quality checks in every state.
enum QualitySpecimens {
    static let hostile = #""><script>alert(1)</script>{x}"#

    static let all: [Specimen] = [
        specimen("quality, nothing found") { town in town.queue([]) },
        specimen("quality, a full queue") { town in town.queue(town.rows, next: "next") },
        specimen("quality, what was dismissed") { town in
            town.queue([town.rows[1]], choice: QualityChoice().with { $0.state = .dismissed })
        },
        specimen("quality finding, to decide") { town in
            FindingPage(
                telling: town.telling, finding: town.rows[0],
                texts: FoundTexts(question: "路灯不亮，请尽快修。", answer: "您好，您反映的问题已收悉。"),
                choice: QualityChoice().with { $0.check = .empty }, mayDecide: true, maySupervise: true,
                mayNote: true
            ).page
        },
        specimen("quality finding, refused") { town in
            FindingPage(
                telling: town.telling, finding: town.rows[2],
                texts: FoundTexts(question: hostile, answer: String(repeating: "长", count: 300) + hostile),
                mayDecide: true, mayNote: true, refusal: .reason,
                given: ["note": hostile, "reason": hostile]
            ).page
        },
        specimen("quality finding, decided") { town in
            FindingPage(
                telling: town.telling, finding: town.rows[1],
                texts: FoundTexts(question: "ལམ་ཁ་བཟོ་རོགས།", answer: nil),
                decider: LocalText(zh: hostile, en: hostile)
            ).page
        },
        specimen("quality finding, for somebody who may not decide") { town in
            FindingPage(
                telling: town.telling, finding: town.rows[3],
                texts: FoundTexts(question: "يول چىراغ ياندۇرۇڭ", answer: "好")
            ).page
        },
        specimen("quality figures, none") { town in town.figures([:]) },
        specimen("quality figures") { town in
            town.figures([
                UnitCode("A"): [
                    "answers": 50, "promises": 4, "empty.found": 5, "empty.confirmed": 2,
                    "empty.dismissed": 1, "promise.found": 2,
                ], UnitCode("gone"): ["answers": 1, "empty.found": 1, "unsolved.found": 1],
            ])
        },
        specimen("quality words, none") { town in
            QualityWordsPage(telling: town.telling, words: []).page
        },
        specimen("quality words") { town in
            QualityWordsPage(
                telling: town.telling,
                words: [
                    FindingStore.Word(.unsolved, "暂时无法", found: 12, confirmed: 2, dismissed: 9),
                    FindingStore.Word(.empty, hostile, found: 3, confirmed: 3, dismissed: 0),
                ], mayLookAgain: true
            ).page
        },
        specimen("quality on a matter") { town in town.panel(town.rows, mayAnswer: true) },
        specimen("quality on a matter, only the draft") { town in town.panel([], mayAnswer: true) },
    ]

    private static func specimen(
        _ name: String, _ page: @escaping @Sendable (QualitySpecimenTown) -> Page
    ) -> Specimen {
        Specimen(name, officer: QualitySpecimenTown.officer) { visit in
            guard let town = QualitySpecimenTown(visit: visit) else {
                preconditionFailure("the specimens' city")
            }
            return page(town)
        }
    }
}

/// The findings of the specimens.
struct QualitySpecimenTown {
    let telling: QualityTelling
    let sight: QualitySight
    let rows: [FindingRow]
    let day: CivilDate
    private let area: AreaCode

    init?(visit: Visit) {
        guard let area = AreaCode("9901"), let city = Self.city(area), let day = CivilDate("2026-11-22"),
            let officer = Self.officer
        else { return nil }
        telling = QualityTelling(visit: visit, city: city)
        sight = QualitySight(officer, in: city)
        self.day = day
        self.area = area
        let now = visit.now
        func row(
            _ id: Int64, _ title: String, _ check: QualityCheck, _ reason: QualityReason,
            _ state: QualityState = .open, unit: String = "A"
        ) -> FindingRow {
            FindingRow(
                id: id, number: "QS1", title: title, check: check, unit: UnitCode(unit), area: area,
                at: now + -7_200_000 * id, reason: reason, state: state,
                note: state == .open ? nil : QualitySpecimens.hostile)
        }
        rows =
            [
                row(
                    1, "路灯不亮", .empty,
                    QualityReason(
                        "stock", words: ["您好", "已收悉"], marks: [0..<2, 9..<12],
                        numbers: ["own": 3, "needed": 14, "whole": 12])),
                row(
                    2, QualitySpecimens.hostile, .promise, QualityReason("written", day: day), .dismissed,
                    unit: "gone"),
                row(
                    3, String(repeating: "长", count: 300), .unsolved,
                    QualityReason("words", words: [QualitySpecimens.hostile], marks: [0..<3, 290..<900])),
                row(
                    4, "学校门口", .untouched,
                    QualityReason("missing", words: ["学校门口"], numbers: ["percent": 3])),
                row(5, "积水", .rushed, QualityReason("gone")),
                row(
                    6, "积水", .repeated,
                    QualityReason("others", numbers: ["times": 4, "days": 90], matters: ["QS2", "QS3"]),
                    .confirmed),
            ]
    }

    func queue(
        _ rows: [FindingRow], choice: QualityChoice = QualityChoice(), next: String? = nil
    ) -> Page {
        QualityPage(
            telling: telling, sight: sight, choice: choice, place: .area(area), rows: rows,
            sizes: [nil: 2000, .empty: 12, .unsolved: 1], next: next, isFirst: next == nil,
            maySeeFigures: true
        ).page
    }

    func figures(_ counts: [UnitCode: [String: Int]]) -> Page {
        QualityFiguresPage(telling: telling, from: day, through: day, counts: counts).page
    }

    func panel(_ rows: [FindingRow], mayAnswer: Bool) -> Page {
        QualityPanel(telling: telling, number: "QS1", rows: rows, mayAnswer: mayAnswer).page
    }

    static let officer: Officer? = AreaCode("9901").map { area in
        Officer(
            personID: 1, name: LocalText(zh: "测试", en: "Tester"), login: "tester",
            posts: [Post(role: "leader", unit: UnitCode("B"), area: area)], powers: [.figures],
            sessionID: "s")
    }

    private static func city(_ area: AreaCode) -> City? {
        guard let from = CivilDate("2026-01-01"), let through = CivilDate("2027-12-31"),
            let hours = DayHours("09:00-17:00"), let county = AreaCode("990101"),
            let calendar = try? WorkingCalendar(hours: [hours], from: from, through: through)
        else { return nil }
        let name = LocalText(zh: "样城", en: "Sample City")
        func unit(_ code: String, _ name: LocalText) -> Unit {
            Unit(code: UnitCode(code), name: name, area: area, parent: nil)
        }
        let long = LocalText(
            zh: String(repeating: "长", count: 300), en: String(repeating: "w", count: 300))
        return City(
            name: name, version: 1,
            areas: AreaTree([Area(code: area, name: name), Area(code: county, name: long)]), area: area,
            units: [unit("A", LocalText(zh: "路灯所", en: "Lamps")), unit("B", long)],
            roles: [Role(name: "leader", text: name, sight: .area, powers: [.figures])],
            catalogue: Catalogue([]), dispatch: DispatchCatalogue([]), procedures: [], firstKind: "request",
            calendar: calendar, templates: [], desk: UnitCode("B"))
    }
}
