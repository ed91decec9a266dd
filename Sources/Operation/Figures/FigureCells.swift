import CoreMetrics
import Synchronization

// One cell is one sample that code adds to. Each has a lock of its own that is held for one addition.

/// Only ever grows.
final class CountCell: CounterHandler, FloatingPointCounterHandler {
    private let stored = Mutex(0.0)
    var value: Double { stored.withLock { $0 } }

    func increment(by amount: Int64) { increment(by: Double(amount)) }

    func increment(by amount: Double) {
        // A counter that falls would be read as a restart.
        guard amount >= 0 else { return }
        stored.withLock { $0 += amount }
    }

    func reset() { stored.withLock { $0 = 0 } }
}

/// As high as it was last set.
final class LevelCell: MeterHandler, RecorderHandler {
    private let stored = Mutex(0.0)
    var value: Double { stored.withLock { $0 } }

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { stored.withLock { $0 = value } }
    func increment(by amount: Double) { stored.withLock { $0 += amount } }
    func decrement(by amount: Double) { stored.withLock { $0 -= amount } }
    func record(_ value: Int64) { set(value) }
    func record(_ value: Double) { set(value) }
}

/// How many were at most so large, for fixed bounds.
final class SpreadCell: TimerHandler, RecorderHandler {
    struct Spread: Sendable, Hashable {
        /// For each bound, and one for what is beyond all.
        var counts: [UInt64]
        var sum: Double
    }

    let bounds: [Double]
    private let stored: Mutex<Spread>
    var value: Spread { stored.withLock { $0 } }

    /// Seconds that requests and transactions take.
    static let seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]
    /// How many stand together.
    static let sizes: [Double] = [1, 2, 4, 8, 16, 32, 64, 128, 256]

    init(bounds: [Double]) {
        self.bounds = bounds
        stored = Mutex(Spread(counts: Array(repeating: 0, count: bounds.count + 1), sum: 0))
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        guard value.isFinite else { return }
        let place = bounds.firstIndex { value <= $0 } ?? bounds.count
        stored.withLock {
            $0.counts[place] += 1
            $0.sum += value
        }
    }
}
