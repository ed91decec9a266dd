public import Core
import Desk
import Storage

/// What rulings say about the catalogue.
extension RulesDesk {
    func proposal(_ id: Int64) async throws -> ProposalStore.Proposal {
        guard let found = try await desk.database.read({ try ProposalStore(connection: $0).proposal(id) })
        else { throw RulesRefusal.notFound }
        return found
    }

    /// The keys of proposals that wait for a decision, the latest ruling first.
    public func waitingProposals(limit: Int) async throws -> [Int64] {
        try await desk.database.read { connection in
            try ProposalStore(connection: connection).proposals(.open, before: nil, limit: limit).map(\.id)
        }
    }

    /// Makes a draft of a proposal.
    ///
    /// - Returns: The draft.
    public func accept(
        _ id: Int64, from: CivilDate, reason: String, by person: Int64, at now: Moment
    ) async throws -> Int64 {
        let proposal = try await proposal(id)
        guard proposal.state == .open || proposal.state == .gathering else { throw RulesRefusal.notNow }
        let reason = try RulesRefusal.text(reason, field: "reason", limit: 500)
        let change = RuleChange(cell: proposal.cell, from: from, gift: .init(unit: proposal.unit))
        if let problem = change.problem(in: city, today: day(of: now)) {
            throw RulesRefusal.problem(problem)
        }
        let draft: Int64? = try await desk.database.write { connection in
            let draft = try RuleStore(connection: connection).add(
                change, reason: reason, by: person, proposal: id, at: now)
            let decided = try ProposalStore(connection: connection).decide(
                id, .accepted, by: person, why: reason, change: draft, at: now)
            guard decided else { throw RulesRefusal.overtaken }
            return draft
        }
        guard let draft else { throw RulesRefusal.overtaken }
        return draft
    }

    /// Says no to a proposal, with a reason. A later ruling opens the question again.
    public func refuse(_ id: Int64, why: String, by person: Int64, at now: Moment) async throws {
        let why = try RulesRefusal.text(why, field: "why", limit: 500)
        let decided = try await desk.database.write { connection in
            try ProposalStore(connection: connection).decide(
                id, .declined, by: person, why: why, change: nil, at: now)
        }
        guard decided else { throw RulesRefusal.notNow }
    }

    /// A ruling with the matter it is about.
    struct KeptRuling: Sendable {
        let matter: Int64
        let decided: ReturnStore.Decided
    }

    /// The rulings for a class within a place: those that support a unit, and those that give it to others.
    func rulings(
        for proposal: ProposalStore.Proposal
    ) async throws -> (support: [KeptRuling], against: [KeptRuling]) {
        let category = proposal.cell.category ?? ""
        let all = try await desk.database.read { connection in
            try ReturnStore(connection: connection).rulings(category: category, limit: 200)
                .map { KeptRuling(matter: $0.matter, decided: $0.decided) }
        }
        let here = all.filter { proposal.cell.area.contains($0.decided.ruling.area) }
        return (
            here.filter { $0.decided.ruling.unit == proposal.unit },
            here.filter { $0.decided.ruling.unit != proposal.unit }
        )
    }
}
