import Core
import GRDB
import GRDBSQLite
import Storage

/// One connection to the file, used by the one thread that made it and never handed on.
///
/// GRDB opens, configures and compiles; values are bound and read by SQLite's own functions, which costs a
/// third of the general way.
final class SQLiteConnection: Connection {
    let dialect = Dialect.sqlite

    /// While true, a statement that would change something is refused.
    var readsOnly = false

    private let database: GRDB.Database
    private var statements: [String: SQLiteStatement] = [:]

    /// Compiled statements kept; when there are more, all are let go of and the hot ones come back.
    private static let cacheLimit = 512

    init(_ database: GRDB.Database) { self.database = database }

    /// True when no transaction is open, also after SQLite itself gave one up.
    var isIdle: Bool { !database.isInsideTransaction }

    /// True when the file is not where it was opened; never in memory.
    var hasMoved: Bool {
        var moved: CInt = 0
        let code = sqlite3_file_control(database.sqliteConnection, "main", SQLITE_FCNTL_HAS_MOVED, &moved)
        return code == SQLITE_OK && moved != 0
    }

    @discardableResult
    func run(_ sql: SQL) throws(Fault) -> Int {
        let prepared = sql.prepared { _ in "?" }
        let statement = try take(prepared.text)
        defer { put(statement) }
        try statement.bind(prepared.values)
        while try statement.step() {}
        return statement.isReadOnly ? 0 : database.changesCount
    }

    func rows(_ sql: SQL) throws(Fault) -> [Row] {
        let prepared = sql.prepared { _ in "?" }
        let statement = try take(prepared.text)
        defer { put(statement) }
        try statement.bind(prepared.values)
        var rows: [Row] = []
        while try statement.step() { rows.append(try statement.row()) }
        return rows
    }

    func forEach(_ sql: SQL, _ body: (Row) throws -> Void) throws {
        let prepared = sql.prepared { _ in "?" }
        let statement = try take(prepared.text)
        defer { put(statement) }
        try statement.bind(prepared.values)
        while try statement.step() { try body(statement.row()) }
    }

    /// A statement leaves the cache while it runs, so that the same text may be asked inside its own answer.
    private func take(_ text: String) throws(Fault) -> SQLiteStatement {
        let kept = statements.removeValue(forKey: text)
        let statement = if let kept { kept } else { try SQLiteStatement(text, in: database) }
        if readsOnly && !statement.isReadOnly {
            put(statement)
            throw Fault(
                .readOnly, "A statement that writes stands in a read.",
                remedy: "Report this with the version of the program.")
        }
        return statement
    }

    private func put(_ statement: SQLiteStatement) {
        statement.reset()
        if statements.count >= Self.cacheLimit { statements.removeAll() }
        statements[statement.text] = statement
    }
}
