import Synchronization

/// Waits for something no longer than a time, though it cannot be broken off itself.
enum Deadline {
    /// - Returns: The value; nil when it did not come in time or failed.
    static func value<T: Sendable>(
        within limit: Duration, _ work: @escaping @Sendable () async throws -> T
    ) async -> T? {
        await withCheckedContinuation { continuation in
            let once = Once(continuation)
            Task { once.answer(try? await work()) }
            Task {
                try? await Task.sleep(for: limit)
                once.answer(nil)
            }
        }
    }

    /// Answers the first time only. Lock: who still waits.
    private final class Once<T: Sendable>: Sendable {
        private let waiting: Mutex<CheckedContinuation<T?, Never>?>

        init(_ continuation: CheckedContinuation<T?, Never>) { waiting = Mutex(continuation) }

        func answer(_ value: T?) {
            let first = waiting.withLock { waiting in
                defer { waiting = nil }
                return waiting
            }
            first?.resume(returning: value)
        }
    }
}
