import Core
import Desk
import Hummingbird
import NIOCore
import Web

extension MattersApiRoutes {
    /// `GET /matters`
    @Sendable
    func list(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(scope: MattersApi.Scopes.read)
        let asked = try ListAsked(context, in: city)
        let page = try await desk.list(asked.filter, in: asked.scope, after: asked.after, limit: asked.size)
        let next = page.next.map { id in
            let cursor = context.cursor(after: [String(id)], of: "matters.api")
            return "/api/v1/matters" + context.query.asQuery(setting: ["after": cursor])
        }
        return try JSONAnswer(
            MatterListAnswer(
                matters: page.matters.map { MatterSummary($0, in: city) }, next: next, cut: page.isCut)
        ).unlessKnown(request)
    }

    /// `GET /matters/{number}`
    @Sendable
    func matter(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(scope: MattersApi.Scopes.read)
        let number = try context.parameter("number")
        if let kept = shelf.answer(about: number, to: context.officer, now: context.now),
            try await desk.version(of: number) == kept.version
        {
            return notModified(request, version: Int64(kept.version)) ?? kept.response
        }
        let dossier = try await dossier(context)
        let version = Int64(dossier.matter.version)
        if let unchanged = notModified(request, version: version) { return unchanged }
        let answer = MatterAnswer(
            dossier, moves: moves(on: dossier.matter, context),
            expected: try await desk.expectation(of: dossier.record, at: context.now), in: city,
            at: context.now)
        let body = ByteBuffer(bytes: try JSONText.bytes(answer))
        shelf.keep(
            body, version: dossier.matter.version, about: number, for: context.officer, now: context.now)
        return AnswerShelf.Kept(
            posts: [], version: dossier.matter.version, madeAt: context.now, body: body
        ).response
    }

    /// `GET /matters/{number}/moves`. Without a short cut by version: what is possible changes with time too.
    @Sendable
    func possibleMoves(_ request: Request, _ context: ApiContext) async throws -> JSONAnswer<MoveListAnswer> {
        try context.require(scope: MattersApi.Scopes.read)
        let matter = try await dossier(context).matter
        return JSONAnswer(
            MoveListAnswer(
                number: matter.number, version: matter.version,
                moves: moves(on: matter, context).map {
                    MoveAnswer($0, in: city, at: context.now)
                }), version: Int64(matter.version))
    }

    /// `GET /workbench`
    @Sendable
    func workbench(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(scope: MattersApi.Scopes.read)
        let unknown = context.query.names.filter { !["size", "lang"].contains($0) }
        if !unknown.isEmpty { throw ApiRefusal.unknownParameters(unknown) }
        let benches = try await desk.workbench(
            of: context.officer.posts, limit: try ListAsked.size(context.query))
        return try JSONAnswer(WorkbenchAnswer(benches, in: city)).unlessKnown(request)
    }

    /// `GET /me`
    @Sendable
    func me(_ request: Request, _ context: ApiContext) async throws -> JSONAnswer<MeAnswer> {
        JSONAnswer(MeAnswer(context, in: city))
    }

    /// The matter of the path, if the officer may see it.
    private func dossier(_ context: ApiContext) async throws -> Desk.Dossier {
        // Without a post an officer's actor has none, as the resident's and the program's: it must not pass
        // as theirs.
        guard !context.officer.posts.isEmpty,
            let dossier = try await desk.dossier(
                .number(try context.parameter("number")), for: context.officer.actor)
        else { throw WebRefusal.notFound }
        return dossier
    }

    private func moves(on matter: Matter, _ context: ApiContext) -> [Move] {
        Core.possibleMoves(on: matter, by: context.officer.actor, in: city, at: context.now)
    }
}

/// The moves an officer may make on a matter now.
struct MoveListAnswer: Encodable, Sendable {
    let number: String
    let version: Int
    let moves: [MoveAnswer]
}

/// The short answer for whoever has this version already; nil otherwise.
func notModified(_ request: Request, version: Int64, shared: Bool = false) -> Response? {
    guard let known = request.headers[.ifNoneMatch] else { return nil }
    let tag = Version.tag(version)
    let tags = known.split(separator: ",").map { part in
        let tag = part.filter { !$0.isWhitespace }
        return tag.hasPrefix("W/") ? String(tag.dropFirst(2)) : tag
    }
    guard tags.contains(tag) || tags == ["*"] else { return nil }
    return Response(
        status: .notModified,
        headers: [.eTag: tag, .cacheControl: shared ? "public, max-age=300" : "no-store"])
}
