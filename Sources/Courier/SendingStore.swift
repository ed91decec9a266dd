public import Core
public import Storage

/// Sendings, within a transaction: put in by the move that causes them, taken by whichever server comes
/// first.
public struct SendingStore {
    private let connection: any Connection
    /// Milliseconds that a taker has; after them another may take the sending.
    static let lease: Int64 = 2 * 60_000
    private static let columns: SQL = """
        id, topic, message, reference, matter_id, endpoint_id, payload, state, created_at, due_at, attempts,
        settled_at, status, reason
        """

    public init(_ connection: any Connection) { self.connection = connection }

    /// Puts one in. The same message of the same reference is put in once.
    ///
    /// - Parameters:
    ///   - message: Names it for good, towards the receiver too: letters, digits, `-` and `_`.
    ///   - due: When it may go first; now where nil.
    /// - Returns: Its key; nil where it was in already.
    @discardableResult
    public func add(
        topic: String, message: String, reference: String, matter: Int64? = nil, endpoint: Int64? = nil,
        payload: Payload, now: Moment, due: Moment? = nil
    ) throws -> Int64? {
        let row = try connection.first(
            """
            INSERT INTO sendings
                (topic, message, reference, matter_id, endpoint_id, payload, state, created_at, due_at)
            VALUES (\(topic), \(message), \(reference), \(matter), \(endpoint),
                \(try StoredJSON.text(payload)), 'waiting', \(now), \(due ?? now))
            ON CONFLICT (topic, reference, message) DO NOTHING RETURNING id
            """)
        return try row?.get("id")
    }

    public func sending(_ id: Int64) throws -> Sending? {
        try connection.first(Sending.self, "SELECT \(Self.columns) FROM sendings WHERE id = \(id)")
    }

    /// What the receiver answered when it arrived.
    public func answer(to id: Int64) throws -> String? {
        try connection.value("SELECT answer FROM sendings WHERE id = \(id)") ?? nil
    }

    public func tries(of id: Int64) throws -> [SendingTry] {
        try connection.all(
            """
            SELECT attempt, at, milliseconds, status, reason FROM sending_tries WHERE sending_id = \(id)
            ORDER BY attempt DESC LIMIT 100
            """)
    }

    /// Sendings about one thing, the newest first.
    public func all(topic: String, reference: String, limit: Int = 50) throws -> [Sending] {
        try connection.all(
            """
            SELECT \(Self.columns) FROM sendings WHERE topic = \(topic) AND reference = \(reference)
            ORDER BY id DESC LIMIT \(literal: limit)
            """)
    }

    /// Sendings of a matter, the newest first.
    public func all(ofMatter id: Int64, limit: Int = 50) throws -> [Sending] {
        try connection.all(
            """
            SELECT \(Self.columns) FROM sendings WHERE matter_id = \(id)
            ORDER BY id DESC LIMIT \(literal: limit)
            """)
    }

    /// One page of a topic's sendings in a state, the newest first.
    public func page(
        topic: String, state: Sending.State, before id: Int64?, limit: Int
    ) throws -> [Sending] {
        let rest: SQL = id.map { " AND id < \($0)" } ?? .none
        return try connection.all(
            """
            SELECT \(Self.columns) FROM sendings
            WHERE topic = \(topic) AND state = \(state.rawValue)\(rest)
            ORDER BY id DESC LIMIT \(literal: limit)
            """)
    }

    /// Sends it again from the first attempt on, whatever became of it. Only its owner's page asks for this.
    public func again(_ id: Int64, now: Moment) throws -> Bool {
        try connection.run(
            """
            UPDATE sendings SET state = 'waiting', due_at = \(now), attempts = 0, settled_at = NULL,
                reason = NULL
            WHERE id = \(id) AND state <> 'waiting'
            """) == 1
    }

    /// Takes what is due for `lease` milliseconds: of each receiver its oldest, and of all of them as much as
    /// there is room for. What is for a paused endpoint stays, and what is for one that has enough in hand;
    /// how much stays there costs nothing.
    func take(_ limit: Int, passing busy: [Int64] = [], now: Moment) throws -> [Sending] {
        // What goes to no endpoint is one receiver more.
        var receivers: [Int64?] = [nil]
        for endpoint in try ready(passing: busy, now: now) { receivers.append(endpoint) }
        var taken: [Sending] = []
        for (index, receiver) in receivers.enumerated() where taken.count < limit {
            let left = receivers.count - index
            taken += try take((limit - taken.count + left - 1) / left, for: receiver, now: now)
        }
        return taken.sorted { $0.id < $1.id }
    }

    private func take(_ limit: Int, for receiver: Int64?, now: Moment) throws -> [Sending] {
        let condition: SQL = receiver.map { "endpoint_id = \($0)" } ?? "endpoint_id IS NULL"
        // In the order of the key as it stands: PostgreSQL does not see that what is null is all alike.
        return try connection.all(
            """
            WITH due AS MATERIALIZED (
                SELECT id FROM sendings WHERE state = 'waiting' AND \(condition) AND due_at <= \(now)
                ORDER BY endpoint_id, due_at, id LIMIT \(literal: limit)\(connection.dialect.skipLocked)
            )
            UPDATE sendings SET due_at = \(now + Self.lease), attempts = attempts + 1
            WHERE id IN (SELECT id FROM due) RETURNING \(Self.columns)
            """)
    }

    /// Endpoints that something is due for, by what is due longest: one look at a key for each endpoint that
    /// anything waits for, and none for each of what waits.
    private func ready(passing busy: [Int64], now: Moment) throws -> [Int64] {
        let rest: SQL = busy.isEmpty ? .none : " AND r.id NOT IN (\(list: busy))"
        return try connection.rows(
            """
            WITH RECURSIVE receivers (id) AS (
                SELECT (SELECT endpoint_id FROM sendings WHERE state = 'waiting' AND endpoint_id IS NOT NULL
                    ORDER BY endpoint_id, due_at, id LIMIT 1)
                UNION ALL
                SELECT (SELECT s.endpoint_id FROM sendings s
                    WHERE s.state = 'waiting' AND s.endpoint_id > r.id
                    ORDER BY s.endpoint_id, s.due_at, s.id LIMIT 1)
                FROM receivers r WHERE r.id IS NOT NULL
            )
            SELECT id FROM (
                SELECT r.id, (SELECT s.due_at FROM sendings s
                    WHERE s.state = 'waiting' AND s.endpoint_id = r.id
                    ORDER BY s.due_at, s.id LIMIT 1) AS oldest
                FROM receivers r
                WHERE r.id IS NOT NULL\(rest) AND NOT EXISTS (
                    SELECT 1 FROM courier_endpoints e WHERE e.id = r.id AND e.state = 'paused')
            ) AS heads
            WHERE oldest <= \(now) ORDER BY oldest, id
            """
        ).map { try $0.get("id") }
    }

    func note(_ sending: Sending, at: Moment, milliseconds: Int64, status: Int?, reason: String?) throws {
        try connection.run(
            """
            INSERT INTO sending_tries (sending_id, attempt, at, milliseconds, status, reason)
            VALUES (\(sending.id), \(sending.attempts), \(at), \(milliseconds), \(status), \(reason))
            ON CONFLICT (sending_id, attempt) DO UPDATE
                SET at = excluded.at, milliseconds = excluded.milliseconds, status = excluded.status,
                    reason = excluded.reason
            """)
    }

    /// Settles it for good.
    ///
    /// - Returns: False where somebody else took or settled it meanwhile.
    func settle(
        _ sending: Sending, as state: Sending.State, status: Int?, reason: String?, answer: String?,
        now: Moment
    ) throws -> Bool {
        try connection.run(
            """
            UPDATE sendings SET state = \(state.rawValue), settled_at = \(now), status = \(status),
                reason = \(reason), answer = \(answer)
            WHERE id = \(sending.id) AND state = 'waiting' AND attempts = \(sending.attempts)
            """) == 1
    }

    /// Puts it back until it is due again.
    func later(_ sending: Sending, due: Moment, status: Int?, reason: String?) throws {
        try connection.run(
            """
            UPDATE sendings SET due_at = \(due), status = \(status), reason = \(reason)
            WHERE id = \(sending.id) AND state = 'waiting' AND attempts = \(sending.attempts)
            """)
    }

    /// Puts back what was taken and not tried.
    func release(_ sendings: [Sending], due: Moment) throws {
        for sending in sendings {
            try connection.run(
                """
                UPDATE sendings SET due_at = \(due), attempts = attempts - 1
                WHERE id = \(sending.id) AND state = 'waiting' AND attempts = \(sending.attempts)
                """)
        }
    }

    /// What waits for an endpoint, the oldest first.
    func waiting(endpoint id: Int64, after last: Int64, limit: Int) throws -> [Sending] {
        try connection.all(
            """
            SELECT \(Self.columns) FROM sendings
            WHERE endpoint_id = \(id) AND state = 'waiting' AND id > \(last)
            ORDER BY id LIMIT \(literal: limit)
            """)
    }

    /// Stops all that waits for an endpoint.
    public func stop(endpoint id: Int64, reason: String, now: Moment) throws {
        try connection.run(
            """
            UPDATE sendings SET state = 'stopped', settled_at = \(now), reason = \(reason)
            WHERE endpoint_id = \(id) AND state = 'waiting'
            """)
    }
}
