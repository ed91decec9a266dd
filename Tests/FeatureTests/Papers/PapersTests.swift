import HTTPTypes
import Core
import Markup
@testable import Papers
import Storage
import Testing
import Web

@Suite("Plain papers")
struct PapersTests {
    private static let book = WordBook([
        .web,
        WordFiles(
            owner: "Papers", zh: Papers.PackageResources.zh_words, en: Papers.PackageResources.en_words),
    ])

    @Test(
        "are well made and have all their words, in every state and both languages",
        arguments: Language.allCases)
    func wellMade(_ language: Language) throws {
        let words = Self.book.words(language)
        #expect(PapersSpecimens.all.count >= 9)
        #expect(try PapersSpecimens.all.flatMap { try $0.complaints(words) } == [])
        for specimen in PapersSpecimens.all {
            #expect(!(try specimen.document(words).text.contains("<script>alert")), "\(specimen.name)")
        }
        #expect(Self.book.complaints == [])
    }

    @Test("are offered only while they hold; others are reached by their address, with a clear word")
    func standing() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await AreasTown(database)
            let client = WebClient(town.server)
            let list = try await client.get("/papers").text
            #expect(list.contains("路灯报修") && !list.contains("旧补贴") && !list.contains("新补贴"))
            let old = try await client.get("/papers/old-grant")
            #expect(old.status == 200 && old.text.contains("到 2025-12-31 为止，现在不要照它办"))
            #expect(try await client.get("/papers/next-grant").text.contains("从 2027-01-01 起有效"))
            let page = try await client.get("/papers/lamp-repair").text
            #expect(page.contains("第 2 版 · 2026-01-01 起有效") && page.contains("tel:13900000009"))
            #expect(page.contains("<ol><li>先看号码</li>"))
            for path in ["/papers/none", "/papers/old-grant/suggestion", "/papers/..%2Fcity"] {
                #expect(try await client.get(path).status == 404, "\(path)")
            }
        }
    }

    @Test("are found by words of their text")
    func search() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let client = WebClient(try await AreasTown(database).server)
            #expect(try await client.get("/papers?q=%E6%89%AB%E7%A0%81").text.contains("路灯报修"))
            let none = try await client.get("/papers?q=%E7%81%AB%E6%98%9F")
            #expect(none.status == 200 && none.text.contains("没有说到这件事的明白纸"))
        }
    }

    @Test("lead to the suggestion they came from, without its text")
    func suggestion() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await AreasTown(database)
            let client = WebClient(town.server)
            #expect(try await client.get("/papers/lamp-repair/suggestion").status == 404)
            #expect(
                try await !client.get("/papers/lamp-repair").text.contains("/papers/lamp-repair/suggestion"))
            let id = try await town.lamp()
            #expect(
                try await client.get("/papers/lamp-repair").text.contains("/papers/lamp-repair/suggestion"))
            try await town.solve(id)
            let page = try await client.get("/papers/lamp-repair/suggestion").text
            #expect(page.contains("QS2026030200001") && page.contains("已销号"))
            #expect(!page.contains("张三") && !page.contains("18号") && !page.contains("灯泡"))
        }
    }

    @Test("count how often they are opened, for those who may see figures", arguments: TestEngine.present)
    func counted(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await AreasTown(database)
            let client = WebClient(town.server)
            for _ in 1...3 { _ = try await client.get("/papers/lamp-repair") }
            try await town.papers.tick(at: town.now)
            town.clock.move(86_400_000)
            _ = try await client.get("/papers/lamp-repair")
            for _ in 1...2 { try await town.papers.tick(at: town.now) }
            #expect(try await town.papers.counts(at: town.now) == ["lamp-repair": 4])
            #expect(try await !client.get("/papers").text.contains("30 天内打开"))
            let leader = WebClient(town.server)
            leader.setCookie("__Host-lx_s", "supervisor")
            #expect(try await leader.get("/papers").text.contains("30 天内打开 4 次"))
            town.clock.move(31 * 86_400_000)
            #expect(try await town.papers.counts(at: town.now).isEmpty)
        }
    }
}
