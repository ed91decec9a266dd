import Foundation
import Testing

/// One of two cities that are joined by Open311: its server always stands at the same address.
private final class JoinedCity {
    let place: JourneyPlace
    let port = Server.freePort()
    private var run: Run?

    init(_ place: JourneyPlace) { self.place = place }

    var server: Server {
        get throws {
            guard let run else { throw Missing("the server is stopped") }
            return Server(run: run, port: port)
        }
    }

    func start() async throws {
        let run = try Run(
            Program.path,
            [
                "serve", "--port", "\(port)", "--database", place.database, "--city", Program.demoCity,
                "--reach", "127.0.0.0/8", "--open311-seconds", "1",
            ], in: place.folder)
        self.run = run
        for _ in 0..<600 {
            if let answer = try? await server.client().get("/healthz"), answer.status == 200 { return }
            if !run.isRunning { throw Missing("the server ended: \(run.errors)") }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw Missing("the server was not ready within a minute")
    }

    func stop() async {
        run?.signal(SIGTERM)
        _ = await run?.end()
        run = nil
    }

    /// Asks the database until it says so, for at most a minute and a half.
    func wait(
        _ statement: String, for wanted: String, _ place: SourceLocation = #_sourceLocation
    ) async throws {
        var last = ""
        for _ in 0..<900 {
            last = (try? await self.place.sql(statement)) ?? ""
            if last == wanted { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("\(statement) is “\(last)”, not “\(wanted)”", sourceLocation: place)
        throw Missing("waited in vain")
    }
}

/// A matter of city A that city B handles.
private struct Joined {
    let a: JoinedCity
    let b: JoinedCity

    /// B knows A by a key, and in A the unit stands for B.
    func join() async throws {
        try await a.start()
        try await b.start()
        let key = try await b.place.run("token", "create", "A市", "--scope", "open311")
        #expect(key.code == 0)
        let file = a.place.folder.appending(path: "key.txt")
        try Data(key.output.utf8).write(to: file)
        let added = try await a.place.run(
            "open311", "destination", "add", "B市", "--address", "http://127.0.0.1:\(b.port)/open311/v2",
            "--unit", Crew.unit, "--key-file", file.path, "--map", "0101=0101")
        #expect(added.code == 0, "\(added.errors)")
        let list = try await a.place.run("open311", "destination", "list", "--json")
        #expect(list.output.contains("B市") && !list.output.contains(key.output.prefix(20)))
    }

    func crew(of city: JoinedCity) async throws -> Crew { try await Crew(try city.server, city.place) }

    /// The matter as B has it.
    func there() async throws -> String {
        try await b.wait("SELECT count(*) FROM matters", for: "1")
        return "matters/" + (try await b.place.sql("SELECT number FROM matters"))
    }
}

extension Journeys {
    @Test(
        "of a matter raised in one city and solved in another: a stop of both loses and doubles nothing",
        arguments: JourneyEngine.present)
    func twoCities(engine: JourneyEngine) async throws {
        try await engine.withPlace { here in
            try await engine.withPlace { there in
                let joined = Joined(a: JoinedCity(here), b: JoinedCity(there))
                do {
                    try await joined.join()
                    try await goThrough(joined)
                } catch {
                    await joined.a.stop()
                    await joined.b.stop()
                    throw error
                }
                await joined.a.stop()
                await joined.b.stop()
                for place in [here, there] {
                    let verified = try await place.run("verify")
                    #expect(verified.code == 0 && verified.output.isEmpty, "\(verified.output)")
                }
            }
        }
    }

    private func goThrough(_ joined: Joined) async throws {
        let (a, b) = (joined.a, joined.b)
        var crewA = try await joined.crew(of: a)
        var crewB = try await joined.crew(of: b)
        // B is down when A has something to send.
        await b.stop()
        let held = try await crewA.dispatched()
        try await a.wait("SELECT count(*) FROM sendings WHERE topic = 'open311' AND attempts > 0", for: "1")
        #expect(try await a.place.sql("SELECT state FROM open311_sent") == "waiting")
        try await b.start()
        let there = try await joined.there()
        crewB = try await joined.crew(of: b)
        try await a.wait("SELECT state FROM open311_sent", for: "live")
        try await crewB.dispatcher.move("dispatch", ["unit": Crew.unit], on: there).expect(200)
        try await a.wait("SELECT stage FROM matters", for: "handling")
        // A is down when B answers.
        await a.stop()
        try await crewB.handler.move("accept", on: there).expect(200)
        try await crewB.handler.move("answer", ["answer": "已经清运。"], on: there).expect(200)
        try await a.start()
        crewA = try await joined.crew(of: a)
        try await a.wait("SELECT stage FROM matters", for: "asking")
        let track = try await crewA.resident.get("/api/v1/" + held.track).expect(200)
        #expect(track.text.contains("已经清运。") && !track.text.contains("B市"))
        // The resident of A says no while B is down.
        await b.stop()
        let no = ["solved": "no", "satisfied": "no", "why": "又堆满了"]
        try await crewA.resident.move("rate", no, on: held.track).expect(200)
        try await a.wait(
            "SELECT count(*) FROM sendings WHERE topic = 'open311' AND state = 'waiting' AND attempts > 0",
            for: "1")
        try await b.start()
        crewB = try await joined.crew(of: b)
        try await b.wait("SELECT stage FROM matters", for: "handling")
        let back = try await crewB.handler.get("/api/v1/" + there).expect(200)
        #expect(back.text.contains("又堆满了") && !back.text.contains("19900001234"))
        #expect(try await a.place.sql("SELECT stage FROM matters") == "handling")
        // B does it again; the resident of A says yes, and both are closed.
        try await crewB.handler.move("answer", ["answer": "增加了一趟清运。"], on: there).expect(200)
        try await a.wait("SELECT stage FROM matters", for: "asking")
        #expect(try await b.place.sql("SELECT stage FROM matters") == "asking")
        let yes = ["solved": "yes", "satisfied": "yes", "why": "干净了"]
        try await crewA.resident.move("rate", yes, on: held.track).expect(200)
        try await b.wait("SELECT outcome FROM matters", for: "solved")
        try await a.wait("SELECT state FROM open311_sent", for: "ended")
        try await count(joined)
    }

    /// Nothing twice, on either side, also after both have asked each other a few times more.
    private func count(_ joined: Joined) async throws {
        try await Task.sleep(for: .seconds(3))
        let (a, b) = (joined.a.place, joined.b.place)
        for place in [a, b] {
            #expect(try await place.sql("SELECT count(*) FROM matters") == "1")
            #expect(try await place.sql("SELECT outcome FROM matters") == "solved")
            let twice = "SELECT count(*) FROM events WHERE payload LIKE '%\"answered\"%'"
            #expect(try await place.sql(twice) == "2")
            let rated = "SELECT count(*) FROM events WHERE payload LIKE '%\"rated\"%'"
            #expect(try await place.sql(rated) == "2")
        }
        #expect(try await a.sql("SELECT count(*) FROM open311_sent") == "1")
        #expect(try await a.sql("SELECT status FROM open311_back ORDER BY id") == "REOPEN\nCLOSED")
        #expect(try await a.sql("SELECT count(*) FROM sendings WHERE topic = 'open311'") == "3")
        let unsent = "SELECT count(*) FROM sendings WHERE topic = 'open311' AND state <> 'sent'"
        #expect(try await a.sql(unsent) == "0")
    }
}
