import Core
import GRDBSQLite

extension Fault {
    /// What a result code of SQLite means to whoever runs the program. `words` are the engine's own.
    init(sqlite code: CInt, _ words: String) {
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
                .corrupt, "The database file is damaged (\(words)).",
                remedy: "Stop the program, keep a copy of the file, and restore a backup.")
        case SQLITE_CONSTRAINT:
            self.init(
                .constraint, "A rule of the database refused a row (\(words)).", remedy: "Check the values.")
        case SQLITE_IOERR, SQLITE_CANTOPEN:
            self.init(
                .other, "The disk of the database does not answer properly (\(words), code \(code)).",
                remedy: "Check the disk and the system's log.")
        default:
            self.init(
                .other, "The database refused a statement (\(words), code \(code)).",
                remedy: "Report this with the version of the program.")
        }
    }
}
