import Core
import Desk
import Language
import Storage
import Testing
@testable import Triage
import Web

@Suite("Triage by itself")
struct TriageAutomaticTests {
    @Test(
        "dispatches what is sure enough, once, keeps why, and shows it on the matter",
        arguments: TestEngine.present)
    func decides(_ engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await TriageTown(database)
            try await town.learned()
            let sure = try await town.file("村口的路灯不亮了，走夜路害怕")
            let unsure = try await town.file("zzz")
            let emergency = try await town.file(
                "路灯杆倒了，压住人了", by: "clerk", urgency: .emergency)
            try await town.follow()
            #expect(try await town.triage.decideNew(at: town.now) == 1)
            #expect(try await town.triage.decideNew(at: town.now) == 0)
            let matter = try #require(try await town.matter(sure.id))
            #expect(matter.stage == "dispatched" && matter.lead == UnitCode("ROADS"))
            for id in [unsure.id, emergency.id] {
                #expect(try await town.matter(id)?.stage == "received")
            }
            let decision = try #require(try await town.decisions(sure.id).first)
            #expect(decision.isAutomatic && decision.version == 1 && decision.threshold == 600)
            #expect(decision.probability >= 600 && decision.rule == "roads@110101" && decision.isDrawn)
            let page = try await town.browser("supervisor").get("/triage/automatic").text
            #expect(page.contains(sure.number))
        }
    }

    @Test("leaves to people what the city keeps for them, other kinds, and everything while it is off")
    func leaves() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let never = TriageRules.Automatic(
                confidenceThousandths: 600, kinds: ["request"], never: ["roads"])
            let town = try await TriageTown(database, rules: TriageTown.rules(automatic: never))
            try await town.learned()
            _ = try await town.file("村口的路灯不亮了")
            try await town.follow()
            #expect(try await town.triage.decideNew(at: town.now) == 0)
        }
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await TriageTown(database)
            try await town.learned()
            try await town.triage.turn(false, reason: "先停一停", by: 7, at: town.now)
            _ = try await town.file("村口的路灯不亮了")
            try await town.follow()
            #expect(try await town.triage.decideNew(at: town.now) == 0)
            await #expect(throws: TriageRefusal.alreadyDone) {
                try await town.triage.turn(false, reason: "再停", by: 7, at: town.now)
            }
            await #expect(throws: TriageRefusal.missing("reason")) {
                try await town.triage.turn(true, reason: " \n ", by: 7, at: town.now)
            }
        }
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await TriageTown(database, rules: TriageTown.rules(automatic: nil))
            _ = try await town.file("村口的路灯不亮了")
            try await town.follow()
            #expect(try await town.scalar("SELECT count(*) FROM triage_pending") == 0)
            let page = try await town.browser("supervisor").get("/triage/automatic").text
            #expect(page.contains("没有打开"))
        }
    }

    @Test(
        "is audited by somebody who sees the words first; a wrong one goes to the right unit at once",
        arguments: TestEngine.present)
    func audits(_ engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await TriageTown(database)
            try await town.learned()
            let receipts = [
                try await town.file("村口的路灯不亮了，走夜路害怕"), try await town.file("桥头的路灯坏了三天"),
            ]
            try await town.follow()
            #expect(try await town.triage.decideNew(at: town.now) == 2)
            let browser = town.browser("supervisor")
            let decisions = [
                try #require(try await town.decisions(receipts[0].id).first),
                try #require(try await town.decisions(receipts[1].id).first),
            ]
            let path = "/triage/audits/\(decisions[0].id)"
            let text = try await browser.get(path).text
            #expect(text.contains("村口的路灯不亮了") && !text.contains("程序派的"))
            #expect(!text.contains(" %") && !text.contains("\"lamp\" selected"))
            let bare = try await browser.post(path, ["category": "lamp"], from: path)
            #expect(bare.status == 422)
            let right = try await browser.post(path, ["category": "lamp", "unit": "ROADS"], from: path)
            #expect(right.text.contains("程序派对了"))
            let other = "/triage/audits/\(decisions[1].id)"
            let wrong = try await browser.post(
                other, ["category": "water", "unit": "WATER", "note": "说的是水"], from: other)
            #expect(wrong.text.contains("记为派错") && wrong.text.contains("已经按您定的改派"))
            let matter = try #require(try await town.matter(receipts[1].id))
            #expect(matter.lead == UnitCode("WATER") && matter.category == "water" && matter.returns == 0)
            // Once decided it is decided.
            let again = try await browser.post(
                other, ["category": "lamp", "unit": "ROADS"], from: "/triage/audits")
            #expect(again.status == 303)
            #expect(try await town.decisions(receipts[1].id).first?.audit?.isRight == false)
            // What was called right counts as a person's word from now on.
            try await town.follow()
            let weight: SQL = "SELECT weight FROM triage_examples WHERE matter_id = \(receipts[0].id)"
            #expect(try await town.scalar(weight) == 100)
            let list = try await browser.get("/triage/audits").text
            #expect(list.contains("50.0%") || list.contains("50.0 %"))
            // Not for those who only read figures.
            #expect(try await town.browser("auditor").get(path).status == 403)
            #expect(try await town.browser("roads").get("/triage/audits").status == 403)
        }
    }

    @Test("stops by itself when too few are right, says so at the queue, and begins anew for a reason")
    func stops() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await TriageTown(database, rules: TriageTown.rules(atLeast: 2))
            try await town.learned()
            var ids: [Int64] = []
            for text in ["村口的路灯不亮了，走夜路害怕", "桥头的路灯坏了三天"] { ids.append(try await town.file(text).id) }
            try await town.follow()
            #expect(try await town.triage.decideNew(at: town.now) == 2)
            var stopped: [Bool] = []
            for id in ids {
                let decision = try #require(try await town.decisions(id).first)
                stopped.append(
                    try await town.triage.audit(
                        decision.id, category: "water", unit: UnitCode("WATER"), note: nil,
                        by: town.actor("supervisor"), person: 7, at: town.now
                    ).hasStopped)
            }
            #expect(stopped == [false, true])
            let page = try await town.browser("dispatcher").get("/triage").text
            #expect(page.contains("自行停下") && page.contains("抽查 2 件，只有 0 件派对"))
            _ = try await town.file("村口的路灯不亮了")
            try await town.follow()
            #expect(try await town.triage.decideNew(at: town.now) == 0)
            let browser = town.browser("supervisor")
            let bare = try await browser.post("/triage/automatic", ["on": "yes"], from: "/triage/automatic")
            #expect(bare.status == 422)
            town.clock.move(1000)
            let on = try await browser.post(
                "/triage/automatic", ["on": "yes", "reason": "已换模型"], from: "/triage/automatic")
            #expect(on.status == 303)
            // What was measured before does not stop it again.
            let standing = try await town.triage.standing(at: town.now)
            #expect(standing.isOn && standing.looked == 0)
            let hasStopped = try await town.triage.heedAudits(at: town.now)
            #expect(!hasStopped)
            let refused = try await town.browser("dispatcher").post(
                "/triage/automatic", ["on": "no", "reason": "x"], from: "/triage")
            #expect(refused.status == 403)
        }
    }
}
