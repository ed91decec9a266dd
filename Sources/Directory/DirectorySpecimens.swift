import Core
import Markup
import Web

/// Every page in every state, with names that try to be markup.
struct DirectorySpecimens {
    let organisation: Organisation

    static let hostile = "<script>alert(1)</script>\"'&"

    private var post: Post { organisation.firstPost }

    func person(
        name: String = "张三", active: Bool = true, hasPassword: Bool = true, posts: Bool = true, now: Moment
    ) -> Person {
        let held = [
            HeldPost(id: 1, post: post, since: now + -86_400_000, until: nil),
            HeldPost(
                id: 2, post: Post(role: Self.hostile, unit: UnitCode("nowhere"), area: post.area),
                since: now + -172_800_000, until: now + -86_400_000),
        ]
        return Person(
            id: 7, login: "zhang.san", name: LocalText(zh: name, en: name), active: active,
            hasPassword: hasPassword, mustChange: false, posts: posts ? held : [])
    }

    var officer: Officer {
        Officer(
            personID: 7, name: LocalText(zh: Self.hostile, en: Self.hostile), login: "zhang.san",
            posts: [post], powers: [.manageAccounts], sessionID: "this")
    }

    var all: [Specimen] { doors + account + people + work + demo }

    private var doors: [Specimen] {
        [
            Specimen("sign-in") { SignInPage(visit: $0, then: "/workbench").page },
            Specimen("sign-in, refused") {
                SignInPage(visit: $0, login: Self.hostile, refusal: .notAdmitted).page
            },
            Specimen("sign-in, too many attempts, demo") {
                SignInPage(visit: $0, refusal: .tooManyAttempts(seconds: 90), demo: true).page
            },
            Specimen("set-up") { SetUpPage(visit: $0, path: "/set-up/x").page },
            Specimen("set-up, refused") { visit in
                SetUpPage(
                    visit: visit, path: "/set-up/x", login: Self.hostile, nameZh: Self.hostile,
                    errors: PasswordFlaw.allCases.map {
                        DirectoryRefusal.weakPassword($0).fieldError(visit.words)
                    }
                ).page
            },
            Specimen("reset") { ResetPage(visit: $0, path: "/reset/x", login: "zhang.san").page },
            Specimen("reset, refused") { visit in
                ResetPage(
                    visit: visit, path: "/reset/x", login: "zhang.san",
                    errors: [NewPasswordFields.differ(visit.words)]
                ).page
            },
            Specimen("link over") { LinkOverPage(visit: $0).page },
        ]
    }

    private func session(_ id: String, now: Moment, device: String) -> SessionRow {
        SessionRow(
            sessionID: id, personID: 7, startedAt: now + -7_200_000, createdAt: now, seenAt: now + -60_000,
            expiresAt: now + 1, replacedAt: nil, peer: "2001:db8::1", device: device)
    }

    private var account: [Specimen] {
        [
            Specimen("account, refused", officer: officer) { visit in
                AccountPage(
                    visit: visit, person: person(name: Self.hostile, now: visit.now),
                    organisation: organisation,
                    sessions: [
                        session("this", now: visit.now, device: "Mozilla/5.0 (Windows NT 10.0) Firefox/140"),
                        session("other", now: visit.now, device: Self.hostile),
                    ], thisSession: "this",
                    errors: [DirectoryRefusal.wrongPassword.fieldError(visit.words)], status: 422
                ).page
            },
            Specimen("account, no password, no post", officer: officer) { visit in
                AccountPage(
                    visit: visit, person: person(hasPassword: false, posts: false, now: visit.now),
                    organisation: organisation, sessions: [], thisSession: "this",
                    errors: [DirectoryRefusal.wrongPassword.fieldError(visit.words)], status: 422
                ).page
            },
            Specimen("tokens, none", officer: officer) { visit in
                TokensPage(visit: visit, tokens: [], scopes: Directory.standardScopes).page
            },
            Specimen("tokens, one just made", officer: officer) { visit in
                TokensPage(
                    visit: visit, tokens: tokens(visit.now), scopes: Directory.standardScopes,
                    secret: "lx_example"
                ).page
            },
            Specimen("tokens, refused", officer: officer) { visit in
                TokensPage(
                    visit: visit, tokens: tokens(visit.now), scopes: Directory.standardScopes,
                    name: Self.hostile,
                    errors: [
                        DirectoryRefusal.badTokenName.fieldError(visit.words),
                        DirectoryRefusal.noScope.fieldError(visit.words),
                        DirectoryRefusal.tooManyTokens(limit: 20).fieldError(visit.words),
                    ], status: 422
                ).page
            },
        ]
    }

    func tokens(_ now: Moment) -> [ApiToken] {
        [
            ApiToken(
                id: 1, personID: 7, name: Self.hostile, scopes: ["matters:read"], createdAt: now,
                expiresAt: nil, lastUsedAt: nil, revokedAt: nil),
            ApiToken(
                id: 2, personID: 7, name: "b", scopes: ["matters:read"], createdAt: now, expiresAt: now,
                lastUsedAt: now, revokedAt: nil),
            ApiToken(
                id: 3, personID: 7, name: "c", scopes: [], createdAt: now, expiresAt: nil, lastUsedAt: now,
                revokedAt: now),
        ]
    }

    private var people: [Specimen] {
        [
            Specimen("people, none", officer: officer) { visit in
                PeoplePage(visit: visit, people: [], organisation: organisation).page
            },
            Specimen("people", officer: officer) { visit in
                PeoplePage(
                    visit: visit,
                    people: [
                        person(name: Self.hostile, now: visit.now), person(active: false, now: visit.now),
                        person(hasPassword: false, posts: false, now: visit.now),
                    ], organisation: organisation, text: Self.hostile, older: "/directory?after=x"
                ).page
            },
            Specimen("person", officer: officer) { visit in
                PersonPage(
                    visit: visit, person: person(name: Self.hostile, now: visit.now),
                    organisation: organisation, tokens: tokens(visit.now)
                ).page
            },
            Specimen("person, inactive, refused", officer: officer) { visit in
                PersonPage(
                    visit: visit, person: person(active: false, posts: false, now: visit.now),
                    organisation: organisation, tokens: [],
                    errors: [DirectoryRefusal.noReason.fieldError(visit.words)], status: 422
                ).page
            },
            Specimen("person, refused", officer: officer) { visit in
                PersonPage(
                    visit: visit, person: person(posts: false, now: visit.now),
                    organisation: organisation, tokens: [], area: Self.hostile,
                    errors: [
                        FieldError(field: "role", message: visit.words("directory.post.roleWrong")),
                        FieldError(field: "unit", message: visit.words("directory.post.unitWrong")),
                        FieldError(field: "area", message: visit.words("directory.post.areaWrong")),
                        DirectoryRefusal.lastAdministrator.fieldError(visit.words),
                    ], status: 409
                ).page
            },
            Specimen("add a person", officer: officer) { visit in
                PersonFormPage(visit: visit, organisation: organisation).page
            },
            Specimen("add a person, refused", officer: officer) { visit in
                PersonFormPage(
                    visit: visit, organisation: organisation, login: Self.hostile,
                    errors: [
                        DirectoryRefusal.badName.fieldError(visit.words),
                        DirectoryRefusal.loginTaken.fieldError(visit.words),
                        DirectoryRefusal.postHeld.fieldError(visit.words),
                    ]
                ).page
            },
            Specimen("hand over a link", officer: officer) { visit in
                HandOverPage(
                    visit: visit, person: person(name: Self.hostile, now: visit.now),
                    link: "http://127.0.0.1:8080/reset/x"
                ).page
            },
        ]
    }

    private var demo: [Specimen] {
        [
            Specimen("demo") { visit in
                let moves = [
                    LocalText(zh: "受理", en: "Register"), LocalText(zh: Self.hostile, en: Self.hostile),
                ]
                return DemoPage(
                    visit: visit, organisation: organisation,
                    cards: [
                        .init(person: person(name: Self.hostile, now: visit.now), post: post, moves: moves),
                        .init(person: person(now: visit.now), post: post, moves: []),
                    ]
                ).page
            },
            Specimen("demo, nobody") { visit in
                DemoPage(visit: visit, organisation: organisation, cards: [], unit: "nowhere").page
            },
        ]
    }
}
