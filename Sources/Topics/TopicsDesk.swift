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
    /// Days that a chart shows.
    static let chartDays = 30
    /// Before so many days are known, nothing is unusual.
    private static let leastDays = 14

    /// Looks again for what rises: every ten minutes, and for a month every hour. One server at a time does
    /// it.
    public func tick(at now: Moment) async throws {
        for span in TopicSpan.allCases {
            let pause: Int64 = span == .month ? 3_600_000 : 600_000
            let isMine = try await desk.database.write { connection in
                try RisingStore(connection: connection).claim(span, at: now, pauseMilliseconds: pause)
            }
            if isMine { try await find(span, at: now) }
        }
    }

    /// Finds what rises in the days up to a moment and keeps it in the place of what was found before.
    public func find(_ span: TopicSpan, at now: Moment) async throws {
        let today = city.calendar.date(of: now).daysSince1970
        let (rules, most) = (rules, Self.mostTopics)
        let found = try await desk.database.read { connection -> [FoundTopic] in
            let store = TopicMarkStore(connection: connection)
            // Before a span as long came before this one, nothing is usual yet.
            let least = max(Self.leastDays, 2 * span.days)
            guard let followed = try store.followed(), today - followed.first >= least else { return [] }
            let search = TopicSearch(
                store: store, span: span, today: today, first: followed.first, rules: rules)
            let rises = try search.rises(limit: Self.mostSubjects)
            return try search.described(TopicGathering.gather(rises, limit: most))
        }
        try await desk.database.write { connection in
            try RisingStore(connection: connection).replace(found, of: span, through: today, at: now)
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

/// A topic just found.
struct FoundTopic: Sendable {
    let subject: TopicSubject
    let area: AreaCode
    let category: String?
    let phrases: [String]
    let level: TopicLevel
    let matters: [Int64]
    /// People of each of the last days, the oldest first.
    let series: [Int]
}

/// Looks for subjects that rise.
struct TopicSearch {
    let store: TopicMarkStore
    let span: TopicSpan
    let today: Int
    /// The first day of which anything is known.
    let first: Int
    let rules: TopicRules

    private var begin: Int { today - span.days + 1 }

    func rises(limit: Int) throws -> [TopicRise] {
        let busy = try store.busy(from: begin, through: today, people: rules.people, limit: limit)
        return try busy.compactMap { subject in
            let marks = try store.marks(
                of: subject, from: today - TopicMarkStore.keptDays, through: today)
            let level = try level(of: subject, marks)
            guard level.rises(by: rules) else { return nil }
            let senders = Dictionary(
                marks.filter { $0.day >= begin }.map { ($0.matter, $0.sender) },
                uniquingKeysWith: { first, _ in first })
            return TopicRise(subject: subject, level: level, senders: senders)
        }
    }

    private func level(of subject: TopicSubject, _ marks: [TopicMarkStore.Mark]) throws -> TopicLevel {
        func people(from start: Int) -> Int {
            Set(marks.filter { $0.day >= start && $0.day < start + span.days }.map(\.sender)).count
        }
        let starts = (1...span.past).map { begin - $0 * span.step }
        let known = starts.filter { $0 >= max(first, today - TopicMarkStore.keptDays) }
        return TopicLevel(
            people: people(from: begin), before: known.map(people), lastYear: try lastYear(of: subject))
    }

    /// The same days of last year and a week to both sides: 52 weeks back, so that Mondays meet Mondays.
    private func lastYear(of subject: TopicSubject) throws -> [Int] {
        guard subject.sort == .category else { return [] }
        let start = begin - 364
        guard first <= start - 7 else { return [] }
        let days = try store.days(of: subject, from: start - 7, through: start + span.days + 6)
        return [-7, 0, 7].map { shift in
            (0..<span.days).reduce(0) { $0 + (days[start + shift + $1] ?? 0) }
        }
    }

    // MARK: Describing

    func described(_ gathered: [TopicGathering]) throws -> [FoundTopic] {
        let background = try store.background()
        return try gathered.map { gathering in
            let senders = gathering.senders
            let described = try store.described(Array(senders.keys).sorted())
            let phrase = TopicPhrase { TopicWords.telling($0, against: background) }
            // Each person's words once: nobody names a topic by repeating it.
            var spoken: Set<Int64> = []
            let titles = senders.sorted { $0.key < $1.key }.filter { spoken.insert($0.value).inserted }
                .compactMap { described[$0.key]?.title }
            return FoundTopic(
                subject: gathering.leader.subject,
                area: Self.place(described.values.map(\.area), within: gathering.leader.subject.area),
                category: Self.usual(described.values.compactMap(\.category), of: described.count),
                phrases: phrase.phrases(of: titles),
                level: TopicLevel(people: gathering.people, expected: gathering.leader.level.expected),
                matters: described.keys.sorted(), series: try series(of: gathering))
        }
    }

    /// The smallest place in which four of five are.
    static func place(_ areas: [AreaCode], within: AreaCode) -> AreaCode {
        var place = within
        for level in [AreaLevel.county, .town, .village] where level > place.level {
            let counts = Dictionary(grouping: areas.compactMap { $0.ancestor(at: level) }) { $0 }
            guard let most = counts.max(by: { ($0.value.count, $1.key) < ($1.value.count, $0.key) }),
                most.value.count * 5 >= areas.count * 4, place.contains(most.key)
            else { break }
            place = most.key
        }
        return place
    }

    private static func usual(_ categories: [String], of count: Int) -> String? {
        let counts = Dictionary(grouping: categories) { $0 }
        guard let most = counts.max(by: { ($0.value.count, $1.key) < ($1.value.count, $0.key) }),
            most.value.count * 2 >= count
        else { return nil }
        return most.key
    }

    private func series(of gathering: TopicGathering) throws -> [Int] {
        let start = today - TopicsDesk.chartDays + 1
        let marks = try store.marks(of: gathering.leader.subject, from: start, through: today)
        var people: [Int: Set<Int64>] = [:]
        for mark in marks { people[mark.day, default: []].insert(mark.sender) }
        return (start...today).map { people[$0]?.count ?? 0 }
    }
}
