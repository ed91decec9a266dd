import Foundation

/// A PostgreSQL server of one test, which may be stopped and started; gone afterwards.
struct PostgresCluster: Sendable {
    private let folder: String
    private let programs: String
    /// Words before a command: the server refuses to run as root.
    private let owner: [String]

    /// The address of its database.
    var address: String { "postgres:///postgres?host=\(folder)&user=lianxin" }
    /// The address for somebody who reaches it by a port that leads here.
    func address(port: Int) -> String { "postgres://lianxin@127.0.0.1:\(port)/postgres" }
    /// Where it listens.
    var socket: String { "\(folder)/.s.PGSQL.5432" }

    static func with<T>(_ body: (PostgresCluster) async throws -> T) async throws -> T {
        // Short: the path of a socket may have 107 characters.
        let made = try await Program.tool(["mktemp", "-d", "/tmp/lx-own.XXXXXX"])
        let cluster = try await PostgresCluster(made.output.trimmingCharacters(in: .whitespacesAndNewlines))
        do {
            try await cluster.begin()
            let result = try await body(cluster)
            await cluster.end()
            return result
        } catch {
            await cluster.end()
            throw error
        }
    }

    private init(_ folder: String) async throws {
        self.folder = folder
        let found = try await Program.tool([
            "sh", "-c", "ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1",
        ])
        let standing = found.output.trimmingCharacters(in: .whitespacesAndNewlines)
        programs = standing.isEmpty ? "" : standing + "/"
        let user = try await Program.tool(["id", "-u"]).output.trimmingCharacters(in: .whitespacesAndNewlines)
        owner = user == "0" ? ["runuser", "-u", "postgres", "--"] : []
    }

    private func begin() async throws {
        if !owner.isEmpty { _ = try await Program.tool(["chown", "postgres", folder]) }
        _ = try await Program.tool(
            owner + [
                "\(programs)initdb", "-D", "\(folder)/data", "-U", "lianxin", "-A", "trust", "-E", "UTF8",
                "--locale=C.UTF-8",
            ])
        _ = try await control("start", "-w")
    }

    /// Runs `pg_ctl`, as an operator does.
    @discardableResult
    func control(_ words: String...) async throws -> Program.End {
        try await Program.tool(
            owner + [
                "\(programs)pg_ctl", "-D", "\(folder)/data", "-l", "\(folder)/data/server.log", "-s", "-o",
                "-c listen_addresses='' -c unix_socket_directories=\(folder)",
            ] + words)
    }

    private func end() async {
        _ = try? await control("stop", "-m", "immediate", "-w")
        _ = try? await Program.tool(["rm", "-rf", folder])
    }
}

/// Leads what comes to a port on to a socket and back, until it is frozen: then whatever is sent is taken and
/// nothing is heard any more, as when a cable is cut or a firewall forgets a connection.
struct Relay: Sendable {
    let port: Int
    private let run: Run

    private static let script = """
        import asyncio, sys
        async def copy(source, target):
            try:
                while data := await source.read(65536):
                    target.write(data)
                    await target.drain()
            except OSError: pass
            target.close()
        async def lead(reader, writer):
            try: far, back = await asyncio.open_unix_connection(sys.argv[2])
            except OSError: return writer.close()
            await asyncio.gather(copy(reader, back), copy(far, writer))
        async def main():
            server = await asyncio.start_server(lead, "127.0.0.1", int(sys.argv[1]))
            await server.serve_forever()
        asyncio.run(main())
        """

    init(to socket: String, in folder: URL) async throws {
        port = Server.freePort()
        run = try Run("/usr/bin/env", [Program.python, "-c", Self.script, "\(port)", socket], in: folder)
        for _ in 0..<500 {
            if (try? Wire(port: port)) != nil { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw Missing("the relay does not listen: \(run.errors)")
    }

    func freeze() { run.signal(SIGSTOP) }
    func thaw() { run.signal(SIGCONT) }

    func end() async {
        run.signal(SIGKILL)
        _ = await run.end()
    }
}
