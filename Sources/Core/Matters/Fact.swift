/// Something that became true of a matter. Names and shapes are frozen: they stand in every city's log.
public enum Fact: Hashable, Sendable, Codable {
    case raised(Raised)
    case categorised(category: String)
    case classified(route: Route?, grade: Grade?, urgency: Urgency?)
    case dispatched(unit: UnitCode)
    /// The cause is one of the city's reasons for sending back, by its code; older stories have none.
    case takenBack(unit: UnitCode?, reason: String, cause: String? = nil)
    case escalated(to: UnitCode)
    case answered(text: String, unit: UnitCode?)
    case asked
    case rated(solved: Bool, satisfied: Bool, why: String?)
    case attempted(result: CallBackResult)
    case urged
    case added(text: String)
    case noted(text: String)
    case attached(Attachment)
    /// The event of this sequence was taken back by whoever made it: the matter stands as before it.
    case undone(sequence: Int)
    case scopeProposed(explanation: String)
    case proposalDropped
    case merged(into: String)
    /// Another matter lives on in this one.
    case joined(from: String)
    /// From now on it waits for what becomes of another matter about the same problem (M56).
    case joinedTo(number: String)
    /// It goes on by itself again, and no more with that one.
    case left(number: String)
    case archived(explanation: String, reviewOn: String)
    case reopened
    case contactRevealed(reason: String)
    case limitPassed(limit: String)
    case told(audience: Audience, template: String)
    /// The reason given with a move that keeps one, where no other fact holds it.
    case reasoned(reason: String)
    case closed(outcome: Outcome)
    case clockStarted(limit: String, from: Moment, due: Moment, warn: Moment?)
    case clockPaused(limit: String)
    case clockStopped(limit: String)
    case clockWarned(limit: String)
    case clockExpired(limit: String)
    case part(PartFact)
    case proposal(ProposalFact)
    /// A limit's due time was moved; both are kept.
    case extended(limit: String, from: Moment, to: Moment)
    /// It stands still until the review day, with approval (挂账).
    case suspended(reason: String, reviewOn: String)
    case supervision(SupervisionFact)
    case raise(RaiseFact)
    case leader(LeaderFact)
    case mediation(MediationFact)
    case check(CheckFact)
    case contacted(way: ContactWay, note: String?)
    /// By which way an opinion or an attempt came about.
    case heard(way: ContactWay)
    case keyed(reason: String)
    case guided(text: String)
    /// An arbitration gave it to this unit.
    case ruled(unit: UnitCode)
    /// It does not count in the assessment of the unit; the resident's words stay.
    case excluded(reason: String)
    /// What of the kind's checklist was kept at a visit, and what was not, by the names of its items (M12).
    case checked(kept: [String], missed: [String])

    /// What a matter is when it comes in.
    public struct Raised: Hashable, Sendable, Codable {
        public var number: String
        public var kind: String
        public var text: String
        public var title: String
        public var channel: Channel
        public var caller: Caller
        public var area: AreaCode
        public var place: String?
        public var position: Position?
        public var category: String?
        public var urgency: Urgency
        public var reachable: Bool
        /// Where it came from and what it was called there.
        public var source: String?
        public var sourceID: String?
        /// When it ended in another system, and the time it had been promised for.
        public var endedAt: Moment?
        public var targetAt: Moment?

        public init(
            number: String, kind: String, text: String, title: String, channel: Channel, caller: Caller,
            area: AreaCode, place: String? = nil, position: Position? = nil, category: String? = nil,
            urgency: Urgency = .ordinary, reachable: Bool, source: String? = nil, sourceID: String? = nil,
            endedAt: Moment? = nil, targetAt: Moment? = nil
        ) {
            self.number = number
            self.kind = kind
            self.text = text
            self.title = title
            self.channel = channel
            self.caller = caller
            self.area = area
            self.place = place
            self.position = position
            self.category = category
            self.urgency = urgency
            self.reachable = reachable
            self.source = source
            self.sourceID = sourceID
            self.endedAt = endedAt
            self.targetAt = targetAt
        }
    }
}

/// By which way a matter came in (M16).
public enum Channel: String, CaseIterable, Hashable, Sendable, Codable {
    case web, app, api, hotline, chat, box, visit, station, sensor, imported
}

/// Who speaks: a resident or an enterprise (M01).
public enum Caller: String, CaseIterable, Hashable, Sendable, Codable {
    case resident, enterprise
}

/// One step in a matter's story: who did what when, and what became true by it.
public struct Event: Hashable, Sendable {
    /// Counted from 1 within the matter.
    public let sequence: Int
    public let at: Moment
    public let by: Doer
    /// The move that was made; nil for the first event.
    public let move: String?
    public let from: String?
    public let to: String
    public let facts: [Fact]

    public init(sequence: Int, at: Moment, by: Doer, move: String?, from: String?, to: String, facts: [Fact])
    {
        self.sequence = sequence
        self.at = at
        self.by = by
        self.move = move
        self.from = from
        self.to = to
        self.facts = facts
    }
}

/// Who made a move, as it is remembered: an officer with the unit they acted for.
public enum Doer: Hashable, Sendable {
    case resident
    case officer(id: Int64, unit: UnitCode)
    case system(String)

    /// As it stands in the log: `resident`, `officer:12@U0101`, `system:timekeeper`.
    public var text: String {
        switch self {
        case .resident: "resident"
        case .officer(let id, let unit): "officer:\(id)@\(unit.text)"
        case .system(let name): "system:\(name)"
        }
    }

    public init?(_ text: String) {
        if text == "resident" {
            self = .resident
        } else if text.hasPrefix("system:") {
            self = .system(String(text.dropFirst(7)))
        } else if text.hasPrefix("officer:"), let at = text.firstIndex(of: "@"),
            let id = Int64(text[text.index(text.startIndex, offsetBy: 8)..<at])
        {
            self = .officer(id: id, unit: UnitCode(String(text[text.index(after: at)...])))
        } else {
            return nil
        }
    }
}
