import Core
import Desk
import Foundation
import HTTPTypes
@testable import Open311
import Storage
import Testing
import Web

@Suite("Updates by Open311") struct ServerUpdateTests {
    @Test(
        "close nothing, whatever they say: only the resident's own word does",
        arguments: UpdateStatus.allCases)
    func gate(status: UpdateStatus) async throws {
        if status == .reopen { return }
        try await ServerTown.with { town in
            let number = try await town.filed()
            try await town.answered(number)
            let before = try await town.matter(number)
            let answer = try await town.update(number, "u1", ["status": status.rawValue, "description": ""])
            #expect(answer.status == 200 && answer.text == #"[{"update_id":"u1"}]"#)
            #expect(try await town.matter(number) == before)
        }
    }

    @Test("carry the resident's yes and no where they are asked")
    func rated() async throws {
        try await ServerTown.with { town in
            let number = try await town.filed()
            try await town.answered(number)
            let no = try await town.update(
                number, "u1",
                ["attribute[solved]": "no", "attribute[satisfied]": "no", "description": "没清干净"])
            #expect(no.status == 200, "\(no.text)")
            var matter = try await town.matter(number)
            #expect(matter.isOpen && matter.rounds == 1)
            town.wait(ServerTown.minute)
            try await town.move("answer", [.answer: "重新清运了。"], on: number, by: ServerTown.handler)
            town.wait(ServerTown.minute)
            // Said before the second answer: about the first one.
            let early = Open311.written(town.now + -2 * ServerTown.minute)
            _ = try await town.update(
                number, "u2",
                ["attribute[solved]": "yes", "attribute[satisfied]": "yes", "updated_datetime": early])
            #expect(try await town.matter(number).isOpen)
            _ = try await town.update(
                number, "u3", ["attribute[solved]": "yes", "attribute[satisfied]": "yes"])
            matter = try await town.matter(number)
            #expect(matter.outcome == .solved)
            town.wait(ServerTown.minute)
            _ = try await town.update(number, "u4", ["status": "REOPEN", "description": "又堆起来了"])
            #expect(try await town.matter(number).isOpen)
        }
    }

    @Test("say no by REOPEN on what was answered, and add words to what is not")
    func reopened() async throws {
        try await ServerTown.with { town in
            let number = try await town.filed()
            _ = try await town.update(number, "u0", ["description": "门牌是8号"])
            let record = try #require(try await town.desk.dossier(.number(number), for: .resident)?.record)
            #expect(record.more == "门牌是8号")
            try await town.answered(number)
            _ = try await town.update(number, "u1", ["status": "REOPEN", "description": "没有来过"])
            let matter = try await town.matter(number)
            #expect(matter.rounds == 1 && matter.isOpen)
        }
    }

    @Test("of what another key filed are as good as of nothing, and refused where something is wrong")
    func refused() async throws {
        try await ServerTown.with { town in
            let number = try await town.filed()
            let foreign = try await town.update(number, "u1", ["api_key": town.other])
            let absent = try await town.update("QS2026030299999", "u1", ["api_key": town.other])
            #expect(foreign.status == 404 && absent.status == 404)
            #expect(
                foreign.text.replacing(number, with: "") == absent.text.replacing("QS2026030299999", with: "")
            )
            let cases: [([String: String], Int, String)] = [
                (["api_key": ""], 403, "api_key"), (["update_id": ""], 400, "update_id"),
                (["status": "DONE"], 400, "status"), (["updated_datetime": ""], 400, "updated_datetime"),
                (["updated_datetime": "2026-03-02"], 400, "updated_datetime"),
                (["updated_datetime": "0001-01-01T00:00:00Z"], 400, "updated_datetime"),
                (["updated_datetime": "1772416800000"], 400, "updated_datetime"),
                (["description": String(repeating: "x", count: 4001)], 400, "description"),
                (["attribute[solved]": "maybe"], 400, "attribute[solved]"),
            ]
            for (change, status, code) in cases {
                let answer = try await town.update(number, "u1", change)
                #expect(try answer.status == status && answer.errors == [code], "\(answer.text)")
            }
            #expect(try await town.count("SELECT count(*) FROM open311_updates") == 0)
            #expect(try await town.update(number, "u1").status == 200)
            #expect(try await town.update(number, "u1", ["description": "别的"]).status == 409)
        }
    }

    @Test(
        "and requests that come twice, at once and in any order are one matter and one update each",
        arguments: TestEngine.present)
    func interleaved(engine: TestEngine) async throws {
        try await ServerTown.with(engine) { town in
            for round in 0..<6 {
                var dice = SystemDice(seed: UInt64(round + 1))
                let sent = try await town.post(
                    ["description": "第\(round)件"], headers: [.idempotencyKey: "r\(round)"])
                let number = try #require(try sent.rows.first?["service_request_id"] as? String)
                let at = Open311.written(town.now)
                var steps: [Int] = (0..<8).flatMap { [$0, $0, $0] }
                steps.shuffle(using: &dice)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for step in steps {
                        group.addTask {
                            if step < 3 {
                                let again = try await town.post(
                                    ["description": "第\(round)件"], headers: [.idempotencyKey: "r\(round)"])
                                #expect(try again.rows.first?["service_request_id"] as? String == number)
                            } else {
                                let answer = try await town.update(
                                    number, "r\(round)-u\(step)",
                                    ["description": "补充\(step)", "updated_datetime": at])
                                #expect(answer.status == 200, "\(answer.text)")
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                let dossier = try #require(try await town.desk.dossier(.number(number), for: .resident))
                let lines = (dossier.record.more ?? "").split(separator: "\n").map(String.init)
                #expect(lines.sorted() == (3..<8).map { "补充\($0)" })
            }
            #expect(try await town.count("SELECT count(*) FROM matters") == 6)
            #expect(try await town.count("SELECT count(*) FROM open311_updates") == 30)
        }
    }

    @Test(
        "tell every step of what is published to all, and of the rest to whoever filed it",
        arguments: TestEngine.present)
    func told(engine: TestEngine) async throws {
        try await ServerTown.with(engine) { town in
            let number = try await town.filed()
            try await town.answered(number, "已联系13900139000，清运完毕。")
            try await town.move("note", [.note: "内部的话"], on: number, by: ServerTown.handler)
            try await town.follow()
            let rows = try await town.get("servicerequestupdates.json").rows
            #expect(
                rows.map { $0["status"] as? String } == [
                    "OPEN", "INVESTIGATING", "ACTION_SCHEDULED", "FIXED",
                ]
                    || rows.last?["status"] as? String == "FIXED", "\(rows)")
            #expect(Set(rows.compactMap { $0["update_id"] as? String }).count == rows.count)
            #expect((rows.last?["description"] as? String)?.contains("清运完毕") == true)
            let all = try await town.get("servicerequestupdates.xml").text
            #expect(!all.contains("13900139000") && !all.contains("内部的话"))
            #expect(all.contains("<service_request_updates><request_update><update_id>\(number)-1"))
            let own = try await town.get("servicerequestupdates.json?api_key=\(town.key)")
            #expect(try own.rows.count == rows.count && own.headers[.cacheControl] == "no-store")
            #expect(try await town.get("servicerequestupdates.json?api_key=\(town.other)").rows.isEmpty)
            let bad = try await town.get(
                "servicerequestupdates.json?start_date=2026-01-01T00:00:00Z&end_date=2026-03-02T00:00:00Z")
            #expect(bad.status == 400)
            let later = try await town.get(
                "servicerequestupdates.json?start_date=2026-03-02T02:01:00Z&end_date=2026-03-03T00:00:00Z")
            #expect(try later.rows.count == 1)
            let runner = FollowerRunner(
                database: town.desk.database, followers: [Open311Told.follower(city: ServerTown.city)])
            try await runner.rebuild("open311")
            try await town.follow()
            #expect(try await town.get("servicerequestupdates.xml").text == all)
        }
    }
}

/// Numbers that are the same at each run.
private struct SystemDice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
