import Core
import Desk
import Markup
import Web

/// Every page of lines in its states.
enum LinesSpecimens {
    static let all: [Specimen] = register + transfers + window + messages

    private static let register: [Specimen] = [
        specimen("lines") { telling in
            RegisterPage(telling: telling, register: lines, day: day, today: day, mayEdit: true).page
        },
        specimen("lines, none") { telling in
            RegisterPage(
                telling: telling, register: LineRegister([]), day: day, today: day, mode: .expert,
                mayEdit: false
            ).page
        },
        specimen("lines, problems") { telling in
            let errors = ["code", "number", "owner", "mode", "from", "accept_minutes", "reason", "sheet"]
                .map { FieldError(field: $0, message: telling.words("lines.refusal.invalid")) }
            let answers = FormAnswers(["code": hostile, "name_zh": long, "sheet": hostile, "owner": hostile])
            return RegisterPage(
                telling: telling, register: lines, day: day, today: day,
                tried: .init(answers: answers, errors: errors), mayEdit: true
            ).page
        },
        specimen("line") { telling in
            LinePage(
                telling: telling,
                written: lines.entries.map {
                    .init(entry: $0, reason: hostile, person: 1, at: telling.now)
                }, names: [1: LocalText(zh: "测试一", en: "Tester One")], today: day, secret: "whsec_x",
                mayEdit: true, url: hostile, error: hostile
            ).page
        },
        specimen("line, of the pack") { telling in
            LinePage(
                telling: telling, written: [.init(entry: lines.entries[0], at: telling.now)], names: [:],
                today: day, mayEdit: false
            ).page
        },
        visitors("numbers") { telling in NumbersPage(telling: telling, lines: lines.lines(on: day)).page },
        visitors("numbers, none") { telling in
            NumbersPage(telling: telling, lines: lines.lines(on: day), search: hostile).page
        },
    ]

    private static let transfers: [Specimen] =
        [
            specimen("hand-overs, none") { telling in list(telling, []) },
            specimen("hand-overs") { telling in
                list(telling, TransferState.allCases.map { transfer($0, telling.now) })
            },
            specimen("hand over") { telling in
                HandOverPage(
                    telling: telling, number: "PL2026030200001", title: long,
                    partners: lines.lines(on: day).map { LinePartner(line: $0, isConnected: $0.isEmergency) }
                ).page
            },
            specimen("hand over, nobody") { telling in
                HandOverPage(telling: telling, number: "PL2026030200001", title: hostile, partners: []).page
            },
            specimen("hand over, problems") { telling in
                HandOverPage(
                    telling: telling, number: "PL2026030200001", title: hostile,
                    partners: lines.lines(on: day).map { LinePartner(line: $0, isConnected: false) },
                    answers: FormAnswers(["reason": hostile]),
                    errors: ["line", "reason"].map {
                        FieldError(field: $0, message: telling.words("lines.refusal.missing"))
                    }
                ).page
            },
        ]
        + TransferState.allCases.map { state in
            specimen("hand-over, \(state.rawValue)") { telling in
                TransferPage(
                    telling: telling, register: lines, transfer: transfer(state, telling.now),
                    told: TransferNews.Kind.allCases.enumerated().map { index, kind in
                        TransferTold(
                            TransferNews(kind, sequence: index + 1), text: hostile, at: telling.now,
                            isLate: index > 2)
                    }, mayTell: true
                ).page
            }
        }

    private static let window: [Specimen] = [
        specimen("window, nobody") { telling in
            WindowPage(
                telling: telling,
                window: .init(onDuty: nil, roster: [], open: [], ended: [], next: nil), today: day,
                mayEdit: true
            ).page
        },
        specimen("window") { telling in
            WindowPage(
                telling: telling,
                window: .init(
                    onDuty: duty, roster: [duty], open: [hard(telling.now)], ended: [hard(telling.now)],
                    next: nil), today: day, next: "x", mayEdit: true,
                errors: ["login", "from", "through"].map {
                    FieldError(field: $0, message: telling.words("lines.refusal.missing"))
                }
            ).page
        },
        specimen("hard matter") { telling in
            HardMatterPage(
                telling: telling, number: "PL2026030200001", title: hostile, hard: hard(telling.now),
                contacts: [
                    CityContact(id: 1, city: long, request: hostile, askedAt: telling.now),
                    CityContact(
                        id: 2, city: "澄江市", request: "档案", askedAt: telling.now, answer: hostile,
                        answeredAt: telling.now),
                ]
            ).page
        },
        specimen("hard matter, to be moved") { telling in
            HardMatterPage(
                telling: telling, number: "PL2026030200001", title: long, hard: nil, onDuty: duty,
                errors: [FieldError(field: "reason", message: telling.words("lines.refusal.missing"))]
            ).page
        },
        specimen("hard matter, nobody on duty") { telling in
            HardMatterPage(telling: telling, number: "PL2026030200001", title: long, hard: nil).page
        },
    ]

    private static let messages: [Specimen] = [
        specimen("messages, none") { telling in
            MessagesPage(
                telling: telling, counts: [], latest: [], today: day, once: "k", mayWrite: false
            ).page
        },
        specimen("messages") { telling in
            MessagesPage(
                telling: telling, counts: counts, latest: heard, today: day, once: "k", mayWrite: true,
                answers: FormAnswers(["text": hostile]),
                errors: ["kind", "channel", "unit", "day", "text"].map {
                    FieldError(field: $0, message: telling.words("lines.refusal.missing"))
                }
            ).page
        },
        specimen("messages of a unit") { telling in
            UnitHeardPage(
                telling: telling, unit: UnitCode("U"), kind: .complaint, counts: counts, heard: heard,
                next: "x"
            ).page
        },
        specimen("messages of a unit, none") { telling in
            UnitHeardPage(telling: telling, unit: UnitCode("U"), kind: .praise, counts: [], heard: []).page
        },
    ]

    // MARK: What they show

    private static let hostile = #""><script>alert(1)</script>"#
    private static let long = String(repeating: "长", count: 300)
    private static let day = CivilDate(daysSince1970: 20_514)
    private static let counts = Heard.Kind.allCases.map {
        HeardCount(unit: UnitCode("U"), kind: $0, count: 1204)
    }
    private static let heard = Heard.Kind.allCases.map {
        Heard(
            kind: $0, channel: .microblog, unit: UnitCode("U"), text: hostile, day: day,
            number: $0 == .complaint ? "PL2026030200001" : nil)
    }
    private static let duty = DutyDays(
        id: 1, person: 1, name: LocalText(zh: long, en: hostile), from: day, through: day.adding(days: 6))

    private static func hard(_ now: Moment) -> HardMatter {
        HardMatter(
            matterID: 1, number: "PL2026030200001", leader: duty, origin: UnitCode("U"), reason: hostile,
            person: 1, at: now)
    }

    private static let lines = LineRegister(
        LineMode.allCases.enumerated().map { index, mode in
            LineEntry(
                code: "L\(index)", number: "660000\(index)",
                name: index == 2
                    ? LocalText(zh: long, en: hostile) : LocalText(zh: "热线\(index)", en: "Line \(index)"),
                owner: UnitCode("U"), isEmergency: mode == .joint, mode: mode, from: day.adding(days: -index),
                batch: index == 0 ? hostile : nil)
        })

    private static func transfer(_ state: TransferState, _ now: Moment) -> Transfer {
        var transfer = Transfer(
            code: "Tabc", direction: state == .closed ? .in : .out, line: "L1",
            matter: (1, "PL2026030200001"), unit: UnitCode("U"), reason: hostile,
            isLifeThreatening: state == .delivered, createdAt: now + -600_000, acceptBy: now + 600_000)
        transfer.state = state
        transfer.partnerID = hostile
        if state == .refused {
            (transfer.why, transfer.missing, transfer.backstop) = (hostile, long, UnitCode("U"))
        }
        if state == .answered { transfer.acceptedAt = now }
        return transfer
    }

    private static func list(_ telling: LinesTelling, _ transfers: [Transfer]) -> Page {
        let sum = TransferSum(handed: 9, accepted: 4, inTime: 3, refused: 1, returned: 1, waited: 720_000)
        let rows =
            transfers.isEmpty
            ? []
            : [
                TransferSums.Row(line: "L2", direction: .out, sum: sum),
                TransferSums.Row(line: "gone", direction: .in, sum: TransferSum()),
            ]
        return TransfersPage(
            telling: telling, register: lines,
            filter: TransferFilter(from: Moment(milliseconds: 0), until: Moment(milliseconds: 0)),
            sums: TransferSums(first: day, last: day, rows: rows), transfers: transfers,
            next: transfers.isEmpty ? nil : "?after=x"
        ).page
    }

    private static func specimen(
        _ name: String, _ page: @escaping @Sendable (LinesTelling) -> Page
    ) -> Specimen {
        let officer = Officer(
            personID: 1, name: LocalText(zh: "测试一", en: "Tester One"), login: "one", posts: [],
            powers: [.takeCalls, .manageChannels, .figures], sessionID: "s")
        return Specimen(name, officer: officer) { visit in page(telling(visit)) }
    }

    private static func visitors(
        _ name: String, _ page: @escaping @Sendable (LinesTelling) -> Page
    ) -> Specimen {
        Specimen(name) { visit in page(telling(visit)) }
    }

    private static func telling(_ visit: Visit) -> LinesTelling {
        guard let city else { preconditionFailure("the specimens' city") }
        return LinesTelling(visit: visit, city: city)
    }

    private static let city: City? = {
        guard let from = CivilDate("2025-01-01"), let through = CivilDate("2027-12-31"),
            let hours = DayHours("09:00-17:00"), let area = AreaCode("9901"),
            let calendar = try? WorkingCalendar(hours: [hours], from: from, through: through)
        else { return nil }
        let name = LocalText(zh: "样城", en: "Sample")
        return City(
            name: name, version: 1, areas: AreaTree([]), area: area,
            units: [
                Unit(
                    code: UnitCode("U"), name: LocalText(zh: "样局", en: "Sample Bureau"), area: area,
                    parent: nil)
            ],
            roles: [], catalogue: Catalogue([]), dispatch: DispatchCatalogue([]), procedures: [],
            firstKind: "plea", calendar: calendar, templates: [], desk: UnitCode("U"))
    }()
}
