import Core
import Hummingbird
import Web

/// What programs may ask about people: names and posts, never logins.
struct DirectoryAPI {
    let directory: Directory

    func add(to site: Site) {
        let directory = directory
        site.api.get("/people") { _, context in
            try context.require(scope: "directory:read")
            let request = try context.page(of: "people")
            let found = try await directory.people(
                matching: context.query["q"], unit: context.query.given("unit").map { UnitCode($0) },
                after: request.after?.first, activeOnly: true, limit: request.size + 1)
            let shown = found.prefix(request.size)
            var next: String?
            if found.count > shown.count, let last = shown.last {
                next = context.cursor(after: [last.login], of: "people")
            }
            return JSONAnswer(
                PeopleJSON(people: shown.map { PersonJSON($0, now: context.now) }, next: next))
        }
        site.api.get("/account") { _, context in
            guard let person = try await directory.person(context.officer.personID) else {
                throw DirectoryRefusal.unknownPerson
            }
            return JSONAnswer(
                AccountJSON(
                    person: PersonJSON(person, now: context.now),
                    powers: context.officer.powers.map(\.rawValue).sorted(),
                    scopes: context.bySession ? nil : context.scopes.sorted()))
        }
    }
}

private struct PersonJSON: Encodable {
    let id: Int64
    let name: LocalText
    let posts: [Post]

    init(_ person: Person, now: Moment) {
        id = person.id
        name = person.name
        posts = person.posts(at: now)
    }
}

private struct PeopleJSON: Encodable {
    let people: [PersonJSON]
    let next: String?

    private enum CodingKeys: CodingKey { case people, next }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(people, forKey: .people)
        try container.encode(next, forKey: .next)
    }
}

private struct AccountJSON: Encodable {
    let person: PersonJSON
    let powers: [String]
    /// Null for a session, which may do all its officer may.
    let scopes: [String]?

    private enum CodingKeys: CodingKey { case person, powers, scopes }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(person, forKey: .person)
        try container.encode(powers, forKey: .powers)
        try container.encode(scopes, forKey: .scopes)
    }
}
