public import Core
public import Storage

/// What is known of one backup that was asked for or due.
public struct BackupRecord: Sendable, Hashable, SQLRow {
    public let id: String
    public let state: State
    public let begunAt: Moment
    public let endedAt: Moment?
    /// How often it was begun; more than one after failures.
    public let attempts: Int
    public let folder: String
    /// Its folder's name, once it was made.
    public let name: String?
    public let bytes: Int64?
    public let matters: Int?
    /// What went wrong, or was found wrong, or why it could not be restored to look at it.
    public let problem: String?

    public enum State: String, Sendable, Hashable, CaseIterable {
        case running, good
        /// Made, but something in it is wrong or it could not be looked at.
        case doubtful
        case failed
    }

    public init(row: Row) throws {
        id = try row.get("id")
        state = State(rawValue: try row.get("state")) ?? .failed
        begunAt = try row.get("begun_at")
        endedAt = try row.get("ended_at")
        attempts = try row.get("attempts")
        folder = try row.get("folder")
        name = try row.get("name")
        bytes = try row.get("bytes")
        matters = try row.get("matters")
        problem = try row.get("problem")
    }
}
