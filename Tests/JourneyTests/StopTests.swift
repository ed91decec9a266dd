import Foundation
import Testing

extension Journeys {
    @Test(
        "that are asked to stop under load answer all requests, end their streams, take in what comes",
        arguments: JourneyEngine.present)
    func stopped(engine: JourneyEngine) async throws {
        try await engine.withPlace { place in
            try await place.succeed("init")
            let server = try await Server.start(place, "--demo")
            let token = try await place.token("jia.guohui")
            let first = Wire.request(
                "POST", "/api/v1/matters", ["text": "路灯坏了。", "channel": "hotline"], token: token)
            guard case .answered(let filed) = try Wire(port: server.port).ask(first),
                let number = filed.json["number"].string
            else { throw Missing("nothing was filed") }
            let cookie = try server.session(
                try await place.sql("SELECT id FROM people WHERE login = 'hu.lingjun'"))
            let port = server.port
            async let talking = together(64) { side in
                Talk(port: port, token: token, number: number, side: side).go()
            }
            async let streams = together(3) { _ in Stream.listen(port: port, cookie: cookie) }
            async let slow = together(2) { _ in SlowRequest.send(port: port, token: token) }
            async let idle = together(8) { _ in (try? Wire(port: port))?.rest() }
            try await Task.sleep(for: .milliseconds(1500))
            let began = ContinuousClock.now
            server.run.signal(SIGTERM)
            let end = await server.run.end()
            let spent = ContinuousClock.now - began
            #expect(end.code == 0, "\(end.errors)")
            #expect(spent < .seconds(20), "\(spent) \(end.errors.suffix(3000))")
            let talks = await talking
            let lost = talks.filter { !$0.lost.isEmpty }
            #expect(
                lost.isEmpty,
                "\(lost.count) of 64: \(lost.first?.lost ?? []) after \(lost.first?.answers ?? 0)")
            #expect(
                talks.allSatisfy { $0.wasTold && $0.answers > 0 && $0.wrong.isEmpty },
                "\(talks.flatMap(\.wrong))")
            for stream in await streams {
                #expect(stream.contains("event: hello"), "\(stream)")
                #expect(stream.hasSuffix("\r\n0\r\n\r\n"), "cut off: \(stream.suffix(80))")
                #expect(stream.components(separatedBy: "retry: ").count == 3, "\(stream.suffix(200))")
            }
            let taken = await slow
            #expect(taken.allSatisfy { $0 == 201 }, "\(taken)")
            #expect(await idle.allSatisfy { $0?.isEmpty == true })
            let rows = try await place.sql("SELECT count(*) FROM matters")
            #expect(rows == "\(1 + talks.map(\.filed).reduce(0, +) + taken.count)")
            #expect(try await place.run("verify").code == 0)
            Note.said(
                "\(engine.rawValue): stopped after \(spent.milliseconds) ms, "
                    + "\(talks.map(\.answers).reduce(0, +)) answers"
            )
        }
    }

    /// A connection whose request has begun and does not end.
    private static func unended(_ server: Server) throws -> Wire {
        let wire = try Wire(port: server.port)
        wire.send(
            Wire.request("POST", "/api/v1/matters").dropLast(2)
                + Array("Content-Length: 900\r\n\r\n{".utf8))
        return wire
    }

    @Test("that are asked to stop do not wait for a request that never ends")
    func stoppedBesideEndless() async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            let server = try await Server.start(place)
            let wire = try Self.unended(server)
            try await Task.sleep(for: .milliseconds(300))
            let began = ContinuousClock.now
            let end = await server.stop()
            #expect(end.code == 0 && ContinuousClock.now - began < .seconds(18), "\(end)")
            #expect(wire.rest() != nil)
        }
    }

    @Test("that are asked twice to stop end at once", arguments: [SIGTERM, SIGINT])
    func stoppedTwice(signal: Int32) async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            let server = try await Server.start(place)
            let wire = try Self.unended(server)
            try await Task.sleep(for: .milliseconds(300))
            server.run.signal(SIGTERM)
            // Two signals before it looks are one: it has heard the first when nobody gets in any more.
            for _ in 0..<500 where (try? Wire(port: server.port)) != nil {
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(server.run.isRunning)
            server.run.signal(signal)
            let end = await server.run.end()
            #expect(end.code == 1, "\(end)")
            #expect(end.errors.contains("asked twice"), "\(end.errors)")
            // It stayed open until here.
            withExtendedLifetime(wire) {}
            #expect(try await place.run("verify").code == 0)
        }
    }
}

/// One of those who ask again and again on one connection until they are told that it ends.
private struct Talk: Sendable {
    let port: Int
    let token: String
    let number: String
    let side: Int
    private(set) var answers = 0
    private(set) var filed = 0
    private(set) var wasTold = false
    /// Requests that had no whole answer: how many bytes of it came.
    private(set) var lost: [Int] = []
    private(set) var wrong: [String] = []

    init(port: Int, token: String, number: String, side: Int) {
        (self.port, self.token, self.number, self.side) = (port, token, number, side)
    }

    func go() -> Talk {
        var talk = self
        talk.run()
        return talk
    }

    private mutating func run() {
        guard let wire = try? Wire(port: port) else { return wrong.append("no connection") }
        var dice = Chance(seed: UInt64(side))
        while !wasTold {
            let files = side.isMultiple(of: 2)
            let request =
                files
                ? Wire.request(
                    "POST", "/api/v1/matters",
                    ["text": .string("第\(side)边第\(answers)件：路灯坏了。"), "channel": "hotline"], token: token)
                : Wire.request("GET", "/api/v1/matters/\(number)", token: token)
            guard case .answered(let reply) = wire.ask(request) else {
                // The bytes that came, none where the connection ended first.
                return lost.append(0)
            }
            answers += 1
            if reply.status != (files ? 201 : 200) { wrong.append(reply.text) }
            if files, reply.status == 201 { filed += 1 }
            wasTold = reply.closes
            Thread.sleep(forTimeInterval: Double(dice.roll(1...300)) / 1000)
        }
        if wire.rest() != [] { wrong.append("it did not end") }
    }
}

/// A page that listens to what changes.
private enum Stream {
    static func listen(port: Int, cookie: String) -> String {
        guard let wire = try? Wire(port: port) else { return "" }
        wire.send(
            Wire.request("GET", "/matters/live", fields: ["Cookie": cookie, "Accept": "text/event-stream"]))
        return String(decoding: wire.rest() ?? [], as: UTF8.self)
    }
}

/// Somebody whose connection is so slow that the stop comes into the middle of their request.
private enum SlowRequest {
    static func send(port: Int, token: String) -> Int {
        guard let wire = try? Wire(port: port) else { return 0 }
        let text = String(repeating: "路灯坏了，", count: 400)
        let request = Wire.request(
            "POST", "/api/v1/matters", ["text": .string(text), "channel": "hotline"], token: token)
        let part = request.count / 12 + 1
        for start in stride(from: 0, to: request.count, by: part) {
            guard wire.send(request[start..<min(start + part, request.count)]) else { return -1 }
            Thread.sleep(forTimeInterval: 0.5)
        }
        if case .answered(let reply) = wire.answer() { return reply.status }
        return -2
    }
}

extension Server {
    /// The cookies of a person who signed in on the demo's page.
    func session(_ person: String) throws -> String {
        let wire = try Wire(port: port)
        guard
            case .answered(let page) = wire.ask(
                Wire.request("GET", "/demo", fields: ["Accept": "text/html"])),
            let form = page.text.components(separatedBy: "name=\"csrf\" value=\"").dropFirst().first
        else { throw Missing("no page to sign in") }
        let token = String(form.prefix { $0 != "\"" })
        let body = "person=\(person)&csrf=\(token)"
        let request = Wire.request(
            "POST", "/demo/sign-in",
            fields: [
                "Accept": "text/html", "Cookie": page.cookies, "Content-Length": "\(body.utf8.count)",
                "Content-Type": "application/x-www-form-urlencoded",
            ])
        guard case .answered(let signed) = wire.ask(request + Array(body.utf8)), signed.status == 303 else {
            throw Missing("not signed in")
        }
        return page.cookies + "; " + signed.cookies
    }
}
