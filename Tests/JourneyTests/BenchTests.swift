import Foundation
import Testing

extension Journeys {
    /// What others read of a result.
    private struct Bench: Decodable {
        let results: [Result]

        struct Result: Decodable {
            let name: String
            let engine: String
            let stored: Int
            let connections: Int
            let perSecond: Double
            let p50: Double
            let p95: Double
            let p99: Double
            let limitPerSecond: Double?
            let ratio: Double?
            let errors: Int

            enum CodingKeys: String, CodingKey {
                case name, engine, stored, connections, ratio, errors
                case perSecond = "per_second"
                case p50 = "p50_ms"
                case p95 = "p95_ms"
                case p99 = "p99_ms"
                case limitPerSecond = "limit_per_second"
            }
        }
    }

    @Test(
        "are measured over HTTP: every subject, without a wrong answer", arguments: JourneyEngine.present)
    func bench(engine: JourneyEngine) async throws {
        try await engine.withPlace { place in
            let end = try await Program.run(
                [
                    "bench", "--database", place.database, "--city", Program.demoCity, "--stored", "0,300",
                    "--seconds", "1", "--connections", "2", "--only",
                    "file,read,workbench,list,search,perform,lifecycle", "--json",
                ], in: place.folder)
            #expect(end.code == 0, "\(end.errors)")
            let bench = try JSONDecoder().decode(Bench.self, from: Data(end.output.utf8))
            #expect(bench.results.count == 14)
            for result in bench.results {
                #expect(result.errors == 0 && result.perSecond > 0, "\(result)")
                #expect(result.p50 <= result.p95 && result.p95 <= result.p99, "\(result)")
                #expect((result.limitPerSecond ?? 0) > 0 && (result.ratio ?? 0) > 0, "\(result)")
            }
            #expect(Set(bench.results.map(\.stored)) == [0, 300])
            try await self.table(of: end.output, in: place.folder)
            // Nothing that was measured is lost, and nothing is left running.
            #expect(try await place.run("verify").code == 0)
        }
    }

    private func table(of results: String, in folder: URL) async throws {
        try Data(results.utf8).write(to: folder.appending(path: "results.json"))
        try Data("before\n<!-- bench -->\nold\n<!-- end of bench -->\nafter\n".utf8)
            .write(to: folder.appending(path: "article.md"))
        let end = try await Program.run(
            [
                "bench", "table", "results.json", "--plot", "picture.svg", "--into", "article.md",
            ], in: folder)
        #expect(end.code == 0, "\(end.errors)")
        let article = try String(contentsOf: folder.appending(path: "article.md"), encoding: .utf8)
        #expect(article.hasPrefix("before\n") && article.hasSuffix("<!-- end of bench -->\nafter\n"))
        #expect(article.contains("lifecycle, four calls") && !article.contains("old"))
        let picture = try String(contentsOf: folder.appending(path: "picture.svg"), encoding: .utf8)
        #expect(picture.hasPrefix("<svg") && picture.contains("lifecycle"))
    }

    @Test("are not measured for what nobody asks for: a clear sentence")
    func benchRefusals() async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            for words in [
                ["--only", "file,dreams"], ["--stored", "many"], ["--connections", "0"], ["--seconds", "0"],
                ["table", "nowhere.json"], ["table", "/dev/null"],
            ] {
                let end = try await Program.run(["bench"] + words, in: place.folder)
                #expect(end.code != 0 && end.output.isEmpty && !end.errors.isEmpty, "\(words): \(end)")
                #expect(!end.errors.contains("Domain=") && !end.errors.contains("DecodingError"), "\(end)")
            }
        }
    }
}
