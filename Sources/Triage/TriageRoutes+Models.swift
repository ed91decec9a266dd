import Core
import Desk
import Hummingbird
import Markup
import Storage
import Web

/// The models and the way back to an older one; what the program decides by itself.
extension TriageRoutes {
    func addModels(to site: Site) {
        site.officers.get("/triage/models") { _, context in try await models(context) }
        site.officers.post("/triage/models") { _, context in try await train(context) }
        site.officers.get("/triage/models/:version") { _, context in
            try await model(context).answer(context.visit)
        }
        site.officers.post("/triage/models/:version/restore") { _, context in try await restore(context) }
    }

    private func models(
        _ context: OfficerContext, reason: String = "", errors: [FieldError] = []
    ) async throws -> Page {
        try requireReader(context)
        let state = try await desk.shelf.model()
        let trainings = try await desk.trainings()
        let telling = try await telling(context, people: trainings.map(\.person))
        var page = ModelsPage(
            telling: telling, models: try await desk.models(), trouble: try await desk.trouble(),
            learned: state.ready?.learned, rules: desk.rules.training)
        page.training = TrainingView(
            telling: telling, trainings: trainings, mayTrain: context.officer.may(.manageRules),
            reason: reason, errors: errors)
        return page.page
    }

    private func train(_ context: OfficerContext) async throws -> Response {
        try context.require(.manageRules)
        let reason = context.answers["reason"]
        do {
            try await desk.askForModel(reason: reason, by: context.officer.personID, at: context.now)
            return Redirect(to: TriagePath.models, notice: "triage.notice.training").answer(context.visit)
        } catch let refusal as TriageRefusal {
            let error = FieldError(field: "reason", message: refusal.sentence(context.words))
            return try await models(context, reason: reason, errors: [error]).answer(context.visit)
        }
    }

    private func model(
        _ context: OfficerContext, reason: String = "", errors: [FieldError] = []
    ) async throws -> Page {
        try requireReader(context)
        guard let version = Int(try context.parameter("version")),
            let model = try await desk.model(version)
        else { throw WebRefusal.notFound }
        return ModelPage(
            telling: try await telling(context, people: [model.person]), model: model,
            confidence: desk.rules.automatic?.confidence,
            mayRestore: context.officer.may(.manageRules), reason: reason, errors: errors
        ).page
    }

    private func restore(_ context: OfficerContext) async throws -> Response {
        try context.require(.manageRules)
        guard let version = Int(try context.parameter("version")), try await desk.model(version) != nil
        else { throw WebRefusal.notFound }
        let reason = context.answers["reason"]
        do {
            try await desk.restore(version, reason: reason, by: context.officer.personID, at: context.now)
            return Redirect(to: TriagePath.models, notice: "triage.notice.restored").answer(context.visit)
        } catch let refusal as TriageRefusal {
            let error = FieldError(field: "reason", message: refusal.sentence(context.words))
            return try await model(context, reason: reason, errors: [error]).answer(context.visit)
        }
    }

    // MARK: By itself

    func addAutomatic(to site: Site) {
        site.officers.get("/triage/automatic") { _, context in
            try await automatic(context).answer(context.visit)
        }
        site.officers.post("/triage/automatic") { _, context in try await turn(context) }
    }

    private func automatic(
        _ context: OfficerContext, reason: String = "", errors: [FieldError] = []
    ) async throws -> Page {
        try requireReader(context)
        let asked = try context.page(of: "decisions", size: 20)
        let before = asked.after?.first.flatMap { Int64($0) }
        let (found, switches) = try await desk.desk.database.read { connection in
            let store = DecisionStore(connection: connection)
            return (
                try store.automatic(before: before, limit: asked.size + 1), try store.switches(limit: 10)
            )
        }
        let shown = Array(found.prefix(asked.size))
        let next = found.count > asked.size ? shown.last.map { String($0.id) } : nil
        return AutomaticPage(
            telling: try await telling(context, people: switches.map(\.person)),
            standing: try await desk.standing(at: context.now), audit: desk.rules.audit, switches: switches,
            decisions: try await withMatters(shown, context),
            taken: try await desk.taken(days: 28, at: context.now),
            next: next.map { context.cursor(after: [$0], of: "decisions") },
            mayTurn: context.officer.may(.manageRules), reason: reason, errors: errors
        ).page
    }

    /// Each with its matter where the reader may see it.
    func withMatters(
        _ decisions: [DecisionRecord], _ context: OfficerContext
    ) async throws -> [(decision: DecisionRecord, record: MatterRecord?)] {
        let records = try await desk.desk.records(
            decisions.map(\.matterID), seenBy: context.officer.posts)
        let byID = Dictionary(records.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return decisions.map { ($0, byID[$0.matterID]) }
    }

    private func turn(_ context: OfficerContext) async throws -> Response {
        try context.require(.manageRules)
        let reason = context.answers["reason"]
        let isOn = context.answers["on"] == "yes"
        do {
            try await desk.turn(isOn, reason: reason, by: context.officer.personID, at: context.now)
            return Redirect(
                to: TriagePath.automatic, notice: isOn ? "triage.notice.on" : "triage.notice.off"
            ).answer(context.visit)
        } catch let refusal as TriageRefusal {
            let error = FieldError(field: "reason", message: refusal.sentence(context.words))
            return try await automatic(context, reason: reason, errors: [error]).answer(context.visit)
        }
    }
}
