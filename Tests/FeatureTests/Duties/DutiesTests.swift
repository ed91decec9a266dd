import Core
import Desk
import HTTPTypes
@testable import Duties
import Markup
import Testing
import Web

@Suite("Duties")
struct DutiesTests {
    /// A town with the slice under test, and one matter that the roads have.
    private func with(_ body: (TestTown, String) async throws -> Void) async throws {
        try await TestTown.with(
            city: BesideTown.city, features: { desk in TestTown.slices(desk) + [.duties(desk)] }
        ) { town in
            var filing = Filing(text: "院墙倒了", channel: .web)
            filing.area = TownCity.area(TownCity.village)
            let number = try await town.desk.file(filing, by: .resident, at: town.now).number
            try await make("register", [.category: "lamp"], number, by: "dispatcher", in: town)
            try await make("dispatch", [.unit: "ROADS"], number, by: "dispatcher", in: town)
            try await make("accept", [:], number, by: "roads", in: town)
            try await body(town, number)
        }
    }

    private func make(
        _ move: String, _ inputs: [InputWord: String], _ number: String, by name: String, in town: TestTown
    ) async throws {
        town.wait(60_000)
        let actor = try #require(TownCity.people[name]).actor
        _ = try await town.desk.perform(Order(move, inputs), on: .number(number), by: actor, at: town.now)
    }

    @Test("stand on the day of whoever owes them, and of nobody else")
    func ownDay() async throws {
        try await with { town, number in
            #expect(try await town.browser("water").get("/duties").text.contains("没有要您办的事"))
            try await make("givePart", [.part: "WATER", .task: "查水管"], number, by: "roads", in: town)
            let water = try await town.browser("water").get("/duties").text
            #expect(water.contains("协办答复") && water.contains(number) && !water.contains("没有要您办的事"))
            #expect(!(try await town.browser("roads").get("/duties").text.contains("协办答复")))
            try await make("answerPart", [.answer: "没事"], number, by: "water", in: town)
            #expect(!(try await town.browser("water").get("/duties").text.contains("协办答复")))
        }
    }

    @Test("are sorted by when they are due, and say when they are late")
    func sorted() async throws {
        try await with { town, number in
            try await make("givePart", [.part: "WATER", .task: "查"], number, by: "roads", in: town)
            let before = try await town.browser("water").get("/duties").text
            #expect(!before.contains("已超期"))
            town.wait(10 * 86_400_000)
            let after = try await town.browser("water").get("/duties").text
            #expect(after.contains("已超期"))
            let english = try await town.browser("water").get("/duties", headers: [.acceptLanguage: "en"])
                .text
            #expect(english.contains("Answer a part") && english.contains("Late"))
        }
    }

    @Test("fill the ledgers of those who see the place, and are gone when they are done")
    func ledgers() async throws {
        try await with { town, number in
            let path = "/duties/ledgers/decisions"
            #expect(try await town.browser("reviewer").get(path).text.contains("这本台账是空的"))
            try await make(
                "askTime", [.until: "2026-04-30", .reason: "等材料到齐"], number, by: "roads", in: town)
            let page = try await town.browser("reviewer").get(path).text
            #expect(page.contains("审批延期") && page.contains("等材料到齐") && page.contains("2026-04-30"))
            try await make("grantTime", [:], number, by: "reviewer", in: town)
            #expect(try await town.browser("reviewer").get(path).text.contains("这本台账是空的"))
        }
    }

    @Test("open every ledger for everybody at work, and refuse what does not exist or is not theirs")
    func refusals() async throws {
        try await with { town, _ in
            for ledger in ["supervision", "late", "still", "excluded", "individual", "special", "parts"] {
                #expect(
                    try await town.browser("roads").get("/duties/ledgers/\(ledger)").status == 200,
                    "\(ledger)")
            }
            #expect(try await town.browser("roads").get("/duties/ledgers/nothing").status == 404)
            #expect(
                try await town.browser("roads").get("/duties/ledgers/parts?scope=unit-WATER").status == 404)
            #expect(try await town.browser("roads").get("/duties/ledgers/parts?scope=city").status == 404)
            #expect(try await town.browser("roads").get("/duties/ledgers/parts?after=x").status == 400)
            #expect(try await town.browser("roads").get("/duties/ledgers/parts?size=0").status == 200)
            #expect(try await town.browser("roads").get("/duties/ledgers/parts?size=101").status == 200)
            let stranger = try await town.visitor().get("/duties")
            #expect(stranger.status == 303 || stranger.status == 401)
        }
    }

    @Test("turn the pages of a ledger, each row once")
    func pages() async throws {
        try await with { town, first in
            try await make("key", [.reason: "老人多"], first, by: "dispatcher", in: town)
            for _ in 1...4 {
                var filing = Filing(text: "又一件", channel: .web)
                filing.area = TownCity.area(TownCity.village)
                let number = try await town.desk.file(filing, by: .resident, at: town.now).number
                try await make("register", [.category: "lamp"], number, by: "dispatcher", in: town)
                try await make("dispatch", [.unit: "ROADS"], number, by: "dispatcher", in: town)
                try await make("key", [.reason: "老人多"], number, by: "dispatcher", in: town)
            }
            let api = town.officer("reviewer")
            var (seen, cursor): ([String], String?) = ([], nil)
            repeat {
                let path = "/api/v1/duties/ledgers/guidance?size=2" + (cursor.map { "&after=\($0)" } ?? "")
                let answer = try await api.get(path)
                #expect(answer.status == 200)
                seen += answer.text.split(separator: "\"matter\":\"").dropFirst().map {
                    String($0.prefix { $0 != "\"" })
                }
                cursor = answer.text.split(separator: "\"next\":\"").dropFirst().first.map {
                    String($0.prefix { $0 != "\"" })
                }
            } while cursor != nil && seen.count < 20
            #expect(seen.count == 5 && Set(seen).count == 5)
            #expect(try await town.officer("reviewer+none:none").get("/api/v1/duties").status == 403)
        }
    }

    @Test("put what is past its time together by unit")
    func lateByUnit() async throws {
        try await with { town, number in
            try await make("givePart", [.part: "WATER", .task: "查"], number, by: "roads", in: town)
            town.wait(40 * 86_400_000)
            try await town.ring()
            let page = try await town.browser("reviewer").get("/duties/ledgers/late").text
            #expect(page.contains("协办答复") && page.contains(number))
        }
    }

    @Test("name a key order's text without letting it become markup")
    func hostile() async throws {
        try await with { town, number in
            let reason = #"<script>alert(1)</script>"#
            try await make("askTime", [.until: "2026-04-30", .reason: reason], number, by: "roads", in: town)
            let page = try await town.browser("reviewer").get("/duties/ledgers/decisions").text
            #expect(!page.contains(reason) && page.contains("&lt;script&gt;"))
        }
    }

    @Test("stand in pages that are whole in every state and both languages", arguments: Language.allCases)
    func specimens(_ language: Language) throws {
        let book = WordBook([
            .web,
            WordFiles(
                owner: "Duties", zh: Duties.PackageResources.zh_words, en: Duties.PackageResources.en_words),
        ])
        #expect(book.complaints == [])
        let complaints = try DutiesSpecimens.all.flatMap { try $0.complaints(book.words(language)) }
        #expect(complaints == [])
        for specimen in DutiesSpecimens.all {
            #expect(
                !(try specimen.document(book.words(language)).text.contains("<script>alert")),
                "\(specimen.name)")
        }
    }
}
