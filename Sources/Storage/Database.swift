public import Core

/// Where everything is kept: SQLite in one file, or PostgreSQL. Every statement of the program runs on both.
public protocol Database: Sendable {
    var dialect: Dialect { get }

    /// Runs `work` in one transaction and answers after it is on disk. If it throws, nothing of it remains.
    ///
    /// On SQLite many callers share one commit, each in its own savepoint; on PostgreSQL each has a
    /// connection. `work` never waits: what it needs from outside is fetched before. It may run again after a
    /// conflict that the engine resolves by retry, so it has no effect beside its statements.
    @discardableResult
    func write<T: Sendable>(_ work: @escaping @Sendable (any Connection) throws -> T) async throws -> T

    /// Runs `work` on one unchanging view of the data.
    func read<T: Sendable>(_ work: @escaping @Sendable (any Connection) throws -> T) async throws -> T

    /// Runs one short statement that finds its row by a key. Where the engine can do that without waiting
    /// for another machine, it is done at once instead of on a thread of its own: a change of threads costs
    /// more than the statement.
    func glance<T: Sendable>(_ work: @escaping @Sendable (any Connection) throws -> T) async throws -> T

    /// Asks whether it answers and its storage is where it was opened; cheap enough for every second.
    ///
    /// - Throws: `Fault.readOnly` where the storage was taken away, so that nothing is written any more.
    func touch() async throws

    /// Waits for what is under way and lets go of the file or the server.
    func close() async

    /// What it counts of itself; nil where nothing is counted.
    var meter: DatabaseMeter? { get }
}

extension Database {
    public var meter: DatabaseMeter? { nil }

    /// A server's storage is the server's own to look after: it answers.
    public func touch() async throws {
        try await read { connection in _ = try connection.first("SELECT 1") }
    }

    public func glance<T: Sendable>(
        _ work: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T { try await read(work) }

    /// Closes the database when `look` is done, whatever came of it.
    public func closing<Seen>(after look: (any Database) async throws -> Seen) async throws -> Seen {
        let seen: Result<Seen, any Error>
        do { seen = .success(try await look(self)) } catch { seen = .failure(error) }
        await close()
        return try seen.get()
    }
}

/// A transaction in progress. It lives on one thread and is never kept past its closure.
public protocol Connection {
    var dialect: Dialect { get }

    /// Runs a statement and answers how many rows it changed.
    @discardableResult
    func run(_ sql: SQL) throws(Fault) -> Int

    /// All rows of an answer. Statements ask for no more than a page.
    func rows(_ sql: SQL) throws(Fault) -> [Row]

    /// Row by row, for exports, replays and checks of any length.
    func forEach(_ sql: SQL, _ body: (Row) throws -> Void) throws
}

extension Connection {
    public func first(_ sql: SQL) throws(Fault) -> Row? { try rows(sql).first }

    public func all<T: SQLRow>(_ type: T.Type = T.self, _ sql: SQL) throws -> [T] {
        try rows(sql).map(T.init(row:))
    }

    public func all<T: SQLRow>(_ sql: SQL) throws -> [T] { try rows(sql).map(T.init(row:)) }

    public func first<T: SQLRow>(_ type: T.Type, _ sql: SQL) throws -> T? {
        try rows(sql).first.map(T.init(row:))
    }

    /// The first column of the first row, if there is one.
    public func value<T: SQLReadable>(_ type: T.Type = T.self, _ sql: SQL) throws(Fault) -> T? {
        try rows(sql).first?.get(at: 0)
    }

    public func value<T: SQLReadable>(_ sql: SQL) throws(Fault) -> T? { try rows(sql).first?.get(at: 0) }
}
