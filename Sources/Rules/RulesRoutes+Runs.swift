import Core
import Desk
import Hummingbird
import Markup
import Storage
import Web

/// Dry runs.
extension RulesRoutes {
    func addRuns(to site: Site) {
        site.officers.get("/rules/runs") { _, context in try await runs(context) }
        site.officers.post("/rules/runs") { _, context in try await ask(context) }
        site.officers.get("/rules/runs/:id") { _, context in try await run(context) }
    }

    private func runs(_ context: OfficerContext) async throws -> Page {
        try context.require(.manageRules)
        let asked = try context.page(of: "rules:runs", size: Self.pageSize)
        let last = asked.after?.first.flatMap { Int64($0) }
        let found = try await desk.desk.database.read { connection in
            try RunStore(connection: connection).runs(before: last, limit: asked.size + 1)
        }
        let shown = Array(found.prefix(asked.size))
        var page = RunsPage(
            telling: try await telling(context, people: shown.map(\.author)), runs: shown)
        if found.count > shown.count, let last = shown.last {
            page.older =
                "\(RulesPath.runs)?after=\(context.cursor(after: [String(last.id)], of: "rules:runs"))"
        }
        return page.page
    }

    private func ask(_ context: OfficerContext) async throws -> Response {
        try context.require(.manageRules)
        let answers = context.answers
        guard let from = CivilDate(answers["from"]), let until = CivilDate(answers["until"]), from <= until
        else { throw RulesRefusal.invalid("days") }
        // Each box of a list has a name of its own.
        let chosen = answers.names.filter { $0.hasPrefix("change") }.flatMap(answers.all)
        let id = try await desk.ask(
            chosen.compactMap { Int64($0) }, days: from...until,
            by: context.officer.personID, at: context.now)
        return Redirect(to: RulesPath.run(id), notice: "rules.notice.asked").answer(context.visit)
    }

    private func run(_ context: OfficerContext) async throws -> Page {
        try context.require(.manageRules)
        let id = try context.number("id")
        let found = try await desk.desk.database.read { connection in
            let store = RunStore(connection: connection)
            guard let run = try store.run(id) else { throw RulesRefusal.notFound }
            let changes = try RuleStore(connection: connection).changes(run.changes)
            return (run: run, changes: changes, pairs: try store.pairs(of: id))
        }
        var page = RunPage(
            telling: try await telling(context), run: found.run, changes: found.changes, pairs: found.pairs)
        let query = context.query
        if query.has("old"), query.has("new") {
            let pair = RunStore.Pair(old: query["old"], new: query["new"])
            let list = "rules:run:\(id):\(pair.old):\(pair.new)"
            let asked = try context.page(of: list, size: Self.pageSize)
            let last = asked.after?.first.flatMap { Int64($0) }
            let ids = try await desk.desk.database.read { connection in
                try RunStore(connection: connection).rows(
                    of: id, pair, before: last, limit: asked.size + 1)
            }
            let shown = Array(ids.prefix(asked.size))
            var older: String?
            if ids.count > shown.count, let last = shown.last {
                let cursor = context.cursor(after: [String(last)], of: list)
                older = RulesPath.run(id) + query.asQuery(setting: ["after": cursor]) + "#rows"
            }
            page.opened = .init(
                pair: pair, ids: shown, records: try await matters(shown, context), older: older)
        }
        return page.page
    }
}
