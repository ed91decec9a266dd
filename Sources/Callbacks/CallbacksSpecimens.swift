import Core
import Desk
import Markup
import Web

/// Every page of calling back in its states.
enum CallbacksSpecimens {
    static let all: [Specimen] = queues + consoles + lists

    private static let queues = [
        Specimen("call-backs, none", officer: officer) { visit in
            QueuePage(telling: telling(visit), queue: CallDesk.Queue()).page
        },
        Specimen("call-backs", officer: officer) { visit in
            let figures = CallFigures(sums: [
                "opinion": 31, "content": 28, "attempt:noAnswer": 12, "check": 4,
            ])
            let rows = lives(visit.now).compactMap { $0.life?.row() }
            let queue = CallDesk.Queue(
                ready: rows.filter { $0.duty.notBefore <= visit.now },
                later: rows.filter { $0.duty.notBefore > visit.now }, taken: [17])
            return QueuePage(
                telling: telling(visit), queue: queue, today: CallFigures(sums: [:]), week: figures
            ).page
        },
    ]

    private static let consoles =
        [
            "call", "call, tried", "call, third try", "call, over", "check", "hostile call",
        ].flatMap { name in
            [
                console(name, name) { _, page in page },
                console("\(name), problems", name) { visit, page in
                    var page = page
                    page.answers = FormAnswers(["solved": hostile, "why": hostile])
                    page.errors = ["solved", "satisfied", "reason", ""].map {
                        FieldError(field: $0, message: visit.words("callbacks.missing"))
                    }
                    return page
                },
            ]
        } + [
            console("call, number shown", "call") { _, page in
                var page = page
                page.contact = ["测试甲", "19900001234", hostile + String(repeating: "长", count: 300)]
                return page
            },
            console("call, in another's hand", "call", isMine: false) { _, page in page },
        ]

    private static let lists = [
        Specimen("visits, none", officer: officer) { visit in
            VisitsPage(telling: telling(visit), rows: []).page
        },
        Specimen("visits", officer: officer) { visit in
            VisitsPage(telling: telling(visit), rows: lives(visit.now).compactMap { $0.life?.row() }).page
        },
        Specimen("reviews, none", officer: officer) { visit in
            ReviewsPage(
                telling: telling(visit), asked: [], sides: [:], excluded: [], excludedCount: 0,
                closedCount: 240
            ).page
        },
        Specimen("reviews", officer: officer) { visit in
            let some = lives(visit.now).compactMap(\.life)
            return ReviewsPage(
                telling: telling(visit), asked: some.compactMap { $0.row([.exclusion]) },
                sides: Dictionary(
                    some.compactMap { life in life.record.map { ($0.id, life.matter.side) } },
                    uniquingKeysWith: { $1 }),
                excluded: some.compactMap(\.record), excludedCount: 73, closedCount: 240
            ).page
        },
    ]

    private static func console(
        _ name: String, _ life: String, isMine: Bool = true,
        _ changed: @escaping @Sendable (Visit, ConsolePage) -> ConsolePage
    ) -> Specimen {
        Specimen("\(name), console", officer: officer) { visit in
            let subject = lives(visit.now).first { $0.name == life }?.life?.subject([
                "测***", "199****1234",
            ])
            guard let subject else { preconditionFailure("a life of the specimens: \(life)") }
            let actor = Actor.officer(id: 1, posts: [SpecimenCalls.caller])
            let steps = CallSteps(
                possibleMoves(on: subject.matter, by: actor, in: SpecimenCalls.city, at: visit.now))
            return changed(
                visit,
                ConsolePage(telling: telling(visit), subject: subject, steps: steps, isMine: isMine)
            ).page
        }
    }

    /// Matters in every state that a call finds them in.
    static func lives(_ now: Moment) -> [(name: String, life: SpecimenCall?)] {
        let plain = SpecimenCall("楼道的灯坏了三天。", at: now)?.answered("灯已换好。")
        let tried = plain?.after(
            "call", [.attempt: "noAnswer"], by: SpecimenCalls.caller, hoursAgo: 30)
        let often = tried?.after("call", [.attempt: "switchedOff"], by: SpecimenCalls.caller, hoursAgo: 20)
            .after("call", [.attempt: "wrongNumber"], by: SpecimenCalls.caller, hoursAgo: 10)
        let done = plain?.after(
            "hear", [.solved: "yes", .satisfied: "yes", .way: "phone"], by: SpecimenCalls.caller, hoursAgo: 60
        )
        let strange = SpecimenCall(
            hostile + String(repeating: "长", count: 300), id: 18, at: now)?
            .answered(hostile + String(repeating: "w", count: 300))
            .after("call", [.attempt: "refused"], by: SpecimenCalls.caller, hoursAgo: 1)
        let back = plain?.after(
            "hear", [.solved: "no", .satisfied: "no", .why: hostile], by: SpecimenCalls.caller, hoursAgo: 60)
        func asked(_ id: Int64, _ reason: String) -> SpecimenCall? {
            SpecimenCall("停电了。", id: id, at: now)?.answered("线路在检修。")
                .after("hear", [.solved: "no", .satisfied: "no"], by: SpecimenCalls.caller, hoursAgo: 20)
                .after("exclude", [.reason: reason], by: SpecimenCalls.hand, hoursAgo: 5)
        }
        return [
            ("review", asked(19, "台风当天全城停电，单位没有办法。")), ("hostile review", asked(20, hostile)),
            ("call", plain), ("call, tried", tried), ("call, third try", often), ("call, over", back),
            ("check", done), ("hostile call", strange),
        ]
    }

    private static let hostile = #""><script>alert(1)</script>{x}"#

    private static func telling(_ visit: Visit) -> CallTelling {
        CallTelling(visit: visit, city: SpecimenCalls.city)
    }

    private static let officer = Officer(
        personID: 7, name: LocalText(zh: "周晓岚", en: "Zhou Xiaolan"), login: "zhou",
        posts: [SpecimenCalls.caller], powers: [.figures], sessionID: "s")
}
