import CityPack
import Core
import Testing

/// The office of the demo city under pressure: more than one unit, more than one person, and time.
@Suite("The demo city's office")
struct DemoOfficeTests {
    let town: DemoTown
    /// Two units that could help: bureaus with people.
    let helper = UnitCode("EMERGENCY")
    let other = UnitCode("JUSTICE")

    init() throws { town = try DemoTown() }

    @Test("cannot answer over the head of an assistant, and the refused part is decided by who gave it")
    func joint() throws {
        var matter = try town.request(upTo: "handling", ["grade": "complex"])
        #expect(throws: Refusal.gateShut(.wayKept)) {
            try town.move("answer", ["answer": "已处理"], by: "handler", &matter)
        }
        try town.move("givePart", ["part": helper.text, "task": "查看现场"], by: "handler", &matter)
        #expect(throws: Refusal.gateShut(.partsAnswered)) {
            try town.move("answer", ["answer": "已处理"], by: "handler", &matter)
        }
        try town.move("refusePart", ["reason": "不属我局职责"], by: "handler", of: helper, &matter)
        #expect(
            duties(of: matter, in: town.city).contains { $0.what == .refusedPart && $0.unit == town.unit })
        #expect(throws: Refusal.gateShut(.partsAnswered)) {
            try town.move("answer", ["answer": "已处理"], by: "handler", &matter)
        }
        #expect(throws: Refusal.notYours(move: "insistPart")) {
            try town.move(
                "insistPart", ["part": helper.text, "reason": "仍请办理"], by: "handler", of: helper, &matter)
        }
        try town.move("insistPart", ["part": helper.text, "reason": "职责清单写明"], by: "handler", &matter)
        try town.move("answerPart", ["answer": "已查看"], by: "handler", of: helper, &matter)
        try town.move("answer", ["answer": "已处理"], by: "handler", &matter)
        #expect(matter.stage == "asking")
    }

    @Test("rules after two returns who has it, and what was ruled is not returned")
    func arbitration() throws {
        var matter = try town.request(upTo: "dispatched")
        try town.move("return", ["cause": "duty", "reason": "归别的单位"], by: "handler", &matter)
        #expect(matter.stage == "registered")
        try town.move("dispatch", ["unit": town.unit.text], by: "dispatcher", &matter)
        #expect(throws: Refusal.gateShut(.returnsBelow)) {
            try town.move("return", ["cause": "duty", "reason": "归别的单位"], by: "handler", &matter)
        }
        try town.move("returnAgain", ["cause": "duty", "reason": "归别的单位"], by: "handler", &matter)
        #expect(matter.stage == "arbitration")
        #expect(matter.side.supervision?.cause == "superviseReturned")
        #expect(throws: Refusal.notYours(move: "arbitrate")) {
            try town.move("arbitrate", ["unit": town.unit.text, "reason": "按职责"], by: "dispatcher", &matter)
        }
        try town.move("arbitrate", ["unit": town.unit.text, "reason": "按职责清单"], by: "supervisor", &matter)
        #expect(matter.stage == "dispatched")
        for move in ["return", "returnAgain"] {
            #expect(throws: Refusal.self) {
                try town.move(move, ["cause": "duty", "reason": "归别的单位"], by: "handler", &matter)
            }
        }
        try town.move("accept", by: "handler", &matter)
        #expect(matter.stage == "handling")
    }

    @Test("is sent back within two working days of being given, and by the desk alone afterwards")
    func returnedInTime() throws {
        var (early, late) = (try town.request(upTo: "dispatched"), try town.request(upTo: "dispatched"))
        let reason = ["cause": "duty", "reason": "归别的单位"]
        // From Wednesday morning on: Thursday is in time, Monday is not.
        town.clock.advance(hours: 24)
        try town.move("return", reason, by: "handler", &early)
        #expect(early.stage == "registered")
        town.clock.advance(hours: 4 * 24)
        #expect(throws: Refusal.gateShut(.returnWithin)) {
            try town.move("return", reason, by: "handler", &late)
        }
        try town.move(
            "redirect", ["category": town.leaf, "unit": helper.text, "reason": "职责有误"], by: "dispatcher",
            &late)
        #expect(late.stage == "dispatched")
        // Whoever is given it now has the whole time again.
        try town.move("return", reason, by: "handler", of: helper, &late)
        #expect(late.stage == "registered")
    }

    @Test("stands still with approval, and goes on by itself on its day with the time that was left")
    func suspension() throws {
        var matter = try town.request(upTo: "handling")
        let left = try #require(matter.clock("whole")?.due) - town.clock.now
        let asked = ["reason": "等材料", "reviewOn": "2026-04-01"]
        try town.move("proposeSuspension", asked, by: "handler", &matter)
        #expect(matter.stage == "handling")
        try town.move("grantSuspension", by: "supervisor", &matter)
        #expect(matter.stage == "suspended")
        #expect(matter.clock("whole")?.pausedAt != nil)
        let day = try #require(CivilDate("2026-04-01"))
        #expect(matter.clock("standing")?.due == town.city.calendar.start(of: day))
        try town.timer(.expiry, "standing", &matter)
        #expect(matter.stage == "handling")
        #expect(try #require(matter.clock("whole")?.due) - town.clock.now == left)
    }

    @Test("gives more time once by the supervision office, twice by a leader, and not a third time")
    func extensions() throws {
        var matter = try town.request(upTo: "handling")
        let first = try #require(matter.clock("whole")?.due)
        let ask = { (day: String) in ["until": day, "reason": "等材料"] }
        #expect(throws: Refusal.invalid(.until, .past)) {
            try town.move("proposeExtension", ask("2026-03-11"), by: "handler", &matter)
        }
        try town.move("proposeExtension", ask("2026-03-25"), by: "handler", &matter)
        try town.move("grantExtension", by: "supervisor", &matter)
        #expect(try #require(matter.clock("whole")?.due) > first)
        try town.move("proposeExtension", ask("2026-04-05"), by: "handler", &matter)
        #expect(throws: Refusal.gateShut(.extensionsBelow)) {
            try town.move("grantExtension", by: "supervisor", &matter)
        }
        try town.move("grantSecondExtension", ["reason": "情况属实"], by: "leader", &matter)
        #expect(matter.side.extensions.count == 2)
        #expect(throws: Refusal.gateShut(.extensionsBelow)) {
            try town.move("proposeExtension", ask("2026-05-05"), by: "handler", &matter)
        }
    }

    @Test("supervises what is late by itself, then notices, then holds to account, and raises it each time")
    func supervision() throws {
        var matter = try town.request(upTo: "handling")
        try town.timer(.expiry, "whole", &matter)
        #expect(matter.overdue)
        #expect(matter.side.supervision?.level == .order)
        #expect(matter.side.supervision?.cause == "superviseLate")
        try town.timer(.expiry, "supervising", &matter)
        #expect(matter.side.supervision?.level == .notice)
        #expect(matter.raisedTo == town.city.units[town.unit]?.parent)
        try town.timer(.expiry, "supervising", &matter)
        #expect(matter.side.supervision?.level == .accountability)
        try town.timer(.expiry, "supervising", &matter)
        #expect(matter.side.supervision?.level == .accountability)
        try town.move("answerSupervision", ["answer": "今天完成"], by: "handler", &matter)
        try town.move("liftSupervision", ["reason": "已落实"], by: "supervisor", &matter)
        #expect(matter.side.supervision == nil)
        // Late it still is: the rule does not order it anew at once.
        try town.move("note", ["note": "照常办理"], by: "handler", &matter)
        #expect(matter.side.supervision == nil)
    }

    @Test("supervises what was urged three times, one urge a day")
    func urged() throws {
        var matter = try town.request(upTo: "handling")
        for round in 1...3 {
            try town.resident("urge", [:], &matter)
            #expect(throws: Refusal.gateShut(.notWithin)) { try town.resident("urge", [:], &matter) }
            #expect((matter.side.supervision != nil) == (round == 3))
            town.clock.advance(hours: 24)
        }
    }

    @Test("asks of each route and grade its own before there is an answer")
    func ways() throws {
        for (inputs, steps) in [
            (["route": "individual"], ["claim"]), (["grade": "special"], ["claim"]),
            (["route": "legacy", "grade": "deep"], ["callLeader", "contract"]),
        ] {
            var matter = try town.request(upTo: "handling", inputs)
            #expect(throws: Refusal.gateShut(.wayKept)) {
                try town.move("answer", ["answer": "已处理"], by: "handler", &matter)
            }
            for step in steps {
                switch step {
                case "claim": try town.move(step, ["until": "2026-03-16"], by: "handler", &matter)
                case "callLeader":
                    try town.move(step, ["sharpness": "4", "reason": "多年未解决"], by: "supervisor", &matter)
                default: try town.move(step, ["plan": "分三步", "until": "2026-04-20"], by: "leader", &matter)
                }
            }
            try town.move("answer", ["answer": "已处理"], by: "handler", &matter)
            #expect(matter.stage == "asking")
        }
    }

    @Test("opens a closed criticism again when the resident says a month later that it does not hold")
    func afterwards() throws {
        var matter = try town.raise("criticism")
        try town.move("register", ["category": town.leaf], by: "clerk", &matter)
        try town.move("dispatch", ["unit": town.unit.text], by: "dispatcher", &matter)
        try town.move("answer", ["answer": "已整改"], by: "handler", &matter)
        try town.timer(.expiry, "month", &matter)
        try town.rate("yes", "yes", &matter)
        #expect(matter.outcome == .solved)
        #expect(matter.side.check?.sampled == false)
        town.clock.advance(hours: 24 * 31)
        #expect(throws: Refusal.notYours(move: "recheck")) {
            try town.move("recheck", ["solved": "yes", "satisfied": "yes"], by: "handler", &matter)
        }
        try town.move("tryCheck", ["attempt": "noAnswer"], by: "caller", &matter)
        #expect(matter.outcome == .solved)
        try town.move("recheck", ["solved": "no", "satisfied": "no", "way": "visit"], by: "caller", &matter)
        #expect(matter.stage == "registered")
        #expect(matter.isOpen)
    }

    @Test("lets others decide what does not count against a unit, and never changes what the resident said")
    func exclusion() throws {
        var matter = try town.request(upTo: "handling")
        #expect(throws: Refusal.gateShut(.unsatisfied)) {
            try town.move("proposeExclusion", ["reason": "政策原因"], by: "handler", &matter)
        }
        try town.move("answer", ["answer": "已解释政策"], by: "handler", &matter)
        try town.rate("no", "no", &matter)
        try town.move("proposeExclusion", ["reason": "标准由法规规定"], by: "handler", &matter)
        try town.move("grantExclusion", by: "reviewer", &matter)
        #expect(matter.side.excluded)
        #expect(matter.rounds == 1)
        #expect(matter.stage == "handling")
    }

    @Test("closes a dispute only when every party accepted the agreement")
    func dispute() throws {
        var matter = try town.raise("dispute")
        try town.move("register", ["category": town.leaf], by: "clerk", &matter)
        try town.move("dispatch", ["unit": town.unit.text], by: "dispatcher", &matter)
        try town.move("nameParty", ["party": "楼上业主", "partyKind": "owner"], by: "handler", &matter)
        #expect(throws: Refusal.gateShut(.partiesAtLeast)) {
            try town.move("agree", ["agreement": "七天内修好"], by: "handler", &matter)
        }
        try town.move("nameParty", ["party": "楼下住户", "partyKind": "resident"], by: "handler", &matter)
        try town.move("holdSession", ["session": "site", "note": "量了尺寸"], by: "handler", &matter)
        try town.move("agree", ["agreement": "七天内修好"], by: "handler", &matter)
        try town.move("acceptAgreement", ["party": "楼上业主", "accepts": "yes"], by: "handler", &matter)
        try town.move("acceptAgreement", ["party": "楼下住户", "accepts": "no"], by: "handler", &matter)
        #expect(throws: Refusal.gateShut(.acceptedByAll)) {
            try town.move("answer", ["answer": "谈成"], by: "handler", &matter)
        }
        try town.move("agree", ["agreement": "五天内修好并赔偿"], by: "handler", &matter)
        for party in ["楼上业主", "楼下住户"] {
            try town.move("acceptAgreement", ["party": party, "accepts": "yes"], by: "handler", &matter)
        }
        try town.move("answer", ["answer": "谈成"], by: "handler", &matter)
        try town.rate("yes", "yes", &matter)
        #expect(matter.outcome == .solved)
        #expect(matter.side.check?.sampled == false)
    }

    @Test("has a hazard looked at again by another person than who put it right")
    func hazard() throws {
        var matter = try town.raise("hazard")
        try town.move("register", ["category": town.leaf], by: "clerk", &matter)
        try town.move("dispatch", ["unit": town.unit.text], by: "dispatcher", &matter)
        try town.move("putRight", ["note": "换了软管"], by: "handler", &matter)
        #expect(throws: Refusal.gateShut(.anotherPerson)) {
            try town.move("answer", ["answer": "合格"], by: "handler", &matter)
        }
        try town.move("failRecheck", ["reason": "还有微漏"], by: "supervisor", &matter)
        #expect(matter.stage == "fixing")
        try town.move("putRight", ["note": "重新接好"], by: "handler", &matter)
        try town.move("answer", ["answer": "合格"], by: "supervisor", &matter)
        #expect(matter.stage == "asking")
        #expect(matter.isOpen)
        try town.rate("yes", "yes", &matter)
        #expect(matter.outcome == .solved)
    }

    @Test("raises one level at a time, and hands down the way it came")
    func chain() throws {
        let grid = try #require(town.city.units.keys.filter { $0.text.hasPrefix("G98") }.min())
        var chain = [grid]
        while let above = chain.last.flatMap({ town.city.units[$0]?.parent }) { chain.append(above) }
        #expect(chain.count == 5, "\(chain)")
        var matter = try town.raise("dispute", at: try #require(town.city.units[grid]?.area))
        try town.move("register", ["category": town.leaf], by: "clerk", of: town.city.desk, &matter)
        try town.move("dispatch", ["unit": grid.text], by: "dispatcher", of: town.city.desk, &matter)
        for (from, to) in zip(chain.dropLast(2), chain.dropFirst()) {
            try town.move("escalate", ["reason": "本级协调不了"], by: "handler", of: from, &matter)
            #expect(matter.raisedTo == to)
            #expect(matter.lead == grid)
            try town.move("takeRaise", by: "handler", of: to, &matter)
        }
        #expect(matter.side.raised.map(\.unit) == Array(chain[1...3]))
        try town.move("handDown", ["answer": "请属地先办"], by: "handler", of: chain[3], &matter)
        #expect(matter.raisedTo == chain[2])
    }
}
