import Core
import Storage

/// Where matters went, and what came back: made from the log.
struct ReturnStore {
    let connection: any Connection

    /// One unit that had a matter in hand.
    struct Handing: Hashable, Sendable {
        let sequence: Int
        let unit: UnitCode
        let givenAt: Moment
        /// The first day of its month, in days since 1970.
        let month: Int
        var result = Result.held
        var reason: String?
        var words: String?
        var endedAt: Moment?

        enum Result: String, CaseIterable, Hashable, Sendable {
            /// The unit has it, or had it when the matter ended without an answer.
            case held
            case returned
            /// The unit answered: it kept it.
            case kept
            /// Given to another one without having been sent back.
            case moved
        }
    }

    struct Path: Hashable, Sendable {
        let area: AreaCode
        let category: String?
        let path: TossPath
        let returns: Int
        let isTossed: Bool
        let isOpen: Bool
        let lastAt: Moment
    }

    struct Decided: Hashable, Sendable {
        let sequence: Int
        let at: Moment
        let ruling: Ruling
        let person: Int64?
        let reason: String?
        /// The area a proposal would be for; nil where the catalogue says the same.
        let forArea: AreaCode?
    }

    func empty() throws {
        for table in ["rules_handings", "rules_counts", "rules_paths", "rules_rulings"] as [SQL] {
            try connection.run("DELETE FROM " + table)
        }
    }

    // MARK: Writing

    /// Puts what the story of a matter says in the place of what was kept of it, with the counts.
    func replace(_ handings: [Handing], of matter: Int64) throws {
        var counts: [Count: Int] = [:]
        for old in try self.handings(of: matter) { Self.count(old, by: -1, &counts) }
        try connection.run("DELETE FROM rules_handings WHERE matter_id = \(matter)")
        for new in handings {
            Self.count(new, by: 1, &counts)
            try connection.run(
                """
                INSERT INTO rules_handings (matter_id, seq, unit, given_at, month, result, reason, words,
                    ended_at)
                VALUES (\(matter), \(new.sequence), \(new.unit), \(new.givenAt), \(new.month),
                    \(new.result.rawValue), \(new.reason), \(new.words), \(new.endedAt))
                """)
        }
        for (count, change) in counts.sorted(by: { $0.key < $1.key }) where change != 0 {
            try connection.run(
                """
                INSERT INTO rules_counts (month, unit, word, count)
                VALUES (\(count.month), \(count.unit), \(count.word), \(change))
                ON CONFLICT (month, unit, word) DO UPDATE SET count = rules_counts.count + excluded.count
                """)
        }
    }

    private struct Count: Hashable, Comparable {
        let month: Int
        let unit: String
        let word: String

        static func < (one: Count, other: Count) -> Bool {
            (one.month, one.unit, one.word) < (other.month, other.unit, other.word)
        }
    }

    private static func count(_ handing: Handing, by change: Int, _ counts: inout [Count: Int]) {
        var words = ["given", handing.result.rawValue]
        if let reason = handing.reason { words.append("why:\(reason)") }
        for word in words {
            counts[Count(month: handing.month, unit: handing.unit.text, word: word), default: 0] += change
        }
    }

    /// Keeps the path of a matter that changed hands; nil takes it away.
    func keep(_ path: Path?, of matter: Int64) throws {
        guard let path else {
            try connection.run("DELETE FROM rules_paths WHERE matter_id = \(matter)")
            return
        }
        let units = path.path.units.map(\.text).joined(separator: " ")
        let (county, town) = (path.area.ancestor(at: .county)?.text, path.area.ancestor(at: .town)?.text)
        try connection.run(
            """
            INSERT INTO rules_paths (matter_id, area, county, town, category, path, hops, returns, is_tossed,
                is_open, last_at)
            VALUES (\(matter), \(path.area), \(county), \(town), \(path.category), \(units),
                \(path.path.hops), \(path.returns), \(path.isTossed), \(path.isOpen), \(path.lastAt))
            ON CONFLICT (matter_id) DO UPDATE SET category = excluded.category, path = excluded.path,
                hops = excluded.hops, returns = excluded.returns, is_tossed = excluded.is_tossed,
                is_open = excluded.is_open, last_at = excluded.last_at
            """)
    }

    func replace(_ rulings: [Decided], of matter: Int64) throws {
        try connection.run("DELETE FROM rules_rulings WHERE matter_id = \(matter)")
        for decided in rulings {
            try connection.run(
                """
                INSERT INTO rules_rulings (matter_id, seq, at, category, area, unit, person, reason, for_area)
                VALUES (\(matter), \(decided.sequence), \(decided.at), \(decided.ruling.category),
                    \(decided.ruling.area), \(decided.ruling.unit), \(decided.person), \(decided.reason),
                    \(decided.forArea))
                """)
        }
    }

    // MARK: Reading

    func handings(of matter: Int64) throws -> [Handing] {
        try connection.rows(
            """
            SELECT seq, unit, given_at, month, result, reason, words, ended_at FROM rules_handings
            WHERE matter_id = \(matter) ORDER BY seq
            """
        ).map { row in
            Handing(
                sequence: try row.get("seq"), unit: try row.get("unit"), givenAt: try row.get("given_at"),
                month: try row.get("month"),
                result: Handing.Result(rawValue: try row.get("result")) ?? .held,
                reason: try row.get("reason"), words: try row.get("words"),
                endedAt: try row.get("ended_at"))
        }
    }

    func decided(of matter: Int64) throws -> [Decided] {
        try connection.rows(Self.rulings + "WHERE matter_id = \(matter) ORDER BY seq")
            .map { try Self.decided($0).decided }
    }

    /// A matter that was tossed about.
    struct Tossed: SQLRow, Hashable, Sendable {
        let matterID: Int64
        let path: TossPath
        let returns: Int
        let isOpen: Bool
        let lastAt: Moment

        init(matterID: Int64, path: TossPath, returns: Int, isOpen: Bool, lastAt: Moment) {
            self.matterID = matterID
            self.path = path
            self.returns = returns
            self.isOpen = isOpen
            self.lastAt = lastAt
        }

        init(row: Row) throws {
            matterID = try row.get("matter_id")
            let units = try row.get("path", as: String.self).split(separator: " ")
            path = TossPath(units.map { UnitCode(String($0)) })
            returns = try row.get("returns")
            isOpen = try row.get("is_open")
            lastAt = try row.get("last_at")
        }
    }

    /// Matters tossed about within an area, the latest first.
    ///
    /// - Parameter area: A county or a town, or one above them for the whole city.
    func tossed(
        in area: AreaCode, open: Bool, before place: (at: Moment, id: Int64)?, limit: Int
    ) throws -> [Tossed] {
        var conditions: [SQL] = ["is_tossed = 1", "is_open = \(open)"]
        switch area.level {
        case .province, .city: break
        case .county: conditions.append("county = \(area)")
        case .town, .village, .grid, .building:
            conditions.append("town = \(area.ancestor(at: .town) ?? area)")
        }
        if let place { conditions.append("(last_at, matter_id) < (\(place.at), \(place.id))") }
        return try connection.all(
            "SELECT matter_id, path, returns, is_open, last_at FROM rules_paths WHERE "
                + SQL.join(conditions, by: " AND ")
                + " ORDER BY last_at DESC, matter_id DESC LIMIT \(literal: limit)")
    }

    func path(of matter: Int64) throws -> Tossed? {
        try connection.first(
            Tossed.self,
            "SELECT matter_id, path, returns, is_open, last_at FROM rules_paths WHERE matter_id = \(matter)")
    }

    /// What a unit did with what it was given in some months.
    struct Figure: Hashable, Sendable {
        let unit: UnitCode
        var counts: [String: Int] = [:]

        var given: Int { counts["given"] ?? 0 }
        func count(_ result: Handing.Result) -> Int { counts[result.rawValue] ?? 0 }
    }

    /// - Parameter months: First days of months, in days since 1970.
    func figures(_ months: ClosedRange<Int>) throws -> [Figure] {
        var figures: [UnitCode: Figure] = [:]
        for row in try connection.rows(
            """
            SELECT unit, word, CAST(SUM(count) AS BIGINT) AS count FROM rules_counts
            WHERE month BETWEEN \(months.lowerBound) AND \(months.upperBound) GROUP BY unit, word
            """)
        {
            let unit: UnitCode = try row.get("unit")
            figures[unit, default: Figure(unit: unit)].counts[try row.get("word")] = try row.get("count")
        }
        return figures.values.filter { $0.given > 0 }.sorted {
            ($1.count(.returned), $1.given, $0.unit) < ($0.count(.returned), $0.given, $1.unit)
        }
    }

    /// A matter a unit was given, with what it wrote when it sent it back.
    struct Returned: Hashable, Sendable {
        let matterID: Int64
        let sequence: Int
        let reason: String?
        let words: String?
        let endedAt: Moment?
    }

    /// The rows behind a figure, by the matters' keys, the newest first: a month at a time, so that each is a
    /// range of one key.
    ///
    /// - Parameter place: The row that a page ended with; a unit may have had a matter more than once.
    func handings(
        of unit: UnitCode, _ result: Handing.Result, months: ClosedRange<Int>,
        after place: (matter: Int64, sequence: Int)?, limit: Int
    ) throws -> [Returned] {
        let found = try counted(of: unit, result, months: months).flatMap { month in
            try handings(of: unit, result, month: month, after: place, limit: limit)
        }
        return Array(
            found.sorted { ($1.matterID, $0.sequence) < ($0.matterID, $1.sequence) }.prefix(limit))
    }

    /// The months in which a unit had any.
    private func counted(
        of unit: UnitCode, _ result: Handing.Result, months: ClosedRange<Int>
    ) throws -> [Int] {
        try connection.rows(
            """
            SELECT month FROM rules_counts
            WHERE month BETWEEN \(months.lowerBound) AND \(months.upperBound) AND unit = \(unit)
                AND word = \(result.rawValue) AND count > 0
            """
        ).map { try $0.get("month") }
    }

    private func handings(
        of unit: UnitCode, _ result: Handing.Result, month: Int,
        after place: (matter: Int64, sequence: Int)?, limit: Int
    ) throws -> [Returned] {
        var rest: SQL = .none
        if let (matter, sequence) = place {
            rest = " AND matter_id <= \(matter) AND (matter_id < \(matter) OR seq > \(sequence))"
        }
        return try connection.rows(
            """
            SELECT matter_id, seq, reason, words, ended_at FROM rules_handings
            WHERE unit = \(unit) AND month = \(month) AND result = \(result.rawValue)
            """ + rest + " ORDER BY matter_id DESC, seq LIMIT \(literal: limit)"
        ).map { row in
            Returned(
                matterID: try row.get("matter_id"), sequence: try row.get("seq"),
                reason: try row.get("reason"), words: try row.get("words"),
                endedAt: try row.get("ended_at"))
        }
    }

    private static let rulings: SQL = """
        SELECT matter_id, seq, at, category, area, unit, person, reason, for_area FROM rules_rulings

        """

    /// The rulings for a class, the newest first.
    func rulings(category: String, limit: Int) throws -> [(matter: Int64, decided: Decided)] {
        try connection.rows(
            Self.rulings
                + "WHERE category = \(category) ORDER BY at DESC, matter_id DESC LIMIT \(literal: limit)"
        ).map(Self.decided)
    }

    /// How many rulings give a class at a place to a unit, and the latest of them.
    func support(of cell: DispatchCatalogue.Cell, _ unit: UnitCode) throws -> (count: Int, last: Moment) {
        let row = try connection.first(
            """
            SELECT count(*) AS count, COALESCE(MAX(at), 0) AS last FROM rules_rulings
            WHERE category = \(cell.category ?? "") AND for_area = \(cell.area) AND unit = \(unit)
            """)
        return (
            try row?.get("count") ?? 0, Moment(milliseconds: try row?.get("last", as: Int64.self) ?? 0)
        )
    }

    private static func decided(_ row: Row) throws -> (matter: Int64, decided: Decided) {
        (
            try row.get("matter_id"),
            Decided(
                sequence: try row.get("seq"), at: try row.get("at"),
                ruling: Ruling(
                    category: try row.get("category"), area: try row.get("area"),
                    unit: try row.get("unit")),
                person: try row.get("person"), reason: try row.get("reason"),
                forArea: try row.get("for_area", as: AreaCode?.self))
        )
    }
}
