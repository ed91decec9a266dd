import Core
import Storage

extension Desk {
    /// Which of another system's matters are here already: by their name there, the number here.
    public func numbers(ofSource source: String, ids: [String]) async throws -> [String: String] {
        try await database.read { connection in
            let store = MatterStore(connection: connection, city: city)
            var numbers: [String: String] = [:]
            for id in ids { numbers[id] = try store.number(ofSource: source, id) }
            return numbers
        }
    }
}
