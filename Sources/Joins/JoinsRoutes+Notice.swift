import Core
import Desk
import Hummingbird
import Markup
import Web

/// The notice that everybody reads about a mass event: written, looked at as it will stand there, confirmed.
extension JoinsRoutes {
    func addNotice(to site: Site) {
        site.officers.post("/joins/:number/notice") { _, context in try await notice(context) }
    }

    private func notice(_ context: OfficerContext) async throws -> Response {
        let main = try await dossier(context).matter
        guard joins.mayJoin(main.kind, context.officer) || context.officer.may(.manageRules) else {
            throw WebRefusal.forbidden
        }
        let back = JoinsPath.main(main.number)
        let answers = context.answers
        if answers["do"] == "end" {
            try await joins.hideNotice(of: main.id)
            return Redirect(to: back, notice: "joins.notice.hidden").answer(context.visit)
        }
        do {
            guard main.isOpen, try await joins.events(of: [main.id])[main.id] != nil else {
                throw JoinRefusal.notDeclared
            }
            let notice = try joins.notice(
                what: answers["what"], place: answers["place"], since: moment(answers, "noticeSince"),
                until: try until(answers), of: main, by: context.officer.personID, at: context.now)
            // What is shown is what was looked at, letter for letter.
            guard answers["do"] == "show", notice.what == answers["what"], notice.place == answers["place"]
            else {
                var page = try await self.main(context)
                page.preview = notice
                return page.page.answer(context.visit)
            }
            try await joins.show(notice)
            return Redirect(to: back, notice: "joins.notice.shown").answer(context.visit)
        } catch let refusal as JoinRefusal {
            let error = FieldError(
                field: refusal == .since ? "noticeSince" : refusal.rawValue,
                message: refusal.sentence(context.words))
            return try await self.main(context, errors: [error]).page.answer(context.visit)
        }
    }

    private func moment(_ answers: FormAnswers, _ name: String) -> Moment? {
        CivilDate(answers[name]).map { city.calendar.start(of: $0) }
    }

    private func until(_ answers: FormAnswers) throws(JoinRefusal) -> Moment? {
        guard answers.given("until") != nil else { return nil }
        guard let day = CivilDate(answers["until"]) else { throw .until }
        return city.calendar.start(of: day)
    }
}
