public import Core
import Foundation
public import Logging
public import Storage

/// One backup a day, by whichever server comes first; what became of it is written down.
public struct BackupSchedule: Sendable {
    let maker: BackupMaker
    let database: any Database
    let hour: BackupHour
    let keeping: BackupKeeping
    let clock: @Sendable () -> Moment
    let logger: Logger

    public init(
        _ maker: BackupMaker, in database: any Database, at hour: BackupHour, keeping: BackupKeeping,
        clock: @escaping @Sendable () -> Moment, logger: Logger
    ) {
        self.maker = maker
        self.database = database
        self.hour = hour
        self.keeping = keeping
        self.clock = clock
        self.logger = logger
    }

    /// Makes the backup that is due, if there is one and nobody else makes it. A failed one is tried again
    /// after an hour, with a new one each day.
    ///
    /// - Returns: Whether one was made.
    @discardableResult
    public func tick(at now: Moment) async throws -> Bool {
        let id = hour.day(at: now, in: maker.city.calendar).description
        let folder = maker.folder.path
        let mine = try await database.write { try BackupStore($0).claim(id, folder: folder, at: now) }
        guard mine else { return false }
        do {
            try await make(id)
        } catch let cancelled as CancellationError {
            try? await settle(id, failed: "the program was stopped while it was made")
            throw cancelled
        } catch {
            let sentence = (error as? Fault)?.description ?? "\(error)"
            logger.error("The backup failed.", metadata: ["problem": "\(sentence)"])
            try await settle(id, failed: sentence)
        }
        return true
    }

    private func make(_ id: String) async throws {
        let (maker, keeping, clock) = (maker, keeping, clock)
        let result = try await withThrowingTaskGroup(of: BackupMaker.Result?.self) { group in
            group.addTask { try await maker.make(.full, keeping: keeping, clock: clock) }
            group.addTask {
                while true {
                    try await Task.sleep(for: .seconds(60))
                    try? await database.write { try BackupStore($0).beat(id, at: clock()) }
                }
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
        guard let result else { return }
        let ended = clock()
        try await database.write { try BackupStore($0).end(id, result.manifest, at: ended) }
        if let doubt = result.manifest.doubt {
            logger.error("The backup was made, but is doubtful.", metadata: ["problem": "\(doubt)"])
        }
    }

    private func settle(_ id: String, failed problem: String) async throws {
        let now = clock()
        try await database.write { try BackupStore($0).fail(id, problem, at: now) }
    }
}

/// What is known of backups.
public enum Backups {
    /// The newest, newest first.
    public static func newest(_ limit: Int = 14, in database: any Database) async throws -> [BackupRecord] {
        try await database.read { try BackupStore($0).newest(limit) }
    }

    /// The last one that was looked at and found good.
    public static func lastGood(in database: any Database) async throws -> BackupRecord? {
        try await database.read { try BackupStore($0).last(.good) }
    }

    /// Writes down one that somebody asked for.
    public static func note(_ manifest: BackupManifest, in folder: String, database: any Database)
        async throws
    {
        try await database.write { connection in
            let store = BackupStore(connection)
            let id = "hand-\(manifest.name)"
            _ = try store.claim(id, folder: folder, at: manifest.begun)
            try store.end(id, manifest, at: manifest.ended)
        }
    }
}
