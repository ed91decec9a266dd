import Core
import Courier
import Desk
import Storage
import Web

/// Where a line's own system is told.
extension LinesDesk {
    /// The address of a line's system; the newest counts.
    func endpoint(of line: String) async throws -> Endpoint? {
        try await desk.database.read { connection in
            try EndpointStore(connection).all(Self.topic).first { $0.filter == line }
        }
    }

    /// Connects a line's system. What was connected before is told nothing any more.
    ///
    /// - Returns: The secret that messages are signed with; it is never shown again.
    func connect(_ line: LineEntry, to address: String, at now: Moment) async throws -> String {
        guard let target = WebTarget(address) else { throw LinesRefusal.invalid("url") }
        let secret = Signature.newSecret(randomBytes)
        try await desk.database.write { connection in
            let store = EndpointStore(connection)
            for old in try store.all(Self.topic) where old.filter == line.code {
                _ = try store.set(.deleted, reason: nil, of: old.id, now: now)
            }
            _ = try store.add(
                topic: Self.topic, name: line.name.zh, url: target.description, secret: secret,
                filter: line.code, now: now)
        }
        return secret
    }

    /// Takes the connection away; matters are then handed over by phone.
    func disconnect(_ line: String, at now: Moment) async throws {
        try await desk.database.write { connection in
            let store = EndpointStore(connection)
            for old in try store.all(Self.topic) where old.filter == line {
                _ = try store.set(.deleted, reason: nil, of: old.id, now: now)
                try SendingStore(connection).stop(endpoint: old.id, reason: "gone", now: now)
            }
        }
    }
}
