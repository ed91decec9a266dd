/// Where a hand-over from one line to another stands.
public enum TransferState: String, CaseIterable, Hashable, Sendable, Codable {
    /// On its way.
    case sent
    /// The other side's server has it.
    case delivered
    case accepted
    /// The other side said no.
    case refused
    case answered
    /// The matter has ended.
    case closed
    /// Nobody accepted it in time: it came back.
    case returned

    /// Nobody has accepted it yet.
    public var isOpen: Bool { self == .sent || self == .delivered }
    /// It is back with whoever sent it.
    public var cameBack: Bool { self == .refused || self == .returned }
}

/// What the other side tells of a hand-over.
public struct TransferNews: Hashable, Sendable {
    public let kind: Kind
    /// Counted by the sender: a higher one is later, in whatever order they arrive.
    public let sequence: Int

    public init(_ kind: Kind, sequence: Int) {
        self.kind = kind
        self.sequence = sequence
    }

    public enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
        case accepted, refused, progress, answered, closed

        fileprivate var rank: Int {
            switch self {
            case .progress: 0
            case .accepted: 1
            case .refused: 2
            case .answered: 3
            case .closed: 4
            }
        }
    }
}

/// Folds what happens to a hand-over. Whatever order the news arrive in, and however often, the same state
/// comes out; only the time limit is final, because by then the matter is somebody else's work again.
public struct TransferCourse: Hashable, Sendable {
    public private(set) var state: TransferState
    /// The sequence of the news that decided the state; 0 while nothing did.
    public private(set) var sequence: Int

    public init(state: TransferState = .sent, sequence: Int = 0) {
        self.state = state
        self.sequence = sequence
    }

    /// The other side's server took it.
    public mutating func deliver() { if state == .sent { state = .delivered } }

    /// Takes news in.
    ///
    /// - Returns: Whether the state is another, or confirmed by later news.
    public mutating func take(_ news: TransferNews) -> Bool {
        if state == .returned { return false }
        if news.kind == .progress {
            // Whoever works on it has accepted it; more is not said by it.
            guard state.isOpen else { return false }
            (state, sequence) = (.accepted, 0)
            return true
        }
        guard (news.sequence, news.kind.rank) > (sequence, rank) else { return false }
        (state, sequence) = (Self.state(after: news.kind), news.sequence)
        return true
    }

    /// The time to accept is over.
    ///
    /// - Returns: Whether it comes back by it.
    public mutating func timeOut() -> Bool {
        guard state.isOpen else { return false }
        state = .returned
        return true
    }

    private var rank: Int {
        switch state {
        case .sent, .delivered, .returned: 0
        case .accepted: 1
        case .refused: 2
        case .answered: 3
        case .closed: 4
        }
    }

    private static func state(after kind: TransferNews.Kind) -> TransferState {
        switch kind {
        case .accepted, .progress: .accepted
        case .refused: .refused
        case .answered: .answered
        case .closed: .closed
        }
    }
}
