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

    /// Numbers of matters spread over everything that is stored, at most so many.
    func numbers(_ most: Int) async throws -> [String] {
        try await database.read { connection in
            let last: Int64 = try connection.value("SELECT max(id) FROM matters") ?? 0
            var numbers: [String] = []
            for place in 0..<Int64(most) {
                let from = 1 + last * place / Int64(most)
                let number: String? = try connection.value(
                    "SELECT number FROM matters WHERE id >= \(from) ORDER BY id LIMIT 1")
                if let number, number != numbers.last { numbers.append(number) }
            }
            return numbers
        }
    }

    /// How many bytes the server keeps the database in; nil where a file is asked for its size.
    func bytes() async throws -> Int64? {
        guard database.dialect == .postgres else { return nil }
        return try await database.read { try $0.value("SELECT pg_database_size(current_database())") }
    }

    /// Lets PostgreSQL see what it holds now, as it would by itself after a night. SQLite is never asked to
    /// count, by nobody: its plans follow from the statements alone, while measuring as in a city.
    func analyse() async throws {
        guard database.dialect == .postgres else { return }
        try await database.write { connection in _ = try connection.run("ANALYZE") }
    }

    /// A room of PostgreSQL's for the limits, so that their rows never meet a city's.
    func makeRoom() async throws {
        try await dropRoom()
        try await database.write { _ = try $0.run("CREATE SCHEMA lianxin_limits") }
    }

    func dropRoom() async throws {
        try await database.write { _ = try $0.run("DROP SCHEMA IF EXISTS lianxin_limits CASCADE") }
    }

    /// What an address needs to be that room.
    static let room = "options=-csearch_path%3Dlianxin_limits"
}
