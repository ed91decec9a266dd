public import Core
import Storage
public import Web

/// How long a session lasts, in milliseconds.
enum SessionLimits {
    /// Without a request.
    static let idle: Int64 = 8 * 3_600_000
    /// Whatever happens.
    static let whole: Int64 = 7 * 24 * 3_600_000
    /// Until its secret is changed.
    static let secret: Int64 = 3_600_000
    /// For which a replaced secret still holds: requests under way carry it.
    static let grace: Int64 = 60_000
    /// How often at most it is written down that a session or token is in use.
    static let note: Int64 = 60_000
    /// After so long without use, using a token is kept in the trace again.
    static let day: Int64 = 86_400_000
}

/// A session that the gate let through a moment ago.
struct SessionPass: Sendable {
    let officer: Officer
    let expiresAt: Moment
}

/// A token that the gate let through a moment ago.
struct TokenPass: Sendable {
    let bearer: Bearer
    let expiresAt: Moment?
}

extension Directory: Gatekeeper {
    public func officer(session token: String, now: Moment) async throws -> SignedIn? {
        guard Secret.isLong(token) else { return nil }
        let hash = Secret.hash(token)
        if let pass = sessionCache.value(hash, now: now), now < pass.expiresAt {
            return SignedIn(officer: pass.officer)
        }
        let generation = sessionCache.generation
        let found = try await database.read { connection -> (SessionRow, Person)? in
            guard let row = try SessionStore(connection).session(hash),
                let person = try PeopleStore(connection).person(id: row.personID)
            else { return nil }
            return (row, person)
        }
        guard let (row, person) = found, person.active, now < row.expiresAt,
            now < row.startedAt + SessionLimits.whole
        else { return nil }
        let officer = officer(person, sessionID: row.sessionID, now: now)
        if let replacedAt = row.replacedAt {
            if now - replacedAt <= SessionLimits.grace { return SignedIn(officer: officer) }
            // Browsers never send it again; a thief does. Neither keeps the session.
            try await end(session: row.sessionID, of: row.personID)
            return nil
        }
        if now - row.createdAt >= SessionLimits.secret {
            return SignedIn(officer: officer, replacement: try await rotate(row, hash, now: now))
        }
        if now - row.seenAt >= SessionLimits.note {
            let expires = Self.expiry(startedAt: row.startedAt, now: now)
            try await database.write { try SessionStore($0).touch(hash, seenAt: now, expiresAt: expires) }
        }
        sessionCache.keep(
            SessionPass(officer: officer, expiresAt: row.expiresAt), for: hash, now: now,
            generation: generation)
        return SignedIn(officer: officer)
    }

    public func bearer(_ token: String, now: Moment) async throws -> Bearer? {
        guard Secret.isToken(token) else { return nil }
        let hash = Secret.hash(token)
        if let pass = tokenCache.value(hash, now: now), pass.expiresAt.map({ now < $0 }) ?? true {
            return pass.bearer
        }
        let generation = tokenCache.generation
        let found = try await database.read { connection -> (ApiToken, Person)? in
            guard let token = try TokenStore(connection).token(hash),
                let person = try PeopleStore(connection).person(id: token.personID)
            else { return nil }
            return (token, person)
        }
        guard let (token, person) = found, person.active, token.holds(at: now) else { return nil }
        if token.lastUsedAt.map({ now - $0 >= SessionLimits.note }) ?? true {
            let isNews = token.lastUsedAt.map { now - $0 >= SessionLimits.day } ?? true
            try await database.write { connection in
                try TokenStore(connection).used(token.id, now: now)
                guard isNews else { return }
                try PeopleStore(connection).log(
                    "useToken", by: .officer(id: person.id, posts: []), subject: "person:\(person.id)",
                    reason: token.name, now: now)
            }
        }
        let officer = officer(person, sessionID: "token-\(token.id)", now: now)
        let bearer = Bearer(officer: officer, scopes: token.scopes)
        tokenCache.keep(
            TokenPass(bearer: bearer, expiresAt: token.expiresAt), for: hash, now: now,
            generation: generation)
        return bearer
    }

    /// A new secret in place of the old one; nil when a request beside this one was first.
    private func rotate(_ row: SessionRow, _ hash: [UInt8], now: Moment) async throws -> String? {
        let secret = Secret.long(surroundings)
        let renewed = SessionRow(
            sessionID: row.sessionID, personID: row.personID, startedAt: row.startedAt, createdAt: now,
            seenAt: now, expiresAt: Self.expiry(startedAt: row.startedAt, now: now), replacedAt: nil,
            peer: row.peer, device: row.device)
        let first = try await database.write { connection in
            let sessions = SessionStore(connection)
            guard try sessions.replace(hash, now: now) else { return false }
            try sessions.add(renewed, hash: Secret.hash(secret), rotatedFrom: hash)
            return true
        }
        forgetGate()
        return first ? secret : nil
    }

    private func officer(_ person: Person, sessionID: String, now: Moment) -> Officer {
        let posts = person.posts(at: now)
        return Officer(
            personID: person.id, name: person.name, login: person.login, posts: posts,
            powers: organisation.powers(of: posts), sessionID: sessionID)
    }

    private static func expiry(startedAt: Moment, now: Moment) -> Moment {
        min(now + SessionLimits.idle, startedAt + SessionLimits.whole)
    }

    /// The sessions of a person that hold, the one used last first.
    func sessions(of person: Int64, now: Moment) async throws -> [SessionRow] {
        try await database.read { try SessionStore($0).sessions(of: person, now: now) }
    }

    /// Ends a session of the person; one that is over already is no error.
    public func end(session: String, of person: Int64) async throws {
        try await database.write { connection in
            _ = try SessionStore(connection).end(session, of: person)
        }
        forgetGate()
    }

    /// Ends all sessions of the person but one.
    func endOtherSessions(of person: Int64, keeping session: String, now: Moment) async throws {
        try await database.write { connection in
            let sessions = SessionStore(connection)
            for row in try sessions.sessions(of: person, now: now) where row.sessionID != session {
                _ = try sessions.end(row.sessionID, of: person)
            }
        }
        forgetGate()
    }
}
