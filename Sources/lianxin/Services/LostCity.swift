import Core
import Foundation
import Operation

/// What is left of a city whose database is gone: attachments, backups.
///
/// A disk that was not mounted, a path mistyped, a file deleted: `serve` would begin a new, empty city there,
/// with one-time links for whoever comes first, and residents would write into it. `init` makes a new one
/// whatever lies about; that is said on purpose.
enum LostCity {
    /// Refuses to begin anew where there was a city.
    ///
    /// - Returns: Whether there is no database yet, so that one will be made. On PostgreSQL never: somebody
    ///   had to make that database.
    static func check(_ place: Place, _ configuration: Configuration) throws(Fault) -> Bool {
        guard let path = place.databasePath, isMissing(path) else { return false }
        guard let trace = trace(files: place.filesFolder, backups: configuration[.backup])
        else { return true }
        throw Fault(
            .configuration, "There is no database at \(path), but there was a city: \(trace).",
            remedy: "See that its disk is there and bring it back, or restore a backup; to begin a new city "
                + "beside what is left, run `lianxin init` first.")
    }

    /// Whether there is no file, or one without a byte: a kill in the first moment leaves such a one.
    static func isMissing(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG && status.st_size == 0
    }

    private static func trace(files: String, backups: String?) -> String? {
        // Attachments lie in folders of two letters.
        let shelves = (try? FileManager.default.contentsOfDirectory(atPath: files)) ?? []
        if shelves.contains(where: { $0.count == 2 }) { return "its attachments are in \(files)" }
        if let backups, let newest = BackupFolder(backups).all().last {
            return "its backup \(newest.name) is in \(backups)"
        }
        return nil
    }
}
