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
        site.officers.get("/matters/suggest.json", use: suggest)
        site.officers.post("/matters/bulk", use: bulk)
        site.officers.get("/matters/palette.json", use: palette)
        addViews(to: site)
        addLive(to: site)
    }

    // MARK: The day

    /// The names of the cursors of this slice.
    static let dayCursor = "matters.day"
    static let listCursor = "matters"
    /// How many lines of a day stand on a page, unless asked otherwise, and at most.
    static let dayLines = 100
    static let mostDayLines = 500

    @Sendable
    func workbench(_ request: Request, _ context: OfficerContext) async throws -> Page {
        let (telling, posts) = (telling(context), context.officer.posts)
        let scopes = city.scopes(of: posts)
        let chosen = scopes.first { $0.text == context.query["scope"] } ?? scopes.first
        var benches: [WorkbenchPage.Bench] = []
        for scope in scopes {
            var bench = WorkbenchPage.Bench(
                scope: scope, stages: desk.stagesToWork(of: posts, in: scope),
                counts: try await desk.tallies(of: scope))
            if scope == chosen { try await fill(&bench, context) }
            benches.append(bench)
        }
        let ids = scopes.isEmpty ? [] : try await mentions(of: context.officer)
        let mentions = try await desk.records(ids, seenBy: posts)
        return WorkbenchPage(
            telling: telling, benches: benches, chosen: chosen, mentions: mentions.filter(\.isOpen)
        ).page
    }

    private func fill(_ bench: inout WorkbenchPage.Bench, _ context: OfficerContext) async throws {
        let place = try context.query.given("after").map { try dayPlace($0, context) }
        let asked = context.query.number("size").map { Int(clamping: $0) } ?? Self.dayLines
        let day = try await desk.day(
            of: context.officer.posts, in: bench.scope, after: place,
            limit: min(max(asked, 1), Self.mostDayLines), at: context.now)
        bench.lines = day.lines
        if place == nil { bench.cameIn = try await desk.cameIn(in: bench.scope, at: context.now) }
        let here = ["scope": bench.scope.text]
        let query = context.query
        bench.question = query.asQuery(setting: ["scope": bench.scope.text, "bench": "1"])
        bench.first = place.map { _ in
            MattersPath.workbench + query.asQuery(without: ["after"], setting: here)
        }
        bench.further = day.next.map { next in
            let cursor = context.cursor(after: next.values, of: Self.dayCursor)
            return MattersPath.workbench
                + query.asQuery(setting: ["after": cursor, "scope": bench.scope.text])
        }
    }

    private func dayPlace(_ cursor: String, _ context: OfficerContext) throws -> DayPlace {
        guard let place = DayPlace(values: try context.values(of: cursor, in: Self.dayCursor)) else {
            throw WebRefusal.badCursor
        }
        return place
    }

    // MARK: The list

    @Sendable
    func list(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let (telling, officer) = (telling(context), context.officer)
        let scopes = city.scopes(of: officer.posts)
        guard let scope = scopes.first(where: { $0.text == context.query["scope"] }) ?? scopes.first else {
            return WorkbenchPage(telling: telling, benches: [], chosen: nil).page.answer(context.visit)
        }
        let views = try await views(of: officer, counted: context.query["open"].isEmpty)
        if context.query.names.isEmpty, let first = views.all.first(where: { $0.id == views.first }) {
            return Redirect(to: MattersPath.list + first.question).answer(context.visit)
        }
        var open: ListPage.Opened?
        if let number = context.query.given("open") {
            open = try await opened(number, request, context)
        }
        let asked = ListQuestion(context.query, telling)
        let found = try await rows(of: asked, in: scope, context)
        return ListPage(
            telling: telling, scopes: scopes, scope: scope, asked: asked, records: found.matters,
            newest: context.query.given("after").map { _ in
                MattersPath.list + context.query.asQuery(without: ["after"])
            },
            older: found.older, bulkMoves: BulkMove.moves(of: officer.posts, in: city), views: views,
            open: open, isCut: found.isCut
        ).page.answer(context.visit)
    }

    /// The matter beside the list.
    private func opened(
        _ number: String, _ request: Request, _ context: OfficerContext
    ) async throws -> ListPage.Opened {
        let record = try await seen(number, by: context.officer)
        let page = try await matterPage(number, context)
        return ListPage.Opened(number: number, title: record.title, body: page.body)
    }

    /// The rows that a question asks for, and the address of those behind them.
    private func rows(
        of asked: ListQuestion, in scope: Scope, _ context: OfficerContext
    ) async throws -> (matters: [MatterRecord], older: String?, isCut: Bool) {
        let size = asked.size
        let after = try asked.answers.given("after").map { try duePlace($0, context) }
        let found = try await desk.list(
            asked.filter, in: scope, order: asked.order, after: after, limit: size)
        let older = found.next.map { next in
            let cursor = context.cursor(after: [String(next.due), String(next.id)], of: Self.listCursor)
            return MattersPath.list
                + asked.answers.asQuery(without: ["open"], setting: ["after": cursor, "scope": scope.text])
        }
        return (found.matters, older, found.isCut)
    }

    private func duePlace(_ cursor: String, _ context: OfficerContext) throws -> DuePlace {
        let values = try context.values(of: cursor, in: Self.listCursor)
        guard values.count == 2, let due = Int64(values[0]), let id = Int64(values[1]) else {
            throw WebRefusal.badCursor
        }
        return DuePlace(due: due, id: id)
    }

    // MARK: One matter among others

    /// The page of a matter with the way to its neighbours and the keys of the desk; with `?part=1` only what
    /// stands beside a list.
    func withinDesk(_ number: String, _ context: OfficerContext) async throws -> Response {
        var page = try await matterPage(number, context)
        let title = page.title
        if context.query["part"] == "1" {
            return Fragment(MatterPart(title: title, number: number, content: page.body).html).answer()
        }
        let neighbours = try await neighbours(of: number, context)
        let tools = DeskTools(telling: telling(context), number: number)
        page.body =
            MatterInDesk(
                neighbours: neighbours, content: page.body, tools: tools, isTaken: context.query.has("taken")
            ).html
        page.scripts.insert(.desk)
        return page.answer(context.visit)
    }

    /// Open matters in whose notes somebody called the officer.
    private func mentions(of officer: Officer) async throws -> [Int64] {
        try await mentions(of: officer, limit: 20).map(\.matterID)
    }

    /// The way to the matters before and after this one in the list that `?in=` tells; nil where it does not.
    func neighbours(of number: String, _ context: OfficerContext) async throws -> Neighbours? {
        guard let question = context.query.given("in"), question.utf8.count <= 2000,
            let answers = try? FormAnswers(urlencoded: question.utf8)
        else { return nil }
        let scopes = city.scopes(of: context.officer.posts)
        guard let scope = scopes.first(where: { $0.text == answers["scope"] }) ?? scopes.first else {
            return nil
        }
        let isBench = answers["bench"] == "1"
        let (numbers, further) =
            isBench
            ? try await dayNumbers(answers, scope, context) : try await listNumbers(answers, scope, context)
        guard let index = numbers.firstIndex(of: number) else { return nil }
        func path(_ offset: Int) -> String? {
            numbers.indices.contains(index + offset)
                ? MattersPath.matter(numbers[index + offset], in: question) : nil
        }
        let list =
            (isBench ? MattersPath.workbench : MattersPath.list)
            + answers.asQuery(without: ["bench", "open"])
        return Neighbours(
            telling: telling(context), position: index + 1, count: numbers.count, previous: path(-1),
            next: path(1) ?? further, list: list)
    }

    private func listNumbers(
        _ answers: FormAnswers, _ scope: Scope, _ context: OfficerContext
    ) async throws -> (numbers: [String], further: String?) {
        let asked = ListQuestion(answers, telling(context))
        let found = try await rows(of: asked, in: scope, context)
        guard let older = found.older, let cut = older.firstIndex(of: "?") else {
            return (found.matters.map(\.number), nil)
        }
        let question = String(older[older.index(after: cut)...])
        let rest = ListQuestion(
            try FormAnswers(urlencoded: question.utf8).setting(["size": "1"]), telling(context))
        let first = try await rows(of: rest, in: scope, context).matters.first
        return (found.matters.map(\.number), first.map { MattersPath.matter($0.number, in: question) })
    }

    private func dayNumbers(
        _ answers: FormAnswers, _ scope: Scope, _ context: OfficerContext
    ) async throws -> (numbers: [String], further: String?) {
        let place = try answers.given("after").map { try dayPlace($0, context) }
        let asked = answers.number("size").map { Int(clamping: $0) } ?? Self.dayLines
        let size = min(max(asked, 1), Self.mostDayLines)
        let posts = context.officer.posts
        let day = try await desk.day(of: posts, in: scope, after: place, limit: size, at: context.now)
        guard let next = day.next else { return (day.lines.map(\.record.number), nil) }
        let cursor = context.cursor(after: next.values, of: Self.dayCursor)
        let question = answers.asQuery(setting: ["after": cursor])
        let rest = try await desk.day(of: posts, in: scope, after: next, limit: 1, at: context.now)
        let further = rest.lines.first.map { MattersPath.matter($0.record.number, in: question) }
        return (day.lines.map(\.record.number), further)
    }
}

extension DayPlace {
    /// As a cursor carries it.
    fileprivate var values: [String] {
        [begun.milliseconds, Int64(part.rawValue), Int64(rank), due, id].map { String($0) }
    }

    fileprivate init?(values: [String]) {
        let numbers = values.compactMap { Int64($0) }
        guard numbers.count == 5, values.count == 5, let part = DayPart(rawValue: Int(clamping: numbers[1]))
        else { return nil }
        self.init(
            begun: Moment(milliseconds: numbers[0]), part: part, rank: Int(clamping: numbers[2]),
            due: numbers[3], id: numbers[4])
    }
}

extension FormAnswers {
    /// The same with some answers changed.
    fileprivate func setting(_ changed: [String: String]) throws -> FormAnswers {
        try FormAnswers(urlencoded: asQuery(setting: changed).dropFirst().utf8)
    }
}
