import Core
import Foundation

/// An open file: reads and writes at places, and is closed once.
///
/// `@unchecked Sendable`: the descriptor is set once; calls on it at places do not share a position, and
/// whoever closes it has ended its use (a writer's actor, or the end of the closure it was opened for).
final class OpenFile: @unchecked Sendable {
    let descriptor: Int32
    private let path: String

    enum Way {
        case reading
        /// Made when it is not there.
        case writing
    }

    init(_ path: String, for way: Way) throws {
        self.path = path
        let flags = way == .reading ? O_RDONLY : O_RDWR | O_CREAT
        descriptor = open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw OpenFile.fault(path, errno) }
    }

    deinit { close(descriptor) }

    func size() throws -> Int64 {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw OpenFile.fault(path, errno) }
        return Int64(status.st_size)
    }

    /// Up to `count` bytes from a place; fewer only at the end of the file.
    func read(at offset: Int64, count: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count, let base = buffer.baseAddress {
                let got = pread(descriptor, base + filled, count - filled, off_t(offset) + off_t(filled))
                if got < 0, errno == EINTR { continue }
                guard got >= 0 else { throw OpenFile.fault(path, errno) }
                if got == 0 { return }
                filled += got
            }
        }
    }

    func write(_ bytes: [UInt8], at offset: Int64) throws {
        var done = 0
        while done < bytes.count {
            let put = bytes.withUnsafeBytes { buffer in
                buffer.baseAddress.map {
                    pwrite(descriptor, $0 + done, bytes.count - done, off_t(offset) + off_t(done))
                } ?? 0
            }
            if put < 0, errno == EINTR { continue }
            guard put > 0 else { throw OpenFile.fault(path, errno) }
            done += put
        }
    }

    func truncate(to length: Int64) throws {
        guard ftruncate(descriptor, off_t(length)) == 0 else { throw OpenFile.fault(path, errno) }
    }

    /// Waits until it is on disk.
    func sync() throws { guard fsync(descriptor) == 0 else { throw OpenFile.fault(path, errno) } }

    /// Keeps every other opener out until this one is closed; false where another holds it already.
    func lock(waiting: Bool, shared: Bool = false) throws -> Bool {
        let kind = (shared ? LOCK_SH : LOCK_EX) | (waiting ? 0 : LOCK_NB)
        while flock(descriptor, kind) != 0 {
            if errno == EINTR { continue }
            if errno == EWOULDBLOCK { return false }
            throw OpenFile.fault(path, errno)
        }
        return true
    }

    static func fault(_ path: String, _ number: Int32) -> Fault {
        switch number {
        case ENOENT:
            Fault(
                .corrupt, "The file \(path) is not there.",
                remedy: "Restore the folder of the attachments; `lianxin verify --attachments` names all."
            )
        case ENOSPC, EDQUOT:
            Fault(.full, "There is no room for the file \(path).", remedy: "Make room on the disk.")
        case EACCES, EPERM, EROFS:
            Fault(
                .readOnly, "The file \(path) cannot be opened.",
                remedy: "Let the program read and write the folder of the attachments.")
        default:
            Fault(
                .other, "The file \(path): \(String(cString: strerror(number))).",
                remedy: "Look at the disk and the folder of the attachments.")
        }
    }
}
