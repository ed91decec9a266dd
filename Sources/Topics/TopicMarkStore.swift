import Core
import Language
import Storage

/// Who spoke of what on which day: what the follower keeps.
struct TopicMarkStore {
    let connection: any Connection

    /// Days of which every mark is kept: the longest comparison of a week with those before it.
    static let keptDays = 64
    /// Days of which the numbers are kept: two years and a bit.
    static let countedDays = 800
    /// Marks of a subject that are read for its level.
    static let mostMarks = 20_000

    func empty() throws {
        try connection.run("DELETE FROM topics_matters")
        try connection.run("DELETE FROM topics_marks")
        try connection.run("DELETE FROM topics_days")
        try connection.run("DELETE FROM topics_background")
        try connection.run("DELETE FROM topics_followed")
    }

    // MARK: How far it is

    /// The first and the last day of anything.
    struct Followed: SQLRow, Hashable, Sendable {
        let first: Int
        let last: Int

        init(first: Int, last: Int) { (self.first, self.last) = (first, last) }

        init(row: Row) throws {
            first = try row.get("first_day")
            last = try row.get("last_day")
        }
    }

    func followed() throws -> Followed? {
        try connection.first(Followed.self, "SELECT first_day, last_day FROM topics_followed WHERE id = 1")
    }

    /// Goes on to a later day: the days before it become numbers, and what is long ago is forgotten.
    func advance(_ followed: Followed?, to day: Int) throws -> Followed {
        guard let followed else {
            try keep(Followed(first: day, last: day))
            return Followed(first: day, last: day)
        }
        guard day > followed.last else { return followed }
        // Who is asked to count years between two events counts those that have marks.
        for past in max(followed.last - 1, day - Self.countedDays)..<day { try count(past) }
        try connection.run("DELETE FROM topics_marks WHERE hour < \((day - Self.keptDays) * 24)")
        try connection.run("DELETE FROM topics_matters WHERE day < \(day - Self.keptDays)")
        try connection.run("DELETE FROM topics_days WHERE day < \(day - Self.countedDays)")
        let next = Followed(first: min(followed.first, day), last: day)
        try keep(next)
        return next
    }

    private func keep(_ followed: Followed) throws {
        try connection.run(
            """
            INSERT INTO topics_followed (id, first_day, last_day)
            VALUES (1, \(followed.first), \(followed.last))
            ON CONFLICT (id) DO UPDATE SET first_day = excluded.first_day, last_day = excluded.last_day
            """)
    }

    /// How many different people spoke of each class on a day.
    private func count(_ day: Int) throws {
        try connection.run(
            """
            INSERT INTO topics_days (subject, day, people)
            SELECT subject, day, count(DISTINCT sender) FROM topics_marks
            WHERE hour >= \(day * 24) AND hour < \(day * 24 + 24) AND subject LIKE '%|c|%'
            GROUP BY subject, day
            ON CONFLICT (subject, day) DO UPDATE SET people = excluded.people
            """)
    }

    // MARK: Background

    func background() throws -> SignatureBackground {
        let bytes: [UInt8]? = try connection.value("SELECT counters FROM topics_background WHERE id = 1")
        return bytes.flatMap { SignatureBackground(bytes: $0) } ?? SignatureBackground()
    }

    func keep(_ background: SignatureBackground) throws {
        try connection.run(
            """
            INSERT INTO topics_background (id, counters) VALUES (1, \(background.bytes))
            ON CONFLICT (id) DO UPDATE SET counters = excluded.counters
            """)
    }

    // MARK: Marks

    /// A matter as far as it is counted.
    struct Counted: SQLRow, Sendable {
        let id: Int64
        let hour: TopicHour
        let sender: Int64
        let area: AreaCode
        let category: String?

        init(id: Int64, hour: TopicHour, sender: Int64, area: AreaCode, category: String?) {
            self.id = id
            self.hour = hour
            self.sender = sender
            self.area = area
            self.category = category
        }

        init(row: Row) throws {
            id = try row.get("matter_id")
            hour = TopicHour(number: try row.get("hour"))
            sender = try row.get("sender")
            area = try row.get("area")
            category = try row.get("category")
        }
    }

    func counted(_ ids: [Int64]) throws -> [Counted] {
        if ids.isEmpty { return [] }
        return try connection.all(
            """
            SELECT matter_id, hour, sender, area, category FROM topics_matters
            WHERE matter_id IN (\(list: ids))
            """)
    }

    func keep(_ counted: Counted) throws {
        try connection.run(
            """
            INSERT INTO topics_matters (matter_id, day, hour, sender, area, category)
            VALUES (\(counted.id), \(counted.hour.day), \(counted.hour.number), \(counted.sender),
                \(counted.area), \(counted.category))
            ON CONFLICT (matter_id) DO UPDATE SET category = excluded.category
            """)
    }

    func mark(_ subjects: [TopicSubject], by counted: Counted) throws {
        if subjects.isEmpty { return }
        let rows = subjects.map { subject -> SQL in
            """
            (\(subject.text), \(counted.hour.day), \(counted.hour.number), \(counted.sender), \(counted.id))
            """
        }
        try connection.run(
            "INSERT INTO topics_marks (subject, day, hour, sender, matter_id) VALUES "
                + SQL.join(rows, by: ", ")
                + " ON CONFLICT (subject, day, sender, matter_id) DO NOTHING")
    }

    func unmark(_ subjects: [TopicSubject], by counted: Counted) throws {
        for subject in subjects {
            try connection.run(
                """
                DELETE FROM topics_marks WHERE subject = \(subject.text) AND day = \(counted.hour.day)
                    AND sender = \(counted.sender) AND matter_id = \(counted.id)
                """)
        }
    }

    /// The phone number or mail address of whoever raised a matter.
    func contact(of matter: Int64) throws -> String? {
        guard let row = try connection.first("SELECT phone, email FROM contacts WHERE matter_id = \(matter)")
        else { return nil }
        let (phone, email): (String?, String?) = (try row.get("phone"), try row.get("email"))
        return phone ?? email?.lowercased()
    }

    // MARK: Finding

    /// Subjects of which at least so many people spoke in some hours: one range of one index.
    func busy(in hours: Range<Int>, people: Int, limit: Int) throws -> [TopicSubject] {
        try connection.rows(
            """
            SELECT subject, count(DISTINCT sender) AS people FROM topics_marks
            WHERE hour >= \(hours.lowerBound) AND hour < \(hours.upperBound)
            GROUP BY subject HAVING count(DISTINCT sender) >= \(people)
            ORDER BY people DESC, subject LIMIT \(literal: limit)
            """
        ).compactMap { TopicSubject(try $0.get("subject", as: String.self)) }
    }

    struct Mark: SQLRow, Sendable {
        let hour: TopicHour
        let sender: Int64
        let matter: Int64

        init(row: Row) throws {
            hour = TopicHour(number: try row.get("hour"))
            sender = try row.get("sender")
            matter = try row.get("matter_id")
        }
    }

    /// Who spoke of a subject in some days, the newest first: one range of one index.
    func marks(of subject: TopicSubject, from first: Int, through last: Int) throws -> [Mark] {
        try connection.all(
            """
            SELECT hour, sender, matter_id FROM topics_marks
            WHERE subject = \(subject.text) AND day >= \(first) AND day <= \(last)
            ORDER BY day DESC, sender, matter_id LIMIT \(literal: Self.mostMarks)
            """)
    }

    /// How many matters the whole town raised on each day from one on: one range of one index.
    func flow(from first: Int) throws -> [Int: Int] {
        var flow: [Int: Int] = [:]
        for row in try connection.rows(
            "SELECT day, count(*) AS matters FROM topics_matters WHERE day >= \(first) GROUP BY day")
        {
            flow[try row.get("day")] = try row.get("matters")
        }
        return flow
    }

    /// How many spoke of a class on each of some days.
    func days(of subject: TopicSubject, from first: Int, through last: Int) throws -> [Int: Int] {
        var days: [Int: Int] = [:]
        for row in try connection.rows(
            """
            SELECT day, people FROM topics_days
            WHERE subject = \(subject.text) AND day >= \(first) AND day <= \(last)
            """)
        {
            days[try row.get("day")] = try row.get("people")
        }
        return days
    }

    /// A matter as far as a topic is named after it.
    struct Described: Sendable {
        let title: String
        /// As long as a title may be, and what a number needs that the title was cut in.
        let beginning: String
        let area: AreaCode
        let category: String?
    }

    /// What matters are called and where they are.
    func described(_ ids: [Int64]) throws -> [Int64: Described] {
        var described: [Int64: Described] = [:]
        for start in stride(from: 0, to: ids.count, by: 200) {
            for row in try connection.rows(
                """
                SELECT id, title, substr(text, 1, 160) AS beginning, area, category FROM matters
                WHERE id IN (\(list: Array(ids[start..<min(start + 200, ids.count)])))
                """)
            {
                described[try row.get("id")] = Described(
                    title: try row.get("title"), beginning: try row.get("beginning"),
                    area: try row.get("area"), category: try row.get("category"))
            }
        }
        return described
    }
}
