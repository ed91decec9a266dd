public import Core
import Desk
import Storage
import Web

/// The number-one window (M113): leaders by turns take what is stuck, and keep it until it ends.
extension LinesDesk {
    /// For how many days a leader takes a matter on at first.
    static let contractDays = 30

    struct Window: Sendable {
        let onDuty: DutyDays?
        let roster: [DutyDays]
        let open: [HardMatter]
        let ended: [HardMatter]
        /// After which the next page begins.
        let next: (at: Moment, id: Int64)?
    }

    func window(after: (at: Moment, id: Int64)?, limit: Int, at now: Moment) async throws -> Window {
        let day = day(of: now)
        return try await desk.database.read { connection in
            let store = WindowStore(connection: connection)
            let open = try store.page(after: after, limit: limit + 1)
            let shown = Array(open.prefix(limit))
            return Window(
                onDuty: try store.onDuty(day), roster: try store.roster(), open: shown,
                ended: try store.ended(limit: 20),
                next: open.count > limit ? shown.last.map { ($0.at, $0.matterID) } : nil)
        }
    }

    /// Puts somebody on the roster; both days count.
    ///
    /// - Throws: `LinesRefusal`, `Fault`.
    public func addDuty(
        login: String, from: CivilDate, through: CivilDate, by officer: Int64, at now: Moment
    ) async throws {
        guard through >= from, through.daysSince1970 - from.daysSince1970 <= 366 else {
            throw LinesRefusal.invalid("through")
        }
        guard let person = try await person(login) else { throw LinesRefusal.invalid("login") }
        guard contractMove(by: person.posts) else { throw LinesRefusal.invalid("leader") }
        let days = DutyDays(id: 0, person: person.id, name: person.name, from: from, through: through)
        try await desk.database.write {
            try WindowStore(connection: $0).add(days, by: officer, now: now)
        }
    }

    func removeDuty(_ id: Int64, at now: Moment) async throws {
        try await desk.database.write { try WindowStore(connection: $0).remove(id, now: now) }
    }

    /// Whether somebody with these posts may take a matter under contract at all.
    private func contractMove(by posts: [Post]) -> Bool {
        city.procedures.values.flatMap(\.moves).filter { $0.does.contains(.contract) }
            .contains { move in posts.contains { move.by.contains(.role($0.role)) } }
    }

    /// Moves what is stuck to the window: the leader on duty takes it, until it ends.
    ///
    /// - Throws: `LinesRefusal`, `MatterNotFound`, `Fault`.
    public func moveToWindow(_ number: String, reason: String, by actor: Actor, at now: Moment) async throws {
        let reason = try LinesRefusal.text(reason, field: "reason", limit: 500)
        let day = day(of: now)
        guard let duty = try await desk.database.read({ try WindowStore(connection: $0).onDuty(day) }) else {
            throw LinesRefusal.nobodyOnDuty
        }
        let leader = Actor.officer(id: duty.person, posts: try await posts(duty.person))
        try await whileFresh {
            guard let dossier = try await desk.dossier(.number(number), for: actor) else {
                throw MatterNotFound()
            }
            let (matter, over) = (dossier.matter, HandOver(city: city, now: now))
            guard matter.isOpen else { throw LinesRefusal.notNow }
            let unit = matter.lead ?? rules.backstop(for: matter.area, in: city)
            guard let given = over.give(matter, to: unit, by: actor, reason: reason) else {
                throw LinesRefusal.notNow
            }
            let until = day.adding(days: Self.contractDays)
            let after = over.matter(matter, after: given)
            guard let taken = over.contract(after, by: leader, plan: reason, until: until) else {
                throw LinesRefusal.notNow
            }
            let hard = HardMatter(
                matterID: matter.id, number: matter.number, leader: duty, origin: matter.lead ?? city.desk,
                reason: reason, person: actor.officerID, at: now)
            try await desk.batch { transaction in
                guard try WindowStore(connection: transaction.connection).add(hard) else {
                    throw LinesRefusal.atWindow
                }
                try make(given + taken, on: matter, in: transaction, at: now)
            }
        }
    }

    func onDuty(_ day: CivilDate) async throws -> DutyDays? {
        try await desk.database.read { try WindowStore(connection: $0).onDuty(day) }
    }

    func hard(_ matter: Int64) async throws -> (HardMatter, [CityContact])? {
        try await desk.database.read { connection in
            let store = WindowStore(connection: connection)
            return try store.hard(matter).map { ($0, try store.contacts(of: matter)) }
        }
    }

    /// Keeps what another city is asked.
    public func ask(
        _ name: String, _ request: String, of matter: Int64, by person: Int64, at now: Moment
    ) async throws {
        let name = try LinesRefusal.text(name, field: "city", limit: 100)
        let request = try LinesRefusal.text(request, field: "request", limit: 2000)
        try await desk.database.write { connection in
            let store = WindowStore(connection: connection)
            guard try store.hard(matter) != nil else { throw WebRefusal.notFound }
            try store.ask(name, request, of: matter, by: person, now: now)
        }
    }

    func answer(
        _ id: Int64, _ text: String, of matter: Int64, by person: Int64, at now: Moment
    ) async throws {
        let text = try LinesRefusal.text(text, field: "answer", limit: 2000)
        let isKept = try await desk.database.write {
            try WindowStore(connection: $0).answer(id, text, of: matter, by: person, now: now)
        }
        if !isKept { throw WebRefusal.notFound }
    }
}
