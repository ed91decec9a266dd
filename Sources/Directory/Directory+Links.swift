public import Core
import Storage

extension Directory {
    /// How long a one-time link holds, in milliseconds.
    static let linkLife: Int64 = 24 * 3_600_000

    /// The path at which the first administrator is made, while nobody can sign in as one; else nil.
    ///
    /// It works once and for 24 hours. `serve` prints it, so that only who starts the program can use it.
    public func firstRunLink(now: Moment) async throws -> String? {
        guard !demo else { return nil }
        let secret = Secret.long(surroundings)
        let roles = organisation.administrators
        let made = try await database.write { connection in
            guard try PeopleStore(connection).holders(of: roles, withPassword: true, now: now) == 0 else {
                return false
            }
            try LinkStore(connection).add(
                hash: Secret.hash(secret), purpose: .first, now: now, expires: now + Self.linkLife)
            return true
        }
        return made ? "/set-up/\(secret)" : nil
    }

    /// A path at which the person chooses a new password, once and within 24 hours. Earlier ones end. The
    /// present password holds until then.
    /// - Throws: `DirectoryRefusal.unknownPerson`.
    public func reset(login: String, by actor: Actor, now: Moment) async throws -> String {
        guard let person = try await person(login: login), person.active else {
            throw DirectoryRefusal.unknownPerson
        }
        try await database.write { connection in
            try PeopleStore(connection).log("reset", by: actor, subject: "person:\(person.id)", now: now)
        }
        return try await resetPath(of: person.id, now: now)
    }

    func resetPath(of person: Int64, now: Moment) async throws -> String {
        let secret = Secret.long(surroundings)
        try await database.write { connection in
            try LinkStore(connection).endAll(of: person)
            try LinkStore(connection).add(
                hash: Secret.hash(secret), purpose: .reset(person), now: now, expires: now + Self.linkLife)
        }
        return "/reset/\(secret)"
    }

    /// Whose password a link lets choose.
    /// - Throws: `DirectoryRefusal.linkOver`.
    func person(ofLink secret: String, now: Moment) async throws -> Person {
        let person = try await database.read { connection -> Person? in
            guard Secret.isLong(secret),
                case .reset(let id) = try LinkStore(connection).purpose(Secret.hash(secret), now: now)
            else { return nil }
            return try PeopleStore(connection).person(id: id)
        }
        guard let person, person.active else { throw DirectoryRefusal.linkOver }
        return person
    }

    /// Uses a link to choose a new password. Every session ends; the answer is a new one's secret.
    /// - Throws: `DirectoryRefusal.linkOver`, `.weakPassword`.
    func choosePassword(
        link secret: String, password: String, from peer: Peer, now: Moment
    ) async throws -> String {
        let person = try await person(ofLink: secret, now: now)
        let encoded = try await hash(of: password, for: person.login)
        let session = newSession(of: person.id, from: peer, now: now)
        try await database.write { connection in
            guard try LinkStore(connection).use(Secret.hash(secret), now: now) else {
                throw DirectoryRefusal.linkOver
            }
            try PeopleStore(connection).setPassword(encoded, of: person.id)
            try SessionStore(connection).endAll(of: person.id)
            try SessionStore(connection).add(session.row, hash: Secret.hash(session.secret))
            try PeopleStore(connection).log(
                "choosePassword", by: .officer(id: person.id, posts: []), subject: "person:\(person.id)",
                now: now)
        }
        forgetGate()
        return session.secret
    }

    /// Whether the link still makes the first administrator.
    /// - Throws: `DirectoryRefusal.linkOver`.
    func checkFirst(link secret: String, now: Moment) async throws {
        let roles = organisation.administrators
        let holds = try await database.read { connection in
            let purpose = try LinkStore(connection).purpose(Secret.hash(secret), now: now)
            return try purpose == .first
                && PeopleStore(connection).holders(of: roles, withPassword: true, now: now) == 0
        }
        guard Secret.isLong(secret), holds else { throw DirectoryRefusal.linkOver }
    }

    /// Uses the link to make the first administrator; the answer is the secret of their session.
    /// - Throws: `DirectoryRefusal.linkOver`, `.badLogin`, `.badName`, `.weakPassword`, `.loginTaken`.
    func makeFirst(
        link secret: String, login: String, name: LocalText, password: String, from peer: Peer, now: Moment
    ) async throws -> String {
        try await checkFirst(link: secret, now: now)
        guard let login = PersonRules.login(login) else { throw DirectoryRefusal.badLogin }
        guard let name = PersonRules.name(name) else { throw DirectoryRefusal.badName }
        let encoded = try await hash(of: password, for: login)
        let post = organisation.firstPost
        let roles = organisation.administrators
        let id = try await database.write { connection in
            let people = PeopleStore(connection)
            guard try LinkStore(connection).use(Secret.hash(secret), now: now),
                try people.holders(of: roles, withPassword: true, now: now) == 0
            else { throw DirectoryRefusal.linkOver }
            try LinkStore(connection).endFirst()
            let id = try people.claim(login: login, name: name, password: encoded, now: now)
            if try !people.everHeld(post, by: id) { try people.give(post, to: id, now: now) }
            try people.log("setUp", by: .system("set-up"), subject: "person:\(id)", now: now)
            return id
        }
        return try await begin(id, from: peer, action: "signIn", now: now)
    }
}

extension PeopleStore {
    /// Adds the person, or takes over one from a list who never had a password.
    fileprivate func claim(login: String, name: LocalText, password: String, now: Moment) throws -> Int64 {
        guard let known = try person(login: login) else {
            return try add(login: login, name: name, password: password, mustChange: false, now: now)
        }
        guard !known.hasPassword, known.active else { throw DirectoryRefusal.loginTaken }
        try rename(known.id, to: name)
        try setPassword(password, of: known.id)
        return known.id
    }
}
