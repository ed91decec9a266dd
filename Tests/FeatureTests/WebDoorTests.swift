import Core
import FoundationEssentials
import HTTPTypes
import Markup
import Testing
import Web

@Suite("The error door")
struct WebDoorTests {
    struct Case: Sendable {
        let method: String
        let path: String
        let status: Int
        let says: String
        init(_ method: String, _ path: String, _ status: Int, _ says: String) {
            self.method = method
            self.path = path
            self.status = status
            self.says = says
        }
    }

    @Test(
        "tells people in their language, in a whole page",
        arguments: [
            Case("GET", "/nowhere", 404, "没有找到"), Case("PUT", "/note", 405, "GET, HEAD, POST"),
            Case("GET", "/private/%zz", 400, "读不懂"), Case("GET", "/note?q=%ff", 400, "读不懂"),
            Case("GET", "/note?q=a%00b", 400, "读不懂"), Case("GET", "/private/a%00b", 400, "读不懂"),
            Case("GET", "/oops", 500, "test-request"), Case("GET", "/fault", 503, "test-request"),
            Case("GET", "/twice", 409, "冲突"),
        ])
    func pages(expected: Case) async throws {
        let answer = try await WebClient(WebSite.server()).send(expected.method, expected.path)
        #expect(answer.status == expected.status)
        #expect(answer.text.contains(expected.says), "\(answer.text)")
        #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
        #expect(Structure.complaints(ofBytes: answer.bytes) == [])
    }

    @Test("tells nobody what went wrong inside", arguments: ["/oops", "/fault", "/twice"])
    func secrets(path: String) async throws {
        let client = try WebClient(WebSite.server())
        for accept in ["text/html", "application/json"] {
            let text = try await client.get(path, headers: [.accept: accept]).text
            #expect(!text.contains("hunter2") && !text.contains("secret") && !text.contains("UNIQUE"))
        }
    }

    @Test("tells programs as RFC 9457 says, with a stable code")
    func problems() async throws {
        let client = try WebClient(WebSite.server(), headers: [.acceptLanguage: "en"])
        let answer = try await client.json("GET", "/api/v1/nowhere")
        #expect(answer.status == 404)
        #expect(answer.headers[.contentType] == "application/problem+json")
        let problem = try JSONDecoder().decode(Problem.self, from: Data(answer.bytes))
        #expect(problem.type == "urn:lianxin:problem:notFound")
        #expect(problem.code == "notFound")
        #expect(problem.status == 404)
        #expect(problem.title == "This page was not found")
        #expect(problem.detail.hasPrefix("The address may be incomplete"))
        #expect(problem.instance == "urn:lianxin:request:test-request")
    }

    @Test("gives a refusal its own code, status, field and details")
    func refusals() async throws {
        let client = try WebClient(WebSite.server())
        let page = try await client.post(
            "/note", ["text": "x"], from: "/note", headers: [.accept: "application/json"])
        let problem = try JSONDecoder().decode(Problem.self, from: Data(page.bytes))
        #expect(problem.code == "note.tooShort")
        #expect(problem.status == 409)
        #expect(problem.errors == [FieldProblem(field: "text", code: "note.tooShort", detail: "太短")])
        #expect(problem.details == ["least": "2"])
    }

    @Test("says when to come back from a fault and from too many requests")
    func retry() async throws {
        let client = try WebClient(WebSite.server())
        #expect(try await client.get("/fault").headers[.retryAfter] == "30")
        _ = try await client.get("/limited")
        #expect(try await client.get("/limited").status == 200)
        let third = try await client.get("/limited")
        #expect(third.status == 429)
        #expect(third.headers[.retryAfter] == "10")
    }

    @Test(
        "answers HEAD as GET without a body", arguments: [("/note", 200), ("/nowhere", 404), ("/oops", 500)])
    func head(path: String, status: Int) async throws {
        let answer = try await WebClient(WebSite.server()).send("HEAD", path)
        #expect(answer.status == status)
        #expect(answer.bytes.isEmpty)
    }

    @Test("answers a fault of the gatekeeper without letting anybody in")
    func gateFault() async throws {
        let client = try WebClient(WebSite.server())
        client.setCookie("lx_s", "broken")
        let answer = try await client.get("/desk")
        #expect(answer.status == 503)
        #expect(answer.headers[.retryAfter] == "2")
        #expect(!answer.text.contains("/secret/place"))
    }
}
