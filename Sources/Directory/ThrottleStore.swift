import Core
import Storage

/// How often somebody tried to sign in without success.
struct ThrottleStore {
    let connection: any Connection

    init(_ connection: any Connection) { self.connection = connection }

    /// Until when one of the subjects has to wait; nil where none is known.
    func blockedUntil(_ subjects: [String]) throws -> Moment? {
        try connection.value(
            "SELECT max(blocked_until) FROM directory_tries WHERE subject IN (\(list: subjects))")
    }

    /// The count of a subject, kept from others until the transaction ends.
    func locked(_ subject: String, now: Moment) throws -> (failures: Int, blockedUntil: Moment) {
        try connection.run(
            """
            INSERT INTO directory_tries (subject, failures, blocked_until, at)
            VALUES (\(subject), 0, \(now), \(now)) ON CONFLICT (subject) DO NOTHING
            """)
        let row = try connection.first(
            "SELECT failures, blocked_until FROM directory_tries WHERE subject = \(subject)"
                + connection.dialect.forUpdate)
        guard let row else { return (0, now) }
        return (try row.get("failures"), try row.get("blocked_until"))
    }

    func keep(_ subject: String, failures: Int, until: Moment, now: Moment) throws {
        try connection.run(
            """
            UPDATE directory_tries SET failures = \(failures), blocked_until = \(until), at = \(now)
            WHERE subject = \(subject)
            """)
    }

    func forget(_ subject: String) throws {
        try connection.run("DELETE FROM directory_tries WHERE subject = \(subject)")
    }

    /// One failure less, and no waiting.
    func takeBack(_ subject: String) throws {
        try connection.run(
            """
            UPDATE directory_tries SET failures = failures - 1, blocked_until = at
            WHERE subject = \(subject) AND failures > 0
            """)
    }

    /// Lets go of what was quiet for long.
    func forget(before moment: Moment) throws {
        try connection.run("DELETE FROM directory_tries WHERE at < \(moment)")
    }
}
