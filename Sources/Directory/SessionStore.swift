import Core
import Storage

/// One secret of a session. A session has a new secret every hour; the old one holds a minute longer.
struct SessionRow: Hashable, Sendable {
    let sessionID: String
    let personID: Int64
    let startedAt: Moment
    let createdAt: Moment
    let seenAt: Moment
    let expiresAt: Moment
    let replacedAt: Moment?
    let peer: String
    let device: String
}

extension SessionRow: SQLRow {
    init(row: Row) throws {
        sessionID = try row.get("session_id")
        personID = try row.get("person_id")
        startedAt = try row.get("started_at")
        createdAt = try row.get("created_at")
        seenAt = try row.get("seen_at")
        expiresAt = try row.get("expires_at")
        replacedAt = try row.get("replaced_at")
        peer = try row.get("peer")
        device = try row.get("device")
    }
}

/// Sessions, within a transaction.
struct SessionStore {
    let connection: any Connection

    init(_ connection: any Connection) { self.connection = connection }

    private static let columns: SQL =
        "session_id, person_id, started_at, created_at, seen_at, expires_at, replaced_at, peer, device"

    func session(_ hash: [UInt8]) throws -> SessionRow? {
        try connection.first(
            SessionRow.self, "SELECT \(Self.columns) FROM sessions WHERE token_hash = \(hash)")
    }

    /// The sessions of a person that hold, the one used last first.
    func sessions(of person: Int64, now: Moment) throws -> [SessionRow] {
        try connection.all(
            SessionRow.self,
            """
            SELECT \(Self.columns) FROM sessions WHERE person_id = \(person) AND replaced_at IS NULL
            AND expires_at > \(now) ORDER BY seen_at DESC, session_id LIMIT 50
            """)
    }

    func add(_ session: SessionRow, hash: [UInt8], rotatedFrom: [UInt8]? = nil) throws {
        try connection.run(
            """
            INSERT INTO sessions (token_hash, session_id, person_id, started_at, created_at, seen_at,
            expires_at, rotated_from, peer, device)
            VALUES (\(hash), \(session.sessionID), \(session.personID), \(session.startedAt),
            \(session.createdAt), \(session.seenAt), \(session.expiresAt), \(rotatedFrom), \(session.peer),
            \(session.device))
            """)
    }

    /// Marks the secret as replaced; false when another request was first.
    func replace(_ hash: [UInt8], now: Moment) throws -> Bool {
        try connection.run(
            "UPDATE sessions SET replaced_at = \(now) WHERE token_hash = \(hash) AND replaced_at IS NULL")
            == 1
    }

    func touch(_ hash: [UInt8], seenAt: Moment, expiresAt: Moment) throws {
        try connection.run(
            """
            UPDATE sessions SET seen_at = \(seenAt), expires_at = \(expiresAt)
            WHERE token_hash = \(hash) AND replaced_at IS NULL
            """)
    }

    /// Ends a session with all its secrets.
    func end(_ session: String, of person: Int64) throws -> Bool {
        try connection.run(
            "DELETE FROM sessions WHERE session_id = \(session) AND person_id = \(person)") > 0
    }

    func endAll(of person: Int64) throws {
        try connection.run("DELETE FROM sessions WHERE person_id = \(person)")
    }

    /// Forgets what is over anyway.
    func forget(before now: Moment) throws {
        try connection.run("DELETE FROM sessions WHERE expires_at <= \(now)")
    }
}
