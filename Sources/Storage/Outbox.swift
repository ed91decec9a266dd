public import Core

/// A message that waits to be sent.
public struct Message: SQLRow, Sendable, Hashable {
    public let id: Int64
    public let matterID: Int64
    /// The event that caused it.
    public let sequence: Int
    /// Whom it is for: `resident`, `unit:…`.
    public let audience: String
    /// Where to: a number or address of the audience's channel; nil where the program knows by itself.
    public let address: String?
    public let template: String
    /// What the template is filled with, JSON.
    public let body: String
    public let createdAt: Moment
    /// Until when this taker has it for itself.
    public let dueAt: Moment
    /// This attempt's number, counted from 1.
    public let attempts: Int

    public init(row: Row) throws {
        id = try row.get("id")
        matterID = try row.get("matter_id")
        sequence = try row.get("sequence")
        audience = try row.get("audience")
        address = try row.get("address")
        template = try row.get("template")
        body = try row.get("body")
        createdAt = try row.get("created_at")
        dueAt = try row.get("due_at")
        attempts = try row.get("attempts")
    }
}

/// Messages posted in the transaction of the move that causes them, and sent afterwards by whichever server
/// comes first. A network call never stands in a transaction.
public enum Outbox {
    /// After so many attempts a message is given up and keeps the reason.
    public static let attemptLimit = 12
    /// Milliseconds that a taker has for sending; after them another may take the message.
    public static let lease: Int64 = 5 * 60_000

    /// Puts a message in.
    ///
    /// - Returns: Its key.
    @discardableResult
    public static func post(
        matter: Int64, sequence: Int, audience: String, address: String? = nil, template: String,
        body: String,
        now: Moment, due: Moment? = nil, in connection: any Connection
    ) throws -> Int64 {
        let row = try connection.first(
            """
            INSERT INTO outbox (matter_id, sequence, audience, address, template, body, created_at, due_at)
            VALUES (\(matter), \(sequence), \(audience), \(address), \(template), \(body), \(now),
                \(due ?? now))
            RETURNING id
            """)
        guard let row else {
            throw Fault(
                .other, "The outbox gave no key.", remedy: "Report this with the version of the program.")
        }
        return try row.get("id")
    }

    /// Takes messages that are due, oldest first, for `lease` milliseconds: nobody else gets them meanwhile.
    public static func take(_ limit: Int, now: Moment, in connection: any Connection) throws -> [Message] {
        try giveUp(now, in: connection)
        let messages: [Message] = try connection.all(
            """
            WITH due AS MATERIALIZED (
                SELECT id FROM outbox
                WHERE sent_at IS NULL AND failed IS NULL AND due_at <= \(now)
                ORDER BY due_at, id LIMIT \(literal: max(0, limit))\(connection.dialect.skipLocked)
            )
            UPDATE outbox SET due_at = \(now + lease), attempts = attempts + 1
            WHERE id IN (SELECT id FROM due) RETURNING *
            """)
        return messages.sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
    }

    /// Notes that messages have gone out.
    public static func sent(_ ids: [Int64], now: Moment, in connection: any Connection) throws {
        try connection.run(
            "UPDATE outbox SET sent_at = \(now), reason = NULL WHERE id IN (\(list: ids)) AND sent_at IS NULL"
        )
    }

    /// Notes that an attempt failed. The message comes again at `retryAt`, or is given up after the last
    /// attempt.
    public static func failed(
        _ id: Int64, reason: String, retryAt: Moment, in connection: any Connection
    ) throws {
        try connection.run(
            """
            UPDATE outbox SET reason = \(reason), due_at = \(retryAt),
                failed = CASE WHEN attempts >= \(attemptLimit) THEN \(reason) END
            WHERE id = \(id) AND sent_at IS NULL
            """)
    }

    /// When to try again after so many attempts: 1 minute, then twice as long each time, at most 6 hours.
    public static func retry(after attempts: Int, now: Moment) -> Moment {
        let minutes = Int64(1) << min(max(attempts, 1) - 1, 9)
        return now + min(minutes, 360) * 60_000
    }

    /// Withdraws what an event posted and nobody took yet.
    ///
    /// - Parameter audience: Who must not have been told yet.
    /// - Returns: False when somebody took a message for that audience: it went out, or is about to.
    public static func withdraw(
        matter: Int64, sequence: Int, from audience: String, in connection: any Connection
    ) throws -> Bool {
        try connection.run(
            """
            UPDATE outbox SET failed = 'taken back'
            WHERE matter_id = \(matter) AND sequence = \(sequence) AND attempts = 0
                AND sent_at IS NULL AND failed IS NULL
            """)
        let told: Int? = try connection.value(
            """
            SELECT count(*) FROM outbox
            WHERE matter_id = \(matter) AND sequence = \(sequence) AND audience = \(audience)
                AND (sent_at IS NOT NULL OR (attempts > 0 AND failed IS NULL))
            """)
        return told == 0
    }

    /// Those whose last taker never said what became of it.
    private static func giveUp(_ now: Moment, in connection: any Connection) throws {
        try connection.run(
            """
            UPDATE outbox SET failed = COALESCE(reason, 'no answer from the sender')
            WHERE sent_at IS NULL AND failed IS NULL AND due_at <= \(now) AND attempts >= \(attemptLimit)
            """)
    }
}
