import Core
import HTTPTypes
import Markup
import Testing
import Web

@Suite("The switches")
struct WebSwitchTests {
    @Test("go through three sizes of letters and back to the first")
    func letters() async throws {
        let client = try WebClient(WebSite.server())
        for (next, kind) in [
            ("large", " class=\"large\""), ("largest", " class=\"largest\""), ("normal", ""),
        ] {
            let page = try await client.get("/note").text
            #expect(page.contains("<a class=\"switch\" href=\"/note?letters=\(next)\">"))
            let switched = try await client.get("/note?letters=\(next)")
            #expect(switched.status == 303 && switched.location == "/note")
            #expect(client.jar["lx_text"] == next)
            #expect(try await client.get("/note").text.contains("dir=\"ltr\"\(kind)>"))
        }
    }

    @Test("keep the colours that were chosen, and say which hold")
    func colours() async throws {
        let client = try WebClient(WebSite.server())
        #expect(try await client.get("/note").text.contains(#"content="light dark""#))
        for colours in ["dark", "light", "auto"] {
            #expect(try await client.get("/note?colours=\(colours)").status == 303)
            let page = try await client.get("/note").text
            #expect(page.contains("data-colours=\"\(colours)\"") == (colours != "auto"))
            #expect(
                page.contains("<a href=\"/note?colours=\(colours)\" aria-current=\"true\">"), "\(colours)")
        }
    }

    @Test("change nothing for a word they do not know", arguments: ["letters", "colours", "lang"])
    func unknown(name: String) async throws {
        let client = try WebClient(WebSite.server())
        let answer = try await client.get("/note?\(name)=%22%3E%3Cscript%3E")
        #expect(answer.status == 200)
        #expect(!answer.text.contains("<script>"))
        #expect(client.jar.keys.sorted() == ["lx_v"])
        client.setCookie("lx_text", "huge")
        client.setCookie("lx_colours", "\"><b>")
        let page = try await client.get("/note")
        #expect(page.text.contains(#"<html lang="zh-CN" dir="ltr">"#))
        #expect(Structure.complaints(ofBytes: page.bytes) == [])
    }

    @Test("on the answer to a form lead to the page of the form, never to another site")
    func origin() async throws {
        let client = try WebClient(WebSite.server())
        func link(_ referrer: String?) async throws -> String {
            let headers: HTTPFields = referrer.map { [HTTPField.Name("Referer")!: $0] } ?? [:]
            let answer = try await client.post("/note", ["text": "x"], from: "/note", headers: headers)
            #expect(answer.status == 409)
            return answer.text.split(separator: "lang=en").first?.split(separator: "\"").last
                .map(String.init) ?? ""
        }
        #expect(try await link("http://127.0.0.1:8080/note?text=a%26b") == "/note?")
        #expect(try await link("http://evil.example/note") == "/?")
        #expect(try await link("http://127.0.0.1:8080//evil.example/") == "/evil.example/?")
        #expect(try await link("javascript:alert(1)") == "/?")
        #expect(try await link(nil) == "/?")
    }
}

@Suite("The menu")
struct WebMenuTests {
    @Test("marks the page that is open, and the entry above a page that lies deeper")
    func current() async throws {
        let client = try WebClient(WebSite.server())
        #expect(try await client.get("/note").text.contains(#"href="/note" aria-current="page""#))
        let words = WordBook([.web]).words(.en)
        let entries = [
            MenuEntry(key: "web.home", path: "/a", audience: .everyone, order: 1),
            MenuEntry(key: "web.home", path: "/a/b", audience: .everyone, order: 2),
            MenuEntry(key: "web.home", path: "/ab", audience: .everyone, order: 3),
            MenuEntry(key: "web.home", path: "/", audience: .everyone, order: 4),
        ]
        func marked(_ path: String) throws -> [String] {
            let visit = try Visit.specimen(words, path: path, menu: entries)
            let text = Page(title: "x") { "<h1>x</h1>" }.document(for: visit).text
            let menu = text.split(separator: "<nav")[1].split(separator: "</nav>")[0]
            return menu.split(separator: "<a href=\"").dropFirst().filter { $0.contains("aria-current") }
                .map { String($0.prefix { $0 != "\"" }) }
        }
        #expect(try marked("/a/b/c") == ["/a/b"])
        #expect(try marked("/a/x") == ["/a"])
        #expect(try marked("/abc") == [])
        #expect(try marked("/a") == ["/a"])
        #expect(try marked("/") == ["/"])
    }

    @Test("has an officer's work in the open and the rest in groups, and is whole")
    func groups() throws {
        let words = WordBook([.web]).words(.en)
        let entries = MenuEntry.Group.allCases.enumerated().map { index, group in
            MenuEntry(
                key: "web.home", path: "/\(group)", audience: .everyone, icon: "list", order: index,
                group: group)
        }
        let visit = try Visit.specimen(words, officer: WebSite.officer, path: "/city", menu: entries)
        let page = Page(title: "x", help: "workbench") { "<h1>x</h1>" }.document(for: visit)
        #expect(Structure.complaints(of: page) == [])
        let text = page.text
        let menu = text.split(separator: "<nav")[1].split(separator: "</nav>")[0]
        #expect(menu.split(separator: "<details").count == 5)
        #expect(menu.contains(#"<summary class="drop-word here">"#))
        #expect(!menu.contains("/foot") && text.contains(#"<li><a href="/foot">"#))
        #expect(menu.contains("popover") && text.contains(#"popovertarget="menu""#))
        #expect(text.contains(#"href="/developers/help/workbench" data-help"#))
    }
}

@Suite("The token of forms")
struct WebTokenTests {
    @Test("is another text each time, and the same token")
    func masked() async throws {
        let client = try WebClient(WebSite.server())
        let pages = try await [client.get("/note"), client.get("/note"), client.get("/note")]
        #expect(Set(pages.compactMap { $0.hidden("csrf") }).count == 3)
        #expect(Set(pages.compactMap(\.formToken)).count == 1)
        for page in pages {
            let answers = ["text": "你好", "csrf": page.hidden("csrf") ?? ""]
            #expect(try await client.post("/note", answers).status == 303)
        }
    }

    @Test(
        "is refused when it is cut, empty, doubled, changed in one bit, or its own mask",
        arguments: ["", "A", "cut", "bit", "twice", "zeros", "mask"])
    func forged(how: String) async throws {
        let client = try WebClient(WebSite.server())
        let page = try await client.get("/note")
        let token = try #require(page.hidden("csrf"))
        var bytes = try #require(Base64URL.decode(token))
        let given: String
        switch how {
        case "cut": given = String(token.dropLast(2))
        case "bit":
            bytes[bytes.count - 1] ^= 1
            given = Base64URL.encode(bytes)
        case "twice": given = token + token
        case "zeros": given = Base64URL.encode(Array(repeating: 0, count: bytes.count))
        case "mask":
            given = Base64URL.encode(
                Array(repeating: Array(bytes.prefix(bytes.count / 2)), count: 2).flatMap(\.self))
        default: given = how
        }
        #expect(try await client.post("/note", ["text": "你好", "csrf": given]).status == 403)
        #expect(try await client.post("/note", ["text": "你好", "csrf": token]).status == 303)
    }

    @Test("lets a session call the API by any mask of it, and by nothing else")
    func api() async throws {
        let client = try WebClient(WebSite.server())
        client.setCookie("lx_s", "good")
        let field = HTTPField.Name("X-CSRF")!
        let token = try await client.get("/desk").hidden("csrf") ?? ""
        let body = #"{"text":"x"}"#
        #expect(
            try await client.json("POST", "/api/v1/notes", body: body, headers: [field: token]).status == 201)
        #expect(try await client.json("POST", "/api/v1/notes", body: body).status == 403)
        let stranger = try WebClient(WebSite.server())
        stranger.setCookie("lx_s", "good")
        let theirs = try await stranger.get("/desk")
        let other = WebClient.encode(theirs.hidden("csrf") ?? "")
        stranger.setCookie("lx_v", String(repeating: "z", count: 22))
        #expect(
            try await stranger.json("POST", "/api/v1/notes", body: body, headers: [field: other]).status
                == 403)
    }
}
