import Core
import Logging
import ServiceLifecycle
import Web

/// Something done again and again until the program stops. A failure is told once and tried again later.
struct Recurring: Service {
    private let name: String
    private let pause: Duration
    private let logger: Logger
    private let work: @Sendable (Moment) async throws -> Void
    /// After a failure the pause grows to at most this.
    private static let longestPause = Duration.seconds(60)

    init(
        _ name: String, everySeconds: Int, logger: Logger,
        work: @escaping @Sendable (Moment) async throws -> Void
    ) {
        self.name = name
        pause = .seconds(everySeconds)
        self.logger = logger
        self.work = work
    }

    func run() async throws {
        var pause = pause
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            do {
                try await work(Surroundings.live.now())
                pause = self.pause
            } catch is CancellationError {
                return
            } catch {
                logger.error("\(name) failed and will try again", metadata: ["error": "\(error)"])
                pause = min(pause * 2, Self.longestPause)
            }
            let rest = pause
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: rest) }
        }
    }
}
