import Core
import Directory
import HTTPTypes
import Storage
import Testing
import Web

@Suite("An API token")
struct TokenTests {
    private func people(_ town: Town, _ token: String) async throws -> WebAnswer {
        try await WebClient(town.server).json(
            "GET", "/api/v1/people", headers: [.authorization: "Bearer \(token)"])
    }

    private func make(
        _ town: Town, scopes: Set<String> = ["directory:read"], expires: Moment? = nil
    ) async throws -> String {
        try await town.directory.createToken(
            login: "li.lei", name: "program", scopes: scopes, expires: expires, by: Town.operators,
            now: town.now)
    }

    @Test("opens what its scopes name and nothing else")
    func scopes() async throws {
        let town = try await Town()
        try await town.person("li.lei")
        let token = try await make(town)
        #expect(token.hasPrefix("lx_") && token.utf8.count == 43)
        let answer = try await people(town, token)
        #expect(answer.status == 200)
        #expect(answer.text.contains("名li.lei") && !answer.text.contains("\"login\""))
        let other = try await make(town, scopes: ["matters:read"])
        #expect(try await people(town, other).status == 403)
        let account = try await WebClient(town.server).json(
            "GET", "/api/v1/account", headers: [.authorization: "Bearer \(other)"])
        #expect(account.text.contains("\"scopes\":[\"matters:read\"]"))
    }

    @Test("opens nothing when it is altered, unknown, expired or revoked, or its owner is gone")
    func over() async throws {
        let town = try await Town()
        let id = try await town.person("li.lei")
        let token = try await make(town, expires: town.now + 60_000)
        let lasting = try await make(town)
        #expect(try await people(town, token).status == 200)
        let last = token.hasSuffix("A") ? "B" : "A"
        for bad in [token.dropLast() + last, "lx_", "x", token.lowercased() + "a", "", token + " x"] {
            #expect(try await people(town, String(bad)).status == 401, "\(bad)")
        }
        town.wait(60_000)
        #expect(try await people(town, token).status == 401)
        #expect(try await people(town, lasting).status == 200)
        let kept = try #require(try await town.directory.tokens(of: id).first { $0.expiresAt == nil })
        try await town.directory.revoke(token: kept.id, of: id + 1, by: Town.operators, now: town.now)
        #expect(try await people(town, lasting).status == 200)
        try await town.directory.revoke(token: kept.id, of: id, by: Town.operators, now: town.now)
        #expect(try await people(town, lasting).status == 401)
        let another = try await make(town)
        #expect(try await people(town, another).status == 200)
        try await town.directory.deactivate(id, by: Town.operators, now: town.now)
        #expect(try await people(town, another).status == 401)
        try await town.directory.activate(id, by: Town.operators, now: town.now)
        #expect(try await people(town, another).status == 401)
    }

    @Test("is no session, and a session's secret is no token")
    func noSession() async throws {
        let town = try await Town()
        try await town.person("li.lei")
        let token = try await make(town)
        let client = WebClient(town.server)
        client.setCookie("lx_s", token)
        #expect(try await client.get("/account").status != 200)
        let secret = try #require(try await town.signedIn("li.lei").jar["lx_s"])
        #expect(try await people(town, secret).status == 401)
    }

    @Test("is shown once, where it was made")
    func shownOnce() async throws {
        let town = try await Town()
        try await town.person("li.lei")
        let client = try await town.signedIn("li.lei")
        let answer = try await client.post(
            "/account/tokens", ["token_name": "<b>import</b>", "scopes": "directory:read", "days": "7"],
            from: "/account/tokens")
        let shown = try #require(answer.text.split(separator: "<code>lx_").dropFirst().first)
        let token = "lx_" + shown.prefix { $0 != "<" }
        #expect(try await people(town, token).status == 200)
        let later = try await client.get("/account/tokens").text
        #expect(!later.contains(token) && later.contains("&lt;b&gt;import"))
        let number = try #require(try await client.get("/account/tokens").hidden("token"))
        _ = try await client.post("/account/tokens/revoke", ["token": number], from: "/account/tokens")
        #expect(try await people(town, token).status == 401)
    }

    @Test("is not made without a purpose, a scope, or with a scope that does not exist")
    func refused() async throws {
        let town = try await Town()
        let id = try await town.person("li.lei")
        let client = try await town.signedIn("li.lei")
        for answers in [
            ["token_name": "", "scopes": "directory:read"], ["token_name": "x"],
            ["token_name": "x", "scopes": "everything"],
            ["token_name": String(repeating: "长", count: 61), "scopes": "directory:read"],
        ] {
            let answer = try await client.post("/account/tokens", answers, from: "/account/tokens")
            #expect(answer.status == 422)
        }
        #expect(try await town.directory.tokens(of: id).isEmpty)
    }

    @Test("is written down as used at most once a minute")
    func lastUsed() async throws {
        let town = try await Town()
        let id = try await town.person("li.lei")
        let token = try await make(town)
        let start = town.now
        for _ in 0..<3 {
            #expect(try await people(town, token).status == 200)
            town.wait(15_000)
        }
        #expect(try await town.directory.tokens(of: id).first?.lastUsedAt == start)
    }
}
