import Core
import Desk
import Language
import Storage
import Testing
@testable import Triage
import Web

@Suite("Models of triage")
struct TriageModelTests {
    @Test(
        "are versions; an older one is put in force again for a reason, and learns on",
        arguments: TestEngine.present)
    func versions(_ engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await TriageTown(database)
            let first = try await town.learned()
            #expect(first.version == 1 && first.isInForce && first.examples == 20 && first.labels == 2)
            #expect(first.metrics.tried == 20 && first.source == .matters && first.person == 7)
            town.clock.move(60_000)
            let second = try await town.triage.train(by: nil, why: "再来", at: town.now)
            #expect(second.version == 2 && second.parent == 1)
            let browser = town.browser("supervisor")
            let bare = try await browser.post("/triage/models/1/restore", [:], from: "/triage/models/1")
            #expect(bare.status == 422)
            let back = try await browser.post(
                "/triage/models/1/restore", ["reason": "第二版不好"], from: "/triage/models/1")
            #expect(back.status == 303)
            let models = try await town.triage.models()
            #expect(models.map(\.version) == [2, 1] && models.map(\.isInForce) == [false, true])
            #expect(models.map { $0.until != nil } == [true, false])
            await #expect(throws: TriageRefusal.isInForce(version: 1)) {
                try await town.triage.restore(1, reason: "再来", by: 7, at: town.now)
            }
            await #expect(throws: TriageRefusal.invalid("version")) {
                try await town.triage.restore(9, reason: "没有", by: 7, at: town.now)
            }
            // What is confirmed from now on is learned, a quarter of an hour later at the earliest.
            _ = try await town.solved("井里的水发臭", "water", "WATER")
            try await town.follow()
            town.clock.move(16 * 60_000)
            try await town.triage.keepLearning(at: town.now)
            #expect(try await town.triage.shelf.model().ready?.learned == 1)
            let refused = try await town.browser("auditor").post(
                "/triage/models/2/restore", ["reason": "x"], from: "/triage/models/2")
            #expect(refused.status == 403)
            let page = try await browser.get("/triage/models").text
            #expect(page.contains("第 2 版") && page.contains("之后又学了 1 件"))
        }
    }

    @Test("that cannot be read are named, suggest nothing, and stop nothing else")
    func broken() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await TriageTown(database)
            try await town.learned()
            let whole: [UInt8] = try await database.read {
                try $0.first("SELECT bytes FROM triage_live")?.get("bytes") ?? []
            }
            let receipt = try await town.file("村口的路灯不亮了")
            try await town.follow()
            for (index, bytes) in [Array(whole.prefix(whole.count / 2)), [], [1, 2, 3], whole.map { ~$0 }]
                .enumerated()
            {
                try await database.write { connection in
                    try connection.run(
                        "UPDATE triage_live SET bytes = \(bytes), serial = serial + 1 WHERE one = 1")
                }
                let trouble = try await town.triage.trouble()
                #expect(trouble?.version == 1, "\(index)")
                let page = try await town.browser("dispatcher").get("/triage")
                #expect(page.status == 200 && page.text.contains(receipt.number))
                #expect(page.text.contains("第 1 版模型用不了"))
                #expect(try await town.triage.decideNew(at: town.now) == 0)
                try await town.triage.keepLearning(at: town.now)
            }
            // The same version's own bytes mend it.
            try await town.triage.restore(1, reason: "损坏", by: 7, at: town.now)
            #expect(try await town.triage.trouble() == nil)
        }
    }

    @Test("whose bytes are gone are a record and cannot be put back")
    func gone() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await TriageTown(database)
            try await town.learned()
            for _ in 0..<ModelStore.mostWhole {
                town.clock.move(1000)
                try await town.triage.train(by: nil, why: "再来", at: town.now)
            }
            let models = try await town.triage.models()
            #expect(models.last?.version == 1 && models.last?.isWhole == false)
            #expect(!models.dropLast().contains { !$0.isWhole })
            await #expect(throws: TriageRefusal.notWhole(version: 1)) {
                try await town.triage.restore(1, reason: "旧的", by: 7, at: town.now)
            }
        }
    }

    @Test("of a city without a past come from its pack, suggest, and decide nothing")
    func fresh() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let phrases =
                TriageTown.lamps.map { TextExample(title: "", text: $0, label: "lamp") }
                + TriageTown.waters.map { TextExample(title: "", text: $0, label: "water") }
            let town = try await TriageTown(database, phrases: phrases)
            try await town.triage.tick(at: town.now)
            _ = try await town.file("村口的路灯不亮了，走夜路害怕")
            try await town.follow()
            try await town.triage.tick(at: town.now)
            let page = try await town.browser("dispatcher").get("/triage").text
            #expect(page.contains("只学过城市资料包里的例句") && page.contains("派给路政队"))
            #expect(try await town.scalar("SELECT count(*) FROM triage_decisions") == 0)
        }
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await TriageTown(database)
            await #expect(throws: TriageRefusal.tooLittle(have: 0, need: 16)) {
                try await town.triage.train(by: nil, why: "空的", at: town.now)
            }
            // A refusal lets the next one begin.
            await #expect(throws: TriageRefusal.tooLittle(have: 0, need: 16)) {
                try await town.triage.train(by: nil, why: "空的", at: town.now)
            }
        }
    }

    @Test(
        "have figures of the way to the right unit that open into rows and can be built anew",
        arguments: TestEngine.present)
    func figures(_ engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await TriageTown(database)
            _ = try await town.solved("路灯不亮", "lamp", "ROADS")
            let receipt = try await town.file("水管漏水")
            try await town.move("register", [.category: "water"], on: receipt.id, by: "clerk")
            try await town.move("dispatch", [.unit: "ROADS"], on: receipt.id, by: "dispatcher")
            try await town.move("return", [.reason: "不归我们"], on: receipt.id, by: "roads")
            town.clock.move(3_600_000)
            try await town.move("dispatch", [.unit: "WATER"], on: receipt.id, by: "dispatcher")
            let open = try await town.file("水表坏了")
            try await town.move("register", [.category: "water"], on: open.id, by: "clerk")
            try await town.move("dispatch", [.unit: "WATER"], on: open.id, by: "dispatcher")
            try await town.follow()
            try await town.move("answer", [.answer: "好了"], on: receipt.id, by: "water")
            try await town.follow()
            let area = TownCity.area("1101")
            func sums() async throws -> [String: DispatchStore.Sum] {
                let figures = try await town.triage.figures(.unit, month: 202_603, in: area, at: town.now)
                return Dictionary(uniqueKeysWithValues: figures.lines.map { ($0.name, $0.sum) })
            }
            let expected: [String: DispatchStore.Sum] = [
                "ROADS": .init(
                    dispatched: 2, right: 1, wrong: 1, owned: 2, hops: 3, waited: 3_600_000),
                "WATER": .init(dispatched: 1, right: 0, wrong: 0, owned: 0, hops: 0, waited: 0),
            ]
            #expect(try await sums() == expected)
            try await FollowerRunner(database: database, followers: [town.triage.follower]).rebuild("triage")
            try await town.follow()
            #expect(try await sums() == expected)
            let browser = town.browser("auditor")
            let page = try await browser.get("/triage/figures?by=unit&month=202603").text
            #expect(page.contains("50.0") && page.contains("1/2"))
            let rows = try await browser.get(
                "/triage/figures/matters?by=unit&name=ROADS&month=202603&state=wrong&area=1101"
            ).text
            #expect(rows.contains(receipt.number) && rows.contains("水务所"))
            #expect(try await browser.get("/triage/figures?area=110102").status == 404)
            #expect(try await town.browser("roads").get("/triage/figures").status == 403)
        }
    }
}

@Suite("A model at once")
struct TrainingNowTests {
    @Test(
        "is asked for with a reason, made beside the pages, and tells what became of it",
        arguments: TestEngine.present)
    func asked(_ engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await TriageTown(database)
            try await town.learned()
            let browser = town.browser("supervisor")
            for reason in ["", "   ", String(repeating: "长", count: 501)] {
                let bare = try await browser.post(
                    "/triage/models", ["reason": reason], from: "/triage/models")
                #expect(bare.status == 422 && bare.text.contains("id=\"reason-error\""))
            }
            #expect(try await town.triage.trainings().isEmpty)
            let asked = try await browser.post(
                "/triage/models", ["reason": "类别刚改过"], from: "/triage/models")
            #expect(asked.status == 303)
            #expect(try await town.triage.models().count == 1, "nobody waits for it on a page")
            let second = try await browser.post(
                "/triage/models", ["reason": "再来"], from: "/triage/models")
            #expect(second.status == 422, "one at a time")
            try await town.triage.makeAskedModel(at: town.now)
            try await town.triage.makeAskedModel(at: town.now)
            let made = try #require(try await town.triage.trainings().first)
            #expect(made.state == .made && made.version == 2 && made.why == "类别刚改过")
            #expect(try await town.triage.models().map(\.version) == [2, 1])
            #expect(try await town.triage.models().first?.person == made.person)
            let page = try await browser.get("/triage/models").text
            #expect(page.contains("类别刚改过") && page.contains("做好了"))
        }
    }

    @Test("is refused to who does not rule the rules, with too little, and while another is made")
    func refused() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await TriageTown(database)
            let auditor = town.browser("auditor")
            let page = try await auditor.get("/triage/models")
            #expect(!page.text.contains("name=\"reason\""))
            #expect(
                try await auditor.post("/triage/models", ["reason": "x"], from: "/triage/models").status
                    == 403)
            try await town.triage.askForModel(reason: "没有资料", by: 7, at: town.now)
            try await town.triage.makeAskedModel(at: town.now)
            let ended = try #require(try await town.triage.trainings().first)
            #expect(ended.state == .refused && ended.refused == "too_little")
            #expect((ended.have ?? 99) < (ended.need ?? 0))
            _ = try await database.write {
                try ModelStore(connection: $0).claim("train", until: town.now + 60_000, at: town.now)
            }
            await #expect(throws: TriageRefusal.busy) {
                try await town.triage.askForModel(reason: "两次", by: 7, at: town.now)
            }
            // A server that died with it holds nobody up for ever.
            town.clock.move(61_000)
            try await town.triage.askForModel(reason: "又来", by: 7, at: town.now)
            #expect(try await database.write { try TrainingStore(connection: $0).take() } != nil)
            await #expect(throws: TriageRefusal.busy) {
                try await town.triage.askForModel(reason: "等不及", by: 7, at: town.now)
            }
            town.clock.move(31 * 60_000)
            try await town.triage.askForModel(reason: "它不在了", by: 7, at: town.now)
            #expect(try await town.triage.trainings().map(\.state) == [.asked, .broken, .refused])
        }
    }
}
