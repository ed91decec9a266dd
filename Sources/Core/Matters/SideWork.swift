/// What goes on beside a matter's way from stage to stage: parts of others, decisions that are waited for,
/// supervision, promises, parties, checks. Most matters have none of it.
public struct SideWork: Hashable, Sendable {
    /// In the order in which they were given; one for each unit.
    public internal(set) var parts: [Part] = []
    /// Units that answered a part before it went on elsewhere: they still see what they helped with.
    public internal(set) var helped: [UnitCode] = []
    /// At most one of each kind.
    public internal(set) var proposals: [Proposal] = []
    public internal(set) var extensions: [Extension] = []
    public internal(set) var suspensions = 0
    public internal(set) var supervision: Supervision?
    /// How many supervision orders there were, the one that is out among them.
    public internal(set) var supervisions = 0
    /// The levels it was raised through, the lowest first (M43). The last one has it.
    public internal(set) var raised: [Raise] = []
    public internal(set) var promise: Promise?
    public internal(set) var leadership: Leadership?
    /// Since when it is a key order (M07).
    public internal(set) var keyedAt: Moment?
    public internal(set) var guidedAt: Moment?
    /// When somebody last spoke with the resident since it was dispatched.
    public internal(set) var contactedAt: Moment?
    /// The unit an arbitration gave it to.
    public internal(set) var ruledFor: UnitCode?
    public internal(set) var parties: [Party] = []
    public internal(set) var agreedAt: Moment?
    public internal(set) var sessions = 0
    public internal(set) var check: Check?
    /// The resident said at a check that it does not hold, and it was not opened again since.
    public internal(set) var checkFailed = false
    /// It does not count in the assessment of the unit.
    public internal(set) var excluded = false

    public init() {}

    public struct Part: Hashable, Sendable, Codable {
        public let unit: UnitCode
        public let since: Moment
        /// The last day the lead gave for it.
        public let until: String?
        public internal(set) var state: State

        public enum State: String, Hashable, Sendable, Codable {
            /// The unit has to answer.
            case open
            case answered
            /// The unit says that it is not its own; whoever gave it decides.
            case refused
        }
    }

    public struct Proposal: Hashable, Sendable, Codable {
        public let kind: ProposalKind
        public let at: Moment
        public let by: Int64?
        public let unit: UnitCode?
        public let reason: String
        public let until: String?
    }

    public struct Extension: Hashable, Sendable, Codable {
        public let limit: String
        public let from: Moment
        public let to: Moment
        public let at: Moment
    }

    public struct Supervision: Hashable, Sendable, Codable {
        /// Who has to answer: whoever leads.
        public internal(set) var unit: UnitCode
        public let since: Moment
        public internal(set) var level: SupervisionLevel
        /// When it reached this level.
        public internal(set) var levelSince: Moment
        /// The move that ordered it: which rule, or a hand.
        public let cause: String?
        public internal(set) var answeredAt: Moment?
    }

    public struct Raise: Hashable, Sendable, Codable {
        public let unit: UnitCode
        public let at: Moment
        public internal(set) var takenAt: Moment?
    }

    public struct Promise: Hashable, Sendable, Codable {
        public let by: Int64?
        public let until: String
        public let at: Moment
    }

    public struct Leadership: Hashable, Sendable, Codable {
        /// 1 to 5; nil when a leader took it without being asked.
        public internal(set) var sharpness: Int?
        public internal(set) var calledAt: Moment?
        /// The leader who took it.
        public internal(set) var by: Int64?
        public internal(set) var until: String?
        public internal(set) var at: Moment?
        public internal(set) var visits = 0
    }

    public struct Party: Hashable, Sendable, Codable {
        public let name: String
        public let kind: PartyKind
        /// Whether it accepts the agreement that stands; nil until it says so.
        public internal(set) var accepts: Bool?
    }

    public struct Check: Hashable, Sendable, Codable {
        /// `YYYY-MM-DD`, not to be made before.
        public let on: String
        /// Drawn by the city's share rather than due by rule.
        public let sampled: Bool
        public let at: Moment
        public internal(set) var attempts: [Moment] = []
    }

    /// The parts that nobody answered, or that were refused and not decided.
    public var unsettled: [Part] { parts.filter { $0.state != .answered } }

    public func part(of unit: UnitCode) -> Part? { parts.first { $0.unit == unit } }

    public func proposal(_ kind: ProposalKind) -> Proposal? { proposals.first { $0.kind == kind } }
}

/// Written without what is not there, and read from rows of an older program that knew less.
extension SideWork: Codable {
    private enum Key: String, CodingKey {
        case parts, helped, proposals, extensions, suspensions, supervision, supervisions, raised, promise,
            leadership
        case keyedAt, guidedAt, contactedAt, ruledFor, parties, agreedAt, sessions, check, checkFailed,
            excluded
    }

    public init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: Key.self)
        parts = try box.decodeIfPresent([Part].self, forKey: .parts) ?? []
        helped = try box.decodeIfPresent([UnitCode].self, forKey: .helped) ?? []
        proposals = try box.decodeIfPresent([Proposal].self, forKey: .proposals) ?? []
        extensions = try box.decodeIfPresent([Extension].self, forKey: .extensions) ?? []
        suspensions = try box.decodeIfPresent(Int.self, forKey: .suspensions) ?? 0
        supervision = try box.decodeIfPresent(Supervision.self, forKey: .supervision)
        supervisions = try box.decodeIfPresent(Int.self, forKey: .supervisions) ?? 0
        raised = try box.decodeIfPresent([Raise].self, forKey: .raised) ?? []
        promise = try box.decodeIfPresent(Promise.self, forKey: .promise)
        leadership = try box.decodeIfPresent(Leadership.self, forKey: .leadership)
        keyedAt = try box.decodeIfPresent(Moment.self, forKey: .keyedAt)
        guidedAt = try box.decodeIfPresent(Moment.self, forKey: .guidedAt)
        contactedAt = try box.decodeIfPresent(Moment.self, forKey: .contactedAt)
        ruledFor = try box.decodeIfPresent(UnitCode.self, forKey: .ruledFor)
        parties = try box.decodeIfPresent([Party].self, forKey: .parties) ?? []
        agreedAt = try box.decodeIfPresent(Moment.self, forKey: .agreedAt)
        sessions = try box.decodeIfPresent(Int.self, forKey: .sessions) ?? 0
        check = try box.decodeIfPresent(Check.self, forKey: .check)
        checkFailed = try box.decodeIfPresent(Bool.self, forKey: .checkFailed) ?? false
        excluded = try box.decodeIfPresent(Bool.self, forKey: .excluded) ?? false
    }

    public func encode(to encoder: any Encoder) throws {
        var box = encoder.container(keyedBy: Key.self)
        if !parts.isEmpty { try box.encode(parts, forKey: .parts) }
        if !helped.isEmpty { try box.encode(helped, forKey: .helped) }
        if !proposals.isEmpty { try box.encode(proposals, forKey: .proposals) }
        if !extensions.isEmpty { try box.encode(extensions, forKey: .extensions) }
        if suspensions > 0 { try box.encode(suspensions, forKey: .suspensions) }
        try box.encodeIfPresent(supervision, forKey: .supervision)
        if supervisions > 0 { try box.encode(supervisions, forKey: .supervisions) }
        if !raised.isEmpty { try box.encode(raised, forKey: .raised) }
        try box.encodeIfPresent(promise, forKey: .promise)
        try box.encodeIfPresent(leadership, forKey: .leadership)
        try box.encodeIfPresent(keyedAt, forKey: .keyedAt)
        try box.encodeIfPresent(guidedAt, forKey: .guidedAt)
        try box.encodeIfPresent(contactedAt, forKey: .contactedAt)
        try box.encodeIfPresent(ruledFor, forKey: .ruledFor)
        if !parties.isEmpty { try box.encode(parties, forKey: .parties) }
        try box.encodeIfPresent(agreedAt, forKey: .agreedAt)
        if sessions > 0 { try box.encode(sessions, forKey: .sessions) }
        try box.encodeIfPresent(check, forKey: .check)
        if checkFailed { try box.encode(checkFailed, forKey: .checkFailed) }
        if excluded { try box.encode(excluded, forKey: .excluded) }
    }
}
