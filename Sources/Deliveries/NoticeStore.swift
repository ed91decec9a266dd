import Core
import Courier
import Storage

/// Messages of the outbox on their way out, within a transaction.
struct NoticeStore {
    let connection: any Connection

    /// Why a message did not go out, as it stands in the outbox.
    static let noChannel = "no channel"
    static let tooOld = "too old"
    static let stopped = "stopped by the resident"
    /// Waits for what becomes of its sending, not for a time.
    private static let never = Moment(milliseconds: .max)

    /// Messages whose time has come, the oldest first. Nobody else gets them before the transaction ends.
    func due(_ limit: Int, now: Moment) throws -> [Message] {
        try connection.all(
            """
            SELECT * FROM outbox WHERE sent_at IS NULL AND failed IS NULL AND due_at <= \(now)
            ORDER BY due_at, id LIMIT \(literal: limit)\(connection.dialect.skipLocked)
            """)
    }

    /// Other messages to the reader of one that wait for their time, the oldest first. In the order of the
    /// key as it stands: PostgreSQL does not see that what is null is all alike.
    func companions(of message: Message, limit: Int) throws -> [Message] {
        let place: SQL = message.address.map { "address = \($0)" } ?? "address IS NULL"
        return try connection.all(
            """
            SELECT * FROM outbox
            WHERE sent_at IS NULL AND failed IS NULL AND audience = \(message.audience) AND \(place)
                AND attempts = 0 AND id <> \(message.id)
            ORDER BY address, id LIMIT \(literal: limit)\(connection.dialect.skipLocked)
            """)
    }

    func hold(_ id: Int64, until moment: Moment, reason: String? = nil) throws {
        try connection.run(
            "UPDATE outbox SET due_at = \(moment), reason = \(reason) WHERE id = \(id) AND sent_at IS NULL")
    }

    /// Takes one for an attempt outside of this transaction.
    func lease(_ id: Int64, now: Moment) throws {
        try connection.run(
            """
            UPDATE outbox SET due_at = \(now + Outbox.lease), attempts = attempts + 1
            WHERE id = \(id) AND sent_at IS NULL
            """)
    }

    func fail(_ id: Int64, reason: String) throws {
        try connection.run(
            """
            UPDATE outbox SET failed = \(reason), reason = \(reason)
            WHERE id = \(id) AND sent_at IS NULL AND failed IS NULL
            """)
    }

    /// Whether one of these messages left before, or is about to.
    func isHandedOver(_ id: Int64) throws -> Bool {
        try connection.value("SELECT count(*) FROM deliveries_notices WHERE outbox_id = \(id)") == 1
    }

    /// Messages that leave with a sending.
    func handOver(_ ids: [Int64], to sending: Int64) throws {
        let rows = ids.map { id -> SQL in "(\(id), \(sending))" }
        try connection.run(
            "INSERT INTO deliveries_notices (outbox_id, sending_id) VALUES " + SQL.join(rows, by: ", "))
        try connection.run(
            """
            UPDATE outbox SET due_at = \(Self.never), attempts = attempts + 1, reason = NULL
            WHERE id IN (\(list: ids))
            """)
    }

    /// What became of a sending becomes of its messages.
    func settle(sending id: Int64, now: Moment) throws {
        guard let sending = try SendingStore(connection).sending(id) else { return }
        let these: SQL = "id IN (SELECT outbox_id FROM deliveries_notices WHERE sending_id = \(id))"
        switch sending.state {
        case .waiting:
            try connection.run(
                "UPDATE outbox SET failed = NULL, due_at = \(Self.never) WHERE \(these) AND sent_at IS NULL")
        case .sent:
            try connection.run(
                """
                UPDATE outbox SET sent_at = \(sending.settledAt ?? now), failed = NULL, reason = NULL
                WHERE \(these) AND sent_at IS NULL
                """)
        case .failed, .stopped:
            let reason = sending.reason ?? sending.status.map { "status \($0)" } ?? sending.state.rawValue
            try connection.run(
                "UPDATE outbox SET failed = \(reason), reason = \(reason) WHERE \(these) AND sent_at IS NULL")
        }
        let open = sending.state == .waiting ? 1 : 0
        try connection.run("UPDATE deliveries_notices SET open = \(open) WHERE sending_id = \(id)")
    }

    /// Sendings that were settled without a word to their messages: an endpoint that went for good.
    func unsettled(_ limit: Int) throws -> [Int64] {
        try connection.rows(
            """
            SELECT DISTINCT n.sending_id AS id
            FROM deliveries_notices n JOIN sendings s ON s.id = n.sending_id
            WHERE n.open = 1 AND s.state <> 'waiting' LIMIT \(literal: limit)
            """
        ).map { try $0.get("id") }
    }

    // MARK: Readers

    struct Contact: Sendable {
        let number: String
        let phone: String?
        let mail: String?
    }

    /// How a matter's resident can be reached.
    func contact(ofMatter id: Int64) throws -> Contact? {
        let row = try connection.first(
            """
            SELECT m.number, c.phone, c.email
            FROM matters m LEFT JOIN contacts c ON c.matter_id = m.id WHERE m.id = \(id)
            """)
        return try row.map { row in
            Contact(
                number: try row.get("number"), phone: try row.get("phone"), mail: try row.get("email"))
        }
    }

    func isStopped(_ matter: Int64) throws -> Bool {
        try connection.value("SELECT count(*) FROM deliveries_stops WHERE matter_id = \(matter)") == 1
    }

    func stop(_ number: String, now: Moment) throws {
        try connection.run(
            """
            INSERT INTO deliveries_stops (matter_id, at)
            SELECT id, \(now) FROM matters WHERE number = \(number)
            ON CONFLICT (matter_id) DO NOTHING
            """)
    }

    func resume(_ number: String) throws {
        try connection.run(
            """
            DELETE FROM deliveries_stops
            WHERE matter_id = (SELECT id FROM matters WHERE number = \(number))
            """)
    }

    func isStopped(number: String) throws -> Bool {
        try connection.value(
            """
            SELECT count(*) FROM deliveries_stops s JOIN matters m ON m.id = s.matter_id
            WHERE m.number = \(number)
            """) == 1
    }
}
