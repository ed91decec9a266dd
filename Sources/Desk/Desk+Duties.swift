public import Core
import Storage

extension Desk {
    /// A page of what is owed, the soonest due first, each duty once. In a unit's scope that is what the unit
    /// owes; in a place's what is owed to the matters there.
    ///
    /// A page may have fewer rows than `limit` though there is a next one.
    public func duties(
        _ filter: DutyFilter, in scope: Scope, after place: DutyPlace? = nil, limit: Int = 20
    ) async throws -> DutyPage {
        try await database.read { connection in
            let found = try DutyStore(connection: connection).found(
                filter, in: scope, after: place, limit: limit + 1)
            let rows = try Desk.rows(Array(found.prefix(limit)), in: connection)
            return DutyPage(
                rows: rows.filter { scope.holds($0.matter) },
                next: found.count > limit && limit > 0 ? found[limit - 1].place : nil)
        }
    }

    /// All that a person has to do beside the matters' way: what they promised themselves, and what a holder
    /// of one of their posts can do now. Nothing that they asked for themselves, nor what somebody outside
    /// the units at work has to do.
    public func duties(
        of person: Int64, posts: [Post], at now: Moment, limit: Int
    ) async throws -> [DutyRow] {
        let rows = try await database.read { connection in
            let found = try DutyStore(connection: connection).found(
                of: person, posts, in: city, at: now, limit: 2 * limit)
            return try Desk.rows(found, in: connection)
        }
        return rows.filter { row in
            row.duty.person == person || (city.sees(posts, row.matter) && !isInside(row, posts))
        }.prefix(max(0, limit)).map(\.self)
    }

    /// Whether it takes somebody from outside the units at work.
    private func isInside(_ row: DutyRow, _ posts: [Post]) -> Bool {
        switch row.duty.what {
        case .callBack, .check, .supervisionCheck, .exclusion:
            let units = [row.matter.lead].compactMap(\.self) + row.matter.sharers
            return row.matter.lead != nil && posts.contains { units.contains($0.unit) }
        case .part, .refusedPart, .extension, .suspension, .arbitration, .supervision, .guidance, .raise,
            .handDown, .leaderCall, .leadership, .promise, .pending, .suspended, .agreement:
            return false
        }
    }

    /// How much is owed of each sort in a scope, counted no further than `most`; what nobody owes is absent.
    public func dutyCounts(in scope: Scope, most: Int) async throws -> [Duty.What: Int] {
        try await database.read { try DutyStore(connection: $0).counts(in: scope, most: most) }
    }

    /// The parts that a unit was ever given of matters that others lead, the newest matter first.
    ///
    /// - Parameter last: The key of the last matter that was shown.
    public func parts(of unit: UnitCode, after last: Int64? = nil, limit: Int) async throws -> [PartRow] {
        try await database.read { try PartStore(connection: $0).parts(of: unit, after: last, limit: limit) }
    }

    /// Open matters that nothing happened to since a moment, the longest still first (M43).
    public func still(since: Moment, in scope: Scope, limit: Int) async throws -> [MatterRecord] {
        try await database.read { connection in
            try ListStore(connection: connection).still(since: since, in: scope, limit: limit)
        }
    }

    private static func rows(_ found: [DutyStore.Found], in connection: any Connection) throws -> [DutyRow] {
        let ids = Set(found.map(\.matter)).sorted()
        let records = try ListStore(connection: connection).records(ids)
        let byID = Dictionary(records.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return found.compactMap { found in
            byID[found.matter].map { DutyRow(duty: found.duty, role: found.role, matter: $0) }
        }
    }
}
