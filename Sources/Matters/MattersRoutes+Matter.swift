import Core
import Desk
import Hummingbird
import Markup
import Web

/// What officers do with one matter.
extension MattersRoutes {
    func addMatter(to site: Site) {
        site.officers.get("/matters/:number", use: matter)
        site.officers.get("/matters/:number/moves/:move", use: move)
        site.officers.post("/matters/:number/moves/:move", use: makeMove)
        site.officers.post("/matters/:number/undo", use: undo)
        site.officers.get("/matters/:number/handed", use: handed)
        site.officers.get("/matters/:number/people.json", use: people)
        site.officers.get("/matters/:number/order.pdf", use: order)
        site.officers.get("/matters/:number/supervision", use: supervision)
        site.officers.get("/matters/:number/supervision.pdf", use: supervisionPaper)
        site.visitors.get("/track/:token/receipt.pdf", use: receipt)
    }

    @Sendable
    func matter(_ request: Request, _ context: OfficerContext) async throws -> Response {
        try await withinDesk(try context.parameter("number"), context)
    }

    /// The page of a matter, also for standing beside a list.
    func matterPage(_ number: String, _ context: OfficerContext) async throws -> Page {
        try await dossierPage(try await file(number, context), context)
    }

    @Sendable
    func move(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let file = try await file(context)
        let name = try context.parameter("move")
        guard let move = moves(file, context).first(where: { $0.name == name }) else {
            return Redirect(to: MattersPath.matter(file.matter.number)).answer(context.visit)
        }
        let telling = telling(context)
        let answers = context.query.given("reply").map { telling.answers(filledBy: $0, for: move, file) }
        return MovePage(
            telling: telling, file: file, move: move, answers: answers ?? chosen(for: move, context.query),
            names: try await officerNames(file, context)
        ).page.answer(context.visit)
    }

    /// The part or the party that the button stood beside; anything else an address says is nobody's
    /// business.
    private func chosen(for move: Move, _ query: FormAnswers) -> FormAnswers {
        let words = move.asks.map(\.word).filter { $0 == .part || $0 == .party }
        return FormAnswers(
            Dictionary(
                words.compactMap { word in
                    query.given(word.rawValue).map { (word.rawValue, String($0.prefix(word.maximumLength))) }
                }, uniquingKeysWith: { first, _ in first }))
    }

    @Sendable
    func makeMove(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let file = try await file(context)
        let name = try context.parameter("move")
        guard let move = city.procedures[file.matter.kind]?.move(name) else { throw WebRefusal.notFound }
        guard let version = context.answers.number("version") else { throw WebRefusal.malformed }
        let seen = Int(clamping: version)
        do {
            var order = Order(name, inputs(context.answers), expecting: seen)
            order.attachments = try await attached(context.answers, context)
            let performed = try await desk.perform(
                order, on: .number(file.matter.number), by: context.officer.actor, at: context.now)
            return try await answer(to: performed, context)
        } catch Refusal.outOfDate {
            return try await stale(move, seen: seen, context)
        } catch let refusal as any Refusable where refusal is Refusal || refusal is FileNotTaken {
            var found = missing(move, context.answers, context.words)
            if found.isEmpty { found = held(refusal, file, context) ?? errors(refusal, context.words) }
            return MovePage(
                telling: telling(context), file: file, move: move, answers: context.answers, errors: found,
                status: refusal.status, names: try await officerNames(file, context)
            ).page.answer(context.visit)
        }
    }

    /// A gate that is shut by something of this matter says by what.
    private func held(
        _ refusal: any Refusable, _ file: MatterFile, _ context: OfficerContext
    ) -> [FieldError]? {
        guard case .gateShut(let gate)? = refusal as? Refusal else { return nil }
        let held = AnswerHeld(telling: telling(context), matter: file.matter, moves: [])
        guard let reason = held.reason(of: gate) else { return nil }
        return [
            FieldError(field: "", message: refusal.sentence(context.words)),
            FieldError(field: "", message: reason),
        ]
    }

    /// Back to the matter; or, when the move opened the contact, the matter with the contact, this once.
    private func answer(to performed: Performed, _ context: OfficerContext) async throws -> Response {
        if let contact = performed.contact {
            let file = try await file(context)
            let shown = ShownContact(name: contact.name, phone: contact.phone, email: contact.email)
            return try await dossierPage(file, context, revealed: shown).answer(context.visit)
        }
        let actor = context.officer.actor
        // A unit that returned a matter does not see it any more.
        let sees = try await desk.dossier(.number(performed.number), for: actor) != nil
        let path = sees ? MattersPath.matter(performed.number) : MattersPath.handed(performed.number)
        return Redirect(
            to: path, notice: sees ? "matters.notice.done" : "matters.notice.handedOn"
        ).answer(context.visit)
    }

    private func stale(_ move: Move, seen: Int, _ context: OfficerContext) async throws -> Response {
        let file = try await file(context)
        return StalePage(
            telling: telling(context), file: file, move: move, seen: seen, answers: context.answers,
            audience: .office, names: try await officerNames(file, context),
            isPossible: moves(file, context).contains(move),
            action: MattersPath.move(file.matter.number, move), back: MattersPath.matter(file.matter.number)
        ).page.answer(context.visit)
    }

    // MARK: The matter of the address

    /// What does not exist and what is somebody else's look the same.
    func file(_ context: OfficerContext) async throws -> MatterFile {
        try await file(try context.parameter("number"), context)
    }

    private func file(_ number: String, _ context: OfficerContext) async throws -> MatterFile {
        guard !context.officer.posts.isEmpty,
            let dossier = try await desk.dossier(.number(number), for: context.officer.actor)
        else { throw WebRefusal.notFound }
        return MatterFile(dossier)
    }

    func moves(_ file: MatterFile, _ context: OfficerContext) -> [Move] {
        possibleMoves(on: file.matter, by: context.officer.actor, in: city, at: context.now)
    }

    /// The officers who took part, in the reader's language.
    func officerNames(_ file: MatterFile, _ context: OfficerContext) async throws -> [Int64: String] {
        try await names(file.officers).mapValues { context.words($0) }
    }

    private func dossierPage(
        _ file: MatterFile, _ context: OfficerContext, revealed: ShownContact? = nil
    ) async throws -> Page {
        let matter = file.matter
        let actor = context.officer.actor
        try await see(matter.id, context.officer, at: context.now)
        let refused = undoable(file.events, matter, by: actor, at: context.now)
        let beside = DossierBeside(
            related: try await desk.related(to: matter, for: actor, at: context.now),
            seconds: try await panels.seconds(matter.id), undoable: refused == nil ? file.events.last : nil,
            expectation: try await desk.expectation(of: file.record, at: context.now),
            hits: try await desk.expectationHits(of: nil))
        var others: [HTML] = []
        for panel in panels.others {
            if let content = try await panel.content(matter, context.visit) { others.append(content) }
        }
        return DossierPage(
            telling: telling(context), file: file, moves: moves(file, context),
            names: try await officerNames(file, context), revealed: revealed, beside: beside, others: others
        ).page
    }
}
