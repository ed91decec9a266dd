import Core
import Desk
import Hummingbird
import Web

extension MattersApiRoutes {
    /// `POST /matters/{number}/undo`
    @Sendable
    func undo(_ request: Request, _ context: ApiContext) async throws -> JSONAnswer<PerformedAnswer> {
        try context.require(scope: MattersApi.Scopes.moves)
        let number = try context.parameter("number")
        let actor = context.officer.actor
        let demanded = try await version(try request.ifMatch(), of: number, for: actor)
        let performed = try await desk.undo(number, by: actor, at: context.now, expecting: demanded)
        return JSONAnswer(PerformedAnswer(performed), version: Int64(performed.version))
    }
}
