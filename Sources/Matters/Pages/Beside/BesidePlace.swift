import Core

/// What goes on beside a matter's way, each where its state and its moves stand together; in the order of the
/// page.
enum BesidePlace: String, CaseIterable, Sendable {
    case decisions, joint, supervision, levels, leader, dispute, key, way, calls, time

    /// Where a move belongs, from what it does – never from what it is called; nil for those of the main way.
    init?(_ move: Move) {
        if move.isOfMainWay { return nil }
        guard let place = move.does.lazy.compactMap(\.besidePlace).first else { return nil }
        self = place
    }
}

extension Move {
    /// Whether somebody waits for it once it is possible: a part, an order, what was raised, a check.
    var isOwed: Bool {
        isOne(of: [.answerPart, .answerSupervision, .takeRaise, .handDown, .recheck, .guide])
    }

    /// Whether it decides what somebody else asked for.
    var isDecision: Bool { isOne(of: [.grant, .deny, .insistPart]) }

    func isOne(of words: Set<EffectWord>) -> Bool { does.contains { words.contains($0.word) } }

    /// Whether it is a step of the main way, whatever else it does.
    fileprivate var isOfMainWay: Bool {
        isOne(of: [
            .opinion, .dispatch, .answer, .reopen, .merge, .archive, .proposeScope, .takeBack, .urge, .add,
            .note,
            .revealContact, .rule,
        ])
    }
}

extension Effect {
    fileprivate var besidePlace: BesidePlace? {
        switch self {
        case .givePart, .answerPart, .refusePart, .insistPart, .dropPart: .joint
        case .propose, .grant, .deny: .decisions
        case .supervise, .answerSupervision, .liftSupervision, .raiseSupervision: .supervision
        case .escalate, .takeRaise, .handDown: .levels
        case .callLeader, .contract, .leaderVisit: .leader
        case .nameParty, .takePosition, .holdSession, .agree, .accept: .dispute
        case .key, .guide: .key
        case .claim: .way
        case .contact, .attempt, .recheck, .tryCheck, .dropCheck: .calls
        case .categorise, .classify, .dispatch, .takeBack, .answer, .ask, .opinion, .urge, .add, .note,
            .proposeScope, .dropProposal, .merge, .archive, .reopen, .revealContact, .markOverdue, .rule,
            .sample, .revisit, .keepChecks, .tell, .join, .leave, .shareAnswer:
            nil
        }
    }
}

/// What a route and a grade ask for before there is an answer (M22, M25).
enum WayDemand: String, CaseIterable, Sendable {
    /// One person promised a day.
    case promise
    /// A leader has it under contract, with a plan.
    case leader
    /// A unit assists with a part of its own.
    case part
    /// One person with a day, or a leader with a plan.
    case person
    /// It is explained to the resident and kept in the pending archive.
    case archive

    /// What a matter's route and grade ask for, none twice.
    static func all(of matter: Matter) -> [WayDemand] {
        var demands: [WayDemand] = []
        switch matter.route {
        case .individual: demands.append(.promise)
        case .legacy: demands.append(.leader)
        case .notYet: demands.append(.archive)
        case .common, nil: break
        }
        switch matter.grade {
        case .complex: demands.append(.part)
        case .deep where !demands.contains(.leader): demands.append(.leader)
        case .special: demands.append(.person)
        case .deep, .ordinary, nil: break
        }
        return demands
    }

    /// What is not there yet.
    static func missing(of matter: Matter) -> [WayDemand] { all(of: matter).filter { !$0.isMet(by: matter) } }

    func isMet(by matter: Matter) -> Bool {
        let side = matter.side
        let isLed = side.leadership?.by != nil
        return switch self {
        case .promise: side.promise != nil
        case .leader: isLed
        case .part: !side.parts.isEmpty
        case .person: side.promise != nil || isLed
        case .archive: false
        }
    }

    /// What a move has to do to bring it.
    var broughtBy: Set<EffectWord> {
        switch self {
        case .promise: [.claim]
        case .leader: [.contract, .callLeader]
        case .part: [.givePart]
        case .person: [.claim, .contract]
        case .archive: [.archive]
        }
    }
}
