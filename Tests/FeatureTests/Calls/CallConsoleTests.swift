@testable import Calls
import Core
import Desk
import Storage
import Testing
import Web

@Suite("The hotline's console")
struct CallConsoleTests {
    private static let said = [
        "text": "桥头村口的路灯灭了三天。", "category": "lamp", "area": TownCity.village, "name": "测试甲",
    ]

    @Test("files what a caller says once, with the caller's number, and keeps over which line it came")
    func files() async throws {
        try await CallTown.with { place in
            let id = try await place.call()
            let filed = try await place.make("file", Self.said, on: id)
            #expect(filed.status == 303)
            let again = try await place.make("file", Self.said, on: id)
            #expect(again.status == 303)
            #expect(try await place.town.count() == 1)
            let record = try await place.record()
            let number = try #require(record.number)
            #expect(record.result == .filed && record.resultBy == 1)
            let matter = try #require(try await place.town.state(of: number).matter)
            #expect(matter.category == "lamp" && matter.channel == .hotline)
            let page = try await place.town.browser("clerk").get("/calls/\(id)").text
            #expect(page.contains(number) && page.contains("发短信"))
            #expect(place.told.lines == ["came lamps \(matter.id)"])
            // The matter's page tells of the call; the caller finds it under their number.
            let dossier = try await place.town.browser("dispatcher").get("/matters/\(number)").text
            #expect(dossier.contains("路灯热线"))
            let known = try await place.town.desk.matters(
                ofPhone: "+86 138 0000 0001", seenBy: TownCity.people["clerk"]?.posts ?? [])
            #expect(known.map(\.number) == [number])
        }
    }

    @Test("asks for the category of a matter, never of the caller, and keeps what was typed")
    func category() async throws {
        try await CallTown.with { place in
            let id = try await place.call()
            let refused = try await place.make("file", ["text": "路灯灭了"], on: id)
            #expect(refused.status == 422 && refused.text.contains("请选一个类别") && refused.text.contains("路灯灭了"))
            for (field, value) in [("category", "roads"), ("area", "9"), ("urgency", "now"), ("phone", "12")]
            {
                let answer = try await place.make("file", Self.said.merging([field: value]) { $1 }, on: id)
                #expect(answer.status == 422, "\(field)")
            }
            let long = try await place.make(
                "file", Self.said.merging(["text": String(repeating: "长", count: 4001)]) { $1 }, on: id)
            #expect(long.status == 422)
            #expect(try await place.town.count() == 0)
            #expect(try await place.record().isOpen)
            #expect(try await place.record().draft["text"]?.isEmpty == false)
        }
    }

    @Test("ends a call as answered at once, with an article that is counted, and without a matter")
    func answers() async throws {
        try await CallTown.with { place in
            let id = try await place.call()
            let suggested = try await place.make("suggest", ["text": "公交卡丢了", "part": "1"], on: id)
            #expect(suggested.text.contains("公交卡怎么办") && !suggested.text.contains("<html"))
            #expect(try await place.make("answer", ["text": "公交卡丢了"], on: id).status == 422)
            let gone = try await place.make("answer", ["text": "公交卡丢了", "article": "9.9"], on: id)
            #expect(gone.status == 422)
            #expect(
                try await place.make("answer", ["text": "公交卡丢了", "article": "7.1"], on: id).status == 303)
            let record = try await place.record()
            #expect(record.result == .answered && record.detail.articleTitle == "公交卡怎么办")
            #expect(place.told.lines == ["used 7.1 \(id) 1"])
            // Once more changes nothing and counts nothing.
            #expect(try await place.make("silent", on: id).status == 303)
            #expect(try await place.record().result == .answered)
            #expect(try await place.report().total[.result(.answered)] == 1)
            #expect(try await place.town.count() == 0)
        }
    }

    @Test("notes what was answered without an article, so that somebody can write one")
    func unanswered() async throws {
        try await CallTown.with { place in
            let id = try await place.call()
            _ = try await place.make("answer", ["text": "动物园几点开", "answer": "九点。"], on: id)
            #expect(place.told.lines == ["unanswered 动物园几点开"])
        }
    }

    @Test("joins an open matter: as a matter of its own where the taker may join, else as a note on it")
    func joins() async throws {
        try await CallTown.with { place in
            let town = place.town
            var first = Filing(text: "村口路灯都不亮", channel: .web)
            first.area = TownCity.area(TownCity.village)
            let number = try await town.desk.file(first, by: .resident, at: town.now).number
            let one = try await place.call("a")
            let joined = try await place.make(
                "join", Self.said.merging(["joinNumber": number.lowercased()]) { $1 }, on: one)
            #expect(joined.status == 303, "\(joined.text.prefix(3000))")
            let notes = try await town.state(of: number).events.flatMap(\.facts).filter {
                if case .noted(let text) = $0 { text.contains("灭了三天") } else { false }
            }
            #expect(notes.count == 1)
            #expect(try await place.record("a").number == number)
            #expect(try await town.count() == 1)

            let two = try await place.call("b", caller: "13800000002", agent: "dispatcher")
            let merged = try await place.make(
                "join", Self.said.merging(["join": number]) { $1 }, on: two, as: "dispatcher", once: "o2")
            #expect(merged.status == 303)
            let own = try #require(try await place.record("b").number)
            #expect(own != number)
            #expect(try await town.state(of: own).matter?.joinedTo == number)
            #expect(try await place.report().total[.result(.joined)] == 2)
        }
    }

    @Test("joins nothing that is closed, or that the taker may not see")
    func notJoined() async throws {
        try await CallTown.with { place in
            let id = try await place.call()
            for number in ["QS2026010100001", "", "'; DROP TABLE matters; --"] {
                let answer = try await place.make(
                    "join", Self.said.merging(["joinNumber": number]) { $1 }, on: id)
                #expect(answer.status == 422)
            }
            #expect(try await place.record().isOpen)
        }
    }

    @Test("hands a matter to another line, and keeps it in the register even when that fails")
    func transfers() async throws {
        try await CallTown.with { place in
            let one = try await place.call("a")
            _ = try await place.make("transfer", Self.said.merging(["partner": "power"]) { $1 }, on: one)
            let sent = try #require(try await place.record("a").number)
            #expect(place.told.lines.last == "transfer \(sent) power")
            #expect(try await place.record("a").result == .transferred)
            #expect(try await place.record("a").detail.given == "供电热线")

            let two = try await place.call("b")
            let text = ["text": "有人溺水", "partner": "110"]
            #expect(try await place.make("transfer", text, on: two, once: "o2").status == 303)
            let kept = try #require(try await place.record("b").number)
            #expect(try await place.record("b").result == .filed)
            #expect(try await place.town.state(of: kept).matter?.urgency == .emergency)
        }
    }

    @Test("counts small services and calls without a concern, and makes no matter of them")
    func ends() async throws {
        try await CallTown.with { place in
            for (index, (way, result)) in [
                ("quick", CallResult.quick), ("silent", .silent), ("wrongNumber", .wrongNumber),
                ("harassment", .harassment),
            ].enumerated() {
                let id = try await place.call("e\(index)")
                _ = try await place.make(
                    way, ["quick": "move", "quick-move-plate": "鄂A12345"], on: id, once: "o\(index)")
                #expect(try await place.record("e\(index)").result == result)
                #expect(try await place.report().total[.result(result)] == 1)
            }
            #expect(try await place.town.count() == 0)
            #expect(place.told.lines == ["served move 鄂A12345"])
        }
    }

    @Test("offers an expert on duty, who wraps the call up; with nobody there it makes a call-back")
    func experts() async throws {
        try await CallTown.with { place in
            let water = ["text": "水表走得太快", "category": "water"]
            // Monday 09:00: on duty.
            let one = try await place.call("a")
            let offered = try await place.make("suggest", water, on: one).text
            #expect(offered.contains("用水专家") && offered.contains("转专家座席"))
            #expect(
                try await place.make("expert", water.merging(["seat": "water"]) { $1 }, on: one).status == 303
            )
            #expect(try await place.record("a").person == 4)
            let expert = try await place.town.browser("water").get("/calls/\(one)")
            #expect(expert.status == 200 && expert.text.contains("水表走得太快"))
            #expect(try await place.town.browser("roads").get("/calls/\(one)").status == 404)
            _ = try await place.make(
                "answer", water.merging(["answer": "可以申请校表。"]) { $1 }, on: one, as: "water")
            #expect(try await place.record("a").result == .answered)
            // Who spoke first is counted, and who answered is kept.
            let ended = try await place.record("a")
            #expect(ended.taker == "p1" && ended.resultBy == 4)

            // Four hours later: nobody there until tomorrow at nine.
            place.town.wait(4 * 3_600_000)
            let two = try await place.call("b")
            #expect(
                try await place.make("expert", water.merging(["seat": "water"]) { $1 }, on: two).status == 422
            )
            #expect(try await place.make("back", water, on: two, once: "o2").status == 303)
            let back = try #require(
                try await place.town.desk.database.read {
                    try SeatStore(connection: $0).open(after: nil, limit: 10)
                }.first)
            #expect(back.dueAt == TownCity.start + 26 * 3_600_000 && back.caller == "13800000001")
            #expect(try await place.town.browser("water").get("/calls/backs").text.contains("13800000001"))
            #expect(try await place.town.browser("roads").get("/calls/backs").status == 403)

            place.town.wait(30 * 3_600_000)
            #expect(try await place.town.browser("clerk").get("/calls").text.contains("1 个回电已过时间"))
            let empty = try await place.town.browser("water").post(
                "/calls/backs/\(back.id)", ["do": "done"], from: "/calls/backs")
            #expect(empty.status == 422)
            _ = try await place.town.browser("water").post(
                "/calls/backs/\(back.id)", ["do": "done", "result": "已说明校表办法。"], from: "/calls/backs")
            let left = try await place.town.desk.database.read {
                try SeatStore(connection: $0).counts(at: place.town.now)
            }
            #expect(left.open == 0)
        }
    }

    @Test("shows a number to whoever has the call; to others only for a reason that is kept")
    func numbers() async throws {
        try await CallTown.with { place in
            let id = try await place.call()
            let path = "/calls/\(id)"
            #expect(try await place.town.browser("clerk").get(path).text.contains("13800000001"))
            let other = try await place.town.browser("dispatcher").get(path).text
            #expect(!other.contains("13800000001") && other.contains("138****0001"))
            let dispatcher = place.town.browser("dispatcher")
            #expect(try await dispatcher.post(path + "/reveal", ["reason": "核对"], from: path).status == 403)
            _ = try await place.make("silent", on: id)
            let clerk = place.town.browser("clerk")
            #expect(try await !clerk.get(path).text.contains("13800000001"))
            #expect(try await clerk.post(path + "/reveal", [:], from: path).status == 422)
            let shown = try await clerk.post(path + "/reveal", ["reason": "要再打过去"], from: path)
            #expect(shown.status == 200 && shown.text.contains("13800000001"))
            #expect(try await clerk.get(path).text.contains("要再打过去"))
            #expect(try await place.town.browser("roads").get(path).status == 404)
            #expect(try await place.town.browser("roads").get("/calls").status == 403)
        }
    }

    @Test("works without a switch: a taker writes the call down, and says when it ends")
    func byHand() async throws {
        try await CallTown.with { place in
            let clerk = place.town.browser("clerk")
            #expect(try await clerk.post("/calls/begin", ["caller": "十二"], from: "/calls").status == 422)
            let begun = try await clerk.post("/calls/begin", ["caller": "027 8765 4321"], from: "/calls")
            let path = try #require(begun.location)
            place.town.wait(60_000)
            #expect(try await clerk.get(path).text.contains("027-87654321"))
            _ = try await clerk.post(path + "/line", ["line": "hangUp"], from: path)
            #expect(try await clerk.get("/calls").text.contains("等您写明结果"))
            #expect(try await place.report().total[.talking] == 60_000)
            #expect(try await clerk.get("/calls/demo").status == 404)
        }
    }

    @Test("takes a second concern of the same caller, and leaves what came of the call as it is")
    func further() async throws {
        try await CallTown.with { place in
            let id = try await place.call()
            _ = try await place.make("file", Self.said, on: id)
            let first = try await place.record().number
            #expect(
                try await place.town.browser("clerk").get("/calls/\(id)?further=1").text.contains("call-form")
            )
            _ = try await place.make(
                "file", ["text": "还有，水压太低。", "category": "water", "further": "1"], on: id, once: "o2")
            #expect(try await place.town.count() == 2)
            #expect(try await place.record().number == first)
            #expect(try await place.report().total[.result(.filed)] == 1)
        }
    }

    @Test("offers matters that read alike and their classes, beside the words")
    func suggestions() async throws {
        try await CallTown.with { place in
            for text in ["村口的路灯灭了，晚上看不见", "路灯一直闪"] {
                var filing = Filing(text: text, channel: .hotline)
                (filing.area, filing.category) = (TownCity.area(TownCity.village), "lamp")
                let clerk = try #require(TownCity.people["clerk"]).actor
                _ = try await place.town.desk.file(filing, by: clerk, at: place.town.now)
            }
            let id = try await place.call()
            let page = try await place.make("suggest", ["text": "我们村口路灯灭了"], on: id).text
            #expect(page.contains("村口的路灯灭了，晚上看不见") && page.contains("可能的类别"))
            #expect(page.contains(#"name="likely" value="lamp""#))
            for text in ["\"", "* OR NEAR(", "%_%", String(repeating: "((", count: 900)] {
                #expect(try await place.make("suggest", ["text": text], on: id).status == 200)
            }
        }
    }
}
