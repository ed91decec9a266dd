import Foundation
import Testing

extension Journeys {
    private struct Answer: Decodable {
        struct Count: Decodable {
            let name: String
            let matters: Int
            let lateBefore: Int
            let lateAfter: Int
            let newlyLate: Int
            let newlyInTime: Int
        }
        struct Check: Decodable {
            let replayed: Int?
            let different: Int?
            let largestDifferenceMinutes: Double?
        }
        let all: Count
        let kinds: [Count]
        let units: [Count]
        let check: Check
    }

    private func simulated(_ place: JourneyPlace, _ arguments: String...) async throws -> Answer {
        let end = try await Program.run(
            ["simulate", "--json"] + arguments
                + ["--database", place.database, "--city", Program.demoCity], in: place.folder)
        if end.code != 0 { throw Missing(end.errors) }
        return try JSONDecoder().decode(Answer.self, from: Data(end.output.utf8))
    }

    @Test(
        "of a year that is replayed: as it was it is as the log says, then with other limits and staff",
        arguments: JourneyEngine.present)
    func simulation(engine: JourneyEngine) async throws {
        try await engine.withPlace { place in
            let made = try await place.run("demo", "--matters", "200", "--year-only")
            #expect(made.code == 0, "\(made.errors)")
            let same = try await simulated(place)
            #expect(same.all.matters == 200 && same.check.replayed == 200 && same.check.different == 0)
            #expect(same.all.lateBefore == same.all.lateAfter && same.all.newlyLate == 0)
            let overdue = try await place.sql("SELECT COUNT(*) FROM matters WHERE overdue = 1")
            #expect(Int(overdue) == same.all.lateBefore && same.all.lateBefore > 0)

            let file = place.folder.appending(path: "tighter.csv")
            try "kind,limit,time\nrequest,whole,1d\n".write(to: file, atomically: true, encoding: .utf8)
            let tighter = try await simulated(place, "--limits", file.path)
            #expect(tighter.all.newlyLate > 0 && tighter.check.different == 0)
            #expect(tighter.kinds.first { $0.name == "request" }?.newlyLate == tighter.all.newlyLate)

            let csv = place.folder.appending(path: "rows.csv")
            let fewer = try await simulated(place, "--staff", "all=0.3", "--csv", csv.path)
            #expect(fewer.all.lateAfter >= same.all.lateAfter)
            #expect(fewer.check.largestDifferenceMinutes == 0)
            let rows = try String(contentsOf: csv, encoding: .utf8).split(separator: "\r\n")
            #expect(rows.count == 201 && rows[0].hasPrefix("number,kind,"))

            let told = try await place.run("simulate", "--rule", "01=SANITATION", "--order", "due")
            #expect(told.code == 0 && told.output.contains("200 matters raised"), "\(told.errors)")
            #expect(told.output.contains("Assumed: "))
        }
    }

    @Test("of a simulation that is refused: each time with what to do")
    func refusedSimulation() async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            let absent = try await place.run("simulate")
            #expect(absent.code != 0 && absent.errors.contains("There is no database"), "\(absent.errors)")
            #expect(try await place.run("demo", "--matters", "20").code == 0)
            try "kind,limit,time\nrequest,whole,0d\n".write(
                to: place.folder.appending(path: "zero.csv"), atomically: true, encoding: .utf8)
            let cases: [(arguments: [String], sentence: String)] = [
                (["--from", "2026-02-30"], "no day"),
                (["--from", "2026-03-02", "--until", "2026-03-01"], "lies after"),
                (["--from", "1999-01-01", "--until", "1999-12-31"], "No matter was raised"),
                (["--staff", "NOWHERE=+1"], "no unit “NOWHERE”"), (["--staff", "all=0"], "not above 0"),
                (["--staff", "WATER=-99"], "Nobody would be left"), (["--staff", "WATER"], "cannot be read"),
                (["--order", "last"], "--order is one of"), (["--limits", "zero.csv"], "zero.csv:2"),
                (["--limits", "gone.csv"], "gone.csv"), (["--old", "gone"], "no such folder"),
                (["--rule", "99=WATER"], "category that does not exist"),
                (["--rule", "01=NOWHERE"], "unit that does not exist"), (["--rule", "01"], "cannot be read"),
                (["--rule", "01@77=WATER"], "area that does not exist"),
            ]
            for (arguments, sentence) in cases {
                let end = try await Program.run(
                    ["simulate"] + arguments
                        + ["--database", place.database, "--city", Program.demoCity], in: place.folder)
                #expect(end.code != 0 && end.output.isEmpty, "\(arguments)")
                #expect(end.errors.contains(sentence), "\(arguments): \(end.errors)")
            }
        }
    }
}
