import Foundation
import Testing

extension Journeys {
    @Test(
        "of two servers on one database make each of two thousand timers once",
        .enabled(if: JourneyEngine.present.contains(.postgres)))
    func twoServers() async throws {
        try await JourneyEngine.postgres.withPlace { place in
            try await place.run("init")
            let lines = (1...2000).map {
                "{\"id\":\($0),\"text\":\"第\($0)件：路灯坏了。\",\"raised\":\"2026-01-05T09:00:00+08:00\"}\n"
            }
            try Data(lines.joined().utf8).write(to: place.folder.appending(path: "old.jsonl"))
            try Data(
                "source: old\nfields: {sourceID: \"{id}\", text: \"{text}\", raisedAt: \"{raised}\"}\n".utf8
            ).write(to: place.folder.appending(path: "old.yaml"))
            let end = try await place.run("import", "matters", "old.jsonl", "--mapping", "old.yaml")
            try #require(end.code == 0, "\(end.errors)")
            #expect(try await place.sql("SELECT count(*) FROM timers") == "2000")
            async let one = Server.start(place)
            async let other = Server.start(place)
            let servers = [try await one, try await other]
            for _ in 0..<600 where try await place.sql("SELECT count(*) FROM timers") != "0" {
                try await Task.sleep(for: .milliseconds(200))
            }
            for server in servers {
                let end = await server.stop()
                #expect(end.code == 0, "\(end.errors)")
            }
            let rung = "FROM events WHERE payload LIKE '%clockExpired%'"
            #expect(try await place.sql("SELECT count(*), count(DISTINCT matter_id) \(rung)") == "2000|2000")
            #expect(try await place.sql("SELECT count(*) FROM matters WHERE overdue = 1") == "2000")
            #expect(try await place.run("verify").code == 0)
        }
    }

    @Test("that are killed under load keep every number that was given", arguments: JourneyEngine.present)
    func killed(engine: JourneyEngine) async throws {
        try await engine.withPlace { place in
            try await place.run("init")
            let token = try await place.token("jia.guohui")
            var given: Set<String> = []
            for _ in 0..<5 {
                let server = try await Server.start(place)
                given.formUnion(await load(server, token))
            }
            #expect(given.count >= 50, "\(given.count)")
            let rows = try await place.sql("SELECT number FROM matters")
            let kept = Set(rows.split(separator: "\n").map(String.init))
            #expect(given.isSubset(of: kept))
            let verified = try await place.run("verify")
            #expect(verified.code == 0 && verified.output.isEmpty, "\(verified.output)")
        }
    }

    /// Files from eight sides until the server is killed in the middle of it; the numbers it gave.
    private func load(_ server: Server, _ token: String) async -> Set<String> {
        await withTaskGroup(of: [String].self) { group in
            for _ in 0..<8 {
                group.addTask {
                    var numbers: [String] = []
                    let client = server.client(token)
                    for index in 0..<200 {
                        let body: JSON = ["text": .string("第\(index)件：路灯坏了。"), "channel": "hotline"]
                        guard let answer = try? await client.post("/api/v1/matters", body) else { break }
                        if answer.status == 201, let number = answer.json["number"].string {
                            numbers.append(number)
                        }
                        // The 12th of this side: all sides are in the middle of their work.
                        if numbers.count == 12 { server.run.signal(SIGKILL) }
                    }
                    return numbers
                }
            }
            var all: Set<String> = []
            for await numbers in group { all.formUnion(numbers) }
            server.run.signal(SIGKILL)
            _ = await server.run.end()
            return all
        }
    }

    @Test("on a disk that is full say so, lose nothing, and go on when there is room")
    func fullDisk() async throws {
        try await JourneyEngine.sqlite.withPlace { outside in
            let disk = outside.folder.appending(path: "disk")
            try FileManager.default.createDirectory(at: disk, withIntermediateDirectories: true)
            let mounting = try? await Program.tool([
                "mount", "-t", "tmpfs", "-o", "size=12m", "none", disk.path,
            ])
            guard mounting != nil else {
                return Note.skipped("a full disk: this machine does not let us mount one")
            }
            do {
                try await fill(
                    JourneyPlace(
                        engine: .sqlite, folder: outside.folder, database: "sqlite:\(disk.path)/city.db"),
                    disk)
            } catch {
                _ = try? await Program.tool(["umount", "-l", disk.path])
                throw error
            }
            _ = try await Program.tool(["umount", "-l", disk.path])
        }
    }

    private func fill(_ place: JourneyPlace, _ disk: URL) async throws {
        try await Server.with(place) { server in
            let client = server.client(try await place.token("jia.guohui"))
            let body: JSON = ["text": .string(String(repeating: "路灯坏了。", count: 200)), "channel": "hotline"]
            var given: Set<String> = []
            for _ in 0..<20 {
                given.insert(
                    try #require(
                        try await client.post("/api/v1/matters", body).expect(201).json["number"].string))
            }
            // Whatever room is left goes to a file of somebody else.
            let other = disk.appending(path: "other")
            _ = try? await Program.tool(["dd", "if=/dev/zero", "of=\(other.path)", "bs=4096", "status=none"])
            var refused: Client.Answer?
            for _ in 0..<2000 where refused == nil {
                let answer = try await client.post("/api/v1/matters", body)
                if answer.status == 201, let number = answer.json["number"].string { given.insert(number) }
                if answer.status != 201 { refused = answer }
            }
            let answer = try #require(refused, "the disk never became full")
            #expect(answer.status == 503 && answer.kind.hasPrefix("application/problem+json"), "\(answer)")
            #expect(!answer.text.contains("SQLITE") && !answer.text.contains(disk.path))
            #expect(try await client.get("/api/v1/matters/\(try #require(given.first))").status == 200)
            try FileManager.default.removeItem(at: other)
            try await client.post("/api/v1/matters", body).expect(201)
            for number in given { try await client.get("/api/v1/matters/\(number)").expect(200) }
        }
        let verified = try await place.run("verify")
        #expect(verified.code == 0 && verified.output.isEmpty, "\(verified.output) \(verified.errors)")
    }
}
