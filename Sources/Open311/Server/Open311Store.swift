import Core
import FoundationEssentials
import Storage

/// A matter that came by Open311.
struct FilingRow: SQLRow, Sendable {
    let id: Int64
    let number: String
    let keyID: Int64
    let content: [UInt8]
    let token: String
    let service: String?
    let accountID: String?
    let deviceID: String?
    let mediaURL: String?
    /// The answers to what was asked besides, in the order they came.
    let attributes: [(code: String, values: [String])]
    let filedAt: Moment

    init(row: Row) throws {
        id = try row.get("matter_id")
        number = try row.get("number")
        keyID = try row.get("key_id")
        content = try row.get("content")
        token = try row.get("token")
        service = try row.get("service")
        accountID = try row.get("account_id")
        deviceID = try row.get("device_id")
        mediaURL = try row.get("media_url")
        let text: String = try row.get("attributes")
        let kept = try? JSONDecoder().decode([KeptAttribute].self, from: Data(text.utf8))
        attributes = (kept ?? []).map { ($0.code, $0.values) }
        filedAt = try row.get("filed_at")
    }
}

/// An answer as it is stored.
struct KeptAttribute: Codable, Hashable, Sendable {
    let code: String
    let values: [String]
}

/// What comes along with a filing.
struct NewFiling: Sendable {
    let keyID: Int64
    var requestKey: String?
    var content: [UInt8] = []
    var token = ""
    var service: String?
    var accountID: String?
    var deviceID: String?
    var mediaURL: String?
    var attributes: [KeptAttribute] = []
}

/// A step as Open311 tells it.
struct ToldRow: SQLRow, Hashable, Sendable {
    let id: Int64
    let matterID: Int64
    let sequence: Int
    let number: String
    let kind: String
    let status: UpdateStatus
    let stage: String
    let move: String?
    /// Masked; nil where the step's own sentence is told.
    let text: String?
    let at: Moment

    init(row: Row) throws {
        id = try row.get("id")
        matterID = try row.get("matter_id")
        sequence = try row.get("sequence")
        number = try row.get("number")
        kind = try row.get("kind")
        status = UpdateStatus(rawValue: try row.get("status")) ?? .unchanged
        stage = try row.get("stage")
        move = try row.get("move")
        text = try row.get("text")
        at = try row.get("at")
    }

    static let columns: SQL = "id, matter_id, sequence, number, kind, status, stage, move, text, at"
}

/// What the other side said after it filed.
struct UpdateRow: SQLRow, Hashable, Sendable {
    let updateID: String
    let content: [UInt8]
    let status: UpdateStatus
    let saidAt: Moment
    let text: String?
    let mediaURL: String?
    let did: UpdateDeed

    init(row: Row) throws {
        updateID = try row.get("update_id")
        content = try row.get("content")
        status = UpdateStatus(rawValue: try row.get("status")) ?? .unchanged
        saidAt = try row.get("said_at")
        text = try row.get("text")
        mediaURL = try row.get("media_url")
        did = UpdateDeed(rawValue: try row.get("did")) ?? .kept
    }
}

/// The tables of the Open311 server.
struct Open311Store {
    let connection: any Connection

    private static let filing: SQL = """
        matter_id, number, key_id, content, token, service, account_id, device_id, media_url, attributes,
        filed_at
        """

    // MARK: Filings

    func filing(_ requestKey: String, of key: Int64) throws -> FilingRow? {
        try connection.first(
            FilingRow.self,
            "SELECT \(Self.filing) FROM open311_filings WHERE key_id = \(key) AND request_key = \(requestKey)"
        )
    }

    func filing(of matter: Int64) throws -> FilingRow? {
        try connection.first(
            FilingRow.self, "SELECT \(Self.filing) FROM open311_filings WHERE matter_id = \(matter)")
    }

    func filings(_ matters: [Int64]) throws -> [FilingRow] {
        var found: [FilingRow] = []
        for start in stride(from: 0, to: matters.count, by: 200) {
            let some = Array(matters[start..<min(start + 200, matters.count)])
            found += try connection.all(
                "SELECT \(Self.filing) FROM open311_filings WHERE matter_id IN (\(list: some))")
        }
        return found
    }

    /// Those of some numbers that a key filed.
    func filed(_ numbers: [String], by key: Int64) throws -> [FilingRow] {
        try connection.all(
            """
            SELECT \(Self.filing) FROM open311_filings
            WHERE number IN (\(list: Array(numbers.prefix(200)))) AND key_id = \(key)
            """)
    }

    func number(token: String) throws -> String? {
        try connection.value("SELECT number FROM open311_filings WHERE token = \(token)")
    }

    func add(_ filing: NewFiling, of matter: Int64, number: String, now: Moment) throws {
        let attributes = String(decoding: try JSONEncoder().encode(filing.attributes), as: UTF8.self)
        try connection.run(
            """
            INSERT INTO open311_filings (matter_id, number, key_id, request_key, content, token, service,
                account_id, device_id, media_url, attributes, filed_at)
            VALUES (\(matter), \(number), \(filing.keyID), \(filing.requestKey), \(filing.content),
                \(filing.token), \(filing.service), \(filing.accountID), \(filing.deviceID),
                \(filing.mediaURL), \(attributes), \(now))
            """)
    }

    // MARK: What their side said

    func update(_ updateID: String, of key: Int64) throws -> UpdateRow? {
        try connection.first(
            UpdateRow.self,
            """
            SELECT update_id, content, status, said_at, text, media_url, did FROM open311_updates
            WHERE key_id = \(key) AND update_id = \(updateID)
            """)
    }

    /// The last things said about a matter, the newest first.
    func updates(of matter: Int64, limit: Int) throws -> [UpdateRow] {
        try connection.all(
            """
            SELECT update_id, content, status, said_at, text, media_url, did FROM open311_updates
            WHERE matter_id = \(matter) ORDER BY said_at DESC, id DESC LIMIT \(literal: limit)
            """)
    }

    func add(_ update: NewUpdate, did: UpdateDeed, of matter: Int64, now: Moment) throws {
        try connection.run(
            """
            INSERT INTO open311_updates (key_id, update_id, content, matter_id, status, said_at, taken_at,
                text, media_url, did)
            VALUES (\(update.keyID), \(update.updateID), \(update.content), \(matter),
                \(update.status.rawValue), \(update.saidAt), \(now), \(update.text), \(update.mediaURL),
                \(did.rawValue))
            """)
    }

    // MARK: What is told

    /// The steps of some matters, the first first.
    func told(of matters: [Int64]) throws -> [ToldRow] {
        try connection.all(
            """
            SELECT \(ToldRow.columns) FROM open311_told WHERE matter_id IN (\(list: matters))
            ORDER BY matter_id, sequence LIMIT 5000
            """)
    }

    /// What was told in a span of time, the first first: to everybody, or to a key about what it filed.
    func told(
        to key: Int64?, from: Moment, before: Moment, skipping: Int, limit: Int
    ) throws -> [ToldRow] {
        try connection.all(
            Self.toldRange(to: key, from: from, before: before, skipping: skipping, limit: limit))
    }

    /// One range of one index.
    static func toldRange(
        to key: Int64?, from: Moment, before: Moment, skipping: Int, limit: Int
    ) -> SQL {
        let whose: SQL = key.map { "key_id = \($0)" } ?? "is_public = 1"
        return "SELECT \(ToldRow.columns) FROM open311_told WHERE " + whose
            + " AND at >= \(from) AND at < \(before) ORDER BY at, id LIMIT \(literal: limit)"
            + " OFFSET \(literal: skipping)"
    }

    func tell(_ told: NewTold) throws {
        try connection.run(
            """
            INSERT INTO open311_told (matter_id, sequence, number, kind, status, stage, move, text, at,
                is_public, key_id)
            VALUES (\(told.matterID), \(told.sequence), \(told.number), \(told.kind),
                \(told.status.rawValue), \(told.stage), \(told.move), \(told.text), \(told.at),
                \(told.isPublic), \(told.keyID))
            ON CONFLICT (matter_id, sequence) DO NOTHING
            """)
    }

    /// A step that was taken back is told no more.
    func untell(_ sequence: Int, of matter: Int64) throws {
        try connection.run(
            "DELETE FROM open311_told WHERE matter_id = \(matter) AND sequence = \(sequence)")
    }

    func untellAll() throws { try connection.run("DELETE FROM open311_told") }

    /// Number and kind of some matters.
    func heads(_ matters: [Int64]) throws -> [Int64: (number: String, kind: String)] {
        var heads: [Int64: (number: String, kind: String)] = [:]
        for start in stride(from: 0, to: matters.count, by: 200) {
            let some = Array(matters[start..<min(start + 200, matters.count)])
            for row in try connection.rows("SELECT id, number, kind FROM matters WHERE id IN (\(list: some))")
            {
                heads[try row.get("id")] = (try row.get("number"), try row.get("kind"))
            }
        }
        return heads
    }
}
