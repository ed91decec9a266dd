import Storage

extension PostgresDatabase {
    /// The name of a table of the database, nil when it has none.
    public func anyTable() async throws -> String? {
        try await read { connection in
            try connection.value(
                "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1 LIMIT 1")
        }
    }
}
