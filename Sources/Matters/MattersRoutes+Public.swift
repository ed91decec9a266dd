import Core
import Desk
import HTTPTypes
import Hummingbird
import Markup
import Web

/// What a resident does: raise, follow, say.
extension MattersRoutes {
    func addPublic(to site: Site) {
        site.visitors.get("/", use: home)
        site.visitors.get("/raise", use: home)
        site.visitors.post("/raise", use: raise)
        site.visitors.get("/raised/:token", use: raised)
        site.visitors.get("/track/:token", use: track)
        site.visitors.get("/track/:token/:move", use: trackMove)
        site.visitors.post("/track/:token/:move", use: makeResidentMove)
    }

    @Sendable
    func home(_ request: Request, _ context: VisitorContext) -> Page {
        RaisePage(telling: telling(context), once: newKey()).page
    }

    @Sendable
    func raise(_ request: Request, _ context: VisitorContext) async throws -> Response {
        let answers = context.answers
        do {
            try context.spend(1, from: RateLimit("raise", burst: 20, perMinute: 10))
            let key = key(context, of: "raise")
            let filing = try filing(answers, context)
            let receipt = try await once(key) {
                try await desk.file(filing, by: .resident, at: context.now, once: key)
            }
            return Redirect(to: MattersPath.raised(receipt.token)).answer(context.visit)
        } catch let refusal as any Refusable {
            return RaisePage(
                telling: telling(context), once: newKey(), answers: answers,
                errors: errors(refusal, context.words),
                status: refusal.status
            ).page.answer(context.visit)
        }
    }

    /// What stands in the form: text, place and contact; a resident's words come without anything else (M05).
    private func filing(_ answers: FormAnswers, _ context: VisitorContext) throws -> Filing {
        var filing = Filing(text: answers["text"], channel: .web)
        try fill(&filing, from: answers, language: context.visit.language)
        return filing
    }

    /// The fields that residents and officers fill alike.
    func fill(_ filing: inout Filing, from answers: FormAnswers, language: Language) throws {
        filing.place = answers.given("place")
        if let area = answers.given("area") {
            guard let code = AreaCode(area) else { throw FilingRefusal.invalid(.area) }
            filing.area = code
        }
        filing.contact = Filing.Contact(
            name: answers.given("name"), phone: answers.given("phone"), email: answers.given("email"),
            language: language)
    }

    @Sendable
    func raised(_ request: Request, _ context: VisitorContext) async throws -> Response {
        let (token, file) = try await ownMatter(context)
        let page = RaisedPage(
            telling: telling(context), file: file, token: token, link: desk.link(of: file.matter.number)
        ).page
        return unlisted(page, context)
    }

    @Sendable
    func track(_ request: Request, _ context: VisitorContext) async throws -> Response {
        let (token, file) = try await ownMatter(context)
        return unlisted(try await trackPage(file, token, context), context)
    }

    @Sendable
    func trackMove(_ request: Request, _ context: VisitorContext) async throws -> Response {
        let (token, file) = try await ownMatter(context)
        let name = try context.parameter("move")
        guard let move = residentsMoves(file, context).first(where: { $0.name == name }) else {
            return Redirect(to: MattersPath.track(token)).answer(context.visit)
        }
        let page = TrackMovePage(telling: telling(context), file: file, token: token, move: move).page
        return unlisted(page, context)
    }

    @Sendable
    func makeResidentMove(_ request: Request, _ context: VisitorContext) async throws -> Response {
        let (token, file) = try await ownMatter(context)
        let name = try context.parameter("move")
        guard let move = city.procedures[file.matter.kind]?.move(name), move.by.contains(.resident) else {
            throw WebRefusal.notFound
        }
        guard let seen = context.answers.number("version") else { throw WebRefusal.malformed }
        do {
            try context.spend(1, from: RateLimit("track", burst: 30, perMinute: 20))
            let order = Order(name, inputs(context.answers), expecting: Int(clamping: seen))
            _ = try await desk.perform(order, on: .number(file.matter.number), by: .resident, at: context.now)
            return Redirect(to: MattersPath.track(token), notice: "matters.notice.done").answer(context.visit)
        } catch Refusal.outOfDate {
            return try await staleTrack(token, move, seen: Int(clamping: seen), context)
        } catch let refusal as Refusal {
            return try await refused(refusal, move, file, token, context)
        }
    }

    /// The form again, with what is wrong: on the tracking page where it stood there, else on its own.
    private func refused(
        _ refusal: Refusal, _ move: Move, _ file: MatterFile, _ token: String, _ context: VisitorContext
    ) async throws -> Response {
        var found = missing(move, context.answers, context.words)
        if found.isEmpty { found = errors(refusal, context.words) }
        let main = MoveOrder.main(residentsMoves(file, context), in: city.procedures[file.matter.kind])
        guard main == move else {
            return TrackMovePage(
                telling: telling(context), file: file, token: token, move: move, answers: context.answers,
                errors: found
            ).page.answer(context.visit)
        }
        let tried = TrackPage.Tried(move: move, answers: context.answers, errors: found)
        return try await trackPage(file, token, context, tried: tried).answer(context.visit)
    }

    private func staleTrack(
        _ token: String, _ move: Move, seen: Int, _ context: VisitorContext
    ) async throws -> Response {
        let (_, file) = try await ownMatter(context)
        return StalePage(
            telling: telling(context), file: file, move: move, seen: seen, answers: context.answers,
            audience: .resident, isPossible: residentsMoves(file, context).contains(move),
            action: MattersPath.track(token, move), back: MattersPath.track(token)
        ).page.answer(context.visit)
    }

    // MARK: The matter behind a private link

    /// A page behind a private link: no search engine lists it, should a link ever be left lying about.
    private func unlisted(_ page: Page, _ context: VisitorContext) -> Response {
        var response = page.answer(context.visit)
        if let robots = HTTPField.Name("X-Robots-Tag") { response.headers[robots] = "noindex, nofollow" }
        return response
    }

    /// The matter whose private link this is. A wrong link and one of a matter that is not there look the
    /// same.
    private func ownMatter(_ context: VisitorContext) async throws -> (token: String, file: MatterFile) {
        let token = try context.parameter("token")
        guard let number = desk.number(ofLink: token),
            let dossier = try await desk.dossier(.number(number), for: .resident)
        else { throw WebRefusal.notFound }
        return (token, MatterFile(dossier))
    }

    private func residentsMoves(_ file: MatterFile, _ context: VisitorContext) -> [Move] {
        possibleMoves(on: file.matter, by: .resident, in: city, at: context.now)
    }

    private func trackPage(
        _ file: MatterFile, _ token: String, _ context: VisitorContext, tried: TrackPage.Tried? = nil
    ) async throws -> Page {
        TrackPage(
            telling: telling(context), file: file, token: token, moves: residentsMoves(file, context),
            livesOn: try await livesOn(file.matter), tried: tried
        ).page
    }

    /// The stage of the matter that a joined one lives on in, followed to the last; nothing else of it is
    /// shown.
    private func livesOn(_ matter: Matter) async throws -> LocalText? {
        var next = matter.mergedInto
        var told: LocalText?
        for _ in 0..<8 {
            guard let number = next,
                let other = try await desk.dossier(.number(number), for: .resident)?.matter
            else { return told }
            told = city.procedures[other.kind]?.stage(other.stage)?.text
            next = other.mergedInto
        }
        return told
    }
}
