import Callbacks
import Desk
import Files
import Matters
import Storage

/// The tables of calling back in a town that has the others.
enum CallbackTables {
    static func make(in town: TestTown) async throws {
        try await Migrator(
            StorageSchema.migrations + DeskSchema.migrations + MattersSchema.migrations
                + FilesSchema.migrations + CallbacksSchema.migrations
        ).migrate(town.desk.database, now: town.now)
    }
}
