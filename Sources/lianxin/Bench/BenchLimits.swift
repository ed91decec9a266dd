import CityPack
import Core
import Desk
import Foundation
import Storage
import Web

/// What this machine and the bare parts do, measured in the same run and with the same client: a figure of
/// ours means something only beside them.
struct BenchLimits: Sendable {
    /// Rows of filings written by the engine alone, a second.
    let commits: Double
    /// Rows read by key by the engine alone, a second.
    let reads: Double
    /// Requests a second of a bare server that sends back what it is sent, by connections.
    let gets: [Int: Double]
    let posts: [Int: Double]

    /// What a subject is held against: the slower of what it cannot do without.
    func limit(of subject: BenchSubject, connections: Int) -> Double? {
        switch subject {
        case .file: posts[connections].map { min($0, commits) }
        case .read, .workbench, .list, .search: gets[connections]
        case .perform: posts[connections]
        // Four requests are one.
        case .lifecycle, .spike: posts[connections].map { $0 / 4 }
        }
    }

    static func measure(
        _ place: Place, _ scripts: BenchScripts, connections: [Int], seconds: Double
    ) async throws -> BenchLimits {
        Console.note("Measuring what the machine can do")
        let engine = try await engine(place, seconds: seconds)
        let server = try await BenchServer.start(["bench", "echo"], answering: "/echo/1")
        var (gets, posts): ([Int: Double], [Int: Double]) = ([:], [:])
        for count in connections {
            let get = await rate(BenchScript("echo", scripts.echo), count, seconds, on: server)
            let post = await rate(BenchScript("echo", scripts.echoed), count, seconds, on: server)
            (gets[count], posts[count]) = (get, post)
            Console.note(String(format: "  echo at %d: GET %.0f/s, POST %.0f/s", count, get, post))
        }
        await server.stop()
        Console.note(String(format: "  engine: %.0f filings/s, %.0f reads/s", engine.commits, engine.reads))
        return BenchLimits(commits: engine.commits, reads: engine.reads, gets: gets, posts: posts)
    }

    private static func rate(
        _ script: BenchScript, _ connections: Int, _ seconds: Double, on server: BenchServer
    ) async -> Double {
        let run = await BenchClient(port: server.port, script: script)
            .run(connections: connections, seconds: seconds, skipping: min(1, seconds / 5))
        return Double(run.done.count) / seconds
    }

    /// In a database of its own beside the one that is measured: these rows are no matters.
    private static func engine(_ place: Place, seconds: Double) async throws -> (
        commits: Double, reads: Double
    ) {
        let room = try await BenchRoom(beside: place)
        do {
            let desk = Desk(
                database: room.database, city: try place.loadPack().city,
                secret: [UInt8](repeating: 7, count: 32), address: "http://127.0.0.1")
            let tasks = room.database.dialect == .sqlite ? 1 : 8
            let commits = try await Load.run(tasks: tasks, seconds: seconds) { _ in
                try await desk.bare(rows: perCommit, at: Surroundings.live.now())
            }
            let store = BenchStore(database: room.database)
            let numbers = try await store.numbers(1000)
            let reads = try await Load.run(tasks: 8, seconds: seconds) { turn in
                try await store.read(numbers[turn % numbers.count])
            }
            await room.close()
            return (commits.perSecond * Double(perCommit), reads.perSecond)
        } catch {
            await room.close()
            throw error
        }
    }

    /// As many filings as come together in one commit under load.
    private static let perCommit = 64
}

/// A database for the limits, gone afterwards: a file beside the file, or a schema beside the schema.
private struct BenchRoom {
    let database: any Database
    private let file: String?
    private let host: (any Database)?

    init(beside place: Place) async throws {
        let address = place.databaseAddress
        var room = place
        if address.hasPrefix("sqlite:") {
            let path = address.dropFirst("sqlite:".count) + ".limits"
            room.database = "sqlite:" + path
            (file, host) = (String(path), nil)
            Self.remove(String(path))
        } else {
            let host = try await place.openDatabase(creating: false)
            try await BenchStore(database: host).makeRoom()
            room.database = address + (address.contains("?") ? "&" : "?") + BenchStore.room
            (file, self.host) = (nil, host)
        }
        database = try await room.openDatabase(creating: true)
    }

    func close() async {
        await database.close()
        if let file { Self.remove(file) }
        if let host {
            try? await BenchStore(database: host).dropRoom()
            await host.close()
        }
    }

    private static func remove(_ path: String) {
        for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
    }
}
