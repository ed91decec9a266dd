/// Who may do what with which inputs, and what has to hold before a matter ends.
extension ProcedureCheck {
    mutating func checkHolder(of stage: Stage) {
        let subject = ProcedureComplaint.Subject.stage(stage.name)
        if stage.closes == nil, stage.holder == .nobody {
            complain(
                subject, "holder", .rule, "the stage \"\(stage.name)\" is open, but nobody holds it",
                "Say who does the next thing: desk, lead or resident")
        }
        if stage.closes != nil, stage.holder != .nobody {
            complain(
                subject, "holder", .rule,
                "the stage \"\(stage.name)\" closes, but the \(stage.holder.rawValue) holds it",
                "Write `holder: nobody`")
        }
    }

    // MARK: Inputs

    mutating func checkInputs(of move: Move) {
        let subject = ProcedureComplaint.Subject.move(move.name)
        let required = Set(move.asks.filter(\.required).map(\.word))
        let asked = Set(move.asks.map(\.word))
        for effect in move.does {
            for word in effect.needs.sorted() where !required.contains(word) {
                let leave = asked.contains(word) ? "lets \"\(word.rawValue)\" be left out" : "does not ask it"
                complain(
                    subject, "asks", .rule,
                    "the move \"\(move.name)\" does \(effect.word.rawValue), which takes "
                        + "\"\(word.rawValue)\", but \(leave)",
                    "Add \(word.rawValue) to `asks`, without a question mark")
            }
        }
        checkBeside(move)
        if move.does.contains(.classify), asked.isDisjoint(with: [.route, .grade, .urgency]) {
            complain(
                subject, "asks", .rule,
                "the move \"\(move.name)\" classifies, but asks nothing to classify by",
                "Add route, grade or urgency to `asks`")
        }
        let used = move.does.reduce(into: Set<InputWord>([.reason, .files])) { $0.formUnion($1.uses) }
        for word in asked.subtracting(used).sorted() {
            complain(
                subject, "asks", .rule,
                "the move \"\(move.name)\" asks \"\(word.rawValue)\", but nothing it does keeps the answer",
                "Remove it from `asks`, or add the effect that takes it")
        }
        for word in doubled(move.asks.map(\.word)) {
            complain(
                subject, "asks", .rule, "the move \"\(move.name)\" asks \"\(word.rawValue)\" twice",
                "Ask it once")
        }
    }

    // MARK: Hands

    mutating func checkHands(of move: Move) {
        let subject = ProcedureComplaint.Subject.move(move.name)
        if move.from.isEmpty {
            complain(
                subject, "from", .rule, "the move \"\(move.name)\" starts nowhere",
                "Write `from: [stage]` or `open`")
        }
        if move.by.isEmpty {
            complain(subject, "by", .rule, "nobody may make the move \"\(move.name)\"", "Write `by: [role]`")
        }
        let byRole = move.by.contains { if case .role = $0 { true } else { false } }
        if move.speaksForResident, byRole, !move.needs.contains(.outsideLead) {
            complain(
                subject, "needs", .rule,
                "the move \"\(move.name)\" keeps what the resident said, and could be made by the unit "
                    + "that did the work",
                "Add `outsideLead` to `needs`")
        }
        if move.does.contains(.opinion), move.by.contains(.system) {
            complain(
                subject, "by", .rule, "the move \"\(move.name)\" lets the program speak for the resident",
                "Take `system` out of `by`")
        }
        if move.reveals, move.automatic || move.by.contains(.resident) || move.by.contains(.system) {
            complain(
                subject, "by", .rule,
                "the move \"\(move.name)\" shows who raised the matter, which only people at work may "
                    + "ask for",
                "Write roles with the power revealContact into `by`, and nobody else")
        }
        for case .role(let role) in move.by where move.reveals && !revealers.contains(role) {
            complain(
                subject, "by", .rule,
                "the move \"\(move.name)\" shows who raised the matter, and the role \"\(role)\" may not "
                    + "see it",
                "Take \"\(role)\" out of `by`, or give it the power revealContact in roles.yaml")
        }
        if move.by.contains(.system), !procedure.followsMain(move), !isSuggested(move),
            move.asks.contains(where: \.required)
        {
            complain(
                subject, "asks", .rule,
                "the system makes the move \"\(move.name)\", but it has no answers to give",
                "Let its `asks` be left out, or give the system a move of its own")
        }
        if move.does.contains(.markOverdue), move.by != [.system] {
            complain(
                subject, "by", .rule,
                "the move \"\(move.name)\" marks a limit as passed, which only a timer knows",
                "Write `by: [system]`")
        }
        for need in move.needs where !need.isPossible {
            complain(
                subject, "needs", .rule,
                "the guard \"\(need.word.rawValue)\" of the move \"\(move.name)\" has a number that makes "
                    + "no sense",
                "Write a number above zero")
        }
        checkClosed(move)
    }

    /// What a matter is about and who handles it is the one thing that the program has answers to, and only
    /// where people could give them as well.
    private func isSuggested(_ move: Move) -> Bool {
        let isTimed = procedure.limits.contains { $0.atWarning == move.name || $0.atExpiry == move.name }
        let byRole = move.by.contains { if case .role = $0 { true } else { false } }
        return byRole && !isTimed && !move.automatic
            && move.asks.allSatisfy { !$0.required || $0.word == .category || $0.word == .unit }
    }

    private mutating func checkClosed(_ move: Move) {
        let subject = ProcedureComplaint.Subject.move(move.name)
        let closed = move.from.filter { outcome(of: $0) != nil }
        let reopens = move.does.contains(.reopen)
        if reopens {
            if closed.count < move.from.count || move.to == nil || outcome(of: move.to) != nil {
                complain(
                    subject, "does", .rule,
                    "the move \"\(move.name)\" reopens, but does not lead from closed stages to an open one",
                    "Let it start in closed stages only, and lead to an open stage")
            }
        } else if let stage = closed.first {
            if move.to != nil {
                complain(
                    subject, "does", .rule,
                    "the move \"\(move.name)\" leads out of \"\(stage)\", which is closed, without opening "
                        + "the matter again",
                    "Add `reopen` to `does`")
            }
            for effect in move.does where !effect.mayFollowTheEnd {
                complain(
                    subject, "from", .rule,
                    "the move \"\(move.name)\" does \(effect.word.rawValue) in \"\(stage)\", which is closed",
                    "Let it start in open stages only: `from: open`")
            }
        }
    }

    // MARK: Ends

    /// The gate of a closing move. The engine checks the same for every event; here it is found before
    /// anybody waits.
    mutating func checkEnd(of move: Move) {
        guard let outcome = outcome(of: move.to), let to = move.to else {
            if move.does.contains(.merge) {
                complain(
                    .move(move.name), "to", .rule,
                    "the move \"\(move.name)\" merges, but does not lead to a merged end",
                    "Let it lead to a stage with `closes: merged`")
            }
            return
        }
        switch outcome {
        case .solved:
            if !move.needs.contains(.satisfied) {
                shut(move, to, "satisfied", "only the resident can say it is solved")
            }
        case .withdrawn:
            if move.by != [.resident] {
                complain(
                    .move(move.name), "by", .rule,
                    "the move \"\(move.name)\" withdraws, but others than the resident may make it",
                    "Write `by: [resident]`")
            }
        case .notInScope: checkScope(move, to)
        case .unreachable:
            let enough = move.needs.contains {
                if case .attempts(let count, _) = $0 { count >= LoopLaw.fewestAttempts } else { false }
            }
            if !enough {
                shut(move, to, "{attempts: {atLeast: 3, hoursApart: 4}}", "at least two attempts come first")
            }
        case .merged:
            if !move.does.contains(.merge) {
                complain(
                    .move(move.name), "does", .rule,
                    "the move \"\(move.name)\" ends in \"\(to)\", but joins it to no other matter",
                    "Add `merge` to `does`")
            }
        case .elsewhere:
            complain(
                .move(move.name), "to", .rule,
                "the move \"\(move.name)\" leads to \"\(to)\", which only imported matters that ended "
                    + "elsewhere reach",
                "Let it lead to another stage")
        }
    }

    private mutating func checkScope(_ move: Move, _ to: String) {
        if !move.needs.contains(.scopeProposed) {
            shut(move, to, "scopeProposed", "it has to be proposed, with an explanation, first")
        }
        let proposals = procedure.moves.filter { $0.does.contains(.proposeScope) }.map(\.name)
        let another = move.needs.contains {
            if case .anotherPerson(let other) = $0 { proposals.contains(other) } else { false }
        }
        if !another {
            shut(
                move, to, "{anotherPerson: \(proposals.first ?? "proposeScope")}",
                "one person proposes, another decides")
        }
        if move.by.contains(.resident) || move.by.contains(.system) {
            complain(
                .move(move.name), "by", .rule,
                "the move \"\(move.name)\" ends as not in scope, which only a person of the desk can decide",
                "Take resident and system out of `by`")
        }
    }

    private mutating func shut(_ move: Move, _ to: String, _ gate: String, _ why: String) {
        complain(
            .move(move.name), "needs", .rule,
            "the move \"\(move.name)\" ends in \"\(to)\" without its gate: \(why)", "Add `\(gate)` to `needs`"
        )
    }
}
