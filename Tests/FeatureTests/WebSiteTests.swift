import Core
import FoundationEssentials
import HTTPTypes
import Markup
import Testing
import Web

@Suite("The site")
struct WebSiteTests {
    @Test(
        "speaks the language that is asked for, chosen, preferred, or Chinese",
        arguments: [
            ("", "", "zh-CN"), ("", "en-GB,en;q=0.9,zh;q=0.8", "en"), ("", "fr, zh;q=0.2, en;q=0.1", "zh-CN"),
            ("zh", "en", "zh-CN"), ("en", "zh", "en"), ("xx", "en", "en"), ("", "en;q=0, zh;q=0.1", "zh-CN"),
            ("", ";;;q=,,,", "zh-CN"), ("", "de", "zh-CN"),
        ])
    func language(cookie: String, accepted: String, expected: String) async throws {
        let client = try WebClient(WebSite.server())
        if !cookie.isEmpty { client.setCookie("lx_lang", cookie) }
        let answer = try await client.get(
            "/note", headers: accepted.isEmpty ? [:] : [.acceptLanguage: accepted])
        #expect(answer.text.contains("<html lang=\"\(expected)\" dir=\"ltr\">"))
        #expect(answer.headers[.contentLanguage] == expected)
    }

    @Test("switches language and letters, and stays on the page")
    func switches() async throws {
        let client = try WebClient(WebSite.server())
        let page = try await client.get("/note?text=a%26b")
        #expect(page.text.contains(#"href="/note?lang=en&amp;text=a%26b""#))
        let switched = try await client.get("/note?lang=en&text=a%26b")
        #expect(switched.status == 303)
        #expect(switched.location == "/note?text=a%26b")
        let english = try await client.get("/note?text=a%26b")
        #expect(
            english.text.contains(#"<html lang="en" dir="ltr">"#)
                && english.text.contains(#"value="a&amp;b""#))
        #expect(try await client.get("/note?lang=xx").status == 200)
    }

    @Test("is whole in every language for everybody", arguments: ["zh", "en"])
    func structure(language: String) async throws {
        for session in ["", "good"] {
            let client = try WebClient(WebSite.server())
            client.setCookie("lx_lang", language)
            if !session.isEmpty { client.setCookie("lx_s", session) }
            let hostile = WebClient.encode(#""><script>alert(1)</script>"#)
            for path in [
                "/note?text=\(hostile)", "/private/\(hostile)", "/nowhere/\(hostile)", "//evil.example/a",
            ] {
                let answer = try await client.get(path)
                #expect(Structure.complaints(ofBytes: answer.bytes) == [], "\(path)")
                #expect(!answer.text.contains("<script>") && !answer.text.contains("⟦"))
            }
        }
    }

    @Test(
        "leads nobody away",
        arguments: ["//evil.example", "https://evil.example", "/\\evil", "javascript:x", "/a b", ""])
    func redirects(path: String) {
        #expect(Redirect.local(path) == "/")
        #expect(Redirect.local("/matters?x=1") == "/matters?x=1")
    }

    @Test("has specimens that name what is wrong with them")
    func specimens() throws {
        let words = WordBook([.web]).words(.en)
        let right = Specimen("right", officer: WebSite.officer) { visit in
            Page(title: "x") { "<h1>\(visit.officer?.name.zh)</h1>" }
        }
        #expect(try right.complaints(words) == [])
        #expect(try right.document(words).text.contains("<h1>测试员</h1>"))
        let wrong = Specimen("wrong") { visit in
            Page(title: visit.words("no.such")) { "<h2>x</h2>" }
        }
        #expect(
            try wrong.complaints(words) == [
                "wrong (en): <h2> follows nothing", "wrong (en): 0 <h1> instead of one",
                "wrong (en): no words for no.such",
            ])
    }

    @Test("shows its menu in the order that slices ask for")
    func menu() async throws {
        let server = try WebSite.server()
        #expect(server.menu.map(\.path) == ["/note", "/figures"])
        #expect(server.complaints == [])
    }

    @Test("gives its files for good, named by what is in them")
    func assets() async throws {
        let client = try WebClient(WebSite.server())
        let page = try await client.get("/note").text
        let paths = page.split(separator: "\"").filter { $0.hasPrefix("/assets/") }
            .map { String($0.prefix { $0 != "#" }) }
        #expect(Set(paths).count >= 4)
        for path in Set(paths) {
            let answer = try await client.get(path)
            #expect(answer.status == 200, "\(path)")
            let tag = try #require(answer.headers[.eTag])
            let again = try await client.get(path, headers: [.ifNoneMatch: tag])
            #expect(again.status == 304 && again.bytes.isEmpty)
            for known in ["W/\(tag)", "\"x\", \(tag)", "*"] {
                #expect(try await client.get(path, headers: [.ifNoneMatch: known]).status == 304, "\(known)")
            }
            #expect(try await client.get(path, headers: [.ifNoneMatch: "\"x\""]).status == 200)
            #expect(answer.headers[.cacheControl] == "public, max-age=31536000, immutable")
        }
    }

    @Test("lives while it answers, and is ready while every part holds")
    func health() async throws {
        #expect(try await WebClient(WebSite.server()).get("/healthz").status == 200)
        #expect(try await WebClient(WebSite.server(ready: false)).get("/healthz").status == 200)
        #expect(try await WebClient(WebSite.server()).get("/readyz").text == "ok\n")
        let unready = try await WebClient(WebSite.server(ready: false)).get("/readyz")
        #expect(unready.status == 503 && unready.text == "not ready\ndatabase: fail\n")
    }

    @Test("refuses settings that would not hold")
    func settings() {
        #expect(throws: Fault.self) { try WebSettings(baseURL: "http://x", secret: [1, 2, 3]) }
        #expect(throws: Fault.self) { try WebSettings(baseURL: "x", secret: Array(repeating: 1, count: 32)) }
    }

    @Test("says in one sentence why it cannot listen")
    func port() throws {
        func settings(_ host: String, _ port: Int) throws -> WebSettings {
            try WebSettings(
                baseURL: "http://x", host: host, port: port, secret: Array(repeating: 1, count: 32))
        }
        let busy = try BusyPort()
        let inUse = #expect(throws: Fault.self) { try settings("127.0.0.1", busy.port).checkPort() }
        #expect(inUse?.code == .busy && inUse?.remedy.contains("--port") == true)
        let foreign = #expect(throws: Fault.self) { try settings("203.0.113.9", 18_080).checkPort() }
        #expect(foreign?.code == .configuration)
        let none = #expect(throws: Fault.self) { try settings("127.0.0.1", 70_000).checkPort() }
        #expect(none?.message == "There is no port 70000.")
        let unknown = #expect(throws: Fault.self) { try settings("no.such.host.invalid", 18_080).checkPort() }
        #expect(unknown?.code == .configuration)
        let port = busy.port
        busy.release()
        try settings("127.0.0.1", port).checkPort()
    }

    @Test("names the flag that was meant when it cannot listen")
    func portOfAFlag() throws {
        let busy = try BusyPort()
        let place = ListeningPlace(host: "127.0.0.1", port: busy.port, flag: "--metrics")
        let inUse = #expect(throws: Fault.self) { try place.check() }
        #expect(inUse?.remedy.contains("--metrics") == true && inUse?.remedy.contains("--port") == false)
    }

    @Test(
        "is called by an address that a browser on this machine can open",
        arguments: [
            ("127.0.0.1", "http://127.0.0.1:80"), ("0.0.0.0", "http://127.0.0.1:80"),
            ("::", "http://127.0.0.1:80"), ("::1", "http://[::1]:80"), ("a.example", "http://a.example:80"),
        ])
    func address(host: String, address: String) {
        #expect(ListeningPlace(host: host, port: 80).address == address)
    }
}
