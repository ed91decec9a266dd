import Core
import Storage

/// What a database's tables look like, in words both engines have.
struct SchemaStore {
    let database: any Database

    init(_ database: any Database) { self.database = database }

    /// Every column as `table.column type notnull`, and every index as `index name`.
    func columns() async throws -> [String] {
        try await database.read { try Self.columns($0) }
    }

    fileprivate static func columns(_ connection: any Connection) throws -> [String] {
        let rows =
            switch connection.dialect {
            case .sqlite:
                try connection.rows(
                    """
                    SELECT m.name || '.' || p.name || ' ' || p.type || ' ' || p."notnull" AS line
                    FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS p
                    WHERE m.type = 'table' UNION ALL
                    SELECT 'index ' || name FROM sqlite_master WHERE type = 'index' ORDER BY 1
                    """)
            case .postgres:
                try connection.rows(
                    """
                    SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable
                        AS line
                    FROM information_schema.columns WHERE table_schema = current_schema() UNION ALL
                    SELECT 'index ' || indexname FROM pg_indexes WHERE schemaname = current_schema()
                    ORDER BY 1
                    """)
            }
        return try rows.map { try $0.get("line") }
    }

    /// How many rows each of these tables has.
    func counts(of tables: Set<String>) async throws -> [String: Int] {
        try await database.read { connection in
            var counts: [String: Int] = [:]
            for table in tables {
                counts[table] = try connection.value(.verbatim("SELECT count(*) FROM \"\(table)\""))
            }
            return counts
        }
    }

    /// Takes a database back to an earlier program's schema: what came later goes, with its rows; what there
    /// was already keeps them, without the columns of later days.
    ///
    /// - Parameters:
    ///   - then: The lines of a fresh database of that program.
    ///   - shipped: Its migrations.
    ///   - followers: The followers it had.
    func takeBack(to then: [String], _ shipped: [Migration], followers: Set<String>) async throws {
        try await database.write { connection in
            if connection.dialect == .sqlite { try connection.run("PRAGMA defer_foreign_keys = ON") }
            let tables = Self.tables(then)
            for table in try Self.newestFirst(connection) where !tables.contains(table) {
                let rest = connection.dialect == .postgres ? " CASCADE" : ""
                try connection.run(.verbatim("DROP TABLE IF EXISTS \"\(table)\"\(rest)"))
            }
            let later = try Self.columns(connection).filter { !then.contains($0) }
            for line in later where line.hasPrefix("index ") {
                try connection.run(.verbatim("DROP INDEX \"\(line.dropFirst(6))\""))
            }
            for line in later where !line.hasPrefix("index ") {
                let names = line.prefix { $0 != " " }.split(separator: ".")
                try connection.run(.verbatim("ALTER TABLE \"\(names[0])\" DROP COLUMN \"\(names[1])\""))
            }
            let now = try Self.columns(connection)
            let statements = shipped.flatMap { $0.statements(for: connection.dialect) }
            for line in then where line.hasPrefix("index ") && !now.contains(line) {
                for statement in statements where statement.contains("INDEX \(line.dropFirst(6)) ON") {
                    try connection.run(.verbatim(statement))
                }
            }
            try connection.run("DELETE FROM migrations WHERE name NOT IN (\(list: shipped.map(\.name)))")
            try connection.run("DELETE FROM followers WHERE name NOT IN (\(list: followers.sorted()))")
        }
    }

    static func tables(_ lines: [String]) -> Set<String> {
        Set(lines.filter { !$0.hasPrefix("index ") }.map { String($0.prefix { $0 != "." }) })
    }

    /// What refers to another table comes before it; an index that is a table, before its own tables.
    private static func newestFirst(_ connection: any Connection) throws -> [String] {
        let rows =
            switch connection.dialect {
            case .sqlite:
                try connection.rows(
                    """
                    SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_'
                    ORDER BY sql LIKE 'CREATE VIRTUAL%' DESC, rowid DESC
                    """)
            case .postgres:
                try connection.rows(
                    "SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()")
            }
        return try rows.map { try $0.get("name") }
    }
}
