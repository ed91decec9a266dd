import Core
import Desk
import Markup
import Web

extension MattersSpecimens {
    /// Lists and workbenches: full, empty, filtered wrongly, without a post.
    static func listPages(_ city: City) -> [Specimen] {
        let records = lives(city).compactMap(\.life.record)
        let scopes: [Scope] = [.city, .unit(UnitCode("H"))]
        let counts = ["open": 12_345, "overdue": 3, "stage:fresh": 5, "stage:sorted": 1]
        let benches = scopes.map {
            WorkbenchPage.Bench(
                scope: $0, stages: ["fresh", "sorted"], counts: counts, lines: lines(records), cameIn: 12,
                question: "?scope=city", first: "/matters/workbench", further: "/matters/workbench?after=x")
        }
        let idle = [WorkbenchPage.Bench(scope: .city, stages: [], counts: [:])]
        let workbenches = [("full", benches), ("idle", idle), ("no post", [])].map { name, benches in
            Specimen("workbench, \(name)", officer: officer) { visit in
                WorkbenchPage(
                    telling: Telling(visit: visit, city: city), benches: benches, chosen: .unit(UnitCode("H"))
                )
                .page
            }
        }
        let wrong = [
            "words": SpecimenLife.hostile + long, "state": "maybe", "stage": "x", "kind": "<b>",
            "category": "c",
            "area": "zz", "unit": SpecimenLife.hostile, "overdue": "yes", "from": "2026-12-31",
            "to": "2026-01-01",
        ]
        return workbenches + [beside(records, city)] + viewPages(city) + [
            list("full", [:], records, city), list("found", ["words": "垃圾 script"], records, city),
            list("empty", ["state": "closed"], [], city), list("wrong filters", wrong, [], city),
            list("no day", ["from": "yesterday"], records, city),
        ]
    }

    /// Lines of every part of a day, some sent back.
    private static func lines(_ records: [MatterRecord]) -> [DayLine] {
        records.filter(\.isOpen).enumerated().map { index, record in
            DayLine(record: record, part: DayPart.allCases[index % 3], rounds: index % 4 == 1 ? 2 : 0)
        }
    }

    private static func list(
        _ name: String, _ answers: [String: String], _ records: [MatterRecord], _ city: City
    ) -> Specimen {
        Specimen("list, \(name)", officer: officer) { visit in
            let telling = Telling(visit: visit, city: city)
            return ListPage(
                telling: telling, scopes: [.city, .unit(UnitCode("H"))], scope: .city,
                asked: ListQuestion(FormAnswers(answers), telling), records: records, newest: "/matters",
                older: "/matters?after=abc", bulkMoves: BulkMove.moves(of: officer.posts, in: city),
                views: ViewTabs.Views(
                    all: [
                        SavedView(
                            id: 1, personID: 1, unit: nil, name: SpecimenLife.hostile, question: "?state=open"
                        )
                    ], counts: [1: MatterCount(count: 3, isMore: false)]), isCut: name == "found"
            ).page
        }
    }

    /// A matter beside its list, with the way to keep it as a view.
    private static func beside(_ records: [MatterRecord], _ city: City) -> Specimen {
        Specimen("list, side by side", officer: officer) { visit in
            let telling = Telling(visit: visit, city: city)
            let body: HTML = "<h1>\(SpecimenLife.hostile)</h1>"
            return ListPage(
                telling: telling, scopes: [.city], scope: .city,
                asked: ListQuestion(FormAnswers(["state": "open", "open": "PL1"]), telling),
                records: records, newest: nil, older: nil, bulkMoves: [],
                open: .init(number: records.first?.number ?? "PL1", title: SpecimenLife.hostile, body: body)
            ).page
        }
    }

    private static func viewPages(_ city: City) -> [Specimen] {
        let person = officer.personID
        let all = [
            SavedView(
                id: 1, personID: person, unit: nil, name: SpecimenLife.hostile, question: "?state=open"),
            SavedView(
                id: 2, personID: person + 1, unit: UnitCode("H"), name: String(repeating: "长", count: 40),
                question: "?stage=fresh"),
        ]
        let counts: [Int64: MatterCount] = [
            1: MatterCount(count: 1000, isMore: true), 2: MatterCount(count: 0, isMore: false),
        ]
        let views = ViewTabs.Views(all: all, counts: counts, first: 2)
        return [("some", views), ("none", ViewTabs.Views())].flatMap { name, views in
            [nil, ViewsPage.Wrong(question: "?state=open", name: SpecimenLife.hostile, message: "!")].map {
                wrong in
                Specimen("views, \(name)\(wrong == nil ? "" : ", refused")", officer: officer) { visit in
                    ViewsPage(telling: Telling(visit: visit, city: city), views: views, wrong: wrong).page
                }
            }
        }
    }

    /// Filing for somebody, and several at once.
    static func otherPages(_ city: City) -> [Specimen] {
        let hostile = FormAnswers([
            "text": SpecimenLife.hostile, "channel": SpecimenLife.hostile, "kind": "x",
        ])
        let forms = [
            Specimen("new, empty", officer: officer) { visit in
                NewMatterPage(telling: Telling(visit: visit, city: city), once: "key").page
            },
            Specimen("new, wrong", officer: officer) { visit in
                let errors = [
                    FilingRefusal.missing(.text), .invalid(.channel), .invalid(.kind), .invalid(.category),
                ]
                .flatMap { $0.fieldProblems(visit.words) }.map {
                    FieldError(field: $0.field, message: $0.detail)
                }
                return NewMatterPage(
                    telling: Telling(visit: visit, city: city), once: "key", answers: hostile, errors: errors
                ).page
            },
        ]
        return forms
            + BulkMove.moves(of: officer.posts + SpecimenTown.handlers, in: city).flatMap { bulk($0, city) }
    }

    private static func bulk(_ move: Move, _ city: City) -> [Specimen] {
        let lines = [
            BulkPreviewPage.Line(number: "PL1", title: SpecimenLife.hostile, version: 3, refusal: nil),
            BulkPreviewPage.Line(number: "PL2", title: "", version: 0, refusal: SpecimenLife.hostile),
        ]
        return [(lines, "some"), (Array(lines.suffix(1)), "none")].map { lines, name in
            Specimen("several, \(move.name), \(name)", officer: officer) { visit in
                BulkPreviewPage(
                    telling: Telling(visit: visit, city: city), move: move, lines: lines,
                    answers: answers(move),
                    errors: name == "some"
                        ? move.asks.filter(\.required).map { .init(field: $0.word.rawValue, message: "!") }
                        : []
                ).page
            }
        } + [
            Specimen("several, \(move.name), done", officer: officer) { visit in
                BulkResultPage(
                    telling: Telling(visit: visit, city: city), move: move,
                    results: [
                        .init(number: "PL1", refusal: nil, version: 4, canBeUndone: true),
                        .init(number: "PL2", refusal: SpecimenLife.hostile),
                    ]
                ).page
            }
        ]
    }
}
