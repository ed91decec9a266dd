import HTTPTypes
@testable import Areas
import Core
import Storage
import Testing
import Web

@Suite("Me too")
struct MeTooTests {
    private static func key(_ town: AreasTown, _ id: Int64) -> String { town.areas.sight.publicKey(of: id) }

    private static func send(
        _ client: WebClient, _ key: String, _ reach: String? = nil
    ) async throws -> WebAnswer {
        var answers = ["key": key]
        if let reach { answers["reach"] = reach }
        return try await client.post("/areas/me-too", answers, from: "/areas/me-too?key=\(key)")
    }

    @Test("counts a visitor once, whatever they press, and others beside them", arguments: TestEngine.present)
    func once(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await AreasTown(database)
            let id = try await town.lamp()
            let client = WebClient(town.server)
            for _ in 1...3 {
                let answer = try await Self.send(client, Self.key(town, id))
                #expect(answer.status == 303 && answer.location == "/areas/\(AreasTown.grid)")
            }
            #expect(try await town.areas.seconds(of: id) == 1)
            #expect(try await Self.send(WebClient(town.server), Self.key(town, id)).status == 303)
            #expect(try await town.areas.seconds(of: id) == 2)
            #expect(try await town.areas.seconds(of: 999) == 0)
            let page = try await WebClient(town.server).get("/areas/\(AreasTown.village)").text
            #expect(page.contains("2 位邻居也遇到了"))
        }
    }

    @Test("of five hundred within a minute harms nobody: the rest is asked to wait")
    func flood() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await AreasTown(database)
            let id = try await town.lamp()
            var refused = 0
            for _ in 1...60 {
                let answer = try await Self.send(WebClient(town.server), Self.key(town, id))
                #expect([303, 429].contains(answer.status))
                refused += answer.status == 429 ? 1 : 0
            }
            #expect(refused == 30)
            #expect(try await town.areas.seconds(of: id) == 30)
        }
    }

    @Test("is refused without the page's token, for a made-up key, and for what is not open any more")
    func refused() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await AreasTown(database)
            let id = try await town.lamp()
            let key = Self.key(town, id)
            let client = WebClient(town.server)
            #expect(try await client.post("/areas/me-too", ["key": key]).status == 403)
            let from = "/areas/me-too?key=\(key)"
            let forged = String(key.dropLast()) + (key.last == "A" ? "B" : "A")
            #expect(try await client.post("/areas/me-too", ["key": forged], from: from).status == 404)
            #expect(try await client.post("/areas/me-too", ["key": "1"], from: from).status == 404)
            let wrong = try await Self.send(client, key, "call me")
            #expect(wrong.status == 422 && wrong.text.contains("aria-invalid"))
            #expect(try await town.areas.seconds(of: id) == 0)
            let token = try #require(try await client.get(from).hidden("csrf"))
            try await town.solve(id)
            #expect(try await client.post("/areas/me-too", ["key": key, "csrf": token]).status == 404)
        }
    }

    @Test("tells those who asked when it is solved, once, and forgets how", arguments: TestEngine.present)
    func told(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await AreasTown(database)
            let id = try await town.lamp()
            let key = Self.key(town, id)
            #expect(try await Self.send(WebClient(town.server), key, "139 0000 1111").status == 303)
            #expect(try await Self.send(WebClient(town.server), key, "Li@Example.org").status == 303)
            #expect(try await Self.send(WebClient(town.server), key).status == 303)
            try await town.solve(id)
            let told = try await town.messages().filter { $0.template == AreaMessages.solved }
            #expect(Set(told.compactMap(\.address)) == ["13900001111", "li@example.org"])
            #expect(told.allSatisfy { $0.body.contains("路灯已办好") && $0.body.contains("/areas/") })
            try await town.move("reopen", [.text: "又坏了"], on: id, by: "")
            try await town.follow()
            let kept: Int? = try await database.read {
                try $0.value("SELECT count(*) FROM me_too WHERE address IS NOT NULL")
            }
            #expect(kept == 0)
            #expect(try await town.areas.seconds(of: id) == 3)
        }
    }

    @Test("forgets how to reach those who waited when a matter ends otherwise")
    func ended() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await AreasTown(database)
            let id = try await town.lamp()
            _ = try await Self.send(WebClient(town.server), Self.key(town, id), "13900001111")
            try await town.move("withdraw", on: id, by: "")
            try await town.follow()
            #expect(try await town.messages().allSatisfy { $0.template != AreaMessages.solved })
            let kept: Int? = try await database.read {
                try $0.value("SELECT count(*) FROM me_too WHERE address IS NOT NULL")
            }
            #expect(kept == 0)
        }
    }
}
