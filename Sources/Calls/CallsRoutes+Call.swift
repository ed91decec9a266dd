import Core
import Desk
import Hummingbird
import Language
import Markup
import Storage
import Web

/// One call while it is taken and wrapped up.
extension CallsRoutes {
    func addCall(to site: Site) {
        site.officers.get("/calls/:id") { _, context in
            try await page(of: try await record(context), context, context.query).page
        }
        site.officers.post("/calls/:id") { _, context in try await make(context) }
        site.officers.post("/calls/:id/line") { _, context in try await line(context) }
        site.officers.post("/calls/:id/reveal") { _, context in try await reveal(context) }
        site.officers.post("/calls/:id/key") { _, context in try await key(context) }
    }

    /// The call, for takers and for the expert it was handed to; for others it is not there.
    private func record(_ context: OfficerContext) async throws -> CallRecord {
        let record = try await calls.call(try context.number("id"))
        let officer = context.officer
        if let record,
            officer.may(.takeCalls) || officer.may(.figures) || record.person == officer.personID
        {
            return record
        }
        // Also for a call that nobody has: it is refused after the same work as another's.
        let held = try await seats(context)
        guard let record, held.contains(where: { $0.code == record.seat }) else { throw WebRefusal.notFound }
        return record
    }

    func page(
        of record: CallRecord, _ context: OfficerContext, _ answers: FormAnswers,
        errors: [FieldError] = [], isRevealed: Bool = false
    ) async throws -> CallPage {
        let isFurther = answers["further"] == "1" && record.result != nil
        let typed = answers.has("text") ? answers : FormAnswers(isFurther ? [:] : record.draft)
        let view = try await view(of: record, typed, context, isRevealed: isRevealed)
        let people =
            view.reveals.map(\.person)
            + [record.taker.flatMap(CallsDesk.person), record.person].compactMap(\.self)
        return CallPage(
            telling: try await telling(context, people: people), view: view, answers: typed, errors: errors,
            once: answers.given("once") ?? newKey(), isFurther: isFurther)
    }

    private func view(
        of record: CallRecord, _ answers: FormAnswers, _ context: OfficerContext, isRevealed: Bool
    ) async throws -> CallView {
        let (officer, now) = (context.officer, context.now)
        var view = CallView(record: record)
        let isMine = record.person == officer.personID && record.isOpen
        view.showsNumber = isMine || isRevealed
        if let caller = record.call.caller {
            view.earlier = try await desk.matters(ofPhone: caller, seenBy: officer.posts)
        }
        (view.earlierCalls, view.matters, view.reveals) = try await desk.database.read { connection in
            let store = calls.store(connection)
            let caller = record.call.caller
            return (
                try caller.map { try store.earlier(of: $0, than: record.id, limit: 5) } ?? [],
                try store.matters(of: record.id), try store.reveals(of: record.id)
            )
        }
        view.key = try await keyMove(of: view.matters, officer, now)
        if let last = view.matters.last, last.how == .filed {
            view.question = try await calls.help.question(
                last.number, CallsPath.call(record.id), context.visit)
        }
        view.partners = try await calls.help.partners()
        view.quick = try await calls.help.quick(category(answers), context.visit.language)
        view.suggested = try await suggestions(answers, context)
        if let category = category(answers) {
            view.offer = ExpertOffer(
                for: category, among: try await calls.seats(), in: city, at: now)
        }
        return view
    }

    /// The last matter of the call that may become a key order.
    private func keyMove(
        of matters: [CallMatter], _ officer: Officer, _ now: Moment
    ) async throws -> (String, Move)? {
        guard let number = matters.last?.number,
            let dossier = try await desk.dossier(.number(number), for: officer.actor)
        else { return nil }
        return possibleMoves(on: dossier.matter, by: officer.actor, in: city, at: now)
            .first { $0.does.contains(.key) }.map { (number, $0) }
    }

    /// The class that was chosen, or taken from the suggested ones.
    func category(_ answers: FormAnswers) -> String? {
        answers.given("category") ?? answers.given("likely")
    }

    /// What fits the words so far: articles, open matters, classes.
    func suggestions(_ answers: FormAnswers, _ context: OfficerContext) async throws -> CallSuggestions {
        guard let text = answers.given("text"), text.count <= Filing.textLimit else {
            return CallSuggestions()
        }
        let posts = context.officer.posts
        var suggested = CallSuggestions()
        suggested.answers = try await calls.help.answers(
            text, category(answers), context.visit.language, context.now, 5)
        let alike = try await desk.alike(text, seenBy: posts)
        suggested.categories = likely(text, alike, context.words)
        let area = answers.given("area").flatMap { AreaCode($0) }
        if let likely = try await calls.help.likely(text, area, category(answers), context.visit) {
            suggested.joinable = Array(likely.prefix(5))
            return suggested
        }
        var joinable: [MatterRecord] = []
        if let category = category(answers) ?? suggested.categories.first,
            let area
        {
            joinable = try await desk.openNearby(area, category: category, seenBy: posts, at: context.now)
        }
        joinable += alike.filter { one in one.isOpen && !joinable.contains { $0.id == one.id } }
        suggested.joinable = joinable.prefix(5).map { LikelyMatter($0) }
        return suggested
    }

    /// Classes of the matters that read alike, those most alike first; and those whose very name was said.
    private func likely(_ text: String, _ alike: [MatterRecord], _ words: Words) -> [String] {
        var scores: [String: Int] = [:]
        for (place, record) in alike.prefix(10).enumerated() {
            if let category = record.category { scores[category, default: 0] += 10 - place }
        }
        for leaf in city.catalogue.leaves where text.contains(words(leaf.name)) {
            scores[leaf.code, default: 0] += 20
        }
        return scores.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(4).map(\.key)
    }

    // MARK: The line, the number, key orders

    /// What a switch would say, where there is none.
    private func line(_ context: OfficerContext) async throws -> Response {
        let record = try await record(context)
        try await requireTaker(of: record, context)
        let what: CallEvent.What? =
            switch context.answers["line"] {
            case "pickUp": .answered
            case "hangUp": .ended
            default: nil
            }
        guard let what, record.keyID == CallsDesk.byHand else { throw WebRefusal.malformed }
        let event = CallEvent(what, at: context.now, agent: record.call.agent)
        try await calls.hear(event, of: record.name, from: record.keyID, at: context.now)
        return Redirect(to: CallsPath.call(record.id)).answer(context.visit)
    }

    private func reveal(_ context: OfficerContext) async throws -> Response {
        try context.require(.revealContact)
        let record = try await record(context)
        guard let reason = context.answers.given("reason"), reason.count <= 200 else {
            let message = CallRefusal.missing("why").sentence(context.words)
            let page = try await page(
                of: record, context, FormAnswers(), errors: [FieldError(field: "reason", message: message)])
            return page.page.answer(context.visit)
        }
        let (person, now) = (context.officer.personID, context.now)
        try await desk.database.write { connection in
            try calls.store(connection).noteReveal(of: record.id, to: person, reason: reason, at: now)
        }
        return try await page(of: record, context, FormAnswers(), isRevealed: true).page.answer(context.visit)
    }

    private func key(_ context: OfficerContext) async throws -> Response {
        let record = try await record(context)
        try await requireTaker(of: record, context)
        let number = context.answers["number"]
        let matters = try await desk.database.read { try calls.store($0).matters(of: record.id) }
        guard matters.contains(where: { $0.number == number }),
            let (_, move) = try await keyMove(
                of: matters.filter { $0.number == number }, context.officer, context.now)
        else { throw WebRefusal.notFound }
        do {
            guard let reason = context.answers.given("keyReason") else {
                throw CallRefusal.missing("keyReason")
            }
            _ = try await desk.perform(
                Order(move.name, [.reason: reason]), on: .number(number), by: context.officer.actor,
                at: context.now)
        } catch let refusal as any Refusable {
            let found = errors(refusal, context.words).map {
                FieldError(field: "keyReason", message: $0.message)
            }
            return try await page(of: record, context, context.answers, errors: found).page
                .answer(context.visit)
        }
        return Redirect(to: CallsPath.call(record.id), notice: "calls.notice.key").answer(context.visit)
    }
}
