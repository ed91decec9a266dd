import Core
import Desk
import Storage
import Testing
@testable import Topics

@Suite("What bursts")
struct TopicHoursTests {
    private static let minute: Int64 = 60_000
    private static let outage = ["家里没水", "停水了", "水龙头放不出水来", "什么时候来水", "突然断水", "一滴水都没有"]

    /// Three weeks in which six people a day, spread over the working day, report something about water.
    private static func town(_ database: any Database) async throws -> TopicsTown {
        let town = try await TopicsTown(database)
        let usual = ["水费多收了", "水表不准", "水压偏低", "水有点黄", "水管生锈", "想换水表"]
        for day in 0..<21 {
            for (index, text) in usual.enumerated() {
                town.clock.set(TownCity.start + Int64(day) * 86_400_000 + Int64(index) * 80 * minute)
                try await town.file("\(text)，第\(day)天", phone: town.stranger(), category: "water")
            }
        }
        return town
    }

    /// A time of the day after those weeks.
    private static func at(_ hour: Int, _ minutes: Int) -> Moment {
        TownCity.start + 21 * 86_400_000 + (Int64(hour - 9) * 60 + Int64(minutes)) * minute
    }

    @Test(
        "at eight in the evening shows at half past eight, and is over the next morning",
        arguments: TestEngine.present)
    func evening(_ engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await Self.town(database)
            town.clock.set(Self.at(19, 59))
            #expect(try await town.rising(.hours).isEmpty)
            for (index, text) in Self.outage.enumerated() {
                town.clock.set(Self.at(20, 1 + index * 4))
                try await town.file(text, phone: town.stranger(), category: "water")
            }
            town.clock.set(Self.at(20, 30))
            let topic = try #require(try await town.rising(.hours).first)
            #expect(topic.category == "water" && topic.level.people == 6)
            #expect(topic.area == TownCity.area(TownCity.village))
            #expect(topic.series.count == TopicsDesk.chartHours && topic.series.last == 6)
            // Six more than the usual six are no burst of the whole day.
            #expect(
                try await !town.rising(.day).contains { $0.category == "water" && $0.subject.contains("|c|") }
            )
            let page = try await town.browser("supervisor").get("/topics?span=0")
            #expect(page.text.contains("最近 3 小时") && page.text.contains(TopicsPath.topic(topic.id)))
            let one = try await town.browser("supervisor").get(TopicsPath.topic(topic.id))
            #expect(one.status == 200 && one.text.contains("每小时"))
            town.clock.set(Self.at(32, 0))
            #expect(try await town.rising(.hours).isEmpty)
        }
    }

    @Test("around midnight is one, though it lies on two days")
    func midnight() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await Self.town(database)
            for (index, text) in Self.outage.enumerated() {
                town.clock.set(Self.at(23, 45 + index * 5))
                try await town.file(text, phone: town.stranger(), category: "water")
            }
            town.clock.set(Self.at(24, 15))
            #expect(try await town.rising(.hours).first?.level.people == 6)
        }
    }

    @Test("cannot be made by one person in an hour, nor by those of one village who leave no number")
    func one() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await Self.town(database)
            let one = town.stranger()
            for index in 0..<20 {
                town.clock.set(Self.at(20, index))
                try await town.file("停水了，第\(index)次打电话", phone: one, category: "water")
                try await town.file("路灯全灭了，第\(index)次", phone: nil, category: "lamp")
            }
            town.clock.set(Self.at(20, 30))
            #expect(try await town.rising(.hours).isEmpty)
        }
    }

    @Test("costs each message the same rows, however many came before", arguments: [10, 400])
    func cost(before: Int) async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await TopicsTown(database)
            for index in 0..<before { try await town.file("第\(index)家停水", phone: town.stranger()) }
            try await town.follow()
            func rows() async throws -> Int {
                try await database.read { connection in
                    let tables: [SQL] = ["topics_marks", "topics_matters", "topics_days"]
                    return try tables.reduce(0) { sum, table in
                        let count: Int? = try connection.value("SELECT count(*) FROM " + table)
                        return sum + (count ?? 0)
                    }
                }
            }
            let old = try await rows()
            try await town.file("滨湖路口信号灯不亮，车辆排长队", phone: town.stranger(), category: "lamp")
            try await town.follow()
            // One row for the matter, one for each of its subjects: at most thirty words, and two classes at
            // four places.
            #expect(try await rows() - old <= 1 + TopicWords.most + 2 * 4)
        }
    }
}

@Suite("An hour of the town")
struct TopicHourTests {
    @Test(
        "belongs to its day, before 1970 too",
        arguments: [(0, 0), (23, 0), (24, 1), (-1, -1), (-24, -1), (-25, -2)])
    func day(number: Int, day: Int) {
        #expect(TopicHour(number: number).day == day)
    }

    @Test("is the town's own")
    func own() {
        // Nine in the morning of the town's Monday.
        let hour = TopicHour(TownCity.start, in: TownCity.calendar)
        #expect(hour.number % 24 == 9 && hour.day == TownCity.date("2026-03-02").daysSince1970)
        #expect(TopicSpan.hours.range(at: hour) == hour.number - 2..<hour.number + 1)
        #expect(TopicSpan.week.range(at: hour).count == 7 * 24)
    }

    @Test("of stray messages long ago is not since when the town is known")
    func flow() {
        var days: [Int: Int] = [10: 1, 17: 1]
        for day in 50..<60 { days[day] = 9 }
        #expect(TopicFlow(days).known(upTo: 59, weeks: 10) == 50)
        #expect(TopicFlow([:]).known(upTo: 59, weeks: 10) == nil)
        // A quiet week in between changes nothing.
        for day in 20..<60 { days[day] = 9 }
        for day in 39..<46 { days[day] = 0 }
        #expect(TopicFlow(days).known(upTo: 59, weeks: 10).map { $0 <= 20 } == true)
    }
}
