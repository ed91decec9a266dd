import Core
import Foundation

/// The city pack in a backup: the files themselves, and a list that tells when one was touched.
struct BackupPack {
    /// What it is called in a backup.
    static let folder = "city"
    static let listName = "city.txt"
    /// Folders within folders; a link to a folder above would never end.
    private static let deepest = 16

    /// The folder in the backup.
    let path: String

    /// Copies a pack and writes the list of its files: hash, length and path of each.
    ///
    /// Links are followed: what they lead to may be gone when the backup is needed.
    func gather(from pack: String, list: String) throws {
        var lines = Data()
        try BackupFiles.makeFolder(path)
        for file in try Self.files(in: pack) {
            let target = "\(path)/\(file)"
            try BackupFiles.makeFolder((target as NSString).deletingLastPathComponent)
            let part = try BackupFiles.copy("\(pack)/\(file)", to: target)
            lines += Data("\(part.sha256) \(part.bytes) \(file)\n".utf8)
        }
        try BackupFiles.write(lines, to: list)
    }

    /// The files that are not what the list says, as sentences.
    ///
    /// - Throws: A `Fault` of code `corrupt` for a line that is none.
    func damage(_ list: String) throws -> [String] {
        var complaints: [String] = []
        var listed: Set<String> = []
        let lines = FileManager.default.contents(atPath: list) ?? Data()
        for line in lines.split(separator: 10) {
            let sides = String(decoding: line, as: UTF8.self)
                .split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
            guard sides.count == 3, let bytes = Int64(sides[1]) else {
                throw Fault(
                    .corrupt, "The list \(list) of the backup is damaged.", remedy: "Restore another backup.")
            }
            let file = String(sides[2])
            listed.insert(file)
            let complaint = try BackupMaker.damage(
                of: "\(path)/\(file)", named: "\(Self.folder)/\(file)", bytes: bytes,
                sha256: String(sides[0]))
            if let complaint { complaints.append(complaint) }
        }
        let there = access(path, F_OK) == 0 ? try Self.files(in: path) : []
        for file in there where !listed.contains(file) {
            complaints.append("\(Self.folder)/\(file) was not there when it was made")
        }
        return complaints
    }

    /// The files of a folder and of those within, as paths from it, sorted.
    private static func files(
        in folder: String, below within: String = "", depth: Int = 0
    ) throws -> [String] {
        let place = within.isEmpty ? folder : "\(folder)/\(within)"
        guard depth < deepest, let names = try? FileManager.default.contentsOfDirectory(atPath: place) else {
            throw Fault(
                .configuration, "The folder \(place) of the city pack cannot be read.",
                remedy: "Check that the program may read it, and that no link in it leads back to it.")
        }
        return try names.sorted().flatMap { name -> [String] in
            let file = within.isEmpty ? name : "\(within)/\(name)"
            var status = stat()
            guard stat("\(folder)/\(file)", &status) == 0 else {
                // A link that leads nowhere holds nothing; editors leave such beside an open file.
                if errno == ENOENT { return [] }
                throw Fault(
                    .configuration, "The file \(folder)/\(file) of the city pack cannot be read.",
                    remedy: "Check that the program may read it.")
            }
            switch status.st_mode & S_IFMT {
            case S_IFDIR: return try files(in: folder, below: file, depth: depth + 1)
            case S_IFREG: return [file]
            default: return []
            }
        }
    }
}
