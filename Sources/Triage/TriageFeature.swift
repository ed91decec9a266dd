public import Core
import Desk
public import Markup
import Storage
public import Web

extension Feature {
    /// Triage: what concerns are about and who handles them, suggested and confirmed by a key, or followed by
    /// itself above a confidence that the city sets (M05, M16, M17).
    ///
    /// - Parameters:
    ///   - names: The names of people at work, by their keys.
    ///   - beside: What other slices show in the rows of the queue.
    public static func triage(
        _ desk: TriageDesk, names: @escaping @Sendable ([Int64]) async throws -> [Int64: LocalText],
        beside: @escaping QueueBeside = { _, _, _ in [:] }
    ) -> Feature {
        Feature(
            name: "triage",
            words: WordFiles(owner: "Triage", zh: PackageResources.zh_words, en: PackageResources.en_words),
            menu: [
                MenuEntry(
                    key: "triage.menu", path: TriagePath.home, audience: .power(.takeCalls), icon: "inbox",
                    order: 12, group: .work),
                MenuEntry(
                    key: "triage.automatic.menu", path: TriagePath.automatic, audience: .power(.manageRules),
                    icon: "auto", order: 62, group: .city),
            ],
            specimens: { TriageSpecimens.all },
            panels: [
                MatterPanel(order: 10) { matter, visit in try await desk.panel(of: matter, for: visit) }
            ]
        ) { site in TriageRoutes(desk: desk, names: names, beside: beside).add(to: site) }
    }
}

/// What other slices know of matters in the queue, by their keys: what each shows at the end of its row.
/// `back` is where the browser goes after something was done there.
public typealias QueueBeside =
    @Sendable (_ matters: [Int64], _ back: String, Visit) async throws -> [Int64: HTML]

extension TriageDesk {
    /// Nothing where the matter does not wait, and nothing was decided by itself.
    func panel(of matter: Matter, for visit: Visit) async throws -> HTML? {
        guard let officer = visit.officer else { return nil }
        let decisions = try await desk.database.read { connection in
            try DecisionStore(connection: connection).decisions(of: matter.id)
        }
        let way = city.triageWay(
            kind: matter.kind, stage: matter.stage, isCategorised: matter.category != nil,
            by: officer.actor.parties)
        var advice: Advice?
        if way != nil, let record = try await desk.records([matter.id], seenBy: officer.posts).first {
            advice = try await advices(for: [record], try await shelf.model(), at: visit.now).first
        }
        // Whoever sees it by another post than the one that dispatches reads it without a button.
        let mayConfirm = officer.posts.contains { post in
            post.area.contains(matter.area)
                && city.triageWay(
                    kind: matter.kind, stage: matter.stage, isCategorised: matter.category != nil,
                    by: [.role(post.role)]) != nil
        }
        return TriagePanel(
            telling: TriageTelling(visit: visit, city: city), advice: advice, version: matter.version,
            decisions: decisions, mayConfirm: mayConfirm
        ).html
    }
}
