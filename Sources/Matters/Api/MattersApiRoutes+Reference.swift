import Core
import Hummingbird
import HTTPTypes
import Web

extension MattersApiRoutes {
    /// `GET /catalogue`
    @Sendable
    func catalogue(_ request: Request, _ context: VisitorContext) async throws -> Response {
        try reference(CatalogueAnswer(city), request, context)
    }

    /// `GET /units`
    @Sendable
    func units(_ request: Request, _ context: VisitorContext) async throws -> Response {
        try reference(UnitListAnswer(city), request, context)
    }

    /// `GET /areas?parent=`
    @Sendable
    func areas(_ request: Request, _ context: VisitorContext) async throws -> Response {
        let parent: AreaCode? = try ListAsked.given("parent", context.query).map { text throws(ApiRefusal) in
            guard let code = AreaCode(text), city.areas[code] != nil else { throw .badParameter("parent") }
            return code
        }
        return try reference(AreaListAnswer(in: parent, of: city), request, context)
    }

    /// `GET /return-reasons`
    @Sendable
    func returnReasons(_ request: Request, _ context: VisitorContext) async throws -> Response {
        try reference(ReturnReasonListAnswer(city), request, context)
    }

    /// `GET /kinds`
    @Sendable
    func kinds(_ request: Request, _ context: VisitorContext) async throws -> Response {
        try reference(KindListAnswer(city), request, context)
    }

    /// `GET /kinds/{kind}`
    @Sendable
    func kind(_ request: Request, _ context: VisitorContext) async throws -> Response {
        guard let procedure = city.procedures[try context.parameter("kind")] else {
            throw WebRefusal.notFound
        }
        return try reference(KindAnswer(procedure, in: city), request, context)
    }

    /// What the city pack says: the same for everybody until its version changes.
    private func reference(
        _ answer: some Encodable & Sendable, _ request: Request, _ context: VisitorContext
    ) throws -> Response {
        let version = Int64(city.version)
        if let unchanged = notModified(request, version: version, shared: true) { return unchanged }
        var response = try JSONAnswer(answer, version: version).response(from: request, context: context)
        response.headers[.cacheControl] = "public, max-age=300"
        return response
    }
}
