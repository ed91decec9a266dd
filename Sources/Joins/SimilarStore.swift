import Core
import Desk
import Language
import Storage

/// Looks for alike matters along index keys, and never further than a fixed number of rows for each key.
struct SimilarStore {
    let connection: any Connection

    /// Rows of one key that are looked at, the newest first.
    static let mostOfKey = 24
    /// Ranges of one statement; engines have a limit.
    private static let mostRanges = 100
    /// Matters whose text is compared.
    static let mostCompared = 16
    /// Neighbours of the same village and class that are looked at.
    static let mostNeighbours = 12

    // MARK: Following

    func empty() throws {
        try connection.run("DELETE FROM joins_signatures")
        try connection.run("DELETE FROM joins_signed")
        try connection.run("DELETE FROM joins_background")
    }

    func background() throws -> SignatureBackground {
        let bytes: [UInt8]? = try connection.value("SELECT counters FROM joins_background WHERE id = 1")
        return bytes.flatMap { SignatureBackground(bytes: $0) } ?? SignatureBackground()
    }

    func keep(_ background: SignatureBackground) throws {
        try connection.run(
            """
            INSERT INTO joins_background (id, counters) VALUES (1, \(background.bytes))
            ON CONFLICT (id) DO UPDATE SET counters = excluded.counters
            """)
    }

    /// The keys under which a matter stands; nil where it stands under none.
    func keys(of matter: Int64) throws -> [Int64]? {
        let bytes: [UInt8]? = try connection.value(
            "SELECT keys FROM joins_signed WHERE matter_id = \(matter)")
        return bytes.map { bytes in
            stride(from: 0, to: bytes.count - bytes.count % 8, by: 8).map { start in
                Int64(
                    bitPattern: (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[start + $1]) << ($1 * 8) })
            }
        }
    }

    func sign(_ matter: Int64, _ keys: [Int64]) throws {
        if try self.keys(of: matter) == keys { return }
        try unsign(matter)
        if keys.isEmpty { return }
        let bytes = keys.flatMap { key in (0..<8).map { UInt8(truncatingIfNeeded: key >> ($0 * 8)) } }
        try connection.run("INSERT INTO joins_signed (matter_id, keys) VALUES (\(matter), \(bytes))")
        let rows = keys.map { key -> SQL in "(\(key), \(matter))" }
        try connection.run(
            "INSERT INTO joins_signatures (key, matter_id) VALUES " + SQL.join(rows, by: ", ")
                + " ON CONFLICT (key, matter_id) DO NOTHING")
    }

    func unsign(_ matter: Int64) throws {
        guard let keys = try keys(of: matter) else { return }
        try connection.run(
            "DELETE FROM joins_signatures WHERE key IN (\(list: keys)) AND matter_id = \(matter)")
        try connection.run("DELETE FROM joins_signed WHERE matter_id = \(matter)")
    }

    // MARK: Finding

    /// The newest matters under any of some keys, with the number of keys they share, the most first.
    func sharing(_ keys: [Int64], except own: Int64) throws -> [Int64] {
        var votes: [Int64: Int] = [:]
        for some in keys.inChunks(of: Self.mostRanges) {
            let parts = some.map { Self.range(of: $0) }
            for row in try connection.rows(SQL.join(parts, by: " UNION ALL ")) {
                votes[try row.get("matter_id"), default: 0] += 1
            }
        }
        votes[own] = nil
        return votes.sorted { ($0.value, $0.key) > ($1.value, $1.key) }.prefix(Self.mostCompared).map(\.key)
    }

    /// One range of one index.
    static func range(of key: Int64) -> SQL {
        """
        SELECT matter_id FROM (SELECT matter_id FROM joins_signatures WHERE key = \(key)
            ORDER BY matter_id DESC LIMIT \(literal: mostOfKey)) AS newest
        """
    }

    /// The newest open ones of a village and class: one range of one index.
    func neighbours(village: String, _ category: String, except own: Int64) throws -> [Int64] {
        try connection.rows(Self.neighbourhood(village, category)).map { try $0.get("id") }
            .filter { $0 != own }
    }

    static func neighbourhood(_ village: String, _ category: String) -> SQL {
        """
        SELECT id FROM matters WHERE village = \(village) AND category = \(category) AND status = 'open'
        ORDER BY id DESC LIMIT \(literal: mostNeighbours)
        """
    }

    /// The matters for which some others wait, by the keys of those that wait.
    func mains(of members: [Int64]) throws -> [Int64: Int64] {
        if members.isEmpty { return [:] }
        var mains: [Int64: Int64] = [:]
        for row in try connection.rows(
            """
            SELECT member_id, main_id FROM matter_joins
            WHERE member_id IN (\(list: members)) AND state = \(JoinState.waiting.rawValue)
            """)
        {
            mains[try row.get("member_id")] = try row.get("main_id")
        }
        return mains
    }

    func candidates(_ ids: [Int64]) throws -> [SimilarCandidate] {
        if ids.isEmpty { return [] }
        return try connection.all(
            "SELECT " + SimilarCandidate.columns + " FROM matters WHERE id IN (\(list: ids))")
    }
}

/// A matter as far as it is compared.
struct SimilarCandidate: SQLRow, Sendable {
    let id: Int64
    let number: String
    let kind: String
    let stage: String
    let title: String
    let text: String
    let area: AreaCode
    let category: String?
    let position: Position?
    let lead: UnitCode?
    let raisedTo: UnitCode?
    let sharers: [UnitCode]
    let raisedAt: Moment
    let isOpen: Bool

    init(
        id: Int64, number: String, kind: String, stage: String, title: String, text: String, area: AreaCode,
        category: String?, raisedAt: Moment
    ) {
        self.id = id
        self.number = number
        self.kind = kind
        self.stage = stage
        self.title = title
        self.text = text
        self.area = area
        self.category = category
        (position, lead, raisedTo, sharers) = (nil, nil, nil, [])
        self.raisedAt = raisedAt
        isOpen = true
    }

    static let columns: SQL = """
        id, number, kind, stage, status, title, text, more, area, category, latitude, longitude, lead,
        raised_to, sharers, raised_at
        """

    init(row: Row) throws {
        id = try row.get("id")
        number = try row.get("number")
        kind = try row.get("kind")
        stage = try row.get("stage")
        title = try row.get("title")
        // What the resident added later is part of what they said.
        let more: String? = try row.get("more")
        text = [try row.get("text"), more].compactMap(\.self).joined(separator: "\n")
        area = try row.get("area")
        category = try row.get("category")
        let (latitude, longitude): (Double?, Double?) = (try row.get("latitude"), try row.get("longitude"))
        position = latitude.flatMap { latitude in
            longitude.flatMap { Position(latitude: latitude, longitude: $0) }
        }
        lead = try row.get("lead")
        raisedTo = try row.get("raised_to")
        sharers = MatterRecord.sharers(try row.get("sharers"))
        raisedAt = try row.get("raised_at")
        isOpen = try row.get("status", as: String.self) == "open"
    }
}
