public import Core
import Storage

extension Directory {
    /// Adds a person.
    ///
    /// - Parameters:
    ///   - password: one to be changed at the first sign-in; nil for somebody who comes by a one-time link.
    ///   - actor: who adds them, for the log.
    /// - Returns: the person's id.
    @discardableResult
    public func addPerson(
        login: String, name: LocalText, posts: [Post], password: String? = nil, by actor: Actor, now: Moment
    ) async throws -> Int64 {
        guard let login = PersonRules.login(login) else { throw DirectoryRefusal.badLogin }
        guard let name = PersonRules.name(name) else { throw DirectoryRefusal.badName }
        guard posts.allSatisfy(organisation.knows) else { throw DirectoryRefusal.unknownPost }
        var hash: String?
        if let password { hash = try await self.hash(of: password, for: login) }
        let encoded = hash
        return try await database.write { connection in
            let people = PeopleStore(connection)
            guard try people.person(login: login) == nil else { throw DirectoryRefusal.loginTaken }
            let id = try people.add(
                login: login, name: name, password: encoded, mustChange: encoded != nil, now: now)
            for post in posts { try people.give(post, to: id, now: now) }
            try people.log("add", by: actor, subject: "person:\(id)", now: now)
            return id
        }
    }

    /// Brings in the people of a list of posts. Doing it twice changes nothing more: posts that were ended
    /// stay ended, people who were deactivated stay so, passwords are never touched.
    @discardableResult
    public func importPeople(
        _ rows: [PostRow], by actor: Actor = .system("import"), reason: String? = nil, now: Moment
    ) async throws -> PeopleImported {
        let checked = try rows.map { row in
            guard let login = PersonRules.login(row.login) else { throw DirectoryRefusal.badLogin }
            guard let name = PersonRules.name(row.name) else { throw DirectoryRefusal.badName }
            guard organisation.knows(row.post) else { throw DirectoryRefusal.unknownPost }
            return PostRow(login: login, name: name, post: row.post)
        }
        return try await database.write { connection in
            let people = PeopleStore(connection)
            var done = PeopleImported()
            for row in checked {
                let id: Int64
                if let known = try people.person(login: row.login) {
                    id = known.id
                    if known.name != row.name {
                        try people.rename(id, to: row.name)
                        done.renamed += 1
                    }
                } else {
                    id = try people.add(
                        login: row.login, name: row.name, password: nil, mustChange: false, now: now)
                    done.people += 1
                }
                guard try !people.everHeld(row.post, by: id) else { continue }
                try people.give(row.post, to: id, now: now)
                done.posts += 1
            }
            if done != PeopleImported() {
                try people.log(
                    "import", by: actor, subject: "people",
                    reason: "\(done.people) people, \(done.posts) posts\(reason.map { ": " + $0 } ?? "")",
                    now: now)
            }
            return done
        }
    }

    /// Names by id; ids of nobody are left out.
    public func names(of ids: some Sequence<Int64>) async throws -> [Int64: LocalText] {
        let ids = Array(Set(ids)).sorted()
        guard !ids.isEmpty else { return [:] }
        return try await database.read { try PeopleStore($0).names(ids) }
    }

    /// A person with every post.
    public func person(_ id: Int64) async throws -> Person? {
        try await database.read { try PeopleStore($0).person(id: id) }
    }

    /// A person by the name they sign in with.
    public func person(login: String) async throws -> Person? {
        guard let login = PersonRules.login(login) else { return nil }
        return try await database.read { try PeopleStore($0).person(login: login) }
    }

    /// People whose login or name holds the text, in the order of their logins.
    /// - Parameters:
    ///   - unit: only people who have or had a post in it.
    ///   - after: only logins behind this one.
    public func people(
        matching text: String = "", unit: UnitCode? = nil, after: String? = nil, activeOnly: Bool = false,
        limit: Int
    ) async throws -> [Person] {
        try await database.read {
            try PeopleStore($0).search(
                text, unit: unit, after: after, activeOnly: activeOnly, limit: limit)
        }
    }

    /// Everybody active, with the posts they hold at a moment, in the order of their logins.
    public func everybody(at now: Moment) async throws -> [Person] {
        var all: [Person] = []
        while true {
            let page = try await people(after: all.last?.login, activeOnly: true, limit: 500)
            all += page
            if page.count < 500 { return all }
        }
    }

    /// Gives a post.
    public func give(
        _ post: Post, to id: Int64, reason: String? = nil, by actor: Actor, now: Moment
    ) async throws {
        guard organisation.knows(post) else { throw DirectoryRefusal.unknownPost }
        try await database.write { connection in
            let people = PeopleStore(connection)
            guard let person = try people.person(id: id) else { throw DirectoryRefusal.unknownPerson }
            guard !person.posts(at: now).contains(post) else { throw DirectoryRefusal.postHeld }
            try people.give(post, to: id, now: now)
            try people.log(
                "givePost", by: actor, subject: "person:\(id)",
                reason: Trace.text("\(post.role) \(post.unit) \(post.area)", reason), now: now)
        }
        forgetGate()
    }

    /// Ends a post.
    public func endPost(
        _ post: Int64, of id: Int64, reason: String? = nil, by actor: Actor, now: Moment
    ) async throws {
        let administrators = organisation.administrators
        try await database.write { connection in
            let people = PeopleStore(connection)
            try people.keepingOne(of: administrators, now: now) {
                guard try people.endPost(post, of: id, now: now) else { throw DirectoryRefusal.unknownPost }
            }
            let held = try people.person(id: id)?.posts.first { $0.id == post }?.post
            try people.log(
                "endPost", by: actor, subject: "person:\(id)",
                reason: Trace.text(held.map { "\($0.role) \($0.unit) \($0.area)" } ?? "\(post)", reason),
                now: now)
        }
        forgetGate()
    }

    /// Nobody signs in as the person any more; their sessions, tokens and links end now.
    public func deactivate(
        _ id: Int64, reason: String? = nil, by actor: Actor, now: Moment
    ) async throws {
        let administrators = organisation.administrators
        try await database.write { connection in
            let people = PeopleStore(connection)
            guard try people.person(id: id) != nil else { throw DirectoryRefusal.unknownPerson }
            try people.keepingOne(of: administrators, now: now) { try people.setActive(false, id) }
            try SessionStore(connection).endAll(of: id)
            try TokenStore(connection).revokeAll(of: id, now: now)
            try LinkStore(connection).endAll(of: id)
            try people.log("deactivate", by: actor, subject: "person:\(id)", reason: reason, now: now)
        }
        forgetGate()
    }

    /// Lets a deactivated person in again; tokens stay revoked.
    public func activate(_ id: Int64, reason: String? = nil, by actor: Actor, now: Moment) async throws {
        try await database.write { connection in
            let people = PeopleStore(connection)
            guard try people.person(id: id) != nil else { throw DirectoryRefusal.unknownPerson }
            try people.setActive(true, id)
            try people.log("activate", by: actor, subject: "person:\(id)", reason: reason, now: now)
        }
    }

    /// The hash of a password that may be chosen.
    /// - Throws: `DirectoryRefusal.weakPassword`.
    func hash(of password: String, for login: String) async throws -> String {
        let password = Password(password)
        if let flaw = password.flaw(for: login) { throw DirectoryRefusal.weakPassword(flaw) }
        return try await passwords.hash(password, salt: salt())
    }
}

/// What stands as the reason of a trace.
enum Trace {
    /// The longest reason in characters.
    static let longest = 300

    /// What was done, and why.
    static func text(_ what: String, _ why: String?) -> String { why.map { "\(what): \($0)" } ?? what }
}

extension PeopleStore {
    /// Does something after which at least one person must still manage accounts, where one did before.
    ///
    /// - Parameter later: A moment to come at which that must hold too.
    func keepingOne(
        of roles: [String], now: Moment, and later: Moment? = nil, _ work: () throws -> Void
    ) throws {
        let before = try holders(of: roles, withPassword: false, now: now)
        try work()
        for moment in [now, later ?? now] where before > 0 {
            if try holders(of: roles, withPassword: false, now: moment) == 0 {
                throw DirectoryRefusal.lastAdministrator
            }
        }
    }
}
