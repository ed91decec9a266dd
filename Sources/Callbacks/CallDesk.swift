import Core
public import Desk
import Storage

/// Calling back: whose turn it is, who has it in hand, what was said.
public struct CallDesk: Sendable {
    public let desk: Desk

    public init(desk: Desk) { self.desk = desk }

    var city: City { desk.city }

    /// What somebody may call about, the soonest due first.
    struct Queue: Sendable {
        /// To be called now.
        var ready: [DutyRow] = []
        /// Tried a short while ago, or not due to be asked yet.
        var later: [DutyRow] = []
        /// Matters that somebody else has in hand.
        var taken: Set<Int64> = []
    }

    /// How many are looked at.
    static let most = 200

    func queue(of person: Int64, posts: [Post], at now: Moment) async throws -> Queue {
        let rows = try await desk.duties(of: person, posts: posts, at: now, limit: Self.most)
            .filter { [.callBack, .check].contains($0.duty.what) }
        var queue = Queue()
        queue.ready = rows.filter { $0.duty.notBefore <= now }
        let tomorrow = city.calendar.start(of: city.calendar.date(of: now).adding(days: 1))
        queue.later = rows.filter { $0.duty.notBefore > now && $0.duty.notBefore < tomorrow }
        let ids = queue.ready.map(\.matter.id)
        queue.taken = try await desk.database.read { connection in
            try LeaseStore(connection: connection).taken(ids, notBy: person, at: now)
        }
        return queue
    }

    /// Takes the next one that nobody else has in hand.
    ///
    /// - Returns: Its number; nil when nobody is to be called now.
    func takeNext(for person: Int64, posts: [Post], at now: Moment) async throws -> String? {
        for row in try await queue(of: person, posts: posts, at: now).ready {
            if try await take(row.matter.id, by: person, at: now) { return row.matter.number }
        }
        return nil
    }

    func take(_ matter: Int64, by person: Int64, at now: Moment) async throws -> Bool {
        try await desk.database.write { try LeaseStore(connection: $0).take(matter, by: person, at: now) }
    }

    func free(_ matter: Int64, by person: Int64) async throws {
        try await desk.database.write { try LeaseStore(connection: $0).free(matter, by: person) }
    }

    func figures(from first: CivilDate, through last: CivilDate) async throws -> CallFigures {
        let sums = try await desk.database.read { connection in
            try FigureStore(connection: connection).sums(
                from: first.daysSince1970, through: last.daysSince1970)
        }
        return CallFigures(sums: sums)
    }

    /// What the steps of a call are for this matter now, found by what they do.
    func steps(of matter: Matter, by actor: Actor, at now: Moment) -> CallSteps {
        CallSteps(possibleMoves(on: matter, by: actor, in: city, at: now))
    }
}

/// The moves of a call-back or a check that somebody may make.
struct CallSteps: Sendable {
    /// Keeps what the resident said.
    let opinion: Move?
    /// Keeps that nobody was reached.
    let attempt: Move?
    /// Ends it without an opinion.
    let giveUp: Move?
    /// Shows the number.
    let reveal: Move?

    init(_ moves: [Move]) {
        func first(_ effects: [Effect]) -> Move? {
            moves.first { move in move.does.contains { effects.contains($0) } }
        }
        opinion = first([.opinion, .recheck])
        attempt = first([.attempt, .tryCheck])
        giveUp = moves.first { move in
            move.does.contains(.dropCheck)
                || move.needs.contains { if case .attempts = $0 { true } else { false } }
        }
        reveal = first([.revealContact])
    }

    /// The one of a name.
    func move(_ name: String) -> Move? {
        [opinion, attempt, giveUp, reveal].compactMap(\.self).first { $0.name == name }
    }
}
