import Core
import Desk
import Markup
import Web

extension SimilarDesk {
    /// On the page of an open matter at the desk: what may be the same, each with one key to join it.
    var panel: MatterPanel {
        MatterPanel(order: 6) { matter, visit in
            guard let officer = visit.officer, matter.isOpen, matter.joinedTo == nil else { return nil }
            let similar = try await similar(to: matter, for: officer.actor, at: visit.now)
            if similar.isEmpty { return nil }
            let mayJoin = possibleMoves(on: matter, by: officer.actor, in: city, at: visit.now).contains {
                $0.does.contains(.join)
            }
            return SimilarPanel(
                telling: SimilarTelling(visit: visit, city: city), number: matter.number, similar: similar,
                mayJoin: mayJoin
            ).html
        }
    }
}
