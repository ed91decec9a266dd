package import Core
import Desk
public import Storage
package import Web

/// Somebody received by delegates, with what they said.
package struct NewReception: Sendable {
    var place: String
    var at: Moment
    var delegate: String
    var person: String?
    var phone: String?
    var mode: Reception.Mode
    var opinions: [String]
    var area: AreaCode?
    /// Names the form, so that it counts once.
    var once: String

    /// The most opinions of one reception.
    static let mostOpinions = 10

    package init(
        place: String, at: Moment, delegate: String, person: String?, phone: String?, mode: Reception.Mode,
        opinions: [String], area: AreaCode? = nil, once: String
    ) {
        self.place = place
        self.at = at
        self.delegate = delegate
        self.person = person
        self.phone = phone
        self.mode = mode
        self.opinions = opinions
        self.area = area
        self.once = once
    }
}

extension SlipsDesk {
    /// Writes a reception down; each opinion becomes a matter. All of it, or nothing.
    ///
    /// - Returns: The numbers of the matters; empty where the same form came before.
    package func receive(
        _ new: NewReception, at place: SpeakPlace, by officer: Officer, now: Moment
    ) async throws -> [String] {
        try check(new, at: place, now: now)
        var prepared: [PreparedFiling] = []
        var identities: [MatterIdentity] = []
        for (index, text) in new.opinions.enumerated() {
            let filing = filing(text, index, new, at: place)
            let identity = try await desk.identity(for: filing, at: now)
            identities.append(identity)
            prepared.append(try desk.prepare(filing, as: identity, by: officer.actor, at: now))
        }
        let (filings, ids, person) = (prepared, identities, officer.personID)
        let day = today(at: new.at)
        return try await desk.batch { transaction in
            let store = ReceptionStore(connection: transaction.connection)
            guard let id = try store.add(new, day: day, by: person) else { return [] }
            let month = Self.month(of: day)
            try store.count(SlipFigure(new.mode), of: place.code, in: month)
            try store.count(.opinions, of: place.code, in: month, by: filings.count)
            var numbers: [String] = []
            for (filing, identity) in zip(filings, ids) {
                numbers.append(try transaction.file(filing, at: now).number)
                try store.follow(identity.id, place: place.code, month: month, reception: id)
            }
            return numbers
        }
    }

    private func check(_ new: NewReception, at place: SpeakPlace, now: Moment) throws(SlipRefusal) {
        if new.delegate.isEmpty { throw .missing(field: "delegate") }
        guard place.delegates.contains(where: { $0.zh == new.delegate }) else { throw .notADelegate }
        if new.opinions.isEmpty { throw .missing(field: "opinion") }
        guard new.opinions.count <= NewReception.mostOpinions else {
            throw .tooMany(limit: NewReception.mostOpinions)
        }
        if new.person == nil, new.mode != .online { throw .missing(field: "person") }
        if let person = new.person, person.count > SpeakPlace.Limit.text {
            throw .tooLong(field: "person", limit: SpeakPlace.Limit.text)
        }
        let oldest = now + -Int64(Self.oldestDays) * 86_400_000
        guard new.at <= now, new.at >= oldest else { throw .badDay }
    }

    private func filing(_ text: String, _ index: Int, _ new: NewReception, at place: SpeakPlace) -> Filing {
        let channel: Channel =
            switch new.mode {
            case .inPerson, .visit: .visit
            case .online: .web
            case .phone: .hotline
            }
        var filing = Filing(text: text, channel: channel)
        filing.area = new.area ?? place.area
        filing.contact = Filing.Contact(name: new.person, phone: new.phone)
        filing.source = "slips:\(place.code)"
        filing.sourceID = "reception-\(new.once)/\(index + 1)"
        return filing
    }

    func receptions(
        of places: [String], before id: Int64?, limit: Int
    ) async throws -> (receptions: [Reception], matters: [Int64: [String]]) {
        try await desk.database.read { connection in
            let store = ReceptionStore(connection: connection)
            let found = try store.receptions(of: places, before: id, limit: limit)
            return (found, try store.matters(of: found.map(\.id)))
        }
    }

    func figures(of places: [String], in month: String) async throws -> [String: [SlipFigure: Int]] {
        try await desk.database.read { try ReceptionStore(connection: $0).figures(of: places, in: month) }
    }

    // MARK: Following the log

    /// Follows the log: what was passed to departments, answered and solved of what came in here (M86).
    public var follower: Follower {
        Follower(
            name: "slips", reset: { try ReceptionStore(connection: $0).resetFollowed() },
            follow: { events, connection in
                let store = ReceptionStore(connection: connection)
                let ids = Set(events.map(\.matterID)).sorted()
                for var followed in try store.followed(ids) {
                    let before = followed
                    for logged in events where logged.matterID == followed.matterID {
                        try followed.apply(Event(logged))
                    }
                    try store.keep(followed, before: before)
                }
            })
    }
}

extension ReceptionStore.Followed {
    mutating func apply(_ event: Event) {
        for fact in event.facts {
            if case .dispatched = fact { transferred = true }
            if case .answered = fact { answered = true }
            if case .closed(let outcome) = fact { solved = outcome == .solved }
            if fact == .reopened { solved = false }
        }
    }
}

extension ReceptionStore {
    /// Keeps what changed, and counts it.
    func keep(_ now: Followed, before: Followed) throws {
        let changes: [(SlipFigure, Bool, Bool)] = [
            (.transferred, before.transferred, now.transferred), (.answered, before.answered, now.answered),
            (.solved, before.solved, now.solved),
        ]
        let changed = changes.filter { $0.1 != $0.2 }
        if changed.isEmpty { return }
        try keep(now)
        for (figure, _, isTrue) in changed {
            try count(figure, of: now.place, in: now.month, by: isTrue ? 1 : -1)
        }
    }
}
