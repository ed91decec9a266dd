import Core
import Foundation
import GRDB
import GRDBSQLite

/// The file of a database: whether it may be one, and how a connection to it is set.
enum DatabaseFile {
    /// Milliseconds that a writer waits for another process before it gives up with `busy`.
    static let busyMilliseconds = 15_000

    /// Opens a connection, sets it, and reads once so that a damaged file is found now.
    ///
    /// - Parameter cacheMegabytes: Pages it keeps of its own; the system keeps the others, once for all.
    static func open(_ path: String, label: String, cacheMegabytes: Int) throws(Fault) -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "sqlite-\(label)"
        configuration.busyMode = .timeout(Double(busyMilliseconds) / 1000)
        configuration.foreignKeysEnabled = true
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.inDatabase { database in
                if sqlite3_db_readonly(database.sqliteConnection, "main") == 1 {
                    throw Fault(
                        .readOnly, "The database \(path) cannot be written.",
                        remedy: "Give the program's user the right to write the file and its folder.")
                }
                if try isOurs(database) { try writeAhead(database) }
                for setting in settings { try database.execute(sql: setting) }
                try database.execute(sql: "PRAGMA cache_size = -\(cacheMegabytes * 1024)")
            }
            return queue
        } catch {
            throw openingFault(error, path: path)
        }
    }

    /// Opens a connection that only reads, to a file that need not be writable.
    static func openReading(_ path: String) throws(Fault) -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "sqlite-reading"
        configuration.readonly = true
        configuration.busyMode = .timeout(Double(busyMilliseconds) / 1000)
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            _ = try queue.inDatabase { try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_master") }
            return queue
        } catch {
            throw openingFault(error, path: path)
        }
    }

    /// Whether the file is new or has our list of migrations. Another program's file stays as it is, to the
    /// byte: the mode of the journal is written into it.
    private static func isOurs(_ database: GRDB.Database) throws -> Bool {
        let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
        let list = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'migrations'"
        return try tables == 0 || Int.fetchOne(database, sql: list) == 1
    }

    /// The engine does not wait where two connections give a new file its journal at the same moment: one of
    /// them is refused at once, however long it may wait otherwise.
    private static func writeAhead(_ database: GRDB.Database) throws {
        let end = ContinuousClock.now + .milliseconds(busyMilliseconds)
        while true {
            do {
                return try database.execute(sql: "PRAGMA journal_mode = WAL")
            } catch let error as DatabaseError
                where error.resultCode == .SQLITE_BUSY && ContinuousClock.now < end
            {
                Thread.sleep(forTimeInterval: 0.01)
            }
        }
    }

    /// Durable before fast: `FULL` waits for the disk at every commit.
    private static let settings = [
        "PRAGMA synchronous = FULL",
        "PRAGMA temp_store = MEMORY",
        "PRAGMA journal_size_limit = 67108864",
    ]

    /// Refuses, each with one sentence, what cannot be a database on a disk of this machine.
    static func check(_ path: String) throws(Fault) {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        if path.isEmpty || isFolder.boolValue {
            throw Fault(
                .configuration, "The database path \"\(path)\" is a folder, not a file.",
                remedy: "Name a file in it, such as lianxin.sqlite.")
        }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        if !exists && !FileManager.default.fileExists(atPath: folder) {
            throw Fault(
                .configuration, "The folder \(folder) of the database does not exist.",
                remedy: "Create it, or correct the path.")
        }
        try checkJournal(path, exists: exists)
        try LocalDisk.check(exists ? path : folder)
        if exists && access(path, R_OK) != 0 {
            throw Fault(
                .configuration, "The database \(path) cannot be read.",
                remedy: "Give the program's user the right to read and write it.")
        }
    }

    /// Refuses a journal whose database is gone: SQLite would make an empty one and throw the journal away,
    /// with the last that was written.
    private static func checkJournal(_ path: String, exists: Bool) throws(Fault) {
        func bytes(_ path: String) -> Int {
            var status = stat()
            return stat(path, &status) == 0 ? Int(status.st_size) : 0
        }
        guard bytes(path + "-wal") > 0, !exists || bytes(path) == 0 else { return }
        throw Fault(
            .corrupt, "The database \(path) is gone, its journal \(path)-wal is there.",
            remedy: "Bring the database back beside its journal, or move the journal away.")
    }

    private static func openingFault(_ error: any Error, path: String) -> Fault {
        if let fault = error as? Fault { return fault }
        guard let failure = error as? DatabaseError else {
            return Fault(
                .other, "The database \(path) cannot be opened: \(error).",
                remedy: "Check the path and the disk.")
        }
        switch failure.resultCode {
        case .SQLITE_NOTADB:
            return Fault(
                .corrupt, "The file \(path) is not a SQLite database.",
                remedy: "Correct the path, or restore a backup.")
        case .SQLITE_CANTOPEN:
            return Fault(
                .configuration, "The database \(path) cannot be opened.",
                remedy: "Give the program's user the right to read and write the file and its folder.")
        default:
            return Fault(sqlite: failure.extendedResultCode.rawValue, failure.message ?? "", file: path)
        }
    }
}
