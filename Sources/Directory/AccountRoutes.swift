import Core
import Hummingbird
import Markup
import Web

/// One's own account.
struct AccountRoutes {
    let directory: Directory

    func add(to site: Site) {
        addAccount(to: site)
        addSessions(to: site)
        addTokens(to: site)
    }

    private func addAccount(to site: Site) {
        let directory = directory
        site.officers.get("/account") { _, context in
            try await AccountRoutes.page(directory, context).page
        }
        site.officers.post("/account/password") { request, context in
            let answers = context.answers
            func again(_ error: FieldError, status: Int) async throws -> Response {
                var page = try await AccountRoutes.page(directory, context)
                page.errors = [error]
                page.status = status
                return page.page.answer(context.visit)
            }
            guard answers["password"] == answers["again"] else {
                return try await again(NewPasswordFields.differ(context.words), status: 422)
            }
            do {
                let secret = try await directory.changePassword(
                    of: context.officer.personID, present: answers["present"], new: answers["password"],
                    from: Peer(request, context), now: context.now)
                let cookie = context.visit.settings.sessionCookie(
                    secret, maxAgeSeconds: Int(SessionLimits.whole / 1000))
                return Redirect(to: "/account", notice: "directory.password.changed", cookies: [cookie])
                    .answer(context.visit)
            } catch let refusal as DirectoryRefusal {
                return try await again(refusal.fieldError(context.words), status: refusal.status)
            }
        }
    }

    private func addSessions(to site: Site) {
        let directory = directory
        site.officers.post("/account/sessions/end") { _, context in
            try await directory.end(session: context.answers["session"], of: context.officer.personID)
            return Redirect(to: "/account", notice: "directory.sessions.ended")
        }
        site.officers.post("/account/sessions/end-others") { _, context in
            try await directory.endOtherSessions(
                of: context.officer.personID, keeping: context.officer.sessionID, now: context.now)
            return Redirect(to: "/account", notice: "directory.sessions.ended")
        }
    }

    private func addTokens(to site: Site) {
        let directory = directory
        site.officers.get("/account/tokens") { _, context in
            let tokens = try await directory.tokens(of: context.officer.personID)
            return TokensPage(visit: context.visit, tokens: tokens, scopes: directory.scopes).page
        }
        site.officers.post("/account/tokens") { _, context in
            let answers = context.answers
            var page = TokensPage(
                visit: context.visit, tokens: [], scopes: directory.scopes, name: answers["token_name"],
                chosen: Set(answers.all("scopes")))
            do {
                page.secret = try await directory.createToken(
                    login: context.officer.login, name: page.name, scopes: page.chosen,
                    expires: AccountRoutes.expiry(answers["days"], now: context.now),
                    by: context.officer.actor, now: context.now)
                page.name = ""
                page.chosen = []
            } catch let refusal as DirectoryRefusal {
                page.errors = [refusal.fieldError(context.words)]
                page.status = refusal.status
            }
            page.tokens = try await directory.tokens(of: context.officer.personID)
            return page.page
        }
        site.officers.post("/account/tokens/revoke") { _, context in
            guard let token = context.answers.number("token") else { throw WebRefusal.malformed }
            try await directory.revoke(
                token: token, of: context.officer.personID, by: context.officer.actor, now: context.now)
            return Redirect(to: "/account/tokens", notice: "directory.tokens.ended")
        }
    }

    private static func page(_ directory: Directory, _ context: OfficerContext) async throws -> AccountPage {
        guard let person = try await directory.person(context.officer.personID) else {
            throw DirectoryRefusal.unknownPerson
        }
        return AccountPage(
            visit: context.visit, person: person, organisation: directory.organisation,
            sessions: try await directory.sessions(of: person.id, now: context.now),
            thisSession: context.officer.sessionID)
    }

    /// Only `never` is without end; anything that is no offered number holds the shortest time.
    private static func expiry(_ days: String, now: Moment) -> Moment? {
        if days == "never" { return nil }
        let known = TokensPage.lives.first { String($0) == days } ?? TokensPage.lives[0]
        return now + Int64(known) * 86_400_000
    }
}
