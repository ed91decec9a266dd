import Core
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Markup
import Testing
import Web

@Suite("The gate")
struct WebGateTests {
    private func signedIn(_ token: String = "good") throws -> WebClient {
        let client = try WebClient(WebSite.server())
        client.setCookie("lx_s", token)
        return client
    }

    @Test("leads a visitor to sign in, and back")
    func signIn() async throws {
        let answer = try await WebClient(WebSite.server()).get("/desk?tab=mine&q=%E6%B0%B4")
        #expect(answer.status == 303)
        #expect(answer.location == "/sign-in?then=%2Fdesk%3Ftab%3Dmine%26q%3D%25E6%25B0%25B4")
    }

    @Test("tells a program instead of leading it")
    func unauthorised() async throws {
        let client = try WebClient(WebSite.server())
        #expect(try await client.get("/desk", headers: [.accept: "application/json"]).status == 401)
        let api = try await client.json("GET", "/api/v1/notes/7")
        #expect(api.status == 401)
        #expect(api.headers[.wwwAuthenticate] == "Bearer")
    }

    @Test("shows an officer the desk, the menu of their powers, and the way out")
    func officer() async throws {
        let answer = try await signedIn().get("/desk")
        #expect(answer.status == 200)
        #expect(answer.text.contains("<h1>测试员</h1>"))
        #expect(answer.text.contains(#"href="/figures""#))
        #expect(answer.text.contains(#"action="/sign-out""#))
        #expect(answer.headers[.cacheControl] == "no-store")
        let visitor = try await WebClient(WebSite.server()).get("/note")
        #expect(!visitor.text.contains(#"href="/figures""#))
    }

    @Test("changes a session's secret when the gatekeeper says so")
    func rotation() async throws {
        let client = try signedIn("old")
        let answer = try await client.get("/desk")
        #expect(answer.status == 200)
        #expect(client.jar["lx_s"] == "good")
    }

    @Test("takes a session away that is over")
    func over() async throws {
        let client = try signedIn("gone")
        #expect(try await client.get("/desk").status == 303)
        #expect(client.jar["lx_s"] == nil)
    }

    @Test("takes a form from before signing in for forged")
    func sessionBound() async throws {
        let client = try WebClient(WebSite.server())
        let before = try await client.get("/note").hidden("csrf") ?? ""
        client.setCookie("lx_s", "good")
        #expect(try await client.post("/note", ["text": "你好", "csrf": before]).status == 403)
    }

    @Test("asks for the power")
    func power() async throws {
        #expect(try await signedIn().post("/desk", [:], from: "/desk").status == 403)
    }

    @Test(
        "takes a token only whole and only for what it allows",
        arguments: [
            ("Bearer good", 200), ("bearer good", 200), ("Bearer bad", 401), ("good", 401),
            ("Basic good", 401), ("Bearer", 401),
        ])
    func bearer(field: String, status: Int) async throws {
        let client = try WebClient(WebSite.server(), headers: [.authorization: field])
        #expect(try await client.json("GET", "/api/v1/notes/7").status == status)
    }

    @Test("keeps a browser's session from changing things through the API without the page's token")
    func sessionApi() async throws {
        let client = try signedIn()
        let token = try await client.get("/desk").hidden("csrf") ?? ""
        let header = try #require(HTTPField.Name("X-CSRF"))
        let body = #"{"text":"x"}"#
        #expect(try await client.json("POST", "/api/v1/notes", body: body).status == 403)
        #expect(
            try await client.json("POST", "/api/v1/notes", body: body, headers: [header: "x"]).status == 403)
        #expect(
            try await client.json("POST", "/api/v1/notes", body: body, headers: [header: token]).status == 201
        )
        #expect(try await client.json("GET", "/api/v1/notes/7").status == 200)
    }

    @Test("gives cookies that scripts and other sites do not get")
    func cookies() async throws {
        let answer = try await WebClient(WebSite.server(WebSite.settings(https: true))).get("/note?lang=en")
        let cookie = try #require(answer.cookies.first)
        for part in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
            #expect(cookie.contains(part), "\(cookie)")
        }
        let settings = try WebSite.settings(https: true)
        #expect(settings.sessionCookie("x").description.hasPrefix("__Host-lx_s=x;"))
    }

    @Test("tells browsers what not to do")
    func headers() async throws {
        let answer = try await WebClient(WebSite.server()).get("/nowhere")
        let policy = answer.headers[.contentSecurityPolicy] ?? ""
        #expect(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"))
        #expect(!policy.contains("unsafe"))
        #expect(answer.headers[.xContentTypeOptions] == "nosniff")
        #expect(answer.headers[try #require(.init("Referrer-Policy"))] == "same-origin")
        #expect(answer.headers[.requestID] == "test-request")
    }

    @Test("writes a line for every request, without what is private in it")
    func log() async throws {
        let client = try signedIn()
        _ = try await client.get("/private/tok3n?q=s3cret")
        _ = try await client.get("/oops")
        _ = try await client.get("/nowhere/tok3n")
        let text = client.log.lines.joined(separator: "\n")
        #expect(text.contains("route=/private/{token} status=200"), "\(text)")
        #expect(text.contains("hunter2"), "the whole story of an incident stands in the log")
        #expect(!text.contains("tok3n") && !text.contains("s3cret") && !text.contains("good"))
    }

    @Test("of rates forgets the quietest when it is full, and fills again with time")
    func limiter() throws {
        let limiter = RateLimiter(capacity: 10)
        let limit = RateLimit("x", burst: 1, perMinute: 60)
        for peer in 0..<1000 {
            try limiter.spend(1, from: limit, by: "p\(peer)", now: WebSite.now + Int64(peer))
        }
        #expect(limiter.count <= 10)
        #expect(throws: WebRefusal.tooMany(retryAfterSeconds: 1)) {
            try limiter.spend(1, from: limit, by: "p999", now: WebSite.now + 999)
        }
        try limiter.spend(1, from: limit, by: "p999", now: WebSite.now + 1999)
    }
}
