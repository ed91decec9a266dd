import Core
import Desk
import Hummingbird
import Markup
import Web

/// Hand-overs: the list with its figures, one of them, and the key.
extension LinesRoutes {
    func addTransfers(to site: Site) {
        site.officers.get("/lines/transfers") { _, context in try await transfers(context) }
        site.officers.get("/lines/transfers/:code") { _, context in try await transfer(context) }
        site.officers.post("/lines/transfers/:code") { _, context in try await tell(context) }
        site.officers.get("/lines/hand-over/:number") { _, context in
            try await form(context).answer(context.visit)
        }
        site.officers.post("/lines/hand-over/:number") { _, context in try await handOver(context) }
    }

    private func mayRead(_ officer: Officer) -> Bool { LinesTelling.mayReadTransfers(officer) }

    private func transfers(_ context: OfficerContext) async throws -> Page {
        guard mayRead(context.officer) else { throw WebRefusal.forbidden }
        let today = desk.day(of: context.now)
        let first = try day(context.query.given("from")) ?? today.adding(days: -29)
        let last = try day(context.query.given("through")) ?? today
        guard first <= last, last.daysSince1970 - first.daysSince1970 <= 366 else {
            throw LinesRefusal.invalid("day")
        }
        var filter = TransferFilter(
            from: desk.city.calendar.start(of: first),
            until: desk.city.calendar.start(of: last.adding(days: 1)))
        filter.line = context.query.given("line")
        filter.direction = context.query.given("direction").flatMap(Transfer.Direction.init)
        filter.state = context.query.given("state").flatMap(TransferState.init)
        let asked = try context.page(of: "transfers", size: Self.pageSize)
        let found = try await desk.list(filter, before: try cursor(asked.after), limit: asked.size + 1)
        let shown = Array(found.prefix(asked.size))
        let next = found.count > asked.size ? shown.last : nil
        return TransfersPage(
            telling: telling(context), register: try await desk.register(), filter: filter,
            sums: try await desk.sums(from: first, through: last), transfers: shown,
            next: next.map { transfer in
                let values = [String(transfer.createdAt.milliseconds), String(transfer.id)]
                return context.query.asQuery(
                    setting: ["after": context.cursor(after: values, of: "transfers")])
            }
        ).page
    }

    private func cursor(_ values: [String]?) throws -> (at: Moment, id: Int64)? {
        guard let values else { return nil }
        guard values.count == 2, let at = Int64(values[0]), let id = Int64(values[1]) else {
            throw WebRefusal.badCursor
        }
        return (Moment(milliseconds: at), id)
    }

    /// One that the reader may know of: those who may read the list, or who see its matter.
    private func seen(_ context: OfficerContext) async throws -> Transfer {
        guard let transfer = try await desk.transfer(try context.parameter("code")) else {
            throw WebRefusal.notFound
        }
        if mayRead(context.officer) { return transfer }
        let dossier = try await desk.desk.dossier(.id(transfer.matterID), for: context.officer.actor)
        guard dossier != nil else { throw WebRefusal.notFound }
        return transfer
    }

    private func transfer(_ context: OfficerContext) async throws -> Page {
        let transfer = try await seen(context)
        return TransferPage(
            telling: telling(context), register: try await desk.register(), transfer: transfer,
            told: try await desk.told(of: transfer),
            mayTell: context.officer.may(.takeCalls) && transfer.direction == .out
        ).page
    }

    /// What somebody was told by phone, where the line has no system of its own.
    private func tell(_ context: OfficerContext) async throws -> Response {
        try context.require(.takeCalls)
        let transfer = try await seen(context)
        guard let kind = TransferNews.Kind(rawValue: context.answers["news"]), kind != .closed else {
            throw LinesRefusal.missing("news")
        }
        let text = context.answers.given("text")
        if kind == .refused || kind == .answered, text == nil { throw LinesRefusal.missing("text") }
        if let text { _ = try LinesRefusal.text(text, field: "text", limit: 4000) }
        let last = try await desk.told(of: transfer).map(\.news.sequence).max() ?? 0
        let news = TransferNews(kind, sequence: last + 1)
        _ = try await desk.take(
            .init(
                news: news, message: "phone-\(context.officer.personID)-\(last + 1)", text: text,
                missing: context.answers.given("missing")),
            of: transfer.code, line: nil, at: context.now)
        return Redirect(to: LinesPath.transfer(transfer.code), notice: "lines.notice.kept")
            .answer(context.visit)
    }

    // MARK: The key

    private func form(
        _ context: OfficerContext, errors: [FieldError] = []
    ) async throws -> Page {
        let number = try context.parameter("number")
        guard
            let dossier = try await desk.desk.dossier(.number(number), for: context.officer.actor)
        else { throw WebRefusal.notFound }
        return HandOverPage(
            telling: telling(context), number: number, title: dossier.record.title,
            partners: try await desk.partners(at: context.now), answers: context.answers, errors: errors
        ).page
    }

    private func handOver(_ context: OfficerContext) async throws -> Response {
        let (officer, number) = (context.officer, try context.parameter("number"))
        guard let dossier = try await desk.desk.dossier(.number(number), for: officer.actor) else {
            throw WebRefusal.notFound
        }
        let isOwn = dossier.matter.lead.map { lead in officer.posts.contains { $0.unit == lead } } ?? false
        guard officer.may(.takeCalls) || isOwn else { throw WebRefusal.forbidden }
        do {
            let code = try await desk.transfer(
                number, to: context.answers["line"], reason: context.answers["reason"],
                isLifeThreatening: context.answers.has("life"), by: officer.actor, at: context.now)
            return Redirect(to: LinesPath.transfer(code), notice: "lines.notice.handed")
                .answer(context.visit)
        } catch let refusal as LinesRefusal {
            let error = FieldError(
                field: refusal.field ?? "line", message: refusal.sentence(context.words))
            return try await form(context, errors: [error]).answer(context.visit)
        }
    }
}
