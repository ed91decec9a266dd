import Core
import Language
import Storage

/// Finds articles by words and class: the same on both engines, in a time that does not grow with how long
/// the question is.
struct FoundStore {
    let connection: any Connection

    /// How many of the question's words are looked at: those that say most.
    private static let mostTerms = 12
    /// How many candidates are weighed.
    private static let mostCandidates = 100

    struct Question: Sendable {
        /// Anything somebody said or typed.
        var text = ""
        /// The class and those above it.
        var lineage: [String] = []
        /// Whether only articles of the class count; else they come first.
        var onlyClass = false
        var onlyPublic = false
        /// Nil for anywhere in the city.
        var area: AreaCode?
        /// Days since 1970: only what holds then is found.
        var day: Int
    }

    /// The best first.
    func found(_ question: Question, limit: Int) throws -> [ArticleRecord] {
        let terms = Self.terms(of: question.text)
        if terms.isEmpty && question.lineage.isEmpty { return try newest(question, limit: limit) }
        var scores: [Int64: Double] = [:]
        let total = try score(terms, question, &scores)
        if !question.lineage.isEmpty { try weighClass(question, terms.isEmpty ? 1 : total, &scores) }
        let ids = scores.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
        return try records(Array(ids.prefix(Self.mostCandidates)), question, limit: limit)
    }

    /// Nothing was asked: what changed last.
    private func newest(_ question: Question, limit: Int) throws -> [ArticleRecord] {
        let ids: [Int64] = try connection.rows(
            "SELECT a.id FROM knowledge_articles a WHERE " + Self.valid(question)
                + " ORDER BY a.changed_at DESC, a.id DESC LIMIT \(literal: Self.mostCandidates)"
        ).map { try $0.get(at: 0) }
        return try records(ids, question, limit: limit)
    }

    private func records(_ ids: [Int64], _ question: Question, limit: Int) throws -> [ArticleRecord] {
        let records = try ArticleStore(connection: connection).articles(ids)
        let holding = ids.compactMap { records[$0] }.filter { record in
            question.area == nil || record.article.holds(at: question.area)
        }
        return Array(holding.prefix(limit))
    }

    private static func valid(_ question: Question) -> SQL {
        let onlyPublic: SQL = question.onlyPublic ? " AND a.is_public = 1" : .none
        return "a.state = 'live' AND a.from_day <= \(question.day) AND a.until_day >= \(question.day)"
            + onlyPublic
    }

    private static func terms(of text: String) -> [SearchQuery.Term] {
        Analyser.query(String(text.prefix(2000))).terms
    }

    /// Adds how well each article speaks of the words: a word says the more the fewer articles have it.
    ///
    /// - Returns: What an article with every word in its question would have.
    private func score(
        _ terms: [SearchQuery.Term], _ question: Question, _ scores: inout [Int64: Double]
    ) throws -> Double {
        if terms.isEmpty { return 0 }
        let rare = try weights(of: terms)
        if rare.isEmpty { return 0 }
        let total = rare.reduce(0) { $0 + $1.weight * 4 }
        var cases: [SQL] = []
        for term in rare { cases.append("WHEN t.term = \(term.text) THEN \(term.weight)") }
        let valid = Self.valid(question)
        let rows = try connection.rows(
            """
            SELECT t.article_id, SUM(t.weight * (CASE \(SQL.join(cases, by: " ")) ELSE 0.0 END)) AS score
            FROM knowledge_terms t JOIN knowledge_articles a ON a.id = t.article_id
            WHERE t.term IN (\(list: rare.map(\.text))) AND \(valid)
            GROUP BY t.article_id ORDER BY score DESC, t.article_id LIMIT \(literal: Self.mostCandidates)
            """)
        for row in rows {
            let score = try row.get("score", as: Double.self)
            // A word by chance is no answer.
            if score >= total / 8 { scores[try row.get("article_id")] = score }
        }
        return total
    }

    /// The words that say most, with how much: the logarithm of how few have them. Words nobody has are left
    /// out. A single character stands for every word that begins with it.
    private func weights(of terms: [SearchQuery.Term]) throws -> [(text: String, weight: Double)] {
        var exact = terms.filter { !$0.isPrefix }.map(\.text)
        for term in terms where term.isPrefix {
            exact += try connection.rows(
                """
                SELECT DISTINCT term FROM knowledge_terms
                WHERE term\(connection.dialect.byBytes) >= \(term.text)
                    AND term\(connection.dialect.byBytes) < \(term.text + "\u{10FFFF}")
                ORDER BY term LIMIT 50
                """
            ).map { try $0.get(at: 0) }
        }
        let all = try ArticleStore(connection: connection).count()
        let counted = try connection.rows(
            """
            SELECT term, count(*) AS articles FROM knowledge_terms WHERE term IN (\(list: exact))
            GROUP BY term ORDER BY articles, term LIMIT \(literal: Self.mostTerms)
            """)
        return try counted.map { row in
            let share = try Double(row.get("articles", as: Int.self)) / Double(max(1, all))
            // From 0.1 where every article has it up to 1.
            return (try row.get("term"), max(0.1, 1 - share * 0.9))
        }
    }

    /// Articles of the class come first, the closest class most; without words they are all that is found.
    private func weighClass(
        _ question: Question, _ total: Double, _ scores: inout [Int64: Double]
    ) throws {
        var inClass: Set<Int64> = []
        let valid = Self.valid(question)
        for row in try connection.rows(
            """
            SELECT c.article_id, c.category FROM knowledge_categories c
            JOIN knowledge_articles a ON a.id = c.article_id
            WHERE c.category IN (\(list: question.lineage)) AND \(valid)
            ORDER BY c.article_id DESC LIMIT 500
            """)
        {
            let id: Int64 = try row.get("article_id")
            inClass.insert(id)
            let isClosest = try row.get("category", as: String.self) == question.lineage.first
            if question.text.isEmpty || scores[id] != nil {
                scores[id, default: 0] += total * (isClosest ? 0.5 : 0.25)
            }
        }
        if question.onlyClass { scores = scores.filter { inClass.contains($0.key) } }
    }
}
