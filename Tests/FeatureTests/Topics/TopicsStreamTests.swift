import Core
import Desk
import Foundation
import Language
import Storage
import Testing
@testable import Topics

@Suite("A year of real messages, replayed in the order they came in")
struct TopicsStreamTests {
    /// What stood in the list at some time of the year, at its height.
    private struct Height {
        var topic: RisingTopic
        var day: CivilDate
        var matters: Set<Int64>
    }

    @Test("has topics that a reader recognises, and none of its first weeks", .enabled(if: Stream.isThere))
    func topics() async throws {
        let messages = try Stream.messages()
        #expect(messages.count == 4326)
        try await TestEngine.sqlite.withDatabase { database in
            let town = try await StreamTown(database)
            var heights: [Height] = []
            try await town.replay(messages) { day, found in
                for (topic, matters) in found {
                    if let index = heights.firstIndex(where: {
                        Self.isSame($0.matters, matters)
                            || !Set($0.topic.phrases).isDisjoint(with: topic.phrases)
                    }) {
                        heights[index].matters.formUnion(matters)
                        if topic.level.surprise > heights[index].topic.level.surprise {
                            (heights[index].topic, heights[index].day) = (topic, day)
                        }
                    } else {
                        heights.append(Height(topic: topic, day: day, matters: matters))
                    }
                }
            }
            heights.sort { $0.topic.level.surprise > $1.topic.level.surprise }
            for height in heights.prefix(10) { print(Self.line(height)) }
            #expect(heights.count >= 5)
            // One estate's parking places, sold together with its flats.
            #expect(heights.first.map { $0.topic.level.people >= 30 } == true)
            // Before it is known what is usual, nothing is unusual.
            #expect(heights.allSatisfy { $0.day >= TownCity.date("2019-02-01") })
            // Whoever wrote ninety-two times is one of them.
            #expect(heights.allSatisfy { $0.topic.matters < $0.topic.level.people * 2 })
        }
    }

    private static func isSame(_ one: Set<Int64>, _ other: Set<Int64>) -> Bool {
        one.intersection(other).count * 2 >= min(one.count, other.count)
    }

    private static func line(_ height: Height) -> String {
        let topic = height.topic
        let name = topic.phrases.map { Masking.publicCopy(of: $0) }.joined(separator: " · ")
        return
            "\(height.day) | \(topic.span.rawValue) days | \(topic.area.text) | "
            + "\(topic.level.people) people | \(topic.matters) matters | "
            + "usually \((topic.level.expected * 10).rounded() / 10) | "
            + "\((topic.level.surprise * 10).rounded() / 10) | \(name) | \(topic.subject)"
    }
}

/// The city of the stream, with its topics followed.
struct StreamTown {
    private let city: City
    let desk: Desk
    let topics: TopicsDesk
    private let runner: FollowerRunner

    init(_ database: any Database) async throws {
        try await Migrator(
            StorageSchema.migrations + DeskSchema.migrations + TopicsSchema.migrations
        ).migrate(database, now: TownCity.start)
        city = try Self.city()
        desk = Desk(
            database: database, city: city, secret: Array(repeating: UInt8(5), count: 32),
            address: "https://12345.example.org")
        topics = TopicsDesk(desk: desk, rules: TopicRules.usual)
        runner = FollowerRunner(database: database, followers: [topics.follower])
    }

    private static func city() throws -> City {
        let plain = TownCity.city
        let areas =
            [Area(code: TownCity.area("1101"), name: LocalText(zh: "A市", en: "City A"))]
            + (1...9).map {
                Area(
                    code: TownCity.area("11010\($0)"),
                    name: LocalText(zh: "A\($0)" + ($0 > 8 ? "市" : $0 > 6 ? "县" : "区"), en: "County \($0)"))
            }
        let calendar = try WorkingCalendar(
            hours: [DayHours(opens: 540, closes: 1020)], from: try #require(CivilDate("2017-01-01")),
            through: try #require(CivilDate("2021-12-31")))
        return City(
            name: plain.name, version: 1, areas: AreaTree(areas), area: plain.area,
            units: Array(plain.units.values), roles: Array(plain.roles.values), catalogue: plain.catalogue,
            dispatch: plain.dispatch, procedures: [TownKind.request], firstKind: "request",
            calendar: calendar, templates: [], desk: plain.desk)
    }

    /// Files the messages day by day and looks for what rises at the end of each day.
    func replay(
        _ messages: [Stream.Message], spans: [TopicSpan] = [.week, .month],
        each: (CivilDate, [(RisingTopic, Set<Int64>)]) -> Void
    ) async throws {
        let days = Dictionary(grouping: messages) { city.calendar.date(of: $0.at) }
        for day in days.keys.sorted() {
            for message in days[day] ?? [] { try await file(message) }
            _ = try await runner.advanceAll()
            let night = city.calendar.start(of: day) + 86_399_000
            var found: [(RisingTopic, Set<Int64>)] = []
            for span in spans {
                try await topics.find(span, at: night)
                for topic in try await topics.rising(span, in: [city.area]) {
                    let rows = try await topics.matters(of: topic.id, before: nil, limit: 400)
                    found.append((topic, Set(rows.map(\.id))))
                }
            }
            each(day, found)
        }
    }

    private func file(_ message: Stream.Message) async throws {
        var filing = Filing(text: String(message.text.prefix(4000)), channel: .imported)
        filing.title = String(message.title.prefix(60))
        filing.area = TownCity.area(message.area)
        filing.contact = Filing.Contact(email: message.user + "@example.org")
        _ = try await desk.file(filing, by: .system("stream"), at: message.at)
    }
}
