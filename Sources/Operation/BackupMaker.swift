public import Core
import Desk
import Foundation
public import Storage

/// Makes a backup, and counts it only after it was restored apart and looked at.
public struct BackupMaker: Sendable {
    let folder: BackupFolder
    let engine: any BackupEngine
    /// Where the attachments lie.
    let shelf: String
    /// The city pack's folder, copied beside: without it a database says little.
    let pack: String
    let city: City
    let steps: Migrator
    let program: String

    public init(
        into folder: BackupFolder, engine: any BackupEngine, shelf: String, pack: String, city: City,
        steps: Migrator, program: String
    ) {
        self.folder = folder
        self.engine = engine
        self.shelf = shelf
        self.pack = pack
        self.city = city
        self.steps = steps
        self.program = program
    }

    /// What came of it.
    public struct Result: Sendable {
        public let manifest: BackupManifest
        /// Older ones that the rule did not keep.
        public let removed: [String]
    }

    /// - Parameters:
    ///   - clock: Read when it begins and when it ends.
    ///   - keeping: Which older ones stay; nil for all. Nothing is removed after one that is not good.
    public func make(
        _ depth: BackupManifest.Check.Depth, keeping rule: BackupKeeping?,
        clock: @Sendable () -> Moment
    ) async throws -> Result {
        try await folder.alone {
            let (begun, name) = try await freeName(clock)
            let unfinished = folder.unfinished(name)
            do {
                let manifest = try await write(name, to: unfinished, depth, from: begun, clock)
                try BackupFiles.flush(unfinished)
                try BackupFiles.move(unfinished, to: folder.backup(name))
                try BackupFiles.flush(folder.path)
                guard let rule, manifest.isGood else {
                    return Result(manifest: manifest, removed: [])
                }
                return Result(manifest: manifest, removed: try folder.prune(rule, in: city.calendar))
            } catch {
                try? FileManager.default.removeItem(atPath: unfinished)
                throw error
            }
        }
    }

    /// Named by its second: where one of this second stands already, the next is waited for.
    private func freeName(_ clock: @Sendable () -> Moment) async throws -> (begun: Moment, name: String) {
        for _ in 0..<30 {
            let begun = clock()
            let name = BackupFolder.name(at: begun)
            if access(folder.backup(name), F_OK) != 0 { return (begun, name) }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw Fault(
            .busy, "There is a backup of this second already.",
            remedy: "Does this machine's clock stand still?")
    }

    private func write(
        _ name: String, to unfinished: String, _ depth: BackupManifest.Check.Depth, from begun: Moment,
        _ clock: @Sendable () -> Moment
    ) async throws -> BackupManifest {
        try await checkRoom()
        try BackupFiles.makeFolder(unfinished)
        let copy = "\(unfinished)/\(engine.fileName)"
        try await engine.copy(to: copy)
        let (pool, shelf, pack) = (folder.pool, shelf, pack)
        // After the database: every file it names was on the shelf before it was named.
        let (database, list, packed, gathered) = try await OwnThread.run("backup") {
            try BackupFiles.seal(copy)
            let packed = "\(unfinished)/\(BackupPack.listName)"
            try BackupPack(path: "\(unfinished)/\(BackupPack.folder)").gather(from: pack, list: packed)
            let list = "\(unfinished)/files.txt"
            let gathered = try pool.gather(shelf: shelf, list: list)
            return (
                try BackupFiles.measured(copy), try BackupFiles.measured(list),
                try BackupFiles.measured(packed), gathered
            )
        }
        let (contents, check) = try await look(
            at: copy, list: "\(unfinished)/files.txt", depth, trial: folder.trial(name),
            known: gathered.complaints)
        let manifest = BackupManifest(
            format: BackupManifest.format, name: name, program: program, engine: engine.name, begun: begun,
            ended: clock(), database: database,
            files: .init(count: gathered.count, bytes: gathered.bytes, list: list), pack: packed,
            contents: contents, check: check)
        try BackupFiles.write(
            Data((try StoredJSON.text(manifest) + "\n").utf8),
            to: "\(unfinished)/\(BackupManifest.fileName)")
        return manifest
    }

    /// Refuses before anything is written where it will plainly not fit: the copy, and the copy restored.
    private func checkRoom() async throws {
        guard let size = try await engine.size(), let room = ProcessFigures.freeBytes(at: folder.path) else {
            return
        }
        guard room < size * 2 else { return }
        throw Fault(
            .full,
            "The disk of \(folder.path) has \(room >> 20) MB left; a backup of \(size >> 20) MB is restored "
                + "once to look at it and needs twice as much.",
            remedy: "Make room on it, or name a folder on another disk.")
    }
}
