import Core

/// What was said beside the way, gathered from the events that stand: whoever took a step back said nothing.
struct BesideStory: Sendable {
    /// Words with who wrote them, and when.
    struct Said: Sendable {
        let text: String?
        let at: Moment
        let by: Doer
    }

    struct Decided: Sendable {
        let kind: ProposalKind
        let isGranted: Bool
        let said: Said
    }

    /// More time: what was due, what is, who asked why, who granted it.
    struct Extended: Sendable {
        let from: Moment
        let to: Moment
        let granted: Said
        let asked: Said?
    }

    /// A time of standing still, with its review day.
    struct Stand: Sendable {
        let day: String
        let said: Said
    }

    struct Supervised: Sendable {
        let step: Step
        let said: Said

        enum Step: Sendable, Equatable {
            case ordered(UnitCode), answered, raised(SupervisionLevel), lifted

            var name: String {
                switch self {
                case .ordered: "ordered"
                case .answered: "answered"
                case .raised: "raised"
                case .lifted: "lifted"
                }
            }
        }
    }

    struct Attempt: Sendable {
        let result: CallBackResult
        let way: ContactWay?
        let at: Moment
        let by: Doer
    }

    private(set) var tasks: [UnitCode: Said] = [:]
    /// What the unit of a part said last: its answer, or why it refuses.
    private(set) var partsSaid: [UnitCode: Said] = [:]
    /// Why the part stays with the unit although it refused.
    private(set) var insisted: [UnitCode: Said] = [:]
    private(set) var decided: [Decided] = []
    private(set) var extended: [Extended] = []
    private(set) var stands: [Stand] = []
    private(set) var supervised: [Supervised] = []
    private(set) var escalated: [(unit: UnitCode, said: Said)] = []
    private(set) var handedDown: [(unit: UnitCode, said: Said)] = []
    private(set) var leaderCalled: Said?
    private(set) var plan: Said?
    private(set) var leaderVisits: [Said] = []
    private(set) var positions: [String: Said] = [:]
    private(set) var sessions: [(kind: SessionKind, said: Said)] = []
    private(set) var agreement: Said?
    private(set) var keyed: Said?
    private(set) var guidance: [Said] = []
    private(set) var contacts: [(way: ContactWay, said: Said)] = []
    /// Since the resident was last asked.
    private(set) var attempts: [Attempt] = []
    private(set) var checkAttempts: [Attempt] = []
    private(set) var asked: [ProposalKind: Said] = [:]

    init(_ events: [Event]) {
        for event in events.standing {
            let way = event.facts.lazy.compactMap { if case .heard(let way) = $0 { way } else { nil } }.first
            for fact in event.facts { take(fact, event, way) }
        }
    }

    private mutating func take(_ fact: Fact, _ event: Event, _ way: ContactWay?) {
        func said(_ text: String?) -> Said { Said(text: text, at: event.at, by: event.by) }
        switch fact {
        case .part(let fact): take(fact, event)
        case .proposal(let fact): take(fact, event)
        case .extended(_, let from, let to):
            extended.append(
                Extended(
                    from: from, to: to, granted: decided.last?.said ?? said(nil), asked: asked[.extension]))
        case .suspended(let reason, let day): stands.append(Stand(day: day, said: said(reason)))
        case .supervision(let fact): take(fact, event)
        case .escalated(let unit):
            escalated.append((unit, said(event.facts.lazy.compactMap(\.reasonGiven).first)))
        case .raise(.handedDown(let unit, let text)): handedDown.append((unit, said(text)))
        case .leader(let fact): take(fact, event)
        case .mediation(let fact): take(fact, event)
        case .keyed(let reason): keyed = said(reason)
        case .guided(let text): guidance.append(said(text))
        case .contacted(let way, let note): contacts.append((way, said(note)))
        case .asked: attempts = []
        case .attempted(let result):
            attempts.append(Attempt(result: result, way: way, at: event.at, by: event.by))
        case .check(.due): checkAttempts = []
        case .check(.attempted(let result)):
            checkAttempts.append(Attempt(result: result, way: way, at: event.at, by: event.by))
        case .check(.made), .check(.dropped), .raise(.taken), .raised, .categorised, .classified, .dispatched,
            .takenBack, .answered, .rated, .urged, .added, .noted, .attached, .undone, .scopeProposed,
            .proposalDropped, .merged, .joined, .joinedTo, .left, .archived, .reopened, .contactRevealed,
            .limitPassed, .told,
            .reasoned, .closed, .clockStarted, .clockPaused, .clockStopped, .clockWarned, .clockExpired,
            .heard,
            .ruled, .excluded, .checked:
            break
        }
    }

    private mutating func take(_ fact: PartFact, _ event: Event) {
        func said(_ text: String) -> Said { Said(text: text, at: event.at, by: event.by) }
        switch fact {
        case .given(let unit, let task, _):
            tasks[unit] = said(task)
            partsSaid[unit] = nil
            insisted[unit] = nil
        case .answered(let unit, let text), .refused(let unit, let text):
            partsSaid[unit] = said(text)
            insisted[unit] = nil
        case .insisted(let unit, let reason): insisted[unit] = said(reason)
        case .dropped(let unit, _): tasks[unit] = nil
        }
    }

    private mutating func take(_ fact: ProposalFact, _ event: Event) {
        func said(_ text: String?) -> Said { Said(text: text, at: event.at, by: event.by) }
        switch fact {
        case .made(let kind, let reason, _): asked[kind] = said(reason)
        case .granted(let kind, let reason):
            decided.append(Decided(kind: kind, isGranted: true, said: said(reason)))
        case .denied(let kind, let reason):
            decided.append(Decided(kind: kind, isGranted: false, said: said(reason)))
        }
    }

    private mutating func take(_ fact: SupervisionFact, _ event: Event) {
        func add(_ step: Supervised.Step, _ text: String?) {
            supervised.append(Supervised(step: step, said: Said(text: text, at: event.at, by: event.by)))
        }
        switch fact {
        case .ordered(let unit, let demand): add(.ordered(unit), demand)
        case .answered(let text): add(.answered, text)
        case .raised(let level, let reason): add(.raised(level), reason)
        case .lifted(let reason): add(.lifted, reason)
        }
    }

    private mutating func take(_ fact: LeaderFact, _ event: Event) {
        func said(_ text: String) -> Said { Said(text: text, at: event.at, by: event.by) }
        switch fact {
        case .claimed: break
        case .called(_, let reason): leaderCalled = said(reason)
        case .contracted(let text, _): plan = said(text)
        case .visited(let text): leaderVisits.append(said(text))
        }
    }

    private mutating func take(_ fact: MediationFact, _ event: Event) {
        func said(_ text: String) -> Said { Said(text: text, at: event.at, by: event.by) }
        switch fact {
        case .named, .accepted: break
        case .position(let party, let text): positions[party] = said(text)
        case .session(let kind, let text): sessions.append((kind, said(text)))
        case .agreed(let text): agreement = said(text)
        }
    }

    /// The order that is out, or the last one, with what followed from it.
    var lastOrder: [Supervised] {
        let start = supervised.lastIndex { if case .ordered = $0.step { true } else { false } }
        return start.map { Array(supervised[$0...]) } ?? []
    }
}

extension Fact {
    fileprivate var reasonGiven: String? { if case .reasoned(let reason) = self { reason } else { nil } }
}
