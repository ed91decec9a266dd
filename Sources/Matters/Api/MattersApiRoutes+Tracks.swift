import Core
import Desk
import Hummingbird
import Web

extension MattersApiRoutes {
    /// `GET /tracks/{token}`: what the resident sees behind the private link.
    @Sendable
    func track(_ request: Request, _ context: VisitorContext) async throws -> Response {
        let number = try number(context)
        guard let dossier = try await desk.dossier(.number(number), for: .resident) else {
            throw WebRefusal.notFound
        }
        let version = Int64(dossier.matter.version)
        if let unchanged = notModified(request, version: version) { return unchanged }
        let moves = Core.possibleMoves(on: dossier.matter, by: .resident, in: city, at: context.now)
        let expected = try await desk.expectation(of: dossier.record, at: context.now)
        return try JSONAnswer(
            TrackAnswer(dossier, moves: moves, expected: expected, in: city, at: context.now),
            version: version
        )
        .response(from: request, context: context)
    }

    /// `POST /tracks/{token}/moves`: the resident says whether it is solved, urges, adds, takes it back.
    @Sendable
    func residentsMove(_ request: Request, _ context: VisitorContext) async throws -> JSONAnswer<
        PerformedAnswer
    > {
        try spendVisitors(context)
        let number = try number(context)
        let demand = try request.ifMatch()
        let asked = try await request.json(MoveAsked.self, context)
        let key = try request.key(of: "link:\(number)", for: asked)
        let demanded = try await version(demand, of: number, for: .resident)
        let performed = try await perform(
            try asked.order(), demanding: demanded, on: number, by: .resident, at: context.now, once: key)
        return JSONAnswer(PerformedAnswer(performed), version: Int64(performed.version))
    }

    /// The number that the link of the path proves. A link that proves nothing is a place that does not
    /// exist.
    private func number(_ context: VisitorContext) throws -> String {
        guard let number = desk.number(ofLink: try context.parameter("token")) else {
            throw WebRefusal.notFound
        }
        return number
    }
}
