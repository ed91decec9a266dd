import Core
import Desk
import Testing

@Suite("A concern through the API alone")
struct MattersApiJourneyTests {
    @Test("goes in, is returned and dispatched again, goes back by itself on a no, and closes on a yes")
    func wholeLoop() async throws {
        try await TestTown.with { town in
            let filed = try await town.visitor().json(
                "POST", "/api/v1/matters", body: body(["text": "桥头的路灯不亮了", "area": TownCity.village]))
            #expect(filed.status == 201)
            let token = try #require(filed.value["token"].text)
            let number = try #require(filed.value["number"].text)
            #expect(filed.location == "/api/v1/tracks/\(token)")
            #expect(filed.value["link"].text == "https://12345.example.org/track/\(token)")
            let life = ApiLife(town: town, number: number, token: token)
            let steps: [(String, String, [String: String], String)] = [
                ("clerk", "register", ["category": "lamp"], "registered"),
                ("dispatcher", "dispatch", ["unit": "WATER"], "dispatched"),
                ("water", "return", ["reason": "不是我们管的灯"], "registered"),
                ("dispatcher", "dispatch", ["unit": "ROADS"], "dispatched"),
                ("roads", "answer", ["answer": "灯泡已经更换。"], "asking"),
            ]
            for (who, move, inputs, stage) in steps {
                let answer = try await life.move(move, inputs, as: who)
                #expect(answer.status == 200, "\(move): \(answer.text)")
                #expect(answer.value["stage"].text == stage)
            }
            let no = try await life.resident("rate", ["solved": "no", "satisfied": "no", "why": "还是不亮"])
            #expect(no.value["stage"].text == "handling")
            #expect(no.value["status"].text == "open")
            try await life.move("answer", ["answer": "线路已经修好。"], as: "roads")
            let yes = try await life.resident("rate", ["solved": "yes", "satisfied": "yes"])
            #expect(yes.status == 200)
            #expect(yes.value["stage"].text == "solved")
            #expect(yes.value["status"].text == "closed")
            #expect(yes.value["outcome"].text == "solved")
            let track = try await life.track()
            let told = track["steps"].list.compactMap { $0["text"]["en"].text }
            #expect(
                told == [
                    "Told register", "Told dispatch", "Told return", "Told dispatch", "Told answer",
                    "Told rate",
                    "Told sendBack", "Told answer", "Told rate", "Told close",
                ])
        }
    }

    @Test("shows an officer the story, the clocks and exactly the moves that are theirs")
    func officersView() async throws {
        try await TestTown.with { town in
            let life = try await ApiLife.answered(in: town)
            let matter = try await life.seen(by: "clerk")
            #expect(matter["kind"]["text"]["zh"].text == "诉求")
            #expect(matter["unit"]["code"].text == "ROADS")
            #expect(matter["unit"]["name"]["en"].text == "Roads")
            #expect(matter["category"]["code"].text == "lamp")
            #expect(matter["contact"]["phone"].text == "138****0000")
            #expect(matter["raisedAt"].text == "2026-03-02T01:00:00.000Z")
            #expect(matter["version"].int == matter["story"].list.count)
            #expect(matter["story"].list.first?["facts"][0]["fact"].text == "raised")
            #expect(
                matter["clocks"].list.contains { $0["limit"].text == "whole" && $0["paused"].flag == true })
            #expect(matter["moves"].list.compactMap { $0["name"].text } == ["note", "reveal"])
            let mine = try await town.officer("roads").get("/api/v1/matters/\(life.number)/moves").value
            #expect(mine["moves"].list.compactMap { $0["name"].text } == ["note"])
            #expect(mine["moves"][0]["asks"][0]["name"].text == "note")
            #expect(mine["moves"][0]["asks"][0]["required"].flag == true)
        }
    }

    @Test("shows a resident no notes, no reasons of returns, no officers and no contact data")
    func residentsView() async throws {
        try await TestTown.with { town in
            let life = try await ApiLife.begin(in: town)
            try await life.move("note", ["note": "秘密备注"], as: "clerk")
            try await life.move("register", ["category": "water"], as: "clerk")
            try await life.move("dispatch", ["unit": "WATER"], as: "dispatcher")
            try await life.move("return", ["reason": "秘密退单理由"], as: "water")
            try await life.move("reveal", ["reason": "秘密查看理由"], as: "clerk")
            let answer = try await town.visitor().get("/api/v1/tracks/\(life.token)")
            #expect(answer.status == 200)
            for secret in ["秘密", "13800000000", "138****", "officer", "reveal", "\"note\"", "测试"] {
                #expect(!answer.text.contains(secret), "\(secret) shows")
            }
            #expect(answer.value["moves"].list.compactMap { $0["name"].text } == ["add", "withdraw"])
        }
    }

    @Test("lets the resident urge once a day, add, withdraw and open again within the time for it")
    func residentsMoves() async throws {
        try await TestTown.with { town in
            let life = try await ApiLife.begin(in: town)
            #expect(try await life.resident("urge").status == 200)
            #expect(try await life.resident("urge").code == "gate_shut")
            town.wait(24 * 3_600_000)
            #expect(try await life.resident("urge").status == 200)
            #expect(try await life.resident("add", ["text": "旁边的灯也不亮"]).status == 200)
            #expect(try await life.track()["more"].text == "旁边的灯也不亮")
            let withdrawn = try await life.resident("withdraw")
            #expect(withdrawn.value["outcome"].text == "withdrawn")
            #expect(try await life.resident("reopen", ["text": "又坏了"]).status == 409)
        }
    }

    @Test("reveals the contact only to a token that may see it, and keeps the reason")
    func reveal() async throws {
        try await TestTown.with { town in
            let life = try await ApiLife.begin(in: town)
            let before = try await life.state()
            let refused = try await life.move("reveal", ["reason": "回电"], as: "clerk+moves:write")
            #expect(refused.status == 403)
            #expect(refused.code == "scopeMissing")
            #expect(try await life.state() == before)
            let shown = try await life.move("reveal", ["reason": "回电"], as: "clerk")
            #expect(shown.value["contact"]["phone"].text == "13800000000")
            #expect(try await life.seen()["story"].list.last?["facts"][0]["reason"].text == "回电")
        }
    }
}
