public import Core
import Storage

extension Desk {
    /// Writes the rows of so many filings in one commit, with nothing decided, encoded or analysed: what
    /// the engine alone can do with the same tables. For measuring only, in a database of its own: the rows
    /// are no matters.
    public func bare(rows count: Int, at now: Moment) async throws {
        var ids: [Int64] = []
        for _ in 0..<count { ids.append(try await numbers.next("matter")) }
        let keys = ids
        try await database.write { connection in
            for id in keys { try BareStore(connection: connection).insert(id, at: now) }
        }
    }
}
