import Core
import Storage

/// The trace of who came in and changed what, and of who saw contact data.
struct AuditStore {
    let connection: any Connection

    /// One line of the trace.
    struct Entry: Sendable, Hashable {
        let id: Int64
        let at: Moment
        /// `officer:12`, `system:gate`.
        let actor: String
        let action: String
        /// `person:12`, `area:980101`, `login:x`.
        let subject: String
        let reason: String?
    }

    struct Reveal: Sendable, Hashable {
        let event: Int64
        let at: Moment
        let person: Int64
        let unit: UnitCode
        let number: String?
        let reason: String
    }

    /// Which lines are looked for.
    struct Filter: Sendable, Hashable {
        /// Who did it, or about whom it is.
        var person: Int64?
        var actions: [String] = []
        var from: Moment?
        var before: Moment?
    }

    /// A line that a page ended with.
    struct Place: Sendable, Hashable {
        let at: Moment
        let id: Int64

        /// As a cursor says it.
        var text: String { "\(at.milliseconds) \(id)" }

        init(at: Moment, id: Int64) { (self.at, self.id) = (at, id) }

        init?(_ text: String) {
            let parts = text.split(separator: " ").compactMap { Int64($0) }
            guard parts.count == 2 else { return nil }
            self.init(at: Moment(milliseconds: parts[0]), id: parts[1])
        }
    }

    /// The newest first. A person is looked up along two indexes: what they did, and what was done about
    /// them. An action is looked up at a time, so that each is a range of its index.
    func entries(_ filter: Filter, before place: Place?, limit: Int) throws -> [Entry] {
        let span = span(filter, before: place, "id")
        var ways: [[SQL]] = [span]
        if let person = filter.person {
            ways = [
                span + ["actor = \("officer:\(person)")"], span + ["subject = \("person:\(person)")"],
            ]
        }
        if !filter.actions.isEmpty {
            ways = ways.flatMap { way in
                filter.actions.map { action -> [SQL] in way + ["action = \(action)"] }
            }
        }
        var found: Set<Entry> = []
        for way in ways { found.formUnion(try entries(way, limit)) }
        return Array(found.sorted { ($0.at, $0.id) > ($1.at, $1.id) }.prefix(limit))
    }

    /// The days that are looked for, down from a place: one range of a key.
    private func span(_ filter: Filter, before place: Place?, _ key: SQL) -> [SQL] {
        var conditions: [SQL] = []
        if let from = filter.from { conditions.append("at >= \(from)") }
        if let place, filter.before.map({ place.at < $0 }) ?? true {
            conditions.append("at <= \(place.at) AND (at < \(place.at) OR \(key) < \(place.id))")
        } else if let before = filter.before {
            conditions.append("at < \(before)")
        }
        return conditions
    }

    private func entries(_ conditions: [SQL], _ limit: Int) throws -> [Entry] {
        let condition: SQL =
            conditions.isEmpty ? .none : "WHERE " + SQL.join(conditions, by: " AND ") + " "
        return try connection.rows(
            """
            SELECT id, at, actor, action, subject, reason FROM access_log \(condition)
            ORDER BY at DESC, id DESC LIMIT \(literal: limit)
            """
        ).map { row in
            Entry(
                id: try row.get("id"), at: try row.get("at"), actor: try row.get("actor"),
                action: try row.get("action"), subject: try row.get("subject"),
                reason: try row.get("reason"))
        }
    }

    /// The newest first.
    func reveals(_ filter: Filter, before place: Place?, limit: Int) throws -> [Reveal] {
        let who: SQL = filter.person.map { "person_id = \($0)" } ?? "1 = 1"
        let conditions = [who] + span(filter, before: place, "event_id")
        return try connection.rows(
            """
            SELECT event_id, at, person_id, unit, reason,
                (SELECT number FROM matters WHERE matters.id = matter_id) AS number
            FROM reveals WHERE \(SQL.join(conditions, by: " AND "))
            ORDER BY at DESC, event_id DESC LIMIT \(literal: limit)
            """
        ).map { row in
            Reveal(
                event: try row.get("event_id"), at: try row.get("at"), person: try row.get("person_id"),
                unit: try row.get("unit"), number: try row.get("number"), reason: try row.get("reason"))
        }
    }

    /// Names of people by their keys.
    func names(_ ids: [Int64]) throws -> [Int64: LocalText] {
        var names: [Int64: LocalText] = [:]
        for row in try connection.rows("SELECT id, name_zh, name_en FROM people WHERE id IN (\(list: ids))") {
            names[try row.get("id")] = LocalText(zh: try row.get("name_zh"), en: try row.get("name_en"))
        }
        return names
    }

    func person(login: String) throws -> Int64? {
        try connection.value("SELECT id FROM people WHERE login = \(login.lowercased())")
    }

    /// Writes down what was changed, by whom and why.
    func note(_ action: String, by person: Int64, subject: String, reason: String?, at now: Moment) throws {
        try connection.run(
            """
            INSERT INTO access_log (at, actor, action, subject, reason)
            VALUES (\(now), \("officer:\(person)"), \(action), \(subject), \(reason))
            """)
    }

    // MARK: Following the log

    func keep(_ event: LoggedEvent, person: Int64, unit: UnitCode, reason: String) throws {
        try connection.run(
            """
            INSERT INTO reveals (event_id, matter_id, person_id, unit, at, reason)
            VALUES (\(event.id), \(event.matterID), \(person), \(unit), \(event.at), \(reason))
            ON CONFLICT (event_id) DO NOTHING
            """)
    }

    func forgetReveals() throws { try connection.run("DELETE FROM reveals") }
}
