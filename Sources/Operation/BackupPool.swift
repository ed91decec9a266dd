import Core
import Files
import Foundation

/// The attachments of all backups of a folder, each once under its hash, and the list of each backup.
struct BackupPool {
    let path: String

    private func place(_ hash: Substring) -> String { "\(path)/\(hash.prefix(2))/\(hash)" }

    /// Copies what the shelf has and the pool lacks, and writes the list of all the shelf has.
    ///
    /// - Returns: How many files the list names, their bytes, and what is not what its name says.
    func gather(shelf: String, list: String) throws -> (count: Int, bytes: Int64, complaints: [String]) {
        var (count, bytes): (Int, Int64) = (0, 0)
        var complaints: [String] = []
        var lines = Data()
        for (hash, source) in Self.contents(of: shelf) {
            let target = place(hash[...])
            if let there = Self.size(target) {
                lines += Data("\(hash) \(there)\n".utf8)
                (count, bytes) = (count + 1, bytes + there)
                continue
            }
            // What is swept away while we walk was named by nobody.
            guard access(source, R_OK) == 0 else { continue }
            let parts = try bring(source, to: target)
            guard parts.sha256 == hash else {
                if complaints.count < 100 { complaints.append("the attachment \(hash) is not what was sent") }
                try? FileManager.default.removeItem(atPath: target + ".new")
                continue
            }
            try BackupFiles.move(target + ".new", to: target)
            lines += Data("\(hash) \(parts.bytes)\n".utf8)
            (count, bytes) = (count + 1, bytes + parts.bytes)
        }
        try BackupFiles.write(lines, to: list)
        return (count, bytes, complaints)
    }

    private func bring(_ source: String, to target: String) throws -> BackupManifest.Part {
        try BackupFiles.makeFolder((target as NSString).deletingLastPathComponent)
        return try BackupFiles.copy(source, to: target + ".new")
    }

    /// The files of a list that the pool lacks or has in another length, as sentences, at most a hundred.
    func missing(from list: [Entry]) -> [String] {
        var complaints: [String] = []
        for entry in list where complaints.count < 100 {
            let there = Self.size(place(entry.hash[...]))
            if there == nil { complaints.append("the attachment \(entry.hash) is missing from the backup") }
            if let there, there != entry.bytes {
                complaints.append("the attachment \(entry.hash) is cut short")
            }
        }
        return complaints
    }

    /// Puts the files of a list where the program looks for them.
    ///
    /// - Throws: A `Fault` of code `corrupt` for one that is not what it was.
    func restore(_ list: [Entry], to shelf: String) throws {
        for entry in list {
            let hash = entry.hash
            let target = "\(shelf)/\(ShelfPath.of(hash))"
            let folder = (target as NSString).deletingLastPathComponent
            // What lies there already is believed no more than what is brought.
            if Self.size(target) == entry.bytes, try BackupFiles.measured(target).sha256 == hash { continue }
            try BackupFiles.makeFolder(folder)
            let part = try BackupFiles.copy(place(hash[...]), to: target + ".new")
            guard part.sha256 == hash else {
                try? FileManager.default.removeItem(atPath: target + ".new")
                throw Fault(
                    .corrupt, "The attachment \(hash) of the backup is not what it was.",
                    remedy: "Restore another backup.")
            }
            try BackupFiles.move(target + ".new", to: target)
            try BackupFiles.flush(folder)
        }
    }

    /// Removes the files that no list names.
    func sweep(keeping named: Set<String>) {
        for shelf in BackupFiles.names(in: path) {
            for name in BackupFiles.names(in: "\(path)/\(shelf)") where !named.contains(name) {
                try? FileManager.default.removeItem(atPath: "\(path)/\(shelf)/\(name)")
            }
        }
    }

    /// A line of a list.
    struct Entry {
        let hash: String
        let bytes: Int64
    }

    /// Reads a list.
    ///
    /// - Throws: A `Fault` of code `corrupt` for a line that is none.
    static func list(_ path: String) throws -> [Entry] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Fault(
                .corrupt, "The list \(path) of the backup is missing.", remedy: "Restore another backup.")
        }
        return try data.split(separator: 10).map { line in
            let sides = String(decoding: line, as: UTF8.self).split(separator: " ")
            guard sides.count == 2, ShelfPath.isHash(sides[0]), let bytes = Int64(sides[1]), bytes >= 0 else {
                throw Fault(
                    .corrupt, "The list \(path) of the backup is damaged.", remedy: "Restore another backup.")
            }
            return Entry(hash: String(sides[0]), bytes: bytes)
        }
    }

    /// The finished files of a shelf: `ab/cd/<hash>`.
    private static func contents(of shelf: String) -> some Sequence<(String, String)> {
        BackupFiles.names(in: shelf).lazy.filter { $0.count == 2 }.flatMap { first in
            BackupFiles.names(in: "\(shelf)/\(first)").lazy.filter { $0.count == 2 }.flatMap { second in
                BackupFiles.names(in: "\(shelf)/\(first)/\(second)").lazy.filter { ShelfPath.isHash($0) }
                    .map { ($0, "\(shelf)/\(first)/\(second)/\($0)") }
            }
        }
    }

    static func size(_ path: String) -> Int64? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int64(status.st_size)
    }
}
