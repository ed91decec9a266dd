import Core
@testable import Courier
import Desk
@testable import Open311
import Storage
import Testing

@Suite("What another server answers badly")
struct ClientBadAnswerTests {
    @Test(
        "to a matter is kept as failed, told to the colleagues, and can be sent again",
        arguments: [
            (200, "<html><body>Welcome</body></html>"), (200, "{"), (200, ""), (200, "[]"), (200, "[{}]"),
            (403, #"[{"code":403,"description":"Invalid api_key"}]"#),
            (200, #"[{"service_request_id":"two words"}]"#),
            (200, #"[{"code":400,"description":"service_code was not provided"}]"#),
            (
                200,
                "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>"
                    + "<service_requests>&b;</service_requests>"
            ),
        ])
    func badReceipt(status: Int, text: String) async throws {
        try await ClientTown.with { here, id in
            here.city.change { $0.instead["requests"] = (status, text) }
            let number = try await here.dispatched()
            try await here.deliver()
            let sent = try #require(try await here.sents(of: number).first)
            #expect(sent.state == .failed && sent.reason?.isEmpty == false)
            try await here.follow()
            try await here.follow()
            let notes = try await here.facts(of: number).filter {
                if case .noted = $0 { true } else { false }
            }
            #expect(notes.count == 1, "told once")
            let matter = try await here.town.state(of: number).matter
            #expect(matter?.isOpen == true && matter?.lead == UnitCode("ROADS"))
            here.city.change { $0.instead = [:] }
            #expect(try await here.client.again(sent.id, of: id, at: here.town.now))
            try await here.deliver()
            #expect(try await here.sents(of: number).map(\.state) == [.live])
            #expect(try await here.client.again(sent.id, of: id, at: here.town.now) == false)
        }
    }

    @Test("by giving one number to two matters is seen, and the second stays here")
    func twice() async throws {
        try await ClientTown.with { here, _ in
            let first = try await here.dispatched()
            here.city.change { $0.instead["requests"] = (200, #"[{"service_request_id":"N-1"}]"#) }
            try await here.deliver()
            let second = try await here.dispatched("另一盏灯")
            try await here.deliver()
            #expect(try await here.sents(of: first).map(\.state) == [.live])
            #expect(try await here.sents(of: second).map(\.state) == [.failed])
            here.city.say("FIXED", "修好", at: here.town.now)
            try await here.follow()
            #expect(try await here.town.state(of: first).matter?.stage == "asking")
            #expect(try await here.town.state(of: second).matter?.stage == "dispatched")
        }
    }

    @Test("about requests that are not ours, from the future, without a date or too old changes nothing")
    func strangeUpdates() async throws {
        try await ClientTown.with { here, _ in
            let number = try await here.dispatched()
            try await here.deliver()
            let before = try await here.town.state(of: number)
            here.city.say("FIXED", "别人的", at: here.town.now, request: "N-2")
            here.city.say("FIXED", "明年", at: here.town.now + 365 * 86_400_000)
            here.city.say("FIXED", "没有日期", at: nil)
            try await here.follow()
            #expect(try await here.town.state(of: number) == before)
            here.city.say("IN_PROGRESS", nil, at: here.town.now)
            here.city.say("FIXED", "旧的", at: here.town.now + -3_600_000, id: "old")
            try await here.follow()
            // In the order of their dates the old one is the first.
            #expect(try await here.town.state(of: number).matter?.stage == "asking")
            here.city.say("NOT_COUNCILS_RESPONSIBILITY", "更旧", at: here.town.now + -7_200_000, id: "older")
            try await here.follow()
            #expect(try await here.town.state(of: number).matter?.stage == "asking")
        }
    }

    @Test("as ten thousand updates at once is taken, and the matter heard once")
    func many() async throws {
        try await ClientTown.with { here, id in
            let number = try await here.dispatched()
            try await here.deliver()
            let now = here.town.now
            here.city.change { state in
                state.updates = (0..<10_000).map { index in
                    OtherCity.Update(
                        id: "u\(index)", request: index.isMultiple(of: 2) ? "N-1" : "X-\(index)",
                        status: "OPEN",
                        at: now, text: "第\(index % 2)次")
                }
            }
            try await here.follow()
            let notes = try await here.facts(of: number).filter {
                if case .noted = $0 { true } else { false }
            }
            #expect(notes.count == 1)
            #expect(try await here.client.destination(id).error == nil)
        }
    }

    @Test("with more bytes than anybody reads is asked for in shorter stretches")
    func large() async throws {
        try await ClientTown.with { here, id in
            let number = try await here.dispatched()
            try await here.deliver()
            here.city.change { state in
                state.instead["servicerequestupdates"] = (
                    200, String(repeating: "x", count: Following.answerLimit + 1)
                )
            }
            let before = try await here.client.destination(id).span
            try await here.follow()
            let after = try await here.client.destination(id)
            #expect(after.span == before / 4 && after.failures == 1 && after.error?.isEmpty == false)
            here.city.change { $0.instead = [:] }
            here.city.say("FIXED", "好了", at: here.town.now)
            try await here.follow()
            try await here.follow()
            #expect(try await here.town.state(of: number).matter?.stage == "asking")
        }
    }

    @Test("in any order and as often as it likes comes to the same", arguments: 1...12 as ClosedRange<UInt64>)
    func anyInterleaving(seed: UInt64) async throws {
        let story: [(String, String?)] = [
            ("IN_PROGRESS", nil), ("INVESTIGATING", "看过了"), ("INVESTIGATING", "看过了"), ("FIXED", "换好了"),
            ("CLOSED", "结案"), ("OPEN", "存档"),
        ]
        try await ClientTown.with { here, _ in
            let number = try await here.dispatched()
            try await here.deliver()
            let start = here.town.now
            var random = seed &* 0x9E37_79B9_7F4A_7C15
            func next(_ limit: Int) -> Int {
                random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Int((random >> 33) % UInt64(limit))
            }
            // Each poll brings what is new, some of what was, in any order and several times.
            var reached = 0
            while reached < story.count {
                let first = max(0, reached - next(4))
                reached = min(story.count, reached + 1 + next(2))
                var updates = (first..<reached).map { index in
                    OtherCity.Update(
                        id: "u\(index)", request: "N-1", status: story[index].0,
                        at: start + Int64(index + 1) * 1000, text: story[index].1)
                }
                for _ in 0..<next(6) { updates.append(updates[next(updates.count)]) }
                for index in updates.indices.reversed() { updates.swapAt(index, next(index + 1)) }
                let list = updates
                here.city.change { $0.updates = list }
                try await here.follow()
            }
            let facts = try await here.facts(of: number)
            #expect(try await here.town.state(of: number).matter?.stage == "asking")
            #expect(facts.filter { if case .answered = $0 { true } else { false } }.count == 1)
            #expect(facts.filter { if case .noted = $0 { true } else { false } }.count == 3)
            let taken = try await here.town.desk.database.read { connection in
                try SentStore(connection: connection).taken(of: 1).count
            }
            #expect(taken == story.count)
        }
    }
}
