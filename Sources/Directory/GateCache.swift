import Core
import Synchronization

/// What the gate found out a moment ago, so that a page with its parts asks the database once.
///
/// It forgets after seconds, because another server may have ended a session; what this server ends it
/// forgets at once.
final class GateCache<Value: Sendable>: Sendable {
    private struct State {
        var generation: UInt64 = 0
        var entries: [[UInt8]: (value: Value, until: Moment)] = [:]
    }

    private let state = Mutex(State())
    private let capacity: Int
    private let lifetime: Int64

    init(capacity: Int = 2_000, lifetimeMilliseconds: Int64 = 5_000) {
        self.capacity = capacity
        lifetime = lifetimeMilliseconds
    }

    /// Raised by every `forget`: what was read before it must not be kept after it.
    var generation: UInt64 { state.withLock { $0.generation } }

    func value(_ key: [UInt8], now: Moment) -> Value? {
        state.withLock { state in
            guard let entry = state.entries[key], now < entry.until else { return nil }
            return entry.value
        }
    }

    /// Keeps a value that was read in the generation.
    func keep(_ value: Value, for key: [UInt8], now: Moment, generation: UInt64) {
        state.withLock { state in
            guard state.generation == generation else { return }
            if state.entries.count >= capacity {
                state.entries = state.entries.filter { now < $0.value.until }
                if state.entries.count >= capacity { state.entries = [:] }
            }
            state.entries[key] = (value, now + lifetime)
        }
    }

    func forget() {
        state.withLock { state in
            state.generation += 1
            state.entries = [:]
        }
    }
}
