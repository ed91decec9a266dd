import Core
import Storage

/// What is counted of articles, and what was answered with them.
struct KnowledgeFigureStore {
    let connection: any Connection

    /// An article and 0, which stands for all of them.
    func add(_ count: Int, _ figure: KnowledgeFigure, of id: Int64, day: Int) throws {
        for article in id == 0 ? [0] : [id, 0] {
            try connection.run(
                """
                INSERT INTO knowledge_days (article_id, day, what, count)
                VALUES (\(article), \(day), \(figure.rawValue), \(count))
                ON CONFLICT (article_id, day, what)
                DO UPDATE SET count = knowledge_days.count + excluded.count
                """)
        }
    }

    func sums(of id: Int64, from first: Int, through last: Int) throws -> KnowledgeSums {
        var sums = KnowledgeSums()
        for row in try connection.rows(
            """
            SELECT what, CAST(SUM(count) AS BIGINT) AS sum FROM knowledge_days
            WHERE article_id = \(id) AND day BETWEEN \(first) AND \(last) GROUP BY what
            """)
        {
            guard let figure = KnowledgeFigure(rawValue: try row.get("what")) else { continue }
            sums[figure] = try row.get("sum")
        }
        return sums
    }

    /// The articles of which most was counted in some days.
    func most(_ figure: KnowledgeFigure, from first: Int, through last: Int, limit: Int) throws -> [(
        id: Int64, count: Int
    )] {
        try connection.rows(
            """
            SELECT article_id, CAST(SUM(count) AS BIGINT) AS sum FROM knowledge_days
            WHERE day BETWEEN \(first) AND \(last) AND what = \(figure.rawValue) AND article_id > 0
            GROUP BY article_id ORDER BY sum DESC, article_id LIMIT \(literal: limit)
            """
        ).map { (try $0.get("article_id"), try $0.get("sum")) }
    }

    // MARK: Uses

    struct Use: SQLRow, Hashable, Sendable {
        let articleID: Int64
        let version: Int
        let at: Moment
        let code: String
        let content: String

        init(row: Row) throws {
            articleID = try row.get("article_id")
            version = try row.get("version")
            at = try row.get("at")
            code = try row.get("code")
            content = try row.get("content")
        }
    }

    /// - Returns: False when the same call or matter was answered with the same article before.
    func use(_ id: Int64, _ version: Int, _ place: KnowledgeUse, person: Int64?, at now: Moment) throws
        -> Bool
    {
        let (name, reference) = place.stored
        return try connection.run(
            """
            INSERT INTO knowledge_uses (article_id, version, place, reference, person, at)
            VALUES (\(id), \(version), \(name), \(reference), \(person), \(now))
            ON CONFLICT (place, reference, article_id) DO NOTHING
            """) == 1
    }

    /// What a call or matter was answered with, as it was then.
    func uses(_ place: KnowledgeUse, limit: Int) throws -> [Use] {
        let (name, reference) = place.stored
        return try connection.all(
            """
            SELECT u.article_id, u.version, u.at, a.code, v.content FROM knowledge_uses u
            JOIN knowledge_articles a ON a.id = u.article_id
            JOIN knowledge_versions v ON v.article_id = u.article_id AND v.version = u.version
            WHERE u.place = \(name) AND u.reference = \(reference)
            ORDER BY u.id LIMIT \(literal: limit)
            """)
    }

    // MARK: Did it help

    /// One answer a person and article; a later one takes the place of the first.
    ///
    /// - Returns: What was answered before; nil for the first time.
    func vote(_ helped: Bool, by voter: String, on id: Int64, _ version: Int, at now: Moment) throws -> Bool?
    {
        let before: Bool? = try connection.value(
            "SELECT helped FROM knowledge_votes WHERE article_id = \(id) AND voter = \(voter)")
        try connection.run(
            """
            INSERT INTO knowledge_votes (article_id, version, voter, helped, at)
            VALUES (\(id), \(version), \(voter), \(helped), \(now))
            ON CONFLICT (article_id, voter)
            DO UPDATE SET version = excluded.version, helped = excluded.helped, at = excluded.at
            """)
        return before
    }
}

/// Where an article was used for an answer, by the key of the call or of the matter.
public enum KnowledgeUse: Hashable, Sendable {
    case call(Int64)
    case matter(Int64)

    var stored: (name: String, reference: Int64) {
        switch self {
        case .call(let id): ("call", id)
        case .matter(let id): ("matter", id)
        }
    }
}
