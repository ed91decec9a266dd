import Core
import Hummingbird
import Storage
import Web

/// Signing in as anybody with one click. Added only when both the directory and the site are a demo.
struct DemoRoutes {
    let directory: Directory
    let home: String

    func add(to site: Site) {
        let directory = directory
        let home = home
        site.visitors.get("/demo") { _, context in
            let unit = context.query["unit"]
            let cards = try await directory.demoCards(
                unit: unit.isEmpty ? nil : UnitCode(unit), now: context.now)
            return DemoPage(
                visit: context.visit, organisation: directory.organisation, cards: cards, unit: unit
            ).page
        }
        site.visitors.post("/demo/sign-in") { request, context in
            guard let id = context.answers.number("person") else { throw WebRefusal.malformed }
            let secret = try await directory.signInForDemo(
                id, from: Peer(request, context), now: context.now)
            if let old = context.visit.officer {
                try await directory.end(session: old.sessionID, of: old.personID)
            }
            return Landing.signedIn(secret, home, context.visit)
        }
    }
}

extension Directory {
    /// One holder of every role, or everybody of a unit.
    func demoCards(unit: UnitCode?, now: Moment) async throws -> [DemoPage.Card] {
        let organisation = organisation
        if let unit {
            return try await people(unit: unit, activeOnly: true, limit: 60).flatMap { person in
                person.posts(at: now).filter { $0.unit == unit }.map { post in
                    DemoPage.Card(person: person, post: post, moves: organisation.moves[post.role] ?? [])
                }
            }
        }
        return try await database.read { connection in
            let people = PeopleStore(connection)
            let cards = try people.firstHolders(now: now).compactMap { role, id -> DemoPage.Card? in
                guard let person = try people.person(id: id),
                    let post = person.posts(at: now).first(where: { $0.role == role })
                else { return nil }
                return DemoPage.Card(person: person, post: post, moves: organisation.moves[role] ?? [])
            }
            return cards.sorted { $0.person.id < $1.person.id }
        }
    }
}
