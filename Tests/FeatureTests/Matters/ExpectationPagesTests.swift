import Core
import Desk
import Storage
import Testing
import Web

@Suite("What similar matters let a resident expect")
struct ExpectationPagesTests {
    private static let day: Int64 = 86_400_000

    /// Matters of street lamps that took ten days each, and what they teach.
    private func learn(_ count: Int, in town: TestTown) async throws {
        for index in 0..<count {
            var filing = Filing(text: "路灯不亮。", channel: .imported)
            filing.area = AreaCode(TownCity.village)
            filing.category = "lamp"
            filing.source = "old"
            filing.sourceID = "\(index)"
            filing.raisedAt = town.now + -40 * Self.day
            filing.endedAt = town.now + -30 * Self.day
            _ = try await town.desk.file(filing, by: .system("import"), at: town.now)
        }
        try await town.desk.refreshExpectations(at: town.now, isDue: true)
    }

    private func begun(in town: TestTown) async throws -> ApiLife {
        let life = try await ApiLife.begin(in: town)
        try await life.move("register", ["category": "lamp"], as: "clerk")
        return life
    }

    /// A page in both languages.
    private func pages(_ path: String, _ client: WebClient) async throws -> (zh: String, en: String) {
        var texts: [String] = []
        for language in ["zh", "en"] {
            client.setCookie("lx_lang", language)
            let answer = try await client.get(path)
            #expect(answer.status == 200 && answer.text.contains("</html>"))
            texts.append(answer.text)
        }
        return (texts[0], texts[1])
    }

    @Test("stands beside the limit in plain words, in both languages")
    func shown() async throws {
        try await TestTown.with { town in
            try await learn(24, in: town)
            let life = try await begun(in: town)
            let pages = try await pages("/track/\(life.token)", town.visitor())
            #expect(pages.zh.contains("一半在2026年3月1"), "\(pages.zh)")
            #expect(pages.zh.contains("参考了24件已经办完的同类事项。"))
            #expect(pages.en.contains("One in two is done by 1") && pages.en.contains("nine in ten by 1"))
            #expect(pages.en.contains("We looked at 24 that are done. The limit still counts."))
        }
    }

    @Test("is not shown with fewer than twenty that finished")
    func tooFew() async throws {
        try await TestTown.with { town in
            try await learn(19, in: town)
            let life = try await begun(in: town)
            #expect(!(try await pages("/track/\(life.token)", town.visitor()).zh.contains("同类事项")))
            #expect(try await life.track()["expected"].isAbsent)
            #expect(try await life.seen()["expected"].isAbsent)
        }
    }

    @Test("is not shown while it waits for the resident, nor when it has ended")
    func hidden() async throws {
        try await TestTown.with { town in
            try await learn(24, in: town)
            let life = try await ApiLife.answered(in: town)
            #expect(!(try await pages("/track/\(life.token)", town.visitor()).zh.contains("同类事项")))
            try await life.resident("rate", ["solved": "yes", "satisfied": "yes"])
            #expect(!(try await pages("/track/\(life.token)", town.visitor()).zh.contains("同类事项")))
            #expect(try await life.track()["expected"].isAbsent)
        }
    }

    @Test("is never earlier than now, and not said any more of one that took longer than all others")
    func later() async throws {
        try await TestTown.with { town in
            try await learn(24, in: town)
            let life = try await begun(in: town)
            let first = try #require(try await life.track()["expected"]["p50"].text)
            town.wait(5 * Self.day)
            let later = try #require(try await life.track()["expected"]["p50"].text)
            #expect(first <= later && later > "2026-03-07")
            town.wait(20 * Self.day)
            #expect(try await life.track()["expected"].isAbsent)
            #expect(!(try await pages("/track/\(life.token)", town.visitor()).zh.contains("同类事项")))
        }
    }

    @Test("stands in the answers of the API with what it is drawn from")
    func api() async throws {
        try await TestTown.with { town in
            try await learn(24, in: town)
            let life = try await begun(in: town)
            for answer in [try await life.track(), try await life.seen()] {
                let expected = answer["expected"]
                #expect(expected["count"].int == 24 && expected["basis"]["sort"].text == "category")
                #expect(expected["basis"]["category"]["code"].text == "lamp")
                #expect(expected["basis"]["area"]["code"].text == "110101001")
                let (half, most) = (expected["p50"].text ?? "", expected["p90"].text ?? "")
                #expect(half > "2026-03-11" && half <= most && most < "2026-03-13")
            }
        }
    }

    @Test("is told to people at work with what it is compared with, and how often it came true")
    func staff() async throws {
        try await TestTown.with { town in
            try await learn(24, in: town)
            let life = try await begun(in: town)
            let before = try await pages("/matters/\(life.number)", town.browser("clerk"))
            #expect(before.zh.contains("预计办结") && before.zh.contains("道路 / 路灯，东县桥头镇"))
            #expect(before.en.contains("Expected finish") && !before.en.contains("City-wide"))
            let runner = FollowerRunner(
                database: town.desk.database, followers: [town.desk.expectationFollower])
            try await runner.advanceAll()
            let other = try await begun(in: town)
            try await town.desk.refreshExpectations(at: town.now + 20 * Self.day)
            let after = try await pages("/matters/\(other.number)", town.browser("clerk"))
            #expect(after.en.contains("City-wide: half was said of 1 by now; 0 % were done."))
            #expect(after.en.contains("Nine in ten was said of 1; 0 % were done."))
            #expect(after.zh.contains("说“一半”的1件到期，其中办结0%。"))
            // None of it is the resident's.
            let track = try await pages("/track/\(other.token)", town.visitor())
            #expect(!track.en.contains("City-wide") && !track.zh.contains("全市：说"))
        }
    }
}
