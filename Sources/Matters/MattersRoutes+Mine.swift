import Core
import Desk
import Hummingbird
import Markup
import Web

/// "My matters": a code to the number or address that was left, then one private link for all.
extension MattersRoutes {
    func addMine(to site: Site) {
        site.visitors.get("/mine") { _, context in MinePage(telling: telling(context)).page }
        site.visitors.post("/mine", use: sendCode)
        site.visitors.post("/mine/code", use: takeCode)
        site.visitors.get("/mine/:token", use: listMine)
        site.visitors.post("/mine/:token/renew", use: renewMine)
    }

    /// The answer is the same whether or not somebody raised something under the contact.
    @Sendable
    func sendCode(_ request: Request, _ context: VisitorContext) async throws -> Response {
        try context.spend(1, from: RateLimit("mine", burst: 6, perMinute: 2))
        let written = context.answers["contact"]
        guard let contact = MineContact(written) else {
            let error = FieldError(field: "contact", message: context.words("matters.mine.badContact"))
            return MinePage(telling: telling(context), contact: written, errors: [error])
                .page.answer(context.visit)
        }
        let code = newCode()
        let counts = try await desk.mine.send(
            code, to: contact, in: context.visit.language, at: context.now)
        let shown = context.visit.settings.demo && counts ? code : nil
        return unlisted(
            MineCodePage(telling: telling(context), contact: contact, shown: shown).page, context)
    }

    @Sendable
    func takeCode(_ request: Request, _ context: VisitorContext) async throws -> Response {
        try context.spend(1, from: RateLimit("mine code", burst: 10, perMinute: 5))
        guard let contact = MineContact(context.answers["contact"]) else {
            return Redirect(to: MattersPath.mine).answer(context.visit)
        }
        let code = String(context.answers["code"].filter { !$0.isWhitespace }.prefix(12))
        if let token = try await desk.mine.token(for: contact, code: code, at: context.now) {
            return Redirect(to: MattersPath.mine(token)).answer(context.visit)
        }
        let error = FieldError(field: "code", message: context.words("matters.mine.badCode"))
        return unlisted(
            MineCodePage(telling: telling(context), contact: contact, errors: [error]).page, context)
    }

    @Sendable
    func listMine(_ request: Request, _ context: VisitorContext) async throws -> Response {
        let (token, holder) = try await ownMatters(context)
        let asked = try context.page(of: "mine", size: 25)
        let after = asked.after?.first.flatMap { Int64($0) }
        let found = try await desk.mine.matters(of: holder, after: after, limit: asked.size)
        let page = MineListPage(
            telling: telling(context), contact: holder.contact, token: token,
            link: desk.mine.address(of: token),
            items: found.matters.map { .init(record: $0, token: desk.token(of: $0.number)) },
            waiting: try await desk.mine.waiting(of: holder),
            older: found.next.map { context.cursor(after: [String($0)], of: "mine") }, isFirst: after == nil
        ).page
        return unlisted(page, context)
    }

    @Sendable
    func renewMine(_ request: Request, _ context: VisitorContext) async throws -> Response {
        let (_, holder) = try await ownMatters(context)
        try context.spend(1, from: RateLimit("mine", burst: 6, perMinute: 2))
        guard let token = try await desk.mine.renew(holder) else { throw WebRefusal.notFound }
        return Redirect(to: MattersPath.mine(token), notice: "matters.mine.renewed").answer(context.visit)
    }

    private func ownMatters(_ context: VisitorContext) async throws -> (String, Mine.Holder) {
        let token = try context.parameter("token")
        guard let holder = try await desk.mine.holder(of: token) else { throw WebRefusal.notFound }
        return (token, holder)
    }

    /// Six digits. 64 random bits over a million codes: no code is likelier than another by more than one in
    /// 10¹³.
    private func newCode() -> String {
        let number = randomBytes(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let digits = String(number % 1_000_000)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }
}
