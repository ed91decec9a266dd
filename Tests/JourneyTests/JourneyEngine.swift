import Foundation

/// Where the program keeps its data on a journey.
enum JourneyEngine: String, CaseIterable, Sendable {
    case sqlite, postgres

    /// The engines of this run; PostgreSQL is the server that `Tests/Support/private-postgres` starts.
    static let present: [JourneyEngine] = {
        guard ProcessInfo.processInfo.environment["LIANXIN_SKIP_POSTGRES"] == "1" else { return allCases }
        Note.skipped("PostgreSQL is left out: LIANXIN_SKIP_POSTGRES=1")
        return [.sqlite]
    }()

    /// Runs a body with a folder and the address of a database that are gone afterwards.
    func withPlace<T>(_ body: (JourneyPlace) async throws -> T) async throws -> T {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lx-way-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        switch self {
        case .sqlite:
            return try await body(
                JourneyPlace(engine: self, folder: folder, database: "sqlite:\(folder.path)/city.db"))
        case .postgres:
            guard let server = ProcessInfo.processInfo.environment["LIANXIN_TEST_POSTGRES"] else {
                throw Missing("no PostgreSQL: run `Tests/Support/private-postgres swift test`")
            }
            let name = "lx_" + UUID().uuidString.lowercased().filter { $0 != "-" }
            _ = try await Program.tool(["createdb", "--maintenance-db=\(server)", name])
            let address = server.replacing("///postgres", with: "///\(name)")
            do {
                let result = try await body(JourneyPlace(engine: self, folder: folder, database: address))
                _ = try? await Program.tool(["dropdb", "--force", "--maintenance-db=\(server)", name])
                return result
            } catch {
                _ = try? await Program.tool(["dropdb", "--force", "--maintenance-db=\(server)", name])
                throw error
            }
        }
    }
}

/// A database and a folder for files beside it.
struct JourneyPlace: Sendable {
    let engine: JourneyEngine
    let folder: URL
    let database: String

    /// Runs a command of the program on this database and the demo city.
    func run(_ arguments: String...) async throws -> Program.End { try await run(arguments) }

    /// Runs a command that a journey stands on; throws with its words when it fails.
    func succeed(_ arguments: String...) async throws {
        let end = try await run(arguments)
        if end.code != 0 { throw Missing("\(arguments) failed with \(end.code): \(end.errors)") }
    }

    private func run(_ arguments: [String]) async throws -> Program.End {
        try await Program.run(arguments + ["--database", database, "--city", Program.demoCity], in: folder)
    }

    /// A token of a person, with everything a person may do.
    func token(_ login: String) async throws -> String {
        let scopes = ["matters:read", "matters:write", "moves:write", "links:read", "contacts:read"]
        let end = try await Program.run(
            ["account", "token", login, "--name", "journey"] + scopes.flatMap { ["--scope", $0] }
                + ["--database", database, "--city", Program.demoCity], in: folder)
        guard end.code == 0 else { throw Missing("no token for \(login): \(end.errors)") }
        return end.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Asks every fifth of a second until it is so, `times` times at most; the check comes after.
    func wait(_ times: Int, until isSo: () async throws -> Bool) async throws {
        for _ in 0..<times {
            if try await isSo() { return }
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    /// Runs a statement past the program, by the engines' own tools, and gives back what it printed.
    @discardableResult
    func sql(_ statement: String) async throws -> String {
        let end: Program.End
        switch engine {
        case .sqlite:
            let script = """
                import sqlite3, sys
                connection = sqlite3.connect(sys.argv[1], timeout=30)
                for row in connection.execute(sys.argv[2]): print("|".join(str(cell) for cell in row))
                connection.commit()
                """
            let file = String(database.dropFirst("sqlite:".count))
            end = try await Program.tool([Program.python, "-c", script, file, statement])
        case .postgres:
            end = try await Program.tool(["psql", "-X", "-q", "-A", "-t", "-c", statement, database])
        }
        return end.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

/// Something a journey needs is not there.
struct Missing: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// What a run says beside its results.
enum Note {
    static func said(_ text: String) {
        FileHandle.standardError.write(Data("» \(text)\n".utf8))
    }

    static func skipped(_ text: String) {
        FileHandle.standardError.write(Data("skipped: \(text)\n".utf8))
    }
}
