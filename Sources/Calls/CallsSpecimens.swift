import Core
import Desk
import Markup
import Web

/// Every page of calls in its states.
enum CallsSpecimens {
    static let all: [Specimen] = homes + consoles + lists + backs + seats + figures

    private typealias Town = SpecimenTown

    private static let homes = [
        Specimen("calls, none", officer: Town.taker) { visit in
            CallsHomePage(
                telling: Town.telling(visit), calls: [], agent: nil, backs: (0, 0), mayTake: true
            ).page
        },
        Specimen("calls", officer: Town.leader) { visit in
            let states: [(Call.State, Bool)] = [
                (.ringing, false), (.talking, true), (.over, false), (.over, true),
            ]
            let calls = states.enumerated().map { index, state in
                Town.record(visit.now, state.0, id: Int64(index + 1), odd: state.1)
            }
            return CallsHomePage(
                telling: Town.telling(visit), calls: calls, agent: Town.hostile, backs: (7, 3), guidance: 2,
                mayTake: true
            ).page
        },
        Specimen("calls, problems", officer: Town.taker) { visit in
            CallsHomePage(
                telling: Town.telling(visit), calls: [], agent: nil, backs: (1, 1), mayTake: true,
                answers: FormAnswers(["caller": Town.hostile]),
                errors: [
                    FieldError(
                        field: "caller", message: CallRefusal.invalid("caller", "phone").sentence(visit.words)
                    )
                ]
            ).page
        },
    ]

    private static let consoles = [
        console("call, ringing") { Town.record($0, .ringing) },
        console("call, on the line", full: true) { Town.record($0, .talking) },
        console("call, hostile", full: true, typed: Town.hostile + Town.long) {
            Town.record($0, .talking, odd: true)
        },
        console("call, problems", full: true, typed: Town.hostile, fails: true) { Town.record($0, .over) },
        console("call, missed") { Town.record($0, .abandoned) },
        console("call, filed", full: true) { Town.record($0, .over, result: .filed) },
        console("call, hostile, answered") { Town.record($0, .over, result: .answered, odd: true) },
        console("call, another concern", full: true, further: true) {
            Town.record($0, .over, result: .filed)
        },
        console("call, nobody on duty", noExpert: true) { Town.record($0, .talking) },
    ]

    private static func console(
        _ name: String, full: Bool = false, typed: String? = nil, fails: Bool = false, further: Bool = false,
        noExpert: Bool = false, _ record: @escaping @Sendable (Moment) -> CallRecord
    ) -> Specimen {
        Specimen(name, officer: Town.taker) { visit in
            var view = view(record(visit.now), visit, full: full)
            if noExpert { view.offer = .callBack(Town.seat(), due: visit.now + 7_200_000) }
            let answers = FormAnswers(typed.map { ["text": $0, "answer": $0, "place": $0] } ?? [:])
            let fields = ["text", "category", "join", "partner", "quick", "phone"]
            let errors = fields.map {
                FieldError(field: $0, message: CallRefusal.missing($0).sentence(visit.words))
            }
            return CallPage(
                telling: Town.telling(visit), view: view, answers: answers, errors: fails ? errors : [],
                once: "o", isFurther: further
            ).page
        }
    }

    private static func view(_ record: CallRecord, _ visit: Visit, full: Bool) -> CallView {
        var view = CallView(record: record)
        guard full else { return view }
        let matters = ["水压太低", Town.hostile + Town.long].compactMap { Town.matter(visit.now, $0) }
        view.earlier = matters
        view.earlierCalls = [
            Town.record(visit.now, .over, id: 8, result: .quick), Town.record(visit.now, .abandoned, id: 9),
        ]
        if record.result == .filed {
            view.matters = [CallMatter(matter: 17, call: 1, number: "QS2026110200017", how: .filed)]
            view.key = (
                "QS2026110200017",
                Move(
                    name: "key", text: Town.text("列为重点工单", "Mark as a key order"), told: nil, from: [],
                    to: nil, by: [.role("clerk")])
            )
        }
        view.partners = [
            TransferPartner(code: "110", name: Town.text("报警", "Police"), isEmergency: true),
            TransferPartner(code: "odd", name: Town.text(Town.long, Town.hostile)),
        ]
        view.quick = [
            QuickChoice(
                id: "move", title: "请人挪车", steps: ["记下车牌。", Town.hostile],
                fields: [.init(name: "plate", label: "车牌", isRequired: true)])
        ]
        view.suggested = CallSuggestions(
            answers: [KnownAnswer(id: "7.1", title: Town.hostile, text: Town.long, path: "/knowledge/7")],
            joinable: matters.prefix(1).map { LikelyMatter($0) }, categories: ["water", "odd"])
        view.offer = .seats([Town.seat(), Town.seat("odd", Town.text(Town.long, Town.hostile))])
        view.showsNumber = true
        view.reveals = [(2, visit.now, Town.hostile)]
        return view
    }

    // MARK: Lists

    private static let lists = [
        Specimen("calls of some days, none", officer: Town.leader) { list($0, []) },
        Specimen("calls of some days", officer: Town.leader) { visit in
            list(
                visit,
                [
                    Town.record(visit.now, .over, id: 1, result: .filed),
                    Town.record(visit.now, .over, id: 2, result: .answered, odd: true),
                    Town.record(visit.now, .abandoned, id: 3), Town.record(visit.now, .ringing, id: 4),
                ])
        },
    ]

    private static func list(_ visit: Visit, _ records: [CallRecord]) -> Page {
        let today = Town.city.calendar.date(of: visit.now)
        var question = CallQuestion(from: visit.now, until: visit.now)
        if !records.isEmpty { (question.grade, question.taker) = (.late, "a:\(Town.hostile)") }
        return CallListPage(
            telling: Town.telling(visit), records: records, first: today, last: today, question: question,
            hour: records.isEmpty ? nil : "9", newest: "/calls/list", older: "/calls/list?after=x"
        ).page
    }

    private static let backs = [
        Specimen("call-backs of experts, none", officer: Town.taker) { visit in
            CallBacksPage(
                telling: Town.telling(visit), open: [], done: [], seats: [:], mine: [], mayTake: true
            ).page
        },
        Specimen("call-backs of experts", officer: Town.taker) { visit in
            CallBacksPage(
                telling: Town.telling(visit),
                open: [
                    Town.back(visit.now, id: 1, late: true),
                    Town.back(visit.now, id: 2, late: false, odd: true),
                ], done: [Town.back(visit.now, id: 3, late: false, done: true)],
                seats: ["water": Town.seat()], mine: ["water"], mayTake: true,
                answers: FormAnswers(["result": Town.hostile]),
                errors: [
                    FieldError(
                        field: "result-1", message: CallRefusal.missing("result").sentence(visit.words))
                ], more: "/calls/backs?after=x"
            ).page
        },
    ]

    private static let seats = [
        Specimen("expert seats, none", officer: Town.leader) { visit in
            CallSeatsPage(telling: Town.telling(visit), seats: []).page
        },
        Specimen("expert seats", officer: Town.leader) { visit in
            CallSeatsPage(
                telling: Town.telling(visit),
                seats: [
                    .init(seat: Town.seat()),
                    .init(seat: Town.seat("odd", Town.text(Town.long, Town.hostile)), isActive: false),
                ], edited: Town.seat(), answers: FormAnswers(["duty": Town.hostile]),
                errors: ["duty", "code"].map {
                    FieldError(field: $0, message: CallRefusal.invalid($0, "duty").sentence(visit.words))
                }
            ).page
        },
    ]

    private static let figures = [
        Specimen("figures of calls, none", officer: Town.leader) { visit in
            let today = Town.city.calendar.date(of: visit.now)
            return CallFiguresPage(
                telling: Town.telling(visit), first: today, last: today,
                report: CallReport(cells: [:], times: [:]), worst: nil, alert: 85
            ).page
        },
        Specimen("figures of calls", officer: Town.leader) { visit in
            let today = Town.city.calendar.date(of: visit.now)
            return CallFiguresPage(
                telling: Town.telling(visit), first: today.adding(days: -6), last: today,
                report: Town.report(visit.now),
                worst: CallWindow(from: visit.now, arrived: 300, connected: 270), alert: 40,
                answers: FormAnswers(["alert": Town.hostile]),
                errors: [
                    FieldError(
                        field: "alert", message: CallRefusal.invalid("alert", "percent").sentence(visit.words)
                    )
                ]
            ).page
        },
    ]
}
