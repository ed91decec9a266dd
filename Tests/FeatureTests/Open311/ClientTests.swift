import Core
@testable import Courier
import Desk
import Markup
@testable import Open311
import Storage
import Testing
import Web

@Suite("A matter handed to another city")
struct ClientTests {
    @Test(
        "goes there once, is answered, is sent back by its resident's no, and ends with the resident's yes",
        arguments: Destination.Format.allCases)
    func wholeStory(format: Destination.Format) async throws {
        try await ClientTown.with(format: format) { here, _ in
            let number = try await here.dispatched()
            try await here.deliver()
            try await here.deliver()
            let request = try #require(here.city.now.requests.first)
            #expect(here.city.now.requests.count == 1)
            #expect(request["service_code"] == "L1" && request["attribute[POLE]"] == "7")
            #expect(request["api_key"] == "lxk_secret" && request["account_id"] == number)
            #expect(request["lat"] == "30.61" && request["address_string"]?.contains("村口老槐树旁") == true)
            #expect(try await here.sents(of: number).map(\.state) == [.live])

            here.city.say("IN_PROGRESS", nil, at: here.town.now)
            try await here.follow()
            #expect(try await here.town.state(of: number).matter?.stage == "handling")
            here.city.say("FIXED", "灯泡换好了", at: here.town.now)
            try await here.follow()
            #expect(try await here.town.state(of: number).matter?.stage == "asking")
            let answered = Fact.answered(text: "灯泡换好了", unit: UnitCode("ROADS"))
            #expect(try await here.facts(of: number).contains(answered))

            try await here.move("rate", [.solved: "no", .satisfied: "no", .why: "还是不亮"], number)
            try await here.deliver()
            let back = try #require(here.city.now.comments.first)
            #expect(back["status"] == "REOPEN" && back["description"] == "还是不亮")
            #expect(back["attribute[solved]"] == "no" && back["attribute[satisfied]"] == "no")
            #expect(back["service_request_id"] == "N-1" && back["api_key"] == "lxk_secret")

            // The same words again are a new answer now.
            here.city.say("FIXED", "灯泡换好了", at: here.town.now)
            try await here.follow()
            #expect(try await here.town.state(of: number).matter?.stage == "asking")
            try await here.move("rate", [.solved: "yes", .satisfied: "yes"], number)
            try await here.deliver()
            let last = try #require(here.city.now.comments.last)
            #expect(last["status"] == "CLOSED" && last["attribute[solved]"] == "yes")
            #expect(here.city.now.comments.count == 2)
            #expect(try await here.town.state(of: number).matter?.outcome == .solved)
            #expect(try await here.sents(of: number).map(\.state) == [.ended])
        }
    }

    @Test(
        "is not closed here by a close there, whatever they write",
        arguments: ["CLOSED", "FIXED", "NO_FURTHER_ACTION"])
    func gate(status: String) async throws {
        try await ClientTown.with { here, _ in
            let number = try await here.dispatched()
            try await here.deliver()
            here.city.say(status, nil, at: here.town.now)
            here.city.say(status, "真的结束了", at: here.town.now + 1000)
            try await here.follow()
            let matter = try await here.town.state(of: number).matter
            #expect(matter?.isOpen == true && matter?.stage == "asking" && matter?.opinion == nil)
        }
    }

    @Test("keeps the resident's telephone number here, unless the destination may know it")
    func contact() async throws {
        try await ClientTown.with { here, _ in
            let number = try await here.dispatched()
            try await here.move("add", [.text: "也可打19900005678"], number)
            try await here.deliver()
            let told = "\(here.city.now.requests)\(here.city.now.comments)"
            #expect(!told.contains("19900001234") && !told.contains("19900005678") && !told.contains("测试甲"))
            #expect(!told.isEmpty && told.contains("路灯不亮"))
        }
        try await ClientTown.with(knowsResident: true) { here, _ in
            _ = try await here.dispatched()
            try await here.deliver()
            let request = try #require(here.city.now.requests.first)
            #expect(request["phone"] == "19900001234" && request["last_name"] == "测试甲")
        }
    }

    @Test("never has its key among what waits to be sent")
    func sealedKey() async throws {
        try await ClientTown.with { here, _ in
            here.city.change { $0.isDown = true }
            _ = try await here.dispatched()
            try await here.deliver()
            let kept: [String] = try await here.town.desk.database.read { connection in
                try connection.rows("SELECT payload FROM sendings").map { try $0.get("payload") }
            }
            #expect(kept.count == 1 && !kept[0].contains("lxk_secret"))
        }
    }

    @Test("waits while the other side is down, and loses nothing of what is said meanwhile")
    func down() async throws {
        try await ClientTown.with { here, id in
            here.city.change { $0.isDown = true }
            let number = try await here.dispatched()
            try await here.deliver()
            try await here.move("add", [.text: "天黑了更危险"], number)
            try await here.move("urge", [:], number)
            try await here.follow()
            try await here.deliver()
            #expect(here.city.now.requests.isEmpty)
            let silent = try await here.client.destination(id)
            #expect(silent.failures > 0 && silent.error == "unreachable")
            here.city.change { $0.isDown = false }
            try await here.deliver()
            #expect(here.city.now.requests.count == 1)
            #expect(here.city.now.comments.map { $0["status"] } == ["OPEN", "OPEN"])
            #expect(here.city.now.comments.first?["description"] == "天黑了更危险")
            here.town.wait(16 * 60_000)
            try await here.follow()
            #expect(try await here.client.destination(id).failures == 0)
        }
    }

    @Test("goes nowhere while the destination is paused, and goes on afterwards")
    func paused() async throws {
        try await ClientTown.with { here, id in
            try await here.client.set(.paused, of: id, at: here.town.now)
            _ = try await here.dispatched()
            try await here.deliver()
            try await here.follow()
            #expect(here.city.now.requests.isEmpty && here.city.now.asked.isEmpty)
            try await here.client.set(.active, of: id, at: here.town.now)
            try await here.deliver()
            #expect(here.city.now.requests.count == 1)
        }
    }

    @Test("is called off when it is taken from the unit, and goes again when it is given anew")
    func cancelled() async throws {
        try await ClientTown.with { here, _ in
            let number = try await here.dispatched()
            try await here.deliver()
            try await here.move("return", [.reason: "不归我们"], number, by: "roads")
            try await here.deliver()
            #expect(here.city.now.comments.map { $0["status"] } == ["CANCELLED"])
            #expect(try await here.sents(of: number).map(\.state) == [.cancelled])
            here.city.say("FIXED", "晚了一步", at: here.town.now)
            try await here.follow()
            #expect(try await here.town.state(of: number).matter?.stage == "registered")
            try await here.move("dispatch", [.unit: "ROADS"], number, by: "dispatcher")
            try await here.deliver()
            #expect(here.city.now.requests.count == 2)
            #expect(try await here.sents(of: number).map(\.round) == [2, 1])
        }
    }

    @Test("comes back to the desk when they say it is not theirs")
    func returned() async throws {
        try await ClientTown.with { here, _ in
            let number = try await here.dispatched()
            try await here.deliver()
            here.city.say("NOT_COUNCILS_RESPONSIBILITY", "不是我们的灯", at: here.town.now)
            try await here.follow()
            try await here.deliver()
            let matter = try await here.town.state(of: number).matter
            #expect(matter?.stage == "registered" && matter?.returns == 1)
            let returned = try await here.facts(of: number).contains { fact in
                if case .takenBack(let unit, let reason, _) = fact {
                    unit == UnitCode("ROADS") && reason == "不是我们的灯"
                } else {
                    false
                }
            }
            #expect(returned)
            #expect(here.city.now.comments.isEmpty)
        }
    }

    @Test("of another category, or another unit, stays here")
    func others() async throws {
        try await ClientTown.with { here, _ in
            _ = try await here.dispatched("水管漏水", category: "water")
            try await here.deliver()
            #expect(here.city.now.requests.isEmpty)
        }
    }

    @Test("is followed one by one where there are no updates, and says that comments are not possible")
    func withoutUpdates() async throws {
        try await ClientTown.with { here, id in
            here.city.change { state in
                state.instead["servicerequestupdates"] = (404, "<errors/>")
                state.instead["requests.json?service"] = (
                    200,
                    #"[{"service_request_id":"N-1","status":"closed","service_name":"x","#
                        + #""status_notes":"已修"},"#
                        + #"{"service_request_id":"N-9","status":"closed","service_name":"x"}]"#
                )
            }
            let number = try await here.dispatched()
            try await here.deliver()
            try await here.follow()
            try await here.follow()
            #expect(try await here.client.destination(id).comments == .no)
            #expect(try await here.town.state(of: number).matter?.stage == "asking")
            let before = try await here.town.state(of: number).events.count
            try await here.follow()
            #expect(try await here.town.state(of: number).events.count == before)
            try await here.move("rate", [.solved: "no", .satisfied: "no"], number)
            try await here.deliver()
            #expect(here.city.now.comments.isEmpty)
        }
    }

    @Test("gets its number by a token")
    func token() async throws {
        try await ClientTown.with { here, _ in
            here.city.change { state in
                state.instead["requests"] = (200, #"[{"token":"T-5"}]"#)
                state.instead["tokens/T-5"] = (200, #"[{"token":"T-5"}]"#)
            }
            let number = try await here.dispatched()
            try await here.deliver()
            #expect(try await here.sents(of: number).map(\.state) == [.token])
            for _ in 0..<5 {
                here.town.wait(2001)
                _ = try await here.client.tick(at: here.town.now)
            }
            let asked = here.city.now.asked.filter { $0.contains("tokens/T-5") }.count
            #expect(asked == 5)
            here.town.wait(2001)
            _ = try await here.client.tick(at: here.town.now)
            #expect(here.city.now.asked.filter { $0.contains("tokens/T-5") }.count == 5)
            here.city.change { state in
                state.instead["tokens/T-5"] = (200, #"[{"service_request_id":5001,"token":"T-5"}]"#)
            }
            try await here.follow()
            #expect(try await here.sents(of: number).map(\.theirID) == ["5001"])
        }
    }
}
