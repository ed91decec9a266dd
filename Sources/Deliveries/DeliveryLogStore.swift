import Core
import Courier
import Storage

/// The log of everything that was sent, within a transaction.
struct DeliveryLogStore {
    let connection: any Connection

    /// Counts go no further.
    static let most = 1000
    private static let columns: SQL = """
        id, topic, message, reference, matter_id, endpoint_id, payload, state, created_at, due_at, attempts,
        settled_at, status, reason
        """

    /// What of the log is looked at.
    struct Asked: Hashable, Sendable {
        var topics: [String]
        var state: Sending.State
        var endpoint: Int64?
        var matter: Int64?
    }

    /// The newest first.
    func page(_ asked: Asked, before id: Int64?, limit: Int) throws -> [Sending] {
        let rest: SQL = id.map { " AND id < \($0)" } ?? .none
        if let matter = asked.matter {
            return try connection.all(
                """
                SELECT \(Self.columns) FROM sendings
                WHERE matter_id = \(matter) AND state = \(asked.state.rawValue)
                    AND topic IN (\(list: asked.topics))\(rest)
                ORDER BY id DESC LIMIT \(literal: limit)
                """)
        }
        if let endpoint = asked.endpoint {
            return try connection.all(
                """
                SELECT \(Self.columns) FROM sendings
                WHERE endpoint_id = \(endpoint) AND state = \(asked.state.rawValue)\(rest)
                ORDER BY id DESC LIMIT \(literal: limit)
                """)
        }
        // A topic at a time, so that each is a range of its index.
        let found = try asked.topics.flatMap { topic -> [Sending] in
            try SendingStore(connection).page(topic: topic, state: asked.state, before: id, limit: limit)
        }
        return Array(found.sorted { $0.id > $1.id }.prefix(limit))
    }

    /// How many there are in each state, counted no further than `most` each.
    func counts(_ topics: [String]) throws -> [Sending.State: Int] {
        var counts: [Sending.State: Int] = [:]
        for state in Sending.State.allCases {
            let row = try connection.first(
                """
                SELECT count(*) AS count FROM (SELECT 1 AS one FROM sendings
                    WHERE topic IN (\(list: topics)) AND state = \(state.rawValue)
                    LIMIT \(literal: Self.most)) AS few
                """)
            counts[state] = try row?.get("count")
        }
        return counts
    }

    /// The names of endpoints and the numbers of matters that sendings point to.
    func names(of sendings: [Sending]) throws -> (endpoints: [Int64: String], matters: [Int64: String]) {
        var (endpoints, matters): ([Int64: String], [Int64: String]) = ([:], [:])
        let ids = Set(sendings.compactMap(\.endpointID)).sorted()
        for row in try connection.rows("SELECT id, name FROM courier_endpoints WHERE id IN (\(list: ids))") {
            endpoints[try row.get("id")] = try row.get("name")
        }
        let known = Set(sendings.compactMap(\.matterID)).sorted()
        for row in try connection.rows("SELECT id, number FROM matters WHERE id IN (\(list: known))") {
            matters[try row.get("id")] = try row.get("number")
        }
        return (endpoints, matters)
    }

    func matter(_ number: String) throws -> Int64? {
        try connection.value("SELECT id FROM matters WHERE number = \(number)")
    }

    // MARK: Again

    func noteAgain(_ sending: Int64, by person: Int64, reason: String, now: Moment) throws {
        try connection.run(
            """
            INSERT INTO deliveries_resends (sending_id, at, person, reason)
            VALUES (\(sending), \(now), \(person), \(reason))
            """)
    }

    struct Again: SQLRow, Hashable, Sendable {
        let at: Moment
        let person: Int64
        let reason: String

        init(at: Moment, person: Int64, reason: String) {
            self.at = at
            self.person = person
            self.reason = reason
        }

        init(row: Row) throws {
            at = try row.get("at")
            person = try row.get("person")
            reason = try row.get("reason")
        }
    }

    func again(of sending: Int64) throws -> [Again] {
        try connection.all(
            """
            SELECT at, person, reason FROM deliveries_resends WHERE sending_id = \(sending)
            ORDER BY id DESC LIMIT 50
            """)
    }

    /// Settled sendings of an endpoint that were made in a span of time, the oldest first.
    func settled(of endpoint: Int64, from: Moment, to: Moment, limit: Int) throws -> [Int64] {
        try connection.rows(
            """
            SELECT id FROM sendings
            WHERE endpoint_id = \(endpoint) AND state <> 'waiting'
                AND created_at >= \(from) AND created_at <= \(to)
            ORDER BY created_at, id LIMIT \(literal: limit)
            """
        ).map { try $0.get("id") }
    }

    // MARK: A matter's messages

    /// A message of the outbox with what became of it.
    struct Told: SQLRow, Hashable, Sendable {
        let audience: String
        let template: String
        let at: Moment
        let sentAt: Moment?
        let failed: String?
        let reason: String?
        let attempts: Int
        let sending: Int64?
        let topic: String?
        let dueAt: Moment

        init(row: Row) throws {
            audience = try row.get("audience")
            template = try row.get("template")
            at = try row.get("created_at")
            sentAt = try row.get("sent_at")
            failed = try row.get("failed")
            reason = try row.get("reason")
            attempts = try row.get("attempts")
            sending = try row.get("sending_id")
            topic = try row.get("topic")
            dueAt = try row.get("due_at")
        }

        init(
            audience: String, template: String, at: Moment, sentAt: Moment? = nil, failed: String? = nil,
            reason: String? = nil, attempts: Int = 0, sending: Int64? = nil, topic: String? = nil,
            dueAt: Moment
        ) {
            self.audience = audience
            self.template = template
            self.at = at
            self.sentAt = sentAt
            self.failed = failed
            self.reason = reason
            self.attempts = attempts
            self.sending = sending
            self.topic = topic
            self.dueAt = dueAt
        }
    }

    func told(ofMatter id: Int64, limit: Int) throws -> [Told] {
        try connection.all(
            """
            SELECT o.audience, o.template, o.created_at, o.sent_at, o.failed, o.reason, o.attempts, o.due_at,
                n.sending_id, s.topic
            FROM outbox o LEFT JOIN deliveries_notices n ON n.outbox_id = o.id
                LEFT JOIN sendings s ON s.id = n.sending_id
            WHERE o.matter_id = \(id) ORDER BY o.id DESC LIMIT \(literal: limit)
            """)
    }

    /// Which templates left with a sending.
    func templates(of sending: Int64) throws -> [String] {
        try connection.rows(
            """
            SELECT o.template FROM deliveries_notices n JOIN outbox o ON o.id = n.outbox_id
            WHERE n.sending_id = \(sending) ORDER BY o.id LIMIT 50
            """
        ).map { try $0.get("template") }
    }
}
