import Core
import Web

/// Every page of the papers in every state.
enum PapersSpecimens {
    static let all: [Specimen] = [
        specimen("papers") { visit, papers, _ in PapersPage(visit: visit, papers: papers) },
        specimen("papers, with figures") { visit, papers, _ in
            PapersPage(visit: visit, papers: papers, search: "水", opened: ["water": 1204])
        },
        specimen("papers, none") { visit, _, _ in PapersPage(visit: visit, papers: []) },
        specimen("papers, nothing found") { visit, _, _ in
            PapersPage(visit: visit, papers: [], search: hostile)
        },
        specimen("paper") { visit, papers, city in page(visit, papers[0], city, on: "2026-06-01") },
        specimen("paper, ended") { visit, papers, city in page(visit, papers[0], city, on: "2027-06-01") },
        specimen("paper, not begun") { visit, papers, city in page(visit, papers[0], city, on: "2025-06-01")
        },
        specimen("paper, hostile") { visit, papers, city in page(visit, papers[1], city, on: "2026-06-01") },
        specimen("paper, its suggestion") { visit, papers, city in
            SuggestionPage(
                visit: visit, city: city, paper: papers[0],
                suggestion: PapersStore.Suggestion(
                    number: "PL2026010100001", kind: "plea", stage: "done", category: "c1",
                    raisedAt: visit.now + -86_400_000, closedAt: visit.now))
        },
    ]

    private static let hostile = #""><script>alert(1)</script>"#

    private static func page(_ visit: Visit, _ paper: Paper, _ city: City, on day: String) -> PaperPage {
        PaperPage(
            visit: visit, city: city, paper: paper, today: CivilDate(day) ?? paper.from, hasSuggestion: true)
    }

    private static func specimen(
        _ name: String, _ page: @escaping @Sendable (Visit, [Paper], City) -> any PapersView
    ) -> Specimen {
        Specimen(name) { visit in
            guard let city else { preconditionFailure("the specimens' city") }
            return page(visit, city.papers, city).page
        }
    }

    private static func text(_ zh: String, _ en: String) -> LocalText { LocalText(zh: zh, en: en) }

    private static let city: City? = {
        guard let from = CivilDate("2026-01-01"), let through = CivilDate("2026-12-31"),
            let hours = DayHours("09:00-17:00"), let area = AreaCode("9901"),
            let calendar = try? WorkingCalendar(hours: [hours], from: from, through: through)
        else { return nil }
        let sections = Paper.Part.allCases.map { part in
            Paper.Section(
                part: part,
                lines: part == .phone
                    ? [text("13900000001", "13900000001")]
                    : [text("第一句。", "The first line."), text("第二句。", "The second line.")])
        }
        let long = text(String(repeating: "长", count: 300), hostile + String(repeating: "w", count: 300))
        let papers = [
            Paper(
                name: "water", kind: .guide, title: text("搬家后过户水费", "Moving a water account"), version: 2,
                from: from, until: through, suggestion: "PL2026010100001", categories: ["c1"],
                sections: sections),
            Paper(
                name: "long", kind: .policy, title: long, version: 1, from: from, until: nil, suggestion: nil,
                categories: [], sections: [Paper.Section(part: .what, lines: [long])]),
        ]
        return City(
            name: text("样城", "Sample"), version: 1, areas: AreaTree([]), area: area, units: [], roles: [],
            catalogue: Catalogue([.init(code: "c1", name: text("用水", "Water"), parent: nil, isLeaf: true)]),
            dispatch: DispatchCatalogue([]),
            procedures: [
                Procedure(
                    kind: "plea", version: 1, name: text("请求", "Plea"), prefix: "PL",
                    stages: [
                        Stage(
                            name: "done", text: text("已办结", "Done"), told: text("已办好", "Solved"),
                            holder: .nobody, closes: .solved)
                    ], moves: [], limits: [])
            ], firstKind: "plea", calendar: calendar, templates: [], desk: UnitCode("D"), papers: papers)
    }()
}

/// A page of this slice.
protocol PapersView {
    var page: Page { get }
}

extension PapersPage: PapersView {}
extension PaperPage: PapersView {}
extension SuggestionPage: PapersView {}
