/// How many of the calls of a span of time were connected. GB/T 33358 asks for 95 of a hundred in any
/// continuous 24 hours.
public struct CallWindow: Hashable, Sendable {
    /// The window begins here, and ends before `from + length`.
    public let from: Moment
    public let arrived: Int
    public let connected: Int

    public static let length: Int64 = 86_400_000
    /// Connected of a hundred (GB/T 33358).
    public static let wantedPercent = 95

    public init(from: Moment, arrived: Int, connected: Int) {
        self.from = from
        self.arrived = arrived
        self.connected = connected
    }

    public func rate(asOf now: Moment) -> Rate? {
        Rate(numerator: connected, denominator: arrived, asOf: now)
    }

    /// Whether a smaller share was connected; of two alike the one with more calls, then the earlier one.
    public func isWorse(than other: CallWindow) -> Bool {
        let (mine, theirs) = (connected * other.arrived, other.connected * arrived)
        if mine != theirs { return mine < theirs }
        return arrived != other.arrived ? arrived > other.arrived : from < other.from
    }

    /// The worst of all windows that begin at or after `from`, before `until`, and are over by `end`. Exact:
    /// a window's calls change only where one leaves or comes in, so only those moments are looked at.
    ///
    /// - Parameter calls: Those that arrived at or after `from`, in any order.
    /// - Returns: Nil where no window fits, or none has a call.
    public static func worst(
        of calls: [(arrived: Moment, connected: Bool)], from: Moment, until: Moment, over end: Moment,
        length: Int64 = length
    ) -> CallWindow? {
        let last = min(until + -1, end + -length)
        guard from <= last else { return nil }
        let calls = calls.sorted { $0.arrived < $1.arrived }
        var begins: Set<Moment> = [from]
        for call in calls {
            begins.insert(call.arrived + 1)
            begins.insert(call.arrived + (1 - length))
        }
        var (worst, first, behind, arrived, connected): (CallWindow?, Int, Int, Int, Int) = (nil, 0, 0, 0, 0)
        for begin in begins.filter({ from <= $0 && $0 <= last }).sorted() {
            while behind < calls.count, calls[behind].arrived < begin + length {
                (arrived, connected) = (arrived + 1, connected + (calls[behind].connected ? 1 : 0))
                behind += 1
            }
            while first < behind, calls[first].arrived < begin {
                (arrived, connected) = (arrived - 1, connected - (calls[first].connected ? 1 : 0))
                first += 1
            }
            guard arrived > 0 else { continue }
            let window = CallWindow(from: begin, arrived: arrived, connected: connected)
            if worst.map({ window.isWorse(than: $0) }) ?? true { worst = window }
        }
        return worst
    }
}
