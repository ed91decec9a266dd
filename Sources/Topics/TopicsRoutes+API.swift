import Core
import Web

/// What rises, for programs.
extension TopicsRoutes {
    static let scope = "matters:read"

    struct TopicAnswer: Encodable, Sendable {
        let id: Int64
        let area: String
        let category: String?
        let phrases: [String]
        let people: Int
        let matters: Int
        /// How many there usually are, to one place behind the point.
        let expected: Double
        let through: String
        let series: [Int]
    }

    struct TopicsAnswer: Encodable, Sendable {
        let topics: [TopicAnswer]
    }

    func answer(_ context: ApiContext) async throws -> JSONAnswer<TopicsAnswer> {
        try context.require(scope: Self.scope)
        try context.require(.figures)
        let (_, all) = try areas(context.query, of: context.officer.posts)
        var span = TopicSpan.week
        if let number = try context.query.wholeNumber("span") {
            guard let known = TopicSpan(rawValue: Int(clamping: number)) else {
                throw WebRefusal.badField(path: "span", reason: .wrongKind)
            }
            span = known
        }
        let topics = try await desk.rising(span, in: all)
        return JSONAnswer(
            TopicsAnswer(
                topics: topics.map { topic in
                    TopicAnswer(
                        id: topic.id, area: topic.area.text, category: topic.category,
                        phrases: topic.phrases, people: topic.level.people, matters: topic.matters,
                        expected: (topic.level.expected * 10).rounded() / 10,
                        through: topic.through.description, series: topic.series)
                }))
    }

    static let operations = [
        Operation(
            "get", "/api/v1/topics", summary: "topics.api.list", tag: "topics",
            parameters: [
                .init("span", in: .query, schema: .integer, summary: "topics.api.span"),
                .init("area", in: .query, summary: "topics.api.area"),
            ],
            responses: [
                200: .named(
                    "RisingTopics",
                    .object(
                        [
                            "topics": .array(
                                .named(
                                    "RisingTopic",
                                    .object(
                                        [
                                            "id": .integer, "area": .string, "category": .string,
                                            "phrases": .array(.string), "people": .integer,
                                            "matters": .integer, "expected": .number, "through": .string,
                                            "series": .array(.integer),
                                        ],
                                        required: [
                                            "id", "area", "phrases", "people", "matters", "expected",
                                            "through", "series",
                                        ])))
                        ], required: ["topics"]))
            ], refusals: [403, 404], scopes: [scope])
    ]
}
