import CityPack
import Core
import Foundation
import Testing

@Suite("The demo city")
struct DemoCityTests {
    let town: DemoTown

    init() throws { town = try DemoTown() }

    @Test("loads without a word")
    func silent() {
        #expect(town.pack.warnings.isEmpty)
        #expect(
            town.city.procedures.keys.sorted() == ["criticism", "dispute", "hazard", "repair", "request"])
        #expect(town.city.catalogue.leaves.count >= 60)
        #expect(town.city.units.count >= 60)
        #expect(town.city.areas.codes.count { $0.level == .county } == 3)
        #expect(town.city.areas.codes.count { $0.level == .town } == 12)
        #expect(town.city.areas.codes.count { $0.level == .village } == 120)
        #expect(town.pack.samples != nil)
    }

    @Test("has an owner for every leaf of the catalogue at every place")
    func owners() {
        for leaf in town.city.catalogue.leaves {
            for area in town.city.areas.codes {
                #expect(town.city.dispatch.unit(for: leaf.code, at: area, in: town.city.catalogue) != nil)
            }
        }
    }

    @Test("sends a request back until its resident is satisfied, and closes it only then")
    func loop() throws {
        var matter = try town.raise("request")
        #expect(matter.stage == "received")
        try town.move("register", ["category": town.leaf], by: "clerk", &matter)
        try town.move("dispatch", ["unit": town.unit.text], by: "dispatcher", &matter)
        try town.move("accept", by: "handler", &matter)
        for (solved, satisfied, stage) in [
            ("no", "no", "handling"), ("yes", "no", "handling"), ("yes", "yes", "solved"),
        ] {
            try town.move("answer", ["answer": "路灯已修好"], by: "handler", &matter)
            #expect(matter.stage == "asking")
            try town.rate(solved, satisfied, &matter)
            #expect(matter.stage == stage)
        }
        #expect(matter.outcome == .solved)
        #expect(matter.rounds == 2)
    }

    @Test("tells the level above when a resident is dissatisfied the third time")
    func raised() throws {
        var matter = try town.request(upTo: "handling")
        for round in 1...3 {
            try town.move("answer", ["answer": "已处理"], by: "handler", &matter)
            try town.rate("no", "no", &matter)
            #expect((matter.raisedTo != nil) == (round == 3))
            #expect(matter.stage == "handling")
        }
    }

    @Test("gives what the desk answered in vain to a unit")
    func answeredByDesk() throws {
        var matter = try town.raise("request")
        try town.move("answerDirectly", ["category": town.leaf, "answer": "请拨打供水热线"], by: "clerk", &matter)
        #expect(matter.stage == "asking")
        try town.rate("no", "no", &matter)
        #expect(matter.stage == "registered")
        try town.move("dispatch", ["unit": town.unit.text], by: "dispatcher", &matter)
        #expect(matter.stage == "dispatched")
    }

    @Test("calls a silent resident, and gives up only after three spaced attempts")
    func silence() throws {
        var matter = try town.request(upTo: "handling")
        try town.move("answer", ["answer": "已处理"], by: "handler", &matter)
        try town.timer(.expiry, "answering", &matter)
        #expect(matter.stage == "callingBack")
        for _ in 1...3 {
            #expect(throws: Refusal.gateShut(.attempts)) { try town.move("giveUp", by: "caller", &matter) }
            town.clock.advance(hours: 4)
            try town.move("tryCall", ["attempt": "noAnswer"], by: "caller", &matter)
        }
        try town.move("giveUp", by: "caller", &matter)
        #expect(matter.outcome == .unreachable)
    }

    @Test("lets nobody but another person confirm that a request is out of scope")
    func scope() throws {
        var matter = try town.raise("request")
        try town.move("proposeScope", ["explanation": "属于法院受理范围"], by: "clerk", &matter)
        #expect(throws: Refusal.notYours(move: "confirmScope")) {
            try town.move("confirmScope", by: "clerk", &matter)
        }
        try town.move("confirmScope", by: "reviewer", &matter)
        #expect(matter.outcome == .notInScope)
    }

    @Test("takes a request up again from the pending archive")
    func pending() throws {
        var matter = try town.request(upTo: "handling")
        let inputs = ["explanation": "需等待老旧小区改造", "reviewOn": "2026-07-01"]
        try town.move("archive", inputs, by: "supervisor", &matter)
        #expect(matter.stage == "pending")
        #expect(matter.isOpen)
        let day = try #require(CivilDate("2026-07-01"))
        #expect(matter.clock("review")?.due == town.city.calendar.start(of: day))
        try town.timer(.expiry, "review", &matter)
        #expect(matter.stage == "registered")
    }

    @Test("opens a solved request again within fifteen days, and not later")
    func reopen() throws {
        var matter = try town.request(upTo: "handling")
        try town.move("answer", ["answer": "已处理"], by: "handler", &matter)
        try town.rate("yes", "yes", &matter)
        var late = matter
        try town.resident("reopen", ["text": "又坏了"], &matter)
        #expect(matter.stage == "registered")
        #expect(matter.isOpen)
        town.clock.advance(hours: 24 * 16)
        #expect(throws: Refusal.gateShut(.closedWithin)) {
            try town.resident("reopen", ["text": "又坏了"], &late)
        }
    }

    @Test("wants an emergency repaired within two hours of the report")
    func emergency() throws {
        var matter = try town.raise("repair", urgency: .emergency)
        let raised = matter.raisedAt
        #expect(matter.clock("whole")?.due == raised + 2 * 3_600_000)
        try town.move("dispatch", ["category": town.leaf, "unit": town.unit.text], by: "clerk", &matter)
        try town.move("arrive", by: "handler", &matter)
        let items = town.pack.city.procedures["repair"]?.checklist.map(\.name) ?? []
        #expect(items.count == 8)
        let checks = items.map { "\($0):\($0 == "leaflet" ? "no" : "yes")" }
        for given in [nil, checks.dropLast().joined(separator: " ")] {
            #expect(throws: Refusal.missing(.checks)) {
                try town.move(
                    "answer", ["answer": "已更换阀门", "checks": given ?? ""], by: "handler", &matter)
            }
        }
        try town.move(
            "answer", ["answer": "已更换阀门", "checks": checks.joined(separator: " ")], by: "handler", &matter)
        #expect(matter.isOpen && matter.stage == "asking")
        try town.rate("yes", "yes", &matter)
        #expect(matter.outcome == .solved)
    }

    @Test("visits a critic after a month, and never closes what they do not accept")
    func criticism() throws {
        var matter = try town.raise("criticism")
        try town.move("register", ["category": town.leaf], by: "clerk", &matter)
        #expect(matter.clock("whole")?.due == matter.raisedAt + 15 * 86_400_000)
        try town.move("dispatch", ["unit": town.unit.text], by: "dispatcher", &matter)
        for stage in ["handling", "solved"] {
            try town.move("answer", ["answer": "窗口已延时服务"], by: "handler", &matter)
            #expect(matter.stage == "waiting")
            let word = stage == "solved" ? "yes" : "no"
            #expect(throws: Refusal.notNow(move: "rate", stage: "waiting")) {
                try town.rate(word, word, &matter)
            }
            try town.timer(.expiry, "month", &matter)
            #expect(matter.stage == "visiting")
            try town.move("tryVisit", ["attempt": "noAnswer"], by: "supervisor", &matter)
            #expect(matter.isOpen)
            try town.move("recordVisit", ["solved": word, "satisfied": word], by: "supervisor", &matter)
            #expect(matter.stage == stage)
        }
    }
}
