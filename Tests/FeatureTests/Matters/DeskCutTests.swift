import Core
import Desk
import Foundation
import HTTPTypes
@testable import Matters
import Storage
import Testing
import Web

@Suite("A list in which few of many matters fit")
struct DeskCutTests {
    /// One late matter behind more of others than are looked at for one page.
    private func crowded(_ town: TestTown) async throws -> String {
        let filing = Filing(text: "井盖坏了", channel: .web)
        let number = try await town.desk.file(filing, by: .resident, at: town.now).number
        try await town.desk.database.write { connection in
            try connection.run(
                """
                INSERT INTO matters (id, number, kind, stage, status, outcome, holder, rank, title, text,
                    channel, caller, area, county, town, village, category, lead, raised_to, urgency,
                    raised_at, changed_at, due_at, overdue, version, head_hash, state)
                WITH RECURSIVE crowd (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM crowd WHERE n < 5200)
                SELECT id + n, 'CROWD' || n, kind, stage, status, outcome, holder, rank, title, text, channel,
                    caller, area, county, town, village, category, lead, raised_to, urgency, raised_at,
                    changed_at, due_at, overdue, version, head_hash, state
                FROM matters, crowd WHERE number = \(number)
                """)
            try connection.run("UPDATE matters SET overdue = 1 WHERE number = \(number)")
        }
        return number
    }

    private func further(_ page: String) -> String? {
        page.split(separator: "rel=\"next\" href=\"").dropFirst().first
            .map { String($0.prefix { $0 != "\"" }).replacing("&amp;", with: "&") }
    }

    @Test("says on the page that only a part was looked through, and leads on")
    func page() async throws {
        try await TestTown.with { town in
            let number = try await crowded(town)
            let clerk = town.browser("clerk")
            let first = try await clerk.get("/matters?scope=city&overdue=yes").text
            #expect(first.contains("看过的部分里没有找到") && !first.contains(number))
            let second = try await clerk.get(try #require(further(first))).text
            #expect(second.contains(number) && further(second) == nil && !second.contains("只看了一部分"))
            // One that is found at once, and a rest that was not looked at.
            try await town.desk.database.write { connection in
                try connection.run("UPDATE matters SET overdue = 1 WHERE number = 'CROWD5199'")
            }
            let some = try await clerk.get("/matters?scope=city&overdue=yes").text
            #expect(some.contains("CROWD5199") && some.contains("只看了一部分") && further(some) != nil)
            let english = try await clerk.get(
                "/matters?scope=city&overdue=yes", headers: [.acceptLanguage: "en"]
            ).text
            #expect(english.contains("only a part was looked through"))
        }
    }

    @Test("tells programs that it was cut, and where it goes on")
    func api() async throws {
        try await TestTown.with { town in
            let number = try await crowded(town)
            let clerk = town.officer("clerk")
            let first = try await clerk.get("/api/v1/matters?overdue=true").value
            #expect(first["matters"].list.isEmpty && first["cut"] == .flag(true))
            let second = try await clerk.get(try #require(first["next"].text)).value
            #expect(second["matters"].list.map { $0["number"].text } == [number])
            #expect(second["cut"] == .flag(false) && second["next"].text == nil)
        }
    }

    @Test("is counted above as more than was found")
    func view() async throws {
        try await TestTown.with { town in
            _ = try await crowded(town)
            let clerk = town.browser("clerk")
            let question = "?scope=city&state=open&overdue=yes"
            _ = try await clerk.post(
                "/matters/views", ["name": "超期", "question": question, "for": ""], from: "/matters?scope=")
            #expect(try await clerk.get("/matters?scope=city").text.contains("多于 0"))
            let english = try await clerk.get("/matters?scope=city", headers: [.acceptLanguage: "en"]).text
            #expect(english.contains("more than 0"))
        }
    }
}
