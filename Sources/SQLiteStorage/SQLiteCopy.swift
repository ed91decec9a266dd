public import Core
import GRDB
import Synchronization

/// Copies a database while it is served, and looks whether a file is whole.
public enum SQLiteCopy {
    /// A sign from outside that a copy is not wanted any more.
    public final class Stop: Sendable {
        private let said = Mutex(false)
        public init() {}
        public func say() { said.withLock { $0 = true } }
        var isSaid: Bool { said.withLock { $0 } }
    }

    /// Pages between two looks at the sign: 8 MB.
    private static let pagesAtOnce: Int32 = 2048

    /// Copies the file as it is at one moment, however long that takes; writers are not held up.
    ///
    /// Blocks: run it on a thread of your own. One read transaction is held for the whole of it, so that what
    /// is written meanwhile neither gets in nor makes it begin anew; the log of the file grows by that much.
    ///
    /// - Throws: A `Fault`; what was written of the copy is the caller's to remove.
    public static func copy(from source: String, to target: String, stop: Stop = Stop()) throws {
        let from = try DatabaseFile.open(source, label: "backup", cacheMegabytes: 8)
        try copy(from, to: target, stop: stop)
    }

    /// Copies a file that this user may only read, while its own program goes on writing.
    ///
    /// - Throws: A `Fault`, also where its journal cannot be shared with whoever writes; and where nobody
    ///   does, on a disk that may only be read: the files can then be copied as they are.
    public static func copy(readingOnly source: String, to target: String, stop: Stop = Stop()) throws {
        try copy(try DatabaseFile.openReading(source), to: target, stop: stop)
    }

    private static func copy(_ from: DatabaseQueue, to target: String, stop: Stop) throws {
        do {
            let to = try DatabaseQueue(path: target)
            try to.writeWithoutTransaction { destination in
                // The copy is flushed as a whole by the caller.
                try destination.execute(sql: "PRAGMA synchronous = OFF")
                try from.read { database in
                    _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master")
                    try database.backup(to: destination, pagesPerStep: pagesAtOnce) { _ in
                        if stop.isSaid { throw CancellationError() }
                    }
                }
            }
            try to.close()
            try from.close()
        } catch let error as DatabaseError {
            throw Fault(sqlite: error.extendedResultCode.rawValue, error.message ?? "")
        }
    }

    /// Takes the journal that lies beside a copy into it: the file is whole alone when this returns.
    public static func takeIn(journalOf path: String) throws {
        let queue = try DatabaseFile.open(path, label: "copy", cacheMegabytes: 8)
        do {
            let isBusy = try queue.writeWithoutTransaction {
                try Int.fetchOne($0, sql: "PRAGMA wal_checkpoint(TRUNCATE)") == 1
            }
            try queue.close()
            if isBusy {
                throw Fault(.busy, "The copy \(path) is in use.", remedy: "Try again when nobody uses it.")
            }
        } catch let error as DatabaseError {
            throw Fault(sqlite: error.extendedResultCode.rawValue, error.message ?? "")
        }
    }

    /// What SQLite itself finds wrong with a file, at most ten sentences; none when it is whole.
    public static func complaints(of path: String) throws(Fault) -> [String] {
        do {
            let queue = try DatabaseFile.open(path, label: "check", cacheMegabytes: 8)
            let found = try queue.read { try String.fetchAll($0, sql: "PRAGMA integrity_check(10)") }
            try queue.close()
            return found == ["ok"] ? [] : found
        } catch {
            if let fault = error as? Fault, fault.code != .corrupt { throw fault }
            return ["\(error)"]
        }
    }
}
