import Core
import Desk
import HTTPTypes
import Storage
import Testing
@testable import Topics
import Web

@Suite("The one topic of a month")
struct MonthTests {
    private static let form = [
        "month": "2026-03", "title": "夜间施工", "reason": "反映的人最多", "unit": "ROADS", "plan": "夜里停工，每周检查",
    ]

    @Test("is chosen, followed and ended by those who may, on either engine", arguments: TestEngine.present)
    func story(_ engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await TopicsTown(database)
            let manager = town.browser("manager")
            #expect(try await manager.post(TopicsPath.new, Self.form, from: TopicsPath.new).status == 303)
            // A month has one topic.
            let second = try await manager.post(TopicsPath.new, Self.form, from: TopicsPath.new)
            #expect(second.status == 409)
            let receipt = try await town.file("夜里还在施工", phone: town.stranger())
            let path = "/topics/months/2026-03"
            #expect(
                try await manager.post("\(path)/steps", ["text": "已约谈"], from: path).status == 303)
            #expect(
                try await manager.post("\(path)/matters", ["number": receipt.number], from: path).status
                    == 303)
            var page = try await manager.get(path).text
            #expect(page.contains("已约谈") && page.contains(receipt.number) && page.contains("1 件中 0 件"))
            #expect(try await manager.post("\(path)/end", ["result": "夜里不再施工"], from: path).status == 303)
            page = try await manager.get(path).text
            #expect(page.contains("夜里不再施工") && !page.contains("name=\"result\""))
            // What has ended takes nothing more.
            let late = try await town.topics.month(try #require(MonthlyTopic.Month("2026-03")))
            #expect(late?.topic.isOpen == false && late?.steps.count == 1)
            await #expect(throws: TopicsRefusal.ended) {
                try await town.topics.add(
                    "迟到的", to: MonthlyTopic.Month(CivilDate(daysSince1970: 20_520)), by: 1, at: town.now)
            }
            #expect(try await manager.get("/topics/months").text.contains("夜间施工"))
        }
    }

    @Test("is refused without a title, reason, unit, plan or month")
    func refused() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await TopicsTown(database)
            let manager = town.browser("manager")
            for (field, value) in [
                ("month", "2026"), ("month", "2026-13"), ("month", "9999-01"), ("title", ""),
                ("title", String(repeating: "长", count: 61)), ("reason", ""),
                ("reason", String(repeating: "长", count: 2001)), ("unit", "NONE"), ("plan", ""),
            ] {
                let form = Self.form.merging([field: value]) { $1 }
                let answer = try await manager.post(TopicsPath.new, form, from: TopicsPath.new)
                #expect(answer.status == 422, "\(field) \(value.prefix(8))")
            }
            #expect(try await town.topics.months(before: nil, limit: 5).isEmpty)
            #expect(try await manager.get("/topics/months/2026-03").status == 404)
            #expect(try await manager.get("/topics/months/none").status == 404)
        }
    }

    @Test("takes no step without words, no matter that is not there, and no word of others")
    func guarded() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await TopicsTown(database)
            let manager = town.browser("manager")
            _ = try await manager.post(TopicsPath.new, Self.form, from: TopicsPath.new)
            let path = "/topics/months/2026-03"
            #expect(try await manager.post("\(path)/steps", ["text": ""], from: path).status == 422)
            let long = String(repeating: "长", count: 2001)
            #expect(try await manager.post("\(path)/steps", ["text": long], from: path).status == 422)
            #expect(try await manager.post("\(path)/matters", ["number": "X1"], from: path).status == 422)
            #expect(try await manager.post("\(path)/end", ["result": ""], from: path).status == 422)
            // The unit's people write what they did, but others choose and end.
            let roads = town.browser("roads")
            #expect(try await roads.post("\(path)/steps", ["text": "到现场"], from: path).status == 303)
            #expect(try await roads.post("\(path)/end", ["result": "好了"], from: path).status == 403)
            #expect(try await roads.get(TopicsPath.new).status == 403)
            #expect(try await town.browser("water").get(path).status == 404)
            // Who only sees figures reads.
            let supervisor = town.browser("supervisor")
            let reads = try await supervisor.get(path)
            #expect(reads.status == 200 && !reads.text.contains("<textarea"))
        }
    }

    @Test("begins with the matters of what was rising")
    func fromRising() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await TopicsTown(database)
            try await town.quietDays(21)
            for index in 0..<5 { try await town.file("滨湖工地夜间施工\(index)", phone: town.stranger()) }
            let topic = try #require(try await town.rising().first)
            let month = try #require(MonthlyTopic.Month("2026-03"))
            try await town.topics.choose(
                MonthlyTopic(
                    month: month, title: "夜间施工", reason: "多", unit: UnitCode("ROADS"), plan: "查",
                    chosenBy: 11, chosenAt: town.now), from: topic.id)
            let story = try await town.topics.month(month)
            #expect(story?.all == 5 && story?.open == 5)
        }
    }
}
