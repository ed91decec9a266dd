import Core
import Storage

/// What was decided by suggestions, which of it was looked at again, and whether the program may go on.
struct DecisionStore {
    let connection: any Connection

    private static let columns: SQL = """
        id, matter_id, number, at, automatic, person, version, place, category, probability, unit, rule,
        threshold, area, drawn, auditor, audited_at, own_category, own_unit, verdict, note
        """

    func add(_ decision: DecisionRecord, day: CivilDate) throws {
        try connection.run(
            """
            INSERT INTO triage_decisions (matter_id, number, at, day, automatic, person, version, place,
                category, probability, unit, rule, threshold, area, drawn)
            VALUES (\(decision.matterID), \(decision.number), \(decision.at), \(day.daysSince1970),
                \(decision.isAutomatic), \(decision.person), \(decision.version), \(decision.place),
                \(decision.category), \(decision.probability), \(decision.unit), \(decision.rule),
                \(decision.threshold), \(decision.area), \(decision.isDrawn))
            """)
    }

    func decision(_ id: Int64) throws -> DecisionRecord? {
        try connection.first(
            DecisionRecord.self, "SELECT " + Self.columns + " FROM triage_decisions WHERE id = \(id)")
    }

    /// Of one matter, the latest first.
    func decisions(of matter: Int64) throws -> [DecisionRecord] {
        try connection.all(
            "SELECT " + Self.columns
                + " FROM triage_decisions WHERE matter_id = \(matter) ORDER BY id DESC LIMIT 5")
    }

    /// What the program decided alone, the latest first.
    func automatic(before id: Int64?, limit: Int) throws -> [DecisionRecord] {
        var sql: SQL = "SELECT " + Self.columns + " FROM triage_decisions WHERE automatic = 1"
        if let id { sql = sql + " AND id < \(id)" }
        return try connection.all(sql + " ORDER BY id DESC LIMIT \(literal: limit)")
    }

    /// What waits to be looked at, the oldest first.
    func due(after id: Int64?, limit: Int) throws -> [DecisionRecord] {
        var sql: SQL = "SELECT " + Self.columns + " FROM triage_decisions WHERE drawn = 1 AND verdict IS NULL"
        if let id { sql = sql + " AND id > \(id)" }
        return try connection.all(sql + " ORDER BY id LIMIT \(literal: limit)")
    }

    /// What was looked at, the latest first; the wrong ones alone where asked for.
    func audited(from first: Moment, until last: Moment, wrongOnly: Bool, limit: Int) throws
        -> [DecisionRecord]
    {
        var sql: SQL = "SELECT " + Self.columns + " FROM triage_decisions"
        sql =
            sql
            + " WHERE verdict IS NOT NULL AND audited_at >= \(first) AND audited_at < \(last)"
        if wrongOnly { sql = sql + " AND verdict = 'wrong'" }
        return try connection.all(sql + " ORDER BY audited_at DESC, id DESC LIMIT \(literal: limit)")
    }

    /// - Returns: False where somebody else looked at it meanwhile.
    func keep(_ audit: DecisionRecord.Audit, of id: Int64) throws -> Bool {
        try connection.run(
            """
            UPDATE triage_decisions SET auditor = \(audit.auditor), audited_at = \(audit.at),
                own_category = \(audit.category), own_unit = \(audit.unit),
                verdict = \(audit.isRight ? "right" : "wrong"), note = \(audit.note)
            WHERE id = \(id) AND verdict IS NULL
            """) == 1
    }

    /// How many that were looked at since a moment are right. Never more than a few a day are looked at.
    func looked(since: Moment) throws -> (right: Int, of: Int) {
        let row = try connection.first(
            """
            SELECT count(*) AS looked, coalesce(sum(CASE WHEN verdict = 'right' THEN 1 ELSE 0 END), 0) AS good
            FROM triage_decisions WHERE verdict IS NOT NULL AND audited_at >= \(since)
            """)
        guard let row else { return (0, 0) }
        return (right: try row.get("good"), of: try row.get("looked"))
    }

    /// How many decisions a day saw, by the program and by which suggestion people took.
    func counts(from first: CivilDate, through last: CivilDate) throws -> [Taken] {
        try connection.all(
            """
            SELECT automatic, place, count(*) AS taken FROM triage_decisions
            WHERE day >= \(first.daysSince1970) AND day <= \(last.daysSince1970)
            GROUP BY automatic, place ORDER BY automatic, place
            """)
    }

    /// How often a suggestion was taken.
    struct Taken: SQLRow, Hashable, Sendable {
        let isAutomatic: Bool
        /// From 1; 0 where another category was chosen.
        let place: Int
        let count: Int

        init(row: Row) throws {
            isAutomatic = try row.get("automatic")
            place = try row.get("place")
            count = try row.get("taken")
        }

        init(isAutomatic: Bool, place: Int, count: Int) {
            self.isAutomatic = isAutomatic
            self.place = place
            self.count = count
        }
    }

    // MARK: On or off

    /// Whether the program decides alone, since when and why.
    struct Switch: SQLRow, Hashable, Sendable {
        let at: Moment
        let isOn: Bool
        /// Nil where the program stopped itself.
        let person: Int64?
        let why: String
        /// What it measured when it stopped itself.
        let right: Int?
        let looked: Int?

        init(row: Row) throws {
            at = try row.get("at")
            isOn = try row.get("is_on")
            person = try row.get("person")
            why = try row.get("why")
            right = try row.get("was_right")
            looked = try row.get("looked")
        }

        init(at: Moment, isOn: Bool, person: Int64?, why: String, right: Int? = nil, looked: Int? = nil) {
            self.at = at
            self.isOn = isOn
            self.person = person
            self.why = why
            self.right = right
            self.looked = looked
        }
    }

    /// The latest first.
    func switches(limit: Int) throws -> [Switch] {
        try connection.all(
            """
            SELECT at, is_on, person, why, was_right, looked FROM triage_switch
            ORDER BY id DESC LIMIT \(literal: limit)
            """)
    }

    func turn(_ next: Switch) throws {
        try connection.run(
            """
            INSERT INTO triage_switch (at, is_on, person, why, was_right, looked)
            VALUES (\(next.at), \(next.isOn), \(next.person), \(next.why), \(next.right), \(next.looked))
            """)
    }
}
