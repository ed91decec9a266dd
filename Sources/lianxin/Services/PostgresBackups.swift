import Core
import Foundation
import Operation
import PostgresStorage
import Storage

/// A PostgreSQL database as backups see it: its own tools do the work.
struct PostgresBackups: BackupEngine {
    let address: String
    let name = "postgres"
    let fileName = "database.dump"

    func size() async throws -> Int64? { nil }

    func copy(to path: String) async throws {
        try await Tool.run(
            "pg_dump",
            ["--format=custom", "--no-owner", "--no-privileges", "--file=\(path)", "--dbname=\(plain)"],
            password: password)
    }

    func tried(
        _ copy: String, in folder: String, _ look: @escaping @Sendable (any Database) async throws -> [String]
    ) async throws -> [String] {
        let scratch = "lianxin_try_\(UInt32.random(in: 0 ... .max))"
        do {
            try await Tool.run("createdb", ["--maintenance-db=\(plain)", scratch], password: password)
        } catch let fault as Fault {
            throw BackupUntried("no database could be made to restore it into: \(fault.message)")
        }
        do {
            let complaints = try await restored(copy, to: scratch, look)
            try await drop(scratch)
            return complaints
        } catch {
            try? await drop(scratch)
            throw error
        }
    }

    private func restored(
        _ copy: String, to scratch: String, _ look: @Sendable (any Database) async throws -> [String]
    ) async throws -> [String] {
        guard let other = named(scratch, in: address) else {
            throw BackupUntried("the address of the database names none that could be replaced")
        }
        do { try await fill(other, from: copy) } catch let fault as Fault where fault.code == .other {
            return ["it cannot be restored: \(fault.message)"]
        }
        let database = try PostgresDatabase(url: other, connections: 2)
        return try await database.closing(after: look)
    }

    private func drop(_ scratch: String) async throws {
        try await Tool.run(
            "dropdb", ["--force", "--if-exists", "--maintenance-db=\(plain)", scratch], password: password)
    }

    func restore(_ copy: String) async throws {
        let database = try PostgresDatabase(url: address, connections: 1)
        if let other = try await database.closing(after: { _ in try await database.anyTable() }) {
            throw Fault(
                .configuration, "The database is not empty: it has a table \(other).",
                remedy: "Make a new one with `createdb` and name it.")
        }
        try await fill(address, from: copy)
    }

    private func fill(_ address: String, from copy: String) async throws {
        try await Tool.run(
            "pg_restore",
            [
                "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error",
                "--dbname=\(Self.parted(address).plain)", copy,
            ], password: password)
    }

    private var plain: String { Self.parted(address).plain }
    private var password: String? { Self.parted(address).password }

    /// The address without its password, which would stand in the list of processes, and the password.
    static func parted(_ address: String) -> (plain: String, password: String?) {
        guard var parts = URLComponents(string: address) else { return (address, nil) }
        var password = parts.password
        parts.password = nil
        if let inQuery = parts.queryItems?.first(where: { $0.name == "password" }) {
            password = inQuery.value
            parts.queryItems?.removeAll { $0.name == "password" }
        }
        return (parts.string ?? address, password)
    }

    /// The address of another database of the same server.
    private func named(_ name: String, in address: String) -> String? {
        guard var parts = URLComponents(string: address) else { return nil }
        parts.path = "/\(name)"
        parts.queryItems?.removeAll { $0.name == "dbname" }
        return parts.string
    }
}
