public import Core
import Foundation

/// A folder of backups: `<name>/` is one, `files/` the attachments of all, `.new-<name>/` what is being made.
///
/// A backup has its name only when it is whole and on disk; what a cut left over is removed by the next one.
public struct BackupFolder: Sendable {
    public let path: String

    public init(_ path: String) { self.path = path }

    var pool: BackupPool { BackupPool(path: "\(path)/files") }
    func backup(_ name: String) -> String { "\(path)/\(name)" }
    func unfinished(_ name: String) -> String { "\(path)/.new-\(name)" }
    func trial(_ name: String) -> String { "\(path)/.try-\(name)" }

    /// All finished backups, oldest first. A folder whose manifest cannot be read is not one.
    public func all() -> [BackupManifest] {
        BackupFiles.names(in: path).filter { !$0.hasPrefix(".") && $0 != "files" }.compactMap { name in
            guard let manifest = try? Self.manifest(of: backup(name)), manifest.name == name else {
                return nil
            }
            return manifest
        }
    }

    /// What lies in the folder under a backup's name.
    public enum Entry: Sendable {
        case whole(BackupManifest)
        case damaged(name: String, reason: String)
    }

    /// All finished backups, oldest first, with those whose manifest cannot be read or that lack a part. No
    /// bytes are read: that is what checking a backup is for.
    ///
    /// - Throws: A `Fault` where there is no such folder, or where it cannot be read.
    public func entries() throws(Fault) -> [Entry] {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: path).sorted() } catch {
            guard access(path, F_OK) == 0 else {
                throw Fault(
                    .configuration, "There is no folder \(path).",
                    remedy: "Name the one that `lianxin backup` wrote.")
            }
            if access("\(path)/", F_OK) != 0, errno == ENOTDIR {
                throw Fault(
                    .configuration, "\(path) is a file, no folder.",
                    remedy: "Name the folder that `lianxin backup` wrote.")
            }
            throw Fault(
                .configuration, "The folder \(path) cannot be read.",
                remedy: "Give the program's user the right to read it.")
        }
        return names.filter(isBackup).map { name -> Entry in
            do throws(Fault) {
                let manifest = try Self.manifest(of: backup(name))
                guard manifest.name == name else {
                    return .damaged(
                        name: name,
                        reason: "Its \(BackupManifest.fileName) is of the backup \(manifest.name).")
                }
                let cut = [manifest.database, manifest.files.list].first {
                    BackupPool.size("\(backup(name))/\($0.file)") != $0.bytes
                }
                guard let cut else { return .whole(manifest) }
                return .damaged(
                    name: name, reason: "\(cut.file) is missing, or is not as long as it was.")
            } catch { return .damaged(name: name, reason: error.message) }
        }
    }

    /// Whether it has a backup's name or its manifest: a disk has folders of its own, such as `lost+found`.
    private func isBackup(_ name: String) -> Bool {
        if name.hasPrefix(".") || name == "files" { return false }
        let pattern = name.map { $0.isNumber ? "0" : $0 }
        return String(pattern) == "00000000T000000Z"
            || access("\(backup(name))/\(BackupManifest.fileName)", F_OK) == 0
    }

    /// Reads the manifest of one backup.
    ///
    /// - Throws: A `Fault` that says what is wrong with it.
    public static func manifest(of backup: String) throws(Fault) -> BackupManifest {
        guard let data = FileManager.default.contents(atPath: "\(backup)/\(BackupManifest.fileName)") else {
            throw Fault(
                .configuration, "\(backup) is no finished backup: it has no \(BackupManifest.fileName).",
                remedy: "Name a folder that `lianxin backup list` shows.")
        }
        struct Form: Decodable { let format: Int }
        if let form = try? JSONDecoder().decode(Form.self, from: data), form.format > BackupManifest.format {
            throw Fault(
                .newerSchema, "The backup \(backup) was made by a newer version of the program.",
                remedy: "Restore it with that version.")
        }
        do { return try JSONDecoder().decode(BackupManifest.self, from: data) } catch {
            throw Fault(
                .corrupt, "The \(BackupManifest.fileName) of \(backup) is damaged.",
                remedy: "Restore another backup.")
        }
    }

    /// Does the work while nobody else makes or removes backups here.
    ///
    /// - Throws: A `Fault` of code `busy` when somebody does.
    func alone<T>(_ work: () async throws -> T) async throws -> T {
        try BackupFiles.makeFolder(path)
        let lock = open("\(path)/.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else {
            throw Fault(
                .readOnly, "The folder \(path) cannot be written.",
                remedy: "Let the program write there, or name another folder.")
        }
        defer { close(lock) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            throw Fault(
                .busy, "Another backup into \(path) is being made.", remedy: "Wait until it has ended.")
        }
        for name in BackupFiles.names(in: path) where name.hasPrefix(".new-") || name.hasPrefix(".try-") {
            try? FileManager.default.removeItem(atPath: "\(path)/\(name)")
        }
        return try await work()
    }

    /// Removes the backups that the rule does not keep, and the attachments that only they had.
    ///
    /// A doubtful one is never what stays instead of a good one: only good ones count for the rule, and
    /// doubtful ones go when a good one is newer.
    ///
    /// - Returns: The names of those that went.
    func prune(_ rule: BackupKeeping, in calendar: WorkingCalendar) throws -> [String] {
        let all = all()
        let good = all.filter(\.isGood)
        let kept = rule.kept(of: good.map { calendar.date(of: $0.begun) })
        var staying = Set(good.indices.filter(kept.contains).map { good[$0].name })
        if let newest = good.last { staying.formUnion(all.filter { $0.begun > newest.begun }.map(\.name)) }
        if good.isEmpty { staying.formUnion(all.map(\.name)) }
        let going = all.map(\.name).filter { !staying.contains($0) }
        for name in going {
            // Without its manifest first: half removed it is no backup any more.
            try? FileManager.default.removeItem(atPath: "\(backup(name))/\(BackupManifest.fileName)")
            try? FileManager.default.removeItem(atPath: backup(name))
        }
        if !going.isEmpty {
            var named: Set<String> = []
            for manifest in self.all() {
                named.formUnion(
                    try BackupPool.list("\(backup(manifest.name))/\(manifest.files.list.file)").map(\.hash))
            }
            pool.sweep(keeping: named)
        }
        return going
    }

    /// What a moment is called as a backup: `20261122T190000Z`.
    static func name(at now: Moment) -> String {
        let seconds = now.milliseconds / 1000
        let date = CivilDate(daysSince1970: Int(seconds / 86_400)).description.filter { $0 != "-" }
        let time = [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(date)T\(time.joined())Z"
    }
}
