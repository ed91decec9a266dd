import Core
import Storage

/// One upload as it stands in the table.
struct Upload: SQLRow {
    let id: String
    let owner: String
    let name: String
    let part: Attachment.Part
    let bytes: Int64
    let received: Int64
    let kind: Attachment.Kind?
    let hash: String?
    let isComplete: Bool
    let createdAt: Moment

    init(row: Row) throws {
        id = try row.get("id")
        owner = try row.get("owner")
        name = try row.get("name")
        part = Attachment.Part(rawValue: try row.get("part")) ?? .raised
        bytes = try row.get("bytes")
        received = try row.get("received")
        kind = try row.get("kind", as: String?.self).flatMap(Attachment.Kind.init)
        hash = try row.get("hash")
        isComplete = try row.get("complete")
        createdAt = try row.get("created_at")
    }

    /// Whatever an attempt at it moves on.
    var progress: Progress { Progress(received: received, hash: hash, isComplete: isComplete) }

    struct Progress: Equatable {
        let received: Int64
        let hash: String?
        let isComplete: Bool
    }

    static let columns: SQL = "id, owner, name, part, bytes, received, kind, hash, complete, created_at"
}

/// The rows of uploads.
struct UploadStore {
    let connection: any Connection

    init(_ connection: any Connection) { self.connection = connection }

    func upload(_ id: String) throws -> Upload? {
        try connection.first(Upload.self, "SELECT \(Upload.columns) FROM uploads WHERE id = \(id)")
    }

    func uploads(_ ids: [String]) throws -> [Upload] {
        try connection.all(Upload.self, "SELECT \(Upload.columns) FROM uploads WHERE id IN (\(list: ids))")
    }

    /// How many uploads a sender has begun since a moment, and their bytes together.
    func begun(by owner: String, since moment: Moment) throws -> (count: Int, bytes: Int64) {
        let row = try connection.first(
            """
            SELECT COUNT(*) AS number, CAST(COALESCE(SUM(bytes), 0) AS BIGINT) AS whole FROM uploads
            WHERE owner = \(owner) AND created_at > \(moment)
            """)
        guard let row else { return (0, 0) }
        return (try row.get("number"), try row.get("whole"))
    }

    func insert(
        id: String, owner: String, name: String, part: Attachment.Part, bytes: Int64, at now: Moment
    ) throws {
        try connection.run(
            """
            INSERT INTO uploads (id, owner, name, part, bytes, received, complete, created_at)
            VALUES (\(id), \(owner), \(name), \(part.rawValue), \(bytes), 0, 0, \(now))
            """)
    }

    func setReceived(_ received: Int64, of id: String) throws {
        try connection.run("UPDATE uploads SET received = \(received) WHERE id = \(id) AND complete = 0")
    }

    /// How long it is, where that was not known at its beginning.
    func setBytes(_ bytes: Int64, of id: String) throws {
        try connection.run("UPDATE uploads SET bytes = \(bytes) WHERE id = \(id) AND complete = 0")
    }

    /// Written before the file gets its name, so that a stop in between leaves nothing that nobody knows of.
    func setContent(_ hash: String, _ kind: Attachment.Kind, of id: String) throws {
        try connection.run(
            "UPDATE uploads SET hash = \(hash), kind = \(kind.rawValue), received = bytes WHERE id = \(id)")
    }

    func setComplete(_ id: String) throws {
        try connection.run("UPDATE uploads SET complete = 1 WHERE id = \(id)")
    }

    func remove(_ id: String) throws {
        try connection.run("DELETE FROM uploads WHERE id = \(id)")
    }

    /// The oldest uploads begun before a moment.
    func begun(before moment: Moment, limit: Int) throws -> [Upload] {
        try connection.all(
            Upload.self,
            """
            SELECT \(Upload.columns) FROM uploads WHERE created_at < \(moment)
            ORDER BY created_at, id LIMIT \(literal: limit)
            """)
    }

    /// Whether an upload other than this one holds the same content.
    func isHeldElsewhere(_ hash: String, than id: String) throws -> Bool {
        try connection.first("SELECT id FROM uploads WHERE hash = \(hash) AND id <> \(id) LIMIT 1") != nil
    }
}
