import Core
import Directory
import HTTPTypes
import SQLiteStorage
import Storage
import Testing
import Web

@Suite("Signing in")
struct SignInTests {
    @Test("says the same, after the same work, to a wrong password and to an unknown login")
    func sameAnswer() async throws {
        let town = try await Town()
        try await town.person("li.lei")
        try await town.directory.addPerson(
            login: "no.password", name: Town.text("无"), posts: [], by: Town.operators, now: town.now)
        try await town.person("gone")
        let gone = try #require(try await town.directory.person(login: "gone"))
        try await town.directory.deactivate(gone.id, by: Town.operators, now: town.now)
        var bodies: Set<String> = []
        for login in ["li.lei", "nobody", "no.password", "gone", "li lei!", "' OR 1=1 --"] {
            let client = WebClient(town.server)
            client.setCookie("lx_v", "AAAAAAAAAAAAAAAAAAAAAA")
            let before = town.directory.hashesMade
            let password = login == "gone" ? Town.password : "wrong but long enough"
            let answer = try await client.post(
                "/sign-in", ["login": login, "password": password], from: "/sign-in")
            #expect(answer.status == 422)
            #expect(town.directory.hashesMade - before == 1, "\(login)")
            #expect(client.jar["lx_s"] == nil)
            let escaped = login.replacing("'", with: "&#39;")
            // The token of a form is another one each time it is shown.
            let plain = answer.text.replacing(#/value="[^"]{40,}"/#, with: "TOKEN")
            bodies.insert(plain.replacing(escaped, with: "LOGIN").replacing(login, with: "LOGIN"))
        }
        #expect(bodies.count == 1)
    }

    @Test("works with login and password, whatever case the login is typed in")
    func works() async throws {
        let town = try await Town()
        try await town.person("li.lei")
        let client = WebClient(town.server)
        let answer = try await client.post(
            "/sign-in", ["login": " Li.Lei ", "password": Town.password, "then": "/account/tokens"],
            from: "/sign-in")
        #expect(answer.status == 303)
        #expect(answer.location == "/account/tokens")
        let cookie = try #require(answer.cookies.first { $0.hasPrefix("lx_s=") })
        #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"))
        #expect(try await client.get("/account").status == 200)
    }

    @Test(
        "leads nowhere else",
        arguments: [
            "//evil.example", "\\\\evil.example", "/\\evil.example", "/%2f/evil.example",
            "https://evil.example",
            "javascript:alert(1)", "/\t/evil.example", " //evil.example", "evil.example",
        ])
    func openRedirect(then: String) async throws {
        let town = try await Town()
        try await town.person("li.lei")
        let client = WebClient(town.server)
        let page = try await client.get("/sign-in?then=\(WebClient.encode(then))")
        #expect(page.hidden("then")?.hasPrefix("/") == true)
        let answer = try await client.post(
            "/sign-in", ["login": "li.lei", "password": Town.password, "then": then], from: "/sign-in")
        let location = try #require(answer.location)
        #expect(location.hasPrefix("/") && !location.hasPrefix("//") && !location.contains("\\"))
        // An escaped slash is no slash to a browser: such a path stays on this site.
        #expect(location == "/account" || location == then && then.hasPrefix("/%2f"))
    }

    @Test("is refused without the form's own token, and with another browser's")
    func forged() async throws {
        let town = try await Town()
        try await town.person("li.lei")
        let client = WebClient(town.server)
        let answers = ["login": "li.lei", "password": Town.password]
        #expect(try await client.post("/sign-in", answers).status == 403)
        let foreign = try await WebClient(town.server).get("/sign-in").hidden("csrf") ?? ""
        #expect(try await client.post("/sign-in", answers.merging(["csrf": foreign]) { $1 }).status == 403)
        #expect(client.jar["lx_s"] == nil)
    }

    @Test("never takes over a secret that was there before")
    func fixation() async throws {
        let town = try await Town()
        try await town.person("li.lei")
        let planted = Base64URL.encode(Array(repeating: 9, count: 32))
        let client = WebClient(town.server)
        client.setCookie("lx_s", planted)
        _ = try await client.post(
            "/sign-in", ["login": "li.lei", "password": Town.password], from: "/sign-in")
        #expect(client.jar["lx_s"] != planted)
        let thief = WebClient(town.server)
        thief.setCookie("lx_s", planted)
        #expect(try await thief.get("/account").status != 200)
    }

    @Test("gives a new secret and a new form token each time, and ends the session before")
    func renewed() async throws {
        let town = try await Town()
        try await town.person("li.lei")
        let client = try await town.signedIn("li.lei")
        let first = try #require(client.jar["lx_s"])
        let page = try await client.get("/account")
        _ = try await client.post(
            "/sign-in", ["login": "li.lei", "password": Town.password, "csrf": page.hidden("csrf") ?? ""])
        #expect(client.jar["lx_s"] != first)
        #expect(try await client.get("/account").formToken != page.formToken)
        let old = WebClient(town.server)
        old.setCookie("lx_s", first)
        #expect(try await old.get("/account").status != 200)
    }

    @Test("makes guessing wait, in the same words for a login that nobody has")
    func throttled() async throws {
        let town = try await Town()
        try await town.person("li.lei")
        var said: [String: [String]] = [:]
        for login in ["li.lei", "nobody"] {
            for _ in 0..<7 {
                let client = WebClient(town.server)
                client.setCookie("lx_v", "AAAAAAAAAAAAAAAAAAAAAA")
                let answer = try await client.post(
                    "/sign-in", ["login": login, "password": "wrong but long enough"], from: "/sign-in")
                said[login, default: []].append("\(answer.status) \(answer.headers[.retryAfter] ?? "-")")
            }
        }
        #expect(said["li.lei"] == said["nobody"])
        #expect(said["li.lei"]?.prefix(5).allSatisfy { $0 == "422 -" } == true)
        #expect(said["li.lei"]?.dropFirst(5).allSatisfy { $0 == "429 2" } == true)
        let before = town.directory.hashesMade
        let blocked = try await town.signedIn("li.lei")
        #expect(blocked.jar["lx_s"] == nil)
        #expect(town.directory.hashesMade == before)
        town.wait(2_001)
        #expect(try await town.signedIn("li.lei").jar["lx_s"] != nil)
    }

    @Test("stays cheap for one address that tries many logins")
    func spraying() async throws {
        let town = try await Town()
        var statuses: [Int] = []
        let client = WebClient(town.server)
        for number in 0..<40 {
            statuses.append(
                try await client.post(
                    "/sign-in", ["login": "user\(number)", "password": "summer holidays 2026"],
                    from: "/sign-in"
                ).status)
        }
        #expect(statuses.count { $0 == 422 } == 30)
        #expect(statuses.last == 429)
        #expect(town.directory.hashesMade == 30)
    }

    @Test("hashes anew when the cost has changed, and keeps the old password right")
    func rehash() async throws {
        let town = try await Town()
        try await town.person("li.lei")
        let before: String = try #require(
            try await town.rows("SELECT password FROM people").first
        ).get("password")
        #expect(before.hasPrefix("$argon2id$v=19$m=64,t=1,p=1$"))
        let dearer = try await Town(
            cost: PasswordCost(memory: 128, passes: 2, lanes: 1), database: town.database)
        #expect(try await dearer.signedIn("li.lei").jar["lx_s"] != nil)
        let after: String = try #require(
            try await town.rows("SELECT password FROM people").first
        ).get("password")
        #expect(after.hasPrefix("$argon2id$v=19$m=128,t=2,p=1$"))
        #expect(try await dearer.signedIn("li.lei").jar["lx_s"] != nil)
    }

    @Test("with a password that somebody else gave leads to choosing another, and to nothing else")
    func mustChange() async throws {
        let town = try await Town()
        try await town.directory.addPerson(
            login: "han.mei", name: Town.text("韩"), posts: [Town.desk], password: Town.password,
            by: Town.operators, now: town.now)
        let client = WebClient(town.server)
        let answer = try await client.post(
            "/sign-in", ["login": "han.mei", "password": Town.password], from: "/sign-in")
        let path = try #require(answer.location)
        #expect(path.hasPrefix("/reset/"))
        #expect(client.jar["lx_s"] == nil)
        let own = "my own long password"
        _ = try await client.post(path, ["password": own, "again": own], from: path)
        #expect(client.jar["lx_s"] != nil)
        #expect(try await town.signedIn("han.mei", password: own).jar["lx_s"] != nil)
    }

    @Test("keeps no secret and no password in the database")
    func nothingReadable() async throws {
        let town = try await Town()
        try await town.person("li.lei")
        let client = try await town.signedIn("li.lei")
        let secret = try #require(client.jar["lx_s"])
        let token = try await town.directory.createToken(
            login: "li.lei", name: "program", scopes: ["matters:read"], expires: nil, by: Town.operators,
            now: town.now)
        for table in ["people", "sessions", "tokens", "setup", "access_log"] {
            let rows = try await town.database.read { connection in
                switch table {
                case "people": try connection.rows("SELECT * FROM people")
                case "sessions": try connection.rows("SELECT * FROM sessions")
                case "tokens": try connection.rows("SELECT * FROM tokens")
                case "setup": try connection.rows("SELECT * FROM setup")
                default: try connection.rows("SELECT * FROM access_log")
                }
            }
            #expect(!rows.isEmpty, "\(table)")
            for value in rows.flatMap(\.values) {
                for hidden in [secret, token, Town.password] {
                    #expect(value != .text(hidden) && value != .blob(Array(hidden.utf8)))
                    if let bytes = Base64URL.decode(hidden) { #expect(value != .blob(bytes)) }
                }
            }
        }
    }
}
