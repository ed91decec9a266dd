import GRDBSQLite

/// Why the system refused what SQLite asked of it.
enum SystemRefusal {
    /// The `errno` of the last refusal; 0 where none is known. Says something only after a failure of the
    /// disk: it is never set back.
    static func number(_ connection: OpaquePointer?) -> CInt {
        let ofJournal = journal(connection).map(number) ?? 0
        // A commit writes the journal, and the engine forgets what was said to it there.
        return ofJournal != 0 ? ofJournal : sqlite3_system_errno(connection)
    }

    private static func journal(_ connection: OpaquePointer?) -> UnsafeMutablePointer<sqlite3_file>? {
        var file: UnsafeMutablePointer<sqlite3_file>?
        guard sqlite3_file_control(connection, "main", SQLITE_FCNTL_JOURNAL_POINTER, &file) == SQLITE_OK
        else {
            return nil
        }
        return file
    }

    private static func number(_ file: UnsafeMutablePointer<sqlite3_file>) -> CInt {
        // A journal that is not open has no methods.
        guard let ask = file.pointee.pMethods?.pointee.xFileControl else { return 0 }
        var number: CInt = 0
        return ask(file, SQLITE_FCNTL_LAST_ERRNO, &number) == SQLITE_OK ? number : 0
    }
}
