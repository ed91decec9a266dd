import Files
import Foundation
import Testing

@testable import Operation

@Suite("The attachments of backups")
struct BackupPoolTests {
    /// The hash of the bytes "a photograph".
    private static let hash = "a249e87e1e6113da81cdd8a154c222283fbcceff6dd3727a63bf97eee562dfb3"

    @Test("come back as they were, also where something of their name and length lies already")
    func restored() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lx-pool-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let shelf = folder.appending(path: "shelf").path
        let target = "\(shelf)/\(ShelfPath.of(Self.hash))"
        try FileManager.default.createDirectory(
            atPath: (target as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data("a photograph".utf8).write(to: URL(fileURLWithPath: target))
        let pool = BackupPool(path: folder.appending(path: "files").path)
        let list = folder.appending(path: "files.txt").path
        let gathered = try pool.gather(shelf: shelf, list: list)
        #expect(gathered.count == 1 && gathered.complaints.isEmpty)
        for there in ["a photograph", "another one!", "cut"] {
            try Data(there.utf8).write(to: URL(fileURLWithPath: target))
            try pool.restore(try BackupPool.list(list), to: shelf)
            let restored = try Data(contentsOf: URL(fileURLWithPath: target))
            #expect(restored == Data("a photograph".utf8), "over \(there)")
        }
    }
}
