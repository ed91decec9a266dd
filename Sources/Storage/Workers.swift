import Foundation
import Synchronization

/// Threads of our own for calls that block, so that none of Swift's few cooperative threads ever waits for a
/// disk or a server.
package final class Workers: Sendable {
    private struct State {
        var running: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    /// Starts `count` threads; each runs `body` once with its number, counted from 0.
    package init(_ count: Int, name: String, body: @escaping @Sendable (Int) -> Void) {
        state = Mutex(State(running: count))
        for number in 0..<count {
            let thread = Thread { [self] in
                body(number)
                ended()
            }
            thread.name = "\(name)-\(number)"
            thread.stackSize = 4 << 20
            thread.start()
        }
    }

    /// Waits, without holding a thread, until every body has returned.
    package func join() async {
        await withCheckedContinuation { continuation in
            let over = state.withLock { state in
                if state.running > 0 { state.waiting.append(continuation) }
                return state.running == 0
            }
            if over { continuation.resume() }
        }
    }

    private func ended() {
        let waiting = state.withLock { state in
            state.running -= 1
            return state.running == 0 ? state.waiting : []
        }
        for continuation in waiting { continuation.resume() }
    }
}
