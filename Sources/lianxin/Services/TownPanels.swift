import Areas
import Core
import Joins
import Matters
import Web

/// What other slices know on the pages of a resident.
extension Town {
    var residentPanels: ResidentPanels {
        let (joins, areas) = (joins, areas)
        return ResidentPanels(
            receipt: { matter, token, visit in
                try await joins.question(to: matter, token: token, visit)
            },
            track: { matter, _, visit in try await joins.told(of: matter, visit) },
            named: { key, matter, now in
                if let main = try await areas.matter(ofKey: key) {
                    try await joins.wish(matter, sameAs: main, at: now)
                }
            })
    }
}
