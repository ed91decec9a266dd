public import Core
import Desk
import Foundation
import Storage

/// Makes a backup the database of a program again.
public struct BackupRestore: Sendable {
    /// The folder of the one backup.
    public let backup: String
    let engine: any BackupEngine
    let shelf: String

    /// - Parameters:
    ///   - backup: The folder of one backup, or a folder of backups: then its newest good one, else the
    ///     newest that could not be looked at.
    ///   - shelf: Where the attachments go.
    public init(_ backup: String, engine: any BackupEngine, shelf: String) throws(Fault) {
        let all = BackupFolder(backup).all()
        // One that nobody could look at is better than none; one with complaints has to be named.
        let newest = all.last(where: \.isGood) ?? all.last { $0.check.complaints.isEmpty }
        if newest == nil, !all.isEmpty {
            throw Fault(
                .configuration, "Something was found wrong with every backup in \(backup).",
                remedy: "Name the one to restore.")
        }
        self.backup = newest.map { "\(backup)/\($0.name)" } ?? backup
        self.engine = engine
        self.shelf = shelf
    }

    /// Checks every byte, then restores: the attachments first, so that no row names what is not there yet.
    ///
    /// - Returns: What was restored.
    public func run() async throws -> BackupManifest {
        let manifest = try BackupFolder.manifest(of: backup)
        guard manifest.engine == engine.name else {
            throw Fault(
                .configuration,
                "This backup is of \(manifest.engine), the database named is of \(engine.name).",
                remedy: "Name a new database of \(manifest.engine).")
        }
        let (backup, shelf) = (backup, shelf)
        try await OwnThread.run("restore") {
            if let first = try BackupMaker.damage(of: backup, manifest).first {
                throw Fault(
                    .corrupt, "The backup \(backup) cannot be restored: \(first).",
                    remedy: "Restore another backup.")
            }
            let pool = BackupFolder((backup as NSString).deletingLastPathComponent).pool
            let list = try BackupPool.list("\(backup)/\(manifest.files.list.file)")
            if let first = pool.missing(from: list).first {
                throw Fault(
                    .corrupt, "The backup \(backup) cannot be restored: \(first).",
                    remedy: "Restore another backup, or put the folder `files` beside it in place.")
            }
            try pool.restore(list, to: shelf)
        }
        try await engine.restore("\(backup)/\(manifest.database.file)")
        return manifest
    }
}
