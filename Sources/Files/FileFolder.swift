import Core
import Foundation

/// The folder and how it is laid out: `ab/cd/<hash>` what was sent, `uploads/<id>` what is being sent,
/// `copies/ab/cd/<hash>.view` what was made from it.
struct FileFolder: Sendable {
    let path: String

    func content(_ hash: String) -> String { "\(path)/\(ShelfPath.of(hash))" }
    func upload(_ id: String) -> String { "\(path)/uploads/\(id)" }
    func copy(_ hash: String, _ size: PictureSize) -> String {
        "\(path)/copies/\(ShelfPath.of(hash)).\(size.rawValue)"
    }

    /// Held shared while a finished upload gets its name, alone while unused files are removed.
    var lock: String { "\(path)/lock" }

    /// Makes the folder a file lies in.
    func makeFolder(of file: String) throws {
        let folder = String(file[..<(file.lastIndex(of: "/") ?? file.startIndex)])
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Fault(
                .readOnly, "The folder \(folder) cannot be made.",
                remedy: "Let the program write there, or name another folder with --files.")
        }
    }

    /// Gives a file its last name; it is on disk before, the name is afterwards.
    func move(_ source: String, to target: String) throws {
        try makeFolder(of: target)
        guard rename(source, target) == 0 else { throw OpenFile.fault(source, errno) }
        let folder = open(String(target[..<(target.lastIndex(of: "/") ?? target.startIndex)]), O_RDONLY)
        guard folder >= 0 else { throw OpenFile.fault(target, errno) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw OpenFile.fault(target, errno) }
    }

    func exists(_ file: String) -> Bool { access(file, F_OK) == 0 }

    /// Removes a file; one that is not there is no harm.
    func remove(_ file: String) throws {
        guard unlink(file) == 0 || errno == ENOENT else { throw OpenFile.fault(file, errno) }
    }
}

/// Where a finished file lies within the folder: `ab/cd/<hash>`.
public enum ShelfPath {
    public static func of(_ hash: String) -> String {
        "\(hash.prefix(2))/\(hash.dropFirst(2).prefix(2))/\(hash)"
    }

    /// Whether a text is a hash as we write them; nothing else becomes part of a path.
    public static func isHash(_ text: some StringProtocol) -> Bool {
        text.utf8.count == 64 && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }
}

/// How large a copy of a picture is, by its longer side.
public enum PictureSize: String, CaseIterable, Hashable, Sendable {
    case thumbnail, view

    var side: Int { self == .thumbnail ? 480 : 1600 }
}
