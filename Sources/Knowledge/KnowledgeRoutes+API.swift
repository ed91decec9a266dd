import Core
import Desk
import Web

/// Answers, for programs.
extension KnowledgeRoutes {
    static let scope = "matters:read"

    struct ArticleAnswer: Encodable, Sendable {
        let code: String
        let version: Int
        let title: String
        let answer: String
        let unit: String
        let categories: [String]
        /// Empty: everywhere.
        let areas: [String]
        let from: String
        let until: String?
        let isPublic: Bool

        enum CodingKeys: String, CodingKey {
            case code, version, title, answer, unit, categories, areas, from, until
            case isPublic = "public"
        }

        init(_ record: ArticleRecord, _ language: Language) {
            let article = record.article
            code = article.code
            version = record.version
            title = article.title[language]
            answer = article.answer[language]
            unit = article.unit.text
            categories = article.categories
            areas = article.areas.map(\.text)
            from = article.from.description
            until = article.until?.description
            isPublic = article.isPublic
        }
    }

    struct FoundAnswer: Encodable, Sendable {
        let articles: [ArticleAnswer]
    }

    func answer(_ context: ApiContext) async throws -> JSONAnswer<FoundAnswer> {
        try context.require(scope: Self.scope)
        let query = context.query
        var category: String?
        if let asked = query.given("category") {
            guard city.catalogue[asked] != nil else {
                throw WebRefusal.badField(path: "category", reason: .wrongKind)
            }
            category = asked
        }
        var area: AreaCode?
        if let asked = query.given("area") {
            area = AreaCode(asked).flatMap { city.areas[$0]?.code }
            guard area != nil else {
                throw WebRefusal.badField(path: "area", reason: .wrongKind)
            }
        }
        let limit = min(max(Int(clamping: try query.wholeNumber("limit") ?? 10), 1), 50)
        let question = desk.question(query["q"], category: category, area: area, at: context.now)
        let found = try await desk.offered(question, at: context.now, limit: limit)
        return JSONAnswer(
            FoundAnswer(articles: found.map { ArticleAnswer($0, context.words.language) }))
    }

    static let operations = [
        Operation(
            "get", "/api/v1/knowledge", summary: "knowledge.api.find", tag: "knowledge",
            parameters: [
                .init("q", in: .query, summary: "knowledge.api.q"),
                .init("category", in: .query, summary: "knowledge.api.category"),
                .init("area", in: .query, summary: "knowledge.api.area"),
                .init("limit", in: .query, schema: .integer, summary: "knowledge.api.limit"),
            ],
            responses: [
                200: .named(
                    "FoundArticles",
                    .object(
                        [
                            "articles": .array(
                                .named(
                                    "KnowledgeArticle",
                                    .object(
                                        [
                                            "code": .string, "version": .integer, "title": .string,
                                            "answer": .string, "unit": .string,
                                            "categories": .array(.string), "areas": .array(.string),
                                            "from": .string, "until": .string, "public": .boolean,
                                        ],
                                        required: [
                                            "code", "version", "title", "answer", "unit", "categories",
                                            "areas", "from", "public",
                                        ])))
                        ], required: ["articles"]))
            ], refusals: [403], scopes: [scope])
    ]
}
