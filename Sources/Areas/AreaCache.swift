import Core
import Synchronization

/// Pictures of areas for a minute, so that a page that everybody opens costs one reading.
final class AreaCache: Sendable {
    /// Lock: the pictures, which requests read and fill at the same time.
    private let pictures = Mutex<[AreaCode: (at: Moment, picture: AreaPicture)]>([:])
    private static let age: Int64 = 60_000
    private static let capacity = 2000

    func picture(of area: AreaCode, now: Moment) -> AreaPicture? {
        pictures.withLock { kept in
            guard let entry = kept[area], now - entry.at < Self.age, now >= entry.at else { return nil }
            return entry.picture
        }
    }

    func keep(_ picture: AreaPicture, of area: AreaCode, now: Moment) {
        pictures.withLock { kept in
            if kept.count >= Self.capacity { kept.removeAll() }
            kept[area] = (now, picture)
        }
    }

    /// What changed here is to be seen at once.
    func forget(_ areas: [AreaCode]) {
        pictures.withLock { kept in for area in areas { kept[area] = nil } }
    }
}
