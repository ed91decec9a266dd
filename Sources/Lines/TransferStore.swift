import Core
import Storage

/// Hand-overs from line to line, within a transaction.
struct TransferStore {
    let connection: any Connection
    private static let columns: SQL = """
        id, code, direction, line, matter_id, number, person, unit, reason, life, partner_id, state, sequence,
        version, created_at, accept_by, accepted_at, settled_at, why, missing, backstop
        """

    func transfer(_ code: String) throws -> Transfer? {
        try connection.first(
            Transfer.self, "SELECT \(Self.columns) FROM lines_transfers WHERE code = \(code)")
    }

    func transfer(ofPartner id: String, line: String) throws -> Transfer? {
        try connection.first(
            Transfer.self,
            """
            SELECT \(Self.columns) FROM lines_transfers
            WHERE line = \(line) AND partner_id = \(id) AND direction = 'in'
            """)
    }

    /// Those of some matters, the oldest first.
    func transfers(of matters: [Int64]) throws -> [Transfer] {
        if matters.isEmpty { return [] }
        return try connection.all(
            """
            SELECT \(Self.columns) FROM lines_transfers WHERE matter_id IN (\(list: matters))
            ORDER BY matter_id, id LIMIT 2000
            """)
    }

    /// Those that nobody accepted in time, the longest overdue first.
    func due(at now: Moment, limit: Int) throws -> [Transfer] {
        try connection.all(
            """
            SELECT \(Self.columns) FROM lines_transfers
            WHERE state IN ('sent', 'delivered') AND accept_by <= \(now)
            ORDER BY accept_by, id LIMIT \(literal: limit)
            """)
    }

    /// One page, the newest first.
    func page(
        _ filter: TransferFilter, before last: (at: Moment, id: Int64)?, limit: Int
    ) throws -> [Transfer] {
        var conditions: [SQL] = ["created_at >= \(filter.from)", "created_at < \(filter.until)"]
        if let line = filter.line { conditions.append("line = \(line)") }
        if let direction = filter.direction { conditions.append("direction = \(direction.rawValue)") }
        if let state = filter.state { conditions.append("state = \(state.rawValue)") }
        if let last { conditions.append("(created_at, id) < (\(last.at), \(last.id))") }
        return try connection.all(
            """
            SELECT \(Self.columns) FROM lines_transfers WHERE \(SQL.join(conditions, by: " AND "))
            ORDER BY created_at DESC, id DESC LIMIT \(literal: limit)
            """)
    }

    func add(_ transfer: Transfer) throws -> Int64 {
        let row = try connection.first(
            """
            INSERT INTO lines_transfers
                (code, direction, line, matter_id, number, person, unit, reason, life, partner_id, state,
                 sequence, version, created_at, accept_by)
            VALUES (\(transfer.code), \(transfer.direction.rawValue), \(transfer.line), \(transfer.matterID),
                \(transfer.number), \(transfer.person), \(transfer.unit), \(transfer.reason),
                \(transfer.isLifeThreatening), \(transfer.partnerID), \(transfer.state.rawValue), 0, 1,
                \(transfer.createdAt), \(transfer.acceptBy))
            RETURNING id
            """)
        return try row?.get("id") ?? 0
    }

    /// Writes what became of it, if nobody wrote since it was read.
    ///
    /// - Returns: False where somebody did.
    func keep(_ transfer: Transfer) throws -> Bool {
        try connection.run(
            """
            UPDATE lines_transfers SET state = \(transfer.state.rawValue), sequence = \(transfer.sequence),
                version = \(transfer.version + 1), accepted_at = \(transfer.acceptedAt),
                settled_at = \(transfer.settledAt), why = \(transfer.why), missing = \(transfer.missing),
                partner_id = \(transfer.partnerID), backstop = \(transfer.backstop)
            WHERE id = \(transfer.id) AND version = \(transfer.version)
            """) == 1
    }

    func deliver(_ code: String) throws {
        try connection.run(
            """
            UPDATE lines_transfers SET state = 'delivered', version = version + 1
            WHERE code = \(code) AND state = 'sent'
            """)
    }

    /// It cannot arrive: it comes back with the next look, not only when its time is over.
    func giveUp(_ code: String, now: Moment) throws {
        try connection.run(
            """
            UPDATE lines_transfers SET accept_by = \(now), version = version + 1
            WHERE code = \(code) AND state IN ('sent', 'delivered') AND accept_by > \(now)
            """)
    }

    // MARK: News

    func news(of id: Int64) throws -> [TransferTold] {
        try connection.all(
            """
            SELECT sequence, kind, text, at, late FROM lines_news WHERE transfer_id = \(id)
            ORDER BY sequence, kind LIMIT 500
            """)
    }

    /// - Returns: False where the same was told before.
    func note(
        _ news: TransferNews, message: String, text: String?, late: Bool, of id: Int64, now: Moment
    ) throws -> Bool {
        try connection.run(
            """
            INSERT INTO lines_news (transfer_id, sequence, kind, message, text, at, late)
            VALUES (\(id), \(news.sequence), \(news.kind.rawValue), \(message), \(text), \(now), \(late))
            ON CONFLICT (transfer_id, sequence, kind) DO NOTHING
            """) == 1
    }

    // MARK: Figures

    func count(_ sum: TransferSum, line: String, direction: Transfer.Direction, day: Int) throws {
        try connection.run(
            """
            INSERT INTO lines_days
                (line, direction, day, handed, accepted, in_time, refused, returned, waited)
            VALUES (\(line), \(direction.rawValue), \(day), \(sum.handed), \(sum.accepted), \(sum.inTime),
                \(sum.refused), \(sum.returned), \(sum.waited))
            ON CONFLICT (day, line, direction) DO UPDATE SET
                handed = lines_days.handed + excluded.handed,
                accepted = lines_days.accepted + excluded.accepted,
                in_time = lines_days.in_time + excluded.in_time,
                refused = lines_days.refused + excluded.refused,
                returned = lines_days.returned + excluded.returned,
                waited = lines_days.waited + excluded.waited
            """)
    }

    /// By line and direction; a row for each line and day at most.
    func sums(from first: Int, through last: Int) throws -> [TransferSums.Row] {
        try connection.all(
            """
            SELECT line, direction, CAST(SUM(handed) AS BIGINT) AS handed,
                CAST(SUM(accepted) AS BIGINT) AS accepted, CAST(SUM(in_time) AS BIGINT) AS in_time,
                CAST(SUM(refused) AS BIGINT) AS refused, CAST(SUM(returned) AS BIGINT) AS returned,
                CAST(SUM(waited) AS BIGINT) AS waited
            FROM lines_days WHERE day >= \(first) AND day <= \(last)
            GROUP BY line, direction ORDER BY line, direction LIMIT 2000
            """)
    }
}
