import Core
import Desk
public import Web

extension MattersApi {
    /// The routes, described for OpenAPI.
    public static let operations: [Operation] =
        filingOperations + matterOperations + moveOperations + trackOperations + referenceOperations

    private static let tag = "matters"
    private static let idempotency = Operation.Parameter(
        "Idempotency-Key", in: .header, schema: .matching("^[!-~]{1,255}$"),
        summary: "matters.api.parameter.idempotencyKey")
    private static let ifMatch = Operation.Parameter(
        "If-Match", in: .header, schema: .matching(#"^(\*|"v[0-9]{1,18}"(, ?"v[0-9]{1,18}")*)$"#),
        summary: "matters.api.parameter.ifMatch")
    private static let ifNoneMatch = Operation.Parameter(
        "If-None-Match", in: .header, summary: "matters.api.parameter.ifNoneMatch")
    private static let number = Operation.Parameter(
        "number", in: .path, summary: "matters.api.parameter.number")
    private static let token = Operation.Parameter("token", in: .path, summary: "matters.api.parameter.token")
    private static let size = Operation.Parameter(
        "size", in: .query, schema: .whole(1...100), summary: "matters.api.parameter.size")

    /// Where the number of a matter leads.
    private static let ofMatter: [Operation.Link] = [
        "getMattersNumber", "getMattersNumberMoves", "postMattersNumberMoves", "postMattersNumberUndo",
    ].map { .init($0, ["number": "number"]) }

    private static let filingOperations = [
        Operation(
            "post", "/api/v1/matters", summary: "matters.api.file", tag: tag, parameters: [idempotency],
            request: ApiSchemas.filing, responses: [201: ApiSchemas.receipt],
            refusals: [400, 401, 403, 409, 413, 415, 422, 429],
            requestExample: #"{"text":"小区门口的路灯不亮了","place":"和平路 3 号","contact":{"phone":"13800000000"}}"#,
            answerExample: """
                {"number":"QS2026112200017","version":1,"stage":"received","token":"QS2026112200017-…",\
                "link":"https://12345.example.org/track/QS2026112200017-…"}
                """, scopes: nil,
            links: ofMatter
                + ["getTracksToken", "postTracksTokenMoves"].map { .init($0, ["token": "token"]) })
    ]

    private static let matterOperations = [
        Operation(
            "get", "/api/v1/matters", summary: "matters.api.list", tag: tag,
            parameters: filters + [ifNoneMatch], responses: [200: ApiSchemas.list, 304: nil],
            refusals: [400, 401, 403, 404], scopes: [Scopes.read]),
        Operation(
            "get", "/api/v1/matters/{number}", summary: "matters.api.matter", tag: tag,
            parameters: [number, ifNoneMatch], responses: [200: ApiSchemas.matter, 304: nil],
            refusals: [400, 401, 403, 404], scopes: [Scopes.read]),
        Operation(
            "get", "/api/v1/matters/{number}/moves", summary: "matters.api.possibleMoves", tag: tag,
            parameters: [number], responses: [200: ApiSchemas.moveList], refusals: [400, 401, 403, 404],
            scopes: [Scopes.read]),
        Operation(
            "get", "/api/v1/workbench", summary: "matters.api.workbench", tag: tag,
            parameters: [size, ifNoneMatch], responses: [200: ApiSchemas.workbench, 304: nil],
            refusals: [400, 401, 403], scopes: [Scopes.read]),
        Operation(
            "get", "/api/v1/me", summary: "matters.api.me", tag: tag, responses: [200: ApiSchemas.me],
            refusals: [401]),
    ]

    private static let moveOperations = [
        Operation(
            "post", "/api/v1/matters/{number}/moves", summary: "matters.api.move", tag: tag,
            parameters: [number, ifMatch, idempotency], request: ApiSchemas.order,
            responses: [200: ApiSchemas.performed], refusals: [400, 401, 403, 404, 409, 412, 413, 415, 422],
            requestExample: #"{"move":"dispatch","inputs":{"unit":"U0101"},"version":2}"#,
            answerExample: #"{"number":"QS2026112200017","version":3,"stage":"dispatched","status":"open"}"#,
            scopes: [Scopes.moves], links: ofMatter),
        Operation(
            "post", "/api/v1/matters/{number}/undo", summary: "matters.api.undo", tag: tag,
            parameters: [number, ifMatch], responses: [200: ApiSchemas.performed],
            refusals: [400, 401, 403, 404, 409],
            answerExample: #"{"number":"QS2026112200017","version":4,"stage":"registered","status":"open"}"#,
            scopes: [Scopes.moves]),
        Operation(
            "post", "/api/v1/moves", summary: "matters.api.bulk", tag: tag, parameters: [idempotency],
            request: ApiSchemas.bulkOrder, responses: [200: ApiSchemas.bulk],
            refusals: [400, 401, 403, 413, 415, 422],
            requestExample: """
                {"numbers":["QS2026112200017","QS2026112200018"],"move":"dispatch","inputs":{"unit":"U0101"}}
                """, scopes: [Scopes.moves]),
    ]

    private static let trackOperations = [
        Operation(
            "get", "/api/v1/tracks/{token}", summary: "matters.api.track", tag: tag,
            parameters: [token, ifNoneMatch],
            responses: [200: ApiSchemas.track, 304: nil], refusals: [400, 404], scopes: nil),
        Operation(
            "post", "/api/v1/tracks/{token}/moves", summary: "matters.api.residentsMove", tag: tag,
            parameters: [token, ifMatch, idempotency], request: ApiSchemas.order,
            responses: [200: ApiSchemas.performed], refusals: [400, 403, 404, 409, 412, 413, 415, 422, 429],
            requestExample: #"{"move":"rate","inputs":{"solved":"yes","satisfied":"no","why":"灯还是不亮"}}"#,
            scopes: nil),
    ]

    private static let referenceOperations = [
        reference("/catalogue", "matters.api.catalogue", ApiSchemas.catalogue),
        reference("/units", "matters.api.units", ApiSchemas.units),
        reference(
            "/areas", "matters.api.areas", ApiSchemas.areas,
            [.init("parent", in: .query, summary: "matters.api.parameter.parent")]),
        reference("/return-reasons", "matters.api.returnReasons", ApiSchemas.returnReasons),
        reference("/kinds", "matters.api.kinds", ApiSchemas.kinds),
        reference(
            "/kinds/{kind}", "matters.api.kind", ApiSchemas.kind,
            [.init("kind", in: .path, summary: "matters.api.parameter.kind")]),
    ]

    private static func reference(
        _ path: String, _ summary: String, _ schema: Schema, _ parameters: [Operation.Parameter] = []
    ) -> Operation {
        Operation(
            "get", "/api/v1\(path)", summary: summary, tag: "city", parameters: parameters + [ifNoneMatch],
            responses: [200: schema, 304: nil], refusals: parameters.isEmpty ? [] : [400, 404], scopes: nil)
    }

    private static let filters: [Operation.Parameter] = [
        filter("status", ApiSchemas.status), filter("stage"), filter("kind"), filter("category"),
        filter("unit"),
        filter("area"), filter("outcome", ApiSchemas.outcome), filter("overdue", .boolean),
        filter("route", .oneOf(Route.allCases.map(\.rawValue))),
        filter("grade", .oneOf(Grade.allCases.map(\.rawValue))), filter("supervised", .boolean),
        filter("excluded", .boolean),
        filter("raisedFrom", .dateTime), filter("raisedTo", .dateTime), filter("q", .text(0...200)),
        filter("source", .text(0...100)), filter("scope"), size, filter("after"),
    ]

    private static func filter(_ name: String, _ schema: Schema = .string) -> Operation.Parameter {
        .init(name, in: .query, schema: schema, summary: "matters.api.parameter.\(name)")
    }
}
