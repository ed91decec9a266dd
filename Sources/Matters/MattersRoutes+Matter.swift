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
    }

    @Sendable
    func matter(_ request: Request, _ context: OfficerContext) async throws -> Page {
        let file = try await file(context)
        return try await dossierPage(file, context)
    }

    @Sendable
    func move(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let file = try await file(context)
        let name = try context.parameter("move")
        guard let move = moves(file, context).first(where: { $0.name == name }) else {
            return Redirect(to: MattersPath.matter(file.matter.number)).answer(context.visit)
        }
        return MovePage(telling: telling(context), file: file, move: move).page.answer(context.visit)
    }

    @Sendable
    func makeMove(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let file = try await file(context)
        let name = try context.parameter("move")
        guard let move = city.procedures[file.matter.kind]?.move(name) else { throw WebRefusal.notFound }
        guard let version = context.answers.number("version") else { throw WebRefusal.malformed }
        let seen = Int(clamping: version)
        do {
            let performed = try await desk.perform(
                Order(name, inputs(context.answers), expecting: seen), on: .number(file.matter.number),
                by: context.officer.actor, at: context.now)
            return try await answer(to: performed, context)
        } catch Refusal.outOfDate {
            return try await stale(move, seen: seen, context)
        } catch let refusal as Refusal {
            var found = missing(move, context.answers, context.words)
            if found.isEmpty { found = errors(refusal, context.words) }
            return MovePage(
                telling: telling(context), file: file, move: move, answers: context.answers, errors: found,
                status: refusal.status
            ).page.answer(context.visit)
        }
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
        return Redirect(
            to: sees ? MattersPath.matter(performed.number) : MattersPath.workbench,
            notice: sees ? "matters.notice.done" : "matters.notice.handedOn"
        ).answer(context.visit)
    }

    private func stale(_ move: Move, seen: Int, _ context: OfficerContext) async throws -> Response {
        let file = try await file(context)
        return StalePage(
            telling: telling(context), file: file, move: move, seen: seen, answers: context.answers,
            audience: .office, names: try await personNames(file.officers),
            isPossible: moves(file, context).contains(move),
            action: MattersPath.move(file.matter.number, move), back: MattersPath.matter(file.matter.number)
        ).page.answer(context.visit)
    }

    // MARK: The matter of the address

    /// What does not exist and what is somebody else's look the same.
    func file(_ context: OfficerContext) async throws -> MatterFile {
        let number = try context.parameter("number")
        guard !context.officer.posts.isEmpty,
            let dossier = try await desk.dossier(.number(number), for: context.officer.actor)
        else { throw WebRefusal.notFound }
        return MatterFile(dossier)
    }

    private func moves(_ file: MatterFile, _ context: OfficerContext) -> [Move] {
        possibleMoves(on: file.matter, by: context.officer.actor, in: city, at: context.now)
    }

    private func dossierPage(
        _ file: MatterFile, _ context: OfficerContext, revealed: ShownContact? = nil
    ) async throws -> Page {
        DossierPage(
            telling: telling(context), file: file, moves: moves(file, context),
            names: try await personNames(file.officers), revealed: revealed
        ).page
    }
}
