import Foundation
import Logging
import UnixSignals

/// Ends the program at once when it is asked a second time to stop. Nothing is lost that was answered: an
/// answer is given when what it tells is on disk.
enum Impatience {
    /// - Returns: What to cancel when the program has stopped by itself.
    static func watch(_ logger: Logger) -> Task<Void, Never> {
        Task {
            var asked = 0
            for await _ in await UnixSignalsSequence(trapping: .sigterm, .sigint) {
                asked += 1
                guard asked > 1 else { continue }
                logger.warning("asked twice to stop: ends without waiting for the requests under way")
                _exit(1)
            }
        }
    }
}
