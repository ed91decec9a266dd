import Core
import Storage

/// What waits at a workbench, most urgent and soonest due first.
struct WorkbenchStore {
    let connection: any Connection

    func queue(of stages: [String], in scope: Scope, limit: Int) throws -> [MatterRecord] {
        var matters: [MatterRecord] = []
        for stage in stages {
            for part in scope.conditions {
                matters += try connection.all(
                    """
                    SELECT \(MatterRecord.columns) FROM matters
                    WHERE status = 'open' AND stage = \(stage) AND \(part)
                    ORDER BY rank, due_at, id LIMIT \(literal: limit)
                    """)
            }
        }
        return matters.sorted { left, right in
            (-left.urgency.rank, left.dueAt ?? .distantFuture, left.id)
                < (-right.urgency.rank, right.dueAt ?? .distantFuture, right.id)
        }.prefix(limit).map(\.self)
    }

    /// One part of a day, the most urgent first.
    ///
    /// - Parameters:
    ///   - due: The times that belong to the part, from the first on and before the last.
    ///   - place: The line after which it goes on, where the part was begun on a page before.
    func part(
        due: Range<Int64>, of stages: [String], in scope: Scope, after place: DayPlace?, limit: Int
    ) throws -> [MatterRecord] {
        let arms = Self.arms(due: due, of: stages, in: scope, after: place, limit: limit)
        return try ListStore.together(arms, in: connection).sorted { left, right in
            (left.urgency.rankColumn, left.dueAt ?? .distantFuture, left.id)
                < (right.urgency.rankColumn, right.dueAt ?? .distantFuture, right.id)
        }.prefix(limit).map(\.self)
    }

    /// One key range of an index for each stage, urgency and part of the scope; two where it goes on after a
    /// line.
    static func arms(
        due: Range<Int64>, of stages: [String], in scope: Scope, after place: DayPlace?, limit: Int
    ) -> [SQL] {
        var arms: [SQL] = []
        for stage in stages {
            for rank in Urgency.rankColumns where rank >= place?.rank ?? 0 {
                for part in scope.conditions {
                    let key: [SQL] = [part, "status = 'open' AND stage = \(stage) AND rank = \(rank)"]
                    var later: SQL = "due_at >= \(due.lowerBound)"
                    if let place, place.rank == rank {
                        let tie = ListStore.tie(with: DuePlace(due: place.due, id: place.id))
                        arms.append(ListStore.arm(key + [tie], .due, limit))
                        later = "due_at > \(place.due)"
                    }
                    let until: [SQL] = due.upperBound < .max ? ["due_at < \(due.upperBound)"] : []
                    arms.append(ListStore.arm(key + [later] + until, .due, limit))
                }
            }
        }
        return arms
    }

    /// How often the residents of some matters said no.
    func rounds(of ids: [Int64]) throws -> [Int64: Int] {
        /// What is read of a matter's state.
        struct Said: Decodable {
            let rounds: Int?
        }
        var rounds: [Int64: Int] = [:]
        for start in stride(from: 0, to: ids.count, by: 200) {
            let some = Array(ids[start..<min(start + 200, ids.count)])
            for row in try connection.rows("SELECT id, state FROM matters WHERE id IN (\(list: some))") {
                let said = try? StoredJSON.value(Said.self, try row.get("state"))
                rounds[try row.get("id")] = said?.rounds ?? 0
            }
        }
        return rounds
    }

    /// How many matters of a scope came in since a moment, looked for among the newest of each of its ranges.
    func cameIn(since: Moment, in scope: Scope, among newest: Int) throws -> Int {
        var count = 0
        for range in ListStore(connection: connection).newest(MatterFilter(), in: scope) {
            count += try connection.value(Self.cameIn(since: since, range, among: newest)) ?? 0
        }
        return min(count, newest)
    }

    static func cameIn(since: Moment, _ range: ListRange, among newest: Int) -> SQL {
        "SELECT count(*) FROM (SELECT raised_at, \(range.fits) AS fits FROM matters WHERE "
            + SQL.join(range.head, by: " AND ")
            + " ORDER BY id DESC LIMIT \(literal: newest)) AS newest WHERE fits = 1 AND raised_at >= \(since)"
    }
}

extension Moment {
    static let distantFuture = Moment(milliseconds: .max)
}
