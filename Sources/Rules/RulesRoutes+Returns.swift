import Core
import Desk
import Hummingbird
import Markup
import Storage
import Web

/// What was tossed about, and what units sent back.
extension RulesRoutes {
    func addReturns(to site: Site) {
        site.officers.get("/rules/returns") { _, context in try await returns(context) }
        site.officers.get("/rules/figures") { _, context in try await figures(context) }
    }

    private func mayRead(_ context: OfficerContext) throws {
        guard context.officer.may(.manageRules) || context.officer.may(.figures) else {
            throw WebRefusal.forbidden
        }
    }

    private func returns(_ context: OfficerContext) async throws -> Page {
        try mayRead(context)
        // The widest area somebody looks after; who has none sees nothing.
        guard let area = context.officer.posts.map(\.area).min(by: { $0.level < $1.level }) else {
            throw WebRefusal.forbidden
        }
        let isOpen = !context.query.has("ended")
        let list = "rules:tossed:\(isOpen):\(area)"
        let asked = try context.page(of: list, size: Self.pageSize)
        let place = asked.after.flatMap { after -> (at: Moment, id: Int64)? in
            guard after.count == 2, let at = Int64(after[0]), let id = Int64(after[1]) else { return nil }
            return (Moment(milliseconds: at), id)
        }
        let found = try await desk.desk.database.read { connection in
            try ReturnStore(connection: connection).tossed(
                in: area, open: isOpen, before: place, limit: asked.size + 1)
        }
        let shown = Array(found.prefix(asked.size))
        var page = ReturnsPage(
            telling: try await telling(context), isOpen: isOpen, tossed: shown,
            records: try await matters(shown.map(\.matterID), context))
        if found.count > shown.count, let last = shown.last {
            let cursor = context.cursor(
                after: [String(last.lastAt.milliseconds), String(last.matterID)], of: list)
            page.older = "\(RulesPath.returns)?\(isOpen ? "" : "ended=1&")after=\(cursor)"
        }
        return page.page
    }

    private func figures(_ context: OfficerContext) async throws -> Page {
        try mayRead(context)
        let query = context.query
        let today = desk.day(of: context.now)
        let until = CivilDate(query["until"]) ?? today
        let from = min(CivilDate(query["from"]) ?? until.adding(days: -60), until)
        let first = from.adding(days: 1 - from.day)
        let months = first.daysSince1970...until.daysSince1970
        let figures = try await desk.desk.database.read { connection in
            try ReturnStore(connection: connection).figures(months)
        }
        var page = ReturnFiguresPage(
            telling: try await telling(context), months: first...until, figures: figures)
        if let unit = query.given("unit").map({ UnitCode($0) }), desk.city.units[unit] != nil,
            let result = ReturnStore.Handing.Result(rawValue: query["result"])
        {
            page.opened = try await opened(unit, result, months, context)
        }
        return page.page
    }

    private func opened(
        _ unit: UnitCode, _ result: ReturnStore.Handing.Result, _ months: ClosedRange<Int>,
        _ context: OfficerContext
    ) async throws -> ReturnFiguresPage.Opened {
        let list = "rules:figure:\(unit):\(result.rawValue):\(months)"
        let asked = try context.page(of: list, size: Self.pageSize)
        let place = asked.after.flatMap { after -> (matter: Int64, sequence: Int)? in
            guard after.count == 2, let matter = Int64(after[0]), let sequence = Int(after[1]) else {
                return nil
            }
            return (matter, sequence)
        }
        let rows = try await desk.desk.database.read { connection in
            try ReturnStore(connection: connection).handings(
                of: unit, result, months: months, after: place, limit: asked.size + 1)
        }
        let shown = Array(rows.prefix(asked.size))
        var older: String?
        if rows.count > shown.count, let last = shown.last {
            let cursor = context.cursor(after: [String(last.matterID), String(last.sequence)], of: list)
            older = RulesPath.figures + context.query.asQuery(setting: ["after": cursor]) + "#rows"
        }
        return .init(
            unit: unit, result: result, rows: shown,
            records: try await matters(Set(shown.map(\.matterID)).sorted(), context), older: older)
    }
}
