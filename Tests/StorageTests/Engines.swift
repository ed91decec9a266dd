// Support for every test that needs a database. Other test folders link to this file.
import Core
import Foundation
import PostgresStorage
import SQLiteStorage
import Storage
import Testing

/// The engines that everything must hold on.
///
/// PostgreSQL is the server that `Tests/Support/private-postgres` starts. Without it tests fail, unless
/// LIANXIN_SKIP_POSTGRES=1 says that it is left out on purpose.
enum TestEngine: String, CaseIterable, CustomTestStringConvertible {
    case sqlite, postgres

    var testDescription: String { rawValue }

    /// The engines of this run.
    static let present: [TestEngine] = {
        guard postgresIsSkipped else { return allCases }
        FileHandle.standardError.write(Data("PostgreSQL is skipped: LIANXIN_SKIP_POSTGRES=1\n".utf8))
        return [.sqlite]
    }()

    static var postgresIsSkipped: Bool { ProcessInfo.processInfo.environment["LIANXIN_SKIP_POSTGRES"] == "1" }

    /// Runs a body with a fresh, empty database that is gone afterwards.
    func withDatabase<T>(_ body: (any Database) async throws -> T) async throws -> T {
        try await withPlace { place in
            let database = try place.open()
            do {
                let result = try await body(database)
                await database.close()
                return result
            } catch {
                await database.close()
                throw error
            }
        }
    }

    /// Runs a body with the place of a fresh database, which it may open as often as it likes.
    func withPlace<T>(_ body: (DatabasePlace) async throws -> T) async throws -> T {
        switch self {
        case .sqlite:
            let folder = FileManager.default.temporaryDirectory.appending(
                path: "lx-test-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            return try await body(
                DatabasePlace(engine: self, address: folder.appending(path: "test.sqlite").path))
        case .postgres:
            return try await Self.withPostgres(body)
        }
    }

    private static func withPostgres<T>(_ body: (DatabasePlace) async throws -> T) async throws -> T {
        guard let server = ProcessInfo.processInfo.environment["LIANXIN_TEST_POSTGRES"] else {
            throw NoServer()
        }
        let name = "lx_" + UUID().uuidString.lowercased().filter { $0 != "-" }
        try await command("createdb", name, server: server)
        let place = DatabasePlace(
            engine: .postgres, address: server.replacing("///postgres", with: "///\(name)"))
        do {
            let result = try await body(place)
            try? await command("dropdb", name, server: server)
            return result
        } catch {
            try? await command("dropdb", name, server: server)
            throw error
        }
    }

    /// Creating a database cannot stand in a transaction, so it is left to the server's own programs.
    private static func command(_ program: String, _ name: String, server: String) async throws {
        let force = program == "dropdb" ? ["--force", "--if-exists"] : []
        let made = try Spawned(program, ["--maintenance-db=\(server)"] + force + [name])
        if await made.end() != 0 { throw NoServer() }
    }

    /// What is missing, and how to get it.
    struct NoServer: Error, CustomStringConvertible {
        var description: String {
            "No PostgreSQL: run `Tests/Support/private-postgres swift test`, or set LIANXIN_SKIP_POSTGRES=1."
        }
    }
}

/// Where a test's database is.
struct DatabasePlace: Sendable {
    let engine: TestEngine
    /// A path, or a URL.
    let address: String

    func open(connections: Int = 4) throws(Fault) -> any Database {
        switch engine {
        case .sqlite: try SQLiteDatabase(path: address, readers: connections)
        case .postgres: try PostgresDatabase(url: address, connections: connections)
        }
    }
}

/// The code of the fault that an operation ends with; nil when it succeeds or fails otherwise.
func faultCode<T>(_ body: () async throws -> T) async -> Fault.Code? {
    do {
        _ = try await body()
        return nil
    } catch let fault as Fault {
        return fault.code
    } catch {
        return nil
    }
}

extension FollowerRunner {
    /// Lets followers see everything that happened. On PostgreSQL the log is settled only when older
    /// transactions have ended, also those of other tests' databases on the same server.
    @discardableResult
    static func settled(_ followers: [Follower], on database: any Database) async throws -> Int {
        let settled = database.dialect.settled
        while try await database.read({ try $0.first("SELECT 1 FROM events WHERE NOT (\(settled)) LIMIT 1") })
            != nil
        {
            try await Task.sleep(for: .milliseconds(5))
        }
        return try await FollowerRunner(database: database, followers: followers).advanceAll()
    }
}
