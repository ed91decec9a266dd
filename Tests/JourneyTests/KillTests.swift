import Foundation
import Testing

extension Journeys {
    /// How often a server is killed on each engine: LIANXIN_KILLS; `Benchmarks/faults` asks for 200.
    private static let kills = ProcessInfo.processInfo.environment["LIANXIN_KILLS"].flatMap(Int.init) ?? 6

    @Test(
        "that are killed at any moment under load keep every answer they gave, and do nothing twice",
        arguments: JourneyEngine.present)
    func killed(engine: JourneyEngine) async throws {
        try await engine.withPlace { place in
            try await place.succeed("init")
            var story = try await KillStory(place, seed: 20_260_101)
            for round in 1...Self.kills { try await story.kill(round) }
            try await story.prove()
            Note.said(
                "\(engine.rawValue): \(Self.kills) of \(Self.kills) kills without a loss; \(story.summary)")
        }
    }

    @Test(
        "that are killed while they make their database make it whole at the next start",
        arguments: JourneyEngine.present)
    func killedAtTheBeginning(engine: JourneyEngine) async throws {
        var dice = Chance(seed: 7)
        for _ in 0..<2 {
            try await engine.withPlace { place in
                for _ in 0..<2 {
                    let run = try Run(
                        Program.path,
                        ["init", "--database", place.database, "--city", Program.demoCity], in: place.folder)
                    try await Task.sleep(for: .milliseconds(dice.roll(30...700)))
                    run.signal(SIGKILL)
                    _ = await run.end()
                }
                let made = try await place.run("init")
                #expect(made.code == 0, "\(made.errors)")
                let verified = try await place.run("verify")
                #expect(verified.code == 0 && verified.output.isEmpty, "\(verified.output)")
            }
        }
    }
}

/// A request that is sent under a key of its own, and its answer if one came.
struct Deed: Sendable {
    let request: [UInt8]
    /// Which matter it moves; nil for one that files.
    let number: String?
    var reply: Wire.Reply?
}

/// What eight people did on a server until it was killed.
struct KillStory {
    private let place: JourneyPlace
    private let tokens: (clerk: String, dispatcher: String, handler: String)
    private var dice: Chance
    /// The newest version of each matter that somebody was told.
    private var told: [String: Int] = [:]
    private var answers = 0
    private var lost = 0
    private var starts: [Duration] = []
    private var rounds = 0

    init(_ place: JourneyPlace, seed: UInt64) async throws {
        self.place = place
        dice = Chance(seed: seed)
        tokens = (
            try await place.token("jia.guohui"), try await place.token("hu.lingjun"),
            try await place.token("jiang.weizhi")
        )
    }

    var summary: String {
        let sorted = starts.sorted()
        let middle = sorted.isEmpty ? .zero : sorted[sorted.count / 2]
        return "\(answers) answers, \(told.count) matters, \(lost) requests without an answer asked again, "
            + "ready after \(middle.milliseconds) ms (longest \((sorted.last ?? .zero).milliseconds) ms)"
    }

    /// Starts a server, kills it while eight people work on it, starts another one and asks it about
    /// everything of this round.
    mutating func kill(_ round: Int) async throws {
        rounds = round
        // Now and then one is killed before it is ready.
        if round.isMultiple(of: 5) { try await killStarting() }
        let server = try await started()
        let patience = dice.roll(20...900)
        let port = server.port
        let (city, number) = (tokens, round)
        async let work = together(8) { side in
            Side(port: port, tokens: city, name: "第\(number)轮第\(side)边").work()
        }
        try await Task.sleep(for: .milliseconds(patience))
        server.run.signal(SIGKILL)
        _ = await server.run.end()
        let deeds = await work.flatMap { $0 }
        note(deeds)
        let next = try await started()
        try await askAgain(deeds, next)
        next.run.signal(SIGKILL)
        _ = await next.run.end()
        if round.isMultiple(of: 20) { try await prove() }
    }

    private mutating func killStarting() async throws {
        let run = try Run(
            Program.path,
            [
                "serve", "--port", "\(Server.freePort())", "--database", place.database, "--city",
                Program.demoCity,
            ], in: place.folder)
        try await Task.sleep(for: .milliseconds(dice.roll(5...400)))
        run.signal(SIGKILL)
        _ = await run.end()
    }

    private mutating func started() async throws -> Server {
        let began = ContinuousClock.now
        let server = try await Server.start(place, "--address", "http://127.0.0.1")
        starts.append(ContinuousClock.now - began)
        return server
    }

    private mutating func note(_ deeds: [Deed]) {
        for deed in deeds {
            guard let reply = deed.reply else { continue }
            answers += 1
            if let number = reply.json["number"].string, let version = reply.json["version"].number {
                told[number] = max(told[number] ?? 0, version)
            }
        }
    }

    /// Every answer that was given is given again, word for word; every request that had none gets one now,
    /// and the same one a second time.
    private mutating func askAgain(_ deeds: [Deed], _ server: Server) async throws {
        let wire = try Wire(port: server.port)
        for deed in deeds {
            guard case .answered(let reply) = wire.ask(deed.request) else {
                throw Missing("no answer after the start")
            }
            if let before = deed.reply {
                #expect(
                    reply.status == before.status && reply.json == before.json, "\(before.text) \(reply.text)"
                )
                continue
            }
            lost += 1
            #expect(reply.status == 200 || reply.status == 201, "\(reply.status) \(reply.text)")
            guard case .answered(let same) = wire.ask(deed.request) else { throw Missing("no second answer") }
            #expect(same.json == reply.json && same.status == reply.status, "\(reply.text) \(same.text)")
            note([Deed(request: deed.request, number: deed.number, reply: reply)])
        }
    }

    /// Everything that was told is there, once; and the proof has nothing to say.
    func prove() async throws {
        var kept: [String: Int] = [:]
        for line in try await place.sql("SELECT number, version FROM matters").split(separator: "\n") {
            let cells = line.split(separator: "|")
            kept[String(cells[0])] = Int(cells[1])
        }
        let behind = told.filter { (kept[$0.key] ?? 0) < $0.value }
        #expect(behind.isEmpty, "after \(rounds) kills: \(behind)")
        // Whoever had no answer asked again, so there is no matter that nobody was told of.
        #expect(Set(kept.keys) == Set(told.keys), "\(Set(kept.keys).subtracting(told.keys))")
        #expect(try await place.sql("SELECT count(*) - count(DISTINCT text) FROM matters") == "0")
        let verified = try await place.run("verify")
        #expect(verified.code == 0 && verified.output.isEmpty, "\(verified.output) \(verified.errors)")
    }
}

/// One of those who work: files a matter, leads it to its answer, files the next.
private struct Side: Sendable {
    let port: Int
    let tokens: (clerk: String, dispatcher: String, handler: String)
    let name: String

    /// What it did until the server was gone.
    func work() -> [Deed] {
        guard let wire = try? Wire(port: port) else { return [] }
        var deeds: [Deed] = []
        for index in 0..<500 {
            let filed = deed(
                "/api/v1/matters", ["text": .string("\(name)第\(index)件：路灯坏了。"), "channel": "hotline"],
                tokens.clerk, key: "f\(index)")
            guard let number = done(filed, wire, &deeds)?.json["number"].string else { return deeds }
            // Half of them only file.
            if name.last == "边", index.isMultiple(of: 2) { continue }
            let steps: [(String, [String: JSON], String)] = [
                ("register", ["category": "0101"], tokens.clerk),
                ("dispatch", ["unit": .string(Crew.unit)], tokens.dispatcher),
                ("answer", ["answer": "已经修好。"], tokens.handler),
            ]
            for (move, inputs, token) in steps {
                let step = deed(
                    "/api/v1/matters/\(number)/moves", ["move": .string(move), "inputs": .object(inputs)],
                    token,
                    key: "\(move)\(index)", number)
                guard done(step, wire, &deeds) != nil else { return deeds }
            }
        }
        return deeds
    }

    private func deed(_ path: String, _ body: JSON, _ token: String, key: String, _ number: String? = nil)
        -> Deed
    {
        let ascii = name.unicodeScalars.filter { $0.isASCII }.map(String.init).joined(separator: "-")
        return Deed(
            request: Wire.request(
                "POST", path, body, token: token,
                fields: ["Idempotency-Key": "\(ascii)-\(key)-\(number ?? "")"]),
            number: number, reply: nil)
    }

    private func done(_ deed: Deed, _ wire: Wire, _ deeds: inout [Deed]) -> Wire.Reply? {
        var deed = deed
        guard case .answered(let reply) = wire.ask(deed.request) else {
            deeds.append(deed)
            return nil
        }
        deed.reply = reply
        deeds.append(deed)
        return reply
    }
}

/// Numbers that look like chance and come again with the same seed.
struct Chance: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func roll(_ range: ClosedRange<Int>) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return range.lowerBound + Int(state >> 11) % (range.upperBound - range.lowerBound + 1)
    }
}

extension Duration {
    var milliseconds: Int { Int(self / .milliseconds(1)) }
}
