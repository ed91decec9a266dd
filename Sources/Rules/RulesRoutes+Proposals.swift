import Core
import Desk
import Hummingbird
import Markup
import Storage
import Web

/// What rulings propose.
extension RulesRoutes {
    func addProposals(to site: Site) {
        site.officers.get("/rules/proposals") { _, context in try await proposals(context) }
        site.officers.get("/rules/proposals/:id") { _, context in
            try await proposal(context).answer(context.visit)
        }
        site.officers.post("/rules/proposals/:id/accept") { _, context in
            try await decide(context) { id, person in
                guard let from = CivilDate(context.answers["from"]) else {
                    throw RulesRefusal.invalid("from")
                }
                let draft = try await desk.accept(
                    id, from: from, reason: context.answers["reason"], by: person, at: context.now)
                return RulesPath.change(draft)
            }
        }
        site.officers.post("/rules/proposals/:id/decline") { _, context in
            try await decide(context) { id, person in
                try await desk.refuse(id, why: context.answers["why"], by: person, at: context.now)
                return RulesPath.proposal(id)
            }
        }
    }

    private func proposals(_ context: OfficerContext) async throws -> Page {
        try context.require(.manageRules)
        let state = ProposalStore.Proposal.State(rawValue: context.query["state"]) ?? .open
        let list = "rules:proposals:\(state.rawValue)"
        let asked = try context.page(of: list, size: Self.pageSize)
        let place = asked.after.flatMap { after -> (at: Moment, id: Int64)? in
            guard after.count == 2, let at = Int64(after[0]), let id = Int64(after[1]) else { return nil }
            return (Moment(milliseconds: at), id)
        }
        let found = try await desk.desk.database.read { connection in
            try ProposalStore(connection: connection).proposals(
                state, before: place, limit: asked.size + 1)
        }
        let shown = Array(found.prefix(asked.size))
        var page = ProposalsPage(telling: try await telling(context), state: state, proposals: shown)
        if found.count > shown.count, let last = shown.last {
            let cursor = context.cursor(
                after: [String(last.lastAt.milliseconds), String(last.id)], of: list)
            page.older = "\(RulesPath.proposals)?state=\(state.rawValue)&after=\(cursor)"
        }
        return page.page
    }

    private func proposal(_ context: OfficerContext, errors: [FieldError] = []) async throws -> Page {
        try context.require(.manageRules)
        let proposal = try await desk.proposal(try context.number("id"))
        let rulings = try await desk.rulings(for: proposal)
        let all = rulings.support + rulings.against
        let records = try await matters(Set(all.map(\.matter)).sorted(), context)
        let people = all.map { $0.decided.person } + [proposal.decidedBy]
        let city = desk.city
        func lines(_ rulings: [RulesDesk.KeptRuling]) -> [ProposalPage.Line] {
            rulings.map { .init(decided: $0.decided, record: records[$0.matter]) }
        }
        return ProposalPage(
            telling: try await telling(context, people: people), proposal: proposal,
            decision: city.dispatch.decision(
                for: proposal.cell.category, at: proposal.cell.area, on: desk.day(of: context.now),
                in: city.catalogue), support: lines(rulings.support), against: lines(rulings.against),
            mayDecide: may(context, proposal.cell.area), answers: context.answers, errors: errors
        ).page
    }

    private func decide(
        _ context: OfficerContext, _ body: (_ id: Int64, _ person: Int64) async throws -> String
    ) async throws -> Response {
        try context.require(.manageRules)
        let id = try context.number("id")
        guard may(context, try await desk.proposal(id).cell.area) else { throw RulesRefusal.notYours }
        do {
            let path = try await body(id, context.officer.personID)
            return Redirect(to: path, notice: "rules.notice.done").answer(context.visit)
        } catch let refusal as RulesRefusal where refusal.field != nil {
            let error = FieldError(
                field: refusal.field ?? "reason", message: refusal.sentence(context.words))
            return try await proposal(context, errors: [error]).answer(context.visit)
        }
    }
}
