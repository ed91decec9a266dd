import Core

/// How likely people choose a move, by what it does and how the matter stands.
struct DemoTaste {
    let matter: Matter
    let city: City
    let now: Moment
    private var side: SideWork { matter.side }

    func weight(of move: Move, by actor: Actor) -> Double {
        if move.asks.contains(where: { $0.word == .matter }) { return 0 }
        var weight = move.to == nil ? 0.4 : 10
        // What waits for its day waits, as a rule.
        if matter.reviewOn != nil, move.to != nil { weight = 0.2 }
        if move.to != nil, move.needs.contains(where: { $0.word == .anotherPerson }) { weight = 2 }
        for effect in move.does {
            if let own = self.weight(of: effect, in: move, by: actor) ?? besideWeight(of: effect) {
                weight = own
            }
        }
        if move.by == [.resident], move.to != nil, !move.speaksForResident, matter.isOpen {
            weight = matter.answer == nil ? 0.15 : 0.02
        }
        // What leads nowhere is done once or twice, not for months.
        if move.to == nil, matter.lastMoves[move.name] != nil, !isOwed(move) { weight *= 0.1 }
        return weight
    }

    /// Nil for what changes nothing about it.
    private func weight(of effect: Effect, in move: Move, by actor: Actor) -> Double? {
        switch effect {
        case .answer: matter.lead == nil ? 0.6 : 30
        case .opinion: actor == .resident ? 30 : 20
        // Giving it to another unit is told in tales, not left to chance.
        case .dispatch, .categorise: matter.lead == nil ? 30 : 0
        case .takeBack: 1.6
        case .attempt: 12
        case .proposeScope: 0.5
        case .archive: 0.2
        case .escalate: side.raised.isEmpty ? 0.3 : 0.05
        case .urge: matter.isOpen ? (matter.overdue ? 0.8 : 0.25) : 0
        case .add: matter.isOpen ? 0.25 : 0
        case .note: move.to == nil ? 0.5 : nil
        case .revealContact: 0.2
        case .reopen: 1
        default: nil
        }
    }

    /// Whether somebody waits for it, so that it may be done again.
    private func isOwed(_ move: Move) -> Bool {
        move.does.contains { effect in
            switch effect {
            case .answerPart, .refusePart, .insistPart, .grant, .deny, .answerSupervision, .liftSupervision,
                .takeRaise,
                .handDown, .recheck, .tryCheck, .takePosition, .accept, .nameParty:
                true
            default: false
            }
        }
    }
}

/// The taste for what goes on beside.
extension DemoTaste {
    private func besideWeight(of effect: Effect) -> Double? {
        switch effect {
        case .givePart, .answerPart, .refusePart, .insistPart, .dropPart: ofParts(effect)
        case .propose, .grant, .deny: ofDecisions(effect)
        case .supervise, .answerSupervision, .liftSupervision, .raiseSupervision, .takeRaise, .handDown, .key,
            .guide:
            ofPressure(effect)
        case .claim, .callLeader, .contract, .leaderVisit, .contact, .rule: ofPeople(effect)
        case .nameParty, .takePosition, .holdSession, .agree, .accept: ofDisputes(effect)
        case .recheck, .tryCheck, .dropCheck: ofChecks(effect)
        default: nil
        }
    }

    private func ofParts(_ effect: Effect) -> Double {
        switch effect {
        case .givePart:
            matter.grade == .complex ? (side.parts.isEmpty ? 40 : 3) : (side.parts.isEmpty ? 0.25 : 0.1)
        case .answerPart: 25
        case .refusePart: 4
        case .insistPart: 8
        default: side.parts.contains { $0.state == .refused } ? 6 : 0.1
        }
    }

    private func ofDecisions(_ effect: Effect) -> Double {
        switch effect {
        case .propose(.extension):
            matter.clocks.first.map { $0.due - now < 2 * 86_400_000 } ?? false ? 5 : 0.2
        case .propose(.suspension): 0.25
        case .propose(.exclusion): matter.isOpen ? 0.5 : 4
        case .grant: 14
        case .deny: 5
        default: 0
        }
    }

    private func ofPressure(_ effect: Effect) -> Double {
        let isAnswered = side.supervision?.answeredAt != nil
        let isTaken = side.raised.last?.takenAt != nil
        return switch effect {
        case .supervise: matter.overdue ? 0.5 : 0.04
        case .answerSupervision: 15
        case .liftSupervision: isAnswered ? 12 : 0
        case .raiseSupervision: 0.5
        case .takeRaise: 15
        case .handDown: isTaken ? 10 : 0
        case .guide: side.guidedAt == nil ? 15 : 0
        default: 0.06
        }
    }

    private func ofPeople(_ effect: Effect) -> Double {
        let wantsPromise = matter.route == .individual || matter.grade == .special
        let wantsLeader = matter.route == .legacy || matter.grade == .deep
        return switch effect {
        case .claim: side.promise == nil ? (wantsPromise ? 40 : 0.3) : 0
        case .callLeader: side.leadership == nil ? (wantsLeader ? 40 : 0.03) : 0
        case .contract: side.leadership?.by == nil ? (side.leadership == nil ? 0.01 : 40) : 0
        case .leaderVisit: (side.leadership?.visits ?? 0) < 2 ? 3 : 0
        case .contact: side.contactedAt == nil ? 6 : 0.1
        default: 30
        }
    }

    private func ofDisputes(_ effect: Effect) -> Double {
        switch effect {
        case .nameParty: side.parties.count < 2 ? 60 : side.parties.count == 2 ? 1 : 0
        case .takePosition: side.sessions == 0 ? 10 : 1
        case .holdSession: side.sessions < 2 ? 8 : 1
        case .agree:
            side.sessions == 0
                ? 0 : side.agreedAt == nil || side.parties.contains { $0.accepts == false } ? 15 : 0
        default: side.parties.contains { $0.accepts == nil } ? 40 : 0
        }
    }

    private func ofChecks(_ effect: Effect) -> Double {
        guard let check = side.check, let day = CivilDate(check.on), city.calendar.start(of: day) <= now
        else {
            return 0
        }
        return switch effect {
        case .recheck: 20
        case .tryCheck: 6
        default: check.attempts.count >= 2 ? 8 : 0
        }
    }
}
