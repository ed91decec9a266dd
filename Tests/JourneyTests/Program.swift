import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// The built program, run as an operator runs it.
enum Program {
    private static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../..").standardizedFileURL

    static let demoCity = repository.appending(path: "Cities/demo").path

    /// LIANXIN_PROGRAM, else the debug build beside these tests.
    static let path =
        ProcessInfo.processInfo.environment["LIANXIN_PROGRAM"]
        ?? repository.appending(path: ".build/debug/lianxin").path

    /// How a command ended.
    struct End: Sendable {
        let code: Int32
        let output: String
        let errors: String
    }

    /// Runs a command of the program to its end.
    static func run(_ arguments: [String], in folder: URL) async throws -> End {
        try await Run(path, arguments, in: folder).end()
    }

    /// Debian's own, where it is: another `python3` in the path may be a script that first looks for one.
    static let python = access("/usr/bin/python3", X_OK) == 0 ? "/usr/bin/python3" : "python3"

    /// Runs a tool of the machine; throws when it fails.
    static func tool(_ words: [String]) async throws -> End {
        let end = try await Run("/usr/bin/env", words, in: FileManager.default.temporaryDirectory).end()
        if end.code != 0 { throw Missing("\(words[0]) failed: \(end.errors)") }
        return end
    }
}

/// One process. Its output goes to files, so that no pipe can fill up and stop it.
final class Run: Sendable {
    private let process: Spawned
    private let folder: URL

    init(_ path: String, _ arguments: [String], in folder: URL) throws {
        self.folder = folder.appending(path: "run-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
        process = try Spawned(
            path, arguments, in: folder.path, output: self.folder.appending(path: "out").path,
            errors: self.folder.appending(path: "err").path)
    }

    var identifier: Int32 { process.identifier }
    var isRunning: Bool { process.isRunning }
    var output: String { text("out") }
    var errors: String { text("err") }

    private func text(_ name: String) -> String {
        String(decoding: (try? Data(contentsOf: folder.appending(path: name))) ?? Data(), as: UTF8.self)
    }

    func signal(_ number: Int32) { process.signal(number) }

    /// Waits for the end.
    func end() async -> Program.End {
        let code = await process.end()
        return Program.End(code: code, output: output, errors: errors)
    }

    deinit {
        process.signal(SIGKILL)
        try? FileManager.default.removeItem(at: folder)
    }
}

/// `lianxin serve` on a port of its own.
struct Server: Sendable {
    let run: Run
    let port: Int
    var base: String { "http://127.0.0.1:\(port)" }

    /// Ports of this test process, counted up from one that hardly anybody uses.
    private static let next = Mutex(18_200 + Int(ProcessInfo.processInfo.processIdentifier % 400) * 20)

    static func freePort() -> Int {
        next.withLock { port in
            repeat { port += 1 } while isTaken(port)
            return port
        }
    }

    /// Whether somebody of this machine listens on a port, another run of these tests for one.
    private static func isTaken(_ port: Int) -> Bool {
        let made = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard made >= 0 else { return false }
        defer { close(made) }
        var yes: Int32 = 1
        setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = in_port_t(port).bigEndian
        place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(made, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) != 0
            }
        }
    }

    /// Starts a server and waits until it is ready.
    ///
    /// - Parameters:
    ///   - environment: Variables it has beside ours, `NAME=value`.
    ///   - script: What a shell makes of it, with the command as `"$0" "$@"`; nil for the command itself.
    static func start(
        _ place: JourneyPlace, environment: [String] = [], script: String? = nil, _ more: String...
    ) async throws -> Server {
        let port = freePort()
        let shell = script.map { ["sh", "-c", $0] } ?? []
        let run = try Run(
            "/usr/bin/env",
            environment + shell + [
                Program.path, "serve", "--port", "\(port)", "--database", place.database, "--city",
                Program.demoCity,
            ] + more, in: place.folder)
        let server = Server(run: run, port: port)
        for _ in 0..<3000 {
            if let answer = try? await server.client().get("/healthz"), answer.status == 200 { return server }
            if !run.isRunning { throw Missing("the server ended: \(run.errors)") }
            try await Task.sleep(for: .milliseconds(20))
        }
        run.signal(SIGKILL)
        throw Missing("the server was not ready within a minute: \(run.errors)")
    }

    func client(_ token: String? = nil) -> Client { Client(base: base, token: token) }

    /// Asks it to stop and waits for that.
    func stop() async -> Program.End {
        run.signal(SIGTERM)
        return await run.end()
    }

    /// Runs a body with a server that is stopped afterwards.
    static func with<T>(_ place: JourneyPlace, _ body: (Server) async throws -> T) async throws -> T {
        let server = try await start(place)
        do {
            let result = try await body(server)
            _ = await server.stop()
            return result
        } catch {
            _ = await server.stop()
            throw error
        }
    }
}
