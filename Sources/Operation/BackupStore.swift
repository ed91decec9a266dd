import Core
import Storage

/// Rows of backups, and what a copy says of itself.
struct BackupStore {
    let connection: any Connection

    init(_ connection: any Connection) { self.connection = connection }

    /// After this long without a sign a maker counts as gone, and after a failure it is tried again.
    static let patience: Int64 = 5 * 60_000
    static let pause: Int64 = 60 * 60_000

    /// Takes up a backup that is due, unless it was made, is being made, or failed a moment ago.
    func claim(_ id: String, folder: String, at now: Moment) throws -> Bool {
        try connection.first(
            """
            INSERT INTO operation_backups (id, state, begun_at, beat_at, attempts, folder)
            VALUES (\(id), 'running', \(now), \(now), 1, \(folder))
            ON CONFLICT (id) DO UPDATE SET state = 'running', begun_at = excluded.begun_at,
                beat_at = excluded.beat_at, attempts = operation_backups.attempts + 1, ended_at = NULL
            WHERE (operation_backups.state = 'running'
                    AND operation_backups.beat_at < \(now + -Self.patience))
                OR (operation_backups.state = 'failed'
                    AND operation_backups.ended_at < \(now + -Self.pause))
            RETURNING id
            """) != nil
    }

    func beat(_ id: String, at now: Moment) throws {
        try connection.run(
            "UPDATE operation_backups SET beat_at = \(now) WHERE id = \(id) AND state = 'running'")
    }

    func end(_ id: String, _ manifest: BackupManifest, at now: Moment) throws {
        let state: BackupRecord.State = manifest.isGood ? .good : .doubtful
        try connection.run(
            """
            UPDATE operation_backups SET state = \(state.rawValue), ended_at = \(now),
                name = \(manifest.name), bytes = \(manifest.database.bytes + manifest.files.bytes),
                matters = \(manifest.contents?.matters), problem = \(manifest.doubt)
            WHERE id = \(id)
            """)
    }

    func fail(_ id: String, _ problem: String, at now: Moment) throws {
        try connection.run(
            """
            UPDATE operation_backups SET state = 'failed', ended_at = \(now), problem = \(problem)
            WHERE id = \(id)
            """)
    }

    /// The newest, newest first.
    func newest(_ limit: Int) throws -> [BackupRecord] {
        try connection.all(
            "SELECT * FROM operation_backups ORDER BY begun_at DESC LIMIT \(literal: limit)")
    }

    /// The newest of one state that ended.
    func last(_ state: BackupRecord.State) throws -> BackupRecord? {
        try connection.first(
            BackupRecord.self,
            """
            SELECT * FROM operation_backups WHERE state = \(state.rawValue) ORDER BY ended_at DESC LIMIT 1
            """)
    }

    /// The last step of the schema.
    func schema() throws -> String { try connection.value("SELECT max(name) FROM migrations") ?? "" }

    /// What a database holds, counted row by row: only for a copy that nobody waits for.
    ///
    /// - Parameter schema: The one it had before it was brought up to date to be looked at.
    func contents(schema: String) throws -> BackupManifest.Contents {
        let seal = try connection.first(Anchor.self, "SELECT * FROM anchors ORDER BY day DESC LIMIT 1")
        return BackupManifest.Contents(
            schema: schema,
            matters: try connection.value("SELECT count(*) FROM matters") ?? 0,
            events: try connection.value("SELECT count(*) FROM events") ?? 0,
            seal: seal.map { "\($0.day) \($0.root.hexadecimal)" })
    }
}
