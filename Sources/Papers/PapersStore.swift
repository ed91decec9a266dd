import Core
import Storage

/// Counts how often papers are opened, and reads what became of the suggestions they came from.
struct PapersStore {
    let connection: any Connection

    /// A suggestion as everybody may see it.
    struct Suggestion: SQLRow, Hashable, Sendable {
        let number: String
        let kind: String
        let stage: String
        let category: String?
        let raisedAt: Moment
        let closedAt: Moment?

        init(
            number: String, kind: String, stage: String, category: String?, raisedAt: Moment,
            closedAt: Moment?
        ) {
            self.number = number
            self.kind = kind
            self.stage = stage
            self.category = category
            self.raisedAt = raisedAt
            self.closedAt = closedAt
        }

        init(row: Row) throws {
            self.init(
                number: try row.get("number"), kind: try row.get("kind"), stage: try row.get("stage"),
                category: try row.get("category"), raisedAt: try row.get("raised_at"),
                closedAt: try row.get("closed_at"))
        }
    }

    func suggestion(_ number: String) throws -> Suggestion? {
        try connection.first(
            Suggestion.self,
            "SELECT number, kind, stage, category, raised_at, closed_at FROM matters WHERE number = \(number)"
        )
    }

    func add(_ count: Int, to name: String, day: Int) throws {
        try connection.run(
            """
            INSERT INTO papers_read (name, day, count) VALUES (\(name), \(day), \(count))
            ON CONFLICT (name, day) DO UPDATE SET count = papers_read.count + excluded.count
            """)
    }

    /// How often each paper was opened after a day; one row a paper and day, whatever the number of
    /// readers.
    func counts(after day: Int, of names: [String]) throws -> [String: Int] {
        var counts: [String: Int] = [:]
        for row in try connection.rows(
            """
            SELECT name, CAST(SUM(count) AS BIGINT) AS sum FROM papers_read
            WHERE name IN (\(list: names)) AND day > \(day) GROUP BY name
            """)
        {
            counts[try row.get("name")] = try row.get("sum")
        }
        return counts
    }
}
