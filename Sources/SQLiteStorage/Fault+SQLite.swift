import Core
import Foundation
import GRDBSQLite

extension Fault {
    /// What a result code of SQLite means to whoever runs the program. `words` are the engine's own, `system`
    /// is the `errno` of the system's last refusal, 0 where it is not known; `file` the database's path.
    init(sqlite code: CInt, _ words: String, system: CInt = 0, file: String? = nil) {
        switch code & 0xFF {
        case SQLITE_FULL:
            self.init(
                .full, "The disk of the database is full.", remedy: "Make room on it; nothing was lost.")
        case SQLITE_READONLY, SQLITE_PERM:
            self.init(
                .readOnly, "The database cannot be written (\(words)).",
                remedy: "Give the program's user the right to write the file and its folder.")
        case SQLITE_BUSY, SQLITE_LOCKED:
            self.init(
                .busy, "Another process is writing to the database.",
                remedy: "Try again; if it stays, look for a second program on the same file.")
        case SQLITE_CORRUPT, SQLITE_NOTADB:
            self.init(
                .corrupt, "The database file\(file.map { " " + $0 } ?? "") is damaged (\(words)).",
                remedy: "Stop the program, keep a copy of the file, and restore a backup.")
        case SQLITE_CONSTRAINT:
            self.init(
                .constraint, "A rule of the database refused a row (\(words)).", remedy: "Check the values.")
        case SQLITE_IOERR, SQLITE_CANTOPEN: self.init(disk: system, "\(words), code \(code)")
        default:
            self.init(
                .other, "The database refused a statement (\(words), code \(code)).",
                remedy: "Report this with the version of the program.")
        }
    }

    /// The file was taken away under the running program.
    static func moved(_ path: String) -> Fault {
        Fault(
            .readOnly,
            "The database \(path) was moved or deleted while the program runs; nothing is written any more.",
            remedy: "Bring it back beside its journal, a deleted one out of /proc/PID/fd while the program "
                + "still runs, and start the program again.")
    }

    /// The same for the journal, where what was written last stands.
    static func withoutJournal(_ path: String) -> Fault {
        Fault(
            .readOnly,
            "The journal \(path)-wal of the database was moved or deleted while the program runs; nothing is "
                + "written any more.",
            remedy: "Bring it back beside the database, a deleted one out of /proc/PID/fd while the program "
                + "still runs, and start the program again.")
    }

    /// A failure of the disk, by what the system said of it. A disk that was writable when the file was
    /// opened and is no longer is to the engine a failure like any other.
    private init(disk system: CInt, _ words: String) {
        switch system {
        case EROFS, EPERM, EACCES:
            self.init(
                .readOnly,
                "The disk of the database may only be read (\(String(cString: strerror(system)))).",
                remedy: "Look into the system's log and make it writable; start the program again if it was "
                    + "mounted anew.")
        case ENOSPC, EDQUOT:
            self.init(
                .full, "The disk of the database is full.", remedy: "Make room on it; nothing was lost.")
        default:
            self.init(
                .other, "The disk of the database does not answer properly (\(words)).",
                remedy: "Check the disk and the system's log.")
        }
    }
}
