import Synchronization

/// Events that a follower has just read, for the one that stands at the same place after it.
final class LogWindow: Sendable {
    /// What was read from a place on.
    struct Step {
        let mark: LogPosition
        let events: [LoggedEvent]
    }

    // Lock: the steps read last, the newest first.
    private let steps = Mutex<[Step]>([])
    /// Followers that fell behind walk elsewhere; more places than this are not kept.
    private static let most = 4

    /// What comes after a place, where it was read before; at most `most`.
    ///
    /// What is settled never changes, and nothing comes to stand before it: it may be handed over again.
    func events(after mark: LogPosition, most: Int) -> [LoggedEvent]? {
        guard let step = steps.withLock({ steps in steps.first { $0.mark == mark } }) else { return nil }
        return Array(step.events.prefix(most))
    }

    func keep(_ step: Step) {
        steps.withLock { steps in
            if steps.contains(where: { $0.mark == step.mark }) { return }
            steps.insert(step, at: 0)
            if steps.count > Self.most { steps.removeLast() }
        }
    }
}
