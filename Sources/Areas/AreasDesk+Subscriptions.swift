public import Core
import Crypto
import FoundationEssentials
import Desk
import Storage
import Web

/// Subscriptions: asked for on a page, confirmed by a link, told once a day.
extension AreasDesk {
    /// The hour of the city's day from which digests go out.
    private static let digestHour = 8
    /// The most confirmations that wait for one address.
    private static let mostPending = 5

    /// Sends an address the link that confirms it. Whether it is known already is not told to whoever asks.
    func ask(area: AreaCode, address: String, language: Language, now: Moment) async throws {
        let name = sight.place(of: area, language)
        try await desk.database.write { connection in
            let store = SubscriptionStore(connection: connection)
            guard try store.pending(for: address) < Self.mostPending,
                let asked = try store.ask(area: area, address: address, language: language, now: now),
                let body = messages.confirm(area: name, token: token(of: asked.id), language)
            else { return }
            try Outbox.post(
                matter: 0, sequence: 0, audience: "resident", address: address,
                template: AreaMessages.confirm, body: body, now: now, in: connection)
        }
    }

    /// The subscription a link was made for; nil for any other text, and for one that has ended.
    func subscription(token: String) async throws -> Subscription? {
        guard let id = id(ofToken: token) else { return nil }
        return try await desk.database.read { try SubscriptionStore(connection: $0).subscription(id) }
    }

    func confirm(_ id: Int64, now: Moment) async throws {
        let next = nextDigest(after: now)
        try await desk.database.write {
            try SubscriptionStore(connection: $0).confirm(id, now: now, next: next)
        }
    }

    func end(_ id: Int64) async throws {
        try await desk.database.write { try SubscriptionStore(connection: $0).end(id) }
    }

    /// Writes the day's digests that are due, and forgets who never confirmed. Run it every few minutes;
    /// any number of servers may.
    public func tick(at now: Moment) async throws {
        let next = nextDigest(after: now)
        try await desk.database.write { try SubscriptionStore(connection: $0).forget(now: now) }
        var taken = 0
        repeat {
            taken = try await desk.database.write { connection in
                let store = SubscriptionStore(connection: connection)
                let due = try store.take(100, now: now, next: next)
                for subscription in due {
                    if let body = try digest(subscription, AreaStore(connection: connection)) {
                        try Outbox.post(
                            matter: 0, sequence: 0, audience: "resident", address: subscription.address,
                            template: AreaMessages.digest, body: body, now: now, in: connection)
                    }
                    try store.told(subscription.id, until: now)
                }
                return due.count
            }
        } while taken == 100
    }

    /// Nil when nothing happened: then nothing is sent.
    private func digest(_ subscription: Subscription, _ store: AreaStore) throws -> String? {
        let language = subscription.language
        let parts = try ["open", "solved"].flatMap { state in
            try store.list(of: subscription.area, state: state, since: subscription.toldUntil, limit: 10)
        }
        if parts.isEmpty { return nil }
        let lines = parts.map { record -> String in
            let category = city.catalogue[record.category]?.name[language] ?? record.category
            let stage = sight.stage(record, language)
            return "· \(category) – \(sight.place(of: record.area, language)) – \(stage)"
        }
        return messages.digest(
            area: sight.place(of: subscription.area, language), code: subscription.area, list: lines,
            token: token(of: subscription.id), language)
    }

    /// The first morning after a moment.
    private func nextDigest(after now: Moment) -> Moment {
        let day = city.calendar.date(of: now)
        let hour = Int64(Self.digestHour) * 3_600_000
        let today = city.calendar.start(of: day) + hour
        return today > now ? today : city.calendar.start(of: day.adding(days: 1)) + hour
    }

    // MARK: Links

    /// `123-…`: a number and a proof that only the holder of the city's secret can make.
    func token(of id: Int64) -> String { "\(id)-\(proof(of: id))" }

    private func id(ofToken token: String) -> Int64? {
        guard token.utf8.count <= 60, let dash = token.firstIndex(of: "-"), let id = Int64(token[..<dash])
        else { return nil }
        let (given, right) = (Array(token[token.index(after: dash)...].utf8), Array(proof(of: id).utf8))
        guard given.count == right.count else { return nil }
        return zip(given, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0 ? id : nil
    }
}
