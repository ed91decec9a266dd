import Storage

/// The way out: requests to other servers, and letters.
///
/// It is built on libcurl, because that one well-kept library speaks HTTP, TLS and SMTP and lets us look at
/// the address of each socket before it is opened. Its calls block, so they run on threads of their own.
public struct Transport: Sendable {
    /// Where requests may go.
    public let reach: Reach
    private let threads: OutwardThreads

    /// - Parameter threads: How many requests may be under way at once.
    public init(openTo reach: Reach = .public, threads: Int = 12) {
        self.reach = reach
        self.threads = OutwardThreads(threads)
    }

    /// How much of an answer is taken.
    public enum Kept: Hashable, Sendable {
        /// At most this many bytes; the rest is left.
        case first(Int)
        /// At most this many bytes; a longer answer is an error.
        case whole(Int)

        var limit: Int {
            switch self {
            case .first(let limit), .whole(let limit): limit
            }
        }
    }

    /// Asks a server. Nothing leads elsewhere: no redirect is followed, no proxy of the environment is
    /// asked.
    ///
    /// - Parameters:
    ///   - kept: How much of the answer is taken; else the first 256 KiB.
    ///   - seconds: How long all of it may take; the connection at most 5 s of it.
    /// - Returns: The answer, whatever its status.
    public func perform(
        _ request: WebRequest, keeping kept: Kept = .first(256 << 10), within seconds: Int = 15
    ) async throws(TransportRefusal) -> WebReply {
        guard request.isSound else { throw .badRequest }
        let reach = reach
        return try await threads.run { () throws(TransportRefusal) in
            try WebCall(request, reach: reach, kept: kept, seconds: seconds).perform()
        }
    }

    /// Hands a letter to the city's mail server, which the operator named: `Reach` does not hold for it.
    ///
    /// - Returns: The code of SMTP, 250.
    public func deliver(
        _ letter: LetterText, by server: MailServer, within seconds: Int = 30
    ) async throws(TransportRefusal) -> Int {
        try await threads.run { () throws(TransportRefusal) in
            try MailCall(letter, server, seconds: seconds).perform()
        }
    }
}

/// Threads that wait for other servers, and a line before them that ends.
private final class OutwardThreads: Sendable {
    private let queue: JobQueue<@Sendable () -> Void>
    private let workers: Workers
    private static let waitingLimit = 500

    init(_ count: Int) {
        let queue = JobQueue<@Sendable () -> Void>(limit: Self.waitingLimit)
        self.queue = queue
        workers = Workers(count, name: "lianxin-courier") { _ in
            while let jobs = queue.take(1) {
                for job in jobs { job() }
            }
        }
    }

    // The threads hold the queue, not this object; closing the queue ends them.
    deinit { queue.close() }

    func run<T: Sendable>(
        _ work: @escaping @Sendable () throws(TransportRefusal) -> T
    ) async throws(TransportRefusal) -> T {
        let result: Result<T, TransportRefusal> = await withCheckedContinuation { continuation in
            let answer = queue.offer {
                do throws(TransportRefusal) {
                    continuation.resume(returning: .success(try work()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
            switch answer {
            case .taken: break
            case .full, .closed: continuation.resume(returning: .failure(.busy))
            }
        }
        return try result.get()
    }
}
