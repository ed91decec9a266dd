import Core
import Storage

/// What a database says of itself. SQLite's pragmas are asked as tables: a bare one may write, and is refused
/// where only reading is allowed.
struct DoctorStore {
    let connection: any Connection

    var isPostgres: Bool { connection.dialect == .postgres }

    func version() throws -> String {
        let text: String? = try connection.value(
            isPostgres ? "SELECT current_setting('server_version')" : "SELECT sqlite_version()")
        return text ?? "?"
    }

    /// `wal` on SQLite, the encoding on PostgreSQL.
    func form() throws -> String {
        let text: String? = try connection.value(
            isPostgres
                ? "SELECT current_setting('server_encoding')"
                : "SELECT journal_mode FROM pragma_journal_mode")
        return text ?? "?"
    }

    /// The first sentence of a quick check that is not `ok`; nil where all is well.
    func damage() throws -> String? {
        guard !isPostgres else { return nil }
        let text: String? = try connection.value("SELECT quick_check FROM pragma_quick_check(1)")
        return text == "ok" ? nil : text ?? "no answer"
    }

    /// The server's time, in milliseconds since 1970; nil where the engine has none of its own.
    func time() throws -> Int64? {
        guard isPostgres else { return nil }
        return try connection.value("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")
    }

    /// When the newest event happened, by the clock of whoever wrote it.
    func newestEvent() throws -> Moment? {
        try connection.value("SELECT at FROM events ORDER BY id DESC LIMIT 1")
    }

    /// How many people can sign in, counted up to a hundred.
    func peopleWithPassword() throws -> Int {
        try connection.value(
            """
            SELECT COUNT(*) FROM (SELECT 1 AS one FROM people WHERE password IS NOT NULL LIMIT 100) AS counted
            """
        )
            ?? 0
    }
}
