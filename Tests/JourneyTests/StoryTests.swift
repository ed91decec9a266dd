import Foundation
import Testing

/// Journeys start real servers, so they go one after the other.
@Suite("Journeys", .serialized) struct Journeys {}

/// A matter as its resident holds it: the number, and the secret part of the private link.
struct Held: Sendable {
    let number: String
    let token: String

    var track: String { "tracks/\(token)" }
    var matter: String { "matters/\(number)" }
}

/// The people of a journey, by what they do.
struct Crew: Sendable {
    let resident: Client
    let clerk: Client
    let dispatcher: Client
    let handler: Client

    static let unit = "T980101001"

    init(_ server: Server, _ place: JourneyPlace) async throws {
        resident = server.client()
        clerk = server.client(try await place.token("jia.guohui"))
        dispatcher = server.client(try await place.token("hu.lingjun"))
        handler = server.client(try await place.token("jiang.weizhi"))
    }

    func file() async throws -> Held {
        let answer = try await resident.post(
            "/api/v1/matters",
            ["text": "小区门口的垃圾三天没有人清运。", "area": "980101001001", "contact": ["phone": "19900001234"]])
        guard answer.status == 201, let number = answer.json["number"].string,
            let token = answer.json["token"].string
        else { throw Missing("it was not taken in: \(answer.status) \(answer.text)") }
        return Held(number: number, token: token)
    }

    /// Leads a new matter to the unit.
    func dispatched() async throws -> Held {
        let held = try await file()
        try await clerk.move("register", ["category": "0101"], on: held.matter).expect(200)
        try await dispatcher.move("dispatch", ["unit": Self.unit], on: held.matter).expect(200)
        return held
    }

    /// Leads a new matter to the resident's "no": it is back with the unit.
    func unsatisfied() async throws -> Held {
        let held = try await dispatched()
        try await handler.move("answer", ["answer": "已经清运。"], on: held.matter).expect(200)
        try await resident.move("rate", ["solved": "no", "satisfied": "no"], on: held.track).expect(200)
        return held
    }

    func stage(_ held: Held) async throws -> String? {
        try await resident.get("/api/v1/" + held.track).json["stage"]["name"].string
    }
}

extension Client.Answer {
    /// The answer, if it has this status.
    @discardableResult
    func expect(_ wanted: Int, _ place: SourceLocation = #_sourceLocation) throws -> Client.Answer {
        try #require(status == wanted, "\(status) \(text)", sourceLocation: place)
        return self
    }
}

extension Journeys {
    @Test(
        "of a matter through the API alone: filed, returned, answered, refused, answered, closed",
        arguments: JourneyEngine.present)
    func story(engine: JourneyEngine) async throws {
        try await engine.withPlace { place in
            try await Server.with(place) { server in
                let crew = try await Crew(server, place)
                let held = try await crew.file()
                #expect(try await crew.stage(held) == "received")
                try await crew.clerk.move("register", ["category": "0101"], on: held.matter).expect(200)
                #expect(try await crew.stage(held) == "registered")
                let send = ["unit": Crew.unit]
                try await crew.dispatcher.move("dispatch", send, on: held.matter).expect(200)
                #expect(try await crew.stage(held) == "dispatched")
                try await crew.handler.move("return", ["cause": "duty", "reason": "不归我们管"], on: held.matter)
                    .expect(200)
                #expect(try await crew.stage(held) == "registered")
                // Out of the unit's sight again.
                #expect(try await crew.handler.get("/api/v1/" + held.matter).status == 404)
                try await crew.dispatcher.move("dispatch", send, on: held.matter).expect(200)
                try await crew.handler.move("accept", on: held.matter).expect(200)
                let answer = ["answer": "已经清运。"]
                try await crew.handler.move("answer", answer, on: held.matter).expect(200)
                #expect(try await crew.stage(held) == "asking")
                let no = ["solved": "yes", "satisfied": "no", "why": "又堆满了"]
                let back = try await crew.resident.move("rate", no, on: held.track).expect(200)
                #expect(back.json["stage"].string == "handling" && back.json["status"].string == "open")
                try await crew.handler.move("answer", answer, on: held.matter).expect(200)
                let yes = ["solved": "yes", "satisfied": "yes"]
                let done = try await crew.resident.move("rate", yes, on: held.track).expect(200)
                #expect(done.json["outcome"].string == "solved")
                try await told(held, crew)
            }
            let verified = try await place.run("verify")
            #expect(verified.code == 0 && verified.output.isEmpty, "\(verified.output)")
        }
    }

    /// What the resident reads: every step that is theirs, and nothing of the office.
    private func told(_ held: Held, _ crew: Crew) async throws {
        let track = try await crew.resident.get("/api/v1/" + held.track).expect(200)
        #expect(track.json["status"].string == "closed" && track.json["outcome"].string == "solved")
        // Filed, registered, given, returned, given, accepted, answered, no, back, answered, yes, closed.
        #expect(track.json["steps"].list.count == 12, "\(track.text)")
        for secret in ["19900001234", "不归我们管", "蒋伟志", "jiang.weizhi", "officer"] {
            #expect(!track.text.contains(secret), "\(secret) is told to the resident")
        }
        #expect(track.text.contains("已经清运。") && track.text.contains("又堆满了"))
    }

    @Test(
        "past the resident end nowhere: every move by everybody, one by one or many at once, and other doors",
        arguments: JourneyEngine.present)
    func closing(engine: JourneyEngine) async throws {
        try await engine.withPlace { place in
            try await Server.with(place) { server in
                let crew = try await Crew(server, place)
                let (held, other) = (try await crew.unsatisfied(), try await crew.unsatisfied())
                let before = try await crew.resident.get("/api/v1/" + held.track).expect(200).text
                let more = try await [
                    "wu.junsi", "lu.lingjian", "wei.rui", "luo.jiamei", "lu.yumin", "ye.liming",
                    "huang.siwei",
                ].asyncMap { server.client(try await place.token($0)) }
                let people = [crew.clerk, crew.dispatcher, crew.handler] + more
                let yes = ["solved": "yes", "satisfied": "yes"]
                let roads: [(String, [String: String])] = [
                    ("close", [:]), ("rate", yes), ("recordOpinion", yes), ("giveUp", [:]), ("withdraw", [:]),
                    ("confirmScope", ["reason": "不受理"]), ("solved", [:]), ("reopen", ["text": "再来"]),
                    ("toCallBack", [:]), ("sendBack", [:]), ("revive", [:]), ("overdue", [:]),
                    ("registerAtOnce", [:]), ("sendBackUp", [:]), ("tryCall", ["attempt": "noAnswer"]),
                    ("merge", ["matter": held.number]),
                ]
                for person in people {
                    for (name, inputs) in roads {
                        let alone = try await person.move(name, inputs, on: held.matter)
                        #expect((400..<500).contains(alone.status), "\(name): \(alone.status) \(alone.text)")
                        let many = try await person.post(
                            "/api/v1/moves",
                            [
                                "move": .string(name), "inputs": .object(inputs.mapValues { .string($0) }),
                                "numbers": [.string(held.number)],
                            ])
                        #expect(
                            many.status >= 400
                                || many.json["results"].list.allSatisfy { $0["done"] == .bool(false) })
                    }
                }
                // The resident themselves: not before they were asked, and only by their own link.
                for client in [crew.resident, crew.clerk] {
                    #expect(try await client.move("rate", yes, on: held.track).status >= 400)
                }
                let forged = Held(
                    number: held.number, token: held.number + other.token.dropFirst(other.number.count))
                for token in [forged.token, held.number, held.token.dropLast() + "0"] {
                    #expect(try await crew.resident.move("withdraw", on: "tracks/\(token)").status == 404)
                    #expect(try await crew.resident.get("/api/v1/tracks/\(token)").status == 404)
                }
                #expect(try await crew.resident.move("rate", yes, on: held.matter).status == 401)
                try await imported(held, place)
                #expect(try await crew.resident.get("/api/v1/" + held.track).text == before)
            }
            #expect(try await place.run("verify").code == 0)
            #expect(try await place.sql("SELECT count(*) FROM matters WHERE outcome = 'solved'") == "0")
        }
    }

    /// A file of another system that says it was done, under the same number.
    private func imported(_ held: Held, _ place: JourneyPlace) async throws {
        let mapping = place.folder.appending(path: "old.yaml")
        try Data(
            """
            source: old
            fields: {sourceID: "{id}", text: "{text}", raisedAt: "{raised}", endedAt: "{ended}"}
            """.utf8
        ).write(to: mapping)
        let file = place.folder.appending(path: "old.csv")
        let row = "\(held.number),好了,2026-01-05T00:00:00Z,2026-01-06T00:00:00Z\n"
        try Data("id,text,raised,ended\n\(row)\(row)".utf8).write(to: file)
        let end = try await place.run("import", "matters", file.path, "--mapping", mapping.path, "--json")
        #expect(end.code == 0 && end.output.contains("\"imported\":1") && end.output.contains("\"known\":1"))
    }
}

extension Sequence {
    fileprivate func asyncMap<T>(_ change: (Element) async throws -> T) async rethrows -> [T] {
        var result: [T] = []
        for element in self { result.append(try await change(element)) }
        return result
    }
}
