import Core
import Storage
import Synchronization

/// A database that keeps the text of every statement that was sent to it, once, with who sent it; and that
/// takes everything back, so that a form can be sent without changing what the next page shows.
final class WatchedDatabase: Database {
    /// One statement as it was sent.
    struct Sent: Sendable {
        let sql: SQL
        /// What was asked of the site meanwhile.
        let request: String
    }

    private let inner: any Database
    /// Lock: what was noted, by whichever thread of the engine.
    private let notes = Mutex(Notes())

    private struct Notes {
        var request: String?
        var sent: [String: Sent] = [:]
        var isLasting = true
    }

    private final class Kept<T: Sendable>: Sendable {
        let value = Mutex<T?>(nil)
    }

    private struct TakenBack: Error {}

    init(_ inner: any Database) { self.inner = inner }

    var dialect: Dialect { inner.dialect }

    /// Everything sent while something was asked, in the order of the texts.
    var sent: [Sent] { notes.withLock { $0.sent.sorted { $0.key < $1.key }.map(\.value) } }

    /// What is sent from now on is noted as this request's; nil notes nothing.
    func watch(_ request: String?) { notes.withLock { $0.request = request } }

    /// From now on nothing stays.
    func takeEverythingBack() { notes.withLock { $0.isLasting = false } }

    @discardableResult
    func write<T: Sendable>(_ work: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        if notes.withLock({ $0.isLasting }) {
            return try await inner.write { try work(Watched(inner: $0, owner: self)) }
        }
        let kept = Kept<T>()
        do {
            try await inner.write { connection in
                let value = try work(Watched(inner: connection, owner: self))
                kept.value.withLock { $0 = value }
                throw TakenBack()
            }
        } catch is TakenBack {}
        guard let value = kept.value.withLock({ $0 }) else {
            throw Fault(.other, "A transaction gave no answer.", remedy: "Look at WatchedDatabase.")
        }
        return value
    }

    func read<T: Sendable>(_ work: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await inner.read { try work(Watched(inner: $0, owner: self)) }
    }

    func touch() async throws { try await inner.touch() }

    func close() async { await inner.close() }

    private func note(_ sql: SQL) {
        notes.withLock { notes in
            guard let request = notes.request else { return }
            // Lists of any length are one statement.
            let text = sql.prepared { _ in "?" }.text.replacing(/\?(, \?)+/, with: "?")
            if notes.sent[text] == nil { notes.sent[text] = Sent(sql: sql, request: request) }
        }
    }

    private struct Watched: Connection {
        let inner: any Connection
        let owner: WatchedDatabase

        var dialect: Dialect { inner.dialect }

        func run(_ sql: SQL) throws(Fault) -> Int {
            owner.note(sql)
            return try inner.run(sql)
        }

        func rows(_ sql: SQL) throws(Fault) -> [Row] {
            owner.note(sql)
            return try inner.rows(sql)
        }

        func forEach(_ sql: SQL, _ body: (Row) throws -> Void) throws {
            owner.note(sql)
            try inner.forEach(sql, body)
        }
    }
}
