import Core
@testable import Courier
import Desk
import HTTPTypes
@testable import Open311
import Storage
import Testing
import Web

@Suite("Open311 both ways")
struct ClientServedTests {
    @Test(
        "takes in what three cities recorded, and serves it again",
        arguments: [
            ("bloomington_requests.json", "json"), ("chicago_requests_extended.json", "xml"),
            ("san_francisco_requests.xml", "json"),
        ])
    func servedAgain(name: String, format: String) async throws {
        guard let recorded = ClientReadingTests.recorded(name) else { return }
        let theirs = try Open311Reading().requests(recorded).rows
        try await ServerTown.with { town in
            var importer = try Open311Importer(desk: town.desk, source: "recorded")
            try importer.map(categories: Array("*,0101\n".utf8))
            let report = try await importer.run(recorded, at: town.now)
            #expect(report.imported == theirs.count && report.rejected.isEmpty)
            try await town.follow()
            let kept = try await town.desk.list(MatterFilter(), in: .city, limit: 100).matters
            var ours: [String: TheirRequest] = [:]
            for start in stride(from: 0, to: kept.count, by: 40) {
                let numbers = kept[start..<min(start + 40, kept.count)].map(\.number)
                let answer = try await town.get(
                    "requests.\(format)?service_request_id=\(numbers.joined(separator: ","))")
                #expect(answer.status == 200)
                let reading = try Open311Reading().requests(answer.bytes)
                #expect(reading.refused.isEmpty)
                for row in reading.rows { ours[row.id] = row }
            }
            #expect(ours.count == theirs.count)
            let numbers = Dictionary(kept.map { ($0.sourceID ?? "", $0.number) }, uniquingKeysWith: { $1 })
            for their in theirs {
                let our = try #require(ours[numbers[their.id] ?? ""])
                #expect(our.status == their.status && our.serviceCode == "0101")
                #expect(our.description?.isEmpty == false)
                let (one, two) = (our.requestedAt?.milliseconds ?? 0, their.requestedAt?.milliseconds ?? 1)
                #expect(one / 1000 == two / 1000, "\(their.id)")
            }
        }
    }

    @Test("keeps destinations and what went there on every engine", arguments: TestEngine.present)
    func stores(engine: TestEngine) async throws {
        try await ServerTown.with(engine) { town in
            let now = town.now
            let client = Open311Client(
                desk: town.desk, ask: { _, _ in .init(status: 200, body: Array("[]".utf8)) },
                connector: { 1 })
            var new = NewDestination(
                name: "邻市", base: "https://b.example", unit: UnitCode("T980101001"))
            new.key = "lxk_1"
            let id = try await client.add(new, at: now)
            try await client.map("0101", to: "A", of: id)
            try await client.map("0101", to: "B", attributes: ["X": "1"], of: id)
            #expect(try await client.mapped(id).map(\.service) == ["B"])
            let number = try await town.filed()
            try await town.move("dispatch", [.unit: "T980101001"], on: number, by: ServerTown.dispatcher)
            try await FollowerRunner.settled([client.follower], on: town.desk.database)
            let matter = try await town.matter(number)
            _ = try await client.tick(at: now + 1000)
            #expect(try await client.destination(id).comments == .yes)
            try await town.desk.database.write { connection in
                let store = SentStore(connection: connection)
                let sent = try #require(try store.all(ofMatter: matter.id).first)
                try store.set(token: "T", of: sent.id, askAt: now, now: now)
                #expect(try store.takeTokens(until: now + 1, now: now).map(\.id) == [sent.id])
                #expect(try store.set(theirs: "N-1", of: sent, now: now))
                try store.add("OPEN", text: "x", message: "m", to: sent.id, at: now)
                try client.release(sent.id, at: now, in: connection)
                #expect(try store.backs(of: sent.id).map(\.state) == [.sending])
                #expect(try store.next(of: sent.id) == nil)
                #expect(try store.sent(to: id, theirs: ["N-1", "N-2"]).count == 1)
            }
            let update = TheirUpdate(id: "u", request: "N-1", status: "FIXED", at: now, text: "好了")
            let destination = try await client.destination(id)
            let applying = Applying(client: client, destination: destination, person: 1)
            #expect(try await applying.apply([update, update], at: now).taken == 1)
            #expect(try await town.matter(number).stage == "asking")
            try await client.set(.removed, of: id, at: now)
            await #expect(throws: DestinationRefusal.absent) { try await client.destination(id) }
            let waiting = try await town.count("SELECT count(*) FROM sendings WHERE state = 'waiting'")
            #expect(waiting == 0)
        }
    }

    /// Both towns, and a way from one to the other.
    private func joined(
        format: Destination.Format, _ body: (ClientTown, ServerTown) async throws -> Void
    ) async throws {
        try await ServerTown.with { there in
            let path = { @Sendable (url: String) in String(url.dropFirst("https://b.example".count)) }
            try await ClientTown.empty(
                ask: { url, _ in
                    let answer = try await there.client().get(path(url))
                    return .init(status: answer.status, body: answer.bytes)
                },
                post: { asked in
                    var fields: HTTPFields = [:]
                    for (name, value) in asked.headers {
                        if let name = HTTPField.Name(name) { fields[name] = value }
                    }
                    let answer = try await there.client().send(
                        "POST", path(asked.url), headers: fields, body: Array(asked.body.utf8))
                    return (answer.status, answer.text)
                }
            ) { here in
                here.town.wait(max(0, there.now - here.town.now))
                var new = NewDestination(
                    name: "邻市", base: "https://b.example/open311/v2", unit: UnitCode("ROADS"))
                (new.format, new.key) = (format, there.key)
                let id = try await here.client.add(new, at: here.town.now)
                #expect(try await here.client.fetchServices(of: id, at: here.town.now).count ?? 0 > 10)
                try await here.client.map("lamp", to: "0201", attributes: ["FAULT": "dark"], of: id)
                try await body(here, there)
            }
        }
    }

    @Test(
        "joins two cities: a resident's no goes there and comes back answered, and the yes closes both",
        arguments: Destination.Format.allCases)
    func twoCities(format: Destination.Format) async throws {
        try await joined(format: format) { here, there in
            let number = try await here.dispatched()
            try await here.deliver()
            let sent = try #require(try await here.sents(of: number).first)
            let theirs = try #require(sent.theirID, "\(sent.reason ?? "")")
            #expect(try await there.matter(theirs).category == "0201")
            func tell() async throws {
                try await there.follow()
                there.wait(max(0, here.town.now - there.now))
                try await here.follow()
                try await here.deliver()
                there.wait(max(0, here.town.now - there.now))
            }
            try await there.move("dispatch", [.unit: "T980101001"], on: theirs, by: ServerTown.dispatcher)
            try await tell()
            #expect(try await here.town.state(of: number).matter?.stage == "handling")
            there.wait(ServerTown.minute)
            try await there.move("answer", [.answer: "灯泡换好了"], on: theirs, by: ServerTown.handler)
            try await tell()
            #expect(try await here.town.state(of: number).matter?.stage == "asking")
            try await here.move("rate", [.solved: "no", .satisfied: "no", .why: "还是不亮"], number)
            try await tell()
            let back = try await there.matter(theirs)
            #expect(back.stage == "handling" && back.rounds == 1)
            #expect(try await here.town.state(of: number).matter?.stage == "handling")
            there.wait(ServerTown.minute)
            try await there.move("answer", [.answer: "线路也修了"], on: theirs, by: ServerTown.handler)
            try await tell()
            #expect(try await here.town.state(of: number).matter?.stage == "asking")
            #expect(try await there.matter(theirs).isOpen)
            try await here.move("rate", [.solved: "yes", .satisfied: "yes"], number)
            try await tell()
            #expect(try await there.matter(theirs).outcome == .solved)
            #expect(try await here.town.state(of: number).matter?.outcome == .solved)
            try await tell()
            #expect(try await there.count("SELECT count(*) FROM matters") == 1)
            let answered = try await here.facts(of: number).filter {
                if case .answered = $0 { true } else { false }
            }
            #expect(answered.count == 2)
        }
    }
}
