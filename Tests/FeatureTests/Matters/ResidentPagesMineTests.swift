import Core
import Desk
import HTTPTypes
import Storage
import Testing
import Web

@Suite("My matters")
struct ResidentPagesMineTests {
    /// What lies in the outbox: where to, and the text.
    private func messages(_ town: TestTown) async throws -> [(address: String, body: String)] {
        try await town.desk.database.read { connection -> [(address: String, body: String)] in
            let rows: [Row] = try connection.rows(
                "SELECT address, body FROM outbox WHERE template = 'code' ORDER BY id")
            return try rows.map { row in (try row.get("address"), try row.get("body")) }
        }
    }

    private func code(_ town: TestTown) async throws -> String {
        let sent = try await messages(town).last
        return String(try #require(sent).body.filter(\.isNumber).suffix(6))
    }

    @discardableResult
    private func file(_ town: TestTown, _ text: String, phone: String? = nil, email: String? = nil)
        async throws
        -> Receipt
    {
        var filing = Filing(text: text, channel: .web)
        filing.contact = Filing.Contact(phone: phone, email: email)
        return try await town.desk.file(filing, by: .resident, at: town.now)
    }

    private func ask(_ client: WebClient, _ contact: String) async throws -> WebAnswer {
        try await client.post("/mine", ["contact": contact], from: "/mine")
    }

    private func enter(_ client: WebClient, _ contact: String, _ code: String) async throws -> WebAnswer {
        try await client.post("/mine/code", ["contact": contact, "code": code], from: "/mine")
    }

    @Test("refuses what is neither a number nor an address")
    func wrongContact() async throws {
        try await TestTown.with { town in
            for contact in ["", "12", "a@b", "a@b.example,c@d.example", "0x138", "' OR 1=1"] {
                let answer = try await ask(town.visitor(), contact)
                #expect(answer.status == 422 || answer.status == 429, "\(contact)")
                #expect(answer.status == 429 || answer.text.contains("<a href=\"#contact\">"), "\(contact)")
            }
            #expect(try await messages(town).isEmpty)
        }
    }

    @Test("says the same whether or not somebody is known, and writes only to who is")
    func silence() async throws {
        try await TestTown.with { town in
            try await file(town, "我的事", phone: "13800001234")
            let known = try await ask(town.visitor(), "13800001234")
            let unknown = try await ask(town.visitor(), "13800009234")
            #expect(known.status == 200 && unknown.status == 200)
            func bare(_ answer: WebAnswer, _ contact: String) -> String {
                let csrf = answer.hidden("csrf") ?? ""
                return answer.text.replacing(csrf, with: "").replacing(contact, with: "")
            }
            #expect(
                bare(known, "13800001234").replacing("1234", with: "")
                    == bare(unknown, "13800009234").replacing("9234", with: ""))
            #expect(try await messages(town).map(\.address) == ["13800001234"])
            let sent = try await code(town)
            #expect(!known.text.contains(sent))
        }
    }

    @Test("shows all matters of a number however it is written, and nobody else's")
    func list() async throws {
        try await TestTown.with { town in
            let mine = try await file(town, "我的第一件", phone: "138 0000 1234")
            try await file(town, "我的第二件", phone: "+86 13800001234", email: "Li@Example.org")
            try await file(town, "别人的事", phone: "13800005678")
            let client = town.visitor()
            _ = try await ask(client, "１３８-0000-1234")
            let entered = try await enter(client, "13800001234", try await code(town))
            let path = try #require(entered.location)
            #expect(path.hasPrefix("/mine/"))
            client.forgetCookies()
            let page = try await client.get(path)
            #expect(page.text.contains("我的第一件") && page.text.contains("我的第二件"))
            #expect(!page.text.contains("别人的事") && !page.text.contains("13800001234"))
            #expect(page.text.contains("/track/\(mine.token)"))
            #expect(page.headers[.cacheControl] == "no-store")
            let robots = try #require(HTTPField.Name("X-Robots-Tag"))
            #expect(page.headers[robots]?.contains("noindex") == true)

            _ = try await ask(client, "li@example.ORG")
            let mail = try await enter(client, "LI@example.org", try await code(town))
            let letters = try await client.get(try #require(mail.location)).text
            #expect(letters.contains("我的第二件") && !letters.contains("我的第一件"))
        }
    }

    @Test("takes a code once, for ten minutes, and five guesses")
    func codes() async throws {
        try await TestTown.with { town in
            try await file(town, "事", phone: "13800001234")
            let mine = town.desk.mine
            let contact = try #require(MineContact("13800001234"))
            func token(_ code: String) async throws -> String? {
                try await mine.token(for: contact, code: code, at: town.now)
            }
            #expect(try await token("123456") == nil)
            _ = try await mine.send("123456", to: contact, in: .zh, at: town.now)
            #expect(try await token("123456") != nil)
            #expect(try await token("123456") == nil)

            _ = try await mine.send("222222", to: contact, in: .zh, at: town.now)
            for guess in ["1", "", "222223", "000000", "22222"] { #expect(try await token(guess) == nil) }
            #expect(try await token("222222") == nil)

            _ = try await mine.send("333333", to: contact, in: .zh, at: town.now)
            let other = try #require(MineContact("13800005678"))
            #expect(try await mine.token(for: other, code: "333333", at: town.now) == nil)
            town.wait(Mine.codeLife)
            #expect(try await token("333333") == nil)
        }
    }

    @Test("sends one contact five codes an hour")
    func throttle() async throws {
        try await TestTown.with { town in
            try await file(town, "事", phone: "13800001234")
            let contact = try #require(MineContact("13800001234"))
            for round in 1...7 {
                let sent = try await town.desk.mine.send("00000\(round)", to: contact, in: .zh, at: town.now)
                #expect(sent == (round <= 5))
            }
            #expect(try await messages(town).count == 5)
            #expect(try await town.desk.mine.token(for: contact, code: "000005", at: town.now) != nil)
            town.wait(Mine.window)
            #expect(try await town.desk.mine.send("000009", to: contact, in: .zh, at: town.now))
        }
    }

    @Test("keeps one address from asking for codes of everybody")
    func peers() async throws {
        try await TestTown.with { town in
            let client = town.visitor()
            var statuses: [Int] = []
            for end in 10..<20 { statuses.append(try await ask(client, "138000012\(end)").status) }
            #expect(statuses.contains(429))
        }
    }

    @Test("opens for nobody with a link that was altered, and no more with one that was replaced")
    func links() async throws {
        try await TestTown.with { town in
            try await file(town, "我的事", phone: "13800001234")
            let client = town.visitor()
            _ = try await ask(client, "13800001234")
            let path = try #require(try await enter(client, "13800001234", try await code(town)).location)
            let altered = String(path.dropLast()) + (path.hasSuffix("a") ? "b" : "a")
            for wrong in [
                altered, "/mine/1-", "/mine/1", "/mine/x", "/mine/2" + path.dropFirst("/mine/1".count),
            ] {
                #expect(try await client.get(wrong).status == 404, "\(wrong)")
                let token = try await client.get("/mine").hidden("csrf") ?? ""
                #expect(try await client.post(wrong + "/renew", ["csrf": token]).status == 404, "\(wrong)")
            }
            let renewed = try await client.post(path + "/renew", [:], from: path)
            let fresh = try #require(renewed.location)
            #expect(fresh != path && fresh.hasPrefix("/mine/"))
            #expect(try await client.get(path).status == 404)
            #expect(try await client.get(fresh).text.contains("我的事"))
        }
    }

    @Test("goes on where the page ends")
    func pages() async throws {
        try await TestTown.with { town in
            for index in 1...30 { try await file(town, "第\(index)件事", phone: "13800001234") }
            let client = town.visitor()
            _ = try await ask(client, "13800001234")
            let path = try #require(try await enter(client, "13800001234", try await code(town)).location)
            let first = try await client.get(path).text
            #expect(first.contains("第30件事") && !first.contains("第5件事"))
            let cursor = try #require(first.firstMatch(of: /\?after=([A-Za-z0-9_-]+)/)).output.1
            let second = try await client.get(path + "?after=" + cursor).text
            #expect(second.contains("第5件事") && !second.contains("第30件事"))
            #expect(try await client.get(path + "?after=x").status == 400)
        }
    }
}
