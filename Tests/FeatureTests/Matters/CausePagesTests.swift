import Core
import Desk
import Testing

/// A matter that a unit has, and its forms.
private struct Given {
    let town: TestTown
    let number: String

    init(_ town: TestTown) async throws {
        let life = try await ApiLife.begin(in: town)
        try await life.move("register", ["category": "lamp"], as: "clerk")
        try await life.move("dispatch", ["unit": "ROADS"], as: "dispatcher")
        (self.town, number) = (town, life.number)
    }

    func page(as who: String) async throws -> String {
        try await town.browser(who).get("/matters/\(number)").text
    }

    func sentBack(_ answers: [String: String]) async throws -> WebAnswer {
        let client = town.browser("roads")
        let path = "/matters/\(number)/moves/return"
        let form = try await client.get(path)
        let fields = ["version": form.hidden("version") ?? "", "csrf": form.hidden("csrf") ?? ""]
        return try await client.post(path, answers.merging(fields) { $1 })
    }
}

@Suite("Why a unit sends back")
struct CausePagesTests {
    @Test("is chosen from the city's list through the API; what is not in it is told with the list")
    func api() async throws {
        try await TestTown.with { town in
            let life = try await ApiLife.begin(in: town)
            try await life.move("register", ["category": "water"], as: "clerk")
            try await life.move("dispatch", ["unit": "WATER"], as: "dispatcher")
            for wrong in ["nothing", "old", "Duty", "<b>", String(repeating: "长", count: 64)] {
                let refused = try await life.move("return", ["cause": wrong, "reason": "不归我们"], as: "water")
                #expect(refused.status == 422 && refused.code == "invalid_input")
                #expect(refused.value["details"]["choices"].text == "duty,place")
                #expect(refused.value["detail"].text?.contains("不属本单位职责") == true)
            }
            let many = try await town.officer("water").json(
                "POST", "/api/v1/moves",
                body: #"{"numbers":["\#(life.number)"],"move":"return","#
                    + #""inputs":{"cause":"nothing","reason":"不归"}}"#)
            #expect(many.status == 200 && many.text.contains("duty (不属本单位职责)"))
            let moves = try await town.officer("water").get("/api/v1/matters/\(life.number)/moves").value
            let asks = moves["moves"].list.flatMap { $0["asks"].list }
            let cause = try #require(asks.first { $0["name"].text == "cause" })
            #expect(cause["choices"].list.compactMap(\.text) == ["duty", "place"])
            let done = try await life.move("return", ["cause": "place", "reason": "在邻村"], as: "water")
            #expect(done.status == 200)
            let facts = try await life.seen()["story"].list.flatMap { $0["facts"].list }
            let fact = try #require(facts.first { $0["fact"].text == "takenBack" })
            #expect(fact["cause"]["code"].text == "place" && fact["reason"].text == "在邻村")
            #expect(fact["cause"]["name"]["en"].text == "Not our area")
            let track = try await town.visitor().get("/api/v1/tracks/\(life.token)").text
            #expect(!track.contains("不在本单位辖区") && !track.contains("在邻村"))
        }
    }

    @Test("is a list that programs can read, with what can no longer be chosen and its last day")
    func list() async throws {
        try await TestTown.with { town in
            let answer = try await town.visitor().get("/api/v1/return-reasons")
            #expect(answer.status == 200)
            let reasons = answer.value["reasons"].list
            #expect(reasons.compactMap { $0["code"].text } == ["duty", "place", "old"])
            #expect(reasons.last?["until"].text == "2025-12-31")
        }
    }

    @Test("is a list above the words on the page, for one matter and for many, and stands in the story")
    func pages() async throws {
        try await TestTown.with { town in
            let given = try await Given(town)
            let page = try await town.browser("roads").get("/matters/\(given.number)/moves/return").text
            let list = try #require(page.firstRange(of: #"name="cause""#))
            let options = page[list.lowerBound...].prefix(900)
            #expect(options.contains("不属本单位职责") && !options.contains("机构改革前"))
            let refused = try await given.sentBack(["cause": "old", "reason": "写好的话"])
            #expect(refused.status == 422 && refused.text.contains("从清单里选"))
            #expect(refused.text.contains("写好的话"))
            let client = town.browser("roads")
            let csrf = try await client.get("/matters/new").hidden("csrf") ?? ""
            let many = try await client.post(
                "/matters/bulk", ["number": given.number, "move": "return", "csrf": csrf])
            #expect(many.status == 200 && many.text.contains(#"<select id="cause""#))
            let sent = try await given.sentBack(["cause": "duty", "reason": "归水务"])
            #expect(sent.status == 303)
            let story = try await given.page(as: "clerk")
            #expect(story.contains("不属本单位职责") && story.contains("归水务"))
        }
    }

    @Test("may be missing in an older story, which stays readable")
    func older() async throws {
        try await TestTown.with { town in
            let given = try await Given(town)
            _ = try await given.sentBack(["reason": "从前只写这些"])
            #expect(try await given.page(as: "clerk").contains("从前只写这些"))
            let api = try await town.officer("clerk").get("/api/v1/matters/\(given.number)").value
            let fact = api["story"].list.flatMap { $0["facts"].list }.first { $0["fact"].text == "takenBack" }
            #expect(fact?["reason"].text == "从前只写这些" && fact?["cause"].isAbsent == true)
        }
    }
}
