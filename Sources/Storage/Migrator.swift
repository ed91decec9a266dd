public import Core

/// Brings a database to the schema of the program, forward only.
///
/// Every step is one transaction and is written down with its checksum. Doing it twice, or from two servers
/// at once, is harmless.
public struct Migrator: Sendable {
    private let migrations: [Migration]

    /// The migrations of all slices, in any order; they are applied by name.
    public init(_ migrations: [Migration]) {
        self.migrations = migrations.sorted { $0.name < $1.name }
    }

    /// Applies what is missing.
    ///
    /// - Throws: A `Fault` of code `newerSchema` when the database knows a step that the program does not,
    ///   `foreignSchema` when it belongs to another program or a shipped step was altered.
    public func migrate(_ database: any Database, now: Moment) async throws {
        try checkNames()
        try await database.write { connection in
            try prepare(connection)
            try verify(applied(connection))
        }
        for migration in migrations {
            try await database.write { connection in try apply(migration, on: connection, now: now) }
        }
        try await database.write { connection in
            try alone(connection)
            if try hasTable("eras", connection) { try Era.adopt(in: connection) }
        }
    }

    /// Verifies without changing anything that every step was applied as the program knows it.
    ///
    /// - Throws: As `migrate`, and a `Fault` of code `configuration` when steps are missing.
    public func check(_ database: any Database) async throws {
        try checkNames()
        let missing = try await missing(in: database) ?? migrations.count
        if missing > 0 {
            throw Fault(
                .configuration, "The database lacks \(missing) of \(migrations.count) steps of its schema.",
                remedy: "Run `lianxin init` or `lianxin serve` of this program first.")
        }
    }

    /// Verifies without changing anything that the program knows every step that was applied.
    ///
    /// - Returns: How many of its own steps are missing; nil where the database has no list of any.
    /// - Throws: As `migrate`.
    public func missing(in database: any Database) async throws -> Int? {
        try checkNames()
        let applied: [String: String]? = try await database.read { connection in
            try hasTable("migrations", connection) ? self.applied(connection) : nil
        }
        guard let applied else { return nil }
        try verify(applied)
        return migrations.count { applied[$0.name] == nil }
    }

    private func checkNames() throws(Fault) {
        for (one, next) in zip(migrations, migrations.dropFirst()) where one.name == next.name {
            throw Fault(
                .configuration, "Two migrations are called \(one.name).",
                remedy: "Report this with the version of the program.")
        }
    }

    /// Makes the program's own table, unless the file is full of somebody else's.
    private func prepare(_ connection: any Connection) throws {
        try alone(connection)
        if try hasTable("migrations", connection) { return }
        if connection.dialect == .sqlite,
            let other = try connection.value(
                String.self,
                "SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_'")
        {
            throw Fault(
                .foreignSchema,
                "The database belongs to another program: it has a table \(other) but no list of migrations.",
                remedy: "Name another file.")
        }
        try connection.run(
            """
            CREATE TABLE migrations (
                name TEXT PRIMARY KEY, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)
            """)
    }

    private func apply(_ migration: Migration, on connection: any Connection, now: Moment) throws {
        try alone(connection)
        // Another server may have been first since the list was read.
        let applied = try self.applied(connection)
        try verify(applied)
        if applied[migration.name] != nil { return }
        for statement in migration.statements(for: connection.dialect) {
            do {
                try connection.run(.verbatim(statement))
            } catch {
                throw Fault(error.code, "Migration \(migration.name): \(error.message)", remedy: error.remedy)
            }
        }
        try connection.run(
            """
            INSERT INTO migrations (name, checksum, applied_at)
            VALUES (\(migration.name), \(migration.checksum), \(now))
            """)
    }

    /// Makes a second server wait, however long the first one builds an index. SQLite has one writer anyway.
    private func alone(_ connection: any Connection) throws(Fault) {
        guard connection.dialect == .postgres else { return }
        try connection.run("SET LOCAL statement_timeout = 0")
        _ = try connection.rows("SELECT pg_advisory_xact_lock(\(Self.lock))")
    }

    /// A number that no other program's lock is likely to have: "lianxin" in ASCII.
    private static let lock: Int64 = 0x6C69_616E_7869_6E

    private func hasTable(_ name: String, _ connection: any Connection) throws(Fault) -> Bool {
        switch connection.dialect {
        case .sqlite:
            try connection.first("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = \(name)") != nil
        case .postgres:
            try connection.first(
                "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = \(name)") != nil
        }
    }

    private func applied(_ connection: any Connection) throws(Fault) -> [String: String] {
        var result: [String: String] = [:]
        do {
            for row in try connection.rows("SELECT name, checksum FROM migrations") {
                result[try row.get("name")] = try row.get("checksum", as: String.self)
            }
        } catch  where error.code == .other || error.code == .corrupt {
            throw Fault(
                .foreignSchema,
                "The database belongs to another program: its list of migrations has another form.",
                remedy: "Name another database.")
        }
        return result
    }

    private func verify(_ applied: [String: String]) throws(Fault) {
        let known = Dictionary(uniqueKeysWithValues: migrations.map { ($0.name, $0.checksum) })
        for (name, checksum) in applied.sorted(by: { $0.key < $1.key }) {
            guard let expected = known[name] else {
                throw Fault(
                    .newerSchema, "The database was written by a newer version: it has the step \(name).",
                    remedy: "Upgrade the program, or restore a backup from before the upgrade.")
            }
            if expected != checksum {
                throw Fault(
                    .foreignSchema, "The step \(name) of the database is not the one this program knows.",
                    remedy: "Use the program that made the database, or restore a backup.")
            }
        }
    }
}
