import CityPack
import Core
import Storage

/// The packs that were in force, within a transaction.
struct PackVersionStore {
    let connection: any Connection

    /// A version without what the pack said, for lists.
    struct Heading: Sendable, Hashable {
        let id: Int64
        let hash: String
        let version: Int
        let since: Moment
        let by: String
        let summary: String
    }

    func latest() throws -> PackVersion? {
        try connection.first(
            """
            SELECT id, hash, version, content, in_force_since, started_by, summary FROM pack_versions
            ORDER BY id DESC LIMIT 1
            """
        ).map(version)
    }

    func version(_ id: Int64) throws -> PackVersion? {
        try connection.first(
            """
            SELECT id, hash, version, content, in_force_since, started_by, summary FROM pack_versions
            WHERE id = \(id)
            """
        ).map(version)
    }

    /// The version before another one.
    func before(_ id: Int64) throws -> PackVersion? {
        try connection.first(
            """
            SELECT id, hash, version, content, in_force_since, started_by, summary FROM pack_versions
            WHERE id = (SELECT previous FROM pack_versions WHERE id = \(id))
            """
        ).map(version)
    }

    /// Newest first.
    func headings(before id: Int64?, limit: Int) throws -> [Heading] {
        let rest: SQL = id.map { "WHERE id < \($0)" } ?? .none
        return try connection.rows(
            """
            SELECT id, hash, version, in_force_since, started_by, summary FROM pack_versions \(rest)
            ORDER BY id DESC LIMIT \(literal: limit)
            """
        ).map { row in
            Heading(
                id: try row.get("id"), hash: try row.get("hash"), version: try row.get("version"),
                since: try row.get("in_force_since"), by: try row.get("started_by"),
                summary: try row.get("summary"))
        }
    }

    /// - Parameter last: the version before, 0 for none. Two servers that start together name the same.
    func add(
        _ content: PackContent, after last: Int64, by starter: String, summary: String, at now: Moment
    ) throws {
        try connection.run(
            """
            INSERT INTO pack_versions
                (previous, hash, version, content, in_force_since, started_by, summary)
            VALUES (\(last), \(content.fingerprint), \(content.version), \(try StoredJSON.text(content)),
                \(now), \(starter), \(summary))
            """)
    }

    private func version(_ row: Row) throws -> PackVersion {
        PackVersion(
            id: try row.get("id"), hash: try row.get("hash"), version: try row.get("version"),
            content: try StoredJSON.value(PackContent.self, try row.get("content")),
            since: try row.get("in_force_since"), by: try row.get("started_by"),
            summary: try row.get("summary"))
    }
}
