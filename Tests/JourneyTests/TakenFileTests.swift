import Foundation
import Testing

extension Journeys {
    @Test("whose file is moved away or deleted take nothing in until they start again, and lose nothing")
    func takenFile() async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            try await place.succeed("init")
            let path = String(place.database.dropFirst("sqlite:".count))
            let moved = try await filed(place, without: "city.db") { _ in
                try FileManager.default.moveItem(atPath: path, toPath: path + ".aside")
            } bringing: { _ in
                try FileManager.default.moveItem(atPath: path + ".aside", toPath: path)
            }
            let deleted = try await filed(place, without: "city.db") { _ in
                try FileManager.default.removeItem(atPath: path)
            } bringing: { server in
                // As the manual says: out of the program that still runs.
                try await place.bringBack("city.db", from: server)
            }
            let journal = try await filed(place, without: "city.db-wal") { _ in
                try FileManager.default.removeItem(atPath: path + "-wal")
            } bringing: { server in
                try await place.bringBack("city.db-wal", from: server)
            }
            let numbers = moved + deleted + journal
            #expect(Set(numbers).count == 9)
            let kept = try await place.sql("SELECT number FROM matters")
            #expect(Set(kept.split(separator: "\n").map(String.init)) == Set(numbers))
            let verified = try await place.run("verify")
            #expect(verified.code == 0 && verified.output.isEmpty, "\(verified)")
        }
    }

    /// Files three matters, takes the file away, sees that nothing more is taken in, brings it back; gives
    /// back what was taken in.
    private func filed(
        _ place: JourneyPlace, without name: String, _ takeAway: (Server) throws -> Void,
        bringing back: (Server) async throws -> Void
    ) async throws -> [String] {
        let server = try await Server.start(place)
        let client = server.client(try await place.token("jia.guohui"))
        let matter: JSON = ["text": "路灯坏了，晚上看不见路。", "channel": "hotline"]
        var numbers: [String] = []
        for _ in 0..<3 {
            let answer = try await client.post("/api/v1/matters", matter).expect(201)
            numbers.append(try #require(answer.json["number"].string))
        }
        try takeAway(server)
        // A journal is looked for when somebody asks; the answer is kept for a second.
        var ready = try await server.client().get("/readyz")
        for _ in 0..<600 where !ready.text.contains("database: fail gone") {
            try await Task.sleep(for: .milliseconds(50))
            ready = try await server.client().get("/readyz")
        }
        #expect(ready.status == 503 && ready.text.contains("database: fail gone"), "\(ready.text)")
        #expect(ready.text.contains("/\(name) "), "\(ready.text)")
        for _ in 0..<2 {
            for _ in 0..<3 {
                let answer = try await client.post("/api/v1/matters", matter)
                #expect(answer.status == 503 && answer.json["code"].string == "fault.readOnly", "\(answer)")
                #expect(!answer.text.contains(name))
            }
            for number in numbers { try await client.get("/api/v1/matters/\(number)").expect(200) }
            // Also when it is back: the second time round.
            if !FileManager.default.fileExists(atPath: place.folder.appending(path: name).path) {
                try await back(server)
            }
        }
        let end = await server.stop()
        #expect(end.code == 0 && end.errors.contains("was moved or deleted"), "\(end.errors)")
        return numbers
    }
}

extension JourneyPlace {
    /// Copies a deleted file out of the program that still has it open.
    fileprivate func bringBack(_ name: String, from server: Server) async throws {
        let script = """
            for file in /proc/$0/fd/*; do
              case "$(readlink "$file")" in "$1 (deleted)") cp "$file" "$1"; exit 0;; esac
            done
            exit 1
            """
        let path = folder.resolvingSymlinksInPath().appending(path: name).path
        _ = try await Program.tool(["sh", "-c", script, "\(server.run.identifier)", path])
    }
}
