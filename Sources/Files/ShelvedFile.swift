public import Core

/// What of a file is asked for.
public enum FileCopy: String, CaseIterable, Hashable, Sendable {
    /// A picture of at most 480 points.
    case thumbnail
    /// What everybody may see: a picture of at most 1600 points, a film without its place.
    case view
    /// Every byte that was sent.
    case original
}

/// A file of the shelf, open to be read piece by piece.
public struct ShelvedFile: Sendable {
    /// Its length, in bytes.
    public let bytes: Int64
    public let kind: Attachment.Kind
    /// The same for the same content, and only then.
    public let tag: String
    private let file: OpenFile
    private let blanks: FilmBlanks?
    private let disk: DiskThreads

    init(
        _ file: OpenFile, kind: Attachment.Kind, tag: String, blanks: FilmBlanks? = nil, disk: DiskThreads
    ) throws {
        bytes = try file.size()
        self.kind = kind
        self.tag = tag
        self.file = file
        self.blanks = blanks
        self.disk = disk
    }

    /// Up to `count` bytes from a place; fewer only at the end.
    public func read(at offset: Int64, count: Int) async throws -> [UInt8] {
        let (file, blanks) = (file, blanks)
        return try await disk.run {
            var bytes = try file.read(at: offset, count: count)
            blanks?.cover(&bytes, at: offset)
            return bytes
        }
    }
}

extension FileShelf {
    /// A file that a matter names.
    ///
    /// - Throws: `FileRefusal` for a picture of which no copy can be made; `Fault` when the folder does not
    ///   hold what the log names.
    public func open(_ attachment: Attachment, as copy: FileCopy) async throws -> ShelvedFile {
        let (hash, kind, folder, disk) = (attachment.hash, attachment.kind, folder, disk)
        guard ShelfPath.isHash(hash) else { throw FileRefusal.unknown }
        if kind.isPicture, copy != .original {
            let path = folder.copy(hash, copy == .thumbnail ? .thumbnail : .view)
            if try await !disk.run({ folder.exists(path) }) {
                try await darkroom.develop(hash, kind: kind, in: folder, limits: limits)
            }
            return try await disk.run {
                try ShelvedFile(
                    try OpenFile(path, for: .reading), kind: .jpeg, tag: "\(hash)-\(copy.rawValue)",
                    disk: disk)
            }
        }
        if copy == .thumbnail { throw FileRefusal.unknown }
        let hasBoxes = [.mp4, .quicktime, .m4a].contains(kind)
        return try await disk.run {
            let file = try OpenFile(folder.content(hash), for: .reading)
            let blanks = hasBoxes && copy == .view ? try FilmBlanks(file) : nil
            let tag = blanks == nil ? hash : "\(hash)-view"
            return try ShelvedFile(file, kind: kind, tag: tag, blanks: blanks, disk: disk)
        }
    }

    /// What is wrong with a named file; nil when all its bytes are there and the same.
    public func complaint(of hash: String, bytes: Int64) async throws -> Complaint? {
        guard ShelfPath.isHash(hash) else { return .changed }
        let folder = folder
        return try await disk.run {
            guard folder.exists(folder.content(hash)) else { return .missing }
            let file = try OpenFile(folder.content(hash), for: .reading)
            guard try file.size() == bytes, try Self.hash(of: file) == hash else { return .changed }
            return nil
        }
    }

    /// What can be wrong with a file in the folder.
    public enum Complaint: String, Sendable {
        case missing, changed
    }
}
