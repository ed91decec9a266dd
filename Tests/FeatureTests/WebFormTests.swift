import HTTPTypes
import Markup
import Testing
import Web

@Suite("A form")
struct WebFormTests {
    @Test("with the page's token goes through, and the next page says so once")
    func through() async throws {
        let client = try WebClient(WebSite.server())
        let sent = try await client.post("/note", ["text": "你好"], from: "/note")
        #expect(sent.status == 303)
        #expect(sent.location == "/note")
        #expect(try await client.get("/note").text.contains("收到了"))
        #expect(try await !client.get("/note").text.contains("收到了"))
    }

    @Test("without the token, with another's, or with an old one is refused", arguments: ["", "x", "other"])
    func forged(token: String) async throws {
        let server = try WebSite.server()
        let client = WebClient(server)
        _ = try await client.get("/note")
        let other = WebClient(server)
        let otherToken = try await other.get("/note").hidden("csrf") ?? ""
        let given = token == "other" ? otherToken : token
        let answer = try await client.post("/note", ["text": "你好", "csrf": given])
        #expect(answer.status == 403)
        #expect(answer.text.contains("刷新后再提交一次"))
    }

    @Test("from another site is refused even with the token")
    func elsewhere() async throws {
        let client = try WebClient(WebSite.server())
        let token = try await client.get("/note").hidden("csrf") ?? ""
        let answers = ["text": "你好", "csrf": token]
        let fields: [(String, String)] = [
            ("Origin", "https://evil.example"), ("Origin", "null"), ("Sec-Fetch-Site", "cross-site"),
            ("Sec-Fetch-Site", "same-site"),
        ]
        for (name, value) in fields {
            let header = try #require(HTTPField.Name(name))
            let answer = try await client.post("/note", answers, headers: [header: value])
            #expect(answer.status == 403, "\(name): \(value)")
        }
        let own = try await client.post("/note", answers, headers: [.origin: "http://127.0.0.1:8080"])
        #expect(own.status == 303)
    }

    @Test(
        "in another dress is refused",
        arguments: [
            "application/json", "text/plain", "multipart/form-data; boundary=x", "",
            "application/x-www-form-urlencoded; charset=gbk",
        ])
    func wrongType(type: String) async throws {
        let client = try WebClient(WebSite.server())
        let token = try await client.get("/note").hidden("csrf") ?? ""
        let headers: HTTPFields = type.isEmpty ? [:] : [.contentType: type]
        let answer = try await client.send(
            "POST", "/note", headers: headers, body: Array("text=hello&csrf=\(token)".utf8))
        #expect(answer.status == 415)
    }

    @Test(
        "that makes no sense is refused",
        arguments: ["text=%zz", "text=%ff", "text=a%00b", "%00=x", "text=%e4%bd"])
    func malformed(body: String) async throws {
        let client = try WebClient(WebSite.server())
        let token = try await client.get("/note").hidden("csrf") ?? ""
        let answer = try await client.send(
            "POST", "/note", headers: [.contentType: "application/x-www-form-urlencoded"],
            body: Array("\(body)&csrf=\(token)".utf8))
        #expect(answer.status == 400)
    }

    @Test("larger than what is read is refused, whether it says so or not", arguments: [true, false])
    func tooLarge(announced: Bool) async throws {
        let client = try WebClient(WebSite.server())
        let body = Array("text=".utf8) + Array(repeating: UInt8(ascii: "x"), count: 1_100_000)
        var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        headers[.contentLength] = announced ? "1100005" : "5"
        let answer = try await client.send("POST", "/note", headers: headers, body: body)
        #expect(answer.status == 413)
        #expect(answer.text.contains("1,024 KB"))
    }

    @Test("sent too often by a visitor has to wait, an officer's has not")
    func tooOften() async throws {
        let server = try WebSite.server(WebSite.settings(formsPerMinute: 2))
        let visitor = WebClient(server)
        var statuses: [Int] = []
        for _ in 0..<3 {
            statuses.append(try await visitor.post("/note", ["text": "你好"], from: "/note").status)
        }
        #expect(statuses == [303, 303, 429])
        let officer = WebClient(server)
        officer.setCookie("lx_s", "good")
        for _ in 0..<3 {
            #expect(try await officer.post("/note", ["text": "你好"], from: "/note").status == 303)
        }
    }

    @Test("is read as it was written: every answer, trimmed, line ends as one")
    func reading() throws {
        let answers = FormAnswers(["a": "1"])
        #expect(answers["a"] == "1" && answers["b"] == "" && answers.given("b") == nil)
        #expect(answers.asQuery(without: ["a"]) == "")
        #expect(answers.asQuery(setting: ["b": "连 &"]) == "?a=1&b=%E8%BF%9E%20%26")
    }
}
