import Core
import Desk
import Hummingbird
import Markup
import Web

/// The queue, the console, the reviews.
struct CallbacksRoutes: Sendable {
    let calls: CallDesk

    var desk: Desk { calls.desk }
    var city: City { desk.city }

    func add(to site: Site) {
        site.officers.get("/callbacks") { _, context in try await queue(context) }
        site.officers.post("/callbacks/next") { _, context in try await next(context) }
        site.officers.get("/callbacks/visits") { _, context in try await visits(context) }
        site.officers.get("/callbacks/reviews") { _, context in try await reviews(context) }
        site.officers.get("/callbacks/:number") { _, context in
            try await console(try await dossier(context), context).page
        }
        site.officers.post("/callbacks/:number/leave") { _, context in try await leave(context) }
        site.officers.post("/callbacks/:number/moves/:move") { _, context in try await save(context) }
        site.api.get("/callbacks") { _, context in try await answer(context) }
    }

    func telling(_ context: some WebContext) -> CallTelling { CallTelling(visit: context.visit, city: city) }

    // MARK: The queue

    private func queue(_ context: OfficerContext) async throws -> Page {
        let officer = context.officer
        let today = city.calendar.date(of: context.now)
        var figures: CallFigures?
        var week: CallFigures?
        if officer.may(.figures) {
            figures = try await calls.figures(from: today, through: today)
            week = try await calls.figures(from: today.adding(days: -6), through: today)
        }
        return QueuePage(
            telling: telling(context),
            queue: try await calls.queue(of: officer.personID, posts: officer.posts, at: context.now),
            today: figures, week: week
        ).page
    }

    private func next(_ context: OfficerContext) async throws -> Response {
        let officer = context.officer
        let number = try await calls.takeNext(
            for: officer.personID, posts: officer.posts, at: context.now)
        guard let number else {
            return Redirect(to: "/callbacks", notice: "callbacks.nobody").answer(context.visit)
        }
        return Redirect(to: "/callbacks/\(number)").answer(context.visit)
    }

    private func visits(_ context: OfficerContext) async throws -> Page {
        let officer = context.officer
        let queue = try await calls.queue(of: officer.personID, posts: officer.posts, at: context.now)
        let rows = (queue.ready + queue.later).filter { $0.duty.what == .check }
        return VisitsPage(telling: telling(context), rows: rows).page
    }

    private func reviews(_ context: OfficerContext) async throws -> Page {
        let officer = context.officer
        guard let scope = city.scopes(of: officer.posts).first else { throw WebRefusal.forbidden }
        let asked = try await desk.duties(DutyFilter(what: [.exclusion]), in: scope, limit: 50)
        var filter = MatterFilter()
        filter.isExcluded = true
        let excluded = try await desk.list(filter, in: scope, limit: 50)
        let tallies = try await desk.tallies(of: scope)
        let closed = tallies.filter { $0.key.hasPrefix("outcome:") }.values.reduce(0, +)
        return ReviewsPage(
            telling: telling(context), asked: asked.rows,
            sides: try await desk.sides(of: asked.rows.map(\.matter)),
            excluded: excluded.matters, excludedCount: max(0, tallies["excluded"] ?? 0),
            closedCount: max(0, closed)
        ).page
    }

    // MARK: The console

    /// A matter that the asker may see; any other is as if it were not there.
    private func dossier(_ context: OfficerContext) async throws -> Desk.Dossier {
        let number = try context.parameter("number")
        guard let dossier = try await desk.dossier(.number(number), for: context.officer.actor) else {
            throw WebRefusal.notFound
        }
        return dossier
    }

    private func console(
        _ dossier: Desk.Dossier, _ context: OfficerContext, errors: [FieldError] = [],
        contact: RevealedContact? = nil
    ) async throws -> ConsolePage {
        let id = dossier.matter.id
        let steps = calls.steps(of: dossier.matter, by: context.officer.actor, at: context.now)
        let isMine =
            steps.opinion == nil
            ? true : try await calls.take(id, by: context.officer.personID, at: context.now)
        return ConsolePage(
            telling: telling(context), subject: CallSubject(dossier), steps: steps, isMine: isMine,
            contact: contact.map { [$0.name, $0.phone, $0.email].compactMap(\.self) },
            answers: context.answers, errors: errors)
    }

    private func leave(_ context: OfficerContext) async throws -> Response {
        let dossier = try await dossier(context)
        try await calls.free(dossier.matter.id, by: context.officer.personID)
        return Redirect(to: "/callbacks").answer(context.visit)
    }

    private func save(_ context: OfficerContext) async throws -> Response {
        let dossier = try await dossier(context)
        let (officer, matter) = (context.officer, dossier.matter)
        let steps = calls.steps(of: matter, by: officer.actor, at: context.now)
        guard let move = steps.move(try context.parameter("move")) else {
            return Redirect(to: "/callbacks/\(matter.number)", notice: "callbacks.over").answer(context.visit)
        }
        guard try await calls.take(matter.id, by: officer.personID, at: context.now) else {
            return Redirect(to: "/callbacks", notice: "callbacks.taken").answer(context.visit)
        }
        let missing = move.asks.filter { $0.required && context.answers.given($0.word.rawValue) == nil }
        if !missing.isEmpty {
            let errors = missing.map {
                FieldError(field: $0.word.rawValue, message: context.words("callbacks.missing"))
            }
            return try await console(dossier, context, errors: errors).page.answer(context.visit)
        }
        do {
            let performed = try await desk.perform(
                Order(
                    move.name, inputs(of: move, context),
                    expecting: context.answers.number("version").map { Int(clamping: $0) }),
                on: .id(matter.id), by: officer.actor, at: context.now)
            if let contact = performed.contact {
                let fresh = try await self.dossier(context)
                return try await console(fresh, context, contact: contact).page.answer(context.visit)
            }
        } catch let refusal as Refusal {
            return try await console(dossier, context, errors: errors(refusal, context)).page.answer(
                context.visit)
        }
        try await calls.free(matter.id, by: officer.personID)
        let number = try await calls.takeNext(for: officer.personID, posts: officer.posts, at: context.now)
        return Redirect(
            to: number.map { "/callbacks/\($0)" } ?? "/callbacks", notice: "callbacks.saved"
        ).answer(context.visit)
    }

    private func inputs(of move: Move, _ context: OfficerContext) -> [InputWord: String] {
        var inputs: [InputWord: String] = [:]
        for ask in move.asks {
            if let value = context.answers.given(ask.word.rawValue) { inputs[ask.word] = value }
        }
        return inputs
    }

    /// The refusal in words, at its field; the loop's slice knows the sentences.
    private func errors(_ refusal: Refusal, _ context: OfficerContext) -> [FieldError] {
        let told = (refusal as any Error) as? any Refusable
        return [
            FieldError(
                field: refusal.field ?? "",
                message: told?.sentence(context.words) ?? context.words("callbacks.refused"))
        ]
    }
}
