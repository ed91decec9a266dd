import Core
import Desk
import Hummingbird
import Markup
import Web

/// Looking again at what the program decided, and the key figures.
extension TriageRoutes {
    func addAudits(to site: Site) {
        site.officers.get("/triage/audits") { _, context in try await audits(context) }
        site.officers.get("/triage/audits/:id") { _, context in try await audit(context) }
        site.officers.post("/triage/audits/:id") { _, context in try await keepAudit(context) }
    }

    private func audits(_ context: OfficerContext) async throws -> Page {
        try requireReader(context)
        let asked = try context.page(of: "audits", size: 20)
        let due = try await desk.dueAudits(
            for: context.officer.posts, after: asked.after?.first.flatMap { Int64($0) },
            limit: asked.size + 1)
        let next = due.count > asked.size ? due.prefix(asked.size).last.map { String($0.decision.id) } : nil
        let (weeks, wrong) = try await desk.weeks(8, at: context.now)
        return AuditsPage(
            telling: try await telling(context), due: Array(due.prefix(asked.size)), weeks: weeks,
            wrong: try await withMatters(wrong, context),
            standing: try await desk.standing(at: context.now), rules: desk.rules.audit,
            next: next.map { context.cursor(after: [$0], of: "audits") },
            mayAudit: context.officer.may(.manageRules)
        ).page
    }

    private func found(_ context: OfficerContext) async throws -> (DecisionRecord, Desk.Dossier) {
        try context.require(.manageRules)
        guard
            let (decision, dossier) = try await desk.decision(
                try context.number("id"), for: context.officer.actor), decision.isDrawn
        else { throw WebRefusal.notFound }
        return (decision, dossier)
    }

    private func audit(_ context: OfficerContext) async throws -> Page {
        let (decision, dossier) = try await found(context)
        let telling = try await telling(context, people: [decision.audit?.auditor])
        if decision.audit != nil {
            return AuditedPage(telling: telling, decision: decision, matter: dossier.record).page
        }
        return AuditPage(telling: telling, decision: decision, matter: dossier.record).page
    }

    private func keepAudit(_ context: OfficerContext) async throws -> Response {
        let (decision, dossier) = try await found(context)
        let answers = context.answers
        let telling = try await telling(context, people: [context.officer.personID])
        do {
            guard let category = answers.given("category") else { throw TriageRefusal.missing("category") }
            guard let unit = answers.given("unit") else { throw TriageRefusal.missing("unit") }
            let audited = try await desk.audit(
                decision.id, category: category, unit: UnitCode(unit), note: answers.given("note"),
                by: context.officer.actor, person: context.officer.personID, at: context.now)
            return AuditedPage(
                telling: telling, decision: audited.decision, matter: dossier.record,
                isCorrected: audited.isCorrected, hasStopped: audited.hasStopped
            ).page.answer(context.visit)
        } catch let refusal as TriageRefusal {
            if case .alreadyDone = refusal {
                return Redirect(to: TriagePath.audit(decision.id)).answer(context.visit)
            }
            let error = FieldError(
                field: refusal.field ?? "category", message: refusal.sentence(context.words))
            return AuditPage(
                telling: telling, decision: decision, matter: dossier.record, answers: answers,
                errors: [error]
            ).page.answer(context.visit)
        } catch is MatterNotFound {
            throw WebRefusal.notFound
        }
    }

    // MARK: Figures

    func addFigures(to site: Site) {
        site.officers.get("/triage/figures") { _, context in try await figures(context) }
        site.officers.get("/triage/figures/matters") { _, context in try await counted(context) }
    }

    /// The area that is asked for, if the reader may read its figures.
    private func area(_ context: OfficerContext) throws -> (AreaCode, [AreaCode]) {
        try context.require(.figures)
        let areas = desk.figureAreas(of: context.officer.posts)
        let wanted = context.query["area"]
        guard let area = areas.first(where: { $0.text == wanted }) ?? areas.first else {
            throw WebRefusal.forbidden
        }
        if !wanted.isEmpty, area.text != wanted { throw WebRefusal.notFound }
        return (area, areas)
    }

    private func month(_ context: OfficerContext) -> Int {
        let today = desk.day(of: context.now)
        let this = today.year * 100 + today.month
        guard let asked = context.query.number("month").map({ Int(clamping: $0) }),
            (1...12).contains(asked % 100),
            (197_001...209_912).contains(asked)
        else { return this }
        return asked
    }

    private func figures(_ context: OfficerContext) async throws -> Page {
        let (area, areas) = try area(context)
        let asked = DispatchStore.Dimension(rawValue: context.query["by"]) ?? .channel
        let dimension = asked == .all ? .channel : asked
        let month = month(context)
        return FiguresPage(
            telling: try await telling(context),
            figures: try await desk.figures(dimension, month: month, in: area, at: context.now),
            dimension: dimension, month: month, areas: areas
        ).page
    }

    private func counted(_ context: OfficerContext) async throws -> Page {
        let (area, _) = try area(context)
        let dimension = DispatchStore.Dimension(rawValue: context.query["by"]) ?? .all
        let (name, month) = (context.query["name"], month(context))
        let state = FirstDispatch.State(rawValue: context.query["state"])
        let asked = try context.page(of: "counted", size: 25)
        let found = try await desk.counted(
            dimension, name, month: month, state: state, in: area,
            before: asked.after?.first.flatMap { Int64($0) }, limit: asked.size + 1,
            seenBy: context.officer.posts)
        let shown = Array(found.prefix(asked.size))
        let telling = try await telling(context)
        let title = [
            telling.area(area), telling.month(month), telling.name(name, dimension),
            state.map { context.words("triage.state.\($0.rawValue)") } ?? "",
        ].filter { !$0.isEmpty }.joined(separator: " · ")
        let next = found.count > asked.size ? shown.last.map { String($0.line.matter) } : nil
        let here = TriagePath.counted(
            dimension, name, month: month, state: state?.rawValue ?? "", area: area.text)
        return CountedPage(
            telling: telling, title: title, lines: shown,
            next: next.map {
                here + "&after=" + TriagePath.escaped(context.cursor(after: [$0], of: "counted"))
            }
        ).page
    }
}
