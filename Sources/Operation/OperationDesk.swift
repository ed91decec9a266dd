public import Core
import Foundation
public import Storage
import Synchronization

/// How the program stands: for `/readyz`, for the page, for a monitor.
public struct OperationDesk: Sendable {
    /// What is known of this program before anything is asked.
    public struct Facts: Sendable {
        public let version: String
        public let startedAt: Moment
        /// The database's address without its password.
        public let databaseName: String
        /// The file of SQLite; nil for another engine.
        public let databasePath: String?
        public let filesFolder: String

        public init(
            version: String, startedAt: Moment, databaseName: String, databasePath: String?,
            filesFolder: String
        ) {
            self.version = version
            self.startedAt = startedAt
            self.databaseName = databaseName
            self.databasePath = databasePath
            self.filesFolder = filesFolder
        }
    }

    public let database: any Database
    public let facts: Facts
    public let watch: OperationWatch
    /// The names of the followers of the log, and of the topics of sendings.
    let followers: [String]
    let topics: [String]
    /// Each setting with its origin, for the page.
    public let settings: [SettingLine]
    /// How long an answer of the database is waited for.
    let patience: Duration
    private let memory = Memory()

    public init(
        database: any Database, facts: Facts, watch: OperationWatch = OperationWatch(),
        followers: [String] = [], topics: [String] = [], settings: [SettingLine] = [],
        patience: Duration = .milliseconds(HealthLimits.databaseMilliseconds)
    ) {
        self.database = database
        self.facts = facts
        self.watch = watch
        self.followers = followers
        self.topics = topics
        self.settings = settings
        self.patience = patience
    }

    /// The same with what only the whole program knows.
    public func watching(followers: [String], topics: [String]) -> OperationDesk {
        OperationDesk(
            database: database, facts: facts, watch: watch, followers: followers, topics: topics,
            settings: settings, patience: patience)
    }

    /// Counts what was filed and moved, by kind.
    public static let follower = Follower(
        name: "operation", reset: { try OperationStore(connection: $0).empty() },
        follow: { events, connection in try OperationStore(connection: connection).take(events) })

    /// What is remembered for a moment, so that nobody's questions become the database's work.
    private final class Memory: Sendable {
        struct Kept {
            var lines: [HealthLine] = []
            var at: Moment?
            var probing = false
        }
        // Lock: the last answer, and whether one is being found.
        let kept = Mutex(Kept())
    }

    /// How old the answer of `/readyz` may be.
    private static let keepsMilliseconds: Int64 = 1_000

    /// How the parts stand, at most a second old.
    public func health(at now: Moment) async -> [HealthLine] {
        let known: [HealthLine]? = memory.kept.withLock { kept in
            if let at = kept.at, abs(now - at) < Self.keepsMilliseconds { return kept.lines }
            // While the database is silent one question waits for it, not everybody's.
            if kept.probing, kept.at != nil { return kept.lines }
            kept.probing = true
            return nil
        }
        if let known { return known }
        let lines = await look(at: now)
        memory.kept.withLock { $0 = Memory.Kept(lines: lines, at: now, probing: false) }
        return lines
    }

    /// What waits in the database.
    struct Waits: Sendable {
        var standings: [FollowerStanding] = []
        var timers = OperationStore.Waiting()
        var messages = OperationStore.Waiting()
        var sendings = OperationStore.Waiting()
    }

    func waits(at now: Moment) async throws -> Waits {
        let (followers, topics, watch) = (followers, topics, watch)
        return try await database.read { connection in
            let store = OperationStore(connection: connection)
            var waits = Waits()
            waits.standings = try store.bookmarks(of: followers).map { watch.standing($0, now: now) }
            waits.timers = try store.timers(at: now)
            waits.messages = try store.messages(at: now)
            waits.sendings = try store.sendings(topics: topics, at: now)
            return waits
        }
    }

    private func look(at now: Moment) async -> [HealthLine] {
        let start = ContinuousClock.now
        let database = database
        let answered: [String]? = await Deadline.value(within: patience) {
            try await Self.losses(of: database)
        }
        let milliseconds = Int64((ContinuousClock.now - start) / .milliseconds(1))
        var lines = [
            answered?.first.map(HealthLimits.database(gone:))
                ?? HealthLimits.database(milliseconds: answered == nil ? nil : milliseconds)
        ]
        if answered != nil {
            lines +=
                await Deadline.value(within: patience * 3) { try await waitingLines(at: now) }
                ?? [HealthLine("followers", .warn, "unknown")]
        }
        lines.append(HealthLimits.beats(watch.beats, now: now))
        if let path = facts.databasePath {
            let folder = (path as NSString).deletingLastPathComponent
            lines.append(HealthLimits.disk("disk", free: ProcessFigures.freeBytes(at: folder)))
        }
        lines.append(HealthLimits.disk("files", free: ProcessFigures.freeBytes(at: facts.filesFolder)))
        return lines
    }

    /// What of a database that answers is not where it was, in a sentence; empty where all of it is.
    private static func losses(of database: any Database) async throws -> [String] {
        do {
            try await database.touch()
            return []
        } catch let fault as Fault where fault.code == .readOnly {
            return [fault.message]
        }
    }

    /// How the followers stand that have a bookmark: for whoever looks from outside the program.
    public func followersInBooks(at now: Moment) async throws -> HealthLine {
        let watch = watch
        return try await database.read { connection in
            let store = OperationStore(connection: connection)
            let standings = try store.bookmarks(of: try store.followers()).map {
                watch.standing($0, now: now)
            }
            return HealthLimits.followers(standings, now: now)
        }
    }

    private func waitingLines(at now: Moment) async throws -> [HealthLine] {
        let waits = try await waits(at: now)
        let oldest = [waits.messages.oldest, waits.sendings.oldest].compactMap(\.self).min()
        var lines = [
            HealthLimits.followers(waits.standings, now: now),
            HealthLimits.timers(due: waits.timers.count, oldest: waits.timers.oldest, now: now),
            HealthLimits.sendings(
                waiting: waits.messages.count + waits.sendings.count, failed: waits.sendings.failed,
                oldest: oldest, now: now),
        ]
        if let line = try await backupLine(at: now) { lines.append(line) }
        return lines
    }

    /// Nothing is said where no backup was ever due here: another program may make them.
    private func backupLine(at now: Moment) async throws -> HealthLine? {
        guard let newest = try await Backups.newest(1, in: database).first else { return nil }
        return HealthLimits.backup(
            good: try await Backups.lastGood(in: database)?.endedAt, failed: newest.state == .failed, now: now
        )
    }
}

/// One setting of the program, as an operator reads it: secrets are masked.
public struct SettingLine: Sendable, Hashable, Codable {
    public let key: String
    public let value: String
    /// `flag`, `environment`, `file` or `default`.
    public let origin: String
    /// The variable, or the file and its line.
    public let place: String?

    public init(key: String, value: String, origin: String, place: String?) {
        self.key = key
        self.value = value
        self.origin = origin
        self.place = place
    }
}
