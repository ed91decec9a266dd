import Core
import Desk
import Markup
import Web

/// Every page of the slips in every state.
enum SlipsSpecimens {
    static let hostile = #""><script>alert(1)</script>"#

    static let all: [Specimen] =
        [
            specimen("slips, empty") { OverviewPage(telling: $0).page },
            specimen("slips, something to type") { telling in
                OverviewPage(
                    telling: telling, places: places, unfinished: [opening],
                    lastDays: ["box-1": opening.day], figures: [.slips: 12, .opinions: 3], mayManage: true
                ).page
            },
            specimen("places to speak, none", isWork: false) { PlacesPage(telling: $0).page },
            specimen("places to speak", isWork: false) { telling in
                PlacesPage(telling: telling, places: places, isCut: true).page
            },
            specimen("a studio", isWork: false) { telling in
                PlacePage(telling: telling, record: places[1]).page
            },
            specimen("a hostile place, closed", isWork: false) { telling in
                PlacePage(
                    telling: telling,
                    record: PlaceRecord(place: places[2].place, isActive: false, changedAt: start)
                ).page
            },
            specimen("a studio at work") { telling in
                var work = PlacePage.Work(openings: [opening], mayManage: true)
                work.errors = [
                    FieldError(
                        field: "found", message: SlipRefusal.badCount(limit: 9).sentence(telling.words))
                ]
                work.older = "/slips"
                return PlacePage(telling: telling, record: places[1], work: work).page
            },
            specimen("a new place") { PlaceFormPage(telling: $0).page },
            specimen("a place, changed") { telling in
                PlaceFormPage(
                    telling: telling, code: "box-1", answers: PlaceFormPage.answers(of: places[2]),
                    errors: [FieldError(field: "opening", message: hostile)], status: 422
                ).page
            },
            specimen("an opening") { telling in
                OpeningPage(
                    telling: telling, place: places[0].place, opening: opening, slips: slips,
                    names: [1: text("测试", "Tester")]
                ).page
            },
            specimen("an opening, nothing found") { telling in
                OpeningPage(
                    telling: telling, place: places[0].place,
                    opening: Opening(
                        id: 8, place: "box-1", day: opening.day, person: 1, at: start, found: 0, entered: 0)
                ).page
            },
        ] + typing + rest

    private static let typing: [Specimen] = [
        specimen("one slip") { telling in
            OneSlipPage(telling: telling, place: places[0].place, opening: opening, next: 4, taken: "QS1")
                .page
        },
        specimen("one slip, the same words again") { telling in
            OneSlipPage(
                telling: telling, place: places[2].place, opening: opening, next: 4,
                answers: FormAnswers(["text": hostile, "twin": "yes"]),
                errors: [
                    FieldError(field: "text", message: SlipRefusal.twin(number: 2).sentence(telling.words))
                ],
                status: 409
            ).page
        },
        specimen("one slip, what may be the same") { telling in
            var page = OneSlipPage(
                telling: telling, place: places[0].place, opening: opening, next: 4,
                answers: FormAnswers(["text": long]))
            page.mayLook = true
            page.likely = [
                LikelyMatter(
                    number: "QS1", title: hostile, kind: "request", stage: "handling",
                    area: places[0].place.area, why: "")
            ]
            return page.page
        },
        specimen("one slip, nothing like it") { telling in
            var page = OneSlipPage(telling: telling, place: places[0].place, opening: opening, next: 4)
            (page.mayLook, page.likely) = (true, [])
            return page.page
        },
        specimen("a stack") { telling in
            StackPage(telling: telling, place: places[0].place, opening: opening, missing: [3, 4, 5]).page
        },
        specimen("a stack, one came back") { telling in
            StackPage(
                telling: telling, place: places[0].place, opening: opening, missing: [5], status: 422,
                outcome: StackOutcome(
                    taken: [(3, "QS3"), (4, "QS4")],
                    refused: [
                        RefusedSlip(number: 9, line: hostile, reason: SlipRefusal.noSuchNumber(found: 5)),
                        RefusedSlip(number: 5, line: long, reason: SlipRefusal.twin(number: 3)),
                    ])
            ).page
        },
    ]

    private static let rest: [Specimen] = [
        specimen("receipts, none") { telling in
            ReceiptsPage(telling: telling, place: places[0].place, opening: opening).page
        },
        specimen("receipts") { telling in
            ReceiptsPage(
                telling: telling, place: places[2].place, opening: opening,
                receipts: [
                    .init(slip: slips[0], number: "QS2026112200001", link: "https://12345.example/track/x")
                ], next: "/slips"
            ).page
        },
        specimen("receptions, none") { ReceptionsPage(telling: $0).page },
        specimen("receptions") { telling in
            ReceptionsPage(
                telling: telling,
                receptions: Reception.Mode.allCases.enumerated().map { index, mode in
                    Reception(
                        id: Int64(index), place: "studio-1", at: start, delegate: index == 0 ? hostile : "张三",
                        person: index == 1 ? nil : long, mode: mode, opinions: 1)
                }, matters: [0: ["QS1", "QS2"]], mayAdd: true, older: "/slips"
            ).page
        },
        specimen("a reception, no studio") { ReceptionFormPage(telling: $0, once: "once").page },
        specimen("a reception") { telling in
            ReceptionFormPage(
                telling: telling, studios: [places[1].place], studio: places[1].place, once: "once",
                answers: FormAnswers(["opinion": hostile]),
                errors: [
                    FieldError(
                        field: "opinion",
                        message: SlipRefusal.missing(field: "opinion").sentence(telling.words))
                ], status: 422
            ).page
        },
        specimen("figures of the slips, none") { FiguresPage(telling: $0, month: "2026-11").page },
        specimen("figures of the slips") { telling in
            FiguresPage(
                telling: telling, month: "2026-11", places: places.map(\.place),
                figures: ["box-1": [.slips: 40, .transferred: 30, .answered: 28], "odd": [.visit: 2]],
                without: [area], villages: 3
            ).page
        },
    ]

    // MARK: The town

    private static func text(_ zh: String, _ en: String) -> LocalText { LocalText(zh: zh, en: en) }
    private static let long = String(repeating: "长", count: 300)
    private static let area: AreaCode = {
        guard let area = AreaCode("980101001001") else { preconditionFailure("the specimens' area") }
        return area
    }()
    private static let start = Moment(milliseconds: 1_795_000_000_000)
    private static let opening: Opening = {
        guard let day = CivilDate("2026-11-16") else { preconditionFailure("the specimens' day") }
        return Opening(
            id: 7, place: "box-1", day: day, person: 1, at: start, found: 5, entered: 2,
            delegates: "张三;李四", scan: "f1")
    }()

    private static let slips = [
        Slip(
            number: 1, state: .taken, matterID: 1, matterNumber: "QS2026111600001", title: hostile, person: 1,
            at: start, printedAt: start),
        Slip(number: 2, state: .illegible, reason: long, person: 1, at: start),
    ]

    private static let places: [PlaceRecord] = [
        PlaceRecord(
            place: SpeakPlace(
                code: "box-1", kind: .box, name: text("东门说事箱", "Box at the east gate"), area: area,
                address: text("东门", "East gate"), opening: OpeningRule("mon 09:00-09:30")),
            changedAt: Moment(milliseconds: 0)),
        PlaceRecord(
            place: SpeakPlace(
                code: "studio-1", kind: .studio, name: text("第一工作室", "Studio 1"), area: area,
                phone: "13900000001", opening: OpeningRule("sat 09:00-11:30"), host: .firm, isShared: true,
                delegates: [text("张三", "Zhang San"), text("李四", "Li Si")], liaison: text("王五", "Wang Wu")),
            changedAt: start),
        PlaceRecord(
            place: SpeakPlace(
                code: "long", kind: .station, name: text(long, hostile), area: area,
                address: text(hostile, long), opening: OpeningRule("mon-fri 08:30-17:30")),
            changedAt: start),
    ]

    private static let city: City? = {
        guard let from = CivilDate("2026-01-01"), let through = CivilDate("2027-12-31"),
            let hours = DayHours("09:00-17:00"), let root = AreaCode("9801"),
            let town = AreaCode("980101001"),
            let calendar = try? WorkingCalendar(hours: [hours], from: from, through: through)
        else { return nil }
        return City(
            name: text("样城", "Sample"), version: 1,
            areas: AreaTree([
                Area(code: root, name: text("样城", "Sample")), Area(code: town, name: text("东镇", "East Town")),
                Area(code: area, name: text("东村", "East Village")),
            ]), area: root, units: [], roles: [],
            catalogue: Catalogue([.init(code: "c1", name: text("用水", "Water"), parent: nil, isLeaf: true)]),
            dispatch: DispatchCatalogue([]), procedures: [], firstKind: "plea", calendar: calendar,
            templates: [], desk: UnitCode("D"))
    }()

    private static func specimen(
        _ name: String, isWork: Bool = true, _ page: @escaping @Sendable (SlipTelling) -> Page
    ) -> Specimen {
        Specimen(name, officer: isWork ? officer : nil) { visit in
            guard let city else { preconditionFailure("the specimens' city") }
            return page(SlipTelling(visit: visit, city: city))
        }
    }

    private static let officer = Officer(
        personID: 1, name: text("测试", "Tester"), login: "tester",
        posts: [Post(role: "clerk", unit: UnitCode("D"), area: area)], powers: [.takeCalls], sessionID: "s")
}
