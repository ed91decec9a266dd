import HTTPTypes
import Hummingbird
import Web

/// In and out.
struct SignInRoutes {
    let directory: Directory
    let home: String

    func add(to site: Site) {
        let directory = directory
        let home = home
        let demo = directory.demo && site.settings.demo
        site.visitors.get("/sign-in") { _, context in
            let then = Landing.path(context.query["then"], home: home)
            if context.visit.officer != nil { return Redirect(to: then).answer(context.visit) }
            return SignInPage(visit: context.visit, then: then, demo: demo).page.answer(context.visit)
        }
        site.visitors.post("/sign-in") { request, context in
            let answers = context.answers
            let then = Landing.path(answers["then"], home: home)
            do {
                let outcome = try await directory.signIn(
                    login: answers["login"], password: answers["password"],
                    from: Peer(request, context), now: context.now)
                if let old = context.visit.officer {
                    try await directory.end(session: old.sessionID, of: old.personID)
                }
                switch outcome {
                case .session(let secret):
                    return Landing.signedIn(secret, then, context.visit)
                case .choosePassword(let path):
                    return Redirect(to: path, notice: "directory.reset.mustChange").answer(context.visit)
                }
            } catch let refusal as DirectoryRefusal {
                var response = SignInPage(
                    visit: context.visit, then: then, login: answers["login"], refusal: refusal, demo: demo
                ).page.answer(context.visit)
                if let seconds = refusal.retryAfterSeconds { response.headers[.retryAfter] = String(seconds) }
                return response
            }
        }
        site.visitors.post("/sign-out") { _, context in
            if let officer = context.visit.officer {
                try await directory.end(session: officer.sessionID, of: officer.personID)
            }
            return Redirect(
                to: "/sign-in", notice: "directory.signedOut",
                cookies: [context.visit.settings.endedSessionCookie]
            ).answer(context.visit)
        }
    }
}

/// Where a session begins to look around.
enum Landing {
    /// A place of this site, or `home`.
    static func path(_ then: String, home: String) -> String {
        let path = Redirect.local(then)
        return path == "/" ? home : path
    }

    static func signedIn(_ secret: String, _ path: String, _ visit: Visit) -> Response {
        Redirect(
            to: path,
            cookies: [
                visit.settings.sessionCookie(secret, maxAgeSeconds: Int(SessionLimits.whole / 1000))
            ]
        ).answer(visit)
    }
}

extension Peer {
    init(_ request: Request, _ context: some WebContext) {
        self.init(address: context.visit.peer, device: request.headers[.userAgent] ?? "")
    }
}
