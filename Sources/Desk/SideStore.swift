public import Core
import Storage

/// What goes on beside some matters, read from their kept state.
struct SideStore {
    let connection: any Connection

    /// - Parameter ids: At most as many as a page shows.
    func sides(_ ids: [Int64]) throws -> [Int64: SideWork] {
        /// What is read of a matter's state.
        struct Kept: Decodable {
            let work: SideWork?
        }
        if ids.isEmpty { return [:] }
        var sides: [Int64: SideWork] = [:]
        for row in try connection.rows("SELECT id, state FROM matters WHERE id IN (\(list: ids))") {
            let kept = try? StoredJSON.value(Kept.self, try row.get("state"))
            sides[try row.get("id")] = kept?.work
        }
        return sides
    }
}

extension Desk {
    /// What goes on beside these matters; those with nothing are absent.
    ///
    /// - Parameter records: Rows that the asker was shown, at most 200.
    public func sides(of records: [MatterRecord]) async throws -> [Int64: SideWork] {
        let ids = Array(Set(records.map(\.id))).sorted().prefix(200)
        return try await database.read { try SideStore(connection: $0).sides(Array(ids)) }
    }
}
