@testable import Calls
import Core
import Courier
import HTTPTypes
import Testing
import Web

@Suite("The switch of a call centre")
struct CallEventTests {
    @Test("tells of a call, and the call pops up at whoever it rings for")
    func pops() async throws {
        try await CallTown.with { place in
            let answer = try await place.send(
                "ringing", ["caller": "+86 138-0000 0001", "called": "12319", "agent": "clerk"])
            #expect(answer.status == 200 && answer.text == #"{"call":"c1","isNew":true}"#)
            let now = try await place.town.browser("clerk").get("/calls/now.json").text
            #expect(now.contains(#""state":"ringing""#) && now.contains("138****0001"))
            let record = try await place.record()
            #expect(record.call.caller == "13800000001" && record.person == 1)
            #expect(record.origin?.code == "lamps")
            // Nobody else has it.
            let other = try await place.town.browser("dispatcher").get("/calls/now.json").text
            #expect(!other.contains("ringing"))
        }
    }

    @Test("may send a message again: it is answered the same and nothing is done")
    func again() async throws {
        try await CallTown.with { place in
            for _ in 0..<3 {
                let answer = try await place.send("ringing", message: "m1", ["agent": "clerk"])
                #expect(answer.status == 200)
            }
            #expect(try await place.count() == 1)
            #expect(try await place.report().total[.arrived] == 1)
            // The same id with other words is no news either.
            #expect(try await place.send("ended", message: "m1").text.contains("false"))
            #expect(try await place.record().call.state == .ringing)
        }
    }

    @Test("may tell a call's story in any order, with repetitions: one call, one count")
    func anyOrder() async throws {
        try await CallTown.with { place in
            let story: [(String, Int64, [String: String])] = [
                ("ended", 60, ["recording": "https://r.example.org/1.ogg"]),
                ("answered", 9, ["agent": "clerk"]),
                ("ringing", 3, ["caller": "13800000001", "agent": "clerk"]),
                ("queued", 0, ["called": "12345"]),
            ]
            for (index, (event, seconds, more)) in (story + story.reversed()).enumerated() {
                try await place.send(event, message: "m\(index)", at: seconds, more)
            }
            let record = try await place.record()
            #expect(record.call.waited == 9000 && record.call.talked == 51_000)
            #expect(record.taker == "p1" && record.isOpen)
            let total = try await place.report().total
            #expect(total[.arrived] == 1 && total[.answered] == 1 && total[.abandoned] == 0)
            #expect(total[.waiting] == 9000 && total[.talking] == 51_000 && total[.busy] == 51_000)
        }
    }

    @Test("is refused without a signature that fits, or with one of another time or key")
    func unsigned() async throws {
        try await CallTown.with { place in
            let town = place.town
            let plain = try await town.visitor().json("POST", "/calls/events", body: "{}")
            #expect(plain.status == 400 && plain.text.contains("no_signature"))
            let wrong = Signature.newSecret { Array(repeating: 1, count: $0) }
            let forged = try await place.send("ringing", secret: wrong)
            #expect(forged.status == 403 && forged.text.contains("not_signed"))
            #expect(forged.headers[.contentType]?.contains("problem+json") == true)
            #expect(try await place.send("ringing", stamp: -601).status == 403)
            #expect(try await place.send("ringing", stamp: 601).status == 403)
            let lines = try await place.calls.keys.create("partner", scope: .lines, at: town.now)
            #expect(try await place.send("ringing", secret: lines).status == 403)
            #expect(try await place.count() == 0)
        }
    }

    @Test("is told what is wrong with a message, by its field")
    func malformed() async throws {
        try await CallTown.with { place in
            let now = place.town.now.iso
            for (index, (body, status, part)) in [
                ("{", 400, "malformed"), ("[]", 422, "invalid_input"), (#"{"event":"ringing"}"#, 422, "call"),
                (#"{"call":"1","event":"ringing"}"#, 422, "at"),
                (#"{"call":7,"event":"ringing","at":"\#(now)"}"#, 422, "call"),
                (#"{"call":"1","event":"dances","at":"\#(now)"}"#, 422, "event"),
                (#"{"call":"1","event":"ringing","at":"yesterday"}"#, 422, "at"),
                (#"{"call":"1","event":"ringing","at":"2199-01-01T00:00:00Z"}"#, 422, "at"),
                (#"{"call":"1","event":"ringing","at":"2026-03-02T10:00:00+08:00"}"#, 422, "at"),
                (
                    #"{"call":"1","event":"ended","at":"\#(now)","recording":"http://r.example.org"}"#, 422,
                    "recording"
                ),
                (
                    #"{"call":"1","event":"ended","at":"\#(now)","recording":"javascript:alert(1)"}"#, 422,
                    "recording"
                ),
                (#"{"call":"1\u0000","event":"ended","at":"\#(now)"}"#, 422, "call"),
                (
                    #"{"call":"\#(String(repeating: "长", count: 201))","event":"ended","at":"\#(now)"}"#, 422,
                    "call"
                ),
                (#"{"call":"1","reason":"\#(String(repeating: "x", count: 70_000))"}"#, 413, "tooLarge"),
            ].enumerated() {
                let answer = try await place.post(body, message: "bad\(index)")
                #expect(answer.status == status, "\(body.prefix(80)): \(answer.text)")
                #expect(answer.text.contains(part), "\(body.prefix(80)): \(answer.text)")
            }
            #expect(try await place.count() == 0)
            // A message that was refused may be sent again when it is mended.
            let mended = try await place.post(
                #"{"call":"1","event":"ringing","at":"\#(now)","unknown":{"more":true}}"#, message: "bad0")
            #expect(mended.status == 200)
        }
    }

    @Test("may hide the caller, or send a number nobody can read")
    func hidden() async throws {
        try await CallTown.with { place in
            for (index, caller) in ["anonymous", "00000000000", "", "０１０－８７６５４３２１转８０２"].enumerated() {
                let answer = try await place.send(
                    "ringing", of: "h\(index)", ["caller": caller, "agent": "clerk"])
                #expect(answer.status == 200)
            }
            #expect(try await place.record("h0").call.caller == nil)
            #expect(try await place.record("h1").call.caller == nil)
            #expect(try await place.record("h3").call.caller == "010-87654321-802")
            let first = try await place.record("h0").id
            let page = try await place.town.browser("clerk").get("/calls/\(first)")
            #expect(page.status == 200 && page.text.contains("号码未显示"))
        }
    }

    @Test("names seats instead of people, where somebody said that they sit there")
    func seats() async throws {
        try await CallTown.with { place in
            let clerk = place.town.browser("clerk")
            _ = try await clerk.post("/calls/sit", ["agent": "07"], from: "/calls")
            try await place.send("ringing", ["agent": "07"])
            #expect(try await place.record().person == 1)
            #expect(try await clerk.get("/calls/now.json").text.contains("ringing"))
            // Somebody who sits down later finds the call as well.
            try await place.send("ringing", of: "c2", ["agent": "08"])
            #expect(try await place.record("c2").person == nil)
            _ = try await clerk.post("/calls/sit", ["agent": "08"], from: "/calls")
            let second = try await place.record("c2").id
            #expect(try await clerk.get("/calls").text.contains("/calls/\(second)"))
        }
    }
}
