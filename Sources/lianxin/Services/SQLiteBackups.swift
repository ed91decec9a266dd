import Core
import Foundation
import Operation
import SQLiteStorage
import Storage
import Web

/// A SQLite file as backups see it.
struct SQLiteBackups: BackupEngine {
    /// The file that is copied, or that is made.
    let path: String
    /// Moves aside what is there, once what shall take its place is whole, and answers how to put it back;
    /// nil where nothing may be there.
    var makeRoom: (@Sendable () throws -> @Sendable () -> Void)?
    let name = "sqlite"
    let fileName = "database.sqlite"

    func size() async throws -> Int64? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.size] as? NSNumber)?.int64Value
    }

    func copy(to target: String) async throws {
        let stop = SQLiteCopy.Stop()
        let path = path
        try await withTaskCancellationHandler {
            try await OwnThread.run("backup") {
                do {
                    try SQLiteCopy.copy(from: path, to: target, stop: stop)
                } catch let fault as Fault where fault.code == .readOnly || fault.code == .configuration {
                    guard let file = ReadOnlyFile(path) else { throw fault }
                    try file.copy(to: target, stop: stop)
                }
            }
        } onCancel: {
            stop.say()
        }
    }

    func tried(
        _ copy: String, in folder: String, _ look: @escaping @Sendable (any Database) async throws -> [String]
    ) async throws -> [String] {
        let trial = "\(folder)/database.sqlite"
        let damage = try await OwnThread.run("backup") {
            try BackupFiles.copy(copy, to: trial)
            return try SQLiteCopy.complaints(of: trial)
        }
        if !damage.isEmpty { return damage.map { "the database is damaged: \($0)" } }
        let database = try SQLiteDatabase(path: trial, readers: 1)
        return try await database.closing(after: look)
    }

    func restore(_ copy: String) async throws {
        let (path, makeRoom) = (path, makeRoom)
        if makeRoom == nil { try refuseWhatIsThere() }
        let new = path + ".restoring"
        Self.remove(new)
        // Also its journal, which is empty when it has its name.
        defer { Self.remove(new) }
        _ = try await OwnThread.run("backup") { try BackupFiles.copy(copy, to: new) }
        try await Self.bringUpToDate(new)
        try await OwnThread.run("backup") {
            try SQLiteCopy.takeIn(journalOf: new)
            let putBack = try makeRoom?()
            guard rename(new, path) == 0 else {
                putBack?()
                throw Self.unwritable(path)
            }
            // The name too has to outlast a loss of power.
            try BackupFiles.flush(Self.folder(of: path))
        }
    }

    private static func folder(of path: String) -> String {
        URL(fileURLWithPath: path).deletingLastPathComponent().path
    }

    /// A copy that this program cannot use takes nobody's place.
    private static func bringUpToDate(_ path: String) async throws {
        try await SQLiteDatabase(path: path, readers: 1).closing { database in
            try await Migrator(Place.migrations).migrate(database, now: Surroundings.live.now())
        }
    }

    private static func remove(_ path: String) {
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
    }

    /// Refuses a place where no database can be made, before anything is written.
    func checkPlace() throws {
        var isFolder: ObjCBool = false
        // It would be moved aside like a database, with all that is in it.
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
            throw Fault(
                .configuration, "\(path) is a folder, not a database.",
                remedy: "Name a file in it, such as lianxin.db.")
        }
        let folder = Self.folder(of: path)
        guard FileManager.default.fileExists(atPath: folder) else {
            throw Fault(
                .configuration, "There is no folder \(folder).", remedy: "Make it, or name another place.")
        }
    }

    private func refuseWhatIsThere() throws {
        if FileManager.default.fileExists(atPath: path) {
            throw Fault(
                .configuration, "There is a database at \(path) already.",
                remedy: "Name another file, or say --replace; the old one is then moved aside.")
        }
        // SQLite would take it for the journal of the restored file, and write its rows there.
        for suffix in ["-wal", "-shm"] where FileManager.default.fileExists(atPath: path + suffix) {
            throw Fault(
                .configuration, "The journal of another database is at \(path)\(suffix).",
                remedy: "Put its database back, or say --replace; the journal is then moved aside.")
        }
    }

    private static func unwritable(_ path: String) -> Fault {
        Fault(
            .readOnly, "The database \(path) cannot be made.",
            remedy: "Let the program write in its folder, and see that there is room.")
    }
}
