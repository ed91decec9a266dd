public import Core
import Crypto
import Foundation
import Storage

/// What somebody wants to send.
public struct NewUpload: Sendable {
    /// Who sends it: nobody else sees it or names it.
    public var owner: String
    /// As the sender calls it.
    public var name: String
    /// How long it will be, in bytes; nil when that shows only at its end.
    public var bytes: Int64?
    public var part: Attachment.Part

    public init(owner: String, name: String, bytes: Int64?, part: Attachment.Part = .raised) {
        self.owner = owner
        self.name = name
        self.bytes = bytes
        self.part = part
    }
}

/// How far an upload has come.
public struct UploadState: Hashable, Sendable {
    public let received: Int64
    public let bytes: Int64
    public let expiresAt: Moment
}

extension FileShelf {
    /// Makes room for a file.
    ///
    /// - Returns: Its id.
    /// - Throws: `FileRefusal` for one that is empty or too large, or a sender who sent too much.
    public func begin(_ new: NewUpload, now: Moment) async throws -> String {
        if let bytes = new.bytes {
            guard bytes > 0 else { throw FileRefusal.empty }
            guard bytes <= limits.largest else { throw FileRefusal.tooLarge(limitBytes: limits.largest) }
        }
        let id = newID()
        let (name, limits) = (SafeName.of(new.name), limits)
        try await database.write { connection in
            let store = UploadStore(connection)
            let begun = try store.begun(by: new.owner, since: now + -3_600_000)
            guard begun.count < limits.uploadsPerHour,
                begun.bytes + (new.bytes ?? 0) <= limits.bytesPerHour
            else { throw FileRefusal.quota(retryAfterSeconds: 3600) }
            try store.insert(
                id: id, owner: new.owner, name: name, part: new.part, bytes: new.bytes ?? 0, at: now)
        }
        return id
    }

    /// How far an upload has come, after whatever attempt at it lies idle has ended.
    public func state(of id: String, owner: String, now: Moment) async throws -> UploadState {
        try await endIdle(id)
        var upload = try await upload(id, owner: owner, now: now)
        if upload.bytes > 0, upload.received == upload.bytes, !upload.isComplete {
            // The program stopped between the last byte and the name.
            try await complete(upload, hash: nil)
            upload = try await self.upload(id, owner: owner, now: now)
        }
        let received = try await onDisk(upload)
        return UploadState(
            received: received, bytes: upload.bytes, expiresAt: upload.createdAt + limits.keptMilliseconds)
    }

    /// Begins an attempt at sending a file from a place on.
    ///
    /// - Parameter announced: How many bytes will come, where that is known.
    /// - Throws: `FileRefusal.otherOffset` where the next byte is another one, `.beingSent` while another
    ///   attempt is at work, `.tooLarge` when more is announced than there is room for.
    public func open(
        _ id: String, at offset: Int64, owner: String, announced: Int64? = nil, now: Moment
    ) async throws -> UploadWriter {
        try await endIdle(id)
        let upload = try await upload(id, owner: owner, now: now)
        let received = try await onDisk(upload)
        guard offset == received, !upload.isComplete else {
            throw FileRefusal.otherOffset(current: received)
        }
        let whole = upload.bytes > 0 ? upload.bytes : nil
        if let announced, announced > (whole ?? limits.largest) - offset {
            throw FileRefusal.tooLarge(limitBytes: whole ?? limits.largest)
        }
        let file = try await lockedFile(of: id)
        // Somebody may have been quicker between the look and the lock: sent more of it, or all.
        guard try await self.upload(id, owner: owner, now: now).progress == upload.progress else {
            throw FileRefusal.beingSent
        }
        let start = try await disk.run { () throws -> [UInt8] in
            // What was written after the last word of it in the table may be torn.
            try file.truncate(to: offset)
            return try file.read(at: 0, count: Int(min(offset, Int64(KindOfFile.needed))))
        }
        let writer = UploadWriter(
            id: id, file: file, at: offset, start: start, whole: whole, disk: disk, limits: limits)
        writers.begin(writer)
        return writer
    }

    /// Ends an attempt: what came is kept, and when that is all, the file is taken.
    ///
    /// - Parameter isWhole: Whether the sender said that this was the end.
    /// - Returns: How much has come.
    /// - Throws: `FileRefusal` for a file that is not taken, which is then gone.
    @discardableResult
    public func close(_ writer: UploadWriter, isWhole: Bool = false) async throws -> Int64 {
        let id = writer.id
        do {
            let reached = try await writer.finish()
            try await database.write { connection in
                let store = UploadStore(connection)
                if isWhole { try store.setBytes(reached, of: id) }
                try store.setReceived(reached, of: id)
            }
            let hash = await writer.digest()
            let upload = try await database.read { try UploadStore($0).upload(id) }
            if let upload, reached > 0, reached == upload.bytes, !upload.isComplete {
                try await complete(upload, hash: hash)
            }
            await writer.end()
            writers.end(writer)
            return reached
        } catch {
            await writer.end()
            writers.end(writer)
            if let refusal = error as? FileRefusal, refusal.isFinal { try await discard(id) }
            throw error
        }
    }

    /// Ends an attempt that failed: what is sound of it is kept for the next.
    public func abandon(_ writer: UploadWriter, after error: any Error) async throws {
        if let refusal = error as? FileRefusal, refusal.isFinal {
            await writer.end()
            writers.end(writer)
            try await discard(writer.id)
        } else {
            try await close(writer)
        }
    }

    /// Takes an upload back that no matter has named.
    public func remove(_ id: String, owner: String, now: Moment) async throws {
        _ = try await upload(id, owner: owner, now: now)
        try await endIdle(id)
        try await discard(id)
    }

    // MARK: Parts

    private func upload(_ id: String, owner: String, now: Moment) async throws -> Upload {
        guard let upload = try await database.read({ try UploadStore($0).upload(id) }), upload.owner == owner
        else { throw FileRefusal.unknown }
        guard now - upload.createdAt < limits.keptMilliseconds else { throw FileRefusal.expired }
        return upload
    }

    private func lockedFile(of id: String) async throws -> OpenFile {
        let (folder, path) = (folder, folder.upload(id))
        return try await disk.run {
            try folder.makeFolder(of: path)
            let file = try OpenFile(path, for: .writing)
            guard try file.lock(waiting: false) else { throw FileRefusal.beingSent }
            return file
        }
    }

    /// What the table says, or less where the disk lost some in a crash.
    private func onDisk(_ upload: Upload) async throws -> Int64 {
        // A hash is noted once all of it is safe; from then on it lies there under one name or the other.
        if upload.isComplete || upload.hash != nil { return upload.bytes }
        let (folder, path) = (folder, folder.upload(upload.id))
        return try await disk.run {
            guard folder.exists(path) else { return 0 }
            return min(upload.received, try OpenFile(path, for: .reading).size())
        }
    }

    private func endIdle(_ id: String) async throws {
        guard let writer = writers[id] else { return }
        guard let reached = try await writer.giveWay() else { throw FileRefusal.beingSent }
        writers.end(writer)
        try await database.write { try UploadStore($0).setReceived(reached, of: id) }
    }

    private func newID() -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
        var id = ""
        while id.count < 22 {
            // The last bytes are left out, so that every letter is as likely as any other.
            for byte in randomBytes(32) where byte < 248 && id.count < 22 {
                id.append(letters[Int(byte) % letters.count])
            }
        }
        return id
    }
}

extension FileRefusal {
    /// Whether the file itself is at fault, so that nothing of it is worth keeping.
    var isFinal: Bool {
        switch self {
        case .wrongKind, .broken, .tooManyPixels, .tooLarge, .empty: true
        case .unknown, .expired, .incomplete, .tooMany, .otherOffset, .beingSent, .quota: false
        }
    }
}
