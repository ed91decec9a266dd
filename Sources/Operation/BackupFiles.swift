import Core
import Crypto
import Foundation

/// Files of a backup: copied with their hash, on disk before they count.
public enum BackupFiles {
    private static let piece = 1 << 20

    /// Length and SHA-256 of a file.
    static func measured(_ path: String) throws -> BackupManifest.Part {
        try read(path, into: nil)
    }

    /// Copies a file; the copy is on disk when this returns, and readable for its owner only.
    ///
    /// - Throws: A `Fault` that says which file and why.
    @discardableResult
    public static func copy(_ path: String, to target: String) throws -> BackupManifest.Part {
        guard
            FileManager.default.createFile(
                atPath: target, contents: nil, attributes: [.posixPermissions: 0o600]),
            let out = FileHandle(forWritingAtPath: target)
        else { throw fault(target) }
        defer { try? out.close() }
        let part = try read(path, into: out)
        try flush(out, target)
        return part
    }

    private static func read(_ path: String, into out: FileHandle?) throws -> BackupManifest.Part {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw Fault(
                .configuration, "The file \(path) cannot be read.",
                remedy: "Check that it is there, and that the program may read it.")
        }
        defer { try? file.close() }
        var hash = SHA256()
        var bytes: Int64 = 0
        do {
            while let data = try file.read(upToCount: piece), !data.isEmpty {
                hash.update(data: data)
                bytes += Int64(data.count)
                try out?.write(contentsOf: data)
            }
        } catch { throw fault(path, error) }
        return BackupManifest.Part(
            file: (path as NSString).lastPathComponent, bytes: bytes, sha256: hash.finalize().hexadecimal)
    }

    static func write(_ data: Data, to path: String) throws {
        guard
            FileManager.default.createFile(
                atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
            let out = FileHandle(forWritingAtPath: path)
        else { throw fault(path) }
        defer { try? out.close() }
        do { try out.write(contentsOf: data) } catch { throw fault(path, error) }
        try flush(out, path)
    }

    /// Waits until a file, or the names in a folder, are on disk.
    public static func flush(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw fault(path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw fault(path) }
    }

    private static func flush(_ file: FileHandle, _ path: String) throws {
        guard fsync(file.fileDescriptor) == 0 else { throw fault(path) }
    }

    /// Waits until a file is on disk, and lets its owner alone read it.
    static func seal(_ path: String) throws {
        guard chmod(path, 0o600) == 0 else { throw fault(path) }
        try flush(path)
    }

    static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Fault(
                .readOnly, "The folder \(path) cannot be made.",
                remedy: "Let the program write there, or name another folder.")
        }
    }

    static func move(_ path: String, to target: String) throws {
        guard rename(path, target) == 0 else { throw fault(target) }
    }

    static func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }

    private static func fault(_ path: String, _ error: (any Error)? = nil) -> Fault {
        let cause = ((error as? CocoaError)?.userInfo[NSUnderlyingErrorKey] as? NSError)?.code
        let code = cause.map(Int32.init) ?? errno
        if code == ENOSPC || code == EDQUOT || (error as? CocoaError)?.code == .fileWriteOutOfSpace {
            return Fault(
                .full, "The disk of \(path) is full.",
                remedy: "Make room on it; what was there before is untouched.")
        }
        return Fault(
            .other, "The file \(path) cannot be written or read (\(String(cString: strerror(code)))).",
            remedy: "Check the disk and the rights of the program's user.")
    }
}
