import Core
import Desk
import Hummingbird
import Markup
import Web

/// The queue of what waits to be dispatched, and taking a suggestion.
struct TriageRoutes: Sendable {
    let desk: TriageDesk
    /// The names of people at work, by their keys.
    let names: @Sendable ([Int64]) async throws -> [Int64: LocalText]
    /// What other slices show in a row, by the matter's key.
    let beside: QueueBeside

    static let pageSize = 15

    func add(to site: Site) {
        site.officers.get("/triage") { _, context in try await queue(context) }
        site.officers.post("/triage/matters/:number") { _, context in try await confirm(context) }
        addModels(to: site)
        addAutomatic(to: site)
        addAudits(to: site)
        addFigures(to: site)
    }

    func telling(_ context: OfficerContext, people: [Int64?] = []) async throws -> TriageTelling {
        let ids = Set(people.compactMap(\.self)).sorted()
        return TriageTelling(
            visit: context.visit, city: desk.city, names: ids.isEmpty ? [:] : try await names(ids))
    }

    /// Who may read how suggestions do: leaders of an area, and those who rule them.
    func requireReader(_ context: OfficerContext) throws {
        guard context.officer.may(.figures) || context.officer.may(.manageRules) else {
            throw WebRefusal.forbidden
        }
    }

    private func queue(_ context: OfficerContext, problem: String? = nil) async throws -> Response {
        let posts = context.officer.posts
        let scopes = desk.scopes(of: posts)
        let wanted = context.query["scope"]
        guard let scope = scopes.first(where: { $0.text == wanted }) ?? scopes.first else {
            // Who dispatches nothing still may read how suggestions do.
            if context.officer.may(.figures) || context.officer.may(.manageRules) {
                return Redirect(to: TriagePath.automatic).answer(context.visit)
            }
            throw WebRefusal.forbidden
        }
        let asked = try context.page(of: "triage", size: Self.pageSize)
        var after: DuePlace?
        if let values = asked.after, values.count == 2, let due = Int64(values[0]), let id = Int64(values[1])
        {
            after = DuePlace(due: due, id: id)
        }
        let queue = try await desk.queue(
            of: posts, in: scope, after: after, limit: asked.size, at: context.now)
        let next = queue.next.map {
            context.cursor(after: [String($0.due), String($0.id)], of: "triage")
        }
        let here = problem == nil ? context.query.given("after") : nil
        var page = QueuePage(
            telling: try await telling(context), queue: queue, scopes: scopes,
            standing: try await desk.standing(at: context.now), next: next, here: here, problem: problem)
        page.beside = try await beside(
            queue.advices.map(\.record.id), TriagePath.queue(queue.scope.text, after: here) + TriagePath.next,
            context.visit)
        return page.page.answer(context.visit)
    }

    private func confirm(_ context: OfficerContext) async throws -> Response {
        let number = try context.parameter("number")
        let answers = context.answers
        do {
            let (place, category, unit) = try choice(answers)
            _ = try await desk.confirm(
                number,
                TriageDesk.Choice(
                    category: category, unit: UnitCode(unit), place: place,
                    version: answers.number("version").map { Int(clamping: $0) }),
                by: context.officer.actor, at: context.now)
            return Redirect(to: answers.given("back") ?? TriagePath.home, notice: "triage.notice.dispatched")
                .answer(context.visit)
        } catch is MatterNotFound {
            throw WebRefusal.notFound
        } catch let refusal as TriageRefusal {
            let problem = "\(number) – " + refusal.sentence(context.words)
            if desk.scopes(of: context.officer.posts).isEmpty { throw refusal }
            return try await queue(context, problem: problem)
        }
    }

    /// `1 0101 SANITATION`: which suggestion, its category, its unit.
    private func choice(_ answers: FormAnswers) throws -> (Int, String, String) {
        let parts = answers["choice"].split(separator: " ").map(String.init)
        guard parts.count == 3, let place = Int(parts[0]), (0...Adviser.most).contains(place) else {
            throw TriageRefusal.missing("choice")
        }
        return (place, parts[1], parts[2])
    }
}
