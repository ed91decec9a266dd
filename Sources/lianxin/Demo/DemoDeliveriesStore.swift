import Core
import Courier
import Storage

/// What became of the demo's deliveries, within a transaction.
struct DemoDeliveriesStore {
    let connection: any Connection

    /// Messages of the year that went out at once, by the city's own gateway.
    func passOn(before moment: Moment) throws {
        try connection.run(
            """
            UPDATE outbox SET sent_at = created_at + 2000, attempts = 1
            WHERE sent_at IS NULL AND failed IS NULL AND created_at < \(moment)
            """)
    }

    func waiting(_ topic: String, limit: Int) throws -> [Sending] {
        try SendingStore(connection).page(topic: topic, state: .waiting, before: nil, limit: limit)
    }

    struct Attempt {
        let at: Moment
        let milliseconds: Int64
        let status: Int?
        let reason: String?
    }

    /// - Parameter due: when it is tried next; nil where it ended with the last attempt.
    func settle(_ sending: Sending, _ attempts: [Attempt], as state: Sending.State, due: Moment?) throws {
        guard let last = attempts.last else { return }
        for (index, attempt) in attempts.enumerated() {
            try connection.run(
                """
                INSERT INTO sending_tries (sending_id, attempt, at, milliseconds, status, reason)
                VALUES (\(sending.id), \(index + 1), \(attempt.at), \(attempt.milliseconds),
                    \(attempt.status), \(attempt.reason))
                """)
        }
        try connection.run(
            """
            UPDATE sendings SET state = \(state.rawValue), attempts = \(attempts.count),
                status = \(last.status), reason = \(last.reason), due_at = \(due ?? last.at),
                settled_at = \(due == nil ? last.at + last.milliseconds : nil)
            WHERE id = \(sending.id)
            """)
    }

    /// A receiver that was there before, as it stands now.
    func endpoint(
        _ topic: String, _ name: String, url: String, secret: String, filter: String, since: Moment,
        state: Endpoint.State = .active, reason: String? = nil
    ) throws {
        let id = try EndpointStore(connection).add(
            topic: topic, name: name, url: url, secret: secret, filter: filter, now: since)
        if state != .active {
            _ = try EndpointStore(connection).set(state, reason: reason, of: id, now: since)
        }
    }
}
