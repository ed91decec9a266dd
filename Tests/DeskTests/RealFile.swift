import Foundation

/// Files of real cities that lie beside the repository where they were fetched; elsewhere the tests that read
/// them are left out, and say so.
enum RealFile {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../shared/data").standardizedFileURL

    static func at(_ path: String) -> URL { folder.appending(path: path) }

    static func isThere(_ path: String) -> Bool {
        if FileManager.default.fileExists(atPath: at(path).path) { return true }
        FileHandle.standardError.write(Data("skipped: shared/data/\(path) is not here\n".utf8))
        return false
    }
}
