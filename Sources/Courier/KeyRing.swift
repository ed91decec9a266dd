public import Core
import Crypto
import FoundationEssentials
public import Storage

/// The keys by which outside systems prove who they are (`lianxin token create NAME --scope …`).
public struct KeyRing: Sendable {
    public let database: any Database
    private let randomBytes: @Sendable (Int) -> [UInt8]
    /// How long an old secret still counts after a new one was made.
    public static let overlap: Int64 = 24 * 3_600_000
    /// How long messages are remembered, so that none counts twice: longer than any signature is taken.
    static let memory: Int64 = 7 * 86_400_000

    public init(database: any Database, randomBytes: @escaping @Sendable (Int) -> [UInt8]) {
        self.database = database
        self.randomBytes = randomBytes
    }

    /// Makes a key.
    ///
    /// - Returns: Its secret, which is never shown again: `lxk_…` to be sent along, or `whsec_…` to sign
    ///   with.
    public func create(_ name: String, scope: KeyScope, at now: Moment) async throws -> String {
        let secret = scope.isSigned ? Signature.newSecret(randomBytes) : "lxk_" + randomBytes(24).hexadecimal
        let hash = scope.isSigned ? nil : Self.hash(secret)
        _ = try await database.write { connection in
            try KeyStore(connection: connection).add(
                name: name, scope: scope, secret: scope.isSigned ? secret : nil, hash: hash, now: now)
        }
        return secret
    }

    /// Gives a signing key a new secret; the old one counts for another day.
    ///
    /// - Returns: nil where there is no such key.
    public func rotate(_ id: Int64, at now: Moment) async throws -> String? {
        let secret = Signature.newSecret(randomBytes)
        let isDone = try await database.write { connection in
            try KeyStore(connection: connection).rotate(id, secret: secret, until: now + Self.overlap)
        }
        return isDone ? secret : nil
    }

    @discardableResult
    public func revoke(_ id: Int64, at now: Moment) async throws -> Bool {
        try await database.write { try KeyStore(connection: $0).revoke(id, now: now) }
    }

    public func keys(_ scope: KeyScope? = nil) async throws -> [Key] {
        try await database.read { try KeyStore(connection: $0).all(scope) }
    }

    /// Whose a secret is that came with a request; nil for one that is unknown, revoked, or for other
    /// things.
    public func holder(of secret: String, scope: KeyScope) async throws -> Key? {
        guard secret.utf8.count == 52, secret.hasPrefix("lxk_") else { return nil }
        let hash = Self.hash(secret)
        return try await database.read { try KeyStore(connection: $0).key(hash: hash, scope: scope) }
    }

    /// Who signed a message.
    ///
    /// - Throws: `SignatureRefusal` where nobody known did, or not now; `Fault`.
    public func signer(of message: SignedMessage, scope: KeyScope, at now: Moment) async throws -> Key {
        try message.check(at: now)
        let known = try await database.read { try KeyStore(connection: $0).signing(scope, at: now) }
        for (key, secrets) in known where message.isSigned(withOneOf: secrets) { return key }
        throw SignatureRefusal.unknownSigner
    }

    /// Notes that a key's message is being done, in the transaction that does it.
    ///
    /// - Returns: False when it came before: nothing is to be done again.
    public static func isFirst(
        _ message: String, of key: Key, now: Moment, in connection: any Connection
    ) throws -> Bool {
        try KeyStore(connection: connection).note(message, of: key.id, now: now)
    }

    /// Forgets messages that are too old to be taken again anyway.
    public func sweep(at now: Moment) async throws {
        try await database.write { try KeyStore(connection: $0).sweep(before: now + -Self.memory) }
    }

    private static func hash(_ secret: String) -> [UInt8] { Array(SHA256.hash(data: Data(secret.utf8))) }
}
