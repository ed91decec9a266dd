import Core
import Foundation
import Storage
import Synchronization

/// A program of the machine, run to its end.
enum Tool {
    /// Runs a tool of PostgreSQL.
    ///
    /// - Parameter password: Given in its environment, where other users of the machine cannot read it.
    /// - Throws: A `Fault` with the tool's own last words; `configuration` where it is not installed.
    static func run(_ name: String, _ arguments: [String], password: String?) async throws {
        guard let path = path(of: name) else {
            throw Fault(
                .configuration, "The program \(name) is not installed.",
                remedy:
                    "Install PostgreSQL's programs, not older than the server (Debian: postgresql-client)."
            )
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        var environment = ProcessInfo.processInfo.environment
        if let password { environment["PGPASSWORD"] = password }
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        let errors = Pipe()
        process.standardError = errors
        let running = Running(process)
        let said = try await withTaskCancellationHandler {
            try await OwnThread.run(name) {
                try running.start()
                let said = (try? errors.fileHandleForReading.readToEnd()) ?? Data()
                running.wait()
                return said
            }
        } onCancel: {
            running.stop()
        }
        try Task.checkCancellation()
        guard process.terminationStatus == 0 else {
            let last = String(decoding: said, as: UTF8.self).split(separator: "\n").first.map(String.init)
            throw Fault(
                .other, "\(name) failed: \(last ?? "it said nothing").",
                remedy: "Check the rights of the program's user and the disk.")
        }
    }

    private static func path(of name: String) -> String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        return folders.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }
}

/// A process that may be stopped from elsewhere.
private final class Running: Sendable {
    private let process: Process
    /// Lock: how far it has come.
    private let state = Mutex(State.new)
    private enum State { case new, running, stopped }

    init(_ process: Process) { self.process = process }

    func start() throws {
        try state.withLock {
            guard $0 == .new else { throw CancellationError() }
            try process.run()
            $0 = .running
        }
    }

    func wait() { process.waitUntilExit() }

    func stop() {
        state.withLock {
            if $0 == .running { process.terminate() }
            $0 = .stopped
        }
    }
}
