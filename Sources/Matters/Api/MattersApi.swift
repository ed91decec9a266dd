import Core
public import Desk
import Hummingbird
public import Web

/// The JSON API of the loop: the same two doors of the Desk that the pages use, and the same refusals.
public enum MattersApi {
    /// Hangs the API's routes below `/api/v1`.
    /// - Parameter warnings: What the checks ask about an answer that was just given.
    public static func routes(
        desk: Desk, warnings: @escaping AnswerWarnings = { _, _, _ in [] }
    ) -> @Sendable (Site) -> Void {
        { site in
            let api = MattersApiRoutes(desk: desk, checks: warnings)
            site.openAPI.post("/matters", use: api.file)
            site.openAPI.get("/tracks/:token", use: api.track)
            site.openAPI.post("/tracks/:token/moves", use: api.residentsMove)
            site.openAPI.get("/catalogue", use: api.catalogue)
            site.openAPI.get("/units", use: api.units)
            site.openAPI.get("/areas", use: api.areas)
            site.openAPI.get("/return-reasons", use: api.returnReasons)
            site.openAPI.get("/kinds", use: api.kinds)
            site.openAPI.get("/kinds/:kind", use: api.kind)
            site.api.get("/matters", use: api.list)
            site.api.get("/matters/:number", use: api.matter)
            site.api.get("/matters/:number/moves", use: api.possibleMoves)
            site.api.post("/matters/:number/moves", use: api.officersMove)
            site.api.post("/matters/:number/undo", use: api.undo)
            site.api.post("/moves", use: api.bulk)
            site.api.get("/workbench", use: api.workbench)
            site.api.get("/me", use: api.me)
        }
    }

    /// What a token may be allowed.
    enum Scopes {
        static let read = "matters:read"
        static let write = "matters:write"
        static let moves = "moves:write"
        /// To be given the private link of a matter filed for a resident. Whoever holds it speaks as the
        /// resident, so only a channel that hands it on gets it.
        static let links = "links:read"
        /// To make moves that show who raised a matter.
        static let contacts = "contacts:read"
    }
}

/// The handlers, with the desk they ask.
struct MattersApiRoutes: Sendable {
    let desk: Desk
    let checks: AnswerWarnings
    let shelf = AnswerShelf()
    var city: City { desk.city }
}
