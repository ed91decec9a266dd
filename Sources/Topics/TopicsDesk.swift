public import Core
public import Desk
import Language
import Storage

/// What people speak of more than they usually do (M08), and the one topic that a leader takes up each month.
///
/// It is proof against votes, which count nothing, and against whoever writes fifty times, who counts once.
public struct TopicsDesk: Sendable {
    let desk: Desk
    let rules: TopicRules

    public init(desk: Desk, rules: TopicRules) {
        self.desk = desk
        self.rules = rules
    }

    var city: City { desk.city }

    /// Topics that are kept of one span.
    static let mostTopics = 40
    /// Subjects that are looked at closely, those with the most people first.
    private static let mostSubjects = 600
    /// Days that a chart shows, and hours of the shortest span's.
    static let (chartDays, chartHours) = (30, 48)

    /// Looks again for what rises: in the last hours every three minutes, else every ten, and for a month
    /// every hour. One server at a time does it.
    public func tick(at now: Moment) async throws {
        for span in TopicSpan.allCases {
            let pause: Int64 = span == .month ? 3_600_000 : span == .hours ? 180_000 : 600_000
            let isMine = try await desk.database.write { connection in
                try RisingStore(connection: connection).claim(span, at: now, pauseMilliseconds: pause)
            }
            if isMine { try await find(span, at: now) }
        }
    }

    /// Finds what rises up to a moment and keeps it in the place of what was found before.
    public func find(_ span: TopicSpan, at now: Moment) async throws {
        let hour = TopicHour(now, in: city.calendar)
        let (rules, most, places) = (rules, Self.mostTopics, TopicPlaces.names(of: city))
        let found = try await desk.database.read { connection -> [FoundTopic] in
            let store = TopicMarkStore(connection: connection)
            let flow = TopicFlow(try store.flow(from: hour.day - TopicMarkStore.keptDays))
            guard let followed = try store.followed(),
                let first = flow.known(upTo: hour.day, weeks: TopicMarkStore.keptDays / 7 + 1),
                hour.day - first >= span.leastDays
            else { return [] }
            let search = TopicSearch(
                store: store, span: span, now: hour, first: max(first, followed.first),
                counted: followed.first, rules: rules, places: places)
            let rises = try search.rises(limit: Self.mostSubjects)
            return try search.described(TopicGathering.gather(rises, limit: most))
        }
        try await desk.database.write { connection in
            try RisingStore(connection: connection).replace(found, of: span, through: hour.day, at: now)
        }
    }

    // MARK: Reading

    /// What rises at a place and below it, the most surprising first.
    func rising(_ span: TopicSpan, in areas: [AreaCode]) async throws -> [RisingTopic] {
        try await desk.database.read { connection in
            try RisingStore(connection: connection).topics(of: span).filter { topic in
                areas.contains { $0.contains(topic.area) }
            }
        }
    }

    func topic(_ id: Int64) async throws -> RisingTopic? {
        try await desk.database.read { try RisingStore(connection: $0).topic(id) }
    }

    /// The matters of a topic, the newest first.
    ///
    /// - Parameter before: only those with a smaller key.
    func matters(of topic: Int64, before: Int64?, limit: Int) async throws -> [RisingStore.Member] {
        try await desk.database.read {
            try RisingStore(connection: $0).members(of: topic, before: before, limit: limit)
        }
    }
}
