import Core
import Desk
import Markup
import Web

extension SimilarDesk {
    /// On the page of an open matter at the desk: what may be the same, each with one key to join it.
    var panel: MatterPanel {
        MatterPanel(order: 6) { matter, visit in try await panel(of: matter, visit) }
    }

    /// What its resident, or who took it in, said it is the same as stands first.
    ///
    /// - Parameters:
    ///   - back: Where the browser goes afterwards; nil for the page of the one it is joined to.
    ///   - maySay: Whether who may not join it may say so for those who may.
    func panel(
        of matter: Matter, _ visit: Web.Visit, limit: Int = 8, back: String? = nil, maySay: Bool = false
    ) async throws -> HTML? {
        guard let officer = visit.officer, matter.isOpen, matter.joinedTo == nil else { return nil }
        var found = try await similar(to: matter, for: officer.actor, at: visit.now, limit: limit)
        let wished = try await wished(of: [matter.id], seenBy: officer.posts)[matter.id]
        if let main = wished?.main {
            let known = found.first { $0.id == main.id }
            found = [known ?? Similar(main)] + found.filter { $0.id != main.id }
        }
        if found.isEmpty { return nil }
        let mayJoin = possibleMoves(on: matter, by: officer.actor, in: city, at: visit.now).contains {
            $0.does.contains(.join)
        }
        var panel = SimilarPanel(
            telling: SimilarTelling(visit: visit, city: city), number: matter.number, similar: found,
            mayJoin: mayJoin)
        panel.wished = wished
        panel.back = back
        panel.maySay = maySay && canBeJoined(matter)
        return panel.html
    }
}

extension Similar {
    /// Somebody named it; nothing was compared.
    init(_ candidate: SimilarCandidate) {
        self.init(
            id: candidate.id, number: candidate.number, kind: candidate.kind, stage: candidate.stage,
            title: candidate.title, area: candidate.area, category: candidate.category,
            raisedAt: candidate.raisedAt, score: 0, reasons: [])
    }
}
