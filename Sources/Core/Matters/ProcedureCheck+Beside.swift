extension ProcedureCheck {
    /// What the engine relies on where more than one unit, or more than one person, decides.
    mutating func checkBeside(_ move: Move) {
        let subject = ProcedureComplaint.Subject.move(move.name)
        let isBySystem = move.by.contains(.system)
        for effect in move.does where effect.takesAPerson && isBySystem {
            complain(
                subject, "by", .rule,
                "the move \"\(move.name)\" does \(effect.word.rawValue), which only a person can",
                "Take `system` out of `by`")
        }
        if move.does.contains(.rule), !move.does.contains(.dispatch) {
            complain(
                subject, "does", .rule, "the move \"\(move.name)\" rules who has it, but gives it to nobody",
                "Add `dispatch` to `does`")
        }
        for case .grant(let kind) in move.does where !isProposed(kind) {
            complain(
                subject, "does", .path,
                "the move \"\(move.name)\" grants \(kind.rawValue), which no move proposes",
                "Add a move that does {propose: \(kind.rawValue)}")
        }
        for case .propose(let kind) in move.does where !isDecided(kind) {
            complain(
                subject, "does", .path,
                "the move \"\(move.name)\" proposes \(kind.rawValue), which nobody can both grant and deny",
                "Add moves that do {grant: \(kind.rawValue)} and {deny: \(kind.rawValue)}")
        }
        if move.does.contains(.grant(.suspension)),
            move.to == nil || procedure.stage(move.to ?? "")?.closes != nil
        {
            complain(
                subject, "to", .rule,
                "the move \"\(move.name)\" suspends, but does not lead to an open stage where it waits",
                "Let it lead to a stage of its own in which the limits pause")
        }
        if move.does.contains(.recheck), !isReopenedWhenItFails {
            complain(
                subject, "does", .path,
                "the move \"\(move.name)\" asks whether it still holds, but nothing follows from a no",
                "Add an automatic move that needs checkFailed and does reopen")
        }
        if move.does.contains(.givePart), !hasMove(doing: .answerPart) || !hasMove(doing: .dropPart) {
            complain(
                subject, "does", .path,
                "the move \"\(move.name)\" gives parts that nobody can answer, or nobody can take back",
                "Add moves that do answerPart and dropPart")
        }
    }

    private func hasMove(doing effect: Effect) -> Bool {
        procedure.moves.contains { $0.does.contains(effect) }
    }

    private func isProposed(_ kind: ProposalKind) -> Bool { hasMove(doing: .propose(kind)) }

    private func isDecided(_ kind: ProposalKind) -> Bool {
        hasMove(doing: .grant(kind)) && hasMove(doing: .deny(kind))
    }

    private var isReopenedWhenItFails: Bool {
        procedure.moves.contains {
            $0.automatic && $0.needs.contains(.checkFailed) && $0.does.contains(.reopen)
        }
    }
}

extension Effect {
    /// The inputs that it keeps, if they are given.
    var uses: [InputWord] {
        switch self {
        case .classify: [.route, .grade, .urgency]
        case .opinion, .recheck: needs + [.why, .way]
        case .attempt, .tryCheck: needs + [.way]
        case .givePart: needs + [.until]
        case .shareAnswer: needs + [.unit]
        case .supervise: [.demand]
        case .contact: needs + [.note]
        case .takeBack: needs + [.cause]
        case .categorise, .dispatch, .escalate, .answer, .ask, .urge, .add, .note, .proposeScope,
            .dropProposal, .merge, .join, .leave, .archive, .reopen, .revealContact, .markOverdue, .tell,
            .answerPart, .refusePart, .insistPart, .dropPart, .propose, .grant, .deny, .answerSupervision,
            .liftSupervision, .raiseSupervision, .takeRaise, .handDown, .claim, .callLeader, .contract,
            .leaderVisit, .nameParty, .takePosition, .holdSession, .agree, .accept, .key, .guide, .rule,
            .sample, .revisit, .dropCheck, .keepChecks:
            needs
        }
    }

    /// Whether a reason that is given becomes part of what it says, rather than a fact of its own.
    var keepsReason: Bool {
        switch self {
        case .grant, .raiseSupervision: true
        default: needs.contains(.reason)
        }
    }

    /// Whether no program may do it: it decides, promises or speaks for somebody.
    fileprivate var takesAPerson: Bool {
        switch self {
        case .grant, .deny, .propose, .answerPart, .refusePart, .insistPart, .dropPart, .givePart,
            .answerSupervision, .liftSupervision, .takeRaise, .handDown, .claim, .contract, .leaderVisit,
            .accept, .agree, .recheck, .tryCheck, .guide, .rule, .keepChecks:
            true
        default: false
        }
    }

    /// Whether it changes nothing of how the matter ended.
    var mayFollowTheEnd: Bool {
        switch self {
        case .add, .note, .revealContact, .tell, .categorise, .classify, .contact, .sample, .revisit,
            .recheck,
            .tryCheck, .dropCheck, .propose(.exclusion), .grant(.exclusion), .deny(.exclusion):
            true
        case .dispatch, .takeBack, .escalate, .answer, .ask, .opinion, .attempt, .urge, .proposeScope,
            .dropProposal, .merge, .join, .leave, .shareAnswer, .archive, .reopen, .markOverdue, .givePart,
            .answerPart, .refusePart,
            .insistPart, .dropPart, .propose, .grant, .deny, .supervise, .answerSupervision, .liftSupervision,
            .raiseSupervision, .takeRaise, .handDown, .claim, .callLeader, .contract, .leaderVisit,
            .nameParty,
            .takePosition, .holdSession, .agree, .accept, .key, .guide, .rule, .keepChecks:
            false
        }
    }
}

extension Guard {
    /// False for numbers with which it always or never holds.
    var isPossible: Bool {
        switch self {
        case .attempts(let count, let hours): count >= 1 && (0...8760).contains(hours)
        case .returnsBelow(let count), .roundsAtLeast(let count), .reopensBelow(let count),
            .returnsAtLeast(let count), .urgesAtLeast(let count), .extensionsBelow(let count),
            .suspensionsBelow(let count), .partiesAtLeast(let count):
            (1...1000).contains(count)
        case .returnWithin(let span): span.isPositive
        case .closedWithin(let days): (1...36_500).contains(days)
        case .notWithin(let hours): (1...8760).contains(hours)
        case .satisfied, .unsatisfied, .categorised, .dispatched, .answered, .anotherPerson, .outsideLead,
            .reviewDue, .scopeProposed, .partsAnswered, .wayKept, .routeIs, .gradeIs, .late, .supervised,
            .notSupervised, .keyed, .proposed, .notRuled, .raised, .contacted, .acceptedByAll, .checkFailed:
            true
        }
    }
}
