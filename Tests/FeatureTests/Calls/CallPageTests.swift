@testable import Calls
import Core
import Desk
import Markup
import Storage
import Testing
import Web

@Suite("Pages of calls")
struct CallPageTests {
    @Test("are whole in every state and both languages", arguments: Language.allCases)
    func specimens(_ language: Language) throws {
        let book = WordBook([
            .web,
            WordFiles(
                owner: "Calls", zh: Calls.PackageResources.zh_words, en: Calls.PackageResources.en_words),
        ])
        #expect(book.complaints == [])
        for specimen in CallsSpecimens.all {
            let complaints = try specimen.complaints(book.words(language))
            #expect(complaints == [], "\(specimen.name): \(complaints.prefix(3))")
            let text = try specimen.document(book.words(language)).text
            #expect(!text.contains("<script>alert"), "\(specimen.name)")
        }
    }

    @Test("open for those who may, and for nobody else")
    func powers() async throws {
        try await CallTown.with { place in
            for (path, who, status): (String, String, Int) in [
                ("/calls", "clerk", 200), ("/calls", "nobody", 403), ("/calls/list", "clerk", 200),
                ("/calls/list", "supervisor", 200), ("/calls/list", "roads", 403),
                ("/calls/backs", "clerk", 200),
                ("/calls/seats", "clerk", 403), ("/calls/seats", "manager", 200),
                ("/calls/figures", "clerk", 403),
                ("/calls/figures", "supervisor", 200), ("/calls/figures.csv", "supervisor", 200),
                ("/calls/figures.csv", "clerk", 403), ("/calls/77", "clerk", 404), ("/calls/x", "clerk", 404),
            ] {
                let answer = try await place.town.browser(who).get(path)
                #expect(answer.status == status, "\(who) \(path)")
            }
            let stranger = try await place.town.visitor().get("/calls")
            #expect(stranger.status == 303)
        }
    }

    @Test("let an administrator change who sits where, and the routing changes with it")
    func seats() async throws {
        try await CallTown.with { place in
            let manager = place.town.browser("manager")
            let seat = [
                "code": "lamps", "nameZh": "路灯席", "nameEn": "Lamps", "categories": "roads", "unit": "ROADS",
                "login": "roads", "duty": "daily 24h", "do": "keep",
            ]
            for (field, value) in [
                ("code", "a b"), ("nameZh", ""), ("categories", "none"), ("unit", "NONE"),
                ("login", "stranger"),
                ("duty", "always"), ("phone", "12"),
            ] {
                let answer = try await manager.post(
                    "/calls/seats", seat.merging([field: value]) { $1 }, from: "/calls/seats")
                #expect(answer.status == 422, "\(field)")
            }
            #expect(try await manager.post("/calls/seats", seat, from: "/calls/seats").status == 303)
            // A class below the seat's one goes there as well.
            let one = try await place.call("a")
            let lamp = ["text": "路灯灭了", "category": "lamp"]
            #expect(try await place.make("suggest", lamp, on: one).text.contains("路灯席"))
            #expect(
                try await manager.post(
                    "/calls/seats", seat.merging(["do": "remove"]) { $1 }, from: "/calls/seats"
                ).status == 303)
            #expect(try await !place.make("suggest", lamp, on: one).text.contains("路灯席"))
            // The pack does not bring back what somebody changed here.
            _ = try await manager.post(
                "/calls/seats",
                [
                    "code": "water", "nameZh": "改名了", "nameEn": "Renamed", "categories": "water",
                    "unit": "WATER", "duty": "daily 24h", "do": "keep",
                ], from: "/calls/seats")
            try await place.calls.take(over: [try CallTown.seat()], at: place.town.now)
            #expect(try await place.calls.seats().map(\.name.zh) == ["改名了"])
        }
    }
}

@Suite("Figures of calls")
struct CallFigureTests {
    @Test(
        "of 3,500 calls in a day, forty takers at once: none lost, numbers unique, all as reckoned by hand"
    )
    func peakDay() async throws {
        try await CallTown.with { place in
            let calendar = TownCity.calendar
            let date = TownCity.date("2026-02-27")
            let logins = (1...40).map { "t\($0)" }
            let day = SimulatedDay(
                calls: 3500, from: calendar.start(of: date), takers: logins, called: ["12345"], seed: 9)
            let clerk = try #require(TownCity.people["clerk"])
            let takers = Dictionary(
                uniqueKeysWithValues: logins.enumerated().map { index, login in
                    (
                        login,
                        Officer(
                            personID: Int64(index + 100), name: clerk.name, login: login, posts: clerk.posts,
                            powers: clerk.powers, sessionID: login)
                    )
                })
            let player = CallPlayer(place.calls, takers: takers) { item in
                CallPlayer.Concern(
                    text: "\(item.id)：路灯灭了", category: "lamp", area: TownCity.area(TownCity.village))
            }
            let played = try await player.play(day)
            #expect(played.calls == 3500)
            #expect(try await place.count() == 3500)
            let filed = day.items.count { $0.result == .filed }
            #expect(filed > 500 && played.numbers.count == filed)
            #expect(Set(played.numbers).count == filed)
            #expect(try await place.town.count() == filed)

            let number = date.daysSince1970
            let report = try await place.town.desk.database.read {
                try CountStore(connection: $0).report(from: number, through: number + 1)
            }
            try expect(report.total, of: day)
            // Every taker's sums together are the whole.
            let answered = report.takers.reduce(0) { $0 + $1.sums[.answered] }
            #expect(answered == report.total[.answered])
            for hour in report.hours {
                let start =
                    calendar.start(of: CivilDate(daysSince1970: hour.day)) + Int64(hour.hour) * 3_600_000
                let came = day.items.count { item in
                    Call(item.events).arrivedAt.map { $0 >= start && $0 < start + 3_600_000 } ?? false
                }
                #expect(hour.sums[.arrived] == Int64(came), "hour \(hour.hour)")
                #expect(hour.operators <= 40 && (hour.percentInUse ?? 0) <= 100)
            }

            // The worst 24 hours, found by trying every arrival.
            place.town.wait(
                -TownCity.start.milliseconds + (calendar.start(of: date) + 72 * 3_600_000).milliseconds)
            try await place.calls.tick(at: place.town.now)
            let kept = try await place.town.desk.database.read {
                try CountStore(connection: $0).worst(from: number, through: number)
            }
            let worst = try #require(kept)
            let missed = day.items.count { $0.result == nil }
            #expect(worst.arrived - worst.connected <= missed)
            #expect(worst.connected * 3500 <= (3500 - missed) * worst.arrived)
        }
    }

    /// Reckoned from the day itself, without a counter.
    private func expect(_ total: CallSums, of day: SimulatedDay) throws {
        let calls = day.items.map { Call($0.events) }
        #expect(total[.arrived] == 3500)
        #expect(total[.answered] == Int64(calls.count { $0.answeredAt != nil }))
        #expect(total[.abandoned] == Int64(calls.count { $0.answeredAt == nil }))
        #expect(total[.inTime] == Int64(calls.count { $0.waited.map { $0 <= 15_000 } ?? false }))
        #expect(total[.waiting] == calls.compactMap(\.waited).reduce(0, +))
        #expect(total[.talking] == calls.compactMap(\.talked).reduce(0, +))
        #expect(total[.busy] == total[.talking])
        for result in CallResult.allCases {
            #expect(total[.result(result)] == Int64(day.items.count { $0.result == result }), "\(result)")
        }
        var wrapping: Int64 = 0
        for (item, call) in zip(day.items, calls) {
            if let at = item.resultAt, let ended = call.endedAt { wrapping += at - ended }
        }
        #expect(total[.wrapping] == wrapping)
    }

    @Test("open the calls they count, hour by hour and sort by sort")
    func rows() async throws {
        try await CallTown.with { place in
            let id = try await place.call("a")
            try await place.send("ended", of: "a", at: 50, ["agent": "clerk"])
            _ = try await place.make("silent", on: id)
            try await place.send("ringing", of: "b", ["agent": "clerk", "caller": "13800000002"])
            try await place.send("abandoned", of: "b", at: 20)
            let leader = place.town.browser("supervisor")
            let page = try await leader.get("/calls/figures").text
            #expect(page.contains("50.00%（1/2）") && page.contains("最忙的一天是 2026-03-02"))
            let day = "from=2026-03-02&to=2026-03-02"
            for (question, here, absent): (String, String, String) in [
                ("", "138****0001", "没有这样的通话"), ("&grade=abandoned", "138****0002", "138****0001"),
                ("&grade=inTime", "138****0001", "138****0002"),
                ("&result=silent", "138****0001", "138****0002"),
                ("&taker=p1", "138****0001", "138****0002"), ("&hour=8", "没有这样的通话", "138****"),
                ("&hour=9", "138****0002", "没有这样的通话"), ("&grade=none&result=%27--", "138****0001", "没有这样的通话"),
            ] {
                let text = try await leader.get("/calls/list?\(day)\(question)").text
                #expect(text.contains(here) && !text.contains(absent), "\(question)")
            }
            let csv = try await leader.get("/calls/figures.csv?\(day)")
            #expect(csv.text.hasPrefix("\u{FEFF}day,hour,operators"))
            #expect(csv.text.contains("2026-03-02,9,1,1,2,1,1,1,6,44,"))
            #expect(try await leader.get("/calls/list?from=x&to=9999-99-99&after=zz").status == 400)
        }
    }

    @Test("tell hours that are too full, above a share that an administrator sets")
    func alert() async throws {
        try await CallTown.with { place in
            _ = try await place.call("a")
            place.town.wait(3_606_000)
            try await place.send("ended", of: "a", ["agent": "clerk"])
            let manager = place.town.browser("manager")
            #expect(try await manager.get("/calls/figures").text.contains("超过 85%"))
            #expect(
                try await manager.post("/calls/figures", ["alert": "5"], from: "/calls/figures").status == 422
            )
            _ = try await manager.post("/calls/figures", ["alert": "100"], from: "/calls/figures")
            #expect(try await !manager.get("/calls/figures").text.contains("超过 100%"))
            let leader = place.town.browser("supervisor")
            #expect(
                try await leader.post("/calls/figures", ["alert": "50"], from: "/calls/figures").status == 403
            )
        }
    }
}
