import Foundation
import Testing

extension Journeys {
    @Test(
        "of two servers on one database make each of two thousand timers once",
        .enabled(if: JourneyEngine.present.contains(.postgres)))
    func twoServers() async throws {
        try await JourneyEngine.postgres.withPlace { place in
            try await place.succeed("init")
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
            try await place.wait(600) { try await place.sql("SELECT count(*) FROM timers") == "0" }
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

    @Test("on a disk that is full say so, lose nothing, and go on when there is room")
    func fullDisk() async throws {
        try await JourneyEngine.sqlite.withPlace { outside in
            try await SmallDisk.with(.memory, megabytes: 64, in: outside.folder) { disk in
                try await fill(
                    JourneyPlace(
                        engine: .sqlite, folder: outside.folder,
                        database: "sqlite:\(disk.folder.path)/city.db"), disk)
            }
        }
    }

    private func fill(_ place: JourneyPlace, _ disk: SmallDisk) async throws {
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
            let other = await disk.fill()
            var refused: Client.Answer?
            for _ in 0..<2000 where refused == nil {
                let answer = try await client.post("/api/v1/matters", body)
                if answer.status == 201, let number = answer.json["number"].string { given.insert(number) }
                if answer.status != 201 { refused = answer }
            }
            let answer = try #require(refused, "the disk never became full")
            #expect(answer.status == 503 && answer.kind.hasPrefix("application/problem+json"), "\(answer)")
            #expect(!answer.text.contains("SQLITE") && !answer.text.contains(disk.folder.path))
            #expect(try await client.get("/api/v1/matters/\(try #require(given.first))").status == 200)
            try FileManager.default.removeItem(at: other)
            try await client.post("/api/v1/matters", body).expect(201)
            for number in given { try await client.get("/api/v1/matters/\(number)").expect(200) }
        }
        let verified = try await place.run("verify")
        #expect(verified.code == 0 && verified.output.isEmpty, "\(verified.output) \(verified.errors)")
    }
}
