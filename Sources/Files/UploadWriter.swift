import Core
import Crypto
import Foundation
import Synchronization

/// One attempt at sending a file, or the rest of one. Nothing larger than a piece is ever in memory.
public actor UploadWriter {
    nonisolated let id: String
    private var file: OpenFile?
    private let disk: DiskThreads
    private let limits: FileLimits
    /// How long the whole will be; nil where nobody said.
    private let whole: Int64?
    /// The sum over everything from the first byte on; nil when this attempt began in the middle.
    private var hash: SHA256?
    private(set) var kind: Attachment.Kind?
    private var start: [UInt8] = []
    private var piece: [UInt8] = []
    private var written: Int64
    private var lastWrite = ContinuousClock.now
    /// Whether a later attempt at the same file took its place.
    private var isOver = false

    static let pieceSize = 256 << 10

    init(
        id: String, file: OpenFile, at offset: Int64, start: [UInt8], whole: Int64?, disk: DiskThreads,
        limits: FileLimits
    ) {
        self.id = id
        self.file = file
        self.disk = disk
        self.limits = limits
        self.whole = whole
        self.start = start
        written = offset
        hash = offset == 0 ? SHA256() : nil
    }

    /// How far it has come, whether on disk yet or not.
    var offset: Int64 { written + Int64(piece.count) }

    /// Takes the next bytes.
    ///
    /// - Throws: `FileRefusal` when there are more than there should be, or they are no file that is taken;
    ///   `Fault` of the disk.
    public func write(_ bytes: some Collection<UInt8> & Sendable) async throws {
        lastWrite = .now
        guard !isOver else { throw FileRefusal.beingSent }
        let end = offset + Int64(bytes.count)
        if let whole, end > whole { throw FileRefusal.tooLarge(limitBytes: whole) }
        if end > limits.largest { throw FileRefusal.tooLarge(limitBytes: limits.largest) }
        if start.count < KindOfFile.needed { start += bytes.prefix(KindOfFile.needed - start.count) }
        piece += bytes
        if start.count == KindOfFile.needed { try check(soFar: end) }
        if piece.count >= Self.pieceSize { try await flush() }
    }

    /// Puts on disk what has come.
    ///
    /// - Returns: How far it came.
    func finish() async throws -> Int64 {
        guard let file else { throw FileRefusal.beingSent }
        if !start.isEmpty, whole == nil || offset == whole { try check(soFar: offset) }
        try await flush()
        try await disk.run { try file.sync() }
        return written
    }

    /// The sum in small hexadecimal digits; nil where this attempt did not see the beginning.
    func digest() -> String? { hash.map { $0.finalize().hexadecimal } }

    /// Ends this attempt for a later one, unless it is at work.
    ///
    /// - Returns: How far it came; nil when it is at work.
    func giveWay() async throws -> Int64? {
        guard ContinuousClock.now - lastWrite >= limits.idle else { return nil }
        let reached = try await finish()
        end()
        return reached
    }

    /// Lets go of the file: the lock on it ends with it.
    func end() {
        isOver = true
        file = nil
    }

    private func check(soFar: Int64) throws(FileRefusal) {
        guard let found = KindOfFile.of(start) else { throw .wrongKind }
        kind = found
        let limit = limits.bytes(of: found)
        if whole ?? soFar > limit { throw .tooLarge(limitBytes: limit) }
    }

    private func flush() async throws {
        guard !piece.isEmpty else { return }
        guard let file else { throw FileRefusal.beingSent }
        let (bytes, place) = (piece, written)
        hash?.update(data: bytes)
        written += Int64(bytes.count)
        piece = []
        try await disk.run { try file.write(bytes, at: place) }
        lastWrite = .now
    }
}

/// The attempts under way in this process, by upload.
final class UploadWriters: Sendable {
    /// Lock: requests come and go on many threads.
    private let running = Mutex<[String: UploadWriter]>([:])

    subscript(id: String) -> UploadWriter? { running.withLock { $0[id] } }

    func begin(_ writer: UploadWriter) { running.withLock { $0[writer.id] = writer } }

    func end(_ writer: UploadWriter) {
        running.withLock { if $0[writer.id] === writer { $0[writer.id] = nil } }
    }
}
