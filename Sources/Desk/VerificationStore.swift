import Core
import Storage

/// What a verification reads beside the chains: current rows and the events they should follow from.
struct VerificationStore {
    let connection: any Connection

    /// The number of a matter, from its first event where the row is gone; its key where that is gone too.
    func number(of id: Int64) throws -> String {
        if let number: String = try connection.value("SELECT number FROM matters WHERE id = \(id)") {
            return number
        }
        let first: LoggedEvent? = try connection.first(
            LoggedEvent.self,
            """
            SELECT id, matter_id, seq, at, actor, name, payload, hash, xid FROM events
            WHERE matter_id = \(id) ORDER BY seq LIMIT 1
            """)
        let event = try first.map(EventPayload.decode)
        for fact in event?.facts ?? [] {
            if case .raised(let raised) = fact { return raised.number }
        }
        return "#\(id)"
    }

    private static let columns: SQL = """
        id, number, kind, stage, status, outcome, rank, title, text, more, channel, caller, area, county,
        town, village, place, category, lead, raised_to, urgency, raised_at, changed_at, closed_at, due_at,
        overdue, source, source_id, version, state, route, grade, supervision, excluded, urges, returns,
        sharers
        """

    /// The current row of one matter.
    func matter(number: String) throws -> Row? {
        try connection.first("SELECT \(Self.columns) FROM matters WHERE number = \(number)")
    }

    /// Current rows in the order of their keys.
    func matters(after last: Int64, limit: Int) throws -> [Row] {
        try connection.rows(
            """
            SELECT \(Self.columns) FROM matters
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
