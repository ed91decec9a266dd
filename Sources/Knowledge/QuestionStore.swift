import Core
import Storage

/// Questions that nobody could answer, and quick services.
struct QuestionStore {
    let connection: any Connection

    // MARK: Unanswered

    func add(_ question: String, category: String, person: Int64?, at now: Moment) throws {
        try connection.run(
            """
            INSERT INTO knowledge_questions (category, question, person, at)
            VALUES (\(category), \(question), \(person), \(now))
            """)
        try connection.run(
            """
            INSERT INTO knowledge_gaps (category, open, asked, last_at) VALUES (\(category), 1, 1, \(now))
            ON CONFLICT (category) DO UPDATE SET open = knowledge_gaps.open + 1,
                asked = knowledge_gaps.asked + 1, last_at = excluded.last_at
            """)
    }

    /// The classes with open questions, those with most first. One row a class.
    func gaps(limit: Int) throws -> [KnowledgeGap] {
        try connection.all(
            """
            SELECT category, open, asked, last_at FROM knowledge_gaps WHERE open > 0
            ORDER BY open DESC, last_at DESC, category LIMIT \(literal: limit)
            """)
    }

    /// The open questions of a class, or all, the newest first.
    func open(in category: String?, before cursor: Int64?, limit: Int) throws -> [UnansweredQuestion] {
        let last: SQL = cursor.map { " AND id < \($0)" } ?? .none
        let only: SQL = category.map { " AND category = \($0)" } ?? .none
        return try connection.all(
            "SELECT id, category, question, at FROM knowledge_questions WHERE settled_at IS NULL" + only
                + last
                + " ORDER BY id DESC LIMIT \(literal: limit)")
    }

    func question(_ id: Int64) throws -> UnansweredQuestion? {
        try connection.first(
            UnansweredQuestion.self,
            """
            SELECT id, category, question, at FROM knowledge_questions
            WHERE id = \(id) AND settled_at IS NULL
            """)
    }

    /// - Parameter code: the article that answers it now; nil where it needs none.
    func settle(_ question: UnansweredQuestion, by code: String?, at now: Moment) throws {
        let made = try connection.run(
            """
            UPDATE knowledge_questions SET settled_at = \(now), settled_by = \(code)
            WHERE id = \(question.id) AND settled_at IS NULL
            """)
        if made != 1 { return }
        try connection.run(
            "UPDATE knowledge_gaps SET open = open - 1 WHERE category = \(question.category) AND open > 0")
    }

    // MARK: Quick services

    /// A use with its hour of the city's day.
    func use(
        _ code: String, answers: [String: String], person: Int64, at now: Moment, day: Int, hour: Int
    ) throws {
        let text = try StoredJSON.text(answers)
        try connection.run(
            """
            INSERT INTO knowledge_quick (code, person, at, answers)
            VALUES (\(code), \(person), \(now), \(text))
            """)
        try connection.run(
            """
            INSERT INTO knowledge_quick_hours (day, hour, code, person, count)
            VALUES (\(day), \(hour), \(code), \(person), 1)
            ON CONFLICT (day, hour, code, person)
            DO UPDATE SET count = knowledge_quick_hours.count + 1
            """)
    }

    /// Counts of some days by one of the columns; at most 200 of them.
    func quick(_ side: QuickSide, from first: Int, through last: Int) throws -> [String: Int] {
        let column: SQL =
            switch side {
            case .service: "code"
            case .hour: "CAST(hour AS TEXT)"
            case .day: "CAST(day AS TEXT)"
            case .taker: "CAST(person AS TEXT)"
            }
        var counts: [String: Int] = [:]
        for row in try connection.rows(
            "SELECT " + column + " AS side, CAST(SUM(count) AS BIGINT) AS sum FROM knowledge_quick_hours"
                + " WHERE day BETWEEN \(first) AND \(last) GROUP BY " + column + " ORDER BY 2 DESC LIMIT 200")
        {
            counts[try row.get("side")] = try row.get("sum")
        }
        return counts
    }

    /// What somebody did last, for putting a mistake right by hand.
    func lastUses(of person: Int64, limit: Int) throws -> [QuickUse] {
        try connection.all(
            """
            SELECT id, code, at, answers FROM knowledge_quick WHERE person = \(person)
            ORDER BY id DESC LIMIT \(literal: limit)
            """)
    }
}

/// By what quick services are counted.
enum QuickSide: String, CaseIterable, Sendable { case service, hour, day, taker }

/// One use of a quick service; what is private is not in it.
struct QuickUse: SQLRow, Hashable, Sendable {
    let id: Int64
    let code: String
    let at: Moment
    let answers: [String: String]

    init(id: Int64, code: String, at: Moment, answers: [String: String]) {
        self.id = id
        self.code = code
        self.at = at
        self.answers = answers
    }

    init(row: Row) throws {
        self.init(
            id: try row.get("id"), code: try row.get("code"), at: try row.get("at"),
            answers: try StoredJSON.value([String: String].self, try row.get("answers")))
    }
}
