import GRDB
import Storage
import Synchronization

/// Connections for statements so short that whoever asks runs them on the thread it is on.
final class SQLiteGlances: Sendable {
    /// One connection of the pool.
    ///
    /// `@unchecked Sendable`: `connection` is used inside `queue.inDatabase` only, which lets one thread in
    /// at a time, and it is the connection of that queue.
    private final class Glance: @unchecked Sendable {
        let queue: DatabaseQueue
        let connection: SQLiteConnection

        init(_ queue: DatabaseQueue) {
            self.queue = queue
            connection = queue.inDatabase { SQLiteConnection($0) }
            connection.readsOnly = true
        }
    }

    private struct State {
        var idle: [Glance]
        var isClosed = false
    }

    // Lock: who is not at work.
    private let state: Mutex<State>

    init(_ queues: [DatabaseQueue]) { state = Mutex(State(idle: queues.map(Glance.init))) }

    /// The answer of `work`; nil where all connections are at work.
    func answer<T>(_ work: (any Connection) throws -> T) throws -> T? {
        guard let glance = state.withLock({ $0.idle.popLast() }) else { return nil }
        defer {
            state.withLock { state in
                if !state.isClosed { state.idle.append(glance) }
            }
        }
        return try glance.queue.inDatabase { _ in try work(glance.connection) }
    }

    /// Closes the connections, each when it is idle.
    func close() {
        state.withLock { state in
            state.idle = []
            state.isClosed = true
        }
    }
}
