import Core
import Desk
import Storage

/// The topics of the months.
struct MonthStore {
    let connection: any Connection

    private static let columns: SQL = """
        month, title, reason, unit, plan, chosen_by, chosen_at, result, ended_at
        """

    /// One row for each month, the newest first; only months before another one, if one is named.
    func months(before: MonthlyTopic.Month?, limit: Int) throws -> [MonthlyTopic] {
        try connection.rows(
            "SELECT " + Self.columns
                + """
                 FROM topics_months WHERE month < \(before?.description ?? "9999")
                ORDER BY month DESC LIMIT \(literal: limit)
                """
        ).map { try Self.topic($0) }
    }

    func month(_ month: MonthlyTopic.Month) throws -> MonthlyTopic? {
        try connection.first(
            "SELECT " + Self.columns + " FROM topics_months WHERE month = \(month.description)"
        ).map { try Self.topic($0) }
    }

    private static func topic(_ row: Row) throws -> MonthlyTopic {
        let text: String = try row.get("month")
        guard let month = MonthlyTopic.Month(text) else {
            throw Fault(
                .corrupt, "“\(text)” in topics_months is no month.", remedy: "Restore a backup.")
        }
        return MonthlyTopic(
            month: month, title: try row.get("title"), reason: try row.get("reason"),
            unit: try row.get("unit"), plan: try row.get("plan"), chosenBy: try row.get("chosen_by"),
            chosenAt: try row.get("chosen_at"), result: try row.get("result"),
            endedAt: try row.get("ended_at"))
    }

    /// - Returns: False where the month has a topic already.
    func choose(_ topic: MonthlyTopic) throws -> Bool {
        try connection.run(
            """
            INSERT INTO topics_months (month, title, reason, unit, plan, chosen_by, chosen_at)
            VALUES (\(topic.month.description), \(topic.title), \(topic.reason), \(topic.unit),
                \(topic.plan), \(topic.chosenBy), \(topic.chosenAt))
            ON CONFLICT (month) DO NOTHING
            """) == 1
    }

    /// - Returns: False where it has ended already.
    func end(_ month: MonthlyTopic.Month, result: String, at now: Moment) throws -> Bool {
        try connection.run(
            """
            UPDATE topics_months SET result = \(result), ended_at = \(now)
            WHERE month = \(month.description) AND ended_at IS NULL
            """) == 1
    }

    // MARK: Progress

    /// One step of a month's topic.
    struct Step: SQLRow, Hashable, Sendable {
        let text: String
        let person: Int64
        let at: Moment

        init(text: String, person: Int64, at: Moment) {
            (self.text, self.person, self.at) = (text, person, at)
        }

        init(row: Row) throws {
            text = try row.get("text")
            person = try row.get("person")
            at = try row.get("at")
        }
    }

    func steps(of month: MonthlyTopic.Month, limit: Int) throws -> [Step] {
        try connection.all(
            """
            SELECT text, person, at FROM topics_steps WHERE month = \(month.description)
            ORDER BY id DESC LIMIT \(literal: limit)
            """)
    }

    func add(_ step: Step, to month: MonthlyTopic.Month) throws {
        try connection.run(
            """
            INSERT INTO topics_steps (month, text, person, at)
            VALUES (\(month.description), \(step.text), \(step.person), \(step.at))
            """)
    }

    // MARK: Matters

    /// Binds matters to a month's topic, each once.
    func link(_ matters: [Int64], to month: MonthlyTopic.Month) throws {
        for start in stride(from: 0, to: matters.count, by: 200) {
            let rows = matters[start..<min(start + 200, matters.count)].map { matter -> SQL in
                "(\(month.description), \(matter))"
            }
            try connection.run(
                "INSERT INTO topics_links (month, matter_id) VALUES " + SQL.join(rows, by: ", ")
                    + " ON CONFLICT (month, matter_id) DO NOTHING")
        }
    }

    func matters(
        of month: MonthlyTopic.Month, before: Int64?, limit: Int
    ) throws -> [RisingStore.Member] {
        try connection.all(
            "SELECT " + RisingStore.memberColumns
                + """
                 FROM topics_links t JOIN matters m ON m.id = t.matter_id
                WHERE t.month = \(month.description) AND t.matter_id < \(before ?? .max)
                ORDER BY t.matter_id DESC LIMIT \(literal: limit)
                """)
    }

    /// How many of its matters are open, and how many there are: a topic has no more than a few hundred.
    func counts(of month: MonthlyTopic.Month) throws -> (open: Int, all: Int) {
        let row = try connection.first(
            """
            SELECT count(*) AS every, CAST(coalesce(sum(CASE WHEN status = 'open' THEN 1 ELSE 0 END), 0)
                AS BIGINT) AS unended
            FROM (SELECT m.status FROM topics_links t JOIN matters m ON m.id = t.matter_id
                WHERE t.month = \(month.description) LIMIT 1000) AS linked
            """)
        return (try row?.get("unended") ?? 0, try row?.get("every") ?? 0)
    }
}
