import Core
import Storage

/// What rulings say about the catalogue, and what was said to it.
struct ProposalStore {
    let connection: any Connection

    struct Proposal: SQLRow, Hashable, Sendable {
        let id: Int64
        let cell: DispatchCatalogue.Cell
        let unit: UnitCode
        let state: State
        /// How many rulings say so.
        let support: Int
        let lastAt: Moment
        let decidedBy: Int64?
        let decidedAt: Moment?
        let why: String?
        /// The draft that was made of it.
        let change: Int64?

        enum State: String, CaseIterable, Hashable, Sendable {
            /// Too few rulings yet.
            case gathering
            case open, accepted, declined
        }

        init(
            id: Int64, cell: DispatchCatalogue.Cell, unit: UnitCode, state: State, support: Int,
            lastAt: Moment, decidedBy: Int64? = nil, decidedAt: Moment? = nil, why: String? = nil,
            change: Int64? = nil
        ) {
            self.id = id
            self.cell = cell
            self.unit = unit
            self.state = state
            self.support = support
            self.lastAt = lastAt
            self.decidedBy = decidedBy
            self.decidedAt = decidedAt
            self.why = why
            self.change = change
        }

        init(row: Row) throws {
            id = try row.get("id")
            cell = .init(category: try row.get("category"), area: try row.get("area"))
            unit = try row.get("unit")
            state = State(rawValue: try row.get("state")) ?? .declined
            support = try row.get("support")
            lastAt = try row.get("last_at")
            decidedBy = try row.get("decided_by")
            decidedAt = try row.get("decided_at")
            why = try row.get("why")
            change = try row.get("change_id")
        }
    }

    private static let columns: SQL = """
        id, category, area, unit, state, support, last_at, decided_by, decided_at, why, change_id
        """

    func proposal(_ id: Int64) throws -> Proposal? {
        try connection.first(
            Proposal.self, "SELECT " + Self.columns + " FROM rules_proposals WHERE id = \(id)")
    }

    /// Proposals in a state, the latest ruling first.
    func proposals(
        _ state: Proposal.State, before place: (at: Moment, id: Int64)?, limit: Int
    ) throws -> [Proposal] {
        let rest: SQL = place.map { " AND (last_at, id) < (\($0.at), \($0.id))" } ?? .none
        return try connection.all(
            "SELECT " + Self.columns + " FROM rules_proposals WHERE state = \(state.rawValue)" + rest
                + " ORDER BY last_at DESC, id DESC LIMIT \(literal: limit)")
    }

    /// A ruling was kept, or taken back. One after a decision opens the question again.
    func weigh(_ cell: DispatchCatalogue.Cell, _ unit: UnitCode, needs rulings: Int) throws {
        let category = cell.category ?? ""
        let support = try ReturnStore(connection: connection).support(of: cell, unit)
        let known = try connection.first(
            Proposal.self,
            "SELECT " + Self.columns
                + """
                 FROM rules_proposals
                WHERE category = \(category) AND area = \(cell.area) AND unit = \(unit)
                """)
        let waiting: Proposal.State = support.count >= rulings ? .open : .gathering
        guard let known else {
            if support.count == 0 { return }
            try connection.run(
                """
                INSERT INTO rules_proposals (category, area, unit, state, support, last_at)
                VALUES (\(category), \(cell.area), \(unit), \(waiting.rawValue), \(support.count),
                    \(support.last))
                """)
            return
        }
        let isDecided = known.decidedAt.map { support.last <= $0 } ?? false
        let state = isDecided ? known.state : waiting
        try connection.run(
            """
            UPDATE rules_proposals SET state = \(state.rawValue), support = \(support.count),
                last_at = \(support.last)
            WHERE id = \(known.id)
            """)
    }

    /// - Returns: False where somebody else decided it.
    func decide(
        _ id: Int64, _ state: Proposal.State, by person: Int64, why: String?, change: Int64?, at now: Moment
    ) throws -> Bool {
        try connection.run(
            """
            UPDATE rules_proposals SET state = \(state.rawValue), decided_by = \(person), decided_at = \(now),
                why = \(why), change_id = \(change)
            WHERE id = \(id) AND state IN ('open', 'gathering')
            """) == 1
    }
}
