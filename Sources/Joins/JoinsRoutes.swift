import Core
import Desk
import Hummingbird
import Markup
import Web

/// The pages of what was joined.
struct JoinsRoutes: Sendable {
    let joins: JoinsDesk

    var desk: Desk { joins.desk }
    var city: City { joins.city }

    func add(to site: Site) {
        site.officers.get("/joins") { _, context in try await home(context) }
        site.officers.get("/joins/:number") { _, context in try await main(context).page }
        site.officers.post("/joins/:number/add") { _, context in try await addSeveral(context) }
        site.officers.post("/joins/:number/event") { _, context in try await declare(context) }
        addSame(to: site)
        addNotice(to: site)
        site.api.get("/joins/:number") { _, context in try await answer(context) }
    }

    func telling(_ visit: Web.Visit) -> JoinsTelling { JoinsTelling(visit: visit, city: city) }

    // MARK: Lists

    /// The areas in which somebody sees what was joined. Who sees a unit's matters only finds it on each.
    private func areas(of officer: Officer) -> [AreaCode] {
        city.scopes(of: officer.posts).compactMap { scope in
            switch scope {
            case .city: city.area
            case .area(let code): code
            case .unit: nil
            }
        }
    }

    private func home(_ context: OfficerContext) async throws -> Page {
        let areas = areas(of: context.officer)
        let asked = AreaCode(context.query["area"]).flatMap { areas.contains($0) ? $0 : nil }
        let isOpen = context.query["state"] != "ended"
        let page = try context.page(of: "joins", size: 25)
        var found: (mains: [JoinsDesk.Main], next: Int64?) = ([], nil)
        if let area = asked ?? areas.first {
            found = try await joins.mains(
                in: area, isOpen: isOpen, before: page.after?.first.flatMap { Int64($0) }, limit: page.size)
        }
        let older = found.next.map { next in
            JoinsPath.home
                + context.query.asQuery(
                    without: ["after"], setting: ["after": context.cursor(after: [String(next)], of: "joins")]
                )
        }
        return JoinsPage(
            telling: telling(context.visit), isOpen: isOpen,
            lines: found.mains.map(JoinsPage.Line.init), older: older, isFirst: page.after == nil
        ).page
    }

    // MARK: One

    func dossier(_ context: OfficerContext) async throws -> Desk.Dossier {
        let number = try context.parameter("number")
        guard let dossier = try await desk.dossier(.number(number), for: context.officer.actor) else {
            throw WebRefusal.notFound
        }
        return dossier
    }

    func main(
        _ context: OfficerContext, results: [MainPage.Outcome] = [], errors: [FieldError] = []
    ) async throws -> MainPage {
        let dossier = try await dossier(context)
        let matter = dossier.matter
        let joined = try await desk.joins(of: matter.id)
        let state =
            JoinState(rawValue: context.query["state"])
            ?? JoinState.allCases.first { (joined.counts[$0] ?? 0) > 0 } ?? .waiting
        let page = try context.page(of: "joined", size: 50)
        let members = try await desk.members(
            of: matter.id, state, after: page.after?.first.flatMap { Int64($0) }, limit: page.size + 1)
        let mayJoin =
            matter.isOpen && !matter.isAnswered && matter.joinedTo == nil
            && joins.mayJoin(matter.kind, context.officer)
        var view = MainPage(
            telling: telling(context.visit), number: matter.number, title: dossier.record.title)
        view.kind = matter.kind
        view.stage = matter.stage
        view.outcome = matter.outcome
        view.event = try await joins.events(of: [matter.id])[matter.id]
        if view.event != nil, matter.isOpen { view.notice = try await joins.notice(of: matter) }
        view.isOpen = matter.isOpen
        view.counts = joined.counts
        view.state = state
        view.members = members.prefix(page.size).map { member in
            MainPage.Member(
                member.record, joinedAt: member.joinedAt,
                isSeen: city.sees(context.officer.posts, member.record))
        }
        if members.count > page.size, let last = members.prefix(page.size).last {
            view.older =
                JoinsPath.main(matter.number)
                + context.query.asQuery(
                    without: ["after"],
                    setting: [
                        "after": context.cursor(after: [String(last.record.id)], of: "joined"),
                        "state": state.rawValue,
                    ])
        }
        view.mayJoin = mayJoin
        view.mayLeave = joins.mayJoin(matter.kind, context.officer)
        view.mayDeclare = view.mayLeave || context.officer.may(.manageRules)
        view.results = results
        view.errors = errors
        view.answers = context.answers
        if mayJoin {
            view.candidates = try await joins.similar.similar(
                to: matter, for: context.officer.actor, at: context.now, limit: 50)
        }
        return view
    }

    // MARK: Doing

    /// Each is decided on its own, and says what became of it.
    private func addSeveral(_ context: OfficerContext) async throws -> Response {
        let main = try await dossier(context).matter
        let actor = context.officer.actor
        let typed = context.answers["more"].split { $0.isWhitespace || ",，、;；".contains($0) }
            .map(String.init).filter { $0.contains { $0.isLetter || $0.isNumber } }
        var numbers: [String] = []
        for number in context.answers.all("number") + typed
        where !numbers.contains(number) && numbers.count < JoinsDesk.most { numbers.append(number) }
        guard !numbers.isEmpty else {
            return Redirect(to: JoinsPath.main(main.number), notice: "joins.notice.none").answer(
                context.visit)
        }
        var results: [MainPage.Outcome] = []
        for number in numbers {
            results.append(
                MainPage.Outcome(
                    number: number, problem: try await join(number, to: main.number, by: actor, context)))
        }
        return try await self.main(context, results: results).page.answer(context.visit)
    }

    /// - Returns: Why it was not joined; nil where it was.
    func join(
        _ number: String, to main: String, by actor: Actor, _ context: OfficerContext
    ) async throws -> String? {
        do {
            guard let matter = try await desk.dossier(.number(number), for: actor)?.matter else {
                throw MatterNotFound()
            }
            guard let move = joins.joining(matter, by: actor, at: context.now) else {
                return context.words("joins.notNow", ["stage": telling(context.visit).stage(matter)])
            }
            _ = try await desk.perform(
                Order(move.name, [.matter: main], expecting: matter.version), on: .number(number), by: actor,
                at: context.now)
            return nil
        } catch is MatterNotFound {
            return context.words("joins.unknown")
        } catch let refusal as Refusal {
            return telling(context.visit).refusal(refusal)
        }
    }

    private func declare(_ context: OfficerContext) async throws -> Response {
        let main = try await dossier(context).matter
        guard joins.mayJoin(main.kind, context.officer) || context.officer.may(.manageRules) else {
            throw WebRefusal.forbidden
        }
        let answers = context.answers
        let since = CivilDate(answers["since"]).map { city.calendar.start(of: $0) }
        do {
            guard let since else { throw JoinRefusal.since }
            try await joins.declare(
                MassEvent(
                    title: answers["title"], cause: answers["cause"], task: answers["task"], since: since),
                of: main.id, by: context.officer.personID, at: context.now)
            return Redirect(to: JoinsPath.main(main.number), notice: "joins.notice.declared").answer(
                context.visit)
        } catch let refusal as JoinRefusal {
            let errors = [
                FieldError(field: refusal.rawValue, message: refusal.sentence(context.words))
            ]
            return try await self.main(context, errors: errors).page.answer(context.visit)
        }
    }

    // MARK: On a matter

    func panel(of matter: Matter, _ visit: Web.Visit) async throws -> HTML? {
        guard let officer = visit.officer else { return nil }
        let joined = try await desk.joins(of: matter.id)
        let mayJoin =
            matter.isOpen && !matter.isAnswered && matter.joinedTo == nil
            && joins.mayJoin(matter.kind, officer)
        if joined.isEmpty && !mayJoin { return nil }
        var main: MainLine?
        if let record = joined.main {
            main = MainLine(
                number: record.number, title: record.title, isSeen: city.sees(officer.posts, record))
        }
        return JoinsPanel(
            telling: telling(visit), number: matter.number, main: main, state: joined.state,
            counts: joined.counts, event: try await joins.events(of: [matter.id])[matter.id],
            mayJoin: mayJoin
        ).html
    }

    // MARK: For programs

    /// What was joined to a matter, by state.
    private struct Answer: Encodable, Sendable {
        let number: String
        let joinedTo: String?
        let counts: [String: Int]
    }

    private func answer(_ context: ApiContext) async throws -> JSONAnswer<Answer> {
        try context.require(scope: "matters:read")
        guard
            let dossier = try await desk.dossier(
                .number(try context.parameter("number")), for: context.officer.actor)
        else { throw WebRefusal.notFound }
        let joined = try await desk.joins(of: dossier.matter.id)
        let counts = joined.counts.map { ($0.key.rawValue, $0.value) }
        return JSONAnswer(
            Answer(
                number: dossier.matter.number, joinedTo: dossier.matter.joinedTo,
                counts: Dictionary(uniqueKeysWithValues: counts)))
    }

    static let operations: [Operation] = [
        Operation(
            "get", "/api/v1/joins/{number}", summary: "joins.api.read", tag: "joins",
            parameters: [.init("number", in: .path, schema: .string, summary: "joins.api.number")],
            responses: [
                200: .named(
                    "Joins",
                    .object(
                        ["number": .string, "joinedTo": .string, "counts": .object([:], required: [])],
                        required: ["number", "counts"]))
            ], scopes: ["matters:read"])
    ]
}
