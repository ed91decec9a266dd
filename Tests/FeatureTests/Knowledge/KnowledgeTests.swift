import Core
import HTTPTypes
@testable import Knowledge
import Markup
import Storage
import Testing
import Web

@Suite("The knowledge")
struct KnowledgeTests {
    private static let book = WordBook([
        .web,
        WordFiles(
            owner: "Knowledge", zh: Knowledge.PackageResources.zh_words,
            en: Knowledge.PackageResources.en_words),
    ])

    @Test(
        "has well made pages with all their words, in every state and both languages",
        arguments: Language.allCases)
    func wellMade(_ language: Language) throws {
        let words = Self.book.words(language)
        #expect(KnowledgeSpecimens.all.count >= 25)
        let complaints = try KnowledgeSpecimens.all.flatMap { try $0.complaints(words) }
        #expect(complaints == [])
        for specimen in KnowledgeSpecimens.all {
            #expect(!(try specimen.document(words).text.contains("<script>alert")), "\(specimen.name)")
        }
        #expect(Self.book.complaints == [])
    }

    private static func with(_ engine: TestEngine, _ body: (KnowledgeTown) async throws -> Void) async throws
    {
        try await engine.withDatabase { database in
            let town = try await KnowledgeTown(database)
            try await town.filled()
            try await body(town)
        }
    }

    // MARK: Finding

    @Test("finds what answers a caller's whole sentence, the best first", arguments: TestEngine.present)
    func sentences(_ engine: TestEngine) async throws {
        try await Self.with(engine) { town in
            let dark = try await town.found("我家门口的路灯不亮了好几天你们管不管")
            #expect(dark.first == "lamp-dark")
            #expect(try await town.found("我的公交卡昨天丢了").first == "bus-card-lost")
            #expect(Set(try await town.found("路灯")) == ["lamp-new", "lamp-dark"])
            #expect(try await town.found("About water-bill").first == "water-bill")
            #expect(try await town.found("灯").count == 2)
            #expect(try await town.found("火星移民") == [])
            #expect(try await town.found("   ") == [])
        }
    }

    @Test("puts the class first, and finds by the class alone", arguments: TestEngine.present)
    func classes(_ engine: TestEngine) async throws {
        try await Self.with(engine) { town in
            #expect(
                Set(try await town.found("", category: "lamp")) == ["lamp-dark", "lamp-new", "bus-card-lost"])
            #expect(try await town.found("", category: "lamp").last == "bus-card-lost")
            let water = try await town.found("", category: "water")
            #expect(Set(water) == ["water-bill", "west-water", "inside"])
        }
    }

    @Test(
        "never offers what is expired, not yet valid, withdrawn, a draft, or for another place",
        arguments: TestEngine.present)
    func holds(_ engine: TestEngine) async throws {
        try await Self.with(engine) { town in
            #expect(try await town.found("旧水价") == [])
            #expect(try await town.found("新水价") == [])
            #expect(try await town.found("西县停水", area: "110102001") == ["west-water"])
            #expect(try await !town.found("西县停水公告", area: TownCity.village).contains("west-water"))
            town.wait(days: 200)
            #expect(try await town.found("新水价").first == "next-price")
            let record = try #require(try await town.knowledge.article("next-price"))
            let editor = try #require(KnowledgeGate.people["editor"])
            try await town.knowledge.withdraw(record, why: "作废", by: editor, at: town.now)
            #expect(try await town.found("新水价") == [])
            let draft = KnowledgeTown.article("draft-only", "井盖丢了")
            try await town.knowledge.write(
                draft, after: 0, why: "", publishing: false, by: editor, at: town.now)
            #expect(try await !town.found("井盖丢了").contains("draft-only"))
        }
    }

    @Test("is not upset by hostile questions", arguments: TestEngine.present)
    func hostile(_ engine: TestEngine) async throws {
        try await Self.with(engine) { town in
            let questions = [
                "' OR 1=1 --", "\"", "%_*?[]", "路灯 AND NOT (", "\u{200B}\u{202E}", "🙂🙂🙂", "a* b* c*",
                String(repeating: "路灯很长", count: 20_000), String(repeating: "\"", count: 5000),
                (0..<5000).map { "w\($0)" }.joined(separator: " "),
            ]
            for question in questions {
                #expect(try await town.found(question).count <= 5, "\(question.prefix(20))")
            }
            #expect(Set(try await town.found("路灯 AND NOT (")).contains("lamp-dark"))
            let page = try await town.browser("taker").get(
                "/knowledge?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
            #expect(page.status == 200 && !page.text.contains("<script>alert"))
        }
    }

    // MARK: Writing

    @Test("is written by the power or by the unit that answers for it, and by nobody else")
    func owners() async throws {
        try await Self.with(.sqlite) { town in
            let path = "/knowledge/articles/water-bill"
            let form = Self.form("water-bill", unit: "WATER", base: 1)
            let forbidden = try await town.browser("taker").post(
                "\(path)/edit", form, from: "/knowledge/quick/move-car")
            #expect(forbidden.status == 403)
            #expect(try await town.browser("roads").get("\(path)/edit").status == 403)
            #expect(try await town.browser("taker").get("\(path)/edit").status == 403)
            // Nor may another unit take an article over, or give its own away.
            let roads = town.browser("roads")
            let taken = try await roads.post(
                "\(path)/edit", Self.form("water-bill", unit: "ROADS", base: 1),
                from: "/knowledge/quick/move-car")
            #expect(taken.status == 403)
            let given = try await roads.post(
                "/knowledge/articles/lamp-dark/edit", Self.form("lamp-dark", unit: "WATER", base: 1),
                from: "/knowledge/quick/move-car")
            #expect(given.status == 403)
            #expect(try await town.knowledge.article("water-bill")?.newest == 1)
            let own = try await town.browser("water").post("\(path)/edit", form, from: "\(path)/edit")
            #expect(own.status == 303)
            #expect(try await town.knowledge.article("water-bill")?.article.title.zh == "新的问题")
        }
    }

    @Test("keeps every version with who, when and why, and shows what changed", arguments: TestEngine.present)
    func versions(_ engine: TestEngine) async throws {
        try await Self.with(engine) { town in
            let path = "/knowledge/articles/water-bill"
            let editor = town.browser("editor")
            var form = Self.form("water-bill", unit: "WATER", base: 1)
            form["why"] = nil
            let without = try await editor.post("\(path)/edit", form, from: "\(path)/edit")
            #expect(without.status == 422 && without.text.contains("新的问题"))
            form["why"] = "口径变了"
            form["do"] = "draft"
            #expect(try await editor.post("\(path)/edit", form, from: "\(path)/edit").status == 303)
            #expect(try await town.found("水费突然变多").first == "water-bill")
            #expect(try await town.knowledge.article("water-bill")?.version == 1)
            let version = try await editor.get("\(path)/versions/2").text
            #expect(version.contains("<del>水费突然变多</del>") && version.contains("<ins>新的问题</ins>"))
            #expect(try await editor.get("\(path)/versions/3").status == 404)
            let published = try await editor.post("\(path)/publish", ["version": "2"], from: path)
            #expect(published.status == 303)
            #expect(try await town.knowledge.article("water-bill")?.version == 2)
            #expect(try await town.found("水费突然变多") == [])
            let page = try await editor.get(path).text
            #expect(page.contains("口径变了") && page.contains("测试2") && page.contains("/versions/1"))
        }
    }

    @Test("takes nobody's words away: who wrote second sees that somebody wrote first")
    func races() async throws {
        try await Self.with(.sqlite) { town in
            let path = "/knowledge/articles/water-bill"
            let form = Self.form("water-bill", unit: "WATER", base: 1)
            let (first, second) = (town.browser("editor"), town.browser("water"))
            #expect(try await first.post("\(path)/edit", form, from: "\(path)/edit").status == 303)
            let late = try await second.post("\(path)/edit", form, from: "\(path)/edit")
            #expect(late.status == 409 && late.text.contains("别人刚改过") && late.text.contains("新的问题"))
            #expect(try await town.knowledge.article("water-bill")?.newest == 2)
            let twice = try await first.post(
                "/knowledge/new", Self.form("lamp-dark", unit: "ROADS", base: 0), from: "/knowledge/new")
            #expect(twice.status == 409)
        }
    }

    @Test(
        "refuses what cannot be an article",
        arguments: [
            ("code", "Mit Blank"), ("title-zh", ""), ("answer-en", "  "), ("unit", "NONE"),
            ("category-1", "no-such"), ("area-1", "99"), ("until", "2025-12-31"), ("until", "soon"),
            ("from", ""), ("source", String(repeating: "x", count: 301)),
            ("title-en", String(repeating: "x", count: 201)),
            ("answer-zh", String(repeating: "长", count: 4001)),
        ])
    func refuses(_ field: String, _ value: String) async throws {
        try await Self.with(.sqlite) { town in
            var form = Self.form("fresh", unit: "ROADS", base: 0)
            form[field] = value
            let client = town.browser("editor")
            let answer = try await client.post("/knowledge/new", form, from: "/knowledge/new")
            #expect(answer.status == 422)
            #expect(answer.text.contains("000-0102") || field == "answer-zh")
            #expect(try await town.knowledge.article("fresh") == nil)
        }
    }

    @Test("cannot publish what is past")
    func past() async throws {
        try await Self.with(.sqlite) { town in
            let client = town.browser("editor")
            var form = Self.form("fresh", unit: "ROADS", base: 0)
            form["until"] = "2026-03-01"
            let answer = try await client.post("/knowledge/new", form, from: "/knowledge/new")
            #expect(answer.status == 422 && answer.text.contains("已经过期"))
            form["do"] = "draft"
            #expect(try await client.post("/knowledge/new", form, from: "/knowledge/new").status == 303)
            let published = try await client.post(
                "/knowledge/articles/fresh/publish", ["version": "1"], from: "/knowledge/articles/fresh")
            #expect(published.status == 422)
            #expect(try await town.knowledge.article("fresh")?.live == nil)
        }
    }

    @Test("lists what ends soon, what ended, and drafts, to those who answer for them")
    func care() async throws {
        try await Self.with(.sqlite) { town in
            let editor = try #require(KnowledgeGate.people["editor"])
            try await town.knowledge.write(
                KnowledgeTown.article("ends-soon", "春季供水安排", unit: "WATER", until: "2026-03-20"), after: 0,
                why: "", publishing: true, by: editor, at: town.now)
            let page = try await town.browser("editor").get("/knowledge/care").text
            #expect(page.contains("春季供水安排") && page.contains("旧水价"))
            let roads = try await town.browser("roads").get("/knowledge/care").text
            #expect(!roads.contains("春季供水安排"))
            let record = try #require(try await town.knowledge.article("lamp-dark"))
            try await town.knowledge.reviewed(
                record, again: TownCity.date("2026-04-01"), why: "看过", by: editor, at: town.now)
            town.wait(days: 40)
            #expect(try await town.browser("roads").get("/knowledge/care").text.contains("路灯不亮找谁"))
        }
    }

    static func form(_ code: String, unit: String, base: Int) -> [String: String] {
        [
            "code": code, "base": String(base), "title-zh": "新的问题", "title-en": "A new question",
            "answer-zh": "请打 000-0102。", "answer-en": "Call 000-0102.", "unit": unit,
            "category-1": "lamp", "from": "2026-03-01", "until": "", "review": "", "source": "", "why": "更新",
            "do": "publish",
        ]
    }
}
