public import Core
import GRDB
public import Storage

/// Everything in one file, written by one thread that commits for many callers at once.
///
/// An answered `write` is on disk: the file is in WAL mode with `synchronous=FULL`. A second process may open
/// the same file; writers then take turns.
public final class SQLiteDatabase: Storage.Database {
    public let dialect = Dialect.sqlite

    /// How many jobs may wait; one more is refused with a `Fault` of code `busy`.
    static let waitingLimit = 10_000
    /// How many jobs share one commit.
    static let batchLimit = 256
    /// The path of what lives as long as its object.
    private static let inMemory = ":memory:"

    public var meter: DatabaseMeter? { counted }
    private let counted = DatabaseMeter()
    private let writes: JobQueue<Job>
    private let reads: JobQueue<Job>
    private let copying: JobQueue<Void>
    private let glances: SQLiteGlances
    private let place: FilePlace
    private let workers: [Workers]
    /// The writer's last: whoever closes a file last copies the journal into it and takes the journal away.
    private let connections: [DatabaseQueue]

    /// Opens the file, or makes it.
    ///
    /// - Parameters:
    ///   - path: A file on a local disk, or `:memory:` for a database that lives as long as this object.
    ///   - readers: Threads that read beside the writer, 1 to 64. `:memory:` reads on the writer's thread.
    /// - Throws: A `Fault` that names the file and the remedy: it is no database, cannot be written, or lies
    ///   on a network file system.
    public init(path: String, readers: Int = 4) throws(Fault) {
        let inMemory = path == Self.inMemory
        try Self.check(path: path)
        let writer = try DatabaseFile.open(path, label: "writer", cacheMegabytes: 12)
        let others = inMemory ? [] : try Self.openReaders(path, min(max(readers, 1), 64), cacheMegabytes: 4)
        let writes = JobQueue<Job>(limit: Self.waitingLimit)
        let reads = inMemory ? writes : JobQueue<Job>(limit: Self.waitingLimit)
        // As many as Swift has threads on a small machine; whoever finds none idle takes a reader.
        let short = inMemory ? [] : try Self.openReaders(path, 2, cacheMegabytes: 2)
        glances = SQLiteGlances(short)
        let counted = counted
        let place = writer.inDatabase { FilePlace($0.sqliteConnection) }
        self.place = place
        self.writes = writes
        self.reads = reads
        let copying = JobQueue<Void>(limit: 1)
        self.copying = copying
        let copiers = inMemory ? [] : try Self.openReaders(path, 1, cacheMegabytes: 1)
        let writing = Workers(1, name: "sqlite-writer") { _ in
            writer.inDatabase { database in
                let journal = SQLiteJournal(of: database, copying: copying)
                SQLiteWriter(SQLiteConnection(database), counted, place, journal).work(off: writes)
            }
        }
        let journaling = Workers(copiers.count, name: "sqlite-journal") { number in
            copiers[number].inDatabase { database in
                while copying.take(1) != nil { SQLiteJournal.copy(database) }
            }
        }
        let reading = Workers(others.count, name: "sqlite-reader") { number in
            others[number].inDatabase { SQLiteReader(SQLiteConnection($0)).work(off: reads) }
        }
        workers = [writing, reading, journaling]
        connections = short + others + copiers + [writer]
    }

    // The threads hold the queues, not this object; closing the queues ends them.
    deinit {
        writes.close()
        reads.close()
        copying.close()
        glances.close()
    }

    @discardableResult
    public func write<T: Sendable>(
        _ work: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T { try await writes.perform(writes: true, countedBy: counted, work) }

    public func read<T: Sendable>(
        _ work: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T { try await reads.perform(writes: false, countedBy: counted, work) }

    public func glance<T: Sendable>(
        _ work: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T {
        let start = ContinuousClock.now
        counted.began()
        do {
            let answer = try glances.answer(work)
            counted.ended(writing: false, since: start, error: nil)
            if let answer { return answer }
        } catch {
            counted.ended(writing: false, since: start, error: error)
            throw error
        }
        return try await read(work)
    }

    /// Whether the file and its journal lie where they were opened. When they do not, nothing is written any
    /// more until the program is started again.
    public func touch() async throws {
        let place = place
        try await read { connection in
            if let connection = connection as? SQLiteConnection { try place.checkWithJournal(connection) }
        }
    }

    /// Whether a path can be a database's, without opening it.
    ///
    /// - Throws: What `init` would throw before it opens the file.
    public static func check(path: String) throws(Fault) {
        if path != inMemory { try DatabaseFile.check(path) }
    }

    /// Ends what was begun, and closes the file. After it the file is whole without its journal, and may be
    /// moved, unless another process has it open.
    public func close() async {
        writes.close()
        reads.close()
        copying.close()
        glances.close()
        for worker in workers { await worker.join() }
        let connections = connections
        // A disk that is full leaves the journal where it is, for the next start.
        await Workers(1, name: "sqlite-closing") { _ in
            for connection in connections { try? connection.close() }
        }.join()
    }

    private static func openReaders(
        _ path: String, _ count: Int, cacheMegabytes: Int
    ) throws(Fault) -> [DatabaseQueue] {
        var queues: [DatabaseQueue] = []
        for number in 0..<count {
            queues.append(
                try DatabaseFile.open(path, label: "reader-\(number)", cacheMegabytes: cacheMegabytes))
        }
        return queues
    }
}
