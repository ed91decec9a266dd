/// What an engine can say of its own file: pages, order, indexes against their tables. What the rows say is
/// proved by the chains (`LogVerifier`).
public enum Integrity {
    /// How many complaints are asked for; one damaged page can cause very many.
    static let limit = 100

    /// Reads everything once.
    ///
    /// - Returns: What is wrong, in the engine's words, each with its place; empty when all is whole, and on
    ///   PostgreSQL, whose own checksums (`initdb --data-checksums`) and `pg_amcheck` do this.
    public static func complaints(in connection: any Connection) throws -> [String] {
        switch connection.dialect {
        case .sqlite:
            try connection.rows("PRAGMA integrity_check(\(literal: limit))")
                .map { try $0.get(at: 0, as: String.self) }
                .flatMap { $0.split(separator: "\n").map(String.init) }.filter { $0 != "ok" }
        case .postgres: []
        }
    }
}
