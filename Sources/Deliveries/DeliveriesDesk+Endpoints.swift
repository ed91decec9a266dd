import Core
import Courier
import Desk
import Storage
import Web

/// Addresses of other systems: made, changed, held back, tried.
extension DeliveriesDesk {
    /// What an endpoint is told, as a form or a program gives it.
    struct Draft: Hashable, Sendable {
        var topic: String
        var name: String
        var url: String
        var filter = WebhookFilter()
        /// The unit whose chat it is; empty for all.
        var unit = ""

        static let nameLimit = 100
        static let urlLimit = 2000

        /// - Throws: `DeliveriesRefusal`.
        func check(in city: City) throws(DeliveriesRefusal) {
            if name.isEmpty { throw .missing(field: "name") }
            if name.count > Self.nameLimit { throw .tooLong(field: "name", limit: Self.nameLimit) }
            if url.isEmpty { throw .missing(field: "url") }
            if url.utf8.count > Self.urlLimit { throw .tooLong(field: "url", limit: Self.urlLimit) }
            guard WebTarget(url) != nil else { throw .badAddress }
            if let problem = filter.problem(in: city) {
                throw .unknown(field: problem.field, value: problem.value)
            }
            if !unit.isEmpty, city.units[UnitCode(unit)] == nil { throw .unknown(field: "unit", value: unit) }
        }

        func storedFilter() throws -> String {
            switch NoticeTopic(rawValue: topic) {
            case .chat: unit
            case .sms, .mail: ""
            case nil: try filter.stored()
            }
        }
    }

    /// Kinds of endpoints that are kept here.
    static let endpointTopics = [webhooks, NoticeTopic.sms.rawValue, NoticeTopic.chat.rawValue]
    static let endpointLimit = 200
    /// How long the secret before still counts.
    private static let overlap: Int64 = 24 * 3_600_000
    /// The most that is sent again at a time.
    static let replayLimit = 1000

    func endpoints() async throws -> [Endpoint] {
        try await desk.database.read { connection in
            try Self.endpointTopics.flatMap { try EndpointStore(connection).all($0) }
        }
    }

    /// - Returns: nil for one that does not exist, was deleted, or belongs to another part of the program.
    func endpoint(_ id: Int64) async throws -> Endpoint? {
        let found = try await desk.database.read { try EndpointStore($0).endpoint(id) }
        return found.flatMap { Self.endpointTopics.contains($0.topic) ? $0 : nil }
    }

    /// - Returns: The endpoint's key, and its secret, which is never shown again.
    func add(_ draft: Draft, at now: Moment) async throws -> (id: Int64, secret: String) {
        guard Self.endpointTopics.contains(draft.topic) else {
            throw DeliveriesRefusal.unknown(field: "topic", value: draft.topic)
        }
        try draft.check(in: city)
        let secret = Signature.newSecret(randomBytes)
        let filter = try draft.storedFilter()
        let id = try await desk.database.write { connection in
            let store = EndpointStore(connection)
            guard try store.all(draft.topic).count < Self.endpointLimit else {
                throw DeliveriesRefusal.tooMany(limit: Self.endpointLimit)
            }
            return try store.add(
                topic: draft.topic, name: draft.name, url: draft.url, secret: secret, filter: filter, now: now
            )
        }
        return (id, secret)
    }

    func change(_ id: Int64, to draft: Draft, at now: Moment) async throws {
        try draft.check(in: city)
        let filter = try draft.storedFilter()
        _ = try await desk.database.write { connection in
            try EndpointStore(connection).change(
                id, name: draft.name, url: draft.url, filter: filter, now: now)
        }
    }

    /// A new secret; messages are signed with both for a day.
    func rotate(_ id: Int64, at now: Moment) async throws -> String {
        let secret = Signature.newSecret(randomBytes)
        let isDone = try await desk.database.write { connection in
            try EndpointStore(connection).rotate(id, secret: secret, until: now + Self.overlap, now: now)
        }
        guard isDone else { throw WebRefusal.notFound }
        return secret
    }

    func pause(_ id: Int64, at now: Moment) async throws { try await set(.paused, of: id, at: now) }

    /// Also one that answered 410, once its owner says that it hears again.
    func resume(_ id: Int64, at now: Moment) async throws { try await set(.active, of: id, at: now) }

    private func set(_ state: Endpoint.State, of id: Int64, at now: Moment) async throws {
        _ = try await desk.database.write { connection in
            try EndpointStore(connection).set(state, reason: nil, of: id, now: now)
        }
    }

    /// What still waited for it is stopped; its log stays.
    func delete(_ id: Int64, at now: Moment) async throws {
        try await desk.database.write { connection in
            _ = try EndpointStore(connection).set(.deleted, reason: nil, of: id, now: now)
            try SendingStore(connection).stop(endpoint: id, reason: "endpoint deleted", now: now)
        }
        try await reconcile(at: now)
    }

    /// Sends something that asks for nothing.
    func test(_ endpoint: Endpoint, at now: Moment) async throws -> Int64? {
        if endpoint.state == .gone { throw DeliveriesRefusal.gone }
        let name = "test-" + Base64URL.encode(randomBytes(9))
        let payload: Payload
        switch NoticeTopic(rawValue: endpoint.topic) {
        case .sms, .chat, .mail:
            payload = try GatewayMessage(
                to: endpoint.filter.isEmpty ? "test" : endpoint.filter, text: "test", language: "zh",
                message: name
            ).payload()
        case nil:
            payload = try TestCloudEvent(
                id: name, source: address, time: now.iso, data: ["endpoint": endpoint.name]
            ).payload()
        }
        return try await desk.database.write { connection in
            try SendingStore(connection).add(
                topic: endpoint.topic, message: name, reference: "endpoint:\(endpoint.id)",
                endpoint: endpoint.id, payload: payload, now: now)
        }
    }

    /// Sends again, under the same names, what went to an endpoint in a span of time.
    ///
    /// - Returns: How many; at most `replayLimit`, the oldest first.
    func replay(
        _ endpoint: Endpoint, from: Moment, to: Moment, by person: Int64, reason: String, at now: Moment
    ) async throws -> Int {
        if endpoint.state == .gone { throw DeliveriesRefusal.gone }
        guard from <= to else { throw DeliveriesRefusal.badTime(field: "to") }
        return try await desk.database.write { connection in
            let log = DeliveryLogStore(connection: connection)
            let ids = try log.settled(of: endpoint.id, from: from, to: to, limit: Self.replayLimit)
            for id in ids { try Self.again(id, by: person, reason: reason, at: now, in: connection) }
            return ids.count
        }
    }

    static let reasonLimit = 500

    /// Sends one again, with the reason kept.
    func again(_ id: Int64, by person: Int64, reason: String, at now: Moment) async throws {
        if reason.isEmpty { throw DeliveriesRefusal.missing(field: "reason") }
        if reason.count > Self.reasonLimit {
            throw DeliveriesRefusal.tooLong(field: "reason", limit: Self.reasonLimit)
        }
        let isDone = try await desk.database.write { connection in
            try Self.again(id, by: person, reason: reason, at: now, in: connection)
        }
        guard isDone else { throw DeliveriesRefusal.waits }
    }

    @discardableResult
    private static func again(
        _ id: Int64, by person: Int64, reason: String, at now: Moment, in connection: any Connection
    ) throws -> Bool {
        guard try SendingStore(connection).again(id, now: now) else { return false }
        try DeliveryLogStore(connection: connection).noteAgain(id, by: person, reason: reason, now: now)
        try NoticeStore(connection: connection).settle(sending: id, now: now)
        return true
    }
}
