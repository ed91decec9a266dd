import Core
import Language
import Directory
import HTTPTypes
import Storage
import Testing
import Web

@Suite("Handing over work")
struct HandOverTests {
    private func answers(_ posts: Int64?, to login: String, _ more: [String: String] = [:]) -> [String:
        String]
    {
        var answers = ["successor": login, "reason": "调走了", "deactivate": "on"]
        if let posts { answers["posts"] = String(posts) }
        return answers.merging(more) { $1 }
    }

    @Test(
        "is refused without a reason or a successor, on a wrong day, and of the last administrator"
    )
    func refused() async throws {
        let town = try await Town()
        let boss = try await town.person("boss", [Town.administrator])
        let ada = try await town.person("ada")
        let client = try await town.signedIn("boss")
        let post = try #require(try await town.directory.person(ada)?.posts.first?.id)
        let path = "/directory/\(ada)/hand-over"
        let wrong: [(more: [String: String], status: Int)] = [
            (["reason": ""], 422), (["reason": String(repeating: "x", count: 301)], 422),
            (["successor": "nobody.here"], 422), (["successor": "ada"], 422), (["day": "2001-01-01"], 422),
            (["day": "soon"], 422), (["day": "2099-01-01"], 422), (["posts": "999"], 422),
            (["day": "2026-12-31"], 422),
        ]
        for (more, status) in wrong {
            let answer = try await client.post(path, answers(post, to: "boss", more), from: path)
            #expect(answer.status == status, "\(more)")
        }
        let own = try #require(try await town.directory.person(boss)?.posts.first?.id)
        let last = try await client.post(
            "/directory/\(boss)/hand-over", answers(own, to: "", ["successor": ""]), from: path)
        #expect(last.status == 409)
        let person = try #require(try await town.directory.person(ada))
        #expect(person.active && person.posts(at: town.now) == [Town.desk])
        #expect(try await town.directory.person(boss)?.active == true)
        let clerk = try await town.signedIn("ada")
        #expect(try await clerk.get(path).status == 403)
        #expect(try await clerk.post(path, answers(post, to: "boss"), from: "/account").status == 403)
        #expect(try await client.get("/directory/999/hand-over").status == 404)
    }

    @Test(
        "gives the posts, ends sessions and tokens, and keeps why, in one step", arguments: TestEngine.present
    )
    func done(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await Town(database: database)
            try await town.person("boss", [Town.administrator])
            let ada = try await town.person("ada", [Town.desk, Town.handler])
            let ben = try await town.person("ben")
            let token = try await town.directory.createToken(
                login: "ada", name: "p", scopes: ["directory:read"], expires: nil, by: Town.operators,
                now: town.now)
            let program = WebClient(town.server, headers: [.authorization: "Bearer \(token)"])
            let browser = try await town.signedIn("ada")
            let client = try await town.signedIn("boss")
            let path = "/directory/\(ada)/hand-over"
            let page = try await client.get(path).text
            #expect(page.contains("没有别人担任"))
            let posts = try #require(try await town.directory.person(ada)).posts
            let order = HandOver(
                posts: Set(posts.map(\.id)), successor: "ben", from: town.now, reason: "调走了",
                deactivates: true)
            #expect(
                try await town.directory.handOver(
                    ada, order, by: .officer(id: 1, posts: []), now: town.now) == 1)
            #expect(try await browser.get("/account").status == 303)
            #expect(try await program.json("GET", "/api/v1/people").status == 401)
            town.wait(1)
            let left = try #require(try await town.directory.person(ada))
            #expect(!left.active && left.posts(at: town.now).isEmpty)
            let taken = try #require(try await town.directory.person(ben)).posts(at: town.now)
            #expect(Set(taken) == [Town.desk, Town.handler])
            let traces = try await town.rows(
                "SELECT reason FROM access_log WHERE action IN ('endPost', 'givePost', 'deactivate')")
            #expect(try traces.allSatisfy { try $0.get("reason", as: String.self).contains("调走了") })
            #expect(traces.count == 5)
        }
    }

    @Test("on a later day leaves the posts where they are until then")
    func later() async throws {
        let town = try await Town()
        try await town.person("boss", [Town.administrator])
        let ada = try await town.person("ada")
        let ben = try await town.person("ben", [])
        let post = try #require(try await town.directory.person(ada)?.posts.first?.id)
        let day = town.now + 3 * 86_400_000
        let order = HandOver(
            posts: [post], successor: "ben", from: day, reason: "休假", deactivates: false)
        try await town.directory.handOver(ada, order, by: Town.operators, now: town.now)
        let (old, new) = (
            try #require(try await town.directory.person(ada)),
            try #require(try await town.directory.person(ben))
        )
        #expect(old.posts(at: town.now) == [Town.desk] && new.posts(at: town.now).isEmpty)
        #expect(old.posts(at: day).isEmpty && new.posts(at: day) == [Town.desk])
        await #expect(throws: DirectoryRefusal.unknownPost) {
            try await town.directory.handOver(ada, order, by: Town.operators, now: town.now)
        }
    }
}

@Suite("A list of people")
struct PeopleImportTests {
    private static let head = "登录名,姓名,角色,单位,区域\n"

    private func sent(_ text: String, _ step: String, _ town: Town, reason: String = "开学") async throws
        -> WebAnswer
    {
        let client = try await town.signedIn("boss")
        return try await client.post(
            "/directory/import", ["list": text, "step": step, "reason": reason], from: "/directory/import")
    }

    @Test("is refused whole when it is empty, has no head, or no reason is given")
    func refused() async throws {
        let town = try await Town()
        try await town.person("boss", [Town.administrator])
        try await town.person("ada")
        #expect(try await sent("", "check", town).status == 422)
        #expect(try await sent("a,b\n1,2", "import", town).text.contains("名单缺少列"))
        let list = Self.head + "new.one,新人,接线员,热线,\n"
        let bare = try await sent(list, "import", town, reason: "")
        #expect(bare.status == 422 && bare.text.contains("请写明原因"))
        let clerk = try await town.signedIn("ada")
        #expect(try await clerk.get("/directory/import").status == 403)
        let answer = try await clerk.post(
            "/directory/import", ["list": list, "step": "import", "reason": "x"], from: "/account")
        #expect(answer.status == 403)
        #expect(try await town.directory.person(login: "new.one") == nil)
    }

    @Test("says of each row what would come of it, and stores nothing before it is told to")
    func report() async throws {
        let town = try await Town()
        try await town.person("boss", [Town.administrator])
        try await town.person("ada")
        let list =
            Self.head + """
                new.one,新人,接线员,热线,
                new.one,新人,handler,WATER,9801
                ada,改名,clerk,HOTLINE,9801
                a b,坏,接线员,热线,
                bad.role,坏,国王,热线,
                bad.unit,坏,接线员,别处,
                bad.area,坏,接线员,热线,1234567
                new.one,新人,接线员,热线,
                "open.quote,坏
                """
        let page = try await sent(list, "check", town)
        for words in ["新人员", "新岗位", "改名", "登录名不对", "没有这个角色", "没有这个单位", "没有这个区域", "重复", "读不出来"] {
            #expect(page.text.contains(words), "\(words)")
        }
        #expect(try await town.directory.person(login: "new.one") == nil)
        let done = try await sent(list, "import", town)
        #expect(done.text.contains("新人员 1 位"))
        let person = try #require(try await town.directory.person(login: "new.one"))
        #expect(person.posts(at: town.now).count == 2 && !person.hasPassword)
        #expect(try await town.directory.person(login: "ada")?.name.zh == "改名")
        #expect(try await sent(list, "check", town).text.contains("没有变化"))
        let trace = try await town.rows("SELECT actor, reason FROM access_log WHERE action = 'import'")
        #expect(try trace.last?.get("reason", as: String.self).contains("开学") == true)
    }

    @Test("keeps a cell that looks like a formula as the text it is")
    func formula() async throws {
        let town = try await Town()
        try await town.person("boss", [Town.administrator])
        let list = "login;name_zh;role;unit\nf.one;=HYPERLINK(1);clerk;HOTLINE\n=cmd;坏;clerk;HOTLINE\n"
        _ = try await sent(list, "import", town)
        #expect(try await town.directory.person(login: "f.one")?.name.zh == "=HYPERLINK(1)")
        #expect(try await town.rows("SELECT id FROM people").count == 2)
    }

    @Test("is read in UTF-8 with or without a mark, in UTF-16 and in GBK")
    func encodings() throws {
        let text = "登录名,姓名\nli,李雷"
        let utf8 = Array(text.utf8)
        #expect(TextCoding.text(of: utf8)?.text == text)
        #expect(TextCoding.text(of: [0xEF, 0xBB, 0xBF] + utf8)?.text == text)
        let wide = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(TextCoding.text(of: [0xFF, 0xFE] + wide)?.text == text)
        // 李雷 in GBK.
        let gbk: [UInt8] = Array("li,".utf8) + [0xC0, 0xEE, 0xC0, 0xD7]
        let read = try #require(TextCoding.text(of: gbk))
        #expect(read.text == "li,李雷" && read.coding == .gb18030)
        // Four bytes of GB 18030 beyond GBK: 㐀.
        #expect(TextCoding.text(of: [0x81, 0x39, 0xEE, 0x39])?.text == "㐀")
        #expect(TextCoding.text(of: [0xFF, 0xFF, 0x80]) == nil)
    }
}

@Suite("All tokens of the city")
struct CityTokenTests {
    @Test("are seen and ended only by those who manage accounts, with a reason, and never show a secret")
    func tokens() async throws {
        let town = try await Town()
        try await town.person("boss", [Town.administrator])
        let ada = try await town.person("ada")
        let secret = try await town.directory.createToken(
            login: "ada", name: "门户", scopes: ["matters:read"], expires: nil, by: Town.operators,
            now: town.now)
        #expect(try await town.signedIn("ada").get("/directory/tokens").status == 403)
        let client = try await town.signedIn("boss")
        let page = try await client.get("/directory/tokens")
        #expect(page.text.contains("门户") && page.text.contains("名ada") && !page.text.contains(secret))
        let token = try #require(page.hidden("token"))
        let path = "/directory/tokens/revoke"
        let asked = ["token": token, "person": String(ada)]
        #expect(try await client.post(path, asked, from: "/directory/tokens").status == 422)
        #expect(try await town.directory.tokens(of: ada)[0].holds(at: town.now))
        let done = try await client.post(
            path, asked.merging(["reason": "程序停了"]) { $1 }, from: "/directory/tokens")
        #expect(done.status == 303)
        #expect(try await !town.directory.tokens(of: ada)[0].holds(at: town.now))
        #expect(try await client.get("/directory/tokens?after=forged").status == 400)
    }

    @Test("leave a trace when they are used, once a day")
    func used() async throws {
        let town = try await Town()
        try await town.person("ada")
        let secret = try await town.directory.createToken(
            login: "ada", name: "门户", scopes: ["directory:read"], expires: nil, by: Town.operators,
            now: town.now)
        let program = WebClient(town.server, headers: [.authorization: "Bearer \(secret)"])
        for _ in 0..<3 {
            #expect(try await program.json("GET", "/api/v1/people").status == 200)
            town.wait(minutes: 10)
        }
        #expect(try await town.rows("SELECT id FROM access_log WHERE action = 'useToken'").count == 1)
        town.wait(minutes: 60 * 25)
        #expect(try await program.json("GET", "/api/v1/people").status == 200)
        #expect(try await town.rows("SELECT id FROM access_log WHERE action = 'useToken'").count == 2)
    }
}
