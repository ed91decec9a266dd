import Core
import Desk
import Hummingbird
import Markup
import Storage
import Web

/// Drafts, and what becomes of them.
extension RulesRoutes {
    func addChanges(to site: Site) {
        site.officers.get("/rules/changes") { _, context in try await changes(context) }
        site.officers.post("/rules/changes") { _, context in try await draft(context) }
        site.officers.get("/rules/changes/:id") { _, context in
            try await change(context).answer(context.visit)
        }
        site.officers.post("/rules/changes/:id/submit") { _, context in
            try await act(context) { id, person in
                try await desk.submit(id, by: person, at: context.now)
            }
        }
        site.officers.post("/rules/changes/:id/approve") { _, context in
            try await act(context) { id, person in
                try await desk.approve(id, by: person, at: context.now)
            }
        }
        site.officers.post("/rules/changes/:id/decline") { _, context in
            try await act(context) { id, person in
                try await desk.decline(id, by: person, why: context.answers["why"], at: context.now)
            }
        }
    }

    private func changes(_ context: OfficerContext) async throws -> Page {
        try context.require(.manageRules)
        let state = RuleRecord.State(rawValue: context.query["state"]) ?? .waiting
        let list = "rules:\(state.rawValue)"
        let asked = try context.page(of: list, size: Self.pageSize)
        let last = asked.after?.first.flatMap { Int64($0) }
        let found = try await desk.desk.database.read { connection in
            try RuleStore(connection: connection).changes(state, before: last, limit: asked.size + 1)
        }
        let shown = Array(found.prefix(asked.size))
        var page = ChangesPage(
            telling: try await telling(context, people: shown.map(\.author)), state: state, records: shown)
        if found.count > shown.count, let last = shown.last {
            let cursor = context.cursor(after: [String(last.id)], of: list)
            page.older = "\(RulesPath.changes)?state=\(state.rawValue)&after=\(cursor)"
        }
        return page.page
    }

    private func draft(_ context: OfficerContext) async throws -> Response {
        try context.require(.manageRules)
        let answers = context.answers
        do {
            let change = try read(answers, context)
            let reason = answers[answers["what"] == "end" ? ChangeForm.endsWhy : "reason"]
            let id = try await desk.draft(
                change, reason: reason, by: context.officer.personID, at: context.now)
            return Redirect(to: RulesPath.change(id), notice: "rules.notice.kept").answer(context.visit)
        } catch let refusal as RulesRefusal where refusal.field != nil {
            return try await draft(answers, refused: refusal, context).answer(context.visit)
        }
    }

    /// The form as it was written, on the page it was written on.
    private func draft(
        _ answers: FormAnswers, refused refusal: RulesRefusal, _ context: OfficerContext
    ) async throws -> Page {
        let cell = answers.given("cell").flatMap { DispatchCatalogue.Cell($0) }
        let field = ChangeForm.shown(
            refusal.field ?? "", isEnding: cell != nil && answers["what"] == "end", asksPlace: cell == nil)
        let errors = [FieldError(field: field, message: refusal.sentence(context.words))]
        guard let cell else { return try await rules(context, draft: answers, errors: errors) }
        return try await self.cell(cell, context, answers: answers, errors: errors)
    }

    private func place(_ answers: FormAnswers) throws(RulesRefusal) -> DispatchCatalogue.Cell {
        if let text = answers.given("cell") {
            guard let cell = DispatchCatalogue.Cell(text) else { throw .invalid("category") }
            return cell
        }
        guard let category = answers.given("category") else { throw .missing("category") }
        guard let area = answers.given("area") else { throw .missing("area") }
        guard let code = AreaCode(area) else { throw .invalid("area") }
        return .init(category: category == "*" ? nil : category, area: code)
    }

    private func read(_ answers: FormAnswers, _ context: OfficerContext) throws(RulesRefusal) -> RuleChange {
        let cell = try place(answers)
        guard desk.city.areas[cell.area] != nil else { throw .problem(.noArea) }
        guard may(context, cell.area) else { throw .notYours }
        let isEnding = answers["what"] == "end"
        guard let from = CivilDate(answers[isEnding ? ChangeForm.endsFrom : "from"]) else {
            throw .invalid("from")
        }
        if isEnding { return RuleChange(cell: cell, from: from, gift: nil) }
        guard let unit = answers.given("unit") else { throw .missing("unit") }
        var until: CivilDate?
        if let text = answers.given("until") {
            guard let day = CivilDate(text) else { throw .invalid("until") }
            until = day
        }
        var limit: Span?
        if let text = answers.given("limit") {
            guard let days = Int(text), (1...365).contains(days) else { throw .invalid("limit") }
            limit = .workingDays(days)
        }
        let helpers = (1...ChangeForm.assistants).compactMap { answers.given("assistant\($0)") }
        var source: String?
        if let text = answers.given("source") {
            source = try RulesRefusal.text(text, field: "source", limit: 200)
        }
        return RuleChange(
            cell: cell, from: from, until: until,
            gift: .init(
                unit: UnitCode(unit), assistants: helpers.map { UnitCode($0) }, limit: limit, source: source))
    }

    private func change(_ context: OfficerContext, error: String? = nil) async throws -> Page {
        try context.require(.manageRules)
        let id = try context.number("id")
        let record = try await desk.record(id)
        let acts = try await desk.desk.database.read { try RuleStore(connection: $0).acts(of: id) }
        let (city, today) = (desk.city, desk.day(of: context.now))
        let mine = record.author == context.officer.personID
        let allowed = may(context, record.change.cell.area)
        return ChangePage(
            telling: try await telling(context, people: acts.map(\.person)), record: record, acts: acts,
            before: city.dispatch.decision(
                for: record.change.cell.category, at: record.change.cell.area, on: today, in: city.catalogue),
            problem: record.state.isOpen ? problem(of: record, today) : nil,
            may: .init(
                submit: allowed && record.state == .draft,
                approve: allowed && record.state == .waiting && !(desk.book.needsApproval && mine),
                decline: allowed && record.state.isOpen), error: error
        ).page
    }

    /// What stands against it now; a first day that has passed is moved when it is approved.
    private func problem(of record: RuleRecord, _ today: CivilDate) -> RuleProblem? {
        let change = record.change
        let from = change.from.map { max($0, today) }
        return RuleChange(cell: change.cell, from: from, until: change.until, gift: change.gift)
            .problem(in: desk.city, today: today)
    }

    private func act(
        _ context: OfficerContext, _ body: (_ id: Int64, _ person: Int64) async throws -> Void
    ) async throws -> Response {
        try context.require(.manageRules)
        let id = try context.number("id")
        guard may(context, try await desk.record(id).change.cell.area) else { throw RulesRefusal.notYours }
        do {
            try await body(id, context.officer.personID)
            return Redirect(to: RulesPath.change(id), notice: "rules.notice.done").answer(context.visit)
        } catch let refusal as RulesRefusal where refusal.status == 422 || refusal.status == 409 {
            return try await change(context, error: refusal.sentence(context.words)).answer(context.visit)
        }
    }
}
