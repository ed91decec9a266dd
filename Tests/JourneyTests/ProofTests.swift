import Foundation
import Testing

extension Journeys {
    @Test(
        "past the program are found by the proof: each change names its matter and event",
        arguments: JourneyEngine.present)
    func tampering(engine: JourneyEngine) async throws {
        try await engine.withPlace { place in
            let made = try await place.run("demo", "--matters", "60")
            #expect(made.code == 0, "\(made.errors)")
            let sound = try await place.run("verify")
            #expect(sound.code == 0 && sound.output.isEmpty, "\(sound.output)")
            let rows = try await place.sql(
                "SELECT id, number, version FROM matters WHERE version >= 4 ORDER BY id LIMIT 4")
            let picked = rows.split(separator: "\n").map { $0.split(separator: "|").map(String.init) }
            try #require(picked.count == 4)
            let ids = picked.map { $0[0] }
            try await place.sql(
                "UPDATE events SET actor = 'resident ' WHERE matter_id = \(ids[0]) AND seq = 2")
            try await place.sql("DELETE FROM events WHERE matter_id = \(ids[1]) AND seq = 3")
            try await place.sql("DELETE FROM events WHERE matter_id = \(ids[2]) AND seq = \(picked[2][2])")
            try await place.sql("UPDATE matters SET stage = 'asking it' WHERE id = \(ids[3])")
            let end = try await place.run("verify")
            #expect(end.code == 1)
            let lines = end.output.split(separator: "\n").map(String.init)
            #expect(lines.count == 4, "\(end.output)")
            for (matter, place) in [
                (0, "event 2"), (1, "event 3"), (2, "event \(picked[2][2])"), (3, "current row"),
            ] {
                #expect(
                    lines.contains { $0.contains(picked[matter][1]) && $0.contains(place) }, "\(end.output)")
            }
            let json = try await place.run("verify", "--json")
            #expect(json.code == 1 && json.output.contains("\"event\":3"))
        }
    }

    @Test(
        "of a city that is tried: a year of matters, and every proof holds", arguments: JourneyEngine.present)
    func demo(engine: JourneyEngine) async throws {
        try await engine.withPlace { place in
            let made = try await place.run("demo", "--matters", "200", "--year-only")
            #expect(made.code == 0, "\(made.errors)")
            #expect(try await place.sql("SELECT count(*) FROM matters") == "200")
            let verified = try await place.run("verify")
            #expect(verified.code == 0 && verified.output.isEmpty, "\(verified.output)")
            let out = try await place.run("export", "matters")
            #expect(out.code == 0 && out.output.split(separator: "\r\n").count >= 201)
        }
    }
}
