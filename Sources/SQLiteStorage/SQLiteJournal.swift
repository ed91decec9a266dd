import GRDB
import GRDBSQLite
import Storage

/// The journal (WAL) of a database: what was committed waits in it until it is copied into the file.
///
/// SQLite does that inside the commit that made the journal long, while all who wait for that commit wait for
/// two flushes of the disk more. Here a thread of its own copies beside the writer. It never reaches the end
/// while there is writing, and only a journal that was copied to its end begins again from the start; so the
/// writer copies the little that is left, after it has answered, once the journal is long.
final class SQLiteJournal {
    /// Pages in the journal from which it is copied beside the writer, and from which the writer finishes it:
    /// 4 and 32 MB.
    private static let (some, many) = (1_000, 8_000)

    private let database: GRDB.Database
    private let copying: JobQueue<Void>
    private var pages = 0
    /// Pages when it was last copied from, or somebody was told to.
    private var told = 0

    /// - Parameter copying: where a thread waits to be told.
    init(of database: GRDB.Database, copying: JobQueue<Void>) {
        self.database = database
        self.copying = copying
        // Replaces SQLite's own copying. The hook is called by the writer's thread, inside its commit, and
        // this object lives as long as that thread works.
        sqlite3_wal_hook(
            database.sqliteConnection,
            { journal, _, _, pages in
                guard let journal else { return SQLITE_OK }
                Unmanaged<SQLiteJournal>.fromOpaque(journal).takeUnretainedValue().pages = Int(pages)
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit { sqlite3_wal_hook(database.sqliteConnection, nil, nil) }

    /// To be called after a commit, when those who waited for it know. Where a reader holds the journal, or
    /// the disk is full, it is tried again when it is longer by some.
    func tend() {
        // It began again from the start.
        if pages < told { told = 0 }
        guard pages - told >= Self.some else { return }
        told = pages
        if pages >= Self.many { Self.copy(database) } else { _ = copying.offer(()) }
    }

    /// Copies what it can without making anybody wait. What fails now, as on a full disk, stays in the
    /// journal.
    static func copy(_ database: GRDB.Database) {
        sqlite3_wal_checkpoint_v2(database.sqliteConnection, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
    }
}
