import Core
import Hummingbird
import Markup
import Web

/// Writing places down, and opening them.
extension SlipsRoutes {
    func addPlaces(to site: Site) {
        site.officers.get("/slips/new-place") { _, context in
            try context.require(.manageChannels)
            return PlaceFormPage(telling: telling(context)).page
        }
        site.officers.post("/slips/new-place") { _, context in try await keep(nil, context) }
        site.officers.get("/slips/places/:code/edit") { _, context in
            try context.require(.manageChannels)
            let record = try await known(context)
            return PlaceFormPage(
                telling: telling(context), code: record.place.code,
                answers: PlaceFormPage.answers(of: record)
            ).page
        }
        site.officers.post("/slips/places/:code/edit") { _, context in
            try await keep(try await known(context), context)
        }
        site.officers.post("/slips/places/:code/open", use: open)
    }

    private func known(_ context: OfficerContext) async throws -> PlaceRecord {
        guard let record = try await slips.place(try context.parameter("code")) else {
            throw WebRefusal.notFound
        }
        return record
    }

    private func keep(_ record: PlaceRecord?, _ context: OfficerContext) async throws -> Response {
        try context.require(.manageChannels)
        do {
            let place = try place(from: context.answers, code: record?.place.code)
            try await slips.keep(
                place, isNew: record == nil, isActive: record == nil || context.answers.has("active"),
                at: context.now)
            return Redirect(to: SlipsPath.place(place.code), notice: "slips.kept").answer(context.visit)
        } catch let refusal as any Refusable {
            return PlaceFormPage(
                telling: telling(context), code: record?.place.code, answers: context.answers,
                errors: errors(refusal, context.words), status: refusal.status
            ).page.answer(context.visit)
        }
    }

    private func place(from answers: FormAnswers, code: String?) throws(SlipRefusal) -> SpeakPlace {
        guard let kind = SpeakPlace.Kind(rawValue: answers["kind"]) else { throw .missing(field: "kind") }
        guard let area = AreaCode(answers["area"]) else { throw .place(.area) }
        var opening: OpeningRule?
        if let text = answers.given("opening") {
            guard let rule = OpeningRule(text) else { throw .badOpening }
            opening = rule
        }
        let (zh, english) = (answers["address_zh"], answers["address_en"])
        return SpeakPlace(
            code: code ?? answers["code"], kind: kind,
            name: LocalText(zh: answers["name_zh"], en: answers["name_en"]), area: area,
            address: LocalText(zh: zh, en: english.isEmpty ? zh : english), phone: answers["phone"],
            opening: opening, host: SpeakPlace.Host(rawValue: answers["host"]),
            isShared: answers.has("shared"),
            delegates: answers["delegates"].split(whereSeparator: \.isNewline).compactMap(Self.person),
            liaison: Self.person(answers["liaison"][...]))
    }

    /// `张三/Zhang San`.
    private static func person(_ line: Substring) -> LocalText? {
        let parts = line.split(separator: "/", maxSplits: 1).map { part in
            String(part.drop { $0.isWhitespace })
        }
        guard let zh = parts.first, !zh.isEmpty else { return nil }
        return LocalText(zh: zh, en: parts.count > 1 ? parts[1] : zh)
    }

    // MARK: Opening

    @Sendable
    private func open(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let record = try await known(context)
        guard try sight(context).sees(record.place.area), record.isActive else { throw WebRefusal.notFound }
        let answers = context.answers
        do {
            guard let day = CivilDate(answers["day"]) else { throw SlipRefusal.badDay }
            guard let found = answers.number("found") else {
                throw SlipRefusal.badCount(limit: SlipsDesk.mostSlips)
            }
            let id = try await slips.open(
                record.place, on: day, found: Int(clamping: found), delegates: answers.all("delegates"),
                by: context.officer.personID, at: context.now)
            return Redirect(to: SlipsPath.opening(id, found > 0 ? "/one" : "")).answer(context.visit)
        } catch let refusal as SlipRefusal {
            var page = PlacePage(telling: telling(context), record: record)
            page.work = try await work(record.place, context.officer)
            page.work?.answers = answers
            page.work?.errors = errors(refusal, context.words)
            return page.page.answer(context.visit)
        }
    }
}
