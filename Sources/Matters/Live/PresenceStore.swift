import Core
import Storage

/// Somebody who has a matter open.
struct Present: Hashable, Sendable {
    let personID: Int64
    let isWriting: Bool
}

/// Who has which matter open, said again and again while they do; on every server.
struct PresenceStore {
    let connection: any Connection

    /// How long somebody counts as being there after the last sign of them.
    static let lasts: Int64 = 45_000
    /// So many are named for one matter.
    private static let most = 20

    /// Keeps the sign, and forgets those who have long gone.
    func note(_ person: Int64, at matter: Int64, writing: Bool, now: Moment) throws {
        try connection.run("DELETE FROM presence WHERE until <= \(now)")
        try connection.run(
            """
            INSERT INTO presence (matter_id, person_id, writing, until)
            VALUES (\(matter), \(person), \(writing), \(now + Self.lasts))
            ON CONFLICT (matter_id, person_id)
            DO UPDATE SET writing = excluded.writing, until = excluded.until
            """)
    }

    func leave(_ person: Int64, _ matter: Int64) throws {
        try connection.run("DELETE FROM presence WHERE matter_id = \(matter) AND person_id = \(person)")
    }

    /// Who is at some matters now.
    func present(at matters: [Int64], now: Moment) throws -> [Int64: [Present]] {
        guard !matters.isEmpty else { return [:] }
        var present: [Int64: [Present]] = [:]
        for row in try connection.rows(
            """
            SELECT matter_id, person_id, writing FROM presence
            WHERE matter_id IN (\(list: matters)) AND until > \(now) ORDER BY person_id
            """)
        {
            let matter: Int64 = try row.get("matter_id")
            guard present[matter, default: []].count < Self.most else { continue }
            present[matter, default: []].append(
                Present(personID: try row.get("person_id"), isWriting: try row.get("writing")))
        }
        return present
    }
}
