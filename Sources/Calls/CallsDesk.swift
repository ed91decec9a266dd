public import Core
public import Courier
public import Desk
import Storage

/// The hotline's calls: what the switch says of them, who has them in hand, what came of them.
public struct CallsDesk: Sendable {
    public let desk: Desk
    let keys: KeyRing
    /// What other slices do for whoever takes a call.
    let help: CallHelp

    public init(desk: Desk, keys: KeyRing, help: CallHelp = .none) {
        self.desk = desk
        self.keys = keys
        self.help = help
    }

    /// The same with other slices at its side.
    public func helped(by help: CallHelp) -> CallsDesk { CallsDesk(desk: desk, keys: keys, help: help) }

    var city: City { desk.city }

    func store(_ connection: any Connection) -> CallStore {
        CallStore(connection: connection, calendar: city.calendar)
    }

    /// Takes the seats of the city pack over, where nobody has changed or removed them here.
    public func take(over seats: [ExpertSeat], at now: Moment) async throws {
        try await desk.database.write { connection in
            for seat in seats {
                try SeatStore(connection: connection).keep(.init(seat: seat), by: nil, at: now)
            }
        }
    }

    // MARK: What the switch says

    /// The calls of a key: 0 for those that are written down by hand.
    static let byHand: Int64 = 0

    /// Hears an event of a call.
    ///
    /// - Parameter isFirst: Says, in the transaction, whether the message that brought it is new.
    /// - Returns: The call's id; nil for a message that came before.
    @discardableResult
    func hear(
        _ event: CallEvent, of name: String, from key: Int64, at now: Moment,
        ifFirst isFirst: @escaping @Sendable (any Connection) throws -> Bool = { _ in true }
    ) async throws -> Int64? {
        let origin = try await event.called.asyncMap { try await help.origin($0, event.at) } ?? nil
        let known = try await event.agent.asyncMap { try await help.people([$0])[$0] } ?? nil
        return try await desk.database.write { connection in
            guard try isFirst(connection) else { return nil }
            let store = store(connection)
            guard let old = try store.call(name, of: key, at: now) else { return nil }
            var new = old
            new.call.apply(event)
            if event.called != nil, event.called == new.call.called { new.origin = origin }
            if let agent = event.agent, agent == new.call.agent {
                let person = try known ?? store.person(at: agent)
                if new.seat == nil, new.result == nil { new.person = person }
                if new.call.answeredAt != nil { new.taker = Self.taker(person, agent) }
            }
            if new.taker == nil, new.call.answeredAt != nil, let agent = new.call.agent {
                new.taker = Self.taker(new.person, agent)
            }
            try store.keep(new, before: old)
            return new.id
        }
    }

    /// Hears a message that a call centre signed.
    ///
    /// - Returns: False for a message that came before: nothing was done again.
    func hear(_ event: CallEvent, of name: String, signed message: SignedMessage, at now: Moment)
        async throws -> Bool
    {
        let key = try await keys.signer(of: message, scope: .calls, at: now)
        let id = try await hear(event, of: name, from: key.id, at: now) { connection in
            try KeyRing.isFirst(message.id, of: key, now: now, in: connection)
        }
        return id != nil
    }

    /// The name under which a taker is counted.
    static func taker(_ person: Int64?, _ agent: String) -> String {
        person.map { "p\($0)" } ?? "a:\(agent)"
    }

    /// The person behind such a name.
    static func person(_ taker: String) -> Int64? {
        taker.hasPrefix("p") ? Int64(taker.dropFirst()) : nil
    }

    // MARK: Who has which call

    func holds(_ name: String, of key: Int64) async throws -> Bool {
        try await desk.database.read { try store($0).holds(name, of: key) }
    }

    func call(_ id: Int64) async throws -> CallRecord? {
        try await desk.database.read { try store($0).call(id) }
    }

    /// How many calls stand in somebody's list at most.
    static let mostOpen = 50

    /// What somebody has in hand: calls that ring or are on the line, and those to be wrapped up.
    func mine(_ person: Int64, seats: [ExpertSeat]) async throws -> [CallRecord] {
        try await desk.database.read { connection in
            let store = store(connection)
            return try store.open(
                of: person, at: try store.agents(of: person), seats: seats.map(\.code),
                limit: Self.mostOpen)
        }
    }

    func seats() async throws -> [ExpertSeat] {
        try await desk.database.read { try SeatStore(connection: $0).active() }
    }

    /// Says at which seat somebody sits now; nil when they left it.
    func sit(_ person: Int64, at agent: String?, now: Moment) async throws {
        try await desk.database.write { try store($0).sit(person, at: agent, now: now) }
    }

    // MARK: Figures

    /// Looks again at the days whose calls changed: the worst 24 hours of each.
    public func tick(at now: Moment) async throws {
        let days = try await desk.database.read { try CountStore(connection: $0).soiled(limit: 40) }
        for day in days {
            let start = city.calendar.start(of: CivilDate(daysSince1970: day))
            let next = city.calendar.start(of: CivilDate(daysSince1970: day + 1))
            let after = next + CallWindow.length
            try await desk.database.write { connection in
                let calls = try store(connection).arrivals(from: start, before: min(after, now))
                let worst = CallWindow.worst(of: calls, from: start, until: next, over: min(after, now))
                // A day goes on until its last window is over.
                try CountStore(connection: connection).keep(worst, of: day, isOver: after <= now)
            }
        }
    }
}

extension Optional where Wrapped: Sendable {
    func asyncMap<Other>(_ body: (Wrapped) async throws -> Other) async rethrows -> Other? {
        switch self {
        case .some(let value): try await body(value)
        case .none: nil
        }
    }
}
