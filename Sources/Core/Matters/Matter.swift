/// One thing to be brought to an end (事项): where it stands now, folded from its events.
///
/// What its text says is kept in the log and the current row; here is what decisions need.
public struct Matter: Hashable, Sendable, Codable {
    /// The stored key; 0 until it is stored.
    public var id: Int64 = 0
    public internal(set) var number: String
    public internal(set) var kind: String
    public internal(set) var stage: String
    /// How many events it has: the version a reader must name to act on what they saw.
    public internal(set) var version: Int
    public internal(set) var channel: Channel
    public internal(set) var area: AreaCode
    public internal(set) var raisedAt: Moment
    public internal(set) var changedAt: Moment
    public internal(set) var reachable: Bool
    public internal(set) var urgency: Urgency
    public internal(set) var category: String?
    public internal(set) var route: Route?
    public internal(set) var grade: Grade?
    /// The unit that leads now, and since when.
    public internal(set) var lead: UnitCode?
    public internal(set) var leadSince: Moment?
    /// The unit above that it was raised to, while it stands there too (M43).
    public internal(set) var raisedTo: UnitCode?
    public internal(set) var answer: Answer?
    /// When the resident was last asked about the answer that stands now.
    public internal(set) var askedAt: Moment?
    /// What the resident said about the answer that stands now.
    public internal(set) var opinion: Opinion?
    /// How often the resident was dissatisfied; saying no twice to one answer is one time.
    public internal(set) var rounds = 0
    public internal(set) var returns = 0
    public internal(set) var urges = 0
    public internal(set) var reopens = 0
    /// Call-back attempts since the resident was last asked.
    public internal(set) var attempts: [Moment] = []
    public internal(set) var scopeProposed = false
    /// Who proposed that it is out of scope; somebody else has to confirm it.
    public internal(set) var scopeProposer: Int64?
    public internal(set) var mergedInto: String?
    /// The matters that live on in this one.
    public internal(set) var joined: [String] = []
    /// The matter about the same problem whose answer it waits for. It stays a matter of its own: with its
    /// number, its link, its limits and its resident's two questions.
    public internal(set) var joinedTo: String?
    /// The matter whose answer it was given, while that was the last it was joined to.
    public internal(set) var sharedFrom: String?
    public internal(set) var reviewOn: String?
    public internal(set) var overdue = false
    public internal(set) var outcome: Outcome?
    public internal(set) var closedAt: Moment?
    public internal(set) var clocks: [Clock] = []
    /// What goes on beside; nil where nothing does, as in rows of an older program. Read it as `side`.
    var work: SideWork?
    /// Who made each move last, and when.
    public internal(set) var lastMoves: [String: LastMove] = [:]

    public var isOpen: Bool { outcome == nil }
    public var asked: Bool { askedAt != nil }

    public struct Answer: Hashable, Sendable, Codable {
        public let at: Moment
        public let unit: UnitCode?
        public let by: Int64?
    }

    public struct Opinion: Hashable, Sendable, Codable {
        public let solved: Bool
        public let satisfied: Bool
        public let at: Moment

        /// Both questions answered with yes.
        public var isContent: Bool { solved && satisfied }
    }

    public struct LastMove: Hashable, Sendable, Codable {
        public let at: Moment
        public let by: Int64?
    }

    /// A limit that counts for this matter.
    public struct Clock: Hashable, Sendable, Codable {
        public let limit: String
        /// When it began to count.
        public let from: Moment
        public internal(set) var due: Moment
        /// Nil when it does not warn, or has.
        public internal(set) var warn: Moment?
        public internal(set) var pausedAt: Moment?
        public internal(set) var expired: Bool
    }

    /// The clock that runs out first among those that count now for whoever holds the matter; parts of others
    /// and decisions have their own.
    public var nextClock: Clock? {
        clocks.filter { $0.pausedAt == nil && !$0.limit.contains("@") }.min {
            ($0.expired ? 1 : 0, $0.due) < ($1.expired ? 1 : 0, $1.due)
        }
    }

    public func clock(_ limit: String) -> Clock? { clocks.first { $0.limit == limit } }
}
