import Core
import Markup
import Web

/// Every page of the knowledge in every state.
enum KnowledgeSpecimens {
    static let hostile = #""><script>alert(1)</script>{plate}"#

    static let all: [Specimen] = finding + reading + writing + caring + quick + open

    private static let finding = [
        specimen("knowledge, empty") { town in KnowledgePage(telling: town.telling, found: []).page },
        specimen("knowledge, found") { town in
            KnowledgePage(
                telling: town.telling, found: town.records, search: "路灯", category: "lamp",
                matter: "QS1", mayWrite: true
            ).page
        },
        specimen("knowledge, nothing found") { town in
            KnowledgePage(telling: town.telling, found: [], search: hostile, mayWrite: true).page
        },
        specimen("knowledge, figures") { town in figures(town, empty: false) },
        specimen("knowledge, figures of nothing") { town in figures(town, empty: true) },
    ]

    private static let reading = [
        specimen("knowledge article") { town in article(town, 0, mayWrite: false) },
        specimen("knowledge article of one's own") { town in article(town, 0, mayWrite: true) },
        specimen("knowledge article, expired") { town in article(town, 1, mayWrite: true) },
        specimen("knowledge article, a draft without an end") { town in article(town, 2, mayWrite: true) },
        specimen("knowledge version, the first") { town in
            VersionPage(telling: town.telling, record: town.records[0], before: nil).page
        },
        specimen("knowledge version, changed") { town in
            VersionPage(
                telling: town.telling, record: town.records[0], before: town.records[2].article
            ).page
        },
        specimen("knowledge on a matter") { town in
            Page(title: "QS1", help: "knowledge") {
                """
                <h1>QS1</h1>\(KnowledgePanel(
                    telling: town.telling, number: "QS1", category: "lamp",
                    uses: town.records.map {
                        .init(version: $0.version, article: $0.article, at: town.telling.visit.now)
                    }, mayAnswer: true).html)
                """
            }
        },
    ]

    private static func article(_ town: KnowledgeSpecimenTown, _ index: Int, mayWrite: Bool) -> Page {
        var sums = KnowledgeSums()
        sums[.offered] = 1200
        sums[.used] = 7
        return ArticlePage(
            telling: town.telling, record: town.records[index], acts: town.acts,
            names: [1: LocalText(zh: hostile, en: hostile)], sums: sums, mayWrite: mayWrite,
            matter: index == 0 ? "QS1" : nil, error: index == 1 ? hostile : nil
        ).page
    }

    private static let writing = [
        specimen("knowledge, a new article") { town in
            ArticleForm(telling: town.telling, answers: FormAnswers(["from": "2026-11-22"])).page
        },
        specimen("knowledge, an article that is wrong") { town in
            ArticleForm(
                telling: town.telling, answers: ArticleForm.answers(town.records[2].article), code: "long",
                base: 3, units: [UnitCode("A")],
                errors: Article.Problem.allCases.filter { $0 != .code }.map {
                    FieldError(
                        field: $0.field, message: town.telling.words("knowledge.problem.\($0.rawValue)"))
                }, status: 422
            ).page
        },
        specimen("knowledge table") { town in SheetPage(telling: town.telling, mayWrite: true).page },
        specimen("knowledge table, wrong rows") { town in
            SheetPage(
                telling: town.telling, rows: hostile, why: hostile,
                findings: [
                    .init(line: 2, code: "lamp", what: .added),
                    .init(line: 3, code: "water", what: .changed),
                    .init(line: 4, code: "gas", what: .same),
                    .init(line: 5, code: hostile, what: .wrong("knowledge.sheet.wrong.row")),
                ], mayWrite: true
            ).page
        },
        specimen("knowledge table, taken in") { town in
            SheetPage(
                telling: town.telling, findings: [.init(line: 2, code: "lamp", what: .added)],
                isTaken: true, error: town.telling.words("knowledge.changed"), mayWrite: true
            ).page
        },
    ]

    private static let caring = [
        specimen("knowledge to look after, none") { town in
            CarePage(
                telling: town.telling, ending: [], expired: [], unreviewed: [], drafts: [], isOwn: true
            ).page
        },
        specimen("knowledge to look after") { town in
            CarePage(
                telling: town.telling, ending: town.records, expired: [town.records[1]],
                unreviewed: town.records, drafts: town.records, isOwn: false
            ).page
        },
        specimen("knowledge, nothing unanswered") { town in
            UnansweredPage(telling: town.telling, gaps: [], questions: []).page
        },
        specimen("knowledge, unanswered") { town in
            UnansweredPage(
                telling: town.telling,
                gaps: [.init(category: "lamp", open: 12, asked: 40, lastAt: town.telling.visit.now)],
                questions: [
                    .init(id: 1, category: "lamp", question: hostile, at: town.telling.visit.now),
                    .init(
                        id: 2, category: "gone", question: String(repeating: "问", count: 500),
                        at: town.telling.visit.now),
                ], category: "lamp", older: "/knowledge/unanswered?after=x",
                answers: FormAnswers(["question": hostile]),
                errors: [FieldError(field: "category", message: town.telling.words("knowledge.missing"))],
                mayWrite: true
            ).page
        },
    ]

    private static let quick = [
        specimen("quick services, none") { town in QuickPage(telling: town.telling, services: []).page },
        specimen("quick services") { town in
            QuickPage(
                telling: town.telling, services: [town.service], today: ["car": 7],
                hours: ["8": 12, "9": 30], takers: [(hostile, 40)],
                mine: [
                    .init(
                        id: 1, code: "car", at: town.telling.visit.now,
                        answers: ["plate": "云A***5", "place": hostile]),
                    .init(id: 2, code: "gone", at: town.telling.visit.now, answers: [:]),
                ]
            ).page
        },
        specimen("quick service") { town in
            QuickServicePage(telling: town.telling, service: town.service).page
        },
        specimen("quick service, something missing") { town in
            QuickServicePage(
                telling: town.telling, service: town.service, answers: FormAnswers(["plate": hostile]),
                errors: [FieldError(field: "place", message: town.telling.words("knowledge.missing"))]
            ).page
        },
        specimen("quick service, done") { town in
            QuickServicePage(
                telling: town.telling, service: town.service,
                answers: FormAnswers(["plate": "云A12345", "place": hostile]), isDone: true
            ).page
        },
    ]

    private static let open = [
        specimen("common questions, none", isOpen: true) { town in
            PublicKnowledgePage(telling: town.telling, found: [], search: hostile).page
        },
        specimen("common questions", isOpen: true) { town in
            PublicKnowledgePage(telling: town.telling, found: town.records).page
        },
        specimen("common question", isOpen: true) { town in
            PublicArticlePage(telling: town.telling, record: town.records[0]).page
        },
        specimen("common question without an end", isOpen: true) { town in
            PublicArticlePage(telling: town.telling, record: town.records[2]).page
        },
    ]

    private static func figures(_ town: KnowledgeSpecimenTown, empty: Bool) -> Page {
        var sums = KnowledgeSums()
        if !empty {
            for (index, figure) in KnowledgeFigure.allCases.enumerated() { sums[figure] = 1000 - index * 90 }
        }
        let list = empty ? [] : town.records.map { (record: $0, count: 12) }
        return FiguresPage(
            telling: town.telling, from: town.telling.today.adding(days: -29), through: town.telling.today,
            sums: sums, used: list, unhelpful: list, quick: empty ? [:] : ["car": 99],
            services: [town.service]
        ).page
    }

    private static func specimen(
        _ name: String, isOpen: Bool = false, _ page: @escaping @Sendable (KnowledgeSpecimenTown) -> Page
    ) -> Specimen {
        Specimen(name, officer: isOpen ? nil : KnowledgeSpecimenTown.officer) { visit in
            guard let town = KnowledgeSpecimenTown(visit: visit) else {
                preconditionFailure("the specimens' city")
            }
            return page(town)
        }
    }
}
