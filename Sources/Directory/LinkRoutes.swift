import Core
import Hummingbird
import Markup
import Web

/// One-time links: the first administrator, and a password chosen anew.
struct LinkRoutes {
    let directory: Directory
    let home: String

    func add(to site: Site) {
        addSetUp(to: site)
        addReset(to: site)
    }

    private func addSetUp(to site: Site) {
        let directory = directory
        site.visitors.get("/set-up/:token") { _, context in
            let token = try context.parameter("token")
            return try await LinkRoutes.guarded(context.visit) {
                try await directory.checkFirst(link: token, now: context.now)
                return SetUpPage(visit: context.visit, path: "/set-up/\(token)").page.answer(context.visit)
            }
        }
        site.visitors.post("/set-up/:token") { request, context in
            let token = try context.parameter("token")
            let answers = context.answers
            func again(_ error: FieldError) -> Response {
                SetUpPage(
                    visit: context.visit, path: "/set-up/\(token)", login: answers["login"],
                    nameZh: answers["name_zh"], nameEn: answers["name_en"], errors: [error]
                ).page.answer(context.visit)
            }
            return try await LinkRoutes.guarded(context.visit, again: again) {
                try await directory.checkFirst(link: token, now: context.now)
                guard answers["password"] == answers["again"] else {
                    return again(NewPasswordFields.differ(context.words))
                }
                let secret = try await directory.makeFirst(
                    link: token, login: answers["login"],
                    name: LocalText(zh: answers["name_zh"], en: answers["name_en"]),
                    password: answers["password"], from: Peer(request, context), now: context.now)
                return Landing.signedIn(secret, "/directory", context.visit)
            }
        }
    }

    private func addReset(to site: Site) {
        let directory = directory
        let home = home
        site.visitors.get("/reset/:token") { _, context in
            let token = try context.parameter("token")
            return try await LinkRoutes.guarded(context.visit) {
                let person = try await directory.person(ofLink: token, now: context.now)
                return ResetPage(visit: context.visit, path: "/reset/\(token)", login: person.login)
                    .page.answer(context.visit)
            }
        }
        site.visitors.post("/reset/:token") { request, context in
            let token = try context.parameter("token")
            return try await LinkRoutes.guarded(context.visit) {
                let person = try await directory.person(ofLink: token, now: context.now)
                func again(_ error: FieldError) -> Response {
                    ResetPage(
                        visit: context.visit, path: "/reset/\(token)", login: person.login, errors: [error]
                    ).page.answer(context.visit)
                }
                let answers = context.answers
                guard answers["password"] == answers["again"] else {
                    return again(NewPasswordFields.differ(context.words))
                }
                return try await LinkRoutes.guarded(context.visit, again: again) {
                    let secret = try await directory.choosePassword(
                        link: token, password: answers["password"], from: Peer(request, context),
                        now: context.now)
                    return Landing.signedIn(secret, home, context.visit)
                }
            }
        }
    }

    /// A link that is over has a page of its own; what else is refused goes back to the form.
    private static func guarded(
        _ visit: Visit, again: ((FieldError) -> Response)? = nil, _ work: () async throws -> Response
    ) async throws -> Response {
        do {
            return try await work()
        } catch DirectoryRefusal.linkOver {
            return LinkOverPage(visit: visit).page.answer(visit)
        } catch let refusal as DirectoryRefusal {
            guard let again else { throw refusal }
            return again(refusal.fieldError(visit.words))
        }
    }
}
