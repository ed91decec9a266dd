public import Core
public import Storage

/// Endpoints, within a transaction.
public struct EndpointStore {
    private let connection: any Connection
    private static let columns: SQL =
        "id, topic, name, url, filter, state, reason, created_at, changed_at"

    public init(_ connection: any Connection) { self.connection = connection }

    public func add(
        topic: String, name: String, url: String, secret: String, filter: String, now: Moment
    ) throws -> Int64 {
        let row = try connection.first(
            """
            INSERT INTO courier_endpoints (topic, name, url, secret, filter, state, created_at, changed_at)
            VALUES (\(topic), \(name), \(url), \(secret), \(filter), 'active', \(now), \(now)) RETURNING id
            """)
        return try row?.get("id") ?? 0
    }

    public func endpoint(_ id: Int64) throws -> Endpoint? {
        try connection.first(
            Endpoint.self,
            "SELECT \(Self.columns) FROM courier_endpoints WHERE id = \(id) AND state <> 'deleted'")
    }

    /// Endpoints of a topic, the newest first; deleted ones are left out.
    public func all(_ topic: String) throws -> [Endpoint] {
        try connection.all(
            Endpoint.self,
            """
            SELECT \(Self.columns) FROM courier_endpoints WHERE topic = \(topic) AND state <> 'deleted'
            ORDER BY id DESC LIMIT 500
            """)
    }

    /// The secrets that its messages are signed with now, the newest first.
    func secrets(_ id: Int64, at now: Moment) throws -> [String] {
        let row = try connection.first(
            "SELECT secret, earlier, earlier_until FROM courier_endpoints WHERE id = \(id)")
        guard let row else { return [] }
        let until: Moment? = try row.get("earlier_until")
        let earlier: String? = try row.get("earlier")
        return [try row.get("secret"), (until.map { now < $0 } ?? false) ? earlier : nil].compactMap(\.self)
    }

    public func rotate(_ id: Int64, secret: String, until: Moment, now: Moment) throws -> Bool {
        try connection.run(
            """
            UPDATE courier_endpoints SET earlier = secret, earlier_until = \(until), secret = \(secret),
                changed_at = \(now)
            WHERE id = \(id) AND state <> 'deleted'
            """) == 1
    }

    public func change(
        _ id: Int64, name: String, url: String, filter: String, now: Moment
    ) throws -> Bool {
        try connection.run(
            """
            UPDATE courier_endpoints SET name = \(name), url = \(url), filter = \(filter), changed_at = \(now)
            WHERE id = \(id) AND state <> 'deleted'
            """) == 1
    }

    public func set(_ state: Endpoint.State, reason: String?, of id: Int64, now: Moment) throws -> Bool {
        try connection.run(
            """
            UPDATE courier_endpoints SET state = \(state.rawValue), reason = \(reason), changed_at = \(now)
            WHERE id = \(id) AND state <> 'deleted'
            """) == 1
    }
}
