import Core
import Storage

/// Dry runs: who would have had the matters of a span under other rules.
struct RunStore {
    let connection: any Connection

    struct Run: SQLRow, Hashable, Sendable {
        let id: Int64
        let author: Int64
        let askedAt: Moment
        /// The days whose matters are looked at, both included.
        let days: ClosedRange<CivilDate>
        /// The changes that are tried.
        let changes: [Int64]
        let state: State
        /// Up to which matter it came: by when it was raised, then by key.
        let mark: Moment
        let markID: Int64
        let seen: Int
        let elsewhere: Int
        let endedAt: Moment?

        enum State: String, CaseIterable, Hashable, Sendable {
            case waiting, running, done
            /// A change it was to try is gone.
            case void
        }

        init(
            id: Int64, author: Int64, askedAt: Moment, days: ClosedRange<CivilDate>, changes: [Int64],
            state: State, seen: Int, elsewhere: Int, endedAt: Moment? = nil
        ) {
            self.id = id
            self.author = author
            self.askedAt = askedAt
            self.days = days
            self.changes = changes
            self.state = state
            (mark, markID) = (askedAt, 0)
            self.seen = seen
            self.elsewhere = elsewhere
            self.endedAt = endedAt
        }

        init(row: Row) throws {
            id = try row.get("id")
            author = try row.get("author")
            askedAt = try row.get("asked_at")
            let from = CivilDate(daysSince1970: try row.get("from_day"))
            days = from...max(from, CivilDate(daysSince1970: try row.get("until_day")))
            changes = try row.get("changes", as: String.self).split(separator: " ").compactMap { Int64($0) }
            state = State(rawValue: try row.get("state")) ?? .void
            mark = try row.get("mark")
            markID = try row.get("mark_id")
            seen = try row.get("seen")
            elsewhere = try row.get("elsewhere")
            endedAt = try row.get("ended_at")
        }
    }

    private static let columns: SQL = """
        id, author, asked_at, from_day, until_day, changes, state, mark, mark_id, seen, elsewhere, ended_at
        """

    /// Rows of one pair of units that are kept to be opened; the counts are whole.
    static let mostRows = 2000

    func run(_ id: Int64) throws -> Run? {
        try connection.first(Run.self, "SELECT " + Self.columns + " FROM rules_runs WHERE id = \(id)")
    }

    func runs(before id: Int64?, limit: Int) throws -> [Run] {
        let rest: SQL = id.map { " WHERE id < \($0)" } ?? .none
        return try connection.all(
            "SELECT " + Self.columns + " FROM rules_runs" + rest
                + " ORDER BY id DESC LIMIT \(literal: limit)")
    }

    func add(
        _ changes: [Int64], days: ClosedRange<CivilDate>, from start: Moment, by person: Int64,
        at now: Moment
    ) throws -> Int64 {
        let list = changes.map(String.init).joined(separator: " ")
        let id: Int64? = try connection.value(
            """
            INSERT INTO rules_runs (author, asked_at, from_day, until_day, changes, state, mark, mark_id,
                seen, elsewhere, ended_at)
            VALUES (\(person), \(now), \(days.lowerBound.daysSince1970), \(days.upperBound.daysSince1970),
                \(list), 'waiting', \(start), 0, 0, 0, NULL)
            RETURNING id
            """)
        guard let id else { throw Overtaken() }
        return id
    }

    /// The oldest run with work left, held against other servers.
    func next() throws -> Run? {
        let lock = connection.dialect.skipLocked
        return try connection.first(
            Run.self,
            "SELECT " + Self.columns
                + " FROM rules_runs WHERE state IN ('waiting', 'running') ORDER BY id LIMIT 1" + lock)
    }

    struct Raised {
        let id: Int64
        let at: Moment
        let category: String?
        let area: AreaCode
    }

    /// The next matters of a span, in the order in which they were raised.
    func matters(after run: Run, before end: Moment, limit: Int) throws -> [Raised] {
        try connection.rows(
            """
            SELECT id, raised_at, category, area FROM matters
            WHERE (raised_at, id) > (\(run.mark), \(run.markID)) AND raised_at < \(end)
            ORDER BY raised_at, id LIMIT \(literal: limit)
            """
        ).map {
            Raised(
                id: try $0.get("id"), at: try $0.get("raised_at"), category: try $0.get("category"),
                area: try $0.get("area"))
        }
    }

    /// Two units: who would have it now, and who then. Empty for nobody.
    struct Pair: Hashable, Sendable {
        let old: String
        let new: String
    }

    /// Keeps what a step found, and how far it came.
    func advance(
        _ run: Run, over matters: [Raised], elsewhere: [(pair: Pair, matter: Int64)], isDone: Bool,
        at now: Moment
    ) throws {
        for (pair, ids) in Dictionary(grouping: elsewhere, by: \.pair) {
            try connection.run(
                """
                INSERT INTO rules_run_pairs (run_id, old_unit, new_unit, count)
                VALUES (\(run.id), \(pair.old), \(pair.new), \(ids.count))
                ON CONFLICT (run_id, old_unit, new_unit)
                DO UPDATE SET count = rules_run_pairs.count + excluded.count
                """)
            let kept: Int =
                try connection.value(
                    """
                    SELECT count FROM rules_run_pairs
                    WHERE run_id = \(run.id) AND old_unit = \(pair.old) AND new_unit = \(pair.new)
                    """) ?? 0
            let room = max(0, Self.mostRows - (kept - ids.count))
            for row in ids.prefix(room) {
                try connection.run(
                    """
                    INSERT INTO rules_run_rows (run_id, old_unit, new_unit, matter_id)
                    VALUES (\(run.id), \(pair.old), \(pair.new), \(row.matter)) ON CONFLICT DO NOTHING
                    """)
            }
        }
        let (mark, markID) = (matters.last?.at ?? run.mark, matters.last?.id ?? run.markID)
        try connection.run(
            """
            UPDATE rules_runs SET state = \(isDone ? "done" : "running"), mark = \(mark), mark_id = \(markID),
                seen = seen + \(matters.count), elsewhere = elsewhere + \(elsewhere.count),
                ended_at = \(isDone ? now : nil)
            WHERE id = \(run.id)
            """)
    }

    func void(_ id: Int64, at now: Moment) throws {
        try connection.run("UPDATE rules_runs SET state = 'void', ended_at = \(now) WHERE id = \(id)")
    }

    func pairs(of run: Int64) throws -> [(pair: Pair, count: Int)] {
        try connection.rows(
            """
            SELECT old_unit, new_unit, count FROM rules_run_pairs WHERE run_id = \(run)
            ORDER BY count DESC, old_unit, new_unit LIMIT 200
            """
        ).map {
            (
                Pair(old: try $0.get("old_unit"), new: try $0.get("new_unit")),
                try $0.get("count")
            )
        }
    }

    func rows(of run: Int64, _ pair: Pair, before id: Int64?, limit: Int) throws -> [Int64] {
        let rest: SQL = id.map { " AND matter_id < \($0)" } ?? .none
        return try connection.rows(
            """
            SELECT matter_id FROM rules_run_rows
            WHERE run_id = \(run) AND old_unit = \(pair.old) AND new_unit = \(pair.new)
            """ + rest + " ORDER BY matter_id DESC LIMIT \(literal: limit)"
        ).map { try $0.get(at: 0) }
    }
}

/// Somebody else wrote meanwhile.
struct Overtaken: Error {}
