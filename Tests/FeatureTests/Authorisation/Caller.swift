import CityPack
import Core
import Directory
import HTTPTypes
import Web

/// Somebody who asks: a person at work with the posts of the city pack, or nobody in particular.
struct Caller: Sendable {
    /// How the table and the complaints call them.
    let name: String
    var login = ""
    let personID: Int64?
    let posts: [Post]
    /// What the city pack gives their roles; not what the program made of it.
    let powers: Set<Role.Power>
    /// Their browser, and the token of its forms.
    var cookies: [String: String] = [:]
    var csrf = ""
    /// Their program.
    var token: String?

    /// Who asks in the matrix: each role of the city for the whole city, then for a part of it.
    static let wanted: [(name: String, role: String, digits: ClosedRange<Int>)] = [
        ("clerk", "clerk", 4...4), ("dispatcher", "dispatcher", 4...4), ("caller", "caller", 4...4),
        ("reviewer", "reviewer", 4...4), ("supervisor", "supervisor", 4...4), ("leader", "leader", 4...4),
        ("administrator", "administrator", 4...4), ("auditor", "auditor", 4...4),
        ("district-clerk", "clerk", 6...6), ("district-supervisor", "supervisor", 6...6),
        ("town-leader", "leader", 9...9), ("town-caller", "caller", 9...9),
    ]
}

/// Everybody who asks, signed in with a browser and with a program.
struct Callers: Sendable {
    let people: [Caller]
    /// Somebody without an account, with a browser that was here before.
    let nobody: Caller
    /// Signed in, and without any post any more.
    let former: Caller
    /// Tokens that hold for something else, and one that holds no more.
    let weakToken: String
    let endedToken: String

    func named(_ name: String) -> Caller? { people.first { $0.name == name } }

    /// - Parameter units: the units whose handlers ask.
    static func make(in whole: WholeTown, units: [String: UnitCode]) async throws -> Callers {
        var people: [Caller] = []
        var held: [String: Int] = [:]
        for row in whole.people { held[row.login, default: 0] += 1 }
        for want in Caller.wanted {
            let row = whole.people.first { row in
                let fits = row.post.role == want.role && want.digits.contains(row.post.area.text.count)
                // Who holds one post shows what that post may; below the city everybody holds two.
                return fits && (want.digits == 4...4 ? held[row.login] == 1 : true)
            }
            if let row { people.append(try await signedIn(want.name, row.login, whole)) }
        }
        for (name, unit) in units.sorted(by: { $0.key < $1.key }) {
            let row = whole.people.first { $0.post.role == "handler" && $0.post.unit == unit }
            if let row { people.append(try await signedIn(name, row.login, whole)) }
        }
        let gone = try await former(in: whole)
        guard let clerk = people.first, let personID = clerk.personID,
            let login = try await whole.directory.person(personID)?.login
        else { throw WholeTown.Missing(what: "a clerk") }
        let weak = try await whole.directory.createToken(
            login: login, name: "weak", scopes: ["links:read"], expires: nil, by: .system("test"),
            now: Surroundings.live.now())
        let ended = try await whole.directory.createToken(
            login: login, name: "ended", scopes: Set(whole.directory.scopes), expires: nil,
            by: .system("test"), now: Surroundings.live.now())
        let id = try await whole.directory.tokens(of: personID).first { $0.name == "ended" }?.id
        guard let id else { throw WholeTown.Missing(what: "the token that ends") }
        try await whole.directory.revoke(
            token: id, of: personID, by: .system("test"), now: Surroundings.live.now())
        return Callers(
            people: people, nobody: try await visitor(in: whole), former: gone, weakToken: weak,
            endedToken: ended)
    }

    private static func visitor(in whole: WholeTown) async throws -> Caller {
        let browser = WebClient(whole.server)
        let csrf = try await browser.get("/raise").hidden("csrf") ?? ""
        return Caller(
            name: "nobody", personID: nil, posts: [], powers: [], cookies: browser.jar, csrf: csrf)
    }

    private static func former(in whole: WholeTown) async throws -> Caller {
        let now = Surroundings.live.now()
        guard let post = whole.people.first(where: { $0.post.role == "handler" })?.post else {
            throw WholeTown.Missing(what: "a handler")
        }
        let id = try await whole.directory.addPerson(
            login: "former.handler", name: LocalText(zh: "前承办人", en: "Former Handler"), posts: [post],
            password: nil, by: .system("test"), now: now)
        var caller = try await signedIn("former", "former.handler", whole)
        if let held = try await whole.directory.person(id)?.posts.first?.id {
            try await whole.directory.endPost(held, of: id, by: .system("test"), now: now)
        }
        caller = Caller(
            name: "former", personID: id, posts: [], powers: [], cookies: caller.cookies, csrf: caller.csrf,
            token: caller.token)
        return caller
    }

    private static func signedIn(_ name: String, _ login: String, _ whole: WholeTown) async throws -> Caller {
        guard let person = try await whole.directory.person(login: login) else {
            throw WholeTown.Missing(what: login)
        }
        let now = Surroundings.live.now()
        let posts = person.posts(at: now)
        var powers: Set<Role.Power> = []
        for post in posts { powers.formUnion(whole.city.roles[post.role]?.powers ?? []) }
        let browser = WebClient(whole.server)
        _ = try await browser.post("/demo/sign-in", ["person": String(person.id)], from: "/demo")
        let csrf = try await browser.get("/account").hidden("csrf") ?? ""
        let token = try await whole.directory.createToken(
            login: login, name: "matrix", scopes: Set(whole.directory.scopes), expires: nil,
            by: .system("test"), now: now)
        return Caller(
            name: name, login: login, personID: person.id, posts: posts, powers: powers,
            cookies: browser.jar, csrf: csrf, token: token)
    }
}
