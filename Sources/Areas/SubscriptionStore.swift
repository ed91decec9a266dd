import Core
import Storage

/// Somebody who is told what happens in an area.
struct Subscription: SQLRow, Hashable, Sendable {
    let id: Int64
    let area: AreaCode
    let address: String
    let language: Language
    let isActive: Bool
    /// What happened up to here was told.
    let toldUntil: Moment

    init(row: Row) throws {
        id = try row.get("id")
        area = try row.get("area")
        address = try row.get("address")
        language = Language(rawValue: try row.get("language")) ?? .zh
        isActive = try row.get("state", as: String.self) == "active"
        toldUntil = try row.get("told_until")
    }
}

/// Keeps subscriptions: asked for, confirmed by the link that was sent, ended by a link in every message.
struct SubscriptionStore {
    let connection: any Connection

    /// How long an unconfirmed one is kept.
    static let patience: Int64 = 7 * 86_400_000

    /// The subscription of an address to an area, made when there is none. Nil when it has to wait before
    /// another confirmation may be sent: nobody's telephone is to be filled by somebody else.
    func ask(area: AreaCode, address: String, language: Language, now: Moment) throws -> Subscription? {
        let added = try connection.first(
            Subscription.self,
            """
            INSERT INTO area_subscriptions (area, address, language, state, told_until, next_at)
            VALUES (\(area), \(address), \(language.rawValue), 'pending', \(now), \(now + Self.patience))
            ON CONFLICT (area, address) DO UPDATE
            SET told_until = excluded.told_until, next_at = excluded.next_at, language = excluded.language
            WHERE area_subscriptions.state = 'pending'
                AND area_subscriptions.told_until <= \(now + -3_600_000)
            RETURNING *
            """)
        return added
    }

    /// How many confirmations an address was sent that it has not answered.
    func pending(for address: String) throws -> Int {
        try connection.value(
            "SELECT count(*) FROM area_subscriptions WHERE address = \(address) AND state = 'pending'") ?? 0
    }

    func subscription(_ id: Int64) throws -> Subscription? {
        try connection.first(Subscription.self, "SELECT * FROM area_subscriptions WHERE id = \(id)")
    }

    func confirm(_ id: Int64, now: Moment, next: Moment) throws {
        try connection.run(
            """
            UPDATE area_subscriptions SET state = 'active', told_until = \(now), next_at = \(next)
            WHERE id = \(id) AND state = 'pending'
            """)
    }

    func end(_ id: Int64) throws {
        try connection.run("DELETE FROM area_subscriptions WHERE id = \(id)")
    }

    /// Takes subscriptions whose day has come, and puts their next day down in the same statement: another
    /// server does not get them again.
    func take(_ limit: Int, now: Moment, next: Moment) throws -> [Subscription] {
        try connection.all(
            """
            WITH due AS MATERIALIZED (
                SELECT id FROM area_subscriptions WHERE state = 'active' AND next_at <= \(now)
                ORDER BY next_at, id LIMIT \(literal: limit)\(connection.dialect.skipLocked)
            )
            UPDATE area_subscriptions SET next_at = \(next) WHERE id IN (SELECT id FROM due) RETURNING *
            """)
    }

    func told(_ id: Int64, until moment: Moment) throws {
        try connection.run("UPDATE area_subscriptions SET told_until = \(moment) WHERE id = \(id)")
    }

    /// Forgets those who never answered.
    func forget(now: Moment) throws {
        try connection.run("DELETE FROM area_subscriptions WHERE state = 'pending' AND next_at <= \(now)")
    }
}
