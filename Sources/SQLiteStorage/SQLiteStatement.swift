import Core
import GRDB
import GRDBSQLite
import Storage

/// A compiled statement and the names of its columns.
final class SQLiteStatement {
    let text: String
    let isReadOnly: Bool

    // Owns the pointer below and frees it when it goes; the pointer is never handed out of this class.
    private let owner: Statement
    private let pointer: OpaquePointer
    private let connection: OpaquePointer?
    private lazy var columns = owner.columnNames

    init(_ text: String, in database: GRDB.Database) throws(Fault) {
        do {
            owner = try database.makeStatement(sql: text)
        } catch let error as DatabaseError {
            throw Fault(
                sqlite: error.extendedResultCode.rawValue, error.message ?? "",
                system: SystemRefusal.number(database.sqliteConnection),
                file: FilePlace.path(of: database.sqliteConnection))
        } catch {
            throw Fault(.other, "\(error)", remedy: "Report this with the version of the program.")
        }
        self.text = text
        pointer = owner.sqliteStatement
        connection = database.sqliteConnection
        // BEGIN, COMMIT and SAVEPOINT count as reading; only the engine itself sends them.
        isReadOnly = sqlite3_stmt_readonly(pointer) != 0
    }

    func bind(_ values: [SQLValue]) throws(Fault) {
        try SQL.check(values)
        guard sqlite3_bind_parameter_count(pointer) == CInt(values.count) else {
            throw Fault(
                .other, "A statement has a placeholder of its own.",
                remedy: "Report this with the version of the program.")
        }
        for (index, value) in values.enumerated() { try check(bind(value, at: CInt(index + 1))) }
    }

    private func bind(_ value: SQLValue, at place: CInt) -> CInt {
        // SQLITE_TRANSIENT: SQLite copies the bytes before the call returns.
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .null: return sqlite3_bind_null(pointer, place)
        case .integer(let number): return sqlite3_bind_int64(pointer, place, number)
        case .real(let number): return sqlite3_bind_double(pointer, place, number)
        case .text(var text):
            return text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { bytes in
                    guard let start = bytes.baseAddress else {
                        return sqlite3_bind_text(pointer, place, "", 0, copied)
                    }
                    return sqlite3_bind_text(pointer, place, start, CInt(bytes.count), copied)
                }
            }
        case .blob(let blob):
            // An empty array may have no address, which SQLite would take for NULL.
            if blob.isEmpty { return sqlite3_bind_zeroblob(pointer, place, 0) }
            return blob.withUnsafeBytes {
                sqlite3_bind_blob(pointer, place, $0.baseAddress, CInt($0.count), copied)
            }
        }
    }

    /// One step: true when a row stands ready.
    func step() throws(Fault) -> Bool {
        switch sqlite3_step(pointer) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code:
            try check(code)
            return false
        }
    }

    func row() throws(Fault) -> Row {
        var values: [SQLValue] = []
        values.reserveCapacity(columns.count)
        for place in 0..<CInt(columns.count) { values.append(value(at: place)) }
        return Row(columns: columns, values: values)
    }

    private func value(at place: CInt) -> SQLValue {
        switch sqlite3_column_type(pointer, place) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(pointer, place))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(pointer, place))
        case SQLITE_TEXT:
            // The pointer holds until the next step; the bytes are copied here, their count asked after the
            // text.
            guard let start = sqlite3_column_text(pointer, place) else { return .text("") }
            let count = Int(sqlite3_column_bytes(pointer, place))
            return .text(String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
        case SQLITE_BLOB:
            guard let start = sqlite3_column_blob(pointer, place) else { return .blob([]) }
            return .blob(
                Array(
                    UnsafeRawBufferPointer(
                        start: start, count: Int(sqlite3_column_bytes(pointer, place)))))
        default: return .null
        }
    }

    /// Ready for its next use; values are let go of.
    func reset() {
        sqlite3_reset(pointer)
        sqlite3_clear_bindings(pointer)
    }

    private func check(_ code: CInt) throws(Fault) {
        guard code != SQLITE_OK else { return }
        throw Fault(
            sqlite: sqlite3_extended_errcode(connection), String(cString: sqlite3_errmsg(connection)),
            system: SystemRefusal.number(connection), file: FilePlace.path(of: connection))
    }
}
