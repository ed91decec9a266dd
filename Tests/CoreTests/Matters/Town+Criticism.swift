import Core

extension Town {
    /// A criticism: the resident is asked twice, the second time on a visit a month later.
    static func criticism() -> Procedure {
        let open = ["received", "handling", "asking", "waiting", "visiting"]
        let opinion = [Move.Ask(.solved), Move.Ask(.satisfied), Move.Ask(.why, required: false)]
        return Procedure(
            "criticism",
            [
                Stage("received", .desk), Stage("handling", .lead), Stage("asking", .resident),
                Stage("waiting", .desk), Stage("visiting", .desk), Stage("settled", .nobody, closes: .solved),
                Stage("withdrawn", .nobody, closes: .withdrawn),
                Stage("silent", .nobody, closes: .unreachable),
            ],
            [
                Move(
                    "dispatch", from: ["received"], to: "handling", by: [.role("dispatcher")],
                    asks: [Move.Ask(.unit)], does: [.dispatch]),
                Move(
                    "pass", from: ["handling"], by: [.role("dispatcher")], asks: [Move.Ask(.unit)],
                    does: [.dispatch]),
                Move(
                    "answer", from: ["handling"], to: "asking", by: [.role("handler")],
                    asks: [Move.Ask(.answer)],
                    does: [.answer, .ask]),
                Move(
                    "rate", from: ["asking", "visiting"], by: [.resident, .role("caller")], asks: opinion,
                    does: [.opinion]),
                Move("settle", from: ["asking"], to: "waiting", by: [], needs: [.satisfied], automatic: true),
                Move(
                    "sendBack", from: ["asking", "visiting"], to: "handling", by: [], needs: [.unsatisfied],
                    automatic: true),
                Move(
                    "visit", from: ["waiting"], to: "visiting", by: [.system, .role("caller")], does: [.ask]),
                Move(
                    "close", from: ["visiting"], to: "settled", by: [], needs: [.satisfied], automatic: true),
                Move(
                    "attempt", from: ["asking", "visiting"], by: [.role("caller")],
                    asks: [Move.Ask(.attempt)],
                    does: [.attempt]),
                Move(
                    "giveUp", from: ["asking", "visiting"], to: "silent", by: [.role("caller")],
                    needs: [.attempts(atLeast: 2, hoursApart: 24)]),
                Move("withdraw", from: open, to: "withdrawn", by: [.resident]),
            ],
            [
                TimeLimit(
                    name: "work", text: same("办理"), span: .workingDays(7), runs: ["received", "handling"],
                    pauses: ["asking"], warnAtPercent: 50, atWarning: "nothing"),
                TimeLimit(
                    name: "month", text: same("回头看"), span: .calendar(30 * day), runs: ["waiting"],
                    atExpiry: "visit"),
            ])
    }
}
