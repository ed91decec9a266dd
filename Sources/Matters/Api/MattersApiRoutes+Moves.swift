import Core
import Desk
import Hummingbird
import Web

extension MattersApiRoutes {
    /// `POST /matters/{number}/moves`
    @Sendable
    func officersMove(_ request: Request, _ context: ApiContext) async throws -> JSONAnswer<PerformedAnswer> {
        try context.require(scope: MattersApi.Scopes.moves)
        let demand = try request.ifMatch()
        let asked = try await request.json(MoveAsked.self, context)
        try requireContactsScope(for: asked.move, context)
        let number = try context.parameter("number")
        let key = try request.key(of: owner(context.officer), for: asked)
        let actor = context.officer.actor
        let demanded = try await version(demand, of: number, for: actor)
        let performed = try await perform(
            try asked.order(), demanding: demanded, on: number, by: actor, at: context.now, once: key)
        return JSONAnswer(
            await answer(to: performed, by: asked.move, context.visit), version: Int64(performed.version))
    }

    /// `POST /moves`: each matter decided on its own, as if it had been asked for alone.
    @Sendable
    func bulk(_ request: Request, _ context: ApiContext) async throws -> JSONAnswer<BulkAnswer> {
        try context.require(scope: MattersApi.Scopes.moves)
        let asked = try await request.json(BulkAsked.self, context)
        try requireContactsScope(for: asked.move, context)
        let order = try asked.order()
        guard city.procedures.values.contains(where: { $0.move(asked.move) != nil }) else {
            throw Refusal.unknownMove(asked.move)
        }
        let key = try request.key(of: owner(context.officer), for: asked)
        var results: [BulkResult] = []
        for number in asked.numbers {
            // A key given by a caller holds no space, so this one is nobody else's.
            let own = key.map { RequestKey(owner: $0.owner, key: "\($0.key) \(number)", content: $0.content) }
            do {
                let performed = try await perform(
                    order, demanding: nil, on: number, by: context.officer.actor, at: context.now, once: own)
                let answer = await answer(to: performed, by: asked.move, context.visit)
                results.append(BulkResult(number: number, done: true, result: answer, problem: nil))
            } catch let refusal as any Refusable {
                results.append(
                    BulkResult(
                        number: number, done: false, result: nil, problem: BulkProblem(refusal, context.words)
                    ))
            }
        }
        return JSONAnswer(BulkAnswer(results: results))
    }

    /// What became of a move; of one that gives an answer, with what the checks ask about its words, as the
    /// page says it below the field. A question is no refusal: the answer stands.
    private func answer(
        to performed: Performed, by move: String, _ visit: Web.Visit
    ) async -> PerformedAnswer {
        var answer = PerformedAnswer(performed)
        let gives = city.procedures.values.contains { $0.move(move)?.does.contains(.answer) ?? false }
        guard gives else { return answer }
        // The move is made: where nobody can look now, the checks look all the same, from the log.
        let found = (try? await checks(performed.number, performed.version, visit)) ?? []
        if !found.isEmpty { answer.warnings = found }
        return answer
    }

    /// Performs an order.
    /// - Parameter demanded: The version of `If-Match`: another one is a failed precondition, not a conflict.
    func perform(
        _ order: Order, demanding demanded: Int?, on number: String, by actor: Actor, at now: Moment,
        once key: RequestKey?
    ) async throws -> Performed {
        var order = order
        if let demanded {
            // The body's version and the header's may not differ.
            if let named = order.expectedVersion, named != demanded {
                throw WebRefusal.badField(path: "version", reason: .wrongKind)
            }
            order.expectedVersion = demanded
        }
        do {
            let asked = order
            return try await onceMore(key) {
                try await desk.perform(asked, on: .number(number), by: actor, at: now, once: key)
            }
        } catch let Refusal.outOfDate(current) where demanded != nil {
            throw ApiRefusal.preconditionFailed(current: current)
        } catch let refusal as Refusal {
            throw UnlistedCause(refusal, in: city, at: now) ?? refusal
        } catch is MatterNotFound {
            // The same words as for reading: what does not exist and what is somebody else's look alike.
            throw WebRefusal.notFound
        }
    }

    /// The one version that `If-Match` demands; nil for any. Of several, the current one if it is among
    /// them, else the newest, which the desk then refuses – or answers, if the same request came before.
    func version(
        _ demand: Version.Demand?, of number: String, for actor: Actor
    ) async throws -> Int? {
        switch demand {
        case nil, .any: return nil
        case .versions(let versions):
            if versions.count > 1, actor == .resident || !actor.posts.isEmpty,
                let dossier = try await desk.dossier(.number(number), for: actor),
                versions.contains(Int64(dossier.matter.version))
            {
                return dossier.matter.version
            }
            return versions.max().map { Int(clamping: $0) }
        }
    }

    private func requireContactsScope(for move: String, _ context: ApiContext) throws {
        let reveals = city.procedures.values.contains {
            $0.move(move)?.does.contains(.revealContact) ?? false
        }
        if reveals { try context.require(scope: MattersApi.Scopes.contacts) }
    }
}

extension BulkProblem {
    init(_ refusal: any Refusable, _ words: Words) {
        status = refusal.status
        code = refusal.code
        detail = refusal.sentence(words)
        field = refusal.field
    }
}
