import Core
import Storage

/// Destinations and what our categories are called there, within a transaction.
struct DestinationStore {
    let connection: any Connection

    func add(_ new: NewDestination, now: Moment) throws -> Int64 {
        let row = try connection.first(
            """
            INSERT INTO open311_destinations
                (name, base, jurisdiction, api_key, unit, format, language, knows_resident, state, comments,
                followed_until, span, poll_at, created_at, changed_at)
            VALUES (\(new.name), \(new.base), \(new.jurisdiction), \(new.key), \(new.unit),
                \(new.format.rawValue), \(new.language.rawValue), \(new.knowsResident), 'active', 'unknown',
                \(now), \(Following.longestSpan), \(now), \(now), \(now)) RETURNING id
            """)
        return try row?.get("id") ?? 0
    }

    /// A new key stands in place of the old one only where one is given.
    func change(_ id: Int64, _ new: NewDestination, now: Moment) throws -> Bool {
        try connection.run(
            """
            UPDATE open311_destinations SET name = \(new.name), base = \(new.base),
                jurisdiction = \(new.jurisdiction), api_key = COALESCE(\(new.key), api_key),
                unit = \(new.unit), format = \(new.format.rawValue), language = \(new.language.rawValue),
                knows_resident = \(new.knowsResident), comments = 'unknown', poll_at = \(now),
                changed_at = \(now)
            WHERE id = \(id) AND state <> 'removed'
            """) == 1
    }

    func destination(_ id: Int64) throws -> Destination? {
        try connection.first(
            Destination.self,
            """
            SELECT \(Destination.columns) FROM open311_destinations WHERE id = \(id) AND state <> 'removed'
            """)
    }

    /// All that are not removed, the newest first.
    func all() throws -> [Destination] {
        try connection.all(
            """
            SELECT \(Destination.columns) FROM open311_destinations WHERE state <> 'removed'
            ORDER BY id DESC LIMIT 200
            """)
    }

    func key(_ id: Int64) throws -> String? {
        try connection.value("SELECT api_key FROM open311_destinations WHERE id = \(id)") ?? nil
    }

    func set(_ state: Destination.State, of id: Int64, now: Moment) throws -> Bool {
        // What is gone keeps no key.
        let key: SQL = state == .removed ? ", api_key = NULL" : .none
        return try connection.run(
            """
            UPDATE open311_destinations SET state = \(state.rawValue), poll_at = \(now), failures = 0,
                changed_at = \(now)\(key)
            WHERE id = \(id) AND state <> 'removed'
            """) == 1
    }

    func set(services: String, of id: Int64, now: Moment) throws {
        try connection.run(
            """
            UPDATE open311_destinations SET services = \(services), services_at = \(now) WHERE id = \(id)
            """)
    }

    // MARK: Asking it

    /// Takes those whose turn it is, so that no other server asks meanwhile.
    func takeDue(until later: Moment, now: Moment) throws -> [Destination] {
        try connection.all(
            """
            UPDATE open311_destinations SET poll_at = \(later)
            WHERE id IN (SELECT id FROM open311_destinations WHERE state = 'active' AND poll_at <= \(now)
                ORDER BY poll_at, id LIMIT 20\(connection.dialect.skipLocked))
            RETURNING \(Destination.columns)
            """)
    }

    func heard(
        _ id: Int64, until moment: Moment, span: Int64, comments: Destination.Comments, again: Moment,
        now: Moment
    ) throws {
        try connection.run(
            """
            UPDATE open311_destinations SET followed_until = \(moment), span = \(span),
                comments = \(comments.rawValue), poll_at = \(again), failures = 0, error = NULL,
                heard_at = \(now)
            WHERE id = \(id)
            """)
    }

    func failed(_ id: Int64, reason: String, span: Int64, again: Moment, now: Moment) throws {
        try connection.run(
            """
            UPDATE open311_destinations SET error = \(reason), error_at = \(now), failures = failures + 1,
                span = \(span), poll_at = \(again)
            WHERE id = \(id)
            """)
    }

    func noComments(_ id: Int64) throws {
        try connection.run("UPDATE open311_destinations SET comments = 'no' WHERE id = \(id)")
    }

    // MARK: Categories

    func mapped(_ id: Int64) throws -> [Mapped] {
        try connection.rows(
            """
            SELECT category, service, attributes FROM open311_mapped WHERE destination_id = \(id)
            ORDER BY category LIMIT 2000
            """
        ).map { row in
            Mapped(
                category: try row.get("category"), service: try row.get("service"),
                attributes: try StoredJSON.value([String: String].self, row.get("attributes")))
        }
    }

    func map(_ mapped: Mapped, of id: Int64) throws {
        try connection.run(
            """
            INSERT INTO open311_mapped (destination_id, category, service, attributes)
            VALUES (\(id), \(mapped.category), \(mapped.service), \(try StoredJSON.text(mapped.attributes)))
            ON CONFLICT (destination_id, category) DO UPDATE
                SET service = excluded.service, attributes = excluded.attributes
            """)
    }

    func unmap(_ category: String, of id: Int64) throws {
        try connection.run(
            "DELETE FROM open311_mapped WHERE destination_id = \(id) AND category = \(category)")
    }
}
