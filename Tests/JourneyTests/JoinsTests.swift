import Foundation
import Testing

/// One of the residents beside a noisy site.
private struct Neighbour: Sendable {
    let held: Held
    /// Words of this resident that nobody else uses.
    let own: String
    let phone: String
    let address: String

    /// Says at the private link whether it is solved.
    func rate(_ answers: JSON, by client: Client) async throws -> Client.Answer {
        try await client.post(
            "/api/v1/\(held.track)/moves", ["move": "rate", "inputs": answers],
            headers: ["X-Forwarded-For": address])
    }
}

/// Fifty residents, the desk and the unit around one site.
private struct NoisySite {
    static let yes: JSON = ["solved": "yes", "satisfied": "yes"]
    static let no: JSON = ["solved": "no", "satisfied": "no", "why": "昨夜还在打桩"]
    static let answer = "已责令工地夜间停工，并派人值守。"

    let crew: Crew
    let server: Server
    let place: JourneyPlace

    /// Reports it at the form of the site, or on the phone, where a clerk writes it down.
    func report(_ index: Int) async throws -> Neighbour {
        let own =
            "“\(Array("甲乙丙丁戊己庚辛壬癸")[index % 10])\(Array("宫商角徵羽")[index / 10])”"
        let phone = "199\(10_000_000 + index * 7919)"
        let address = "198.51.100.\(index + 1)"
        let text = "东门外的工地夜里一点还在打桩，吵得睡不着，我家孩子叫\(own)，要考试了。"
        let area = "980101001001"
        guard index % 2 == 0 else {
            let filed = try await crew.clerk.post(
                "/api/v1/matters",
                [
                    "text": .string(text), "area": .string(area), "channel": "hotline",
                    "contact": ["phone": .string(phone)],
                ]
            ).expect(201)
            let held = Held(
                number: try #require(filed.json["number"].string),
                token: try #require(filed.json["token"].string))
            return Neighbour(held: held, own: own, phone: phone, address: address)
        }
        let browser = Browser(server, address: address)
        let sent = try await browser.post(
            "/raise", [("text", text), ("area", area), ("phone", phone)], from: "/raise")
        let path = try #require(sent.location, "\(sent.status)")
        #expect(sent.status == 303 && path.hasPrefix("/raised/"))
        let token = String(path.dropFirst("/raised/".count))
        let track = try await crew.resident.get("/api/v1/tracks/\(token)").expect(200)
        let number = try #require(track.json["number"].string)
        return Neighbour(held: Held(number: number, token: token), own: own, phone: phone, address: address)
    }

    /// A person of the desk at the pages, signed in by the link that the console prints.
    func signedIn(_ login: String) async throws -> Browser {
        let link = try await place.run("account", "reset", login)
        let path = try #require(link.output.split(separator: "/reset/").last).trimming()
        let browser = Browser(server, address: "198.51.100.250")
        let password = "juniper-lantern-4096-harbour"
        let chosen = try await browser.post(
            "/reset/\(path)", [("password", password), ("again", password)], from: "/reset/\(path)")
        try #require(chosen.status == 303, "\(chosen.status)")
        return browser
    }

    /// Asks the database until it says so, for at most a minute.
    func wait(_ statement: String, for wanted: String) async throws {
        var last = ""
        for _ in 0..<300 {
            last = try await place.sql(statement)
            if last == wanted { return }
            try await Task.sleep(for: .milliseconds(200))
        }
        throw Missing("\(statement) is “\(last)”, not “\(wanted)”")
    }
}

extension Substring {
    fileprivate func trimming() -> String { trimmingCharacters(in: .whitespacesAndNewlines) }
}

extension Journeys {
    @Test(
        "of fifty reports of one site: joined at one page, answered once, and three who say no go on alone",
        arguments: JourneyEngine.present)
    func fifty(engine: JourneyEngine) async throws {
        try await engine.withPlace { place in
            let server = try await Server.start(place, "--trust-proxy")
            do {
                try await lead(
                    NoisySite(crew: try await Crew(server, place), server: server, place: place))
            } catch {
                _ = await server.stop()
                throw error
            }
            _ = await server.stop()
            let verified = try await place.run("verify")
            #expect(verified.code == 0 && verified.output.isEmpty, "\(verified.output) \(verified.errors)")
        }
    }

    private func lead(_ site: NoisySite) async throws {
        var all: [Neighbour] = []
        for index in 0..<50 { all.append(try await site.report(index)) }
        let channels = "SELECT channel, count(*) FROM matters GROUP BY channel ORDER BY channel"
        #expect(try await site.place.sql(channels) == "hotline|25\nweb|25")
        let main = try #require(all.first)
        try await site.crew.clerk.move("register", ["category": "0101"], on: main.held.matter).expect(200)
        try await site.crew.dispatcher.move("dispatch", ["unit": Crew.unit], on: main.held.matter).expect(200)
        try await join(all, site)
        try await site.crew.handler.move("answer", ["answer": NoisySite.answer], on: main.held.matter)
            .expect(200)
        try await site.wait("SELECT count(*) FROM matters WHERE stage = 'asking'", for: "50")
        try await asked(all, site)
        let discontent = [7, 23, 41]
        for (index, neighbour) in all.enumerated() {
            let isContent = !discontent.contains(index)
            let said = try await neighbour.rate(
                isContent ? NoisySite.yes : NoisySite.no, by: site.crew.resident
            ).expect(200)
            #expect(said.json["outcome"].string == (isContent ? "solved" : nil), "\(index): \(said.text)")
        }
        #expect(try await site.place.sql("SELECT count(*) FROM matters WHERE outcome = 'solved'") == "47")
        try await alone(discontent.map { all[$0] }, site)
    }

    /// The dispatcher ticks what the page proposes, writes the others down, and sends the form once.
    private func join(_ all: [Neighbour], _ site: NoisySite) async throws {
        let main = all[0].held.number
        let desk = try await site.signedIn("hu.lingjun")
        var proposed: [String] = []
        for _ in 0..<100 where proposed.isEmpty {
            try await Task.sleep(for: .milliseconds(200))
            proposed = try await desk.get("/joins/\(main)").boxes("number")
        }
        let members = all.dropFirst().map(\.held.number)
        #expect(!proposed.isEmpty && Set(proposed).isSubset(of: members))
        let typed = members.filter { !proposed.contains($0) }.joined(separator: "\n")
        let done = try await desk.post(
            "/joins/\(main)/add", proposed.map { ("number", $0) } + [("more", typed)], from: "/joins/\(main)")
        #expect(done.status == 200)
        #expect(try await site.place.sql("SELECT count(*) FROM matters WHERE stage = 'joined'") == "49")
        let counts = try await site.crew.dispatcher.get("/api/v1/joins/\(main)").expect(200)
        #expect(counts.json["counts"]["waiting"].number == 49, "\(counts.text)")
        // The unit has one matter to work on, and those that wait give nobody an answer of their own.
        let own = try await site.crew.handler.move("answer", ["answer": "另答"], on: all[9].held.matter)
        #expect((400..<500).contains(own.status), "\(own.status)")
    }

    /// Each reads the one answer and is asked behind the own link; nobody reads what another one wrote.
    private func asked(_ all: [Neighbour], _ site: NoisySite) async throws {
        for neighbour in all {
            let track = try await site.crew.resident.get("/api/v1/" + neighbour.held.track).expect(200)
            let page = try await Browser(site.server, address: neighbour.address)
                .get("/track/\(neighbour.held.token)")
            #expect(track.json["stage"]["name"].string == "asking")
            #expect(page.status == 200 && page.text.contains("/track/\(neighbour.held.token)/rate"))
            for text in [track.text, page.text] {
                #expect(text.contains(NoisySite.answer) && text.contains(neighbour.own))
                for other in all where other.held.number != neighbour.held.number {
                    for secret in [other.own, other.phone, other.held.token] {
                        #expect(
                            !text.contains(secret),
                            "\(neighbour.held.number) reads \(secret) of \(other.held.number)")
                    }
                }
            }
        }
        let answers = "SELECT count(*) FROM events WHERE payload LIKE '%\(NoisySite.answer)%'"
        #expect(try await site.place.sql(answers) == "50")
    }

    /// Those who said no are with the unit that answered, each for itself.
    private func alone(_ some: [Neighbour], _ site: NoisySite) async throws {
        let open = try await site.place.sql("SELECT number FROM matters WHERE outcome IS NULL")
        #expect(Set(open.split(separator: "\n").map(String.init)) == Set(some.map(\.held.number)))
        for neighbour in some {
            #expect(try await site.crew.stage(neighbour.held) == "handling")
            let matter = try await site.crew.handler.get("/api/v1/" + neighbour.held.matter).expect(200)
            #expect(matter.json["unit"]["code"].string == Crew.unit, "\(matter.text.prefix(600))")
        }
        let first = try #require(some.first)
        try await site.crew.handler.move("answer", ["answer": "桩机已经撤走。"], on: first.held.matter)
            .expect(200)
        let done = try await first.rate(NoisySite.yes, by: site.crew.resident).expect(200)
        #expect(done.json["outcome"].string == "solved")
        for other in some.dropFirst() {
            #expect(try await site.crew.stage(other.held) == "handling")
            let track = try await site.crew.resident.get("/api/v1/" + other.held.track).expect(200)
            #expect(!track.text.contains("桩机已经撤走"))
        }
    }
}
