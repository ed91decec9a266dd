import Dispatch
import Synchronization

/// Setting takes some ten milliseconds of computing: it is done one paper after the other on a thread beside
/// the server's, and whoever comes when many wait is asked to come again.
final class PressThread: Sendable {
    static let shared = PressThread()
    /// Papers that may wait at a time.
    static let limit = 32

    private let queue = DispatchQueue(label: "press", qos: .utility)
    private let waiting = Atomic<Int>(0)

    func run<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        guard waiting.add(1, ordering: .relaxed).newValue <= Self.limit else {
            waiting.subtract(1, ordering: .relaxed)
            throw PressFault.busy
        }
        defer { waiting.subtract(1, ordering: .relaxed) }
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try work() }) }
        }
    }
}
