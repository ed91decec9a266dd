import Core
import Storage

/// The secret addresses of calendars, within a transaction. Only their hashes are kept.
struct CalendarStore {
    let connection: any Connection

    /// Since when a person has one; nil for none.
    func since(_ person: Int64) throws -> Moment? {
        try connection.value("SELECT created_at FROM deliveries_calendars WHERE person = \(person)")
    }

    /// The one before opens nothing any more.
    func set(_ person: Int64, hash: [UInt8], now: Moment) throws {
        try connection.run(
            """
            INSERT INTO deliveries_calendars (person, hash, created_at) VALUES (\(person), \(hash), \(now))
            ON CONFLICT (person) DO UPDATE SET hash = excluded.hash, created_at = excluded.created_at
            """)
    }

    func end(_ person: Int64) throws {
        try connection.run("DELETE FROM deliveries_calendars WHERE person = \(person)")
    }

    func person(_ hash: [UInt8]) throws -> Int64? {
        try connection.value("SELECT person FROM deliveries_calendars WHERE hash = \(hash)")
    }
}
