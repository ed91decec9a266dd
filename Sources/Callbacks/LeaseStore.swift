import Core
import Storage

/// Who has which matter in hand.
struct LeaseStore {
    let connection: any Connection

    /// How long somebody keeps a matter without saving anything: ten minutes.
    static let length: Int64 = 10 * 60_000

    /// Takes a matter in hand, or keeps it.
    ///
    /// - Returns: False when somebody else has it.
    func take(_ matter: Int64, by person: Int64, at now: Moment) throws -> Bool {
        try connection.run(
            """
            INSERT INTO callback_leases (matter_id, person, until_at)
            VALUES (\(matter), \(person), \(now + Self.length))
            ON CONFLICT (matter_id) DO UPDATE SET person = excluded.person, until_at = excluded.until_at
            WHERE callback_leases.person = \(person) OR callback_leases.until_at <= \(now)
            """) > 0
    }

    func free(_ matter: Int64, by person: Int64) throws {
        try connection.run(
            "DELETE FROM callback_leases WHERE matter_id = \(matter) AND person = \(person)")
    }

    /// Those of these matters that somebody else has in hand now.
    func taken(_ matters: [Int64], notBy person: Int64, at now: Moment) throws -> Set<Int64> {
        if matters.isEmpty { return [] }
        let rows = try connection.rows(
            """
            SELECT matter_id FROM callback_leases
            WHERE matter_id IN (\(list: matters)) AND person <> \(person) AND until_at > \(now)
            """)
        return Set(try rows.map { try $0.get("matter_id", as: Int64.self) })
    }
}
