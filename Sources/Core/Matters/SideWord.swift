/// A fact beside the main way in the few fields that a story tells: the same for pages, papers and the API.
public struct SideWord: Hashable, Sendable {
    /// Stable, for words and programs: `partGiven`, `supervisionOrdered`.
    public let word: String
    public var unit: UnitCode?
    /// What somebody wrote.
    public var text: String?
    /// `YYYY-MM-DD`.
    public var day: String?
    /// A word of a closed vocabulary, a number, a name; `kind` says which vocabulary: `proposal`, `level`,
    /// `way`, `attempt`, `partyKind`, `session`; nil for plain text.
    public var value: String?
    public var kind: String?
    public var from: Moment?
    public var to: Moment?
    /// Whether residents read it, without what somebody wrote among colleagues.
    public var isForResident = false
    /// Whether the resident reads the text as well.
    public var textIsForResident = false

    init(_ word: String, _ fill: (inout SideWord) -> Void = { _ in }) {
        self.word = word
        fill(&self)
    }
}

extension Fact {
    /// What it says beside the main way; nil for facts of the main way.
    public var sideWord: SideWord? {
        switch self {
        case .part(let fact): return fact.sideWord
        case .proposal(let fact): return fact.sideWord
        case .supervision(let fact): return fact.sideWord
        case .raise(let fact): return fact.sideWord
        case .leader(let fact): return fact.sideWord
        case .mediation(let fact): return fact.sideWord
        case .check(let fact): return fact.sideWord
        case .extended(_, let from, let to):
            return SideWord("extended") { ($0.from, $0.to, $0.isForResident) = (from, to, true) }
        case .suspended(let reason, let day):
            return SideWord("suspended") {
                ($0.text, $0.day, $0.isForResident, $0.textIsForResident) = (reason, day, true, true)
            }
        case .contacted(let way, let note):
            return SideWord("contacted") {
                ($0.value, $0.kind, $0.text, $0.isForResident) = (way.rawValue, "way", note, true)
            }
        case .heard(let way): return SideWord("heard") { ($0.value, $0.kind) = (way.rawValue, "way") }
        case .keyed(let reason): return SideWord("keyed") { $0.text = reason }
        case .guided(let text): return SideWord("guided") { $0.text = text }
        case .ruled(let unit): return SideWord("ruled") { $0.unit = unit }
        case .excluded(let reason): return SideWord("excluded") { $0.text = reason }
        case .raised, .categorised, .classified, .dispatched, .takenBack, .escalated, .answered, .asked,
            .rated,
            .attempted, .urged, .added, .noted, .attached, .undone, .scopeProposed, .proposalDropped, .merged,
            .joined, .joinedTo, .left, .archived, .reopened, .contactRevealed, .limitPassed, .told, .reasoned,
            .closed,
            .clockStarted, .clockPaused, .clockStopped, .clockWarned, .clockExpired, .checked:
            return nil
        }
    }
}

extension PartFact {
    fileprivate var sideWord: SideWord {
        switch self {
        case .given(let unit, let task, let until):
            SideWord("partGiven") { ($0.unit, $0.text, $0.day, $0.isForResident) = (unit, task, until, true) }
        case .answered(let unit, let text): SideWord("partAnswered") { ($0.unit, $0.text) = (unit, text) }
        case .refused(let unit, let reason): SideWord("partRefused") { ($0.unit, $0.text) = (unit, reason) }
        case .insisted(let unit, let reason): SideWord("partInsisted") { ($0.unit, $0.text) = (unit, reason) }
        case .dropped(let unit, let reason): SideWord("partDropped") { ($0.unit, $0.text) = (unit, reason) }
        }
    }
}

extension ProposalFact {
    fileprivate var sideWord: SideWord {
        switch self {
        case .made(let kind, let reason, let day):
            SideWord("proposed") {
                ($0.value, $0.kind, $0.text, $0.day) = (kind.rawValue, "proposal", reason, day)
            }
        case .granted(let kind, let reason):
            SideWord("granted") { ($0.value, $0.kind, $0.text) = (kind.rawValue, "proposal", reason) }
        case .denied(let kind, let reason):
            SideWord("denied") { ($0.value, $0.kind, $0.text) = (kind.rawValue, "proposal", reason) }
        }
    }
}

extension SupervisionFact {
    fileprivate var sideWord: SideWord {
        switch self {
        case .ordered(let unit, let demand):
            SideWord("supervisionOrdered") { ($0.unit, $0.text, $0.isForResident) = (unit, demand, true) }
        case .answered(let text): SideWord("supervisionAnswered") { $0.text = text }
        case .raised(let level, let reason):
            SideWord("supervisionRaised") {
                ($0.value, $0.kind, $0.text, $0.isForResident) = (level.name, "level", reason, true)
            }
        case .lifted(let reason): SideWord("supervisionLifted") { $0.text = reason }
        }
    }
}

extension SupervisionLevel {
    /// The word of the level: `order`, `notice`, `accountability`.
    public var name: String {
        switch self {
        case .order: "order"
        case .notice: "notice"
        case .accountability: "accountability"
        }
    }
}

extension RaiseFact {
    fileprivate var sideWord: SideWord {
        switch self {
        case .taken(let unit): SideWord("raiseTaken") { ($0.unit, $0.isForResident) = (unit, true) }
        case .handedDown(let unit, let text):
            SideWord("handedDown") { ($0.unit, $0.text, $0.isForResident) = (unit, text, true) }
        }
    }
}

extension LeaderFact {
    fileprivate var sideWord: SideWord {
        switch self {
        case .claimed(let day): SideWord("claimed") { ($0.day, $0.isForResident) = (day, true) }
        case .called(let sharpness, let reason):
            SideWord("leaderCalled") { ($0.value, $0.text) = (String(sharpness), reason) }
        case .contracted(let plan, let day):
            SideWord("contracted") { ($0.text, $0.day, $0.isForResident) = (plan, day, true) }
        case .visited(let text): SideWord("leaderVisited") { ($0.text, $0.isForResident) = (text, true) }
        }
    }
}

extension MediationFact {
    fileprivate var sideWord: SideWord {
        switch self {
        case .named(let party, let kind):
            SideWord("partyNamed") { ($0.text, $0.value, $0.kind) = (party, kind.rawValue, "partyKind") }
        case .position(let party, let text): SideWord("positionTaken") { ($0.value, $0.text) = (party, text) }
        case .session(let kind, let text):
            SideWord("sessionHeld") {
                ($0.value, $0.kind, $0.text, $0.isForResident) = (kind.rawValue, "session", text, true)
            }
        case .agreed(let text):
            SideWord("agreed") { ($0.text, $0.isForResident, $0.textIsForResident) = (text, true, true) }
        case .accepted(let party, let yes):
            SideWord(yes ? "partyAccepted" : "partyRefused") { $0.value = party }
        }
    }
}

extension CheckFact {
    fileprivate var sideWord: SideWord {
        switch self {
        case .due(let day, let sampled):
            SideWord(sampled ? "checkSampled" : "checkDue") { ($0.day, $0.isForResident) = (day, !sampled) }
        case .made(let solved, let satisfied, let why):
            SideWord(solved && satisfied ? "checkHolds" : "checkFails") {
                ($0.text, $0.isForResident, $0.textIsForResident) = (why, true, true)
            }
        case .attempted(let result):
            SideWord("checkAttempted") { ($0.value, $0.kind) = (result.rawValue, "attempt") }
        case .dropped: SideWord("checkDropped")
        }
    }
}
