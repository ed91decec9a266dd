import Storage

/// What a verification reads beside the chains: current rows and the events they should follow from.
struct VerificationStore {
    let connection: any Connection

    /// The number of a matter, or its key where the row is gone.
    func number(of id: Int64) throws -> String {
        try connection.value("SELECT number FROM matters WHERE id = \(id)") ?? "#\(id)"
    }

    /// Current rows in the order of their keys.
    func matters(after last: Int64, limit: Int) throws -> [Row] {
        try connection.rows(
            """
            SELECT id, number, version, stage, status, lead, category, state FROM matters
            WHERE id > \(last) ORDER BY id LIMIT \(literal: limit)
            """)
    }

    /// All events of a range of matters, each matter's in order.
    func events(from first: Int64, to last: Int64) throws -> [LoggedEvent] {
        try connection.all(
            """
            SELECT id, matter_id, seq, at, actor, name, payload, hash, xid FROM events
            WHERE matter_id >= \(first) AND matter_id <= \(last) ORDER BY matter_id, seq
            """)
    }
}
