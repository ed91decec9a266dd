import Storage

/// Keys that the city's servers share.
struct SecretStore {
    let connection: any Connection

    /// The key of a name; `random` becomes it if there is none yet.
    func key(_ name: String, orElse random: [UInt8]) throws -> [UInt8] {
        try connection.run(
            "INSERT INTO secrets (name, value) VALUES (\(name), \(random)) ON CONFLICT (name) DO NOTHING")
        return try connection.value("SELECT value FROM secrets WHERE name = \(name)") ?? random
    }
}
