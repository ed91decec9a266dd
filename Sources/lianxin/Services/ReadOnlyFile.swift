import Core
import Foundation
import Operation
import SQLiteStorage
import Storage

/// A SQLite file that this user can read but not write: another's, or on a disk that may only be read.
struct ReadOnlyFile {
    let path: String

    /// Nil where the file is not there, cannot be read, or can be written.
    init?(_ path: String) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let isWritable = access(path, W_OK) == 0 && access(folder, W_OK) == 0
        guard access(path, R_OK) == 0, !isWritable else { return nil }
        self.path = path
    }

    /// Copies it as it is at one moment, whether somebody else writes to it or nobody does.
    func copy(to target: String, stop: SQLiteCopy.Stop) throws {
        do {
            try SQLiteCopy.copy(readingOnly: path, to: target, stop: stop)
        } catch let fault as Fault where fault.code == .readOnly || fault.code == .configuration {
            // The engine makes a file beside a database to read it, and may not. It is there while somebody
            // writes; so nobody does, or the copy below is refused.
            try copyFiles(to: target)
        }
    }

    private func copyFiles(to target: String) throws {
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: target + suffix) }
        let before = marks
        let hasJournal = (Mark(path + "-wal")?.bytes ?? 0) > 0
        try BackupFiles.copy(path, to: target)
        if hasJournal { try BackupFiles.copy(path + "-wal", to: target + "-wal") }
        guard marks == before else {
            throw Fault(
                .busy, "The database \(path) was written while it was copied.",
                remedy: "Do this as the user it belongs to.")
        }
        if hasJournal { try SQLiteCopy.takeIn(journalOf: target) }
    }

    /// How the file and its journal stand: what changes when either is written.
    private var marks: [Mark?] { ["", "-wal"].map { Mark(path + $0) } }

    private struct Mark: Equatable {
        let bytes: Int
        let seconds: Int
        let nanoseconds: Int

        init?(_ path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            bytes = Int(status.st_size)
            seconds = Int(status.st_mtim.tv_sec)
            nanoseconds = Int(status.st_mtim.tv_nsec)
        }
    }

    /// Shows a copy that is gone afterwards, for what cannot be read in place.
    func withCopy<Seen>(_ look: (any Database) async throws -> Seen) async throws -> Seen {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lianxin-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        let copy = folder.appending(path: "database.sqlite").path
        try await SQLiteBackups(path: path).copy(to: copy)
        return try await SQLiteDatabase(path: copy).closing(after: look)
    }
}
