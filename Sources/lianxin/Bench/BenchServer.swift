import Core
import Foundation
import Synchronization

/// A server of this very program, as a process of its own that is asked over HTTP.
final class BenchServer: Sendable {
    let port: Int
    private let process: Process

    /// Starts this program with a subcommand and waits until it answers.
    ///
    /// What it says goes to standard error: standard output is the results' alone.
    static func start(_ arguments: [String], answering path: String) async throws -> BenchServer {
        guard let port = BenchSocket.freePort() else {
            throw Fault(
                .configuration, "No port of this machine is free.", remedy: "End what listens, and try again."
            )
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments + ["--port", String(port)]
        process.standardOutput = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let server = BenchServer(port: port, process: process)
        BenchServers.shared.add(process.processIdentifier)
        try await server.ready(path)
        return server
    }

    private init(port: Int, process: Process) {
        self.port = port
        self.process = process
    }

    private static var program: String {
        let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return link ?? Bundle.main.executablePath ?? CommandLine.arguments[0]
    }

    /// Asks until it answers: a large database is looked through at the start.
    private func ready(_ path: String) async throws {
        let asking = BenchScript("ready", [BenchRequests().get(path)])
        for _ in 0..<600 where process.isRunning {
            let run = await BenchClient(port: port, script: asking).run(connections: 1, seconds: 0.1)
            if !run.calls.isEmpty, run.errors == 0 { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        await stop()
        throw Fault(
            .unreachable, "The server that shall be measured does not answer.",
            remedy: "Read above what it said.")
    }

    /// Waits until it has done what was left to do: followers, suggestions, timers. At most five minutes.
    ///
    /// - Returns: Whether it came to rest.
    @discardableResult
    func rest() async throws -> Bool {
        guard var before = processorSeconds else { return true }
        var calm = 0
        for second in 1...300 {
            try await Task.sleep(for: .seconds(1))
            guard let now = processorSeconds else { return false }
            calm = now - before < 0.15 ? calm + 1 : 0
            before = now
            // A round of what is done every few seconds passes in between.
            if calm >= 6 { return true }
            if second.isMultiple(of: 20) { Console.note("  the server is still catching up: \(second) s") }
        }
        return false
    }

    /// The most memory that it ever held, in MB; nil where the system does not tell.
    var memory: Double? {
        guard let text = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
            let kilobytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({
                Double($0)
            })
        else { return nil }
        return (kilobytes / 1024).rounded()
    }

    /// How long it has computed, on all cores together; nil where the system does not tell.
    var processorSeconds: Double? {
        // The name in parentheses may hold blanks; the numbers come after it.
        guard let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[end...].split(separator: " ")
        guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) else {
            return nil
        }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private var pid: Int32 { process.processIdentifier }

    func stop() async {
        process.terminate()
        for _ in 0..<250 where process.isRunning { try? await Task.sleep(for: .milliseconds(100)) }
        if process.isRunning { kill(pid, SIGKILL) }
        BenchServers.shared.remove(pid)
    }
}

/// The servers that run now: they end with whoever started them.
final class BenchServers: Sendable {
    static let shared = BenchServers()

    private let running = Mutex<Set<Int32>>([])
    private let signals = Mutex<[any DispatchSourceSignal]>([])

    func add(_ pid: Int32) {
        watch()
        _ = running.withLock { $0.insert(pid) }
    }

    func remove(_ pid: Int32) { _ = running.withLock { $0.remove(pid) } }

    private func watch() {
        signals.withLock { sources in
            guard sources.isEmpty else { return }
            for number in [SIGINT, SIGTERM, SIGHUP] {
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
                source.setEventHandler {
                    for pid in BenchServers.shared.running.withLock({ $0 }) { kill(pid, SIGTERM) }
                    exit(128 + number)
                }
                source.resume()
                sources.append(source)
            }
        }
    }
}
