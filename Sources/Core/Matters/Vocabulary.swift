/// What a move may ask of whoever makes it. A closed vocabulary: forms, validation and documents follow it.
public enum InputWord: String, CaseIterable, Hashable, Comparable, Sendable, Codable {
    /// A leaf of the city's catalogue.
    case category
    /// The unit that shall lead.
    case unit
    /// Why, in words; kept with the move.
    case reason
    /// What was done, told to the resident.
    case answer
    /// Why it cannot be done, told to the resident.
    case explanation
    /// Did it solve the matter? `yes` or `no`.
    case solved
    /// Is the resident content with how it was handled? `yes` or `no`.
    case satisfied
    /// Words of the resident about their opinion.
    case why
    /// How a call-back attempt ended: one of `CallBackResult`.
    case attempt
    /// The number of another matter.
    case matter
    /// One of `Route` (M22).
    case route
    /// One of `Grade` (M25).
    case grade
    /// One of `Urgency`.
    case urgency
    /// A word among colleagues, never shown to the resident.
    case note
    /// More from the resident.
    case text
    /// A day, `YYYY-MM-DD`.
    case reviewOn
    /// Attachments that were sent before: their ids, a blank between them. Never required.
    case files

    public static func < (left: InputWord, right: InputWord) -> Bool { left.rawValue < right.rawValue }

    /// The longest answer in characters.
    public var maximumLength: Int {
        switch self {
        case .category, .unit, .solved, .satisfied, .attempt, .matter, .route, .grade, .urgency, .reviewOn: 64
        case .reason, .why, .note: 1000
        case .files: 500
        case .answer, .explanation, .text: 4000
        }
    }
}

/// Which of the four lists a matter stands in (M22).
public enum Route: String, CaseIterable, Hashable, Sendable, Codable {
    /// An individual problem: one person takes it and promises a time.
    case individual
    /// A common problem: studied and solved by an organisation.
    case common
    /// Left by history: a member of the leadership takes the lead.
    case legacy
    /// Conditions are not ripe: explained, then kept in the pending archive.
    case notYet
}

/// How it is handled (M25).
public enum Grade: String, CaseIterable, Hashable, Sendable, Codable {
    /// At once, by one handler.
    case ordinary
    /// With joint forces.
    case complex
    /// Coordinated by a leading body.
    case deep
    /// By a named person with a plan of its own.
    case special
}

/// How soon it must be seen to; the order is the order of the workbench.
public enum Urgency: String, CaseIterable, Hashable, Comparable, Sendable, Codable {
    case ordinary, urgent, emergency

    public var rank: Int {
        switch self {
        case .ordinary: 0
        case .urgent: 1
        case .emergency: 2
        }
    }

    public static func < (left: Urgency, right: Urgency) -> Bool { left.rank < right.rank }
}

/// How a call-back attempt ended without an opinion.
public enum CallBackResult: String, CaseIterable, Hashable, Sendable, Codable {
    case noAnswer, switchedOff, wrongNumber, refused
}

/// Who may make a move.
public enum Party: Hashable, Sendable {
    /// The resident who raised it, by the private link.
    case resident
    /// Holders of a role whose post reaches this matter: its area, or its lead unit for roles that see a
    /// unit.
    case role(String)
    /// The program: a timer, or a move that follows by itself.
    case system
}

/// What must hold before a move. Each has one meaning in code, and procedures combine them.
public enum Guard: Hashable, Sendable {
    /// The resident said: solved, and satisfied, about the answer that stands now. The gate (M82).
    case satisfied
    /// The resident gave an opinion about the answer that stands now, and it was not that.
    case unsatisfied
    /// A category was set (M05).
    case categorised
    /// A unit leads (M135).
    case dispatched
    /// An answer stands.
    case answered
    /// At least so many call-back attempts since the resident was last asked, each this many hours after
    /// the one before.
    case attempts(atLeast: Int, hoursApart: Int)
    /// Somebody other than the one who last made that move.
    case anotherPerson(than: String)
    /// Nobody of the unit that handled it.
    case outsideLead
    /// Sent back to the desk by units fewer times than this.
    case returnsBelow(Int)
    /// The resident was dissatisfied at least so often.
    case roundsAtLeast(Int)
    /// Opened again after closing fewer times than this.
    case reopensBelow(Int)
    /// Closed no longer ago than this many days.
    case closedWithin(days: Int)
    /// The same move was not made in the last so many hours.
    case notWithin(hours: Int)
    /// It waits for nothing but the review day given when it was archived, and that day has come.
    case reviewDue
    /// Somebody proposed that it is out of scope, and nobody decided yet.
    case scopeProposed

    /// The word a procedure writes.
    public var word: GuardWord {
        switch self {
        case .satisfied: .satisfied
        case .unsatisfied: .unsatisfied
        case .categorised: .categorised
        case .dispatched: .dispatched
        case .answered: .answered
        case .attempts: .attempts
        case .anotherPerson: .anotherPerson
        case .outsideLead: .outsideLead
        case .returnsBelow: .returnsBelow
        case .roundsAtLeast: .roundsAtLeast
        case .reopensBelow: .reopensBelow
        case .closedWithin: .closedWithin
        case .notWithin: .notWithin
        case .reviewDue: .reviewDue
        case .scopeProposed: .scopeProposed
        }
    }
}

/// The words of `Guard`, as they stand in a kind's file.
public enum GuardWord: String, CaseIterable, Hashable, Sendable, Codable {
    case satisfied, unsatisfied, categorised, dispatched, answered, attempts, anotherPerson, outsideLead
    case returnsBelow, roundsAtLeast, reopensBelow, closedWithin, notWithin, reviewDue, scopeProposed
}

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
    /// Puts it into the pending archive until the review day (M22 d).
    case archive
    /// Counts an opening after closing.
    case reopen
    /// Shows who raised it, with the reason kept.
    case revealContact
    /// Says that a limit passed.
    case markOverdue
    /// Sends a message by the city's template.
    case tell(Audience, template: String)
}

/// The words of `Effect`, as they stand in a kind's file.
public enum EffectWord: String, CaseIterable, Hashable, Sendable, Codable {
    case categorise, classify, dispatch, takeBack, escalate, answer, ask, opinion, attempt, urge, add, note
    case proposeScope, dropProposal, merge, archive, reopen, revealContact, markOverdue, tell
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
        case .archive: .archive
        case .reopen: .reopen
        case .revealContact: .revealContact
        case .markOverdue: .markOverdue
        case .tell: .tell
        }
    }

    /// The inputs a move with this effect must ask for.
    public var needs: [InputWord] {
        switch self {
        case .categorise: [.category]
        case .dispatch: [.unit]
        case .answer: [.answer]
        case .opinion: [.solved, .satisfied]
        case .attempt: [.attempt]
        case .add: [.text]
        case .note: [.note]
        case .proposeScope: [.explanation]
        case .merge: [.matter]
        case .archive: [.explanation, .reviewOn]
        case .revealContact, .takeBack: [.reason]
        case .classify, .escalate, .ask, .urge, .dropProposal, .reopen, .markOverdue, .tell: []
        }
    }
}

/// Who a message is for.
public enum Audience: String, CaseIterable, Hashable, Sendable, Codable {
    /// Whoever raised it.
    case resident
    /// The unit that leads.
    case lead
    /// The desk that received it.
    case desk
    /// The unit above the lead.
    case superior
}

/// How a matter may end. Every one is counted apart; only `solved` counts as solved.
public enum Outcome: String, CaseIterable, Hashable, Sendable, Codable {
    /// The resident said so, and was satisfied.
    case solved
    /// The resident took it back.
    case withdrawn
    /// Not the government's to solve: proposed by one person, confirmed by another, and explained.
    case notInScope
    /// The resident could not be reached after the set number of attempts.
    case unreachable
    /// It is the same as another matter, and lives on there.
    case merged
    /// It ended in another system before it came here; the resident was not asked by us. No move leads here.
    case elsewhere
}
