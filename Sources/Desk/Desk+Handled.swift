public import Core
import Storage

extension Desk {
    /// Open matters of some units that somebody was the last to do something with: what their colleagues
    /// have to know when they leave. Newest first.
    public func lastHandled(by person: Int64, in units: [UnitCode], limit: Int) async throws -> [MatterRecord]
    {
        if units.isEmpty { return [] }
        return try await database.read { connection in
            try HandledStore(connection: connection).lastHandled(by: person, in: units, limit: limit)
        }
    }
}
