import Core
import HTTPTypes
import Hummingbird
import Markup
import NIOCore
import Press
import Web

/// Receipts, receptions and figures.
extension SlipsRoutes {
    func addReceipts(to site: Site) {
        site.officers.get("/slips/openings/:id/receipts") { _, context in
            try await receipts(context).page
        }
        site.officers.get("/slips/openings/:id/receipts.pdf") { _, context in
            let page = try await receipts(context)
            if page.receipts.isEmpty { throw WebRefusal.notFound }
            return try await pdf(page.document, named: "receipts-\(page.opening.id)")
        }
    }

    /// A receipt opens the private link, so only those who take what residents bring print it, and that it
    /// was printed is kept.
    private func receipts(_ context: OfficerContext) async throws -> ReceiptsPage {
        let opened = try await opened(context)
        let from = context.query.number("from") ?? 1
        let taken = opened.slips.filter { $0.matterNumber != nil && $0.number >= from }
        let receipts = taken.prefix(ReceiptsPage.most).compactMap { slip in
            slip.matterNumber.map {
                ReceiptsPage.Receipt(slip: slip, number: $0, link: slips.link(of: $0))
            }
        }
        try await slips.notePrinted(
            receipts.map(\.slip.number), of: opened.opening.id, by: context.officer.personID, at: context.now)
        var page = ReceiptsPage(
            telling: telling(context), place: opened.place, opening: opened.opening, receipts: receipts)
        if taken.count > receipts.count {
            let next = taken[receipts.count].number
            page.next = SlipsPath.opening(opened.opening.id, "/receipts?from=\(next)")
        }
        return page
    }

    private func pdf(_ document: PressDocument, named name: String) async throws -> Response {
        let bytes: [UInt8]
        do {
            bytes = try await document.pdf()
        } catch PressFault.busy {
            throw WebRefusal.tooMany(retryAfterSeconds: 5)
        } catch let fault as PressFault {
            throw Fault(
                .other, "The paper could not be set: \(fault).",
                remedy: "See that a font with Chinese characters is installed.")
        }
        let headers: HTTPFields = [
            .contentType: "application/pdf", .cacheControl: "no-store",
            .contentDisposition: "inline; filename=\"\(name).pdf\"",
        ]
        return Response(
            status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    // MARK: Receptions

    func addReceptions(to site: Site) {
        site.officers.get("/slips/receptions", use: receptions)
        site.officers.get("/slips/new-reception") { _, context in
            var page = try await form(context)
            page.studio = page.studios.first { $0.code == context.query["studio"] }
            if page.studio == nil, page.studios.count == 1 { page.studio = page.studios[0] }
            return page.page
        }
        site.officers.post("/slips/new-reception", use: receive)
        site.officers.get("/slips/figures", use: figures)
    }

    private func studios(_ context: OfficerContext) async throws -> [SpeakPlace] {
        try await slips.places(in: try sight(context).areas, kind: .studio, limit: 500).map(\.place)
    }

    private func form(_ context: OfficerContext) async throws -> ReceptionFormPage {
        ReceptionFormPage(
            telling: telling(context), studios: try await studios(context),
            once: Base64URL.encode(randomBytes(18)))
    }

    @Sendable
    private func receptions(_ request: Request, _ context: OfficerContext) async throws -> Page {
        let studios = try await studios(context)
        let asked = try context.page(of: "receptions")
        let before = asked.after?.first.flatMap { Int64($0) }
        let found = try await slips.receptions(
            of: studios.map(\.code), before: before, limit: asked.size + 1)
        let shown = Array(found.receptions.prefix(asked.size))
        var page = ReceptionsPage(
            telling: telling(context), receptions: shown, matters: found.matters,
            names: Dictionary(studios.map { ($0.code, $0.name) }) { first, _ in first },
            mayAdd: !studios.isEmpty)
        if found.receptions.count > asked.size, let last = shown.last {
            page.older =
                "\(SlipsPath.receptions)?after=\(context.cursor(after: ["\(last.id)"], of: "receptions"))"
        }
        // Of the opinions that were just written down: whether they are some that are open already.
        let known = Set(shown.flatMap { found.matters[$0.id] ?? [] })
        let taken = context.query["taken"].split(separator: ",").map(String.init).filter(known.contains)
        for number in taken.prefix(NewReception.mostOpinions) {
            if let asked = try await question(number, SlipsPath.receptions, context.visit) {
                page.questions.append((number, asked))
            }
        }
        return page.page
    }

    @Sendable
    private func receive(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let answers = context.answers
        var page = try await form(context)
        guard let studio = page.studios.first(where: { $0.code == answers["studio"] }) else {
            throw WebRefusal.notFound
        }
        do {
            let new = try reception(answers, at: studio, now: context.now)
            let made = try await slips.receive(new, at: studio, by: context.officer, now: context.now)
            let query = FormAnswers(["taken": made.joined(separator: ",")]).asQuery()
            return Redirect(to: SlipsPath.receptions + query, notice: "slips.receptions.kept")
                .answer(context.visit)
        } catch let refusal as any Refusable {
            page.studio = studio
            page.answers = answers
            // A matter calls it the name, this form the person.
            page.errors = errors(refusal, context.words).map { error in
                error.field == "name" ? FieldError(field: "person", message: error.message) : error
            }
            page.status = refusal.status
            return page.page.answer(context.visit)
        }
    }

    private func reception(
        _ answers: FormAnswers, at studio: SpeakPlace, now: Moment
    ) throws(SlipRefusal) -> NewReception {
        guard let day = CivilDate(answers["day"]) else { throw .badDay }
        guard let mode = Reception.Mode(rawValue: answers["mode"]) else { throw .missing(field: "mode") }
        let once = answers["once"]
        guard once.utf8.count >= 16, once.utf8.count <= 100 else { throw .missing(field: "once") }
        let isToday = day == slips.today(at: now)
        let noon = city.calendar.start(of: day) + 12 * 3_600_000
        return NewReception(
            place: studio.code, at: isToday ? now : noon, delegate: answers["delegate"],
            person: answers.given("person"), phone: answers.given("phone"), mode: mode,
            opinions: answers.all("opinion").filter { !$0.isEmpty }, area: AreaCode(answers["area"]),
            once: once)
    }

    // MARK: Figures

    @Sendable
    private func figures(_ request: Request, _ context: OfficerContext) async throws -> Page {
        let sight = try sight(context)
        let asked = context.query["month"]
        let month =
            CivilDate("\(asked)-01") == nil ? SlipsDesk.month(of: slips.today(at: context.now)) : asked
        let places = try await slips.places(in: sight.areas, activeOnly: false, limit: 500).map(\.place)
        let villages = city.areas.codes.filter { $0.level == .village && sight.sees($0) }
        let covered = try await slips.coveredVillages()
        return FiguresPage(
            telling: telling(context), month: month, places: places,
            figures: try await slips.figures(of: places.map(\.code), in: month),
            without: villages.filter { !covered.contains($0) }, villages: villages.count
        ).page
    }
}
