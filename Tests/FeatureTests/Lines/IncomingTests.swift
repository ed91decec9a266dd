import Core
import Courier
import Desk
import HTTPTypes
@testable import Lines
import Storage
import Testing
import Web

@Suite("What another line hands to us")
struct LineIncomingTests {
    private static let body = """
        {"id": "A-77", "text": "邻居半夜唱歌", "reason": "非警务", "category": "lamp", "area": "\(TownCity.village)",
         "name": "测试乙", "phone": "+86 199 0000 5678"}
        """

    private struct Status: Decodable {
        let id: String
        let number: String
        let state: String
        let status: String
    }

    private func status(_ answer: WebAnswer) throws -> Status {
        try StoredJSON.value(Status.self, answer.text)
    }

    @Test(
        "becomes one matter with the caller and the line it came by, however often it comes",
        arguments: TestEngine.present)
    func once(_ engine: TestEngine) async throws {
        try await LinesTown.with(engine) { town in
            var answers: [WebAnswer] = []
            try await withThrowingTaskGroup(of: WebAnswer.self) { group in
                for _ in 0..<6 {
                    group.addTask { try await town.signed("/lines/incoming", Self.body, by: "110") }
                }
                for try await answer in group { answers.append(answer) }
            }
            #expect(answers.allSatisfy { $0.status == 200 })
            let told = try answers.map(status)
            #expect(Set(told.map(\.number)).count == 1 && Set(told.map(\.id)).count == 1)
            let count = try await town.desk.database.read {
                try $0.value(Int.self, "SELECT count(*) FROM matters")
            }
            #expect(count == 1)
            let number = try #require(told.first?.number)
            let dossier = try #require(try await town.desk.dossier(.number(number), for: .resident))
            #expect(dossier.record.source == "line:110" && dossier.record.sourceID == "A-77")
            #expect(dossier.matter.reachable && dossier.record.category == "lamp")
            let id = dossier.matter.id
            let origin = try await town.desk.database.read {
                try RegisterStore(connection: $0).origin(of: id)
            }
            #expect(origin == LineOrigin(code: "110", number: "110", mode: .joint))
            let read = try await WebClient(town.server).get("/lines/status/\(told[0].id)")
            #expect(try status(read).number == number)
            #expect(try await WebClient(town.server).get("/lines/status/Tnothing").status == 404)
        }
    }

    @Test("tells the line when it was accepted, answered and ended")
    func progress() async throws {
        try await LinesTown.with(.sqlite) { town in
            let told = try status(try await town.signed("/lines/incoming", Self.body, by: "110"))
            let number = told.number
            try await town.make("register", [.category: "lamp"], number, by: "dispatcher")
            try await town.follow()
            try await town.make("dispatch", [.unit: "ROADS"], number, by: "dispatcher")
            try await town.make("answer", [.answer: "劝住了。"], number, by: "roads")
            try await town.make("rate", [.solved: "yes", .satisfied: "yes"], number, by: "")
            try await town.follow()
            let transfer = try #require(try await town.lines.transfer(told.id))
            #expect(transfer.state == .closed && transfer.acceptedAt != nil)
            let news = try await town.outgoing(transfer).compactMap { $0.message.split(separator: "-").last }
            #expect(news == ["accepted", "answered", "closed"])
            // Built anew, nothing is told twice.
            try await town.follow()
            #expect(try await town.outgoing(transfer).count == 3)
        }
    }

    @Test("is overdue and told so when our desk does not accept it in time, and stays open with us")
    func overdue() async throws {
        try await LinesTown.with(.sqlite) { town in
            let told = try status(try await town.signed("/lines/incoming", Self.body, by: "110"))
            town.clock.move(10 * LinesTown.minute)
            #expect(try await town.lines.tick(at: town.now) == 1)
            let transfer = try #require(try await town.lines.transfer(told.id))
            #expect(transfer.state == .returned)
            #expect(try await town.outgoing(transfer).map(\.message) == ["\(told.id)-returned"])
            #expect(try await town.matter(told.number)?.isOpen == true)
        }
    }

    @Test("was accepted in time although nothing told so yet")
    func acceptedMeanwhile() async throws {
        try await LinesTown.with(.sqlite) { town in
            let told = try status(try await town.signed("/lines/incoming", Self.body, by: "110"))
            try await town.make("register", [.category: "lamp"], told.number, by: "dispatcher")
            town.clock.move(11 * LinesTown.minute)
            #expect(try await town.lines.tick(at: town.now) == 0)
            #expect(try await town.lines.transfer(told.id)?.state == .accepted)
            try await town.follow()
            let day = town.lines.day(of: town.now)
            let sums = try await town.lines.sums(from: day, through: day)
            #expect(sums.rows.first?.sum.accepted == 1)
            #expect(sums.rows.first?.sum.inTime == 1)
            let transfer = try #require(try await town.lines.transfer(told.id))
            #expect(try await town.outgoing(transfer).map { $0.message.hasSuffix("-accepted") } == [true])
        }
    }

    @Test("is refused when it is not signed, not by this line, not now, or altered")
    func signatures() async throws {
        try await LinesTown.with(.sqlite) { town in
            let path = "/lines/incoming"
            #expect(try await WebClient(town.server).json("POST", path, body: Self.body).status == 401)
            #expect(try await town.signed(path, Self.body, by: "NOBODY").status == 401)
            for late: Int64 in [-600_000, 600_000] {
                #expect(try await town.signed(path, Self.body, by: "110", late: late).status == 401)
            }
            let altered = Self.body.replacing("唱歌", with: "打架")
            #expect(try await town.signed(path, Self.body, by: "110", altered: altered).status == 401)
            let transfer = try await town.handed(try await town.registered())
            // Another line knows nothing of it, though its signature holds.
            #expect(try await town.tell(transfer, "accepted", 1, by: "WATER").status == 404)
            #expect(try await town.lines.transfer(transfer.code)?.state == .sent)
        }
    }

    @Test("is refused with the field that is wrong")
    func badInput() async throws {
        try await LinesTown.with(.sqlite) { town in
            let bodies: [(String, Int)] = [
                ("", 422), ("[]", 422), ("{", 422), (#"{"text": "x"}"#, 422), (#"{"id": "1"}"#, 422),
                (#"{"id": "", "text": "x"}"#, 422), (#"{"id": "1", "text": "  "}"#, 422),
                (#"{"id": "1", "text": "x", "area": "abc"}"#, 422),
                (#"{"id": "1", "text": "x", "area": "9999"}"#, 422),
                (#"{"id": "1", "text": "x", "category": "nothing"}"#, 422),
                (#"{"id": "1", "text": "x", "latitude": 91, "longitude": 1}"#, 422),
                (#"{"id": "1", "text": "x", "latitude": 1}"#, 422),
                (#"{"id": "1", "text": "x", "urgency": "now"}"#, 422),
                (#"{"id": "1", "text": "x", "phone": "00000000000000000000"}"#, 422),
                (#"{"id": "1", "text": "x\u0000y"}"#, 422),
                (#"{"id": "1", "text": ["x"]}"#, 422),
                (#"{"id": "1", "text": ""# + String(repeating: "长", count: 100_000) + #""}"#, 413),
                (#"{"id": "1", "text": ""# + String(repeating: "长", count: 20_001) + #""}"#, 422),
            ]
            for (body, status) in bodies {
                let answer = try await town.signed("/lines/incoming", body, by: "110")
                #expect(answer.status == status, "\(body.prefix(60)): \(answer.text)")
                #expect(answer.headers[.contentType]?.contains("json") == true)
            }
            let count = try await town.desk.database.read {
                try $0.value(Int.self, "SELECT count(*) FROM matters")
            }
            #expect(count == 0)
            let transfer = try await town.handed(try await town.registered())
            for (news, sequence, text): (String, Int, String?) in [
                ("boo", 1, nil), ("accepted", 0, nil), ("accepted", -1, nil), ("refused", 1, nil),
                ("answered", 1, " "),
            ] {
                #expect(try await town.tell(transfer, news, sequence, text).status == 422)
            }
            #expect(try await town.lines.told(of: transfer).isEmpty)
        }
    }

    @Test("shows what they wrote as text")
    func hostile() async throws {
        try await LinesTown.with(.sqlite) { town in
            let transfer = try await town.handed(try await town.registered())
            _ = try await town.tell(transfer, "refused", 1, "<script>alert(1)</script>")
            let page = try await town.browser("clerk").get("/lines/transfers/\(transfer.code)")
            #expect(page.status == 200 && !page.text.contains("<script>alert"))
            #expect(page.text.contains("&lt;script&gt;alert(1)"))
        }
    }
}
