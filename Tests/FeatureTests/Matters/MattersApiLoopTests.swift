import Core
import Desk
import Testing

@Suite("A matter whose resident is not content, through the API,")
struct MattersApiLoopTests {
    /// Every move of the kind that could end a matter or speak for its resident, and some that do not exist.
    private static let roads = [
        "close", "sendBack", "sendBackToDesk", "rate", "recordOpinion", "withdraw", "confirmScope", "giveUp",
        "merge",
        "toCallBack", "overdue", "solved", "CLOSE", "close ", "", "elsewhere",
    ]
    private static let inputs: [String: [String: String]] = [
        "rate": ["solved": "yes", "satisfied": "yes"],
        "recordOpinion": ["solved": "yes", "satisfied": "yes"],
        "merge": ["matter": "QS2026030200099"],
    ]

    @Test("is closed by nobody at work, by no move, one by one or in bulk")
    func everyOfficer() async throws {
        try await TestTown.with { town in
            let life = try await ApiLife.answered(in: town)
            let before = try await life.state()
            for who in TownCity.people.keys.sorted() {
                for move in Self.roads {
                    let answer = try await life.move(move, Self.inputs[move] ?? [:], as: who)
                    #expect((400..<500).contains(answer.status), "\(who) \(move): \(answer.status)")
                    let bulk = try await town.officer(who).json(
                        "POST", "/api/v1/moves",
                        body: body([
                            "numbers": [life.number], "move": move, "inputs": Self.inputs[move] ?? [:],
                        ]))
                    #expect(bulk.value["results"][0]["done"].flag != true, "\(who) \(move) in bulk")
                }
            }
            #expect(try await life.state() == before)
        }
    }

    @Test("goes back when the resident says no, and is not closed by the program's own moves")
    func residentSaysNo() async throws {
        try await TestTown.with { town in
            let life = try await ApiLife.answered(in: town)
            for move in ["close", "sendBack", "recordOpinion", "confirmScope", "giveUp"] {
                let answer = try await life.resident(move, ["solved": "yes", "satisfied": "yes"])
                #expect([403, 409, 422].contains(answer.status), "\(move): \(answer.status)")
            }
            try await life.resident("rate", ["solved": "yes", "satisfied": "no"])
            #expect(try await life.stage() == "handling")
            town.wait(400 * 86_400_000)
            try await town.ring()
            #expect(try await life.track()["status"].text == "open")
        }
    }

    @Test("is not closed by the resident of another matter, nor by a link that was made up")
    func otherResident() async throws {
        try await TestTown.with { town in
            let life = try await ApiLife.answered(in: town)
            let other = try await ApiLife.begin(in: town)
            let before = try await life.state()
            let proof = other.token.split(separator: "-").last.map(String.init) ?? ""
            let forged = [
                "\(life.number)-\(proof)", life.number, "\(life.number)-",
                "\(life.number)-\(String(repeating: "a", count: 26))",
                "\(life.token)x", String(life.token.dropLast()), life.token.uppercased() + "a",
            ]
            for token in forged {
                let answer = try await town.visitor().json(
                    "POST", "/api/v1/tracks/\(token)/moves",
                    body: body(["move": "rate", "inputs": ["solved": "yes", "satisfied": "yes"]]))
                #expect(answer.status == 404, "\(token)")
            }
            try await other.resident("rate", ["solved": "yes", "satisfied": "yes"])
            #expect(try await life.state() == before)
        }
    }

    @Test("cannot be filed as done, with a status, an owner or a deadline of somebody's choosing")
    func massAssignment() async throws {
        try await TestTown.with { town in
            let forbidden: [(String, Any)] = [
                ("status", "closed"), ("stage", "solved"), ("outcome", "solved"), ("lead", "ROADS"),
                ("unit", "ROADS"),
                ("deadline", "2099-01-01"), ("dueAt", "2099-01-01T00:00:00Z"),
                ("endedAt", "2026-01-01T00:00:00Z"),
                ("targetAt", "2099-01-01T00:00:00Z"), ("rating", 5), ("satisfied", true), ("number", "QS1"),
                ("id", 1),
                ("version", 9), ("overdue", false),
            ]
            for (field, value) in forbidden {
                for client in [town.visitor(), town.officer("clerk")] {
                    let answer = try await client.json(
                        "POST", "/api/v1/matters", body: body(["text": "路灯", field: value]))
                    #expect(answer.status == 422, "\(field): \(answer.status)")
                    #expect(answer.fields == [field])
                }
            }
            #expect(try await town.count() == 0)
        }
    }

    @Test(
        "gives a filing officer no private link to speak for the resident with, unless the token is for that")
    func linkIsTheResidents() async throws {
        try await TestTown.with { town in
            let plain = try await town.officer("clerk").json(
                "POST", "/api/v1/matters", body: body(["text": "路灯"]))
            #expect(plain.status == 201)
            #expect(plain.value.names == ["number", "version", "stage"])
            #expect(!plain.text.contains("track"))
            let channel = try await town.officer("clerk+matters:write+links:read").json(
                "POST", "/api/v1/matters", body: body(["text": "路灯"]))
            #expect(channel.value["link"].text?.contains("/track/") == true)
        }
    }
}
