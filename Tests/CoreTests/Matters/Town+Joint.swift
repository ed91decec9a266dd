import Core

extension Town {
    /// What more than one unit, and more than one person, have to do with: parts, decisions, supervision,
    /// levels, leaders, parties, checks.
    static func joint() -> Procedure {
        Procedure(
            "joint",
            [
                Stage("received", .desk), Stage("handling", .lead), Stage("suspended", .lead),
                Stage("ruling", .desk), Stage("asking", .resident), Stage("calling", .desk),
                Stage("joined", .main), Stage("solved", .nobody, closes: .solved),
                Stage("withdrawn", .nobody, closes: .withdrawn),
                Stage("merged", .nobody, closes: .merged), Stage("silent", .nobody, closes: .unreachable),
            ], jointMoves, jointLimits)
    }

    static let jointCity = city(procedures: [request(), criticism(), joint()])

    private static let opinion = [Move.Ask(.solved), Move.Ask(.satisfied), Move.Ask(.why, required: false)]
    private static let jointOpen = [
        "received", "handling", "suspended", "ruling", "asking", "calling", "joined",
    ]

    private static let jointMoves: [Move] =
        mainMoves + joinMoves + partMoves + decisionMoves + pressMoves
        + checkMoves

    private static let mainMoves = [
        Move(
            "close", from: ["asking", "calling"], to: "solved", by: [], needs: [.satisfied],
            does: [.revisit(days: 30)], automatic: true),
        Move(
            "sendBack", from: ["asking", "calling"], to: "handling", by: [],
            needs: [.unsatisfied, .dispatched],
            automatic: true),
        Move(
            "toRuling", from: ["received"], to: "ruling", by: [], needs: [.returnsAtLeast(2)], automatic: true
        ),
        Move(
            "dispatch", from: ["received"], to: "handling", by: [.role("dispatcher")],
            asks: [Move.Ask(.unit), Move.Ask(.route, required: false), Move.Ask(.grade, required: false)],
            does: [.dispatch, .classify]),
        Move(
            "arbitrate", from: ["ruling"], to: "handling", by: [.role("supervisor")],
            asks: [Move.Ask(.unit), Move.Ask(.reason)], does: [.dispatch, .rule]),
        Move(
            "return", from: ["handling"], to: "received", by: [.role("handler")], asks: [Move.Ask(.reason)],
            needs: [.returnsBelow(2), .notRuled], does: [.takeBack]),
        Move(
            "answer", from: ["handling"], to: "asking", by: [.role("handler")], asks: [Move.Ask(.answer)],
            needs: [.partsAnswered, .wayKept], does: [.answer, .ask]),
        Move("rate", from: ["asking", "calling"], by: [.resident], asks: opinion, does: [.opinion]),
        Move(
            "record", from: ["calling"], by: [.role("caller")],
            asks: opinion + [Move.Ask(.way, required: false)],
            needs: [.outsideLead], does: [.opinion]),
        Move(
            "tryCall", from: ["calling"], by: [.role("caller")], asks: [Move.Ask(.attempt)],
            needs: [.outsideLead],
            does: [.attempt]),
        Move(
            "giveUp", from: ["calling"], to: "silent", by: [.role("caller")],
            needs: [.attempts(atLeast: 3, hoursApart: 24)]),
        Move("toCalling", from: ["asking"], to: "calling", by: [.system]),
        Move("withdraw", from: jointOpen, to: "withdrawn", by: [.resident]),
        Move(
            "merge", from: ["received", "handling"], to: "merged", by: [.role("dispatcher")],
            asks: [Move.Ask(.matter)], does: [.merge]),
    ]

    /// One matter for one problem.
    private static let joinMoves = [
        Move(
            "join", from: ["received", "handling"], to: "joined", by: [.role("dispatcher")],
            asks: [Move.Ask(.matter)], does: [.join]),
        Move(
            "leave", from: ["joined"], to: "received", by: [.role("dispatcher")], asks: [Move.Ask(.reason)],
            does: [.leave]),
        Move(
            "answerJoined", from: ["joined"], to: "asking", by: [.system],
            asks: [Move.Ask(.unit, required: false), Move.Ask(.answer)], does: [.shareAnswer, .ask]),
        Move(
            "joinOn", from: ["joined"], to: "joined", by: [.system], asks: [Move.Ask(.matter)],
            does: [.join]),
        Move("leaveAlone", from: ["joined"], to: "received", by: [.system], does: [.leave]),
        Move(
            "sendBackToDesk", from: ["asking", "calling"], to: "received", by: [], needs: [.unsatisfied],
            automatic: true),
    ]

    private static let partMoves = [
        Move(
            "givePart", from: ["handling"], by: [.role("handler"), .role("dispatcher")],
            asks: [Move.Ask(.part), Move.Ask(.task), Move.Ask(.until, required: false)], does: [.givePart]),
        Move(
            "answerPart", from: ["handling"], by: [.role("handler")], asks: [Move.Ask(.answer)],
            does: [.answerPart]),
        Move(
            "refusePart", from: ["handling"], by: [.role("handler")], asks: [Move.Ask(.reason)],
            does: [.refusePart]),
        Move(
            "insistPart", from: ["handling"], by: [.role("dispatcher")],
            asks: [Move.Ask(.part), Move.Ask(.reason)], does: [.insistPart]),
        Move(
            "dropPart", from: ["handling"], by: [.role("handler"), .role("dispatcher")],
            asks: [Move.Ask(.part), Move.Ask(.reason)], does: [.dropPart]),
        Move("latePart", from: ["handling"], by: [.system], does: [.markOverdue]),
    ]

    private static let decisionMoves = [
        Move(
            "askTime", from: ["handling"], by: [.role("handler")],
            asks: [Move.Ask(.until), Move.Ask(.reason)],
            needs: [.extensionsBelow(2)], does: [.propose(.extension)]),
        Move(
            "giveTime", from: ["handling"], by: [.role("supervisor"), .role("handler")],
            does: [.grant(.extension)]),
        Move(
            "denyTime", from: ["handling"], by: [.role("supervisor"), .role("handler")],
            asks: [Move.Ask(.reason)], does: [.deny(.extension)]),
        Move(
            "askRest", from: ["handling"], by: [.role("handler")],
            asks: [Move.Ask(.reason), Move.Ask(.reviewOn)], needs: [.suspensionsBelow(2)],
            does: [.propose(.suspension)]),
        Move(
            "giveRest", from: ["handling"], to: "suspended", by: [.role("supervisor")],
            does: [.grant(.suspension)]),
        Move(
            "denyRest", from: ["handling"], by: [.role("supervisor")], asks: [Move.Ask(.reason)],
            does: [.deny(.suspension)]),
        Move("resume", from: ["suspended"], to: "handling", by: [.system, .role("supervisor")]),
        Move(
            "askNotToCount", from: jointOpen + ["solved"], by: [.role("handler")], asks: [Move.Ask(.reason)],
            does: [.propose(.exclusion)]),
        Move(
            "doNotCount", from: jointOpen + ["solved"], by: [.role("supervisor")],
            does: [.grant(.exclusion)]),
        Move(
            "doCount", from: jointOpen + ["solved"], by: [.role("supervisor")], asks: [Move.Ask(.reason)],
            does: [.deny(.exclusion)]),
    ]

    private static let pressMoves = [
        Move(
            "superviseByRule", from: ["handling"], by: [], needs: [.roundsAtLeast(2), .notSupervised],
            does: [.supervise], automatic: true),
        Move(
            "overdue", from: ["received", "handling", "ruling", "joined"], by: [.system],
            does: [.markOverdue]),
        Move(
            "supervise", from: ["handling", "suspended"], by: [.role("supervisor")],
            asks: [Move.Ask(.demand, required: false)], does: [.supervise]),
        Move(
            "answerSupervision", from: ["handling", "suspended"], by: [.role("handler")],
            asks: [Move.Ask(.answer)], does: [.answerSupervision]),
        Move(
            "lift", from: ["handling", "suspended"], by: [.role("supervisor"), .role("handler")],
            asks: [Move.Ask(.reason)], does: [.liftSupervision]),
        Move(
            "press", from: ["handling", "suspended"], by: [.role("supervisor"), .system],
            does: [.raiseSupervision]),
        Move("escalate", from: ["handling"], by: [.role("handler"), .system], does: [.escalate]),
        Move("takeRaise", from: ["handling"], by: [.role("handler")], does: [.takeRaise]),
        Move(
            "handDown", from: ["handling"], by: [.role("handler")], asks: [Move.Ask(.answer)],
            does: [.handDown]),
        Move("claim", from: ["handling"], by: [.role("handler")], asks: [Move.Ask(.until)], does: [.claim]),
        Move(
            "callLeader", from: ["handling"], by: [.role("supervisor")],
            asks: [Move.Ask(.sharpness), Move.Ask(.reason)], does: [.callLeader]),
        Move(
            "contract", from: ["handling"], by: [.role("supervisor")],
            asks: [Move.Ask(.plan), Move.Ask(.until)],
            does: [.contract]),
        Move("contact", from: ["handling"], by: [.role("handler")], asks: [Move.Ask(.way)], does: [.contact]),
        Move("key", from: ["handling"], by: [.role("clerk")], asks: [Move.Ask(.reason)], does: [.key]),
        Move("guide", from: ["handling"], by: [.role("supervisor")], asks: [Move.Ask(.note)], does: [.guide]),
        Move("urge", from: ["handling"], by: [.resident], needs: [.notWithin(hours: 24)], does: [.urge]),
    ]

    private static let checkMoves = [
        Move(
            "recheck", from: ["solved"], by: [.role("caller")], asks: opinion, needs: [.outsideLead],
            does: [.recheck]),
        Move(
            "tryCheck", from: ["solved"], by: [.role("caller")], asks: [Move.Ask(.attempt)],
            needs: [.outsideLead], does: [.tryCheck]),
        Move("dropCheck", from: ["solved"], by: [.role("caller")], needs: [.outsideLead], does: [.dropCheck]),
        Move(
            "reopen", from: ["solved"], to: "received", by: [], needs: [.checkFailed], does: [.reopen],
            automatic: true),
        Move(
            "nameParty", from: ["handling"], by: [.role("handler")],
            asks: [Move.Ask(.party), Move.Ask(.partyKind)], does: [.nameParty]),
        Move(
            "agree", from: ["handling"], by: [.role("handler")], asks: [Move.Ask(.agreement)],
            does: [.agree]),
        Move(
            "accept", from: ["handling"], by: [.role("handler")],
            asks: [Move.Ask(.party), Move.Ask(.accepts)], does: [.accept]),
    ]

    private static let jointLimits = [
        TimeLimit(
            name: "whole", text: same("总时限"), span: .calendar(7 * day),
            runs: ["received", "handling", "ruling", "joined"],
            pauses: ["asking", "calling", "suspended"], atExpiry: "overdue"),
        TimeLimit(
            name: "rating", text: same("评价"), span: .calendar(7 * day), runs: ["asking"],
            atExpiry: "toCalling"),
        TimeLimit(
            name: "review", text: same("复查"), span: .calendar(90 * day), runs: ["suspended"],
            atExpiry: "resume"),
        TimeLimit(
            name: "part", text: same("协办"), span: .calendar(3 * day), runs: ["handling"],
            atExpiry: "latePart",
            subject: .part),
        TimeLimit(name: "deciding", text: same("审批"), span: .workingDays(2), runs: [], subject: .decision),
        TimeLimit(
            name: "pressing", text: same("督办"), span: .calendar(3 * day), runs: [], atExpiry: "press",
            subject: .supervision),
        TimeLimit(
            name: "raising", text: same("上级"), span: .calendar(2 * day), runs: [], atExpiry: "escalate",
            subject: .raise),
        TimeLimit(
            name: "contacting", text: same("联系"), span: .calendar(day), runs: ["handling"],
            subject: .contact),
        TimeLimit(
            name: "promise", text: same("承诺"), span: .calendar(day), runs: ["handling"], subject: .promise),
        TimeLimit(name: "afterwards", text: same("回访"), span: .calendar(5 * day), runs: [], subject: .check),
    ]
}

extension Story {
    /// A joint matter that the roads office leads.
    static func led() throws -> Story {
        var story = try Story(Town.raised("joint"), in: Town.jointCity)
        try story.when("dispatch", [.unit: "ROADS"], by: .dispatcher)
        return story
    }
}
