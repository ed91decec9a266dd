public import Core
public import Storage

/// An API token, without its secret.
public struct ApiToken: Hashable, Sendable {
    public let id: Int64
    public let personID: Int64
    /// What its owner calls it.
    public let name: String
    public let scopes: Set<String>
    public let createdAt: Moment
    /// The first moment at which it holds no more; nil without end.
    public let expiresAt: Moment?
    public let lastUsedAt: Moment?
    public let revokedAt: Moment?

    /// Whether it still opens anything.
    public func holds(at now: Moment) -> Bool { revokedAt == nil && expiresAt.map { now < $0 } ?? true }
}

extension ApiToken: SQLRow {
    public init(row: Row) throws {
        id = try row.get("id")
        personID = try row.get("person_id")
        name = try row.get("name")
        scopes = Set(try row.get("scopes", as: String.self).split(separator: " ").map(String.init))
        createdAt = try row.get("created_at")
        expiresAt = try row.get("expires_at")
        lastUsedAt = try row.get("last_used_at")
        revokedAt = try row.get("revoked_at")
    }
}

/// API tokens, within a transaction.
struct TokenStore {
    let connection: any Connection

    init(_ connection: any Connection) { self.connection = connection }

    private static let columns: SQL =
        "id, person_id, name, scopes, created_at, expires_at, last_used_at, revoked_at"

    func token(_ hash: [UInt8]) throws -> ApiToken? {
        try connection.first(ApiToken.self, "SELECT \(Self.columns) FROM tokens WHERE hash = \(hash)")
    }

    /// All tokens of a person, the newest first.
    func tokens(of person: Int64) throws -> [ApiToken] {
        try connection.all(
            ApiToken.self,
            "SELECT \(Self.columns) FROM tokens WHERE person_id = \(person) ORDER BY id DESC LIMIT 100")
    }

    /// Tokens of everybody, the newest first.
    func all(before id: Int64?, limit: Int) throws -> [ApiToken] {
        let rest: SQL = id.map { "WHERE id < \($0)" } ?? .none
        return try connection.all(
            ApiToken.self,
            "SELECT \(Self.columns) FROM tokens \(rest) ORDER BY id DESC LIMIT \(literal: limit)")
    }

    func countHolding(of person: Int64, now: Moment) throws -> Int {
        try connection.value(
            Int.self,
            """
            SELECT COUNT(*) FROM tokens WHERE person_id = \(person) AND revoked_at IS NULL
            AND (expires_at IS NULL OR expires_at > \(now))
            """) ?? 0
    }

    func add(
        hash: [UInt8], person: Int64, name: String, scopes: Set<String>, expires: Moment?, now: Moment
    ) throws {
        try connection.run(
            """
            INSERT INTO tokens (hash, person_id, name, scopes, created_at, expires_at)
            VALUES (\(hash), \(person), \(name), \(scopes.sorted().joined(separator: " ")), \(now),
            \(expires))
            """)
    }

    func used(_ id: Int64, now: Moment) throws {
        try connection.run("UPDATE tokens SET last_used_at = \(now) WHERE id = \(id)")
    }

    func revoke(_ id: Int64, of person: Int64, now: Moment) throws -> Bool {
        try connection.run(
            """
            UPDATE tokens SET revoked_at = \(now)
            WHERE id = \(id) AND person_id = \(person) AND revoked_at IS NULL
            """) == 1
    }

    func revokeAll(of person: Int64, now: Moment) throws {
        try connection.run(
            "UPDATE tokens SET revoked_at = \(now) WHERE person_id = \(person) AND revoked_at IS NULL")
    }
}
