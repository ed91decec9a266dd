import Core
import Storage

/// The models, which of them is in force, and what it has learned since.
struct ModelStore {
    let connection: any Connection

    /// Which bytes are in use now: they change with every version and everything learned.
    struct Stamp: Hashable, Sendable {
        let version: Int
        let serial: Int
    }

    /// The model in force, with what it has learned since it was made.
    struct Live: SQLRow, Sendable {
        let stamp: Stamp
        let learned: Int
        /// The last example it took in.
        let through: Int64
        let bytes: [UInt8]
        let source: ModelRecord.Source

        init(row: Row) throws {
            stamp = Stamp(version: try row.get("version"), serial: try row.get("serial"))
            learned = try row.get("learned")
            through = try row.get("through")
            bytes = try row.get("bytes")
            source = ModelRecord.Source(rawValue: try row.get("source")) ?? .matters
        }
    }

    /// How many of the newest models keep their bytes.
    static let mostWhole = 8

    private static let columns: SQL = """
        m.version, m.made_at, m.source, m.first_at, m.last_at, m.examples, m.labels, m.metrics,
        CASE WHEN m.bytes IS NULL THEN 0 ELSE 1 END AS is_whole, m.parent, m.person, m.why,
        (SELECT f.since FROM triage_forces f WHERE f.version = m.version ORDER BY f.id DESC LIMIT 1) AS since,
        (SELECT f.until FROM triage_forces f WHERE f.version = m.version ORDER BY f.id DESC LIMIT 1) AS until
        """

    /// The newest first.
    func models(limit: Int) throws -> [ModelRecord] {
        try connection.all(
            "SELECT " + Self.columns
                + " FROM triage_models m ORDER BY m.version DESC LIMIT \(literal: limit)")
    }

    func model(_ version: Int) throws -> ModelRecord? {
        try connection.first(
            ModelRecord.self,
            "SELECT " + Self.columns + " FROM triage_models m WHERE m.version = \(version)")
    }

    func bytes(of version: Int) throws -> [UInt8]? {
        try connection.first("SELECT bytes FROM triage_models WHERE version = \(version)")?.get("bytes")
    }

    func lastVersion() throws -> Int {
        try connection.value("SELECT coalesce(max(version), 0) FROM triage_models") ?? 0
    }

    func stamp() throws -> Stamp? {
        guard let row = try connection.first("SELECT version, serial FROM triage_live WHERE one = 1") else {
            return nil
        }
        return Stamp(version: try row.get("version"), serial: try row.get("serial"))
    }

    func live() throws -> Live? {
        try connection.first(
            Live.self,
            """
            SELECT l.version, l.serial, l.learned, l.through, l.bytes, m.source
            FROM triage_live l JOIN triage_models m ON m.version = l.version WHERE l.one = 1
            """)
    }

    /// Keeps a new model; the bytes of the oldest ones are let go.
    func add(_ model: ModelRecord, bytes: [UInt8]) throws {
        try connection.run(
            """
            INSERT INTO triage_models (version, made_at, source, first_at, last_at, examples, labels, metrics,
                bytes, parent, person, why)
            VALUES (\(model.version), \(model.madeAt), \(model.source.rawValue), \(model.firstAt),
                \(model.lastAt), \(model.examples), \(model.labels),
                \(try StoredJSON.text(model.metrics)), \(bytes), \(model.parent), \(model.person),
                \(model.why))
            """)
        try connection.run(
            """
            UPDATE triage_models SET bytes = NULL
            WHERE version <= \(model.version - Self.mostWhole) AND bytes IS NOT NULL
                AND version <> coalesce((SELECT version FROM triage_live WHERE one = 1), 0)
            """)
    }

    /// From now on this one makes the suggestions.
    ///
    /// - Parameter through: The last example that is not learned once more.
    func putInForce(
        _ version: Int, bytes: [UInt8], through: Int64, person: Int64?, why: String, at now: Moment
    ) throws {
        let serial = (try stamp()?.serial ?? 0) + 1
        try connection.run("UPDATE triage_forces SET until = \(now) WHERE until IS NULL")
        try connection.run(
            """
            INSERT INTO triage_forces (version, since, person, why)
            VALUES (\(version), \(now), \(person), \(why))
            """)
        try connection.run(
            """
            INSERT INTO triage_live (one, version, serial, learned, through, bytes, at)
            VALUES (1, \(version), \(serial), 0, \(through), \(bytes), \(now))
            ON CONFLICT (one) DO UPDATE SET version = excluded.version, serial = excluded.serial,
                learned = 0, through = excluded.through, bytes = excluded.bytes, at = excluded.at
            """)
    }

    /// Keeps what was learned, unless another model came in force meanwhile.
    ///
    /// - Returns: False then.
    func keep(_ bytes: [UInt8], learned: Int, through: Int64, over stamp: Stamp, at now: Moment) throws
        -> Bool
    {
        try connection.run(
            """
            UPDATE triage_live SET bytes = \(bytes), serial = serial + 1, learned = learned + \(learned),
                through = \(through), at = \(now)
            WHERE one = 1 AND version = \(stamp.version) AND serial = \(stamp.serial)
            """) == 1
    }

    /// Goes on behind examples that say nothing new.
    func pass(_ through: Int64, over stamp: Stamp) throws {
        try connection.run(
            """
            UPDATE triage_live SET through = \(through)
            WHERE one = 1 AND version = \(stamp.version) AND serial = \(stamp.serial)
            """)
    }

    /// Takes a piece of work that one server does at a time.
    ///
    /// - Returns: False while another one has it, or did it lately.
    func claim(_ name: String, until: Moment, at now: Moment) throws -> Bool {
        let fresh = try connection.run(
            """
            INSERT INTO triage_claims (name, until) VALUES (\(name), \(until))
            ON CONFLICT (name) DO NOTHING
            """)
        if fresh == 1 { return true }
        return try connection.run(
            "UPDATE triage_claims SET until = \(until) WHERE name = \(name) AND until <= \(now)") == 1
    }

    func release(_ name: String) throws {
        try connection.run("DELETE FROM triage_claims WHERE name = \(name)")
    }
}
