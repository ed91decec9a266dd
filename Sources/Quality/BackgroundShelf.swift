import Desk
import Language
import Storage
import Synchronization

/// How common words are in the city's answers, kept for some seconds: it changes slowly, is 64 KB to read,
/// and is asked for at every answer that is given.
final class BackgroundShelf: Sendable {
    private struct Kept {
        let background: SignatureBackground
        let end: ContinuousClock.Instant
    }

    private static let lifetime: Duration = .seconds(10)

    // Lock: what was read last.
    private let kept = Mutex<Kept?>(nil)

    /// What is kept, else what stands in the database now.
    func background(of desk: Desk) async throws -> SignatureBackground {
        let now = ContinuousClock.now
        if let kept = kept.withLock({ $0 }), now < kept.end { return kept.background }
        let background = try await desk.database.read { try AnswerStore(connection: $0).background() }
        kept.withLock { $0 = Kept(background: background, end: now + Self.lifetime) }
        return background
    }
}
