import Core
import Logging
import Operation
import ServiceLifecycle
import Web

/// Something done again and again until the program stops. A failure is told once and tried again later.
struct Recurring: Service {
    private let name: String
    private let pause: Duration
    private let logger: Logger
    private let work: @Sendable (Moment) async throws -> Void
    /// Is told how each attempt went.
    private var watch: OperationWatch?
    /// After a failure the pause grows to at most this.
    private static let longestPause = Duration.seconds(60)
    /// How long an attempt may go on when the program stops.
    private static let lastMoment = Duration.seconds(2)

    init(
        _ name: String, everySeconds: Int, logger: Logger,
        work: @escaping @Sendable (Moment) async throws -> Void
    ) {
        self.name = name
        pause = .seconds(everySeconds)
        self.logger = logger
        self.work = work
    }

    /// The same under the eyes of the operator.
    func watched(by watch: OperationWatch) -> Recurring {
        var watched = self
        watched.watch = watch
        return watched
    }

    func run() async throws {
        var pause = pause
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            do {
                try await attempt()
                pause = self.pause
                watch?.beat(name, succeeded: true, at: Surroundings.live.now())
            } catch is CancellationError {
                return
            } catch {
                watch?.beat(name, succeeded: false, at: Surroundings.live.now())
                logger.error("\(name) failed and will try again", metadata: ["error": "\(error)"])
                pause = min(pause * 2, Self.longestPause)
            }
            let rest = pause
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: rest) }
        }
    }

    /// One attempt. A stop lets it go on for a moment, then breaks it off: what stands in the database is
    /// whole either way, and the next start goes on from there.
    private func attempt() async throws {
        let work = work
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await work(Surroundings.live.now()) }
            group.addTask {
                try await gracefulShutdown()
                try await Task.sleep(for: Self.lastMoment)
                throw CancellationError()
            }
            defer { group.cancelAll() }
            _ = try await group.next()
        }
    }
}
