import Core
import Desk
import Hummingbird
import Markup
import Web

/// Filing for somebody, and moves on several matters at once.
extension MattersRoutes {
    @Sendable
    func newMatter(_ request: Request, _ context: OfficerContext) -> Page {
        // Whoever goes on writing keeps the way in which people speak to them.
        let kept = FormAnswers(["channel": context.query["channel"], "area": context.query["area"]])
        let filed = context.query.given("filed").flatMap { number in
            number.utf8.count <= 40 && number.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } ? number : nil
        }
        return NewMatterPage(telling: telling(context), once: newKey(), answers: kept, filed: filed).page
    }

    /// The unit that the dispatch catalogue names for a category in an area, while the form is filled in.
    @Sendable
    func suggest(_ request: Request, _ context: OfficerContext) throws -> JSONAnswer<[String: String]> {
        let area = AreaCode(context.query["area"]) ?? city.area
        let unit = city.catalogue[context.query["category"]].flatMap { category in
            city.dispatch.unit(for: category.code, at: area, in: city.catalogue)
        }
        return JSONAnswer(["unit": telling(context).unit(unit) ?? ""])
    }

    @Sendable
    func fileMatter(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let answers = context.answers
        guard !context.officer.posts.isEmpty else { throw WebRefusal.forbidden }
        do {
            let key = key(context, of: "file")
            var filing = try officersFiling(answers, context)
            filing.attachments = try await attached(answers, context)
            let actor = context.officer.actor
            let receipt = try await once(key) { [filing] in
                try await desk.file(filing, by: actor, at: context.now, once: key)
            }
            if answers["again"] == "yes" {
                let next = FormAnswers([
                    "channel": answers["channel"], "area": answers["area"], "filed": receipt.number,
                ])
                return Redirect(to: MattersPath.new + next.asQuery()).answer(context.visit)
            }
            let sees = try await desk.dossier(.number(receipt.number), for: actor) != nil
            return Redirect(
                to: (sees ? MattersPath.matter(receipt.number) : MattersPath.new) + "?taken=1",
                notice: "matters.notice.filed"
            ).answer(context.visit)
        } catch let refusal as any Refusable {
            return NewMatterPage(
                telling: telling(context), once: newKey(), answers: answers,
                errors: errors(refusal, context.words)
            ).page.answer(context.visit)
        }
    }

    private func officersFiling(_ answers: FormAnswers, _ context: OfficerContext) throws -> Filing {
        guard let channel = Channel(rawValue: answers["channel"]), NewMatterPage.channels.contains(channel)
        else {
            throw FilingRefusal.invalid(.channel)
        }
        guard let urgency = Urgency(rawValue: answers.given("urgency") ?? Urgency.ordinary.rawValue) else {
            throw FilingRefusal.invalid(.urgency)
        }
        var filing = Filing(text: answers["text"], channel: channel)
        try fill(&filing, from: answers, language: context.visit.language)
        filing.caller = Caller(rawValue: answers["caller"]) ?? .resident
        filing.kind = answers.given("kind")
        filing.category = answers.given("category")
        filing.urgency = urgency
        return filing
    }

    // MARK: Several at once

    /// First what would become of each, then the doing: every matter is decided on its own.
    @Sendable
    func bulk(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let telling = telling(context)
        var numbers: [String] = []
        for number in context.answers.all("number") where !numbers.contains(number) && numbers.count < 100 {
            numbers.append(number)
        }
        let list = ListQuestion.sound(context.answers["list"])
        let suitable = BulkMove.moves(of: context.officer.posts, in: city)
        guard !numbers.isEmpty, let move = suitable.first(where: { $0.name == context.answers["move"] })
        else {
            return Redirect(to: MattersPath.list + list, notice: "matters.notice.tickFirst").answer(
                context.visit)
        }
        let missing = missing(move, context.answers, context.words)
        if context.answers["step"] == "do", missing.isEmpty {
            return BulkResultPage(
                telling: telling, move: move, results: try await make(move, on: numbers, context), list: list
            ).page.answer(context.visit)
        }
        return BulkPreviewPage(
            telling: telling, move: move, lines: try await preview(move, of: numbers, context), list: list,
            answers: context.answers, errors: context.answers["step"] == "do" ? missing : []
        ).page.answer(context.visit)
    }

    private func preview(
        _ move: Move, of numbers: [String], _ context: OfficerContext
    ) async throws -> [BulkPreviewPage.Line] {
        var lines: [BulkPreviewPage.Line] = []
        let actor = context.officer.actor
        for number in numbers {
            guard let dossier = try await desk.dossier(.number(number), for: actor) else {
                lines.append(
                    .init(
                        number: number, title: "", version: 0,
                        refusal: MatterNotFound().sentence(context.words)))
                continue
            }
            lines.append(
                .init(
                    number: number, title: dossier.record.title, version: dossier.matter.version,
                    refusal: refusal(move, on: dossier.matter, by: actor, context)))
        }
        return lines
    }

    /// Why the move could not be made now, whatever is answered; nil when it could.
    private func refusal(_ move: Move, on matter: Matter, by actor: Actor, _ context: OfficerContext)
        -> String?
    {
        if possibleMoves(on: matter, by: actor, in: city, at: context.now).contains(where: {
            $0.name == move.name
        }) {
            return nil
        }
        do {
            _ = try decide(Order(move.name), on: matter, by: actor, in: city, at: context.now)
            return nil
        } catch {
            if case .missing = error { return context.words("matters.bulk.notYet") }
            return error.sentence(context.words)
        }
    }

    /// Whether what was just done can be taken back; what left the officer's sight is asked on its own page.
    private func mayUndo(_ number: String, _ context: OfficerContext) async throws -> Bool {
        let actor = context.officer.actor
        return try await desk.dossier(.number(number), for: actor).map { dossier in
            desk.mayUndo(dossier, by: actor, at: context.now)
        } ?? false
    }

    private func make(
        _ move: Move, on numbers: [String], _ context: OfficerContext
    ) async throws -> [BulkResultPage.Result] {
        var results: [BulkResultPage.Result] = []
        for number in numbers {
            let seen = context.answers.number("version-\(number)").map { Int(clamping: $0) }
            let order = Order(move.name, inputs(context.answers), expecting: seen)
            do {
                let performed = try await desk.perform(
                    order, on: .number(number), by: context.officer.actor, at: context.now)
                results.append(
                    .init(
                        number: number, refusal: nil, version: performed.version,
                        canBeUndone: try await mayUndo(number, context)))
            } catch let refusal as any Refusable {
                results.append(.init(number: number, refusal: refusal.sentence(context.words)))
            }
        }
        return results
    }
}
