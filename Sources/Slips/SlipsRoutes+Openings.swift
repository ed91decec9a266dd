import Core
import Desk
import Files
import Hummingbird
import Markup
import Web

/// An opening: typing its slips in, one by one or as a stack.
extension SlipsRoutes {
    func addOpenings(to site: Site) {
        site.officers.get("/slips/openings/:id") { _, context in
            let opened = try await opened(context)
            var page = try await openingPage(opened, context)
            page.question = try await asked(of: opened, context, back: SlipsPath.opening(opened.opening.id))
            return page.page
        }
        site.officers.post("/slips/openings/:id/found") { _, context in
            try await change(context) { opening in
                guard let found = context.answers.number("found") else {
                    throw SlipRefusal.badCount(limit: SlipsDesk.mostSlips)
                }
                try await slips.correct(Int(clamping: found), of: opening.id)
            }
        }
        site.officers.post("/slips/openings/:id/declare") { _, context in
            try await change(context) { opening in
                guard let number = context.answers.number("number") else {
                    throw SlipRefusal.noSuchNumber(found: opening.found)
                }
                try await slips.declare(
                    Int(clamping: number), of: opening.id,
                    context.answers["state"] == "illegible" ? .illegible : .blank,
                    reason: context.answers["reason"], by: context.officer.personID, at: context.now)
            }
        }
        site.officers.get("/slips/openings/:id/one") { _, context in
            try await onePage(try await opened(context), context).page
        }
        site.officers.post("/slips/openings/:id/one", use: takeOne)
        site.officers.get("/slips/openings/:id/stack") { _, context in
            try await stackPage(try await opened(context), context).page
        }
        site.officers.post("/slips/openings/:id/stack", use: takeStack)
    }

    /// An opening that the officer may work on, with its place and slips.
    struct Opened {
        let opening: Opening
        let place: SpeakPlace
        let slips: [Slip]

        var missing: [Int] { SlipsDesk.missing(slips, found: opening.found) }
    }

    func opened(_ context: OfficerContext) async throws -> Opened {
        let sight = try sight(context)
        guard let opening = try await slips.opening(try context.number("id")),
            let record = try await slips.place(opening.place), sight.sees(record.place.area)
        else { throw WebRefusal.notFound }
        return Opened(
            opening: opening, place: record.place, slips: try await slips.slips(of: opening.id))
    }

    private func openingPage(_ opened: Opened, _ context: OfficerContext) async throws -> OpeningPage {
        OpeningPage(
            telling: telling(context), place: opened.place, opening: opened.opening, slips: opened.slips,
            names: try await names([opened.opening.person]))
    }

    private func change(
        _ context: OfficerContext, _ work: (Opening) async throws -> Void
    ) async throws -> Response {
        let opened = try await opened(context)
        do {
            try await work(opened.opening)
            return Redirect(to: SlipsPath.opening(opened.opening.id), notice: "slips.kept")
                .answer(context.visit)
        } catch let refusal as SlipRefusal {
            var page = try await openingPage(opened, context)
            page.answers = context.answers
            page.errors = errors(refusal, context.words)
            return page.page.answer(context.visit)
        }
    }

    // MARK: One by one

    private func onePage(_ opened: Opened, _ context: OfficerContext) async throws -> OneSlipPage {
        var answers = FormAnswers()
        // What stays from slip to slip comes back in the address.
        let kept = ["area", "category", "place"].compactMap { name in
            context.query.given(name).map { (name, $0) }
        }
        answers = FormAnswers(Dictionary(uniqueKeysWithValues: kept))
        var page = OneSlipPage(
            telling: telling(context), place: opened.place, opening: opened.opening,
            next: opened.missing.first ?? opened.opening.found + 1, answers: answers)
        page.mayLook = look != nil
        page.taken = taken(of: opened, context)
        page.question = try await asked(
            of: opened, context, back: SlipsPath.opening(opened.opening.id, "/one" + answers.asQuery()))
        return page
    }

    /// The matter of the slip that was just taken, as the address says it.
    private func taken(of opened: Opened, _ context: OfficerContext) -> String? {
        context.query.given("taken").flatMap { number in
            opened.slips.contains { $0.matterNumber == number } ? number : nil
        }
    }

    /// Whether the slip that was just taken is one that is open already.
    private func asked(of opened: Opened, _ context: OfficerContext, back: String) async throws -> HTML? {
        guard let number = taken(of: opened, context) else { return nil }
        return try await question(number, back, context.visit)
    }

    @Sendable
    private func takeOne(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let opened = try await opened(context)
        let answers = context.answers
        if answers["do"] == "look" { return try await lookFirst(opened, context) }
        do {
            var entry = try entry(from: answers, at: opened.place)
            guard let number = answers.number("number") else {
                throw SlipRefusal.noSuchNumber(found: opened.opening.found)
            }
            entry.number = Int(clamping: number)
            entry.text = answers["text"]
            if entry.text.isEmpty { throw SlipRefusal.missing(field: "text") }
            entry.contact = Filing.Contact(name: answers.given("name"), phone: answers.given("phone"))
            entry.attachments = try await attached(answers, context)
            let matter = try await slips.take(
                entry, into: opened.opening, at: opened.place, twins: answers.has("twins"),
                by: context.officer, now: context.now, beside: try await same(context))
            let kept = FormAnswers([
                "area": answers["area"], "category": answers["category"], "place": answers["place"],
                "taken": matter,
            ])
            let isLast = opened.missing.filter { $0 != entry.number }.isEmpty
            let part = isLast ? FormAnswers(["taken": matter]).asQuery() : "/one" + kept.asQuery()
            return Redirect(to: SlipsPath.opening(opened.opening.id, part)).answer(context.visit)
        } catch let refusal as any Refusable {
            var page = try await onePage(opened, context)
            page.answers = answers
            if refusal.code == "slips.twin" { page.answers = answers.with("twin", "yes") }
            // What it cannot be joined to stands in no field.
            page.errors = errors(refusal, context.words).map { error in
                error.field == "matter" ? FieldError(field: "", message: error.message) : error
            }
            page.status = refusal.status
            page.files = await chosen(answers, context)
            return page.page.answer(context.visit)
        }
    }

    /// Takes nothing: the page comes back as it was typed, with what may be the same.
    private func lookFirst(_ opened: Opened, _ context: OfficerContext) async throws -> Response {
        let answers = context.answers
        var page = try await onePage(opened, context)
        page.answers = answers
        page.files = await chosen(answers, context)
        do {
            guard let text = answers.given("text") else { throw SlipRefusal.missing(field: "text") }
            if text.count > Filing.textLimit {
                throw SlipRefusal.tooLong(field: "text", limit: Filing.textLimit)
            }
            let entry = try entry(from: answers, at: opened.place)
            page.likely = try await look?.likely(
                text, entry.area ?? opened.place.area, entry.category, context.visit)
        } catch let refusal as SlipRefusal {
            page.errors = errors(refusal, context.words)
            page.status = refusal.status
        }
        return page.page.answer(context.visit)
    }

    /// Says that the slip is what was named on the page, together with taking it; nil where nothing was.
    private func same(
        _ context: OfficerContext
    ) async throws -> (@Sendable (Receipt, DeskTransaction) throws -> Void)? {
        guard let number = context.answers.given("same"), let look else { return nil }
        let (officer, now) = (context.officer, context.now)
        guard let main = try await slips.desk.dossier(.number(number), for: officer.actor)?.matter else {
            throw Refusal.invalid(.matter, .unknown)
        }
        return { receipt, transaction in try look.same(receipt.id, main, officer, now, transaction) }
    }

    private func entry(from answers: FormAnswers, at place: SpeakPlace) throws -> SlipEntry {
        var entry = SlipEntry(number: 0, text: "")
        if let area = answers.given("area") {
            guard let code = AreaCode(area) else { throw SlipRefusal.place(.area) }
            entry.area = code
        }
        entry.category = answers.given("category")
        entry.place = answers.given("place")
        return entry
    }

    // MARK: Stacks

    private func stackPage(_ opened: Opened, _ context: OfficerContext) async throws -> StackPage {
        StackPage(
            telling: telling(context), place: opened.place, opening: opened.opening, missing: opened.missing)
    }

    @Sendable
    private func takeStack(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let before = try await opened(context)
        let answers = context.answers
        do {
            let defaults = try entry(from: answers, at: before.place)
            var entries = try SlipsDesk.entries(answers["stack"], free: before.missing, defaults: defaults)
            if entries.isEmpty { throw SlipRefusal.missing(field: "stack") }
            let scan = try await attached(answers, context).first
            if let scan, scan.kind != .pdf { throw SlipRefusal.scanIsNoPaper }
            // Residents never see it there: a paper that others wrote on is for people at work.
            if let scan { entries[0].entry.attachments = [scan] }
            let outcome = try await slips.take(
                entries, into: before.opening, at: before.place, twins: answers.has("twins"),
                by: context.officer, now: context.now)
            if let scan, outcome.taken.first?.slip == entries[0].entry.number {
                try await slips.keep(scan: scan, of: before.opening.id)
            }
            var page = try await stackPage(try await opened(context), context)
            page.outcome = outcome
            let back = SlipsPath.opening(before.opening.id, "/stack")
            for (slip, matter) in outcome.taken.prefix(StackPage.mostQuestions) {
                if let asked = try await question(matter, back, context.visit) {
                    page.questions.append((slip, asked))
                }
            }
            page.answers = answers
            page.status = outcome.refused.isEmpty ? 200 : 422
            return page.page.answer(context.visit)
        } catch let refusal as any Refusable {
            var page = try await stackPage(before, context)
            page.answers = answers
            page.errors = errors(refusal, context.words)
            page.status = refusal.status
            page.files = await chosen(answers, context)
            return page.page.answer(context.visit)
        }
    }

    // MARK: Files

    private func attached(_ answers: FormAnswers, _ context: OfficerContext) async throws -> [Attachment] {
        if let refusal = answers.notTaken { throw refusal }
        let ids = answers.all("files").flatMap { $0.split(whereSeparator: \.isWhitespace).map(String.init) }
        do {
            return try await shelf.attachments(ids, owner: context.visit.sender, now: context.now)
        } catch is FileRefusal {
            throw FilingRefusal.invalid(.files)
        }
    }

    /// The files that came with a form that goes back: they need not be sent again.
    private func chosen(_ answers: FormAnswers, _ context: OfficerContext) async -> [FileField.Chosen] {
        let files = (try? await attached(answers, context)) ?? []
        return files.map { .init(id: $0.id, name: $0.name) }
    }
}

extension FormAnswers {
    /// The same with one answer more.
    fileprivate func with(_ name: String, _ value: String) -> FormAnswers {
        var values = [name: value]
        for name in names { values[name] = self[name] }
        return FormAnswers(values)
    }
}
