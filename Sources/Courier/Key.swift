public import Core
public import Storage

/// What an outside system may do here with a key of its own.
public enum KeyScope: String, Sendable, Codable, CaseIterable {
    /// File through Open311 and comment on what it filed. Its key travels as `api_key`.
    case open311
    /// Tell of calls: ringing, answered, ended.
    case calls
    /// Bring the messages of chat groups.
    case chats
    /// Hand matters over to us, and take ours.
    case lines

    /// Whether each message is signed with the secret, which then never travels.
    public var isSigned: Bool { self != .open311 }
}

/// A key of an outside system, without its secret.
public struct Key: SQLRow, Hashable, Sendable {
    public let id: Int64
    public let name: String
    public let scope: KeyScope
    public let createdAt: Moment
    public let revokedAt: Moment?

    public init(row: Row) throws {
        id = try row.get("id")
        name = try row.get("name")
        scope = KeyScope(rawValue: try row.get("scope")) ?? .open311
        createdAt = try row.get("created_at")
        revokedAt = try row.get("revoked_at")
    }

    public init(id: Int64, name: String, scope: KeyScope, createdAt: Moment, revokedAt: Moment? = nil) {
        self.id = id
        self.name = name
        self.scope = scope
        self.createdAt = createdAt
        self.revokedAt = revokedAt
    }
}
