/// What is known of one call: the sum of everything that was said of it.
///
/// Hearing is a join: it makes no difference in which order events come, nor how often. So a switch may send
/// again whatever it is not sure of.
public struct Call: Hashable, Sendable, Codable {
    /// Something that was said, with the time of the event that said it: the later word holds. Of two at one
    /// time the greater text, so that the result never depends on the order.
    public struct Said: Hashable, Sendable, Codable, Comparable {
        let at: Int64
        let rank: Int
        public let text: String

        public static func < (left: Said, right: Said) -> Bool {
            (left.rank, left.at, left.text) < (right.rank, right.at, right.text)
        }
    }

    /// Milliseconds since 1970; nil where nothing was heard of it.
    private var queued: Int64?
    private var rang: Int64?
    private var answered: Int64?
    private var ended: Int64?
    private var gaveUp: Int64?
    private var heard: Int64?
    private var callerSaid: Said?
    private var calledSaid: Said?
    private var agentSaid: Said?
    private var queueSaid: Said?
    private var recordingSaid: Said?
    private var reasonSaid: Said?

    public init() {}

    public init(_ events: some Sequence<CallEvent>) {
        for event in events { apply(event) }
    }

    /// Hears one event.
    public mutating func apply(_ event: CallEvent) {
        let at = event.at.milliseconds
        heard = least(heard, at)
        switch event.what {
        case .queued: queued = least(queued, at)
        case .ringing: rang = least(rang, at)
        case .answered: answered = least(answered, at)
        case .ended: ended = greatest(ended, at)
        case .abandoned: gaveUp = greatest(gaveUp, at)
        case .recorded: break
        }
        // Who spoke outranks whoever was rung.
        let rank = event.what == .answered || event.what == .ended ? 1 : 0
        hear(&callerSaid, event.caller, at: at)
        hear(&calledSaid, event.called, at: at)
        hear(&agentSaid, event.agent, at: at, rank: rank)
        hear(&queueSaid, event.queue, at: at)
        hear(&recordingSaid, event.recording, at: at)
        hear(&reasonSaid, event.reason, at: at)
    }

    private func hear(_ said: inout Said?, _ text: String?, at: Int64, rank: Int = 0) {
        guard let text else { return }
        let new = Said(at: at, rank: rank, text: text)
        said = said.map { max($0, new) } ?? new
    }

    private func least(_ known: Int64?, _ new: Int64) -> Int64 { known.map { min($0, new) } ?? new }
    private func greatest(_ known: Int64?, _ new: Int64) -> Int64 { known.map { max($0, new) } ?? new }
}

extension Call {
    public enum State: String, CaseIterable, Hashable, Sendable {
        /// Waiting, or ringing at somebody's place.
        case ringing
        case talking
        /// Somebody spoke with the caller, and the line is closed.
        case over
        /// The line was closed before anybody answered.
        case abandoned
    }

    public var state: State {
        if ended != nil || gaveUp != nil { return answered == nil ? .abandoned : .over }
        return answered == nil ? .ringing : .talking
    }

    /// When the caller began to wait: the first ringing or queueing, else the first thing heard.
    public var arrivedAt: Moment? {
        let began = [queued, rang].compactMap(\.self).min() ?? heard
        // Nobody is answered before they called, whatever two clocks say.
        return began.map { Moment(milliseconds: min($0, answered ?? $0)) }
    }

    public var answeredAt: Moment? { answered.map { Moment(milliseconds: $0) } }

    public var endedAt: Moment? {
        guard let last = [ended, gaveUp].compactMap(\.self).max() else { return nil }
        return Moment(milliseconds: max(last, answered ?? last, arrivedAt?.milliseconds ?? last))
    }

    public var caller: String? { callerSaid?.text }
    public var called: String? { calledSaid?.text }
    public var agent: String? { agentSaid?.text }
    public var queue: String? { queueSaid?.text }
    public var recording: String? { recordingSaid?.text }
    public var reason: String? { reasonSaid?.text }

    /// How long the caller waited for an answer, in milliseconds.
    public var waited: Int64? {
        guard let arrivedAt, let answeredAt else { return nil }
        return answeredAt - arrivedAt
    }

    /// How long they spoke, in milliseconds; nil while they still do.
    public var talked: Int64? {
        guard let answeredAt, let endedAt else { return nil }
        return endedAt - answeredAt
    }
}
