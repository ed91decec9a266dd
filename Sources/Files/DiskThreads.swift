import Core
import Storage

/// A few threads of our own for what a disk or a decoder keeps waiting, and a line before them that ends.
final class DiskThreads: Sendable {
    private let queue: JobQueue<@Sendable () -> Void>
    private let workers: Workers

    /// How many pieces of work may wait.
    private static let waitingLimit = 1000

    init(_ count: Int, name: String) {
        let queue = JobQueue<@Sendable () -> Void>(limit: Self.waitingLimit)
        self.queue = queue
        workers = Workers(count, name: name) { _ in
            while let jobs = queue.take(1) {
                for job in jobs { job() }
            }
        }
    }

    // The threads hold the queue, not this object; closing the queue ends them.
    deinit { queue.close() }

    /// Does the work on one of the threads.
    ///
    /// - Throws: What the work throws; a `Fault` when too much waits.
    func run<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            let answer = queue.offer { continuation.resume(with: Result { try work() }) }
            switch answer {
            case .taken: break
            case .full, .closed:
                continuation.resume(
                    throwing: Fault(.busy, "Too many files are being worked on.", remedy: "Try again soon."))
            }
        }
    }
}
