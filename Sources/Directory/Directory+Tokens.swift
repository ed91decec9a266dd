public import Core
import Storage

extension Directory {
    /// How many tokens of a person may hold at once.
    static let tokenLimit = 20

    /// Makes an API token for a person. Its secret is the answer and is never shown again.
    ///
    /// - Parameters:
    ///   - scopes: what it allows; never more than its owner's posts do.
    ///   - expires: the first moment at which it holds no more; nil without end.
    public func createToken(
        login: String, name: String, scopes: Set<String>, expires: Moment?, by actor: Actor, now: Moment
    ) async throws -> String {
        let name = name.trimmed
        guard (1...60).contains(name.count), name.utf8.count <= 240 else {
            throw DirectoryRefusal.badTokenName
        }
        guard !scopes.isEmpty, scopes.isSubset(of: self.scopes) else { throw DirectoryRefusal.noScope }
        guard let person = try await person(login: login), person.active else {
            throw DirectoryRefusal.unknownPerson
        }
        let secret = Secret.token(surroundings)
        try await database.write { connection in
            let tokens = TokenStore(connection)
            guard try tokens.countHolding(of: person.id, now: now) < Self.tokenLimit else {
                throw DirectoryRefusal.tooManyTokens(limit: Self.tokenLimit)
            }
            try tokens.add(
                hash: Secret.hash(secret), person: person.id, name: name, scopes: scopes, expires: expires,
                now: now)
            try PeopleStore(connection).log(
                "createToken", by: actor, subject: "person:\(person.id)", reason: name, now: now)
        }
        return secret
    }

    /// The tokens of a person, the newest first, the revoked ones too.
    public func tokens(of person: Int64) async throws -> [ApiToken] {
        try await database.read { try TokenStore($0).tokens(of: person) }
    }

    /// All tokens of the city, the newest first.
    public func allTokens(before id: Int64? = nil, limit: Int) async throws -> [ApiToken] {
        try await database.read { try TokenStore($0).all(before: id, limit: limit) }
    }

    /// Ends a token at once; one that is over already is no error.
    public func revoke(
        token: Int64, of person: Int64, reason: String? = nil, by actor: Actor, now: Moment
    ) async throws {
        try await database.write { connection in
            guard try TokenStore(connection).revoke(token, of: person, now: now) else { return }
            try PeopleStore(connection).log(
                "revokeToken", by: actor, subject: "person:\(person)",
                reason: Trace.text("\(token)", reason), now: now)
        }
        forgetGate()
    }
}
