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
    private let patience: Patience
    /// True where a statement was let run as long as it likes.
    private var isUnhurried = false
    /// True when nothing more is expected of this connection: the server said nothing for too long, or may
    /// only be read.
    private var isGivenUp = false

    /// Prepared statements kept on the server; when there are more, all are let go of and the hot ones
    /// return.
    private static let cacheLimit = 512
    /// Rows that `forEach` holds at a time.
    private static let fetchSize = 256

    init(_ address: PostgresAddress) throws(Fault) {
        patience = Patience(statementTimeout: address.statementTimeout, silence: address.silence)
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
    var isBroken: Bool { isGivenUp || PQstatus(server) != CONNECTION_OK }

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
        isUnhurried = false
        if mustForget { try forget() }
        try control(
            writes
                ? "BEGIN ISOLATION LEVEL READ COMMITTED" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    }

    /// Returns only when the server says that everything is kept.
    func commit() throws(Fault) {
        if isBroken { throw Fault.unreachable("the connection broke") }
        guard let result = try? ask({ PQsendQuery(server, "COMMIT") }), !isBroken else {
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
        if !isBroken { _ = try? ask { PQsendQuery(server, "ROLLBACK") } }
    }

    private func forget() throws(Fault) {
        try control("DEALLOCATE ALL")
        prepared.removeAll()
        mustForget = false
    }

    /// Statements without values or answer.
    private func control(_ text: String) throws(Fault) {
        try check(ask(isBrief: true) { PQsendQuery(server, text) })
    }
}

// Waiting.
extension PostgresConnection {
    /// Sends something and takes the last of its answers. A server that keeps the connection and says nothing
    /// – it was stopped, or something between us swallows what it says – is given up after `Patience`.
    ///
    /// - Parameter isBrief: True for what costs the server no time, such as the begin of a transaction: the
    ///   first thing a connection hears of that was lost while it lay idle.
    private func ask(isBrief: Bool = false, _ send: () -> Int32) throws(Fault) -> PostgresResult {
        guard send() == 1 else { throw Fault.unreachable(String(cString: PQerrorMessage(server))) }
        let end = isBrief ? patience.brief(from: .now) : isUnhurried ? nil : patience.end(from: .now)
        var last = PostgresResult(nil)
        while true {
            while PQisBusy(server) == 1 {
                guard wait(until: end) else {
                    isGivenUp = true
                    throw Fault.unreachable("it says nothing")
                }
                if PQconsumeInput(server) == 0 { break }
            }
            guard let next = PQgetResult(server) else { return last }
            last = PostgresResult(next)
        }
    }

    /// False when nothing came until then.
    private func wait(until end: ContinuousClock.Instant?) -> Bool {
        var place = pollfd(fd: PQsocket(server), events: Int16(POLLIN), revents: 0)
        while true {
            let left = end.map { Int32(clamping: Int64((($0 - .now) / .milliseconds(1)).rounded(.up))) } ?? -1
            if let end, ContinuousClock.now >= end { return false }
            switch poll(&place, 1, left) {
            case 0: return false
            case ..<0 where errno == EINTR: continue
            default: return true
            }
        }
    }

    /// How long a server may say nothing.
    struct Patience {
        private let milliseconds: Int?
        private let silence: Int

        /// - Parameters:
        ///   - statementTimeout: Milliseconds after which the server itself breaks a statement off; 0:
        ///     never.
        ///   - silence: Milliseconds that it may take to say so.
        init(statementTimeout: Int, silence: Int) {
            milliseconds = statementTimeout > 0 ? statementTimeout + silence : nil
            self.silence = silence
        }

        /// Until when a server must have answered what costs it no time.
        func brief(from start: ContinuousClock.Instant) -> ContinuousClock.Instant? {
            milliseconds.map { start + .milliseconds(min($0, silence)) }
        }

        func end(from start: ContinuousClock.Instant) -> ContinuousClock.Instant? {
            milliseconds.map { start + .milliseconds($0) }
        }
    }
}

// Statements.
extension PostgresConnection {
    /// Prepares a statement once per text and kinds of values, then runs it by its name.
    private func execute(_ sql: SQL) throws(Fault) -> PostgresResult {
        let (text, values) = sql.prepared { "$\($0)" }
        // Whoever tells the server to take its time takes its time too, until the transaction ends.
        if text.hasPrefix("SET LOCAL statement_timeout") { isUnhurried = true }
        try SQL.check(values)
        let parameters = PostgresParameters(values)
        let name = try prepare(text, parameters)
        let result = try ask {
            parameters.withPointers { values, lengths, formats in
                PQsendQueryPrepared(server, name, parameters.count, values, lengths, formats, 0)
            }
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
        try check(ask { PQsendPrepare(server, name, text, parameters.count, parameters.types) })
        prepared[key] = name
        return name
    }

    /// A statement that will not come again in the same words.
    private func once(_ text: String, _ values: [SQLValue]) throws(Fault) -> PostgresResult {
        try SQL.check(values)
        let parameters = PostgresParameters(values)
        let result = try ask {
            parameters.withPointers { values, lengths, formats in
                PQsendQueryParams(
                    server, text, parameters.count, parameters.types, values, lengths, formats, 0)
            }
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
        case "25006":
            // Another server may have become the one that writes: the next job asks for a new connection.
            isGivenUp = true
        default: break
        }
        throw Fault(postgres: state, words)
    }
}
