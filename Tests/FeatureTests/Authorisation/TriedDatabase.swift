import Core
import Storage
import Synchronization

/// A database on which everything can be tried: each transaction is made, its answer is given, and then it
/// is taken back, so that the next request finds the town as the first one did.
///
/// It also counts what a task asks of it (`counting`), which says more about the work than a clock does.
final class TriedDatabase: Database {
    private let inner: any Database
    private let lasting = Mutex(true)
    @TaskLocal private static var tally: Tally?

    init(_ inner: any Database) { self.inner = inner }

    var dialect: Dialect { inner.dialect }

    /// From now on nothing stays.
    func takeEverythingBack() { lasting.withLock { $0 = false } }

    /// The statements that a body makes, with how many rows each gave.
    static func counting<T>(_ body: () async throws -> T) async throws -> (answer: T, work: [Work]) {
        let tally = Tally()
        let answer = try await $tally.withValue(tally) { try await body() }
        return (answer, tally.work.withLock { $0 })
    }

    /// One statement that was made.
    struct Work: Hashable {
        let statement: String
        let rows: Int
    }

    fileprivate final class Tally: Sendable {
        let work = Mutex<[Work]>([])
    }

    /// What a transaction answered, before it was taken back.
    private final class Kept<T: Sendable>: Sendable {
        let value = Mutex<T?>(nil)
    }

    private struct TakenBack: Error {}

    @discardableResult
    func write<T: Sendable>(_ work: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        let tally = Self.tally
        if lasting.withLock({ $0 }) {
            return try await inner.write { try work(CountedConnection(inner: $0, tally: tally)) }
        }
        let kept = Kept<T>()
        do {
            try await inner.write { connection in
                let value = try work(CountedConnection(inner: connection, tally: tally))
                kept.value.withLock { $0 = value }
                throw TakenBack()
            }
        } catch is TakenBack {}
        guard let value = kept.value.withLock({ $0 }) else {
            throw Fault(.other, "A transaction gave no answer.", remedy: "Look at TriedDatabase.")
        }
        return value
    }

    func read<T: Sendable>(_ work: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        let tally = Self.tally
        return try await inner.read { try work(CountedConnection(inner: $0, tally: tally)) }
    }

    func touch() async throws { try await inner.touch() }

    func close() async { await inner.close() }

    private struct CountedConnection: Connection {
        let inner: any Connection
        let tally: Tally?

        var dialect: Dialect { inner.dialect }

        private func note(_ sql: SQL, _ rows: Int) {
            tally?.work.withLock { $0.append(Work(statement: sql.prepared { _ in "?" }.text, rows: rows)) }
        }

        func run(_ sql: SQL) throws(Fault) -> Int {
            let count = try inner.run(sql)
            note(sql, count)
            return count
        }

        func rows(_ sql: SQL) throws(Fault) -> [Row] {
            let rows = try inner.rows(sql)
            note(sql, rows.count)
            return rows
        }

        func forEach(_ sql: SQL, _ body: (Row) throws -> Void) throws {
            var count = 0
            try inner.forEach(sql) { row in
                count += 1
                try body(row)
            }
            note(sql, count)
        }
    }
}
