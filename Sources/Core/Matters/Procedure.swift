/// How one kind of matter is brought to an end (流程): its stages, the moves between them, its limits. Pure
/// data.
public struct Procedure: Sendable, Hashable {
    /// The kind's name: `request`. Also the name of its file.
    public let kind: String
    public let version: Int
    public let name: LocalText
    /// Two to four capital letters that numbers of this kind start with.
    public let prefix: String
    public let stages: [Stage]
    public let moves: [Move]
    public let limits: [TimeLimit]
    /// What is to be kept at every visit, asked item by item (M12); most kinds have none.
    public let checklist: [CheckItem]

    private let stageByName: [String: Stage]
    private let moveByName: [String: Move]
    private let movesByStage: [String: [Move]]

    public init(
        kind: String, version: Int, name: LocalText, prefix: String, stages: [Stage], moves: [Move],
        limits: [TimeLimit], checklist: [CheckItem] = []
    ) {
        self.kind = kind
        self.version = version
        self.name = name
        self.prefix = prefix
        self.stages = stages
        self.moves = moves
        self.limits = limits
        self.checklist = checklist
        stageByName = Dictionary(stages.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        moveByName = Dictionary(moves.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let places = Set(moves.flatMap(\.from))
        movesByStage = Dictionary(
            uniqueKeysWithValues: places.map { place in (place, moves.filter { $0.from.contains(place) }) })
    }

    /// Where a new matter stands: the stage written first.
    public var first: Stage? { stages.first }
    public func stage(_ name: String) -> Stage? { stageByName[name] }
    public func move(_ name: String) -> Move? { moveByName[name] }

    /// The limit a clock belongs to: a clock of a part or of a decision is named `limit@whose`.
    public func limit(_ clock: String) -> TimeLimit? {
        let name = clock.firstIndex(of: "@").map { clock[..<$0] } ?? clock[...]
        return limits.first { $0.name == name }
    }

    /// The moves that start in a stage, in the order of the file.
    public func moves(from stage: String) -> [Move] { movesByStage[stage] ?? [] }
}

/// Where a matter can stand (环节).
public struct Stage: Sendable, Hashable {
    public let name: String
    public let text: LocalText
    /// What the resident reads while it stands here: what happens now, and what comes next.
    public let told: LocalText
    public let holder: Holder
    /// Set where the matter ends.
    public let closes: Outcome?

    public init(name: String, text: LocalText, told: LocalText, holder: Holder, closes: Outcome? = nil) {
        self.name = name
        self.text = text
        self.told = told
        self.holder = holder
        self.closes = closes
    }

    /// Who has to do the next thing.
    public enum Holder: String, CaseIterable, Sendable, Codable {
        /// The desk that receives and dispatches for the matter's area.
        case desk
        /// The unit that leads.
        case lead
        /// The resident.
        case resident
        /// Whoever has the matter it was joined to (M56).
        case main
        /// Nobody: it has ended.
        case nobody
    }
}

/// A step from one stage to another, or within one (动作).
public struct Move: Sendable, Hashable {
    public let name: String
    /// What the button says.
    public let text: LocalText
    /// What the resident reads about it afterwards; absent when it is internal.
    public let told: LocalText?
    public let from: [String]
    /// The stage it leads to; nil when the matter stays where it is.
    public let to: String?
    public let by: [Party]
    public let asks: [Ask]
    public let needs: [Guard]
    public let does: [Effect]
    /// Whether it follows by itself as soon as its guards hold.
    public let automatic: Bool

    public init(
        name: String, text: LocalText, told: LocalText?, from: [String], to: String?, by: [Party],
        asks: [Ask] = [], needs: [Guard] = [], does: [Effect] = [], automatic: Bool = false
    ) {
        self.name = name
        self.text = text
        self.told = told
        self.from = from
        self.to = to
        self.by = by
        self.asks = asks
        self.needs = needs
        self.does = does
        self.automatic = automatic
    }

    /// Whether it keeps what the resident said, or that they could not be asked. Nobody of the unit that did
    /// the work may make such a move.
    public var speaksForResident: Bool {
        let voices: [Effect] = [.opinion, .attempt, .recheck, .tryCheck, .dropCheck]
        return does.contains { voices.contains($0) }
    }

    /// Whether it shows who raised the matter, and how to reach them.
    public var reveals: Bool { does.contains(.revealContact) }

    /// An input of a move.
    public struct Ask: Sendable, Hashable {
        public let word: InputWord
        public let required: Bool

        public init(_ word: InputWord, required: Bool = true) {
            self.word = word
            self.required = required
        }
    }
}

/// How long something may take (时限).
public struct TimeLimit: Sendable, Hashable {
    public let name: String
    public let text: LocalText
    public let span: Span
    /// What it counts for.
    public let subject: Subject
    /// It counts while the matter stands in one of these; for anything but the matter itself, none means
    /// every open stage.
    public let runs: [String]
    /// It stands still in these, and goes on afterwards. Anywhere else it ends.
    public let pauses: [String]
    /// The share of the limit after which it warns, in percent; nil for no warning.
    public let warnAtPercent: Int?
    /// The move made at the warning.
    public let atWarning: String?
    /// The move made when it has passed.
    public let atExpiry: String?
    /// Shorter limits for matters of higher urgency.
    public let spanByUrgency: [Urgency: Span]

    public init(
        name: String, text: LocalText, span: Span, runs: [String], pauses: [String] = [],
        warnAtPercent: Int? = nil, atWarning: String? = nil, atExpiry: String? = nil,
        spanByUrgency: [Urgency: Span] = [:], subject: Subject = .matter
    ) {
        self.name = name
        self.text = text
        self.span = span
        self.subject = subject
        self.runs = runs
        self.pauses = pauses
        self.warnAtPercent = warnAtPercent
        self.atWarning = atWarning
        self.atExpiry = atExpiry
        self.spanByUrgency = spanByUrgency
    }

    public func span(for urgency: Urgency) -> Span { spanByUrgency[urgency] ?? span }

    /// What a limit counts for: the matter as it stands, or something that goes on beside. It begins and ends
    /// with that.
    public enum Subject: String, CaseIterable, Sendable, Codable {
        case matter
        /// Each part of an assistant, until it answers or refuses.
        case part
        /// Each decision that somebody asked for.
        case decision
        /// A supervision order, until the unit answers it; anew at each level.
        case supervision
        /// What was raised a level, until that level takes it up.
        case raise
        /// Speaking with the resident, from dispatch on.
        case contact
        /// What a person promised: due at the end of that day.
        case promise
        /// A leader who was asked for, until one takes it.
        case leaderCall
        /// What a leader took under contract: due at the end of the day given.
        case leadership
        /// Guidance for a key order.
        case guidance
        /// The visit or call afterwards, from the day on which it may be made; also for what is closed.
        case check
    }
}
