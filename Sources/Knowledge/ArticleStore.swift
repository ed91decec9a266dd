import Core
import Language
import Storage

/// The articles with all their versions. Nothing that was written is written over.
struct ArticleStore {
    let connection: any Connection

    static let noEnd = 9_999_999

    // MARK: Reading

    /// The version that is offered, else the newest.
    func article(_ code: String) throws -> ArticleRecord? {
        try connection.first(Self.select + "WHERE a.code = \(code)").map(Self.record)
    }

    func article(_ code: String, version: Int) throws -> ArticleRecord? {
        try connection.first(
            Self.columns
                + """
                FROM knowledge_articles a
                JOIN knowledge_versions v ON v.article_id = a.id AND v.version = \(version)
                WHERE a.code = \(code)
                """
        ).map(Self.record)
    }

    func articles(_ ids: [Int64]) throws -> [Int64: ArticleRecord] {
        var found: [Int64: ArticleRecord] = [:]
        for row in try connection.rows(Self.select + "WHERE a.id IN (\(list: ids))") {
            let record = try Self.record(row)
            found[record.id] = record
        }
        return found
    }

    private static let columns: SQL = """
        SELECT a.id, a.state, a.version AS newest, a.live, a.changed_at, v.version, v.content

        """

    private static let select: SQL =
        columns + """
            FROM knowledge_articles a
            JOIN knowledge_versions v ON v.article_id = a.id AND v.version = COALESCE(a.live, a.version)

            """

    private static func record(_ row: Row) throws -> ArticleRecord {
        ArticleRecord(
            id: try row.get("id"), state: ArticleRecord.State(rawValue: try row.get("state")) ?? .draft,
            newest: try row.get("newest"), live: try row.get("live"), version: try row.get("version"),
            article: try StoredJSON.value(Article.self, try row.get("content")),
            changedAt: try row.get("changed_at"))
    }

    /// What was done with an article, the newest first.
    func acts(of id: Int64, limit: Int) throws -> [ArticleAct] {
        try connection.all(
            """
            SELECT version, act, person, why, at FROM knowledge_acts WHERE article_id = \(id)
            ORDER BY id DESC LIMIT \(literal: limit)
            """)
    }

    func count() throws -> Int { try connection.value("SELECT count(*) FROM knowledge_articles") ?? 0 }

    // MARK: Lists of those to look after

    /// Live ones whose last day is in a span, the soonest first; of some units, or of all.
    func ending(_ days: ClosedRange<Int>, units: [UnitCode]?, limit: Int) throws -> [ArticleRecord] {
        let first = days.lowerBound
        let last = days.upperBound
        return try connection.rows(
            Self.select + "WHERE a.state = 'live' AND a.until_day BETWEEN \(first) AND \(last)"
                + Self.of(units) + " ORDER BY a.until_day, a.id LIMIT \(literal: limit)"
        ).map(Self.record)
    }

    /// Live ones that somebody must have looked at before a day, the longest waiting first.
    func unreviewed(before day: Int, units: [UnitCode]?, limit: Int) throws -> [ArticleRecord] {
        try connection.rows(
            Self.select + "WHERE a.state = 'live' AND a.review_day < \(day)" + Self.of(units)
                + " ORDER BY a.review_day, a.id LIMIT \(literal: limit)"
        ).map(Self.record)
    }

    /// Those with something newer than what is offered, the newest first.
    func drafts(units: [UnitCode]?, limit: Int) throws -> [ArticleRecord] {
        try connection.rows(
            Self.columns
                + """
                FROM knowledge_articles a
                JOIN knowledge_versions v ON v.article_id = a.id AND v.version = a.version
                WHERE a.state <> 'withdrawn' AND COALESCE(a.live, 0) <> a.version
                """ + Self.of(units) + " ORDER BY a.changed_at DESC, a.id DESC LIMIT \(literal: limit)"
        ).map(Self.record)
    }

    private static func of(_ units: [UnitCode]?) -> SQL {
        units.map { " AND a.unit IN (\(list: $0))" } ?? .none
    }

    /// All, in the order of their keys: for an export.
    func forEach(_ body: (ArticleRecord) throws -> Void) throws {
        try connection.forEach(Self.select + "ORDER BY a.id") { try body(Self.record($0)) }
    }

    // MARK: Writing

    /// Keeps a new version. `base` is the version its writer began with: 0 for a new article.
    ///
    /// - Returns: The key and the new version; nil where somebody else wrote meanwhile, or has the code.
    func draft(
        _ article: Article, after base: Int, why: String, person: Int64?, at now: Moment
    ) throws -> (id: Int64, version: Int)? {
        let version = base + 1
        let day = article.from.daysSince1970
        if base == 0 {
            let made = try connection.run(
                """
                INSERT INTO knowledge_articles (code, unit, state, version, live, is_public, from_day,
                    until_day, review_day, changed_at)
                VALUES (\(article.code), \(article.unit), 'draft', 1, NULL, \(article.isPublic), \(day),
                    \(Self.noEnd), \(Self.noEnd), \(now))
                ON CONFLICT (code) DO NOTHING
                """)
            if made != 1 { return nil }
        } else {
            let made = try connection.run(
                """
                UPDATE knowledge_articles SET version = \(version), changed_at = \(now)
                WHERE code = \(article.code) AND version = \(base)
                """)
            if made != 1 { return nil }
        }
        let id: Int64? = try connection.value(
            "SELECT id FROM knowledge_articles WHERE code = \(article.code)")
        guard let id else { return nil }
        let content = try StoredJSON.text(article)
        try connection.run(
            """
            INSERT INTO knowledge_versions (article_id, version, content)
            VALUES (\(id), \(version), \(content))
            """)
        try keep(.drafted, of: id, version, why: why, person: person, at: now)
        return (id, version)
    }

    /// Offers the newest version from now on.
    func publish(_ id: Int64, _ version: Int, _ article: Article, why: String, person: Int64?, at now: Moment)
        throws
    {
        try connection.run(
            """
            UPDATE knowledge_articles SET state = 'live', live = \(version), unit = \(article.unit),
                is_public = \(article.isPublic), from_day = \(article.from.daysSince1970),
                until_day = \(article.until?.daysSince1970 ?? Self.noEnd),
                review_day = \(article.review?.daysSince1970 ?? Self.noEnd), changed_at = \(now)
            WHERE id = \(id)
            """)
        try index(article, of: id)
        try keep(.published, of: id, version, why: why, person: person, at: now)
    }

    /// Offers it no more. What was said with it stays.
    func withdraw(_ id: Int64, _ version: Int, why: String, person: Int64?, at now: Moment) throws {
        try connection.run(
            """
            UPDATE knowledge_articles SET state = 'withdrawn', live = NULL, changed_at = \(now)
            WHERE id = \(id)
            """)
        try connection.run("DELETE FROM knowledge_terms WHERE article_id = \(id)")
        try connection.run("DELETE FROM knowledge_categories WHERE article_id = \(id)")
        try keep(.withdrawn, of: id, version, why: why, person: person, at: now)
    }

    private func keep(
        _ act: ArticleAct.What, of id: Int64, _ version: Int, why: String, person: Int64?, at now: Moment
    ) throws {
        try connection.run(
            """
            INSERT INTO knowledge_acts (article_id, version, act, person, why, at)
            VALUES (\(id), \(version), \(act.rawValue), \(person), \(why), \(now))
            """)
    }

    /// The words of an article: those of its question say most. Statements take many rows at once.
    private func index(_ article: Article, of id: Int64) throws {
        try connection.run("DELETE FROM knowledge_terms WHERE article_id = \(id)")
        try connection.run("DELETE FROM knowledge_categories WHERE article_id = \(id)")
        var weights: [String: Int] = [:]
        for text in [article.title.zh, article.title.en, article.code] {
            for term in Set(Analyser.tokens(text)) { weights[term] = 4 }
        }
        for text in [article.answer.zh, article.answer.en, article.source] {
            for term in Set(Analyser.tokens(text)) where weights[term] == nil { weights[term] = 1 }
        }
        let terms = weights.sorted { $0.key < $1.key }
        for start in stride(from: 0, to: terms.count, by: 200) {
            let rows = terms[start..<min(start + 200, terms.count)].map { term, weight in
                "(\(term), \(id), \(weight))" as SQL
            }
            try connection.run(
                "INSERT INTO knowledge_terms (term, article_id, weight) VALUES " + SQL.join(rows, by: ", "))
        }
        for category in Set(article.categories).sorted() {
            try connection.run(
                "INSERT INTO knowledge_categories (category, article_id) VALUES (\(category), \(id))")
        }
    }
}
