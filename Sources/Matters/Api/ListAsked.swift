import Core
import Desk
import Web

/// What `GET /matters` asks for, read from the question of the address. Whatever makes no sense is refused by
/// name: a filter that is quietly dropped would show more than was asked for.
struct ListAsked {
    let filter: MatterFilter
    let scope: Scope
    let size: Int
    let after: Int64?

    static let parameters = [
        "status", "stage", "kind", "category", "unit", "area", "outcome", "overdue", "raisedFrom", "raisedTo",
        "route", "grade", "supervised", "excluded",
        "q", "source",
        "scope", "size", "after", "lang",
    ]

    init(_ context: ApiContext, in city: City) throws {
        let query = context.query
        let unknown = query.names.filter { !Self.parameters.contains($0) }
        if !unknown.isEmpty { throw ApiRefusal.unknownParameters(unknown) }
        scope = try Self.scope(Self.given("scope", query), of: context.officer.posts, in: city)
        filter = try Self.filter(query, in: city)
        size = try Self.size(query)
        if query.has("after"), query["after"].isEmpty { throw WebRefusal.badCursor }
        after = try context.page(of: "matters.api").after.map { values in
            guard values.count == 1, let id = Int64(values[0]) else { throw WebRefusal.badCursor }
            return id
        }
    }

    /// How many rows of a list are asked for: 1 … 100.
    static func size(_ query: FormAnswers) throws(ApiRefusal) -> Int {
        guard query.has("size") else { return 25 }
        guard let size = query.number("size"), (1...100).contains(size) else { throw .badParameter("size") }
        return Int(size)
    }

    /// One of the officer's own scopes; another one looks the same as none.
    private static func scope(_ word: String?, of posts: [Post], in city: City) throws(WebRefusal) -> Scope {
        let scopes = city.scopes(of: posts)
        guard let widest = scopes.first else { throw .forbidden }
        guard let word else { return widest }
        guard let scope = scopes.first(where: { $0.text == word }) else { throw .notFound }
        return scope
    }

    private static func filter(_ query: FormAnswers, in city: City) throws(ApiRefusal) -> MatterFilter {
        var filter = MatterFilter()
        filter.isOpen = try choice("status", query, ["open": true, "closed": false])
        filter.isOverdue = try choice("overdue", query, ["true": true, "false": false])
        filter.isSupervised = try choice("supervised", query, ["true": true, "false": false])
        filter.isExcluded = try choice("excluded", query, ["true": true, "false": false])
        filter.route = try known("route", query) { Route(rawValue: $0) != nil }.flatMap(Route.init)
        filter.grade = try known("grade", query) { Grade(rawValue: $0) != nil }.flatMap(Grade.init)
        filter.kind = try known("kind", query) { city.procedures[$0] != nil }
        filter.stage = try known("stage", query) { name in
            city.procedures.values.contains { $0.stage(name) != nil }
        }
        filter.category = try known("category", query) { city.catalogue[$0] != nil }
        filter.lead = try known("unit", query) { city.units[UnitCode($0)] != nil }.map { UnitCode($0) }
        filter.area = try known("area", query) { AreaCode($0).map { city.areas[$0] != nil } ?? false }
            .flatMap { AreaCode($0) }
        filter.outcome = try known("outcome", query) { Outcome(rawValue: $0) != nil }.flatMap {
            Outcome(rawValue: $0)
        }
        filter.source = try known("source", query) { $0.count <= 100 }
        guard query["q"].count <= 200 else { throw .badParameter("q") }
        filter.words = query.given("q")
        filter.raisedFrom = try moment("raisedFrom", query)
        filter.raisedBefore = try moment("raisedTo", query)
        if let from = filter.raisedFrom, let end = filter.raisedBefore, from > end {
            throw .endsBeforeItStarts
        }
        return filter
    }

    /// A filter that is there but empty is no filter: it would show everything.
    static func given(_ name: String, _ query: FormAnswers) throws(ApiRefusal) -> String? {
        guard query.has(name) else { return nil }
        guard let value = query.given(name) else { throw .badParameter(name) }
        return value
    }

    private static func known(
        _ name: String, _ query: FormAnswers, _ isKnown: (String) -> Bool
    ) throws(ApiRefusal) -> String? {
        guard let value = try given(name, query) else { return nil }
        guard isKnown(value) else { throw .badParameter(name) }
        return value
    }

    private static func choice(
        _ name: String, _ query: FormAnswers, _ choices: [String: Bool]
    ) throws(ApiRefusal) -> Bool? {
        guard let value = try given(name, query) else { return nil }
        guard let choice = choices[value] else { throw .badParameter(name) }
        return choice
    }

    private static func moment(_ name: String, _ query: FormAnswers) throws(ApiRefusal) -> Moment? {
        guard let value = try given(name, query) else { return nil }
        guard let moment = Timestamp.read(value) else { throw .badParameter(name) }
        return moment
    }
}
