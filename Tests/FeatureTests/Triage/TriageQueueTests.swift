import Core
import Desk
import Language
import Markup
import Storage
import Testing
@testable import Triage
import Web

@Suite("The queue of triage")
struct TriageQueueTests {
    private static let book = WordBook([
        .web,
        WordFiles(
            owner: "Triage", zh: Triage.PackageResources.zh_words, en: Triage.PackageResources.en_words),
    ])

    @Test(
        "has well made pages with all their words, in every state and both languages",
        arguments: Language.allCases)
    func wellMade(_ language: Language) throws {
        let words = Self.book.words(language)
        let complaints = try TriageSpecimens.all.flatMap { try $0.complaints(words) }
        #expect(complaints == [])
        for specimen in TriageSpecimens.all {
            #expect(!(try specimen.document(words).text.contains("<script>alert")), "\(specimen.name)")
        }
        #expect(Self.book.complaints == [])
    }

    @Test("says that nothing waits only where no further page follows")
    func empty() throws {
        let words = Self.book.words(.zh)
        func text(_ name: String) throws -> String {
            try #require(TriageSpecimens.all.first { $0.name == name }).document(words).text
        }
        #expect(try text("triage, nothing waits").contains(words("triage.empty")))
        let between = try text("triage, nothing on this page")
        #expect(between.contains(words("triage.emptyHere")) && !between.contains(words("triage.empty")))
    }

    @Test("says that there is no model, and shows what waits without suggestions")
    func bare() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await TriageTown(database)
            let receipt = try await town.file("路灯不亮")
            let page = try await town.browser("dispatcher").get("/triage")
            #expect(page.status == 200 && page.text.contains(receipt.number))
            #expect(page.text.contains("还没有模型") && page.text.contains("没有建议"))
        }
    }

    @Test(
        "of a grid goes on where only a part of its village was looked through, in order and nothing lost",
        arguments: TestEngine.present)
    func cut(_ engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await TriageTown(database)
            let grid = "110101001001001"
            let (first, second) = (
                try await town.file("路灯不亮", area: grid), try await town.file("路灯坏了", area: grid)
            )
            let third = try await town.file("路灯又坏了", area: grid)
            try await town.move("register", [.category: "lamp"], on: third.id, by: "clerk")
            let other = try await town.file("没有路灯")
            let numbers = [first, second, third].map(\.number)
            // Between the first and the second, all of the village that is in no grid.
            try await database.write { connection in
                try connection.run(
                    """
                    INSERT INTO matters (id, number, kind, stage, status, outcome, holder, rank, title, text,
                        channel, caller, area, county, town, village, category, lead, raised_to, urgency,
                        raised_at, changed_at, due_at, overdue, version, head_hash, state)
                    WITH RECURSIVE crowd (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM crowd WHERE n < 5200)
                    SELECT 100000 + n, 'CROWD' || n, kind, stage, status, outcome, holder, rank, title, text,
                        channel, caller, area, county, town, village, category, lead, raised_to, urgency,
                        raised_at, changed_at, 2000, overdue, version, head_hash, state
                    FROM matters, crowd WHERE number = \(other.number)
                    """)
                for (number, due) in zip(numbers, [1000, 3000, 4000]) {
                    try connection.run("UPDATE matters SET due_at = \(due) WHERE number = \(number)")
                }
            }
            let scope = Scope.area(TownCity.area(grid))
            let posts = [
                Post(role: "dispatcher", unit: UnitCode("CENTRE"), area: TownCity.area(grid))
            ]
            var pages: [[String]] = []
            var place: DuePlace?
            repeat {
                let queue = try await town.triage.queue(
                    of: posts, in: scope, after: place, limit: 5, at: town.now)
                pages.append(queue.advices.map(\.record.number))
                place = queue.next
            } while place != nil && pages.count < 9
            #expect(pages == [[numbers[0]], [numbers[1], numbers[2]]])
        }
    }

    @Test(
        "registers and dispatches by one button, and keeps which suggestion it was",
        arguments: TestEngine.present)
    func confirm(_ engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await TriageTown(database)
            try await town.learned()
            let receipt = try await town.file("我们这条街的路灯不亮")
            let browser = town.browser("dispatcher")
            let page = try await browser.get("/triage").text
            #expect(page.contains("1. 受理为“路灯”，派给路政队"))
            #expect(page.contains("道路 × 东县 → 路政队") && page.contains("<mark>"))
            let answer = try await browser.post(
                "/triage/matters/\(receipt.number)",
                [
                    "choice": "1 lamp ROADS", "version": String(receipt.version),
                    "back": "/triage?scope=city#queue",
                ],
                from: "/triage")
            #expect(answer.status == 303)
            let matter = try #require(try await town.matter(receipt.id))
            #expect(matter.stage == "dispatched" && matter.category == "lamp")
            #expect(matter.lead == UnitCode("ROADS"))
            let decision = try #require(try await town.decisions(receipt.id).first)
            #expect(!decision.isAutomatic && decision.person == 2 && decision.place == 1)
            #expect(decision.version == 1 && decision.rule == "roads@110101")
            // It does not wait any more, and a second press changes nothing.
            let again = try await browser.post(
                "/triage/matters/\(receipt.number)", ["choice": "1 lamp ROADS"], from: "/triage")
            #expect(again.status == 409 && again.text.contains("已经不在等派单了"))
            #expect(try await town.decisions(receipt.id).count == 1)
        }
    }

    @Test("changes nothing for what is out of date, unknown, or not this person's")
    func refusals() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await TriageTown(database)
            let receipt = try await town.file("路灯不亮")
            let path = "/triage/matters/\(receipt.number)"
            let browser = town.browser("dispatcher")
            let wrong = [
                ["choice": "1 lamp ROADS", "version": "9"], ["choice": "1 roads ROADS"],
                ["choice": "1 lamp NOBODY"], ["choice": "7 lamp ROADS"], ["choice": "lamp"], [:],
            ]
            for answers in wrong {
                let answer = try await browser.post(path, answers, from: "/triage")
                #expect(answer.status == 409, "\(answers)")
            }
            // Whoever may only register cannot do half of it.
            #expect(try await town.browser("clerk").get("/triage").status == 403)
            let clerk = try await browser.post(
                "/triage/matters/NONE", ["choice": "1 lamp ROADS"], from: "/triage")
            #expect(clerk.status == 404)
            let elsewhere = town.triage
            await #expect(throws: MatterNotFound.self) {
                _ = try await elsewhere.confirm(
                    receipt.number,
                    .init(category: "lamp", unit: UnitCode("ROADS"), place: 1, version: nil),
                    by: town.actor("afar"), at: town.now)
            }
            await #expect(throws: TriageRefusal.notWaiting) {
                _ = try await elsewhere.confirm(
                    receipt.number,
                    .init(category: "lamp", unit: UnitCode("ROADS"), place: 1, version: nil),
                    by: town.actor("clerk"), at: town.now)
            }
            let matter = try #require(try await town.matter(receipt.id))
            #expect(matter.stage == "received" && matter.version == 1 && matter.category == nil)
            #expect(try await town.decisions(receipt.id).isEmpty)
        }
    }

    @Test("shows who gave it back, and does not suggest that unit again")
    func returned() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await TriageTown(database)
            try await town.learned()
            let receipt = try await town.file("桥头的路灯坏了")
            try await town.move("register", [.category: "lamp"], on: receipt.id, by: "clerk")
            try await town.move("dispatch", [.unit: "ROADS"], on: receipt.id, by: "dispatcher")
            try await town.move("return", [.reason: "不归我们"], on: receipt.id, by: "roads")
            try await town.follow()
            let page = try await town.browser("dispatcher").get("/triage").text
            #expect(page.contains("这些单位退过单：路政队"))
            #expect(!page.contains("派给路政队") && page.contains("没有指出可派的单位"))
        }
    }

    @Test("finds the unit by a place that the text names, where the matter has none")
    func places() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await TriageTown(database)
            try await town.learned()
            _ = try await town.file("桥头村的路灯不亮", area: "1101")
            let page = try await town.browser("dispatcher").get("/triage").text
            #expect(page.contains("文中提到“桥头村”") && page.contains("派给路政队"))
        }
    }

    @Test("goes on page by page, the soonest due first, and shows nothing twice")
    func pages() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await TriageTown(database)
            var numbers: Set<String> = []
            for index in 0..<35 {
                numbers.insert(try await town.file("第\(index)件").number)
                town.clock.move(60_000)
            }
            let posts = TownCity.people["dispatcher"]?.posts ?? []
            var (seen, place): ([String], DuePlace?) = ([], nil)
            repeat {
                let page = try await town.triage.queue(
                    of: posts, in: .city, after: place, limit: 15, at: town.now)
                seen += page.advices.map(\.record.number)
                place = page.next
            } while place != nil
            #expect(seen.count == 35 && Set(seen) == numbers)
        }
    }

    @Test("bears any text: one letter a million times, emoji, Tibetan, Uyghur")
    func anyText() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await TriageTown(database)
            try await town.learned()
            let state = try await town.triage.shelf.model()
            let adviser = town.triage.adviser(state, at: town.now)
            let receipt = try await town.file("路灯 👩‍👩‍👧‍👦🏮 བོད་ཡིག ئۇيغۇرچە <b>x</b>")
            let record = try #require(
                try await town.desk.records([receipt.id], seenBy: TownCity.people["clerk"]?.posts ?? [])
                    .first)
            let advice = adviser.advice(for: record, refused: [])
            #expect(!advice.suggestions.isEmpty)
            let ranges = advice.suggestions[0].words
            #expect(ranges.allSatisfy { $0.upperBound <= record.text.utf8.count })
            let ready = try #require(state.ready)
            let long = String(repeating: "啊", count: 1_400_000)
            let said = ready.classifier.suggestions(title: "", text: long, limit: 3)
            #expect(said.allSatisfy { (0...1).contains($0.probability) })
            let page = try await town.browser("dispatcher").get("/triage").text
            #expect(page.contains("👩‍👩‍👧‍👦") && !page.contains("<b>x</b>"))
        }
    }
}
