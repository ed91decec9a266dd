import Core
import Synchronization

/// A clock that stands still until it is moved. Lock: the time, which tests move while the site reads it.
final class MovableClock: Sendable {
    private let moment = Mutex(TownCity.start)
    var now: Moment { moment.withLock { $0 } }
    func move(_ milliseconds: Int64) { moment.withLock { $0 = $0 + milliseconds } }
}
