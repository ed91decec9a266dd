import Core
import Desk
import Hummingbird
import Markup
import Web

/// The lists of people at work.
extension MattersRoutes {
    func addDesk(to site: Site) {
        site.officers.get("/matters/workbench", use: workbench)
        site.officers.get("/matters", use: list)
        site.officers.get("/matters/new", use: newMatter)
        site.officers.post("/matters/new", use: fileMatter)
        site.officers.post("/matters/bulk", use: bulk)
    }

    @Sendable
    func workbench(_ request: Request, _ context: OfficerContext) async throws -> Page {
        let benches = try await desk.workbench(of: context.officer.posts, limit: 25).map { bench in
            WorkbenchPage.Bench(
                scope: bench.scope, stages: bench.stages, records: bench.mine, counts: bench.counts)
        }
        let chosen = benches.first { $0.scope.text == context.query["scope"] }?.scope
        return WorkbenchPage(telling: telling(context), benches: benches, chosen: chosen).page
    }

    @Sendable
    func list(_ request: Request, _ context: OfficerContext) async throws -> Page {
        let telling = telling(context)
        let scopes = city.scopes(of: context.officer.posts)
        guard let scope = scopes.first(where: { $0.text == context.query["scope"] }) ?? scopes.first else {
            return WorkbenchPage(telling: telling, benches: [], chosen: nil).page
        }
        let asked = ListQuestion(context.query, telling)
        let paging = try context.page(of: "matters")
        let after = paging.after?.first.flatMap { Int64($0) }
        let found = try await desk.list(asked.filter, in: scope, after: after, limit: paging.size)
        let older = found.next.map { next in
            let cursor = context.cursor(after: [String(next)], of: "matters")
            return MattersPath.list + context.query.asQuery(setting: ["after": cursor, "scope": scope.text])
        }
        let newest = after.map { _ in MattersPath.list + context.query.asQuery(without: ["after"]) }
        return ListPage(
            telling: telling, scopes: scopes, scope: scope, asked: asked, records: found.matters,
            newest: newest,
            older: older, bulkMoves: BulkMove.moves(of: context.officer.posts, in: city)
        ).page
    }
}
