public import Core
import Foundation
import Storage

extension FileShelf {
    /// Removes uploads that were not finished or not named in time, and the files that nothing refers to any
    /// more.
    ///
    /// - Parameter named: The hashes among these that a matter names.
    /// - Returns: How many files were removed.
    @discardableResult
    public func sweep(
        at now: Moment, named: @Sendable ([String]) async throws -> Set<String>
    ) async throws -> Int {
        // An hour later than they count, so that nothing goes that is being named.
        let last = now + -(limits.keptMilliseconds + 3_600_000)
        var removed = 0
        while true {
            let old = try await database.read { try UploadStore($0).begun(before: last, limit: 100) }
            if old.isEmpty { break }
            let kept = try await named(old.compactMap(\.hash))
            for upload in old {
                if try await remove(upload, isNamed: upload.hash.map { kept.contains($0) } ?? false) {
                    removed += 1
                }
            }
        }
        return removed
    }

    private func remove(_ upload: Upload, isNamed: Bool) async throws -> Bool {
        let (folder, database) = (folder, database)
        // Nobody gives a file its name meanwhile.
        let lock = try await disk.run { () throws -> OpenFile in
            try folder.makeFolder(of: folder.lock)
            let lock = try OpenFile(folder.lock, for: .writing)
            _ = try lock.lock(waiting: true)
            return lock
        }
        var goes = false
        if let hash = upload.hash, !isNamed, ShelfPath.isHash(hash) {
            goes = try await !database.read { try UploadStore($0).isHeldElsewhere(hash, than: upload.id) }
        }
        let hash = goes ? upload.hash : nil
        try await disk.run {
            try folder.remove(folder.upload(upload.id))
            guard let hash else { return }
            try folder.remove(folder.content(hash))
            for size in PictureSize.allCases { try folder.remove(folder.copy(hash, size)) }
        }
        try await database.write { try UploadStore($0).remove(upload.id) }
        withExtendedLifetime(lock) {}
        return goes
    }
}
