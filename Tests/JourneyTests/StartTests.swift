import Foundation
import Testing

/// One sentence, or two: what is wrong and what to do. Never a trace.
private func isPlain(_ end: Program.End) -> Bool {
    let text = end.errors.trimmingCharacters(in: .whitespacesAndNewlines)
    return !text.isEmpty && text.count < 600 && !text.contains("Fatal error") && !text.contains(".swift:")
        && !text.contains("0x")
}

extension Journeys {
    @Test(
        "that begin twice are the same as once, and end cleanly when asked", arguments: JourneyEngine.present)
    func twice(engine: JourneyEngine) async throws {
        try await engine.withPlace { place in
            let (first, second) = (try await place.run("init"), try await place.run("init"))
            #expect(first.code == 0 && second.code == 0 && first.output == second.output)
            let people = try await place.sql("SELECT count(*) FROM people")
            let server = try await Server.start(place)
            let end = await server.stop()
            #expect(end.code == 0, "\(end.errors)")
            #expect(try await place.sql("SELECT count(*) FROM people") == people)
            #expect(try await place.run("verify").code == 0)
        }
    }

    @Test("cannot begin where another server listens: one clear sentence")
    func port() async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            try await Server.with(place) { server in
                let end = try await place.run("serve", "--port", "\(server.port)")
                #expect(end.code == 1 && isPlain(end) && end.errors.contains("\(server.port)"), "\(end)")
            }
        }
    }

    @Test("cannot begin on what a newer program wrote", arguments: JourneyEngine.present)
    func newer(engine: JourneyEngine) async throws {
        try await engine.withPlace { place in
            try await place.succeed("init")
            try await place.sql(
                """
                INSERT INTO migrations (name, checksum, applied_at) VALUES ('9999-of-tomorrow', 'x', 0)
                """)
            for command in [["serve", "--port", "\(Server.freePort())"], ["verify"], ["init"]] {
                let end = try await Program.run(
                    command + ["--database", place.database, "--city", Program.demoCity], in: place.folder)
                #expect(end.code == 1 && isPlain(end) && end.errors.contains("newer"), "\(end)")
            }
        }
    }

    @Test("cannot begin on a file that is no database, nor on none")
    func noDatabase() async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            let absent = try await place.run("verify")
            #expect(
                absent.code == 1 && isPlain(absent) && absent.errors.contains("lianxin init"), "\(absent)")
            try Data(String(repeating: "not a database ", count: 1000).utf8)
                .write(to: place.folder.appending(path: "city.db"))
            for command in ["init", "verify"] {
                let end = try await place.run(command)
                #expect(end.code == 1 && isPlain(end) && end.errors.contains("city.db"), "\(end)")
            }
            let folder = try await Program.run(
                [
                    "init", "--database", "sqlite:\(place.folder.path)/none/city.db", "--city",
                    Program.demoCity,
                ],
                in: place.folder)
            #expect(folder.code == 1 && isPlain(folder), "\(folder)")
            let word = try await Program.run(
                ["init", "--database", "mysql://x", "--city", Program.demoCity], in: place.folder)
            #expect(word.code == 1 && isPlain(word) && word.errors.contains("mysql://x"), "\(word)")
        }
    }

    @Test("cannot begin where nothing may be written")
    func unwritable() async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            try await place.succeed("init")
            let end = try await Program.run(
                ["init", "--database", "sqlite:/proc/city.db", "--city", Program.demoCity], in: place.folder)
            #expect(end.code == 1 && isPlain(end) && end.errors.contains("/proc"), "\(end)")
        }
    }

    @Test("cannot begin with a city pack that is broken: the file and line are named")
    func brokenCity() async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            let city = place.folder.appending(path: "city")
            try FileManager.default.copyItem(atPath: Program.demoCity, toPath: city.path)
            let kind = city.appending(path: "kinds/request.yaml")
            let text = try String(contentsOf: kind, encoding: .utf8)
            try Data(
                text.replacing(
                    "    to: handling\n    by: [handler]", with: "    to: handeling\n    by: [handler]"
                ).utf8
            )
            .write(to: kind)
            for command in ["init", "serve"] {
                let end = try await Program.run(
                    [command, "--database", place.database, "--city", city.path], in: place.folder)
                let said = end.output + end.errors
                #expect(end.code == 1 && said.contains("handeling"), "\(end)")
                #expect(said.contains(/kinds\/request\.yaml:\d+/), "\(end)")
            }
            let absent = try await Program.run(
                ["init", "--database", place.database, "--city", "/nowhere"], in: place.folder)
            #expect(absent.code == 1 && isPlain(absent) && absent.errors.contains("/nowhere"), "\(absent)")
        }
    }
}
