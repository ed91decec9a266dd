import Core
import Desk
import Hummingbird
import Web

/// What a resident does behind the private link: follow, rate, add, urge, take back.
extension MattersRoutes {
    func addTrack(to site: Site) {
        site.visitors.get("/track/:token", use: track)
        site.visitors.get("/track/:token/:move", use: trackMove)
        site.visitors.post("/track/:token/:move", use: makeResidentMove)
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
        let page = TrackMovePage(
            telling: telling(context), file: file, token: token, move: move, once: newLongKey()
        ).page
        return unlisted(page, context)
    }

    @Sendable
    func makeResidentMove(_ request: Request, _ context: VisitorContext) async throws -> Response {
        let (token, file) = try await ownMatter(context)
        let name = try context.parameter("move")
        guard let move = city.procedures[file.matter.kind]?.move(name), move.by.contains(.resident) else {
            throw WebRefusal.notFound
        }
        guard let seen = context.answers.number("version").map({ Int(clamping: $0) }) else {
            throw WebRefusal.malformed
        }
        do {
            try context.spend(1, from: RateLimit("track", burst: 30, perMinute: 20))
            try await perform(move, seen: seen, on: file, context)
            return Redirect(to: MattersPath.track(token), notice: "matters.notice.done").answer(context.visit)
        } catch Refusal.outOfDate {
            return try await staleTrack(token, move, seen: seen, context)
        } catch let refusal as any Refusable where refusal is Refusal || refusal is FileNotTaken {
            return try await refused(refusal, move, file, token, context)
        }
    }

    /// Makes the move for the version the resident saw; for the one that stands now where nothing happened in
    /// between that they could have seen.
    private func perform(_ move: Move, seen: Int, on file: MatterFile, _ context: VisitorContext) async throws
    {
        let number = file.matter.number
        let key = residentKey(context, of: "track \(number)")
        let inputs = inputs(context.answers)
        let attachments = try await attached(context.answers, context)
        func perform(version: Int) async throws {
            var order = Order(move.name, inputs, expecting: version)
            order.attachments = attachments
            _ = try await once(key) { [order] in
                try await desk.perform(order, on: .number(number), by: .resident, at: context.now, once: key)
            }
        }
        do {
            try await perform(version: seen)
        } catch Refusal.outOfDate(let current) {
            let story = Story(telling: telling(context), file: file, audience: .resident)
            guard seen > 0, seen < current, current == file.matter.version,
                story.entries(after: seen).isEmpty
            else { throw Refusal.outOfDate(current: current) }
            try await perform(version: current)
        }
    }

    /// The form again, with what is wrong: on the tracking page where it stood there, else on its own.
    private func refused(
        _ refusal: any Refusable, _ move: Move, _ file: MatterFile, _ token: String, _ context: VisitorContext
    ) async throws -> Response {
        var found = missing(move, context.answers, context.words)
        if found.isEmpty { found = errors(refusal, context.words) }
        let main = MoveOrder.main(residentsMoves(file, context), in: city.procedures[file.matter.kind])
        guard main == move else {
            return TrackMovePage(
                telling: telling(context), file: file, token: token, move: move, once: newLongKey(),
                answers: context.answers, errors: found
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

    private func residentsMoves(_ file: MatterFile, _ context: VisitorContext) -> [Move] {
        possibleMoves(on: file.matter, by: .resident, in: city, at: context.now)
    }

    private func trackPage(
        _ file: MatterFile, _ token: String, _ context: VisitorContext, tried: TrackPage.Tried? = nil
    ) async throws -> Page {
        TrackPage(
            telling: telling(context), file: file, token: token, link: desk.link(of: file.matter.number),
            moves: residentsMoves(file, context), once: newLongKey(),
            livesOn: try await livesOn(file.matter), tried: tried, isAsked: context.query.has("rate"),
            expectation: try await desk.expectation(of: file.record, at: context.now),
            beside: try await panels.resident.track(file.matter, token, context.visit)
        ).page
    }

    /// The stage of the matter that one lives on in, or whose answer it waits for, followed to the last;
    /// nothing else of it is shown.
    private func livesOn(_ matter: Matter) async throws -> LocalText? {
        var next = matter.mergedInto ?? matter.joinedTo
        var told: LocalText?
        for _ in 0..<8 {
            guard let number = next,
                let other = try await desk.dossier(.number(number), for: .resident)?.matter
            else { return told }
            told = city.procedures[other.kind]?.stage(other.stage)?.text
            next = other.mergedInto ?? other.joinedTo
        }
        return told
    }
}
