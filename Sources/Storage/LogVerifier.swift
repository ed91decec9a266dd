import Core

/// Walks through the whole log and compares every event with its chain, and every chain with the matter it
/// belongs to. Holds a page of matters and the broken events, however long the log is.
public struct LogVerifier {
    /// Where a matter's chain must end.
    private struct Head {
        let matter: Int64
        let version: Int
        let hash: [UInt8]
    }

    /// A statement for the next matters after a key, at most a number of them, ordered by key: key, number of
    /// events, hash of the last.
    public typealias Heads = @Sendable (_ after: Int64, _ limit: Int) -> SQL

    /// The heads as the table `matters` keeps them.
    public static let matters: Heads = { after, limit in
        "SELECT id, version, head_hash FROM matters WHERE id > \(after) ORDER BY id LIMIT \(literal: limit)"
    }

    private static let page = 500

    private let connection: any Connection
    private let nextHeads: Heads?
    private var heads: ArraySlice<Head> = []
    private var lastHead = Int64.min
    private var headsEnded = false
    private var walk = ChainWalk()

    private init(heads: Heads?, in connection: any Connection) {
        self.connection = connection
        nextHeads = heads
    }

    /// Verifies everything.
    ///
    /// - Parameter heads: Where each chain must end, to find a cut tail; nil to look at the chains alone.
    /// - Returns: What is wrong, ordered by matter and event; of events that are broken one after the other
    ///   in a matter, the first. Empty when all is well.
    public static func verify(heads: Heads? = matters, in connection: any Connection) throws -> [Complaint] {
        var verifier = LogVerifier(heads: heads, in: connection)
        try connection.forEach(
            "SELECT \(LoggedEvent.columns) FROM events ORDER BY matter_id, seq"
        ) { row in
            let event = try LoggedEvent(row: row)
            if event.matterID != verifier.walk.matter { try verifier.begin(event.matterID) }
            verifier.walk.step(event)
        }
        try verifier.finish()
        return verifier.walk.complaints()
    }

    /// Ends the matter before and passes over those that have no event at all.
    private mutating func begin(_ matter: Int64) throws {
        try endMatter()
        while let head = try peek(), head.matter < matter { lost(head) }
        walk.begin(matter)
    }

    private mutating func finish() throws {
        try endMatter()
        while let head = try peek() { lost(head) }
    }

    private mutating func endMatter() throws {
        guard let matter = walk.matter, nextHeads != nil else { return }
        guard let head = try peek(), head.matter == matter else {
            return walk.add(Complaint(matter: matter, sequence: 0, kind: .missing))
        }
        heads.removeFirst()
        walk.end(version: head.version, hash: head.hash)
    }

    private mutating func lost(_ head: Head) {
        heads.removeFirst()
        if head.version > 0 { walk.add(Complaint(matter: head.matter, sequence: 1, kind: .tailCut)) }
    }

    private mutating func peek() throws -> Head? {
        if heads.isEmpty, !headsEnded, let nextHeads {
            let rows = try connection.rows(nextHeads(lastHead, Self.page))
            heads = try rows.map { row throws(Fault) in
                Head(matter: try row.get(at: 0), version: try row.get(at: 1), hash: try row.get(at: 2))
            }[...]
            lastHead = heads.last?.matter ?? lastHead
            headsEnded = rows.count < Self.page
        }
        return heads.first
    }
}
