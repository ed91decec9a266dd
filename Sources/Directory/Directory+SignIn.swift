public import Core
import Storage

/// Where somebody signs in from.
public struct Peer: Hashable, Sendable {
    /// The address at the other end of the connection.
    public let address: String
    /// What the browser says it is, shown to its owner in the list of sessions.
    public let device: String

    public init(address: String, device: String = "") {
        self.address = String(address.prefix(64))
        self.device = String(device.prefix(200))
    }
}

/// What came of a right login and password.
public enum SignInOutcome: Hashable, Sendable {
    /// The secret of a new session, for the cookie.
    case session(String)
    /// The password was given by somebody else: here is a one-time path at which to choose another.
    case choosePassword(path: String)
}

extension Directory {
    /// Checks login and password and begins a session.
    ///
    /// An unknown login, one without a password, a deactivated one and a wrong password are the same answer
    /// after the same work: one hash each.
    /// - Throws: `DirectoryRefusal.notAdmitted`, `.tooManyAttempts`; `Fault.busy` when too many wait.
    public func signIn(
        login: String, password: String, from peer: Peer, now: Moment
    ) async throws -> SignInOutcome {
        let typed = PersonRules.login(login)
        let key = typed ?? login.lowercased()
        try await throttle.admit(login: key, peer: peer.address, now: now)
        let known = try await database.read { connection -> (person: Person, hash: String?)? in
            let people = PeopleStore(connection)
            guard let person = try people.person(login: typed ?? "") else { return nil }
            return (person, try people.password(of: person.id))
        }
        let password = Password(password)
        let matches = try await passwords.verify(password, against: known?.hash)
        guard let known, matches, known.person.active else {
            try await noteFailure(of: known?.person, typed: key, from: peer, now: now)
            throw DirectoryRefusal.notAdmitted
        }
        try await throttle.succeeded(login: key, peer: peer.address)
        if let hash = known.hash, passwords.isOutdated(hash) {
            let renewed = try await passwords.hash(password, salt: salt())
            try await database.write { connection in
                try PeopleStore(connection).setPassword(
                    renewed, of: known.person.id, mustChange: known.person.mustChange)
            }
        }
        if known.person.mustChange {
            return .choosePassword(path: try await resetPath(of: known.person.id, now: now))
        }
        return .session(try await begin(known.person.id, from: peer, action: "signIn", now: now))
    }

    /// Keeps that somebody was not let in. The throttle bounds how often that can be.
    private func noteFailure(of person: Person?, typed: String, from peer: Peer, now: Moment) async throws {
        let subject = person.map { "person:\($0.id)" } ?? "login:\(typed.prefix(64).filter { $0 != "\0" })"
        try await database.write { connection in
            try PeopleStore(connection).log(
                "signInFailed", by: .system("gate"), subject: subject, reason: peer.address, now: now)
        }
    }

    /// Signs in as somebody without a password. In the demo only.
    func signInForDemo(_ id: Int64, from peer: Peer, now: Moment) async throws -> String {
        guard demo, let person = try await person(id), person.active else {
            throw DirectoryRefusal.unknownPerson
        }
        return try await begin(id, from: peer, action: "demoSignIn", now: now)
    }

    /// Changes one's own password. Every session ends; the answer is the secret of a new one.
    /// - Throws: `DirectoryRefusal.wrongPassword`, `.weakPassword`, `.tooManyAttempts`.
    public func changePassword(
        of id: Int64, present: String, new: String, from peer: Peer, now: Moment
    ) async throws -> String {
        guard let person = try await person(id) else { throw DirectoryRefusal.unknownPerson }
        try await throttle.admit(login: person.login, peer: peer.address, now: now)
        let hash = try await database.read { try PeopleStore($0).password(of: id) }
        guard try await passwords.verify(Password(present), against: hash) else {
            throw DirectoryRefusal.wrongPassword
        }
        try await throttle.succeeded(login: person.login, peer: peer.address)
        let encoded = try await self.hash(of: new, for: person.login)
        let session = newSession(of: id, from: peer, now: now)
        try await database.write { connection in
            try PeopleStore(connection).setPassword(encoded, of: id)
            try LinkStore(connection).endAll(of: id)
            try SessionStore(connection).endAll(of: id)
            try SessionStore(connection).add(session.row, hash: Secret.hash(session.secret))
            try PeopleStore(connection).log(
                "changePassword", by: .officer(id: id, posts: []), subject: "person:\(id)", now: now)
        }
        forgetGate()
        return session.secret
    }

    /// Begins a session and forgets those that are over.
    func begin(_ person: Int64, from peer: Peer, action: String, now: Moment) async throws -> String {
        let session = newSession(of: person, from: peer, now: now)
        try await database.write { connection in
            try SessionStore(connection).forget(before: now)
            try SessionStore(connection).add(session.row, hash: Secret.hash(session.secret))
            try PeopleStore(connection).log(
                action, by: .officer(id: person, posts: []), subject: "person:\(person)", now: now)
        }
        return session.secret
    }

    func newSession(of person: Int64, from peer: Peer, now: Moment) -> (row: SessionRow, secret: String) {
        let row = SessionRow(
            sessionID: Secret.publicID(surroundings), personID: person, startedAt: now, createdAt: now,
            seenAt: now, expiresAt: now + SessionLimits.idle, replacedAt: nil, peer: peer.address,
            device: peer.device)
        return (row, Secret.long(surroundings))
    }
}
