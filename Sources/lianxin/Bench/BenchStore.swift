import Storage

/// The database alone, without the Desk: what measurements are held against.
struct BenchStore {
    let database: any Database

    func count() async throws -> Int {
        try await database.read { try $0.value("SELECT count(*) FROM matters") ?? 0 }
    }

    /// One row by its number.
    func read(_ number: String) async throws {
        _ = try await database.read { try $0.rows("SELECT * FROM matters WHERE number = \(number)") }
    }

    /// Lets the engine see what it holds now, as it would after a night.
    func analyse() async throws {
        try await database.write { connection in _ = try connection.run("ANALYZE") }
    }
}
