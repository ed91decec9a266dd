import Core
import Storage

/// Keys of outside systems, within a transaction.
struct KeyStore {
    let connection: any Connection

    /// A secret that signatures are checked with, and until when it counts.
    struct Secret: Sendable {
        let text: String
        let until: Moment?
    }

    func add(name: String, scope: KeyScope, secret: String?, hash: [UInt8]?, now: Moment) throws -> Int64 {
        let row = try connection.first(
            """
            INSERT INTO courier_keys (name, scope, secret, hash, created_at)
            VALUES (\(name), \(scope.rawValue), \(secret), \(hash), \(now)) RETURNING id
            """)
        return try row?.get("id") ?? 0
    }

    func key(hash: [UInt8], scope: KeyScope) throws -> Key? {
        try connection.first(
            Key.self,
            """
            SELECT id, name, scope, created_at, revoked_at FROM courier_keys
            WHERE hash = \(hash) AND scope = \(scope.rawValue) AND revoked_at IS NULL
            """)
    }

    /// All keys, or those of one scope; the newest first.
    func all(_ scope: KeyScope?) throws -> [Key] {
        let which: SQL = scope.map { "WHERE scope = \($0.rawValue)" } ?? .none
        return try connection.all(
            Key.self,
            """
            SELECT id, name, scope, created_at, revoked_at FROM courier_keys \(which)
            ORDER BY id DESC LIMIT 500
            """)
    }

    /// Signing keys of a scope that hold, with their secrets; the newest first.
    func signing(_ scope: KeyScope, at now: Moment) throws -> [(key: Key, secrets: [String])] {
        try connection.rows(
            """
            SELECT id, name, scope, created_at, revoked_at, secret, earlier, earlier_until FROM courier_keys
            WHERE scope = \(scope.rawValue) AND revoked_at IS NULL AND secret IS NOT NULL
            ORDER BY id DESC LIMIT 100
            """
        ).map { row in
            let until: Moment? = try row.get("earlier_until")
            let earlier: String? = try row.get("earlier")
            let holds = until.map { now < $0 } ?? false
            return (
                try Key(row: row), [try row.get("secret"), holds ? earlier : nil].compactMap(\.self)
            )
        }
    }

    /// Puts a new secret in place; the old one holds until `until`.
    func rotate(_ id: Int64, secret: String, until: Moment) throws -> Bool {
        try connection.run(
            """
            UPDATE courier_keys SET earlier = secret, earlier_until = \(until), secret = \(secret)
            WHERE id = \(id) AND revoked_at IS NULL AND secret IS NOT NULL
            """) == 1
    }

    func revoke(_ id: Int64, now: Moment) throws -> Bool {
        try connection.run(
            "UPDATE courier_keys SET revoked_at = \(now) WHERE id = \(id) AND revoked_at IS NULL") == 1
    }

    /// Notes a message of a key; false when the same one came before.
    func note(_ message: String, of key: Int64, now: Moment) throws -> Bool {
        try connection.run(
            """
            INSERT INTO courier_seen (key_id, message, at) VALUES (\(key), \(message), \(now))
            ON CONFLICT (key_id, message) DO NOTHING
            """) == 1
    }

    func sweep(before moment: Moment) throws {
        try connection.run("DELETE FROM courier_seen WHERE at < \(moment)")
    }
}
