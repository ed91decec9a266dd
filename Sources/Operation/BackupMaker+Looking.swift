import Core
import Desk
import Foundation
import Storage
import Synchronization

/// A backup that nobody restored is a hope.
extension BackupMaker {
    /// Restores a copy apart and says what it found.
    func look(
        at copy: String, list: String, _ depth: BackupManifest.Check.Depth, trial: String, known: [String]
    ) async throws -> (BackupManifest.Contents?, BackupManifest.Check) {
        if depth == .none { return (nil, .init(depth: .none, complaints: known, untried: nil)) }
        try BackupFiles.makeFolder(trial)
        defer { try? FileManager.default.removeItem(atPath: trial) }
        let listed = Dictionary(
            try BackupPool.list(list).map { ($0.hash, $0.bytes) }, uniquingKeysWith: { first, _ in first })
        let found = Mutex<BackupManifest.Contents?>(nil)
        do {
            let complaints = try await engine.tried(copy, in: trial) { database in
                let schema = try await database.read { try BackupStore($0).schema() }
                try await steps.migrate(database, now: Moment(milliseconds: 0))
                let contents = try await database.read { try BackupStore($0).contents(schema: schema) }
                found.withLock { $0 = contents }
                let desk = Desk(database: database, city: city, secret: [], address: "")
                var complaints = try await Self.unlisted(listed, desk)
                if depth == .full { complaints += try await Verification.run(on: desk).map(\.description) }
                return complaints
            }
            return (
                found.withLock { $0 },
                .init(depth: depth, complaints: Array((known + complaints).prefix(100)), untried: nil)
            )
        } catch let untried as BackupUntried {
            return (nil, .init(depth: depth, complaints: known, untried: untried.reason))
        } catch let fault as Fault where fault.code == .corrupt {
            return (nil, .init(depth: depth, complaints: known + [fault.message], untried: nil))
        }
    }

    /// Attachments that a matter of the copy names and the list lacks.
    private static func unlisted(_ listed: [String: Int64], _ desk: Desk) async throws -> [String] {
        var complaints: [String] = []
        var last = ""
        while complaints.count < 100 {
            let files = try await desk.attachments(after: last, limit: 500)
            guard let end = files.last else { break }
            last = end.id
            for file in files where listed[file.hash] != file.bytes {
                complaints.append("matter \(file.matter): its file \(file.name) (\(file.hash)) is missing")
            }
        }
        return complaints
    }

    /// Looks at a finished backup again: every byte against its manifest, then as when it was made.
    ///
    /// - Returns: What is wrong with it; none when it can be restored.
    /// - Throws: A `Fault` where it is no backup, and `BackupUntried`.
    public func check(_ name: String, _ depth: BackupManifest.Check.Depth) async throws -> [String] {
        let backup = folder.backup(name)
        let manifest = try BackupFolder.manifest(of: backup)
        var complaints = try await OwnThread.run("backup") { try Self.damage(of: backup, manifest) }
        if !complaints.isEmpty || depth == .none { return complaints }
        let list = try BackupPool.list("\(backup)/\(manifest.files.list.file)")
        complaints += folder.pool.missing(from: list)
        guard manifest.engine == engine.name else {
            throw BackupUntried("it is of \(manifest.engine); name a --database of that engine")
        }
        let looked = try await look(
            at: "\(backup)/\(manifest.database.file)", list: "\(backup)/\(manifest.files.list.file)", depth,
            trial: folder.trial(name), known: complaints)
        if let untried = looked.1.untried { throw BackupUntried(untried) }
        return looked.1.complaints
    }

    /// The parts of a backup that are not what its manifest says.
    static func damage(of backup: String, _ manifest: BackupManifest) throws -> [String] {
        let parts = [manifest.database, manifest.files.list] + (manifest.pack.map { [$0] } ?? [])
        let complaints = try parts.compactMap { part in
            try damage(
                of: "\(backup)/\(part.file)", named: part.file, bytes: part.bytes, sha256: part.sha256)
        }
        guard complaints.isEmpty, let list = manifest.pack else { return complaints }
        return try BackupPack(path: "\(backup)/\(BackupPack.folder)").damage("\(backup)/\(list.file)")
    }

    /// What is wrong with one file, if anything is.
    static func damage(of path: String, named name: String, bytes: Int64, sha256: String) throws -> String? {
        guard access(path, F_OK) == 0 else { return "\(name) is missing" }
        let found = try BackupFiles.measured(path)
        if found.bytes < bytes { return "\(name) is cut short" }
        return found.bytes == bytes && found.sha256 == sha256 ? nil : "\(name) is not what was written"
    }
}
