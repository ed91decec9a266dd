/// What a move may ask of whoever makes it. A closed vocabulary: forms, validation and documents follow it.
public enum InputWord: String, CaseIterable, Hashable, Comparable, Sendable, Codable {
    /// A leaf of the city's catalogue.
    case category
    /// The unit that shall lead.
    case unit
    /// Why, in words; kept with the move.
    case reason
    /// Which of the city's reasons for sending back it is, by its code (M43).
    case cause
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
    /// The unit that a part of a joint matter is given to, or has it.
    case part
    /// What the unit of a part shall do.
    case task
    /// A day until which something is promised, asked for or due, `YYYY-MM-DD`; it counts until its end.
    case until
    /// What a supervision order demands.
    case demand
    /// How a leader means to solve it (M57).
    case plan
    /// How sharp the contradiction is, `1` to `5` (M57).
    case sharpness
    /// What a party to a dispute is called.
    case party
    /// One of `PartyKind` (M66).
    case partyKind
    /// What a party wants.
    case position
    /// One of `SessionKind` (M66).
    case session
    /// What the parties agree on.
    case agreement
    /// Does the party accept it? `yes` or `no`.
    case accepts
    /// By which way somebody spoke with the resident: one of `ContactWay`.
    case way
    /// What of the kind's checklist was kept and what was not, every item once, a blank between them:
    /// `greeting:yes cloth:no` (M12).
    case checks
    /// Attachments that were sent before: their ids, a blank between them. Never required.
    case files

    public static func < (left: InputWord, right: InputWord) -> Bool { left.rawValue < right.rawValue }

    /// The longest answer in characters.
    public var maximumLength: Int {
        switch self {
        case .category, .unit, .solved, .satisfied, .attempt, .matter, .route, .grade, .urgency, .reviewOn,
            .part, .until, .sharpness, .party, .partyKind, .session, .accepts, .way, .cause:
            64
        case .reason, .why, .note, .task, .demand: 1000
        case .files: 500
        case .checks: 2000
        case .answer, .explanation, .text, .plan, .position, .agreement: 4000
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

/// By which way somebody spoke with a resident.
public enum ContactWay: String, CaseIterable, Hashable, Sendable, Codable {
    case phone, link, sms, visit
}

/// How hard a supervision order presses: each is reached from the one before it, never skipped.
public enum SupervisionLevel: Int, CaseIterable, Hashable, Comparable, Sendable, Codable {
    /// An order with a demand and a time (督办).
    case order = 1
    /// Named in the notice to all units (通报).
    case notice = 2
    /// Handed over to hold somebody to account (问责). There is nothing above.
    case accountability = 3

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// The level above; itself at the top.
    public var above: SupervisionLevel { SupervisionLevel(rawValue: rawValue + 1) ?? self }
}

/// Who a party to a dispute is (M66).
public enum PartyKind: String, CaseIterable, Hashable, Sendable, Codable {
    case owner, builder, property, resident, unit, other
}

/// The three sorts of meeting at which a dispute is talked over (M66).
public enum SessionKind: String, CaseIterable, Hashable, Sendable, Codable {
    /// All parties at one table (联席会).
    case joint
    /// Where it happens (现场会).
    case site
    /// From heart to heart (恳谈会).
    case talk
}

/// What is asked for by one person and decided by another.
public enum ProposalKind: String, CaseIterable, Hashable, Sendable, Codable {
    /// More time (延期).
    case `extension`
    /// To stand still until conditions allow it (挂账).
    case suspension
    /// That this matter does not count in the assessment of the unit (不计入考核). The resident's words stay.
    case exclusion
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

/// Who a message is for.
public enum Audience: String, CaseIterable, Hashable, Sendable, Codable {
    /// Whoever raised it.
    case resident
    /// The unit that leads.
    case lead
    /// The desk that received it.
    case desk
    /// The unit it was raised to last; the one above the lead where it was not.
    case superior
    /// The assisting unit that the move names; without one, every unit with a part that is not settled.
    case assistants
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
