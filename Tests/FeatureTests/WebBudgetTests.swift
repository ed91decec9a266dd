import HTTPTypes
import Hummingbird
import Testing

@testable import Web

@Suite("What a minute may cost")
struct WebBudgetTests {
    /// Where requests say that they come from.
    private static let spoofs = [
        "X-Forwarded-For", "Forwarded", "CF-Connecting-IP", "X-Real-IP", "True-Client-IP", "X-Client-IP",
    ]

    private static func headers(_ name: String, _ value: String) throws -> HTTPFields {
        [try #require(HTTPField.Name(name)): value]
    }

    @Test("is counted by the connection, whatever the request says of itself", arguments: spoofs)
    func spoofed(name: String) async throws {
        let client = try WebClient(WebSite.server(WebSite.settings(visitorBudget: 2)))
        var statuses: [Int] = []
        for number in 1...3 {
            let value = name == "Forwarded" ? "for=10.0.0.\(number)" : "10.0.0.\(number)"
            statuses.append(try await client.get("/note", headers: Self.headers(name, value)).status)
        }
        #expect(statuses == [200, 200, 429])
    }

    @Test("behind our own proxy is counted by the entry that the proxy wrote, and by no other header")
    func behindProxy() async throws {
        let settings = try WebSite.settings(visitorBudget: 1, trustProxy: true)
        let client = try WebClient(WebSite.server(settings))
        for number in 1...3 {
            let forwarded = try Self.headers("X-Forwarded-For", "6.6.6.6, 10.0.0.\(number)")
            #expect(try await client.get("/note", headers: forwarded).status == 200)
        }
        // The same last entry after any others, and a text that is no address: the connection counts.
        for first in ["7.7.7.7", "10.0.0.9", "' OR 1"] {
            let forwarded = try Self.headers("X-Forwarded-For", "\(first), 10.0.0.3")
            #expect(try await client.get("/note", headers: forwarded).status == 429)
        }
        let unreadable = try Self.headers("X-Forwarded-For", "10.0.0.4, someone")
        #expect(try await client.get("/note", headers: unreadable).status == 200)
        #expect(try await client.get("/note", headers: unreadable).status == 429)
        for name in Self.spoofs.dropFirst() {
            let other = try Self.headers(name, "10.9.9.9")
            #expect(try await client.get("/note", headers: other).status == 429)
        }
    }

    @Test("is one for a whole network of IPv6")
    func network() async throws {
        let settings = try WebSite.settings(visitorBudget: 2, trustProxy: true)
        let client = try WebClient(WebSite.server(settings))
        var statuses: [Int] = []
        for address in ["2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8:0:1::1"] {
            let forwarded = try Self.headers("X-Forwarded-For", address)
            statuses.append(try await client.get("/note", headers: forwarded).status)
        }
        #expect(statuses == [200, 200, 429, 200])
    }

    @Test("is a person's own, wherever they sit, and their neighbours' stays whole")
    func people() async throws {
        let server = try WebSite.server(WebSite.settings(visitorBudget: 1, officerBudget: 3))
        let token = WebClient(server, headers: [.authorization: "Bearer good"])
        var statuses: [Int] = []
        for _ in 1...4 { statuses.append(try await token.get("/api/v1/notes/1").status) }
        #expect(statuses.last == 429 && !statuses.dropLast().contains(429), "\(statuses)")
        let visitor = WebClient(server)
        #expect(try await visitor.get("/note").status == 200)
        #expect(try await visitor.get("/note").status == 429)
        let browser = WebClient(server)
        browser.setCookie("lx_s", "good")
        #expect(try await browser.get("/note").status == 429, "the same person with a browser")
    }

    @Test("makes guessing a token dear")
    func guesses() async throws {
        let server = try WebSite.server(WebSite.settings(visitorBudget: 50))
        var statuses: [Int] = []
        for number in 1...4 {
            let guess = WebClient(server, headers: [.authorization: "Bearer guess\(number)"])
            statuses.append(try await guess.get("/api/v1/notes/1").status)
        }
        #expect(statuses == [401, 401, 429, 429])
    }

    @Test("is refused with the time to come back, as a page and as a problem, and never for our own files")
    func answers() async throws {
        let server = try WebSite.server(WebSite.settings(visitorBudget: 1))
        let client = WebClient(server)
        _ = try await client.get("/note")
        let page = try await client.get("/note")
        #expect(page.status == 429 && page.headers[.retryAfter] == "60")
        #expect(page.headers[.contentType]?.hasPrefix("text/html") == true)
        let problem = try await client.json("GET", "/api/v1/notes/1")
        #expect(problem.status == 429 && problem.headers[.retryAfter] == "60")
        #expect(problem.headers[.contentType] == "application/problem+json")
        #expect(problem.text.contains("\"tooMany\""))
        for path in client.assetPaths.prefix(3) { #expect(try await client.get(path).status == 200) }
    }

    @Test(
        "is more for what is more work",
        arguments: [
            ("GET", "/matters/QS1", "", 1.0), ("GET", "/matters", "q=%E8%B7%AF%E7%81%AF", 5),
            ("GET", "/matters", "q=", 1), ("GET", "/areas/find.json", "q=a", 5),
            ("GET", "/matters/QS1/order.pdf", "", 20), ("GET", "/areas/9801/card", "", 20),
            ("GET", "/published/matters.csv", "", 20), ("GET", "/open311/v2/bulk.xml", "", 20),
            ("POST", "/raise", "", 10), ("POST", "/lines/import", "", 100),
        ])
    func costs(method: String, path: String, query: String, cost: Double) throws {
        let head = HTTPRequest(
            method: try #require(.init(method)), scheme: "http", authority: "a", path: "\(path)?\(query)")
        let request = Request(head: head, body: RequestBody(buffer: .init()))
        let answers = try FormAnswers(urlencoded: query.utf8)
        #expect(RequestCost.of(request, answers, isKnown: false) == cost)
        let known = RequestCost.of(request, answers, isKnown: true)
        #expect(known <= cost && (cost != RequestCost.foreignPost || known == RequestCost.post))
    }
}
