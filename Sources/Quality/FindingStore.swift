import Core
import Storage

/// The findings, the lists they stand in, how often their words were right, and the counts of each unit.
struct FindingStore {
    let connection: any Connection

    /// Something found, on its way in.
    struct New {
        let matter: Int64
        let sequence: Int
        let unit: UnitCode
        let area: AreaCode
        let at: Moment
        /// Days since 1970, in the city's calendar.
        let day: Int
        let finding: QualityFinding
    }

    private static let all = "all"

    // MARK: Finding

    /// Keeps what is not kept yet; what somebody decided about already stays as it is.
    func keep(_ new: New) throws {
        let sort = new.finding.check.rawValue
        let made = try connection.run(
            """
            INSERT INTO quality_findings (matter_id, seq, sort, unit, area, at, day, reason, state)
            VALUES (\(new.matter), \(new.sequence), \(sort), \(new.unit), \(new.area), \(new.at), \(new.day),
                \(try StoredJSON.text(new.finding.reason)), 'open')
            ON CONFLICT (matter_id, seq, sort) DO NOTHING
            """)
        guard made == 1,
            let id: Int64 = try connection.value(
                """
                SELECT id FROM quality_findings
                WHERE matter_id = \(new.matter) AND seq = \(new.sequence) AND sort = \(sort)
                """)
        else { return }
        for place in QualityPlace.all(unit: new.unit, area: new.area) {
            for list in [Self.all, sort] {
                try connection.run(
                    """
                    INSERT INTO quality_places (place, state, sort, at, finding)
                    VALUES (\(place.key), 'open', \(list), \(new.at), \(id))
                    """)
            }
        }
        try count(sort + ".found", of: new.unit, on: new.day, by: 1)
        try count(new.finding.reason.words, of: sort, found: 1)
    }

    /// What was found in an event that was taken back, unless somebody decided about it.
    func drop(matter: Int64, sequence: Int) throws {
        for row in try connection.rows(
            """
            SELECT id, sort, unit, day, reason FROM quality_findings
            WHERE matter_id = \(matter) AND seq = \(sequence) AND state = 'open'
            """)
        {
            let (id, sort): (Int64, String) = (try row.get("id"), try row.get("sort"))
            let reason = try StoredJSON.value(QualityReason.self, row.get("reason"))
            try connection.run("DELETE FROM quality_places WHERE finding = \(id)")
            try connection.run("DELETE FROM quality_findings WHERE id = \(id)")
            try count(sort + ".found", of: UnitCode(try row.get("unit")), on: row.get("day"), by: -1)
            try count(reason.words, of: sort, found: -1)
        }
    }

    /// Empties what is made from the log; what somebody decided stays, with its counts.
    func empty() throws {
        try connection.run(
            """
            DELETE FROM quality_places
            WHERE finding IN (SELECT id FROM quality_findings WHERE state = 'open')
            """)
        try connection.run("DELETE FROM quality_findings WHERE state = 'open'")
        try connection.run("DELETE FROM quality_counts")
        for state in [nil, QualityState.confirmed, .dismissed] {
            let name = state?.rawValue ?? "found"
            let those: SQL = state.map { "WHERE state = \($0.rawValue)" } ?? .none
            try connection.run(
                """
                INSERT INTO quality_counts (day, unit, figure, count)
                SELECT day, unit, sort || \("." + name), count(*) FROM quality_findings \(those)
                GROUP BY day, unit, sort
                """)
        }
        try connection.run("UPDATE quality_words SET found = confirmed + dismissed")
    }

    // MARK: Deciding

    /// - Returns: False where somebody else decided first.
    func decide(
        _ finding: FindingRow, _ state: QualityState, note: String?, by person: Int64, at now: Moment
    ) throws -> Bool {
        let made = try connection.run(
            """
            UPDATE quality_findings SET state = \(state.rawValue), note = \(note), person = \(person),
                decided_at = \(now)
            WHERE id = \(finding.id) AND state = 'open'
            """)
        guard made == 1 else { return false }
        try connection.run(
            "UPDATE quality_places SET state = \(state.rawValue) WHERE finding = \(finding.id)")
        let sort = finding.check.rawValue
        let day: Int? = try connection.value("SELECT day FROM quality_findings WHERE id = \(finding.id)")
        try count("\(sort).\(state.rawValue)", of: finding.unit, on: day ?? 0, by: 1)
        try count(
            finding.reason.words, of: sort, confirmed: state == .confirmed ? 1 : 0,
            dismissed: state == .dismissed ? 1 : 0)
        return true
    }

    /// How often a word was right, for those who write the city's words.
    private func count(
        _ words: [String], of sort: String, found: Int = 0, confirmed: Int = 0, dismissed: Int = 0
    ) throws {
        // Words of the question are new every time, and teach nothing.
        guard sort != QualityCheck.untouched.rawValue else { return }
        for word in Set(words).sorted() {
            try connection.run(
                """
                INSERT INTO quality_words (sort, word, found, confirmed, dismissed)
                VALUES (\(sort), \(word), \(found), \(confirmed), \(dismissed))
                ON CONFLICT (sort, word) DO UPDATE SET found = quality_words.found + excluded.found,
                    confirmed = quality_words.confirmed + excluded.confirmed,
                    dismissed = quality_words.dismissed + excluded.dismissed
                """)
        }
    }

    func count(_ figure: String, of unit: UnitCode, on day: Int, by count: Int) throws {
        try connection.run(
            """
            INSERT INTO quality_counts (day, unit, figure, count)
            VALUES (\(day), \(unit), \(figure), \(count))
            ON CONFLICT (day, unit, figure) DO UPDATE SET count = quality_counts.count + excluded.count
            """)
    }

    // MARK: Reading

    /// Which list, and from where on.
    struct Question {
        var place: QualityPlace
        var state = QualityState.open
        /// Nil for all checks.
        var check: QualityCheck?
        var from = Moment(milliseconds: .min)
        var until = Moment(milliseconds: .max)
        /// The last row that was shown.
        var after: (at: Moment, id: Int64)?
        var limit = 25
    }

    private static let select: SQL = """
        SELECT f.id, f.matter_id, f.seq, f.sort, f.unit, f.area, f.at, f.reason, f.state, f.person, f.note,
            f.decided_at, m.number, m.title, m.lead, m.raised_to
        FROM quality_findings f JOIN matters m ON m.id = f.matter_id

        """

    /// One range of a key, the newest first.
    func list(_ question: Question) throws -> [FindingRow] {
        let last = question.after
        let ids = try connection.rows(
            """
            SELECT finding FROM quality_places
            WHERE place = \(question.place.key) AND state = \(question.state.rawValue)
                AND sort = \(question.check?.rawValue ?? Self.all) AND at >= \(question.from)
                AND (at, finding) < (\(last?.at ?? question.until), \(last?.id ?? 0))
            ORDER BY at DESC, finding DESC LIMIT \(literal: question.limit)
            """
        ).map { try $0.get("finding", as: Int64.self) }
        let rows: [FindingRow] = try connection.all(Self.select + "WHERE f.id IN (\(list: ids))")
        let byID = Dictionary(rows.map { ($0.id, $0) }) { first, _ in first }
        return ids.compactMap { byID[$0] }
    }

    /// How many stand in a list, counted up to so many.
    func size(_ place: QualityPlace, _ state: QualityState, _ check: QualityCheck?, most: Int) throws -> Int {
        try connection.value(
            """
            SELECT count(*) FROM (
                SELECT 1 AS one FROM quality_places
                WHERE place = \(place.key) AND state = \(state.rawValue)
                    AND sort = \(check?.rawValue ?? Self.all) LIMIT \(literal: most)
            ) AS few
            """) ?? 0
    }

    func finding(_ id: Int64) throws -> FindingRow? {
        try connection.first(FindingRow.self, Self.select + "WHERE f.id = \(id)")
    }

    /// Of one matter, the newest first.
    func findings(of matter: Int64) throws -> [FindingRow] {
        try connection.all(
            Self.select + "WHERE f.matter_id = \(matter) ORDER BY f.seq DESC, f.sort LIMIT 20")
    }

    /// The sums of some days, by unit and figure: one range of the key of counts.
    func counts(from first: Int, through last: Int) throws -> [UnitCode: [String: Int]] {
        var counts: [UnitCode: [String: Int]] = [:]
        for row in try connection.rows(
            """
            SELECT unit, figure, CAST(SUM(count) AS BIGINT) AS sum FROM quality_counts
            WHERE day >= \(first) AND day <= \(last) GROUP BY unit, figure
            """)
        {
            counts[UnitCode(try row.get("unit")), default: [:]][try row.get("figure")] = try row.get("sum")
        }
        return counts
    }

    /// A word of the city's list, and how often it was right.
    struct Word: SQLRow, Hashable, Sendable {
        let check: QualityCheck?
        let word: String
        let found: Int
        let confirmed: Int
        let dismissed: Int

        init(row: Row) throws {
            check = QualityCheck(rawValue: try row.get("sort"))
            word = try row.get("word")
            found = try row.get("found")
            confirmed = try row.get("confirmed")
            dismissed = try row.get("dismissed")
        }

        init(_ check: QualityCheck, _ word: String, found: Int, confirmed: Int, dismissed: Int) {
            (self.check, self.word, self.found) = (check, word, found)
            (self.confirmed, self.dismissed) = (confirmed, dismissed)
        }
    }

    /// There are as many rows as the city's lists have words.
    func words(of check: QualityCheck, limit: Int) throws -> [Word] {
        try connection.all(
            """
            SELECT sort, word, found, confirmed, dismissed FROM quality_words
            WHERE sort = \(check.rawValue) AND found > 0
            ORDER BY dismissed DESC, found DESC, word LIMIT \(literal: limit)
            """)
    }
}
