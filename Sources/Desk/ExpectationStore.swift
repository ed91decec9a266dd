import Core
import Storage

/// The estimates, what they promised and how it came true, within a transaction.
struct ExpectationStore {
    let connection: any Connection

    // MARK: The estimates

    /// The estimates of some groups, those that there are.
    func curves(of groups: [String]) throws -> Expectations {
        var curves: [String: Survival] = [:]
        for row in try connection.rows(
            "SELECT likeness, curve FROM expectations WHERE likeness IN (\(list: groups))")
        {
            let text: String = try row.get("curve")
            guard let curve = try? StoredJSON.value(Survival.self, text) else {
                throw Fault(
                    .corrupt, "The estimate of a group of matters cannot be read.",
                    remedy: "Empty the table expectations; the estimates are made anew within the hour.")
            }
            curves[try row.get("likeness")] = curve
        }
        return Expectations(curves: curves)
    }

    func state() throws -> ExpectationState {
        let row = try connection.first("SELECT fitted_at, matters FROM expectation_fit WHERE id = 1")
        let fitted: Int64 = try row?.get("fitted_at") ?? 0
        return ExpectationState(
            fittedAt: fitted == 0 ? nil : Moment(milliseconds: fitted),
            matters: try row?.get("matters") ?? 0,
            groups: try connection.value("SELECT COUNT(*) FROM expectations") ?? 0)
    }

    func fittedAt() throws -> Moment? {
        let fitted: Int64 = try connection.value("SELECT fitted_at FROM expectation_fit WHERE id = 1") ?? 0
        return fitted == 0 ? nil : Moment(milliseconds: fitted)
    }

    /// Whether the caller may make the estimates: they are old, and no other server is at it.
    func claim(olderThan old: Moment, until end: Moment, at now: Moment) throws -> Bool {
        try connection.run(
            """
            UPDATE expectation_fit SET claimed_until = \(end)
            WHERE id = 1 AND fitted_at <= \(old) AND claimed_until <= \(now)
            """) > 0
    }

    /// Puts new estimates in the place of the old ones.
    func replace(_ curves: [String: Survival], from matters: Int, at now: Moment) throws {
        try connection.run("DELETE FROM expectations")
        let lines = curves.sorted { $0.key < $1.key }
        for start in stride(from: 0, to: lines.count, by: 100) {
            let rows: [SQL] = try lines[start..<min(start + 100, lines.count)].map { group, curve in
                "(\(group), \(curve.finished), \(try StoredJSON.text(curve)))"
            }
            try connection.run(
                "INSERT INTO expectations (likeness, finished, curve) VALUES " + SQL.join(rows, by: ", "))
        }
        try connection.run(
            """
            UPDATE expectation_fit SET fitted_at = \(now), claimed_until = 0, matters = \(matters)
            WHERE id = 1
            """)
    }

    // MARK: What happened

    /// A page of the matters raised before a place, newest first, with what their groups are made of.
    func past(since: Moment, before place: PastPlace, limit: Int) throws -> [PastMatter] {
        try connection.all(
            """
            SELECT id, kind, category, area, urgency, raised_at, closed_at, outcome FROM matters
            WHERE raised_at >= \(since) AND (raised_at, id) < (\(place.raisedAt), \(place.id))
            ORDER BY raised_at DESC, id DESC LIMIT \(literal: limit)
            """)
    }

    /// The same of some matters.
    func matters(_ ids: [Int64]) throws -> [PastMatter] {
        try connection.all(
            """
            SELECT id, kind, category, area, urgency, raised_at, closed_at, outcome FROM matters
            WHERE id IN (\(list: ids))
            """)
    }

    // MARK: What was expected

    /// Keeps what is expected of a matter, where nothing was before.
    func promise(_ expectation: Expectation, of matter: Int64, at now: Moment) throws {
        try connection.run(
            """
            INSERT INTO expectation_promises (matter_id, likeness, made_at, half_at, most_at)
            VALUES (\(matter), \(expectation.group.text), \(now), \(expectation.p50), \(expectation.p90))
            ON CONFLICT (matter_id) DO NOTHING
            """)
    }

    /// Looks at some of the times that have passed.
    ///
    /// - Returns: How many there were.
    func settle(_ mark: ExpectationMark, at now: Moment, limit: Int) throws -> Int {
        let (due, result): (SQL, SQL) =
            mark == .half ? ("half_at", "half_result") : ("most_at", "most_result")
        let rows = try connection.rows(
            "SELECT matter_id, likeness, \(due) AS due FROM expectation_promises WHERE \(result) IS NULL"
                + " AND \(due) IS NOT NULL AND \(due) <= \(now) ORDER BY \(due) LIMIT \(literal: limit)"
                + connection.dialect.skipLocked)
        let matters = try Dictionary(
            matters(rows.map { try $0.get("matter_id", as: Int64.self) }).map { ($0.id, $0) },
            uniquingKeysWith: { first, _ in first })
        var ids: [ExpectationResult: [Int64]] = [:]
        var counts: [String: (due: Int, kept: Int)] = [:]
        for row in rows {
            let id: Int64 = try row.get("matter_id")
            let found = matters[id]?.result(of: try row.get("due")) ?? .left
            ids[found, default: []].append(id)
            if found == .left { continue }
            for group in ["", try row.get("likeness", as: String.self)] {
                counts[group, default: (0, 0)].due += 1
                if found == .kept { counts[group, default: (0, 0)].kept += 1 }
            }
        }
        for (found, ids) in ids.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            try connection.run(
                "UPDATE expectation_promises SET \(result) = \(found.rawValue)"
                    + " WHERE matter_id IN (\(list: ids))")
        }
        // In one order on every server, so that none waits for the other in a circle.
        for (group, count) in counts.sorted(by: { $0.key < $1.key }) {
            try add(count.due, count.kept, mark, to: group)
        }
        return rows.count
    }

    private func add(_ due: Int, _ kept: Int, _ mark: ExpectationMark, to group: String) throws {
        let isHalf = mark == .half
        try connection.run(
            """
            INSERT INTO expectation_hits (likeness, half_due, half_kept, most_due, most_kept)
            VALUES (\(group), \(isHalf ? due : 0), \(isHalf ? kept : 0), \(isHalf ? 0 : due),
                \(isHalf ? 0 : kept))
            ON CONFLICT (likeness) DO UPDATE SET
                half_due = expectation_hits.half_due + excluded.half_due,
                half_kept = expectation_hits.half_kept + excluded.half_kept,
                most_due = expectation_hits.most_due + excluded.most_due,
                most_kept = expectation_hits.most_kept + excluded.most_kept
            """)
    }

    /// How it came true: all together first, then the groups of which most is known.
    func hits(limit: Int) throws -> [ExpectationHits] {
        try connection.rows(
            """
            SELECT likeness, half_due, half_kept, most_due, most_kept FROM expectation_hits
            ORDER BY half_due DESC, likeness LIMIT \(literal: limit)
            """
        ).map(Self.hits)
    }

    /// How it came true in one group; nil for all together.
    func hits(of group: SimilarGroup?) throws -> ExpectationHits? {
        try connection.first(
            """
            SELECT likeness, half_due, half_kept, most_due, most_kept FROM expectation_hits
            WHERE likeness = \(group?.text ?? "")
            """
        ).map(Self.hits)
    }

    private static func hits(_ row: Row) throws -> ExpectationHits {
        ExpectationHits(
            group: SimilarGroup(try row.get("likeness", as: String.self)), halfDue: try row.get("half_due"),
            halfKept: try row.get("half_kept"), mostDue: try row.get("most_due"),
            mostKept: try row.get("most_kept"))
    }
}
