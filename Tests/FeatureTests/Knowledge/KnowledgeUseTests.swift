import Core
import Desk
import HTTPTypes
@testable import Knowledge
import Markup
import Storage
import Testing
import Web

@Suite("Answers from the knowledge")
struct KnowledgeUseTests {
    private static func with(_ engine: TestEngine, _ body: (KnowledgeTown) async throws -> Void) async throws
    {
        try await engine.withDatabase { database in
            let town = try await KnowledgeTown(database)
            try await town.filled()
            try await body(town)
        }
    }

    private static func sums(_ town: KnowledgeTown, _ code: String? = nil) async throws -> KnowledgeSums {
        let id = try await code.asyncMap { try await town.knowledge.article($0)?.id } ?? 0
        return try await town.desk.database.read { connection in
            try KnowledgeFigureStore(connection: connection).sums(of: id ?? 0, from: 0, through: 99_999)
        }
    }

    @Test("are linked to the matter in the words they had then", arguments: TestEngine.present)
    func linked(_ engine: TestEngine) async throws {
        try await Self.with(engine) { town in
            var filing = Filing(text: "路灯不亮", channel: .web)
            filing.area = TownCity.area(TownCity.village)
            let receipt = try await town.desk.file(filing, by: .resident, at: town.now)
            let (clerk, dispatcher) = (TownCity.people["clerk"], TownCity.people["dispatcher"])
            for (move, inputs, who) in [
                ("register", [InputWord.category: "lamp"], clerk),
                ("dispatch", [.unit: "ROADS"], dispatcher),
            ] {
                _ = try await town.desk.perform(
                    Order(move, inputs), on: .id(receipt.id), by: try #require(who).actor, at: town.now)
            }
            let roads = town.browser("roads")
            let path = "/knowledge/articles/lamp-dark"
            let page = "\(path)?matter=\(receipt.number)"
            let used = try await roads.post("\(path)/use", ["matter": receipt.number], from: page)
            #expect(used.status == 303 && used.location?.hasPrefix("/matters/\(receipt.number)") == true)
            _ = try await roads.post("\(path)/use", ["matter": receipt.number], from: page)
            #expect(try await Self.sums(town, "lamp-dark")[.used] == 1)
            // Somebody who does not see the matter cannot say what answered it.
            let foreign = try await town.browser("water").post(
                "\(path)/use", ["matter": receipt.number], from: page)
            #expect(foreign.status == 404)
            let form = KnowledgeTests.form("lamp-dark", unit: "ROADS", base: 1)
            #expect(try await roads.post("\(path)/edit", form, from: "\(path)/edit").status == 303)
            let uses = try await town.knowledge.uses(.matter(receipt.id))
            #expect(uses.map(\.version) == [1] && uses.first?.article.title.zh == "路灯不亮找谁")
        }
    }

    @Test(
        "count once for each call, and make the answer rate with what nobody could answer",
        arguments: TestEngine.present)
    func rate(_ engine: TestEngine) async throws {
        try await Self.with(engine) { town in
            let record = try #require(try await town.knowledge.article("lamp-dark"))
            let (knowledge, now) = (town.knowledge, town.now)
            for call in [1, 2, 2, 3] as [Int64] {
                try await town.desk.database.write { connection in
                    try knowledge.used(
                        record.id, version: 1, by: .call(call), person: 1, at: now, in: connection)
                }
            }
            let taker = town.browser("taker")
            let path = "/knowledge/unanswered"
            for form in [
                ["question": "", "category": "lamp"], ["question": "问", "category": "none"],
                ["question": String(repeating: "问", count: 501), "category": "lamp"],
            ] {
                #expect(try await taker.post(path, form, from: path).status == 422)
            }
            let noted = try await taker.post(path, ["question": "井盖丢了归谁", "category": "roads"], from: path)
            #expect(noted.status == 303)
            let page = try await taker.get(path).text
            #expect(page.contains("井盖丢了归谁") && page.contains("答复率 75.00%"))
            // An article that is written for it settles the question.
            let editor = town.browser("editor")
            #expect(try await editor.get(path).text.contains("/knowledge/new?question=1"))
            let form = try await editor.get("/knowledge/new?question=1")
            #expect(form.text.contains("井盖丢了归谁"))
            var article = KnowledgeTests.form("manhole", unit: "ROADS", base: 0)
            article["question"] = "1"
            #expect(
                try await editor.post("/knowledge/new", article, from: "/knowledge/new").status == 303)
            #expect(try await !taker.get(path).text.contains("井盖丢了归谁"))
            #expect(try await Self.sums(town)[.unanswered] == 1)
        }
    }

    @Test("count what was offered, and write it down once", arguments: TestEngine.present)
    func offered(_ engine: TestEngine) async throws {
        try await Self.with(engine) { town in
            _ = try await town.found("路灯不亮")
            _ = try await town.found("路灯不亮")
            try await town.knowledge.tick(at: town.now)
            try await town.knowledge.tick(at: town.now)
            #expect(try await Self.sums(town, "lamp-dark")[.offered] == 2)
        }
    }

    @Test("are read by residents only where they are public and hold, and each says once whether it helped")
    func residents() async throws {
        try await Self.with(.sqlite) { town in
            let visitor = WebClient(town.server)
            let list = try await visitor.get("/knowledge/public").text
            #expect(list.contains("路灯不亮找谁") && !list.contains("水务内部口径") && !list.contains("旧水价"))
            for code in ["inside", "old-price", "next-price", "none"] {
                #expect(try await visitor.get("/knowledge/public/\(code)").status == 404, "\(code)")
            }
            let path = "/knowledge/public/lamp-dark"
            for answer in ["yes", "yes", "no"] {
                let voted = try await visitor.post("\(path)/helped", ["helped": answer], from: path)
                #expect(voted.status == 303)
            }
            #expect(try await visitor.post("\(path)/helped", ["helped": "maybe"], from: path).status == 400)
            let sums = try await Self.sums(town, "lamp-dark")
            #expect(sums[.helpedResident] == 0 && sums[.unhelpedResident] == 1)
            #expect(try await visitor.get("/knowledge").status == 303)
        }
    }

    @Test("are given to programs that may read", arguments: TestEngine.present)
    func api(_ engine: TestEngine) async throws {
        try await Self.with(engine) { town in
            let client = WebClient(town.server, headers: [.authorization: "Bearer taker+matters:read"])
            let answer = try await client.json("GET", "/api/v1/knowledge?q=%E8%B7%AF%E7%81%AF&limit=1")
            #expect(answer.status == 200 && answer.text.contains("\"lamp-"))
            #expect(!answer.text.contains("old-price"))
            #expect(try await client.json("GET", "/api/v1/knowledge?area=xyz").status == 422)
            #expect(try await client.json("GET", "/api/v1/knowledge?category=xyz").status == 422)
            let without = WebClient(town.server, headers: [.authorization: "Bearer taker+none"])
            #expect(try await without.json("GET", "/api/v1/knowledge?q=a").status == 403)
        }
    }
}

@Suite("Quick services")
struct QuickServiceTests {
    @Test(
        "are counted by hour and taker, keep nothing private, and make no matter",
        arguments: TestEngine.present)
    func counted(_ engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await KnowledgeTown(database)
            let (taker, path) = (town.browser("taker"), "/knowledge/quick/move-car")
            #expect(try await taker.post(path, ["plate": ""], from: path).status == 422)
            #expect(
                try await taker.post(path, ["plate": String(repeating: "A", count: 201)], from: path).status
                    == 422)
            #expect(try await taker.get("/knowledge/quick/none").status == 404)
            let done = try await taker.post(path, ["plate": "云A12345", "place": "东门"], from: path)
            #expect(done.status == 200 && done.text.contains("云A12345 停在 东门"))
            let uses = try await town.knowledge.lastUses(of: 1)
            #expect(uses.map(\.answers) == [["plate": "云A****5", "place": "东门"]])
            let today = town.knowledge.day(of: town.now)
            #expect(try await town.knowledge.quick(.hour, from: today, through: today) == ["9": 1])
            #expect(try await town.knowledge.quick(.taker, from: today, through: today) == ["1": 1])
            let matters: Int? = try await database.read { try $0.value("SELECT count(*) FROM matters") }
            #expect(matters == 0)
            let list = try await taker.get("/knowledge/quick").text
            #expect(list.contains("云A****5") && !list.contains("云A12345"))
        }
    }

    @Test("come first where they fit the class")
    func fitting() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await KnowledgeTown(database)
            #expect(town.knowledge.quickServices(for: "lamp").map(\.code) == ["move-car"])
        }
    }

    @Test("mask short answers whole")
    func masks() {
        let field = QuickService.Field(
            name: "a", label: LocalText(zh: "", en: ""), isRequired: false, isPrivate: true)
        #expect(
            ["", "1", "1234", "12345", "云A12345"].map(field.kept) == ["", "*", "****", "12**5", "云A****5"])
    }
}

@Suite("The table of articles")
struct ArticleSheetTests {
    private static let head = ArticleSheet.columns.joined(separator: ",") + "\n"
    private static let good =
        "fresh,\"问,题\",Question,答,Answer,lamp roads,110101,ROADS,2026-01-01,,2026-12-01,yes,=cmd()\n"

    @Test("comes back as it went out, and never as a formula")
    func roundTrip() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await KnowledgeTown(database)
            let editor = try #require(KnowledgeGate.people["editor"])
            let findings = try await town.knowledge.take(
                sheet: Self.head + Self.good, why: "导入", dryRun: false, by: editor, at: town.now)
            #expect(findings.map(\.what) == [.added])
            let record = try #require(try await town.knowledge.article("fresh"))
            #expect(record.state == .live && record.article.source == "=cmd()")
            #expect(record.article.title.zh == "问,题" && record.article.categories == ["lamp", "roads"])
            let sheet = try await town.knowledge.sheet(of: nil)
            #expect(sheet.contains("\"'=cmd()\""))
            let again = try await town.knowledge.take(
                sheet: sheet, why: "", dryRun: false, by: editor, at: town.now)
            #expect(again.map(\.what) == [.same])
            #expect(try await town.knowledge.article("fresh")?.newest == 1)
        }
    }

    @Test("is taken whole or not at all, and tries change nothing")
    func whole() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await KnowledgeTown(database)
            try await town.filled()
            let editor = try #require(KnowledgeGate.people["editor"])
            let wrong = [
                "bad code,问,Q,答,A,,,ROADS,2026-01-01,,,no,\n", "one,问,Q,答,A,none,,ROADS,2026-01-01,,,no,\n",
                "two,问,Q,答,A,,12x,ROADS,2026-01-01,,,no,\n", "three,问,Q,答,A,,,ROADS,1/2/26,,,no,\n",
                "four,问,Q,答,A,,,ROADS,2026-01-01,2025-01-01,,no,\n", "five,问\n",
                "six,\"open\n", "seven,问,Q,答,A,,,ROADS,2020-01-01,2020-12-31,,no,\n",
                Self.good,
            ]
            for row in wrong {
                let findings = try await town.knowledge.take(
                    sheet: Self.head + Self.good + row, why: "", dryRun: false, by: editor, at: town.now)
                #expect(findings.contains { if case .wrong = $0.what { true } else { false } }, "\(row)")
                #expect(try await town.knowledge.article("fresh") == nil, "\(row)")
            }
            let tried = try await town.knowledge.take(
                sheet: Self.head + Self.good, why: "", dryRun: true, by: editor, at: town.now)
            #expect(tried.map(\.what) == [.added])
            #expect(try await town.knowledge.article("fresh") == nil)
            let water = try #require(KnowledgeGate.people["water"])
            let foreign = try await town.knowledge.take(
                sheet: Self.head + Self.good, why: "", dryRun: false, by: water, at: town.now)
            #expect(foreign.map(\.what) == [.wrong("knowledge.notYours")])
            let headless = try await town.knowledge.take(
                sheet: "a,b\n1,2\n", why: "", dryRun: false, by: editor, at: town.now)
            #expect(headless.map(\.what) == [.wrong("knowledge.sheet.wrong.head")])
            await #expect(throws: KnowledgeRefusal.self) {
                _ = try await town.knowledge.take(
                    sheet: String(repeating: "x", count: 1_000_001), why: "", dryRun: true, by: editor,
                    at: town.now)
            }
        }
    }
}

extension Optional {
    fileprivate func asyncMap<T>(_ work: (Wrapped) async throws -> T) async rethrows -> T? {
        guard let self else { return nil }
        return try await work(self)
    }
}
