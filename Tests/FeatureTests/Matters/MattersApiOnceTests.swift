import Core
import Desk
import HTTPTypes
import Testing
import Web

@Suite("A request that arrives twice, or too late,")
struct MattersApiOnceTests {
    @Test("files one matter and is answered the same, also in parallel")
    func sameKey() async throws {
        try await TestTown.with { town in
            for client in [town.visitor(), town.officer("clerk")] {
                let before = try await town.count()
                let answers = try await withThrowingTaskGroup(of: WebAnswer.self) { group in
                    for _ in 0..<8 {
                        group.addTask {
                            try await client.json(
                                "POST", "/api/v1/matters", body: #"{"text":"同一件事","place":"桥头"}"#,
                                headers: [.idempotencyKey: "k-1"])
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(answers.allSatisfy { $0.status == 201 })
                #expect(Set(answers.map(\.text)).count == 1)
                #expect(try await town.count() == before + 1)
                let spaced = try await client.json(
                    "POST", "/api/v1/matters", body: #"{ "place": "桥头", "text": "同一件事" }"#,
                    headers: [.idempotencyKey: "k-1"])
                #expect(spaced.text == answers[0].text)
            }
        }
    }

    @Test("with the same key for something else is refused")
    func otherContent() async throws {
        try await TestTown.with { town in
            let key: HTTPFields = [.idempotencyKey: "k-1"]
            _ = try await town.visitor().json(
                "POST", "/api/v1/matters", body: body(["text": "一"]), headers: key)
            let other = try await town.visitor().json(
                "POST", "/api/v1/matters", body: body(["text": "二"]), headers: key)
            #expect(other.status == 409)
            #expect(other.code == "key_used_otherwise")
            #expect(try await town.count() == 1)
            for bad in ["", " ", "a b", String(repeating: "k", count: 256), "键"] {
                let answer = try await town.visitor().json(
                    "POST", "/api/v1/matters", body: body(["text": "一"]), headers: [.idempotencyKey: bad])
                #expect(answer.status == 400, "\(bad)")
            }
        }
    }

    @Test("makes one move, and the same key on another matter is refused")
    func moves() async throws {
        try await TestTown.with { town in
            let (life, other) = (try await ApiLife.begin(in: town), try await ApiLife.begin(in: town))
            let key: HTTPFields = [.idempotencyKey: "k-2"]
            let first = try await life.move("note", ["note": "一次"], as: "clerk", headers: key)
            let again = try await life.move("note", ["note": "一次"], as: "clerk", headers: key)
            #expect(first.text == again.text)
            #expect(try await life.seen()["version"].int == 2)
            #expect(try await other.move("note", ["note": "一次"], as: "clerk", headers: key).status == 409)
            #expect(try await life.move("note", ["note": "一次"], as: "roads", headers: key).status == 404)
            var both = key
            both[.ifMatch] = "\"v1\""
            #expect(
                try await life.move("note", ["note": "一次"], as: "clerk", headers: both).text == first.text)
        }
    }

    @Test("with a version that has passed changes nothing: 412 for the header, 409 for the body")
    func versions() async throws {
        try await TestTown.with { town in
            let life = try await ApiLife.begin(in: town)
            try await life.move("note", ["note": "x"], as: "clerk")
            let before = try await life.state()
            for tag in ["\"v1\"", "\"v3\"", "\"v1\", \"v9\""] {
                let answer = try await life.move("note", ["note": "y"], as: "clerk", headers: [.ifMatch: tag])
                #expect(answer.status == 412, "\(tag)")
                #expect(answer.value["details"]["version"].text == "2")
            }
            for tag in ["2", "v2", "W/\"v2\"", "\"v\"", "\"v99999999999999999999\"", ""] {
                let answer = try await life.move("note", ["note": "y"], as: "clerk", headers: [.ifMatch: tag])
                #expect(answer.status == 400, "\(tag)")
            }
            let path = "/api/v1/matters/\(life.number)/moves"
            let stale = try await town.officer("clerk").json(
                "POST", path, body: body(["move": "note", "inputs": ["note": "y"], "version": 1]))
            #expect(stale.status == 409)
            #expect(stale.code == "out_of_date")
            #expect(stale.value["details"]["version"].text == "2")
            #expect(try await life.state() == before)
            for tag in ["\"v2\"", "\"v1\", \"v3\"", "*"] {
                let answer = try await life.move("note", ["note": "y"], as: "clerk", headers: [.ifMatch: tag])
                #expect(answer.status == 200, "\(tag): \(answer.text)")
                #expect(answer.headers[.eTag] == answer.value["version"].int.map { "\"v\($0)\"" })
            }
        }
    }

    @Test("of two officers at once lets one through and tells the other the version that stands now")
    func race() async throws {
        try await TestTown.with { town in
            let life = try await ApiLife.begin(in: town)
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for who in ["clerk", "dispatcher"] {
                    group.addTask {
                        try await life.move(
                            "register", ["category": "lamp"], as: who, headers: [.ifMatch: "\"v1\""]
                        ).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.sorted() == [200, 412])
        }
    }

    @Test("in bulk decides each matter on its own and says what became of it")
    func bulk() async throws {
        try await TestTown.with { town in
            let (one, two) = (try await ApiLife.begin(in: town), try await ApiLife.begin(in: town))
            try await two.move("register", ["category": "lamp"], as: "clerk")
            let request = body([
                "numbers": [one.number, two.number, "QS0"], "move": "register",
                "inputs": ["category": "lamp"],
            ])
            let clerk = town.officer("clerk")
            let answer = try await clerk.json(
                "POST", "/api/v1/moves", body: request, headers: [.idempotencyKey: "b"])
            let results = answer.value["results"].list
            #expect(answer.status == 200)
            #expect(results.map { $0["done"].flag } == [true, false, false])
            #expect(results.map { $0["problem"]["code"].text } == [nil, "not_now", "notFound"])
            #expect(results.map { $0["problem"]["status"].int } == [nil, 409, 404])
            let again = try await clerk.json(
                "POST", "/api/v1/moves", body: request, headers: [.idempotencyKey: "b"])
            #expect(again.text == answer.text)
            let many = (0..<201).map { "QS\($0)" }
            for numbers in [[], many, [one.number, one.number]] {
                let refused = try await clerk.json(
                    "POST", "/api/v1/moves",
                    body: body(["numbers": numbers, "move": "note", "inputs": ["note": "x"]]))
                #expect(refused.status == 422)
                #expect(refused.fields == ["numbers"])
            }
            let unknown = try await clerk.json(
                "POST", "/api/v1/moves", body: body(["numbers": [one.number], "move": "fly"]))
            #expect(unknown.status == 422)
            #expect(unknown.code == "unknown_move")
        }
    }

    private static let orders: [(String, Int, String)] = [
        (#"{"inputs":{}}"#, 422, "fieldMissing"), (#"{"move":7}"#, 422, "fieldWrongKind"),
        (#"{"move":"fly"}"#, 422, "unknown_move"), (#"{"move":"register"}"#, 422, "missing_input"),
        (#"{"move":"register","inputs":{"category":"roads"}}"#, 422, "invalid_input"),
        (#"{"move":"register","inputs":{"category":"lamp","unit":"ROADS"}}"#, 422, "invalid_input"),
        (#"{"move":"register","inputs":{"category":"lamp","status":"closed"}}"#, 422, "unknownFields"),
        (#"{"move":"register","inputs":{"category":5}}"#, 422, "fieldWrongKind"),
        (#"{"move":"register","inputs":"lamp"}"#, 422, "fieldWrongKind"),
        (#"{"move":"register","inputs":{"category":"lamp"},"stage":"solved"}"#, 422, "unknownFields"),
        (#"{"move":"note","inputs":{"note":"x"},"version":"1"}"#, 422, "fieldWrongKind"),
        (#"{"move":"note","inputs":{"note":"x"},"version":-1}"#, 409, "out_of_date"),
        (#"{"move":"note","inputs":{"note":"x"},"version":9223372036854775807}"#, 409, "out_of_date"),
        (#"{"move":"answer","inputs":{"answer":"x"}}"#, 403, "not_yours"),
        (#"{"move":"dispatch","inputs":{"unit":"ROADS"}}"#, 403, "not_yours"),
    ]

    @Test("as a move that cannot be is refused with its code, and the matter stays as it was")
    func badOrders() async throws {
        try await TestTown.with { town in
            let life = try await ApiLife.begin(in: town)
            let before = try await life.state()
            for (order, status, code) in Self.orders {
                let answer = try await town.officer("clerk").json(
                    "POST", "/api/v1/matters/\(life.number)/moves", body: order)
                #expect(answer.status == status, "\(order): \(answer.text)")
                #expect(answer.code == code, "\(order): \(answer.text)")
                #expect(!answer.text.contains("⟦"), "\(order): \(answer.text)")
            }
            for version in ["99999999999999999999999", "1.5", "1e400", "-0x1"] {
                let answer = try await town.officer("clerk").json(
                    "POST", "/api/v1/matters/\(life.number)/moves",
                    body: #"{"move":"note","inputs":{"note":"x"},"version":\#(version)}"#)
                #expect(answer.status == 422 || answer.status == 400, "\(version)")
            }
            #expect(try await life.state() == before)
        }
    }
}
