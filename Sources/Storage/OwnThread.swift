import Foundation
import Synchronization

/// Work that blocks or takes long, on a thread of its own: none of Swift's few threads waits for it.
public enum OwnThread {
    public static func run<Made: Sendable, Failure: Error>(
        _ name: String, _ work: @escaping @Sendable () throws(Failure) -> Made
    ) async throws(Failure) -> Made {
        let outcome: Result<Made, Failure> = await withCheckedContinuation { done in
            start(name) { done.resume(returning: Result(catching: work)) }
        }
        return try outcome.get()
    }

    /// The same for work that only computes: when the task is cancelled, nobody waits for it any more, and
    /// what it makes is thrown away.
    ///
    /// - Throws: `CancellationError`.
    public static func compute<Made: Sendable>(
        _ name: String, _ work: @escaping @Sendable () -> Made
    ) async throws -> Made {
        let answer = OneAnswer<Made>()
        let made: Made? = await withTaskCancellationHandler {
            await withCheckedContinuation { done in
                answer.wait(done)
                start(name) { answer.give(work()) }
            }
        } onCancel: {
            answer.give(nil)
        }
        guard let made else { throw CancellationError() }
        return made
    }

    private static func start(_ name: String, _ work: @escaping @Sendable () -> Void) {
        let thread = Thread(block: work)
        thread.name = name
        thread.start()
    }
}

/// The first of several answers reaches whoever waits, whether it comes before or after the waiting began.
private final class OneAnswer<Made: Sendable>: Sendable {
    private enum State {
        case open
        case waiting(CheckedContinuation<Made?, Never>)
        case given(Made?)
        case over
    }

    // Lock: whether somebody waits, and whether an answer came.
    private let state = Mutex(State.open)

    func wait(_ done: CheckedContinuation<Made?, Never>) {
        let given: Made?? = state.withLock { state in
            guard case .given(let answer) = state else {
                state = .waiting(done)
                return .none
            }
            state = .over
            return .some(answer)
        }
        if case .some(let answer) = given { done.resume(returning: answer) }
    }

    func give(_ answer: Made?) {
        let done: CheckedContinuation<Made?, Never>? = state.withLock { state in
            switch state {
            case .open:
                state = .given(answer)
                return nil
            case .waiting(let done):
                state = .over
                return done
            case .given, .over: return nil
            }
        }
        done?.resume(returning: answer)
    }
}
