/// A part of a joint matter (M25): what one assisting unit shall do.
public enum PartFact: Hashable, Sendable, Codable {
    /// `until` is the last day the lead gives, `YYYY-MM-DD`; without it the kind's limit counts.
    case given(unit: UnitCode, task: String, until: String?)
    case answered(unit: UnitCode, text: String)
    case refused(unit: UnitCode, reason: String)
    case insisted(unit: UnitCode, reason: String)
    case dropped(unit: UnitCode, reason: String)

    /// The unit whose part it is.
    public var unit: UnitCode {
        switch self {
        case .given(let unit, _, _), .answered(let unit, _), .refused(let unit, _), .insisted(let unit, _),
            .dropped(let unit, _):
            unit
        }
    }
}

/// What one person asks for and another decides.
public enum ProposalFact: Hashable, Sendable, Codable {
    /// `until` is the day that is asked for: the new due day, or the review day of a suspension.
    case made(ProposalKind, reason: String, until: String?)
    case granted(ProposalKind, reason: String?)
    case denied(ProposalKind, reason: String)
}

/// What becomes of a supervision order.
public enum SupervisionFact: Hashable, Sendable, Codable {
    /// `unit` is the one that shall answer: the lead, or the desk where nobody leads.
    case ordered(unit: UnitCode, demand: String?)
    case answered(text: String)
    case raised(to: SupervisionLevel, reason: String?)
    case lifted(reason: String)
}

/// What the level above does with what was raised to it (M43).
public enum RaiseFact: Hashable, Sendable, Codable {
    case taken(unit: UnitCode)
    case handedDown(unit: UnitCode, text: String)
}

/// A person who takes a matter on, or a leader who does (M22 a, M57).
public enum LeaderFact: Hashable, Sendable, Codable {
    case claimed(until: String)
    /// `sharpness` from 1 to 5.
    case called(sharpness: Int, reason: String)
    case contracted(plan: String, until: String)
    case visited(text: String)
}

/// What happens between the parties to a dispute (M66, M73).
public enum MediationFact: Hashable, Sendable, Codable {
    case named(party: String, kind: PartyKind)
    case position(party: String, text: String)
    case session(SessionKind, text: String)
    case agreed(text: String)
    case accepted(party: String, yes: Bool)
}

/// The visit or call after a matter was answered or closed (M82), or the sample drawn for one.
public enum CheckFact: Hashable, Sendable, Codable {
    case due(on: String, sampled: Bool)
    case made(solved: Bool, satisfied: Bool, why: String?)
    case attempted(result: CallBackResult)
    case dropped
}
