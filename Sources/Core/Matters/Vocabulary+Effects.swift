/// What follows from a move. Each becomes a fact of the event, or a message.
public enum Effect: Hashable, Sendable {
    /// Sets the category from the input.
    case categorise
    /// Sets route, grade and urgency from the inputs that were given.
    case classify
    /// Gives it to the unit of the input.
    case dispatch
    /// Takes it from the unit, back to the desk.
    case takeBack
    /// Gives it to the unit above the lead, one level (M43); the lead stays on record.
    case escalate
    /// Keeps the answer.
    case answer
    /// Puts the two questions to the resident.
    case ask
    /// Keeps what the resident said.
    case opinion
    /// Counts a call-back attempt.
    case attempt
    /// Counts an urge.
    case urge
    /// Keeps more words of the resident.
    case add
    /// Keeps a word among colleagues.
    case note
    /// Keeps the proposal that it is out of scope, with its explanation.
    case proposeScope
    /// Drops that proposal.
    case dropProposal
    /// Joins it to another matter.
    case merge
    /// Lets it wait for what becomes of another matter about the same problem, which stays its own (M56).
    case join
    /// Lets it go on by itself again.
    case leave
    /// Gives it the answer of the matter it was joined to, and with it the unit that gave it.
    case shareAnswer
    /// Puts it into the pending archive until the review day (M22 d).
    case archive
    /// Counts an opening after closing.
    case reopen
    /// Shows who raised it, with the reason kept.
    case revealContact
    /// Says that a limit passed.
    case markOverdue
    /// Gives a part of it to an assisting unit, with a task and perhaps a day (M25).
    case givePart
    /// Keeps what the assisting unit answers about its part.
    case answerPart
    /// The assisting unit says that the part is not its own; somebody has to decide.
    case refusePart
    /// The refusal does not hold: the part stays with the unit.
    case insistPart
    /// The part is taken from the unit.
    case dropPart
    /// Asks somebody else for a decision.
    case propose(ProposalKind)
    /// Decides that what was asked for happens; never by whoever asked.
    case grant(ProposalKind)
    /// Decides that it does not.
    case deny(ProposalKind)
    /// Puts it under supervision (督办).
    case supervise
    /// The unit answers the supervision order.
    case answerSupervision
    /// Ends the supervision; never by the unit supervised.
    case liftSupervision
    /// Raises the supervision one level: to a notice, to accountability.
    case raiseSupervision
    /// The level above takes up what was raised to it (M43).
    case takeRaise
    /// The level above answers and hands it down one level (M43).
    case handDown
    /// One person takes it and promises a day (M22 a).
    case claim
    /// Asks for a leader, with how sharp it is (M57).
    case callLeader
    /// A leader takes it under contract, with a plan and a day (M57).
    case contract
    /// Keeps a visit of the leader (M57).
    case leaderVisit
    /// Names a party to a dispute (M73).
    case nameParty
    /// Keeps what a party wants (M66).
    case takePosition
    /// Keeps a session (M66).
    case holdSession
    /// Keeps what the parties shall agree on; who accepted an older text has to accept this one.
    case agree
    /// Keeps whether a party accepts it.
    case accept
    /// Keeps that somebody spoke with the resident (联系群众).
    case contact
    /// Marks it as a key order (M07).
    case key
    /// Keeps guidance for the unit (M07).
    case guide
    /// Keeps that an arbitration gave it to the unit of the input (M43); beside `dispatch`.
    case rule
    /// Draws it for a check by the city's share for its category.
    case sample
    /// Makes a visit or call due so many days later (M82).
    case revisit(days: Int)
    /// Keeps what the resident said at that visit or call.
    case recheck
    /// Counts an attempt at it.
    case tryCheck
    /// Ends it without an opinion.
    case dropCheck
    /// Keeps what of the kind's checklist was kept (M12).
    case keepChecks
    /// Sends a message by the city's template.
    case tell(Audience, template: String)
}

/// The words of `Effect`, as they stand in a kind's file.
public enum EffectWord: String, CaseIterable, Hashable, Sendable, Codable {
    case categorise, classify, dispatch, takeBack, escalate, answer, ask, opinion, attempt, urge, add, note
    case proposeScope, dropProposal, merge, archive, reopen, revealContact, markOverdue, tell
    case givePart, answerPart, refusePart, insistPart, dropPart, propose, grant, deny, supervise
    case answerSupervision, liftSupervision, raiseSupervision, takeRaise, handDown, claim, callLeader,
        contract
    case leaderVisit, nameParty, takePosition, holdSession, agree, accept, contact, key, guide, rule, sample
    case revisit, recheck, tryCheck, dropCheck, keepChecks
    case join, leave, shareAnswer
}

extension Effect {
    public var word: EffectWord {
        switch self {
        case .categorise: .categorise
        case .classify: .classify
        case .dispatch: .dispatch
        case .takeBack: .takeBack
        case .escalate: .escalate
        case .answer: .answer
        case .ask: .ask
        case .opinion: .opinion
        case .attempt: .attempt
        case .urge: .urge
        case .add: .add
        case .note: .note
        case .proposeScope: .proposeScope
        case .dropProposal: .dropProposal
        case .merge: .merge
        case .join: .join
        case .leave: .leave
        case .shareAnswer: .shareAnswer
        case .archive: .archive
        case .reopen: .reopen
        case .revealContact: .revealContact
        case .markOverdue: .markOverdue
        case .givePart: .givePart
        case .answerPart: .answerPart
        case .refusePart: .refusePart
        case .insistPart: .insistPart
        case .dropPart: .dropPart
        case .supervise: .supervise
        case .answerSupervision: .answerSupervision
        case .liftSupervision: .liftSupervision
        case .raiseSupervision: .raiseSupervision
        case .takeRaise: .takeRaise
        case .handDown: .handDown
        case .claim: .claim
        case .callLeader: .callLeader
        case .contract: .contract
        case .leaderVisit: .leaderVisit
        case .nameParty: .nameParty
        case .takePosition: .takePosition
        case .holdSession: .holdSession
        case .agree: .agree
        case .accept: .accept
        case .contact: .contact
        case .key: .key
        case .guide: .guide
        case .rule: .rule
        case .sample: .sample
        case .recheck: .recheck
        case .tryCheck: .tryCheck
        case .dropCheck: .dropCheck
        case .keepChecks: .keepChecks
        case .propose: .propose
        case .grant: .grant
        case .deny: .deny
        case .revisit: .revisit
        case .tell: .tell
        }
    }

    /// The effects that a kind's file writes as a single word.
    public static let plain: [EffectWord: Effect] = {
        let all: [Effect] = [
            .categorise, .classify, .dispatch, .takeBack, .escalate, .answer, .ask, .opinion, .attempt, .urge,
            .add, .note, .proposeScope, .dropProposal, .merge, .archive, .reopen, .revealContact,
            .markOverdue, .givePart, .answerPart, .refusePart, .insistPart, .dropPart, .supervise,
            .answerSupervision, .liftSupervision, .raiseSupervision, .takeRaise, .handDown, .claim,
            .callLeader, .contract, .leaderVisit, .nameParty, .takePosition, .holdSession, .agree, .accept,
            .contact, .key, .guide, .rule, .sample, .recheck, .tryCheck, .dropCheck, .keepChecks,
            .join, .leave, .shareAnswer,
        ]
        return Dictionary(uniqueKeysWithValues: all.map { ($0.word, $0) })
    }()

    /// The inputs a move with this effect must ask for.
    public var needs: [InputWord] {
        switch self {
        case .categorise: [.category]
        case .dispatch: [.unit]
        case .answer, .shareAnswer: [.answer]
        case .opinion: [.solved, .satisfied]
        case .attempt: [.attempt]
        case .add: [.text]
        case .note: [.note]
        case .proposeScope: [.explanation]
        case .merge, .join: [.matter]
        case .archive: [.explanation, .reviewOn]
        case .revealContact, .takeBack, .refusePart, .deny, .liftSupervision, .key: [.reason]
        case .givePart: [.part, .task]
        case .answerPart, .answerSupervision, .handDown: [.answer]
        case .insistPart, .dropPart: [.part, .reason]
        case .propose(.extension): [.until, .reason]
        case .propose(.suspension): [.reason, .reviewOn]
        case .propose(.exclusion): [.reason]
        case .claim: [.until]
        case .callLeader: [.sharpness, .reason]
        case .contract: [.plan, .until]
        case .leaderVisit, .guide: [.note]
        case .nameParty: [.party, .partyKind]
        case .takePosition: [.party, .position]
        case .holdSession: [.session, .note]
        case .agree: [.agreement]
        case .accept: [.party, .accepts]
        case .contact: [.way]
        case .rule: [.unit, .reason]
        case .recheck: [.solved, .satisfied]
        case .tryCheck: [.attempt]
        case .keepChecks: [.checks]
        case .classify, .escalate, .ask, .urge, .dropProposal, .reopen, .markOverdue, .tell, .grant,
            .supervise, .raiseSupervision, .takeRaise, .sample, .revisit, .dropCheck, .leave:
            []
        }
    }
}
