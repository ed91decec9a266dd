/// How far a follower of the log is, and since when it has stood there.
public struct FollowerStanding: Hashable, Sendable {
    public let name: String
    /// Events that it could have and has not, counted up to a limit.
    public let behind: Int
    /// When the first of them happened.
    public let next: Moment?
    /// Since when it is known to stand at this place with something to do.
    public let standsSince: Moment?

    public init(name: String, behind: Int, next: Moment?, standsSince: Moment?) {
        self.name = name
        self.behind = behind
        self.next = next
        self.standsSince = standsSince
    }

    public func lateSeconds(_ now: Moment) -> Int64 { next.map { max(0, now - $0) / 1000 } ?? 0 }
    func stoodSeconds(_ now: Moment) -> Int64 { standsSince.map { max(0, now - $0) / 1000 } ?? 0 }
}

/// Something that this program does again and again, and how it went.
public struct Beat: Hashable, Sendable {
    public let name: String
    /// When it last came to its end without a failure.
    public var succeededAt: Moment?
    /// Since when every attempt fails; nil while it succeeds.
    public var failsSince: Moment?

    public init(name: String, succeededAt: Moment? = nil, failsSince: Moment? = nil) {
        self.name = name
        self.succeededAt = succeededAt
        self.failsSince = failsSince
    }

    /// The same after one more attempt.
    public mutating func note(succeeded: Bool, at now: Moment) {
        if succeeded {
            (succeededAt, failsSince) = (now, nil)
        } else {
            failsSince = failsSince ?? now
        }
    }
}
