import Core
import Desk
import Hummingbird
import Markup
import Storage
import Web

/// The pages of the dispatch catalogue, of returns and of what rulings propose.
struct RulesRoutes: Sendable {
    let desk: RulesDesk
    let names: @Sendable ([Int64]) async throws -> [Int64: LocalText]
    static let pageSize = 50

    func add(to site: Site) {
        addRules(to: site)
        addChanges(to: site)
        addRuns(to: site)
        addReturns(to: site)
        addProposals(to: site)
    }

    /// The reader, with the names of people they will read of.
    func telling(_ context: OfficerContext, people: [Int64?] = []) async throws -> RulesTelling {
        let ids = Set(people.compactMap(\.self)).sorted()
        return RulesTelling(
            visit: context.visit, city: desk.city, book: desk.book,
            names: ids.isEmpty ? [:] : try await names(ids))
    }

    /// Whether somebody looks after a place: rules for a wider one are not theirs.
    func may(_ context: OfficerContext, _ area: AreaCode) -> Bool {
        context.officer.may(.manageRules) && context.officer.posts.contains { $0.area.contains(area) }
    }

    func matters(_ ids: [Int64], _ context: OfficerContext) async throws -> [Int64: MatterRecord] {
        let records = try await desk.desk.records(ids, seenBy: context.officer.posts)
        return Dictionary(records.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    // MARK: The catalogue

    private func addRules(to site: Site) {
        site.officers.get("/rules") { _, context in try await rules(context) }
        site.officers.get("/rules/at/:cell") { _, context in
            try await cell(try named(context), context).answer(context.visit)
        }
        site.officers.get("/rules/dispatch.csv") { _, context in
            try context.require(.manageRules)
            return Response(
                status: .ok,
                headers: [
                    .contentType: "text/csv; charset=utf-8", .cacheControl: "no-store",
                    .contentDisposition: #"attachment; filename="dispatch.csv""#,
                ], body: .init(byteBuffer: ByteBuffer(string: RuleSheet.text(desk.city.dispatch.rules))))
        }
    }

    private func named(_ context: OfficerContext) throws -> DispatchCatalogue.Cell {
        let city = desk.city
        guard let cell = DispatchCatalogue.Cell(try context.parameter("cell")), city.areas[cell.area] != nil,
            cell.category.map({ city.catalogue[$0] != nil }) ?? true
        else { throw WebRefusal.notFound }
        return cell
    }

    /// - Parameters:
    ///   - draft: a new rule that was refused, as it was written.
    ///   - errors: what is wrong with it.
    func rules(
        _ context: OfficerContext, draft: FormAnswers = FormAnswers(), errors: [FieldError] = []
    ) async throws -> Page {
        try context.require(.manageRules)
        let (city, query) = (desk.city, context.query)
        let day = CivilDate(query["on"]) ?? desk.day(of: context.now)
        let found = Self.filtered(city.dispatch.rules, query, on: day, in: city)
        let start = min(max(0, query.number("at").map { Int($0) } ?? 0), found.count)
        let shown = Array(found.dropFirst(start).prefix(Self.pageSize))
        let changes = try await latest(shown.map(\.cell))
        var page = RulesPage(
            telling: try await telling(context, people: changes.values.map(\.author)), answers: query,
            day: day, rules: shown, count: found.count, changes: changes, draft: draft, errors: errors)
        if start + shown.count < found.count {
            page.older = RulesPath.home + query.asQuery(setting: ["at": String(start + shown.count)])
        }
        if let category = query.given("what"), let area = AreaCode(query["where"]) {
            page.asked = .init(
                cell: .init(category: category, area: area),
                decision: city.dispatch.decision(for: category, at: area, on: day, in: city.catalogue))
        }
        return page.page
    }

    /// The rules of a day by class and place, those asked for.
    private static func filtered(
        _ rules: [DispatchCatalogue.Rule], _ query: FormAnswers, on day: CivilDate, in city: City
    ) -> [DispatchCatalogue.Rule] {
        let (category, area, unit) = (
            query.given("ofCategory"), query.given("ofArea"), query.given("ofUnit")
        )
        let order = Dictionary(
            city.catalogue.categories.enumerated().map { ($1.code, $0) },
            uniquingKeysWith: { first, _ in first })
        return rules.filter { rule in
            guard rule.isInForce(on: day) else { return false }
            if let unit, rule.unit.text != unit, !rule.assistants.contains(UnitCode(unit)) { return false }
            if let area, !rule.area.text.hasPrefix(area) { return false }
            guard let category else { return true }
            return rule.category.map { code in
                city.catalogue.lineage(of: code).contains { $0.code == category }
            } ?? false
        }.sorted { one, other in
            let (left, right) = (
                one.category.flatMap { order[$0] } ?? .max, other.category.flatMap { order[$0] } ?? .max
            )
            return (left, one.area) < (right, other.area)
        }
    }

    /// The last approved change of each cell.
    private func latest(
        _ cells: [DispatchCatalogue.Cell]
    ) async throws -> [DispatchCatalogue.Cell: RuleRecord] {
        let found = try await desk.desk.database.read { connection in
            try RuleStore(connection: connection).approved(for: cells)
        }
        return Dictionary(found.map { ($0.change.cell, $0) }, uniquingKeysWith: { _, last in last })
    }

    func cell(
        _ cell: DispatchCatalogue.Cell, _ context: OfficerContext, answers: FormAnswers = FormAnswers(),
        errors: [FieldError] = []
    ) async throws -> Page {
        try context.require(.manageRules)
        let city = desk.city
        let history = try await desk.desk.database.read { connection in
            try RuleStore(connection: connection).changes(of: cell, limit: 100)
        }
        return CellPage(
            telling: try await telling(context, people: history.map(\.author)), cell: cell,
            rules: city.dispatch.rules(of: cell),
            decision: city.dispatch.decision(
                for: cell.category, at: cell.area, on: desk.day(of: context.now), in: city.catalogue),
            history: history, mayEdit: may(context, cell.area), answers: answers, errors: errors
        ).page
    }
}
