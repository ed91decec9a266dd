import Core
import Desk
import Hummingbird
import Markup
import Web

/// What residents and people at work say: it is this one, or none of these.
extension JoinsRoutes {
    private static let said = RateLimit("joins-same", burst: 20, perMinute: 10)

    func addSame(to site: Site) {
        site.visitors.post("/joins/same/:token") { _, context in try await say(context) }
        site.officers.post("/joins/:number/same") { _, context in try await same(context) }
    }

    private func say(_ context: VisitorContext) async throws -> Redirect {
        try context.spend(1, from: Self.said)
        let token = try context.parameter("token")
        guard let number = desk.number(ofLink: token),
            let matter = try await desk.dossier(.number(number), for: .resident)?.matter
        else { throw WebRefusal.notFound }
        let said = context.answers["same"]
        if said.isEmpty { throw WebRefusal.malformed }
        let isKept = try await joins.say(said, of: matter, at: context.now)
        let notice = !isKept ? "joins.same.gone" : said == JoinsDesk.none ? "joins.same.other" : nil
        return Redirect(to: JoinsPath.track(token), notice: notice)
    }

    /// Joined at once by who may, else left to who may, with who said it.
    private func same(_ context: OfficerContext) async throws -> Response {
        let (officer, answers) = (context.officer, context.answers)
        let back = answers.given("back") ?? JoinsPath.matter(answers["number"])
        let main = try await dossier(context).matter
        guard let own = try await desk.dossier(.number(answers["number"]), for: officer.actor)?.matter,
            own.id != main.id
        else { throw WebRefusal.notFound }
        if joins.mayJoin(own.kind, officer) {
            let problem = try await join(own.number, to: main.number, by: officer.actor, context)
            guard let problem else {
                return Redirect(to: back, notice: "joins.same.joined").answer(context.visit)
            }
            return try await self.main(
                context, results: [MainPage.Outcome(number: own.number, problem: problem)]
            ).page.answer(context.visit)
        }
        guard own.isOpen, own.joinedTo == nil, main.isOpen, joins.similar.canBeJoined(own) else {
            return Redirect(to: back, notice: "joins.same.gone").answer(context.visit)
        }
        try await joins.similar.keep(
            Wish(member: own.id, main: main.id, person: officer.personID, at: context.now))
        return Redirect(to: back, notice: "joins.same.left").answer(context.visit)
    }
}
