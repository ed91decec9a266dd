import Core
import Storage

/// What a one-time link is for.
enum LinkPurpose: Hashable, Sendable {
    /// The first administrator.
    case first
    /// A new password for a person.
    case reset(Int64)

    var word: String {
        switch self {
        case .first: "first"
        case .reset: "reset"
        }
    }

    var person: Int64? {
        switch self {
        case .first: nil
        case .reset(let person): person
        }
    }
}

/// One-time links, within a transaction.
struct LinkStore {
    let connection: any Connection

    init(_ connection: any Connection) { self.connection = connection }

    /// Adds a link and forgets those whose time is over.
    func add(hash: [UInt8], purpose: LinkPurpose, now: Moment, expires: Moment) throws {
        try connection.run("DELETE FROM setup WHERE expires_at <= \(now)")
        try connection.run(
            """
            INSERT INTO setup (hash, purpose, person_id, created_at, expires_at)
            VALUES (\(hash), \(purpose.word), \(purpose.person), \(now), \(expires))
            """)
    }

    /// What a link is for, while it holds.
    func purpose(_ hash: [UInt8], now: Moment) throws -> LinkPurpose? {
        let row = try connection.first(
            """
            SELECT purpose, person_id FROM setup
            WHERE hash = \(hash) AND used_at IS NULL AND expires_at > \(now)
            """)
        guard let row else { return nil }
        return try row.get("person_id", as: Int64?.self).map { .reset($0) } ?? .first
    }

    /// Uses the link up; false when somebody was first or its time is over.
    func use(_ hash: [UInt8], now: Moment) throws -> Bool {
        try connection.run(
            """
            UPDATE setup SET used_at = \(now)
            WHERE hash = \(hash) AND used_at IS NULL AND expires_at > \(now)
            """) == 1
    }

    /// Ends every link of a person that was not used.
    func endAll(of person: Int64) throws {
        try connection.run("DELETE FROM setup WHERE person_id = \(person) AND used_at IS NULL")
    }

    /// Ends every link to become the first administrator.
    func endFirst() throws {
        try connection.run("DELETE FROM setup WHERE purpose = 'first' AND used_at IS NULL")
    }
}
