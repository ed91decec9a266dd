import Core
import Desk
import Hummingbird
import Storage
import Web

/// Who is called in notes.
extension MattersRoutes {
    /// The notes that call an officer and wait for them.
    func mentions(of officer: Officer, limit: Int = 20) async throws -> [Mention] {
        try await desk.database.read { connection in
            try MentionStore(connection: connection).mentions(
                of: officer.personID, with: officer.posts, in: city, limit: limit)
        }
    }

    /// An officer opened a matter: what called them to it was seen.
    func see(_ matter: Int64, _ officer: Officer, at now: Moment) async throws {
        let isCalled = try await desk.database.read {
            try MentionStore(connection: $0).isCalled(officer.personID, to: matter)
        }
        guard isCalled else { return }
        try await desk.database.write {
            try MentionStore(connection: $0).see(matter, by: officer.personID, at: now)
        }
    }

    /// At most so many are suggested.
    private static let suggested = 8

    /// Colleagues whose name begins so and who see this matter, for suggestions while a note is written.
    @Sendable
    func people(_ request: Request, _ context: OfficerContext) async throws -> JSONAnswer<[Suggestion]> {
        let file = try await file(context)
        let text = String(context.query["q"].prefix(30))
        guard !text.isEmpty else { return JSONAnswer([]) }
        let matter = file.matter
        let found = try await panels.colleagues(text, 50).filter { person in
            person.id != context.officer.personID
                && city.sees(
                    person.posts, area: matter.area, lead: matter.lead, raisedTo: matter.raisedTo,
                    sharers: matter.sharers)
        }
        let telling = telling(context)
        let suggestions = found.prefix(Self.suggested).map { person in
            Suggestion(
                login: person.login, name: context.words(person.name),
                unit: person.posts.first.flatMap { telling.unit($0.unit) })
        }
        return JSONAnswer(Array(suggestions))
    }

    struct Suggestion: Encodable, Sendable {
        let login: String
        let name: String
        let unit: String?
    }
}
