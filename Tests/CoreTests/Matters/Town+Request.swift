import Core

extension Stage {
    init(_ name: String, _ holder: Holder, closes: Outcome? = nil) {
        self.init(name: name, text: Town.same(name), told: Town.same(name), holder: holder, closes: closes)
    }
}

extension Move {
    init(
        _ name: String, from: [String], to: String? = nil, by: [Party], asks: [Ask] = [], needs: [Guard] = [],
        does: [Effect] = [], automatic: Bool = false
    ) {
        self.init(
            name: name, text: Town.same(name), told: nil, from: from, to: to, by: by, asks: asks,
            needs: needs,
            does: does, automatic: automatic)
    }
}

extension Procedure {
    init(_ kind: String, _ stages: [Stage], _ moves: [Move], _ limits: [TimeLimit] = []) {
        self.init(
            kind: kind, version: 1, name: Town.same(kind), prefix: "RQ", stages: stages, moves: moves,
            limits: limits)
    }
}

private func asks(_ words: InputWord...) -> [Move.Ask] { words.map { Move.Ask($0) } }
private func may(_ words: InputWord...) -> [Move.Ask] { words.map { Move.Ask($0, required: false) } }
private func role(_ names: String...) -> [Party] { names.map { .role($0) } }

extension Town {
    /// The way of an ordinary request. `adding` stand behind its own moves.
    static func request(adding more: [Move] = [], without left: Set<String> = []) -> Procedure {
        let moves = desk + work + talk + exits
        return Procedure("request", stages, moves.filter { !left.contains($0.name) } + more, limits)
    }

    private static let stages = [
        Stage("received", .desk), Stage("handling", .lead), Stage("asking", .resident), Stage("scope", .desk),
        Stage("archived", .desk), Stage("solved", .nobody, closes: .solved),
        Stage("withdrawn", .nobody, closes: .withdrawn), Stage("outside", .nobody, closes: .notInScope),
        Stage("silent", .nobody, closes: .unreachable), Stage("merged", .nobody, closes: .merged),
        Stage("elsewhere", .nobody, closes: .elsewhere),
    ]

    private static let desk = [
        Move("categorise", from: ["received"], by: role("clerk"), asks: asks(.category), does: [.categorise]),
        Move(
            "classify", from: ["received", "handling", "asking"], by: role("dispatcher"),
            asks: may(.route, .grade, .urgency, .reason), does: [.classify]),
        Move(
            "dispatch", from: ["received"], to: "handling", by: role("dispatcher"), asks: asks(.unit),
            needs: [.categorised], does: [.dispatch, .tell(.lead, template: "new")]),
        Move(
            "recall", from: ["handling"], to: "received", by: role("dispatcher"), asks: asks(.reason),
            does: [.takeBack]),
    ]

    private static let work = [
        Move(
            "giveBack", from: ["handling"], to: "received", by: role("handler"), asks: asks(.reason),
            needs: [.returnsBelow(2)], does: [.takeBack]),
        Move(
            "answer", from: ["handling"], to: "asking", by: role("handler"), asks: asks(.answer),
            needs: [.dispatched], does: [.answer, .ask, .tell(.resident, template: "answered")]),
        Move(
            "escalate", from: ["handling"], by: role("supervisor"), needs: [.dispatched],
            does: [.escalate, .tell(.superior, template: "raised")]),
        Move(
            "deepen", from: ["handling"], by: role("supervisor"), needs: [.roundsAtLeast(2)],
            does: [.escalate]),
        Move("reveal", from: ["handling"], by: role("handler"), asks: asks(.reason), does: [.revealContact]),
        Move(
            "remind", from: ["handling", "received"], by: [.system], does: [.tell(.lead, template: "soon")]),
        Move("overdue", from: ["received", "handling", "scope"], by: [.system], does: [.markOverdue]),
        Move(
            "archive", from: ["handling"], to: "archived", by: role("supervisor"),
            asks: asks(.explanation, .reviewOn),
            does: [.archive]),
        Move(
            "wake", from: ["archived"], to: "handling", by: role("supervisor") + [.system],
            needs: [.reviewDue]),
    ]

    private static let talk = [
        Move(
            "rate", from: ["asking"], by: [.resident, .role("caller")],
            asks: asks(.solved, .satisfied) + may(.why), needs: [.answered], does: [.opinion]),
        Move("close", from: ["asking"], to: "solved", by: [], needs: [.satisfied], automatic: true),
        Move("sendBack", from: ["asking"], to: "handling", by: [], needs: [.unsatisfied], automatic: true),
        Move(
            "attempt", from: ["asking"], by: role("caller"), asks: asks(.attempt), needs: [.outsideLead],
            does: [.attempt]),
        Move(
            "urge", from: ["received", "handling"], by: [.resident], needs: [.notWithin(hours: 24)],
            does: [.urge]),
        Move(
            "add", from: ["received", "handling", "asking"], by: [.resident], asks: asks(.text),
            does: [.add]),
        Move(
            "note", from: ["received", "handling", "asking", "scope", "solved"],
            by: role("clerk", "dispatcher", "handler", "caller"), asks: asks(.note), does: [.note]),
    ]

    private static let exits = [
        Move(
            "giveUp", from: ["asking"], to: "silent", by: role("caller") + [.system],
            needs: [.attempts(atLeast: 3, hoursApart: 24)]),
        Move(
            "withdraw", from: ["received", "handling", "asking", "scope", "archived"], to: "withdrawn",
            by: [.resident], asks: may(.reason)),
        Move(
            "proposeScope", from: ["received", "handling"], to: "scope", by: role("clerk", "handler"),
            asks: asks(.explanation), does: [.proposeScope]),
        Move(
            "confirmScope", from: ["scope"], to: "outside", by: role("clerk", "supervisor"),
            needs: [.scopeProposed, .anotherPerson(than: "proposeScope")]),
        Move(
            "dropScope", from: ["scope"], to: "received", by: role("clerk", "supervisor"),
            does: [.dropProposal]),
        Move(
            "merge", from: ["received"], to: "merged", by: role("clerk"), asks: asks(.matter),
            does: [.merge]),
        Move(
            "reopen", from: ["solved", "silent"], to: "handling", by: [.resident], asks: asks(.reason),
            needs: [.reopensBelow(1), .closedWithin(days: 30)], does: [.reopen]),
    ]

    private static let limits = [
        TimeLimit(
            name: "whole", text: same("总时限"), span: .workingDays(15),
            runs: ["received", "handling", "scope"],
            pauses: ["asking", "archived"], warnAtPercent: 80, atWarning: "remind", atExpiry: "overdue",
            spanByUrgency: [.urgent: .workingDays(5), .emergency: .calendar(24 * hour)]),
        TimeLimit(
            name: "register", text: same("受理"), span: .workingHours(4 * hour), runs: ["received"],
            atExpiry: "overdue"),
        TimeLimit(
            name: "rating", text: same("评价"), span: .calendar(15 * day), runs: ["asking"], warnAtPercent: 50,
            atExpiry: "giveUp"),
        TimeLimit(
            name: "review", text: same("复核"), span: .calendar(365 * day), runs: ["archived"], atExpiry: "wake"
        ),
    ]
}
