import Core
import Desk
import Storage

/// What was found to rise.
struct RisingStore {
    let connection: any Connection

    /// Takes the next look at a span for this server.
    ///
    /// - Returns: False where the last one was less than the pause ago, or another server takes it.
    func claim(_ span: TopicSpan, at now: Moment, pauseMilliseconds: Int64) throws -> Bool {
        let made = try connection.run(
            """
            INSERT INTO topics_runs (span, at) VALUES (\(span.rawValue), \(now))
            ON CONFLICT (span) DO NOTHING
            """)
        if made == 1 { return true }
        return try connection.run(
            """
            UPDATE topics_runs SET at = \(now)
            WHERE span = \(span.rawValue) AND at <= \(now + -pauseMilliseconds)
            """) == 1
    }

    /// Puts what was found in the place of what stood there. A topic that shares most of its matters with one
    /// that stood there keeps its key and since when it rises, so that a link to it goes on leading to it.
    func replace(_ found: [FoundTopic], of span: TopicSpan, through day: Int, at now: Moment) throws {
        var old = try topics(of: span).map { topic in
            (topic, Set(try memberKeys(of: topic.id)))
        }
        try connection.run(
            """
            DELETE FROM topics_members WHERE topic_id IN
                (SELECT id FROM topics_rising WHERE span = \(span.rawValue))
            """)
        try connection.run("DELETE FROM topics_rising WHERE span = \(span.rawValue)")
        for topic in found {
            let index = old.firstIndex { entry in
                let shared = topic.matters.count { entry.1.contains($0) }
                return shared > 0 && shared * 2 >= min(entry.1.count, topic.matters.count)
            }
            let before = index.map { old.remove(at: $0).0 }
            let id = try insert(topic, of: span, through: day, keeping: before, at: now)
            for start in stride(from: 0, to: topic.matters.count, by: 200) {
                let some = topic.matters[start..<min(start + 200, topic.matters.count)]
                let rows = some.map { matter -> SQL in "(\(id), \(matter))" }
                try connection.run(
                    "INSERT INTO topics_members (topic_id, matter_id) VALUES " + SQL.join(rows, by: ", "))
            }
        }
    }

    private func insert(
        _ topic: FoundTopic, of span: TopicSpan, through day: Int, keeping before: RisingTopic?,
        at now: Moment
    ) throws -> Int64 {
        let phrases = topic.phrases.joined(separator: "\n")
        let series = topic.series.map(String.init).joined(separator: " ")
        let columns: SQL = """
            span, subject, area, category, phrases, people, matters, expected, surprise, since, until_day,
            series
            """
        let values: SQL = """
            \(span.rawValue), \(topic.subject.text), \(topic.area), \(topic.category), \(phrases),
            \(topic.level.people), \(topic.matters.count), \(topic.level.expected), \(topic.level.surprise),
            \(before?.since ?? now), \(day), \(series)
            """
        let id: Int64?
        if let before {
            id = try connection.value(
                "INSERT INTO topics_rising (id, " + columns + ") VALUES (\(before.id), " + values
                    + ") RETURNING id")
        } else {
            id = try connection.value(
                "INSERT INTO topics_rising (" + columns + ") VALUES (" + values + ") RETURNING id")
        }
        guard let id else {
            throw Fault(.other, "A topic was not kept.", remedy: "Report this with the program's version.")
        }
        return id
    }

    private func memberKeys(of topic: Int64) throws -> [Int64] {
        try connection.rows("SELECT matter_id FROM topics_members WHERE topic_id = \(topic)").map {
            try $0.get("matter_id")
        }
    }

    func topics(of span: TopicSpan) throws -> [RisingTopic] {
        try connection.all(
            "SELECT " + RisingTopic.columns
                + """
                 FROM topics_rising WHERE span = \(span.rawValue)
                ORDER BY surprise DESC, id LIMIT \(literal: TopicsDesk.mostTopics)
                """)
    }

    func topic(_ id: Int64) throws -> RisingTopic? {
        try connection.first(
            RisingTopic.self,
            "SELECT " + RisingTopic.columns + " FROM topics_rising WHERE id = \(id)")
    }

    /// A matter of a topic.
    struct Member: SQLRow, Hashable, Sendable {
        let id: Int64
        let number: String
        let kind: String
        let stage: String
        let title: String
        let area: AreaCode
        let lead: UnitCode?
        let raisedTo: UnitCode?
        let sharers: [UnitCode]
        let raisedAt: Moment
        let isOpen: Bool

        init(row: Row) throws {
            id = try row.get("id")
            number = try row.get("number")
            kind = try row.get("kind")
            stage = try row.get("stage")
            title = try row.get("title")
            area = try row.get("area")
            lead = try row.get("lead")
            raisedTo = try row.get("raised_to")
            sharers = MatterRecord.sharers(try row.get("sharers"))
            raisedAt = try row.get("raised_at")
            isOpen = try row.get("status", as: String.self) == "open"
        }

        init(
            id: Int64, number: String, kind: String, stage: String, title: String, area: AreaCode,
            lead: UnitCode?, raisedAt: Moment, isOpen: Bool
        ) {
            self.id = id
            self.number = number
            self.kind = kind
            self.stage = stage
            self.title = title
            self.area = area
            self.lead = lead
            raisedTo = nil
            sharers = []
            self.raisedAt = raisedAt
            self.isOpen = isOpen
        }
    }

    static let memberColumns: SQL = """
        m.id, m.number, m.kind, m.stage, m.title, m.area, m.lead, m.raised_to, m.sharers, m.raised_at,
        m.status
        """

    func members(of topic: Int64, before: Int64?, limit: Int) throws -> [Member] {
        try connection.all(
            "SELECT " + Self.memberColumns
                + """
                 FROM topics_members t JOIN matters m ON m.id = t.matter_id
                WHERE t.topic_id = \(topic) AND t.matter_id < \(before ?? .max)
                ORDER BY t.matter_id DESC LIMIT \(literal: limit)
                """)
    }
}

/// A topic that rises, as pages show it.
struct RisingTopic: SQLRow, Hashable, Sendable {
    let id: Int64
    let span: TopicSpan
    let subject: String
    let area: AreaCode
    let category: String?
    let phrases: [String]
    let level: TopicLevel
    let matters: Int
    let since: Moment
    /// The last of its days.
    let through: CivilDate
    /// People of each of the last days, the oldest first.
    let series: [Int]

    static let columns: SQL = """
        id, span, subject, area, category, phrases, people, matters, expected, since, until_day, series
        """

    init(row: Row) throws {
        id = try row.get("id")
        span = TopicSpan(rawValue: try row.get("span")) ?? .week
        subject = try row.get("subject")
        area = try row.get("area")
        category = try row.get("category")
        phrases = try row.get("phrases", as: String.self).split(separator: "\n").map(String.init)
        level = TopicLevel(people: try row.get("people"), expected: try row.get("expected"))
        matters = try row.get("matters")
        since = try row.get("since")
        through = CivilDate(daysSince1970: try row.get("until_day"))
        series = try row.get("series", as: String.self).split(separator: " ").compactMap { Int($0) }
    }

    init(
        id: Int64, span: TopicSpan, area: AreaCode, category: String?, phrases: [String], level: TopicLevel,
        matters: Int, since: Moment, through: CivilDate, series: [Int]
    ) {
        self.id = id
        self.span = span
        subject = ""
        self.area = area
        self.category = category
        self.phrases = phrases
        self.level = level
        self.matters = matters
        self.since = since
        self.through = through
        self.series = series
    }
}
