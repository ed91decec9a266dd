import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What the kernel knows of this process and its disks. Nil where it does not tell.
public enum ProcessFigures {
    /// Bytes in memory.
    public static var residentBytes: Int64? { status("VmRSS:").map { $0 * 1024 } }
    public static var threads: Int64? { status("Threads:") }

    /// How many files and connections are open.
    public static var openFiles: Int64? {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")).map { Int64($0.count) }
    }

    /// How many may be open.
    public static var mostOpenFiles: Int64? {
        var limit = rlimit()
        guard getrlimit(openFilesLimit, &limit) == 0 else { return nil }
        return Int64(clamping: limit.rlim_cur)
    }

    /// Bytes that a program without special rights may still write to the disk of a path.
    public static func freeBytes(at path: String) -> Int64? {
        var disk = statvfs()
        var place = path.isEmpty ? "." : path
        while statvfs(place, &disk) != 0 {
            // A folder that is made with its first file lies on the disk of the folder above.
            guard place != "/", place != "." else { return nil }
            let above = (place as NSString).deletingLastPathComponent
            place = above.isEmpty ? "." : above
        }
        return Int64(clamping: UInt64(disk.f_bavail) * UInt64(disk.f_frsize))
    }

    /// Bytes of a file and of its neighbours that SQLite keeps beside it.
    public static func databaseBytes(at path: String) -> Int64 {
        ["", "-wal", "-shm"].reduce(0) { sum, end in
            let attributes = try? FileManager.default.attributesOfItem(atPath: path + end)
            return sum + ((attributes?[.size] as? NSNumber)?.int64Value ?? 0)
        }
    }

    #if canImport(Glibc)
        private static var openFilesLimit: __rlimit_resource_t { __rlimit_resource_t(RLIMIT_NOFILE.rawValue) }
    #else
        private static var openFilesLimit: Int32 { RLIMIT_NOFILE }
    #endif

    private static func status(_ name: String) -> Int64? {
        guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return nil }
        for line in text.split(separator: "\n") where line.hasPrefix(name) {
            let words = line.split { $0 == " " || $0 == "\t" }
            return words.count > 1 ? Int64(words[1]) : nil
        }
        return nil
    }
}

/// How much a folder holds.
public enum FolderSize {
    /// More files than this are not counted.
    private static let most = 1_000_000

    /// Bytes of all files in it and below; 0 where there is no such folder.
    public static func bytes(of path: String) -> Int64 {
        let keys: Set<URLResourceKey> = [.fileSizeKey, .isRegularFileKey]
        guard
            let files = FileManager.default.enumerator(
                at: URL(fileURLWithPath: path), includingPropertiesForKeys: Array(keys))
        else { return 0 }
        var bytes: Int64 = 0
        var seen = 0
        for case let file as URL in files {
            seen += 1
            if seen > most { break }
            guard let values = try? file.resourceValues(forKeys: keys), values.isRegularFile == true else {
                continue
            }
            bytes += Int64(values.fileSize ?? 0)
        }
        return bytes
    }
}
