import Core
import Storage

/// All that the page tells.
struct OperationStanding: Sendable {
    var health: [HealthLine] = []
    var followers: [FollowerStanding] = []
    var beats: [Beat] = []
    var backups: [BackupRecord] = []
    var facts: OperationDesk.Facts
    var databaseBytes: Int64?
    var residentBytes: Int64?
    var settings: [SettingLine] = []
}

extension OperationDesk {
    /// How many backups the page shows.
    private static let backupsShown = 14

    func standing(at now: Moment) async throws -> OperationStanding {
        var standing = OperationStanding(facts: facts)
        standing.health = await health(at: now)
        standing.followers = try await waits(at: now).standings
        standing.beats = watch.beats
        standing.backups = try await Backups.newest(Self.backupsShown, in: database)
        standing.databaseBytes =
            if let path = facts.databasePath { ProcessFigures.databaseBytes(at: path) } else {
                try await database.read { try OperationStore(connection: $0).size() }
            }
        standing.residentBytes = ProcessFigures.residentBytes
        standing.settings = settings
        return standing
    }
}
