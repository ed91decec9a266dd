import Core
import Storage

/// What people confirmed: one row a matter, in the order in which it was said last.
struct ExampleStore {
    let connection: any Connection

    struct Example: SQLRow, Sendable {
        let matter: Int64
        let serial: Int64
        let category: String
        /// From 0 to 100.
        let weight: Int
        let at: Moment
        let title: String
        let text: String

        init(row: Row) throws {
            matter = try row.get("matter_id")
            serial = try row.get("serial")
            category = try row.get("category")
            weight = try row.get("weight")
            at = try row.get("at")
            title = try row.get("title")
            text = try row.get("text")
        }
    }

    private static let select: SQL = """
        SELECT e.matter_id, e.serial, e.category, e.weight, e.at, m.title, m.text
        FROM triage_examples e JOIN matters m ON m.id = e.matter_id
        """

    func empty() throws {
        try connection.run("DELETE FROM triage_examples")
        try connection.run("DELETE FROM triage_pending")
    }

    func lastSerial() throws -> Int64 {
        try connection.value("SELECT coalesce(max(serial), 0) FROM triage_examples") ?? 0
    }

    /// How many there are, counted no further than `most`.
    func count(most: Int) throws -> Int {
        try connection.value(
            "SELECT count(*) FROM (SELECT 1 FROM triage_examples LIMIT \(literal: most)) AS counted") ?? 0
    }

    /// - Returns: False where the same was said before.
    func put(_ confirmation: TriageConfirmation, of matter: Int64, serial: Int64, at: Moment) throws -> Bool {
        let old = try connection.first(
            "SELECT category, weight FROM triage_examples WHERE matter_id = \(matter)")
        if let old, try old.get("category") == confirmation.category,
            try old.get("weight") == confirmation.weightPercent
        {
            return false
        }
        try connection.run(
            """
            INSERT INTO triage_examples (matter_id, serial, category, weight, at)
            VALUES (\(matter), \(serial), \(confirmation.category), \(confirmation.weightPercent), \(at))
            ON CONFLICT (matter_id) DO UPDATE SET serial = excluded.serial, category = excluded.category,
                weight = excluded.weight, at = excluded.at
            """)
        return true
    }

    /// What the program decided was looked at and is right: the next model learns from it as from a person.
    func confirm(_ matter: Int64, category: String) throws {
        try connection.run(
            """
            UPDATE triage_examples SET weight = 100
            WHERE matter_id = \(matter) AND category = \(category)
            """)
    }

    /// The newest before one, the newest first.
    func newest(before serial: Int64, limit: Int) throws -> [Example] {
        try connection.all(
            Self.select
                + " WHERE e.serial < \(serial) ORDER BY e.serial DESC LIMIT \(literal: limit)")
    }

    /// Those after one, in their order.
    func after(_ serial: Int64, limit: Int) throws -> [Example] {
        try connection.all(
            Self.select + " WHERE e.serial > \(serial) ORDER BY e.serial LIMIT \(literal: limit)")
    }

    // MARK: New matters

    func expect(_ matter: Int64, at: Moment) throws {
        try connection.run(
            """
            INSERT INTO triage_pending (matter_id, at) VALUES (\(matter), \(at))
            ON CONFLICT (matter_id) DO NOTHING
            """)
    }

    func waiting(limit: Int) throws -> [Int64] {
        try connection.rows(
            "SELECT matter_id FROM triage_pending ORDER BY matter_id LIMIT \(literal: limit)"
        ).map { row in try row.get("matter_id") }
    }

    func settle(_ matters: [Int64]) throws {
        try connection.run("DELETE FROM triage_pending WHERE matter_id IN (\(list: matters))")
    }

    func settleAll() throws { try connection.run("DELETE FROM triage_pending") }
}
