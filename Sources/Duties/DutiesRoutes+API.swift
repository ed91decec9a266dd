import Core
import Desk
import Hummingbird
import Web

/// What is owed, for programs.
extension DutiesRoutes {
    static let scope = "matters:read"

    /// One line of a day or a ledger.
    struct ItemAnswer: Encodable, Sendable {
        let matter: String
        let title: String
        /// A sort of duty, `stage`, or `matter`.
        let what: String
        let stage: String?
        let unit: String?
        let since: String
        /// Absent where nothing is due.
        let due: String?
        let late: Bool
        /// Supervision: 1 order, 2 notice, 3 accountability; absent without one.
        let level: Int?
        let day: String?

        init(_ item: DutyItem, at now: Moment) {
            (matter, title, unit) = (item.number, item.title, item.unit?.text)
            (since, due, late) = (item.since.iso, item.due?.iso, item.isLate(at: now))
            (level, day) = (item.level?.rawValue, item.day)
            switch item.what {
            case .duty(let duty): (what, stage) = (duty.rawValue, nil)
            case .stage(let name): (what, stage) = ("stage", name)
            case .matter: (what, stage) = ("matter", nil)
            }
        }
    }

    struct ListAnswer: Encodable, Sendable {
        let duties: [ItemAnswer]
        /// Where the next page starts; absent at the end.
        let next: String?
    }

    func answer(_ context: ApiContext) async throws -> JSONAnswer<ListAnswer> {
        try context.require(scope: Self.scope)
        let officer = context.officer
        let day = try await reader.day(of: officer.personID, posts: officer.posts, at: context.now)
        let items = MyDay.Part.allCases.flatMap { day.items($0) }
        return JSONAnswer(ListAnswer(duties: items.map { ItemAnswer($0, at: context.now) }, next: nil))
    }

    func ledgerAnswer(_ context: ApiContext) async throws -> JSONAnswer<ListAnswer> {
        try context.require(scope: Self.scope)
        guard let ledger = Ledger(rawValue: try context.parameter("name")) else { throw WebRefusal.notFound }
        let scopes = city.scopes(of: context.officer.posts)
        let scope = try scope(context.query.given("scope"), among: scopes)
        let list = "duties:\(ledger.rawValue):\(scope.text)"
        let asked = try context.page(of: list, size: 50)
        let rows = try await reader.page(
            ledger, in: scope, after: asked.after, limit: asked.size, at: context.now)
        return JSONAnswer(
            ListAnswer(
                duties: rows.items.map { ItemAnswer($0, at: context.now) },
                next: rows.next.map { context.cursor(after: $0, of: list) }))
    }

    static let operations = [
        Operation(
            "get", "/api/v1/duties", summary: "duties.api.day", tag: "duties",
            responses: [200: .named("Duties", list)], refusals: [403], scopes: [scope]),
        Operation(
            "get", "/api/v1/duties/ledgers/{name}", summary: "duties.api.ledger", tag: "duties",
            parameters: [
                .init(
                    "name", in: .path, schema: .oneOf(Ledger.allCases.map(\.rawValue)),
                    summary: "duties.api.name"),
                .init("scope", in: .query, schema: .string, summary: "duties.api.scope"),
                .init("size", in: .query, schema: .integer, summary: "duties.api.size"),
                .init("after", in: .query, schema: .string, summary: "duties.api.after"),
            ], responses: [200: .named("Duties", list)], refusals: [400, 403, 404], scopes: [scope]),
    ]

    private static let list = Schema.object(
        ["duties": .array(.named("Duty", item)), "next": .string], required: ["duties"])

    private static let item = Schema.object(
        [
            "matter": .string, "title": .string, "what": .string, "stage": .string, "unit": .string,
            "since": .string, "due": .string, "late": .boolean, "level": .integer, "day": .string,
        ], required: ["matter", "title", "what", "since", "late"])
}
