import Core
import Directory
import Storage
import Testing
import Web

@Suite("The people")
struct PeopleTests {
    @Test(
        "are nobody's business who does not manage accounts",
        arguments: ["/directory", "/directory/add", "/directory/1"])
    func forbidden(path: String) async throws {
        let town = try await Town()
        try await town.person("li.lei")
        #expect(try await WebClient(town.server).get(path).status != 200)
        let client = try await town.signedIn("li.lei")
        #expect(try await client.get(path).status == 403)
    }

    @Test("cannot be changed by somebody who does not manage accounts")
    func forbiddenPosts() async throws {
        let town = try await Town()
        let id = try await town.person("li.lei")
        let client = try await town.signedIn("li.lei")
        for path in [
            "add", "\(id)/posts", "\(id)/posts/end", "\(id)/hand-over", "\(id)/reset", "\(id)/activate",
        ] {
            let answers = [
                "role": "administrator", "unit": "HOTLINE", "post": "1", "login": "x.y", "name_zh": "x",
            ]
            let answer = try await client.post("/directory/\(path)", answers, from: "/account")
            #expect(answer.status == 403, "\(path)")
        }
        let person = try #require(try await town.directory.person(id))
        #expect(person.active && person.posts.count == 1)
    }

    @Test("are added with a post and a link that is shown once")
    func added() async throws {
        let town = try await Town()
        try await town.person("boss", [Town.administrator])
        let client = try await town.signedIn("boss")
        let answers = [
            "login": "new.one", "name_zh": "新人", "role": "clerk", "unit": "HOTLINE", "area": "区980101001",
        ]
        let page = try await client.post("/directory/add", answers, from: "/directory/add")
        let link = try #require(page.text.split(separator: "http://127.0.0.1:8080").dropFirst().first)
            .prefix { $0 != "<" }
        #expect(try await WebClient(town.server).get(String(link)).status == 200)
        let person = try #require(try await town.directory.person(login: "new.one"))
        #expect(person.posts.map(\.post.area.text) == ["980101001"])
        #expect(!person.hasPassword)
        let again = try await client.post("/directory/add", answers, from: "/directory/add")
        #expect(again.status == 422)
        for wrong in [
            ["role": "king"], ["unit": "NOWHERE"], ["area": "1234567"], ["area": "990000"], ["login": "a b"],
            ["name_zh": ""],
        ] {
            let asked = answers.merging(["login": "other"]) { $1 }.merging(wrong) { $1 }
            #expect(try await client.post("/directory/add", asked, from: "/directory/add").status == 422)
        }
        #expect(try await town.directory.person(login: "other") == nil)
    }

    @Test("always keep an administrator")
    func lastAdministrator() async throws {
        let town = try await Town()
        let boss = try await town.person("boss", [Town.administrator])
        let client = try await town.signedIn("boss")
        let path = "/directory/\(boss)"
        #expect(
            try await client.post(
                "\(path)/hand-over", ["deactivate": "on", "reason": "x"], from: path
            ).status == 409)
        let post = try #require(try await client.get(path).hidden("post"))
        let end = ["post": post, "reason": "x"]
        #expect(try await client.post("\(path)/posts/end", ["post": post], from: path).status == 422)
        #expect(try await client.post("\(path)/posts/end", end, from: path).status == 409)
        #expect(try await client.get("/directory").status == 200)
        try await town.person("other", [Town.administrator])
        #expect(try await client.post("\(path)/posts/end", end, from: path).status == 303)
        #expect(try await client.get("/directory").status == 403)
    }

    @Test("come from a list as often as one likes, and what was done by hand stays")
    func imported() async throws {
        let town = try await Town()
        let rows = [
            PostRow(login: "Li.Lei", name: LocalText(zh: "李雷", en: "Li Lei"), post: Town.desk),
            PostRow(login: "li.lei", name: LocalText(zh: "李雷", en: "Li Lei"), post: Town.handler),
            PostRow(login: "han.mei", name: LocalText(zh: "韩梅", en: ""), post: Town.desk),
        ]
        let first = try await town.directory.importPeople(rows, now: town.now)
        #expect(first.people == 2 && first.posts == 3)
        let person = try #require(try await town.directory.person(login: "li.lei"))
        try await town.directory.endPost(
            person.posts[0].id, of: person.id, by: Town.operators, now: town.now)
        let path = try await town.directory.reset(login: "li.lei", by: Town.operators, now: town.now)
        let words = "a brook behind the barn"
        _ = try await WebClient(town.server).post(path, ["password": words, "again": words], from: path)
        town.wait(1)
        let second = try await town.directory.importPeople(rows, now: town.now)
        #expect(second == PeopleImported())
        let after = try #require(try await town.directory.person(login: "li.lei"))
        #expect(after.posts(at: town.now) == [Town.handler])
        #expect(try await town.signedIn("li.lei", password: words).jar["lx_s"] != nil)
        #expect(try await town.directory.names(of: [after.id, 9_999]) == [after.id: rows[0].name])
    }

    @Test("of a list with one wrong row are not imported at all")
    func wrongRow() async throws {
        let town = try await Town()
        let elsewhere = Post(role: "clerk", unit: UnitCode("NOWHERE"), area: Town.desk.area)
        for bad in [
            PostRow(login: "ok.one", name: Town.text("x"), post: elsewhere),
            PostRow(login: "not ok", name: Town.text("x"), post: Town.desk),
            PostRow(login: "ok.one", name: Town.text(" "), post: Town.desk),
        ] {
            let good = PostRow(login: "good", name: Town.text("好"), post: Town.desk)
            await #expect(throws: DirectoryRefusal.self) {
                try await town.directory.importPeople([good, bad], now: town.now)
            }
        }
        #expect(try await town.directory.person(login: "good") == nil)
    }

    @Test("are found by name or login, page by page, whatever stands in the question")
    func search() async throws {
        let town = try await Town()
        let rows = (0..<30).map {
            PostRow(
                login: "p\($0 < 10 ? "0" : "")\($0)", name: LocalText(zh: "人\($0)", en: "Person_\($0)"),
                post: $0 < 3 ? Town.handler : Town.desk)
        }
        try await town.directory.importPeople(rows, now: town.now)
        try await town.person("boss", [Town.administrator])
        let client = try await town.signedIn("boss")
        let first = try await client.get("/directory?q=p").text
        #expect(first.contains("p24") && !first.contains("p25"))
        let next = try #require(first.split(separator: "rel=\"next\" href=\"").dropFirst().first)
            .prefix { $0 != "\"" }.replacing("&amp;", with: "&")
        let second = try await client.get(String(next)).text
        #expect(second.contains("p25") && second.contains("p29") && !second.contains("p24"))
        #expect(try await client.get("/directory?unit=WATER").text.contains("p02"))
        #expect(try await !client.get("/directory?unit=WATER").text.contains("p03"))
        #expect(try await client.get("/directory?q=PERSON_29").text.contains("p29"))
        for question in ["%25", "'%20OR%201=1--", "_", "!", "%3Cscript%3E"] {
            let answer = try await client.get("/directory?q=\(question)")
            #expect(answer.status == 200)
            #expect(!answer.text.contains("<script>"))
        }
        #expect(try await !client.get("/directory?q=%25").text.contains("p01"))
        #expect(try await client.get("/directory?q=p&after=forged").status == 400)
    }

    @Test("and what was done to them stand in the log with who did it")
    func log() async throws {
        let town = try await Town()
        let boss = try await town.person("boss", [Town.administrator])
        let id = try await town.person("li.lei")
        let client = try await town.signedIn("boss")
        _ = try await client.post(
            "/directory/\(id)/hand-over", ["deactivate": "on", "reason": "x"], from: "/directory/\(id)")
        let row = try #require(
            try await town.rows("SELECT actor, subject FROM access_log WHERE action = 'deactivate'").first)
        #expect(try row.get("actor", as: String.self) == "officer:\(boss)")
        #expect(try row.get("subject", as: String.self) == "person:\(id)")
    }
}
