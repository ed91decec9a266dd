import Core
import Foundation
import GRDBSQLite
import Synchronization

/// Whether the file of a database, and the journal beside it, still lie where they were opened.
///
/// A file that was moved or deleted goes on taking what is written, and all of that may be gone with the
/// program. What was once found missing stays missing until the program is started again: nobody can say
/// what came into its place meanwhile.
final class FilePlace: Sendable {
    /// Nil in memory.
    private let path: String?
    /// The journal's number on its disk, as it was opened; nil where there was none.
    private let journal: UInt64?
    /// Lock: what was found missing, because of which nothing is written any more.
    private let loss = Mutex<Fault?>(nil)

    /// - Parameter connection: One that has read already, so that it has its journal.
    init(_ connection: OpaquePointer?) {
        path = Self.path(of: connection)
        journal = path.flatMap { Self.number(of: $0 + "-wal") }.flatMap { $0 == Self.noFile ? nil : $0 }
    }

    /// Asks the engine, which costs one question to the system.
    ///
    /// - Throws: `Fault.readOnly` where the file is not there any more, or something was missing before.
    func check(_ connection: SQLiteConnection) throws(Fault) {
        guard let path else { return }
        if let known = loss.withLock({ $0 }) { throw known }
        if connection.hasMoved { throw lost(.moved(path)) }
    }

    /// The same for the journal too.
    func checkWithJournal(_ connection: SQLiteConnection) throws(Fault) {
        try check(connection)
        guard let path, let journal, let number = Self.number(of: path + "-wal"), number != journal else {
            return
        }
        throw lost(.withoutJournal(path))
    }

    private func lost(_ fault: Fault) -> Fault {
        loss.withLock { $0 = fault }
        return fault
    }

    /// Where a database lies, its links followed; nil in memory.
    static func path(of connection: OpaquePointer?) -> String? {
        guard let name = sqlite3_db_filename(connection, "main"), name.pointee != 0 else { return nil }
        return String(cString: name)
    }

    /// No file has it.
    private static let noFile: UInt64 = 0

    /// The number of a file on its disk, `noFile` where there is no such file; nil where nobody can say.
    private static func number(of path: String) -> UInt64? {
        var status = stat()
        if stat(path, &status) == 0 { return UInt64(status.st_ino) }
        return errno == ENOENT ? noFile : nil
    }
}
