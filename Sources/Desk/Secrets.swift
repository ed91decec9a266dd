public import Storage

/// Keys that the city's servers share, made when the database is.
public enum Secrets {
    /// The key of a name; made from `random` if there is none yet.
    public static func key(
        _ name: String, random: [UInt8], in database: any Database
    ) async throws -> [UInt8] {
        try await database.write { try SecretStore(connection: $0).key(name, orElse: random) }
    }
}
