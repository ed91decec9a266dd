public import Core
public import Storage

/// Everything on a PostgreSQL server (13 or newer), shared by any number of programs.
///
/// Each connection belongs to one thread that waits for the server in its place, so that no thread of Swift's
/// does. Writers run side by side under `READ COMMITTED`; a read sees one unchanging snapshot.
public final class PostgresDatabase: Database {
    public let dialect = Dialect.postgres

    /// How many jobs may wait; one more is refused with a `Fault` of code `busy`.
    static let waitingLimit = 10_000

    public var meter: DatabaseMeter? { counted }
    private let counted = DatabaseMeter()
    private let jobs: JobQueue<Job>
    private let workers: Workers

    /// Connects once, so that a wrong address is told at the start; the other connections come when needed.
    ///
    /// - Parameters:
    ///   - url: `postgres://user:password@host:port/name` or `postgresql://…`, with libpq's settings after
    ///     `?`; a Unix socket is `postgres:///name?host=/folder`.
    ///   - connections: 1 to 500, each with a thread.
    ///   - statementTimeout: Milliseconds after which a statement is broken off with `timeout`; 0 for never.
    ///   - silence: Milliseconds after that in which a server must have said so, or it is given up.
    /// - Throws: A `Fault`: `configuration` for an address that cannot be read or a server that does not
    ///   suit, `unreachable` for one that does not answer or does not let the program in.
    public init(url: String, connections: Int = 8, statementTimeout: Int = 30_000, silence: Int = 10_000)
        throws(Fault)
    {
        let address = try PostgresAddress(url, statementTimeout: statementTimeout, silence: silence)
        // Made and closed here; threads make their own, so that none is ever handed from thread to thread.
        _ = try PostgresConnection(address)
        let jobs = JobQueue<Job>(limit: Self.waitingLimit)
        let (counted, lobby) = (counted, Lobby())
        self.jobs = jobs
        workers = Workers(min(max(connections, 1), 500), name: "postgres") { _ in
            PostgresWorker(address, counted, lobby).work(off: jobs)
        }
    }

    /// Whether an address can be read, without asking its server.
    ///
    /// - Throws: `Fault.configuration`, as `init` does before it connects.
    public static func check(url: String) throws(Fault) {
        _ = try PostgresAddress(url, statementTimeout: 0)
    }

    // The threads hold the queue, not this object; closing the queue ends them.
    deinit { jobs.close() }

    @discardableResult
    public func write<T: Sendable>(
        _ work: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T { try await jobs.perform(writes: true, countedBy: counted, work) }

    public func read<T: Sendable>(
        _ work: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T { try await jobs.perform(writes: false, countedBy: counted, work) }

    public func close() async {
        jobs.close()
        await workers.join()
    }
}
