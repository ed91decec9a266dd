/// What a call centre's switch says of one call. It may come in any order and any number of times.
public struct CallEvent: Hashable, Sendable {
    public enum What: String, CaseIterable, Hashable, Sendable, Codable {
        /// The call is in the queue; nobody's telephone rings yet.
        case queued
        /// Somebody's telephone rings.
        case ringing
        /// Somebody speaks with the caller.
        case answered
        /// The line is closed.
        case ended
        /// The caller gave up before anybody answered.
        case abandoned
        /// The recording can be heard.
        case recorded
    }

    public var what: What
    public var at: Moment
    /// The caller's number as it is kept; nil where it is hidden or cannot be read.
    public var caller: String?
    /// The number that was dialled, so that an old line keeps its origin.
    public var called: String?
    /// Who is rung, or speaks: a login or a seat.
    public var agent: String?
    public var queue: String?
    /// Where the recording can be heard: `https` only.
    public var recording: String?
    public var reason: String?

    public init(
        _ what: What, at: Moment, caller: String? = nil, called: String? = nil, agent: String? = nil,
        queue: String? = nil, recording: String? = nil, reason: String? = nil
    ) {
        self.what = what
        self.at = at
        self.caller = caller
        self.called = called
        self.agent = agent
        self.queue = queue
        self.recording = recording
        self.reason = reason
    }
}
