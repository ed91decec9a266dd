import CPostgres
import Core
import Foundation
import Storage

/// One connection, used by the one thread that made it and never handed on.
final class PostgresConnection: Connection {
    let dialect = Dialect.postgres

    /// True after a conflict with another transaction, or a changed table: the same closure may succeed now.
    private(set) var mayRepeat = false

    // PGconn: made in `init`, freed in `deinit`, never handed out of this class.
    private let server: OpaquePointer
    private var prepared: [String: String] = [:]
    private var mustForget = false
    private var names = 0

    /// Prepared statements kept on the server; when there are more, all are let go of and the hot ones
    /// return.
    private static let cacheLimit = 512
    /// Rows that `forEach` holds at a time.
    private static let fetchSize = 256

    init(_ address: PostgresAddress) throws(Fault) {
        var names: [UnsafeMutablePointer<CChar>?] = []
        var values: [UnsafeMutablePointer<CChar>?] = []
        for (name, value) in address.settings {
            names.append(strdup(name))
            values.append(strdup(value))
        }
        defer { for copy in names + values { free(copy) } }
        let keywords = names.map { UnsafePointer($0) } + [nil]
        let settings = values.map { UnsafePointer($0) } + [nil]
        guard let server = PQconnectdbParams(keywords, settings, 1) else {
            throw Fault(
                .other, "There is no memory for a connection.", remedy: "Give the program more memory.")
        }
        self.server = server
        // A stored class property is set: from here on `deinit` frees the connection, also when this throws.
        PQsetNoticeProcessor(server, { _, _ in }, nil)
        guard PQstatus(server) == CONNECTION_OK else {
            throw Fault.unreachable(String(cString: PQerrorMessage(server)))
        }
        try checkServer()
        try control(address.preparation)
    }

    deinit { PQfinish(server) }

    /// True when the connection is lost and a new one must be made.
    var isBroken: Bool { PQstatus(server) != CONNECTION_OK }

    @discardableResult
    func run(_ sql: SQL) throws(Fault) -> Int { try execute(sql).changed }

    func rows(_ sql: SQL) throws(Fault) -> [Row] { try execute(sql).rows() }

    /// Through a cursor, so that the body may ask something else meanwhile.
    func forEach(_ sql: SQL, _ body: (Row) throws -> Void) throws {
        names += 1
        let cursor = "cursor_\(names)"
        let (text, values) = (SQL.verbatim("DECLARE \(cursor) NO SCROLL CURSOR FOR ") + sql).prepared {
            "$\($0)"
        }
        _ = try once(text, values)
        defer { _ = try? once("CLOSE \(cursor)", []) }
        while true {
            let result = try once("FETCH \(Self.fetchSize) FROM \(cursor)", [])
            for row in result.rows() { try body(row) }
            if result.count < Self.fetchSize { return }
        }
    }

    private func checkServer() throws(Fault) {
        if PQserverVersion(server) < 130_000 {
            throw Fault(
                .configuration, "The PostgreSQL server is older than version 13.",
                remedy: "Upgrade the server.")
        }
        let encoding = PQparameterStatus(server, "server_encoding").map { String(cString: $0) } ?? ""
        if encoding != "UTF8" {
            throw Fault(
                .configuration, "The PostgreSQL database is encoded in \(encoding), not UTF8.",
                remedy: "Create it with: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.")
        }
    }
}

// Transactions.
extension PostgresConnection {
    func begin(writes: Bool) throws(Fault) {
        mayRepeat = false
        if mustForget { try forget() }
        try control(
            writes
                ? "BEGIN ISOLATION LEVEL READ COMMITTED" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    }

    /// Returns only when the server says that everything is kept.
    func commit() throws(Fault) {
        if isBroken { throw Fault.unreachable("the connection broke") }
        let result = PostgresResult(PQexec(server, "COMMIT"))
        if isBroken {
            throw Fault(
                .unreachable, "The connection broke during the commit: it is not known whether it was kept.",
                remedy: "Look whether the change is there, or send the request again with the same key.")
        }
        try check(result)
        // A transaction in which a statement failed ends with ROLLBACK, and with no error.
        if result.command != "COMMIT" {
            throw Fault(
                .other, "A statement of the transaction had failed, so nothing of it was kept.",
                remedy: "Report this with the version of the program.")
        }
    }

    func rollback() {
        if !isBroken { _ = PostgresResult(PQexec(server, "ROLLBACK")) }
    }

    private func forget() throws(Fault) {
        try control("DEALLOCATE ALL")
        prepared.removeAll()
        mustForget = false
    }

    /// Statements without values or answer.
    private func control(_ text: String) throws(Fault) { try check(PostgresResult(PQexec(server, text))) }
}

// Statements.
extension PostgresConnection {
    /// Prepares a statement once per text and kinds of values, then runs it by its name.
    private func execute(_ sql: SQL) throws(Fault) -> PostgresResult {
        let (text, values) = sql.prepared { "$\($0)" }
        try SQL.check(values)
        let parameters = PostgresParameters(values)
        let name = try prepare(text, parameters)
        let result = parameters.withPointers { values, lengths, formats in
            PostgresResult(
                PQexecPrepared(server, name, parameters.count, values, lengths, formats, 0))
        }
        try check(result)
        return result
    }

    private func prepare(_ text: String, _ parameters: PostgresParameters) throws(Fault) -> String {
        let key = text + parameters.signature
        if let name = prepared[key] { return name }
        if prepared.count >= Self.cacheLimit { try forget() }
        names += 1
        let name = "s\(names)"
        try check(PostgresResult(PQprepare(server, name, text, parameters.count, parameters.types)))
        prepared[key] = name
        return name
    }

    /// A statement that will not come again in the same words.
    private func once(_ text: String, _ values: [SQLValue]) throws(Fault) -> PostgresResult {
        try SQL.check(values)
        let parameters = PostgresParameters(values)
        let result = parameters.withPointers { values, lengths, formats in
            PostgresResult(
                PQexecParams(server, text, parameters.count, parameters.types, values, lengths, formats, 0))
        }
        try check(result)
        return result
    }

    private func check(_ result: PostgresResult) throws(Fault) {
        if result.succeeded { return }
        let words = result.message ?? String(cString: PQerrorMessage(server))
        if isBroken { throw Fault.unreachable(words) }
        let state = result.state
        switch state {
        case "40001", "40P01": mayRepeat = true
        case "0A000", "26000":
            // A migration of another program changed a table under a prepared statement.
            mayRepeat = true
            mustForget = true
        default: break
        }
        throw Fault(postgres: state, words)
    }
}
