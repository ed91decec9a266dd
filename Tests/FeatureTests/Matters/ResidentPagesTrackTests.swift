import Core
import Desk
import HTTPTypes
import Testing
import Web

@Suite("The page behind the private link")
struct ResidentPagesTrackTests {
    private let key = String(repeating: "r", count: 32)

    private func rate(
        _ life: ApiLife, _ client: WebClient, _ solved: String, _ satisfied: String, version: String? = nil,
        once: String
    ) async throws -> WebAnswer {
        let page = try await client.get("/track/\(life.token)")
        let seen = version ?? page.hidden("version") ?? ""
        return try await client.post(
            "/track/\(life.token)/rate",
            [
                "csrf": page.hidden("csrf") ?? "", "version": seen, "once": once, "solved": solved,
                "satisfied": satisfied,
            ])
    }

    @Test("does not do a rating twice that was sent again after a lost answer")
    func once() async throws {
        try await TestTown.with { town in
            let life = try await ApiLife.answered(in: town)
            let client = town.visitor()
            let page = try await client.get("/track/\(life.token)")
            let version = try #require(page.hidden("version"))
            let first = try await rate(life, client, "no", "no", version: version, once: key)
            let told = try await town.state(of: life.number)
            client.forgetCookies()
            client.setCookie("__Host-lx_v", "AAAAAAAAAAAAAAAAAAAAAA")
            let again = try await client.post(
                "/track/\(life.token)/rate",
                ["version": version, "once": key, "solved": "no", "satisfied": "no"], from: "/raise")
            #expect(first.status == 303 && again.status == 303)
            #expect(try await town.state(of: life.number) == told)
        }
    }

    @Test("takes a rating though somebody made a note meanwhile, and not though the answer was another")
    func between() async throws {
        try await TestTown.with { town in
            let life = try await ApiLife.answered(in: town)
            let client = town.visitor()
            let version = try #require(try await client.get("/track/\(life.token)").hidden("version"))
            try await life.move("recordOpinion", ["solved": "no", "satisfied": "no"], as: "caller")
            let early = try await rate(life, client, "yes", "yes", version: "999", once: key + "1")
            #expect(early.status == 409)

            // A note made while the resident looked at the page changes nothing for them.
            _ = try await town.desk.perform(
                Order("note", [.note: "内部"]), on: .number(life.number),
                by: try #require(TownCity.people["clerk"]).actor, at: town.now)
            let sent = try await rate(life, client, "no", "no", version: version, once: key)
            #expect(sent.status == 303)

            try await life.move("answer", ["answer": "又办了一次。"], as: "roads")
            let old = try await rate(life, client, "yes", "yes", version: version, once: key + "2")
            #expect(old.status == 409)
            #expect(try await town.state(of: life.number).matter?.isOpen == true)
        }
    }

    @Test("puts the answer above the two questions, and lands on them from a message")
    func asked() async throws {
        try await TestTown.with { town in
            let life = try await ApiLife.answered(in: town)
            let page = try await town.visitor().get("/track/\(life.token)").text
            let answer = try #require(page.firstRange(of: "灯泡已经更换。"))
            let question = try #require(page.firstRange(of: "name=\"solved\""))
            #expect(answer.lowerBound < question.lowerBound)
            #expect(!page.contains("autofocus"))
            #expect(try await town.visitor().get("/track/\(life.token)?rate").text.contains("autofocus"))
        }
    }

    @Test("says that a no went back by itself, to whom, and what comes next")
    func sentBack() async throws {
        try await TestTown.with { town in
            let life = try await ApiLife.answered(in: town)
            let client = town.visitor()
            #expect(try await rate(life, client, "no", "yes", once: key).status == 303)
            let page = try await client.get("/track/\(life.token)").text
            #expect(page.contains("已经自动退回") && page.contains("路政队"))
            // From handling: asked again, then solved.
            let way = try #require(page.firstRange(of: "<ol class=\"steps\"")).lowerBound
            let steps = page[way...].prefix { $0 != "\u{0}" }
            #expect(steps.contains("请您评价") && steps.contains("已销号"))
        }
    }
}
