import Core
import Foundation

/// SQLite's locks and shared memory hold only on a disk of this machine.
enum LocalDisk {
    /// Refuses a path whose file system is reached over a network. Where the system lists no mounts, nothing
    /// is refused.
    static func check(_ path: String) throws(Fault) {
        guard let mounts = try? String(contentsOfFile: "/proc/self/mounts", encoding: .utf8) else { return }
        let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        try check(path, fileSystem: fileSystem(of: real, mounts: mounts))
    }

    /// The same for a file system of a known kind, by the name the kernel gives it.
    static func check(_ path: String, fileSystem: String) throws(Fault) {
        guard remote.contains(fileSystem) || fileSystem.hasPrefix("fuse.") else { return }
        throw Fault(
            .unsafeFileSystem,
            "\(path) lies on \(fileSystem): several machines could write it at once and damage the database.",
            remedy: "Put the file on a local disk, or use PostgreSQL.")
    }

    /// The kind of file system that holds an absolute path: that of the longest mount point above it, the
    /// last one mounted when two are equal. Lines are `device point kind options…`, with octal escapes.
    static func fileSystem(of path: String, mounts: String) -> String {
        var best = (length: -1, kind: "")
        for line in mounts.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count >= 3 else { continue }
            let point = unescaped(words[1])
            let inside = point == "/" || path == point || path.hasPrefix(point + "/")
            if inside && point.utf8.count >= best.length { best = (point.utf8.count, String(words[2])) }
        }
        return best.kind
    }

    private static func unescaped(_ word: Substring) -> String {
        guard word.contains("\\") else { return String(word) }
        return String(word).replacing(#/\\([0-7]{3})/#) { match in
            UInt8(match.1, radix: 8).map { String(Unicode.Scalar($0)) } ?? ""
        }
    }

    /// Every `fuse.…` counts as well: sshfs, rclone, gluster. A local disk over FUSE is called `fuseblk`.
    private static let remote: Set<String> = [
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "gfs2", "lustre", "ocfs2", "coda",
        "ncpfs", "beegfs", "gpfs", "glusterfs",
    ]
}
