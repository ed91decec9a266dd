public import Core
public import Desk
import Storage
import Web

/// One matter for one problem: which matters others were joined to, and what became of each (M56).
public struct JoinsDesk: Sendable {
    let desk: Desk
    let similar: SimilarDesk
    let secret: [UInt8]

    /// - Parameter secret: The same on every server, kept for ever: what stands for a matter on a resident's
    ///   page is made of it.
    public init(desk: Desk, secret: [UInt8]) {
        self.desk = desk
        self.secret = secret
        similar = SimilarDesk(desk: desk)
    }

    var city: City { desk.city }

    /// The most matters that are joined in one go.
    static let most = 100

    /// A matter that others were joined to, with what was declared about it.
    struct Main: Sendable {
        let record: MatterRecord
        let counts: [JoinState: Int]
        let event: MassEvent?
    }

    /// Those of an area, newest first, with the key of the next page.
    func mains(in area: AreaCode, isOpen: Bool, before last: Int64?, limit: Int) async throws
        -> (mains: [Main], next: Int64?)
    {
        let found = try await desk.mains(in: area, isOpen: isOpen, before: last, limit: limit + 1)
        let shown = Array(found.prefix(limit))
        let events = try await events(of: shown.map(\.record.id))
        return (
            shown.map { Main(record: $0.record, counts: $0.counts, event: events[$0.record.id]) },
            found.count > limit ? shown.last?.record.id : nil
        )
    }

    func events(of mains: [Int64]) async throws -> [Int64: MassEvent] {
        try await desk.database.read { try EventStore(connection: $0).events(of: mains) }
    }

    /// Declares a mass event.
    ///
    /// - Throws: `JoinRefusal` for words that are missing or too long.
    public func declare(_ event: MassEvent, of main: Int64, by person: Int64, at now: Moment) async throws {
        guard !event.title.isEmpty, event.title.count <= MassEvent.titleLimit else { throw JoinRefusal.title }
        guard !event.cause.isEmpty, event.cause.count <= MassEvent.textLimit else { throw JoinRefusal.cause }
        guard !event.task.isEmpty, event.task.count <= MassEvent.textLimit else { throw JoinRefusal.task }
        guard event.since <= now else { throw JoinRefusal.since }
        try await desk.database.write {
            try EventStore(connection: $0).keep(event, of: main, by: person, at: now)
        }
    }

    /// The move by which somebody lets a matter wait for another one; nil where they may not.
    func joining(_ matter: Matter, by actor: Actor, at now: Moment) -> Move? {
        possibleMoves(on: matter, by: actor, in: city, at: now).first { $0.does.contains(.join) }
    }

    /// The move by which somebody takes a matter out again.
    func leaving(_ matter: Matter, by actor: Actor, at now: Moment) -> Move? {
        possibleMoves(on: matter, by: actor, in: city, at: now).first { $0.does.contains(.leave) }
    }

    /// Whether somebody joins matters of a kind at all.
    func mayJoin(_ kind: String, _ officer: Officer) -> Bool {
        let parties = Set(officer.posts.map { Party.role($0.role) })
        return city.procedures[kind]?.moves.contains {
            $0.does.contains(.join) && !parties.isDisjoint(with: $0.by)
        } ?? false
    }
}

/// What a mass event is refused for.
enum JoinRefusal: String, Refusable {
    case title, cause, task, since
    case what, place, until, notPublic, notDeclared

    var code: String { "joins.\(rawValue)" }
    var status: Int { 422 }
    var field: String? {
        switch self {
        case .title, .cause, .task, .since, .what, .place, .until: rawValue
        case .notPublic, .notDeclared: nil
        }
    }
    func sentence(_ words: Words) -> String { words("joins.refusal.\(rawValue)") }
}
