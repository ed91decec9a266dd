import Core
import Crypto
import Foundation
import Storage

/// How a finished upload becomes a file of the shelf.
extension FileShelf {
    /// Looks at the whole, gives it its name, and says so.
    func complete(_ upload: Upload, hash known: String?) async throws {
        let (folder, path, limits) = (folder, folder.upload(upload.id), limits)
        let looked = try await disk.run { () throws -> (hash: String, kind: Attachment.Kind)? in
            // Whatever lies under its first name once it has its last is what a late attempt left.
            if let hash = upload.hash, folder.exists(folder.content(hash)) { return nil }
            guard folder.exists(path) else { return nil }
            let file = try OpenFile(path, for: .reading)
            guard try file.size() == upload.bytes else { throw FileRefusal.incomplete }
            let kind = try Self.look(at: file, bytes: upload.bytes, limits: limits)
            return (try known ?? Self.hash(of: file), kind)
        }
        guard let looked else { return try await finishNaming(upload) }
        let database = database
        try await database.write {
            try UploadStore($0).setContent(looked.hash, looked.kind, of: upload.id)
        }
        // While it gets its name, nobody removes the same content as unused.
        let lock = try await heldShared()
        try await disk.run { try folder.move(path, to: folder.content(looked.hash)) }
        try await database.write { try UploadStore($0).setComplete(upload.id) }
        withExtendedLifetime(lock) {}
    }

    /// After a stop between the name and the word of it in the table.
    private func finishNaming(_ upload: Upload) async throws {
        let folder = folder
        guard let hash = upload.hash, upload.kind != nil,
            try await disk.run({ folder.exists(folder.content(hash)) })
        else { throw FileRefusal.unknown }
        try await database.write { try UploadStore($0).setComplete(upload.id) }
    }

    private func heldShared() async throws -> OpenFile {
        let folder = folder
        return try await disk.run {
            try folder.makeFolder(of: folder.lock)
            let lock = try OpenFile(folder.lock, for: .writing)
            _ = try lock.lock(waiting: true, shared: true)
            return lock
        }
    }

    /// Removes an upload and, where nothing else holds the same content and nobody named it, what it held.
    func discard(_ id: String) async throws {
        let folder = folder
        try await disk.run { try folder.remove(folder.upload(id)) }
        try await database.write { connection in
            let store = UploadStore(connection)
            // What is complete may have been named; the sweep finds out.
            if try store.upload(id)?.isComplete == false { try store.remove(id) }
        }
    }

    // MARK: What is looked at

    /// The kind of a whole file, and whether it is sound enough to be kept.
    static func look(at file: OpenFile, bytes: Int64, limits: FileLimits) throws -> Attachment.Kind {
        let start = try file.read(at: 0, count: KindOfFile.needed)
        guard !start.isEmpty else { throw FileRefusal.empty }
        guard let kind = KindOfFile.of(start) else { throw FileRefusal.wrongKind }
        guard bytes <= limits.bytes(of: kind) else {
            throw FileRefusal.tooLarge(limitBytes: limits.bytes(of: kind))
        }
        let end = min(bytes, 65_557)
        if KindOfFile.isArchive(ending: try file.read(at: bytes - end, count: Int(end))) {
            throw FileRefusal.wrongKind
        }
        if kind.isPicture { _ = try PictureHeader(file, kind: kind, limits: limits) }
        return kind
    }

    static func hash(of file: OpenFile) throws -> String {
        var hash = SHA256()
        var place: Int64 = 0
        while true {
            let piece = try file.read(at: place, count: 1 << 20)
            if piece.isEmpty { return hash.finalize().hexadecimal }
            hash.update(data: piece)
            place += Int64(piece.count)
        }
    }
}
