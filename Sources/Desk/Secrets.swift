public import Storage

/// Keys that the city's servers share, made when the database is.
public enum Secrets {
    /// The key of a name; made from `random` if there is none yet.
    public static func key(_ name: String, random: [UInt8], in database: any Database) async throws -> [UInt8]
    {
        try await database.write { connection in
            try connection.run(
                """
                INSERT INTO secrets (name, value) VALUES (\(name), \(random)) ON CONFLICT (name) DO NOTHING
                """)
            return try connection.value("SELECT value FROM secrets WHERE name = \(name)") ?? random
        }
    }
}
