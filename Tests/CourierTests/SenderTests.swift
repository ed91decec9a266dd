import Core
import Foundation
import Logging
import Storage
import Testing

@testable import Courier

@Suite("A sending", .timeLimit(.minutes(2))) struct SenderTests {
    let start = Moment(milliseconds: 1_790_000_000_000)
    private static let secret = "whsec_" + Data(repeating: 7, count: 32).base64EncodedString()

    /// A database with an endpoint, and what its part of the program was told.
    struct Stand: Sendable {
        let database: any Database
        let settled = Notebook<(state: Sending.State, answer: String?)>()
        let start: Moment

        func sender(
            _ topic: SendingTopic? = nil, mail: MailServer? = nil, limit: Int = 12, isTimeStill: Bool = true
        ) -> Sender {
            let settled = settled
            let own = SendingTopic(
                "test", attemptLimit: limit,
                settled: { sending, answer, _, _ in settled.add((sending.state, answer)) })
            var sender = Sender(
                database: database, transport: Transport(openTo: .including(Reach.loopback), threads: 8),
                mail: mail, topics: [topic ?? own],
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                jitter: { 0.5 })
            sender.isTimeStill = isTimeStill
            return sender
        }

        func endpoint(_ url: String, secret: String = SenderTests.secret) async throws -> Int64 {
            let start = start
            return try await database.write { connection in
                try EndpointStore(connection).add(
                    topic: "test", name: "Receiver", url: url, secret: secret, filter: "", now: start)
            }
        }

        @discardableResult
        func put(
            _ message: String, endpoint: Int64? = nil, _ payload: Payload = .request(.init(body: "{}"))
        ) async throws -> Int64 {
            let start = start
            let id = try await database.write { connection in
                try SendingStore(connection).add(
                    topic: "test", message: message, reference: "r", endpoint: endpoint, payload: payload,
                    now: start)
            }
            return try #require(id)
        }

        func sending(_ id: Int64) async throws -> Sending {
            try #require(try await database.read { try SendingStore($0).sending(id) })
        }

        func tries(_ id: Int64) async throws -> [SendingTry] {
            try await database.read { try SendingStore($0).tries(of: id) }
        }
    }

    private func stand(_ engine: TestEngine, _ body: (Stand) async throws -> Void) async throws {
        try await engine.withDatabase { database in
            try await Migrator(CourierSchema.migrations).migrate(database, now: start)
            try await body(Stand(database: database, start: start))
        }
    }

    @Test(
        "comes again until it is taken, each time signed anew under one name", arguments: TestEngine.present)
    func retried(_ engine: TestEngine) async throws {
        try await stand(engine) { stand in
            let asked = Notebook<Asked>()
            let server = try Listener { wire in
                guard let request = wire.request() else { return }
                wire.answer(asked.add(request) > 5 ? 200 : 500, "answer")
            }
            let id = try await stand.put("m1", endpoint: try await stand.endpoint(server.url + "/in"))
            var now = start
            for attempt in 1...6 {
                #expect(try await stand.sender().tick(at: now) == 1)
                let sending = try await stand.sending(id)
                #expect(sending.attempts == attempt)
                if attempt < 6 {
                    #expect(sending.state == .waiting && sending.reason == "status" && sending.status == 500)
                    #expect(try await stand.sender().tick(at: sending.dueAt + -1000) == 0)
                    now = sending.dueAt
                }
            }
            #expect(try await stand.sending(id).state == .sent)
            #expect(stand.settled.all.map(\.state) == [.sent] && stand.settled.all.first?.answer == "answer")
            #expect(try await stand.tries(id).map(\.attempt) == [6, 5, 4, 3, 2, 1])
            #expect(Set(asked.all.compactMap { $0.headers["webhook-id"] }) == ["m1"])
            #expect(Set(asked.all.compactMap { $0.headers["webhook-timestamp"] }).count == 6)
            for request in asked.all {
                let message = try SignedMessage(body: request.body) { request.headers[$0] }
                #expect(message.isSigned(withOneOf: [Self.secret]))
            }
            #expect(try await stand.sender().tick(at: now + 1_000_000_000) == 0)
        }
    }

    @Test(
        "is lost neither by a day without its receiver nor by a server that ended",
        arguments: TestEngine.present)
    func patience(_ engine: TestEngine) async throws {
        try await stand(engine) { stand in
            let server = try Listener { wire in
                _ = wire.request()
                wire.answer(200)
            }
            let dead = try DeadPort()
            let endpoint = try await stand.endpoint(dead.url)
            let id = try await stand.put("m1", endpoint: endpoint)
            var now = start
            while now - start < 86_400_000 {
                _ = try await stand.sender().tick(at: now)
                let sending = try await stand.sending(id)
                #expect(sending.state == .waiting && sending.reason == "unreachable")
                now = sending.dueAt
            }
            let moment = now
            let taken = try await stand.database.write { try SendingStore($0).take(9, now: moment) }
            #expect(taken.count == 1)
            let change = try await stand.database.write { connection in
                try EndpointStore(connection).change(
                    endpoint, name: "Receiver", url: server.url, filter: "", now: moment)
            }
            #expect(change)
            #expect(try await stand.sender().tick(at: moment + 60_000) == 0)
            #expect(try await stand.sender().tick(at: moment + SendingStore.lease + 1000) == 1)
            #expect(try await stand.sending(id).state == .sent)
        }
    }

    @Test("is given up after its last attempt, and its owner is told once", arguments: TestEngine.present)
    func givenUp(_ engine: TestEngine) async throws {
        try await stand(engine) { stand in
            let server = try Listener { wire in
                _ = wire.request()
                wire.answer(404, "no")
            }
            let id = try await stand.put("m1", endpoint: try await stand.endpoint(server.url))
            for _ in 0..<2 {
                let due = try await stand.sending(id).dueAt
                _ = try await stand.sender(limit: 2).tick(at: due)
            }
            #expect(try await stand.sending(id).state == .failed)
            #expect(stand.settled.all.map(\.state) == [.failed] && stand.settled.all.first?.answer == "no")
            let start = start
            #expect(try await stand.database.write { try SendingStore($0).again(id, now: start) })
            _ = try await stand.sender(limit: 1).tick(at: start)
            #expect(try await stand.sending(id).attempts == 1)
        }
    }

    @Test("stops with all others when its receiver wants nothing more", arguments: TestEngine.present)
    func gone(_ engine: TestEngine) async throws {
        try await stand(engine) { stand in
            let calls = Notebook<Int>()
            let server = try Listener { wire in
                _ = wire.request()
                calls.add(1)
                wire.answer(410)
            }
            let endpoint = try await stand.endpoint(server.url)
            var ids: [Int64] = []
            for number in 1...20 { ids.append(try await stand.put("m\(number)", endpoint: endpoint)) }
            _ = try await stand.sender().tick(at: start)
            for id in ids { #expect(try await stand.sending(id).state == .stopped) }
            #expect(calls.all.count <= Sender.attemptsAtOncePerReceiver + 1)
            #expect(stand.settled.all.count == 20)
            let state = try await stand.database.read { try EndpointStore($0).endpoint(endpoint)?.state }
            #expect(state == .gone)
            let late = try await stand.put("m21", endpoint: endpoint)
            #expect(try await stand.sender().tick(at: start) == 1)
            #expect(try await stand.sending(late).reason == "gone")
        }
    }

    @Test("waits while its endpoint is paused, stops when there is none", arguments: TestEngine.present)
    func endpoints(_ engine: TestEngine) async throws {
        try await stand(engine) { stand in
            let endpoint = try await stand.endpoint("http://127.0.0.1:1/")
            let id = try await stand.put("m1", endpoint: endpoint)
            let start = start
            func set(_ state: Endpoint.State) async throws {
                _ = try await stand.database.write {
                    try EndpointStore($0).set(state, reason: nil, of: endpoint, now: start)
                }
            }
            try await set(.paused)
            #expect(try await stand.sender().tick(at: start + 1000) == 0)
            #expect(try await stand.sending(id).attempts == 0)
            try await set(.deleted)
            _ = try await stand.sender().tick(at: start + 1000)
            #expect(try await stand.sending(id).state == .stopped)
            #expect(try await stand.sending(id).reason == "no-endpoint")
            let lost = try await stand.put("m2", endpoint: 4711)
            _ = try await stand.sender().tick(at: start + 1000)
            #expect(try await stand.sending(lost).state == .stopped)
        }
    }

    @Test("is as patient as its receiver asks, and follows no redirect", arguments: TestEngine.present)
    func wishes(_ engine: TestEngine) async throws {
        try await stand(engine) { stand in
            let busy = try Listener { wire in
                _ = wire.request()
                wire.answer(503, headers: ["Retry-After": "7200"])
            }
            let elsewhere = try Listener { wire in
                _ = wire.request()
                wire.answer(307, headers: ["Location": "http://169.254.169.254/"])
            }
            let patient = try await stand.put("m1", endpoint: try await stand.endpoint(busy.url))
            let led = try await stand.put("m2", endpoint: try await stand.endpoint(elsewhere.url))
            #expect(try await stand.sender().tick(at: start) == 2)
            #expect(try await stand.sending(patient).dueAt - start == 7_200_000)
            #expect(try await stand.sending(led).reason == "redirect")
            #expect(try await stand.sending(led).status == 307)
        }
    }

    @Test(
        "is signed with the old secret too for a while, and never not at all", arguments: TestEngine.present)
    func rotation(_ engine: TestEngine) async throws {
        try await stand(engine) { stand in
            let asked = Notebook<Asked>()
            let server = try Listener { wire in
                if let request = wire.request() { asked.add(request) }
                wire.answer(200)
            }
            let endpoint = try await stand.endpoint(server.url)
            let new = "whsec_" + Data(repeating: 9, count: 32).base64EncodedString()
            let start = start
            let isDone = try await stand.database.write { connection in
                try EndpointStore(connection).rotate(
                    endpoint, secret: new, until: start + 86_400_000, now: start)
            }
            #expect(isDone)
            try await stand.put("m1", endpoint: endpoint)
            _ = try await stand.sender().tick(at: start)
            try await stand.put("m2", endpoint: endpoint)
            _ = try await stand.sender().tick(at: start + 86_400_000)
            for (secret, holds) in [(Self.secret, [true, false]), (new, [true, true])] {
                let found = try asked.all.map { request in
                    try SignedMessage(body: request.body) { request.headers[$0] }.isSigned(withOneOf: [secret]
                    )
                }
                #expect(found == holds)
            }
            let broken = try await stand.put(
                "m3", endpoint: try await stand.endpoint(server.url, secret: "x"))
            _ = try await stand.sender().tick(at: start)
            #expect(try await stand.sending(broken).reason == "bad-request" && asked.all.count == 2)
        }
    }

    @Test("is not held up by others' slow receivers")
    func fairness() async throws {
        try await stand(.sqlite) { stand in
            let arrived = Notebook<Int>()
            let outwaited = Notebook<Bool>()
            let ended = Notebook<Bool>()
            // Answers only when all others have theirs: whoever waited for it would wait in vain.
            let slow = try Listener { wire in
                _ = wire.request()
                let end = Date(timeIntervalSinceNow: 60)
                while arrived.all.count < 30, Date() < end { Thread.sleep(forTimeInterval: 0.02) }
                outwaited.add(arrived.all.count == 30)
                // Nor does it answer before the end: it would be given more and more.
                while ended.all.isEmpty, Date() < end { Thread.sleep(forTimeInterval: 0.02) }
                wire.answer(200)
            }
            let quick = try Listener { wire in
                _ = wire.request()
                arrived.add(1)
                wire.answer(200)
            }
            let first = try await stand.endpoint(slow.url)
            for number in 1...60 { try await stand.put("s\(number)", endpoint: first) }
            let second = try await stand.endpoint(quick.url)
            for number in 1...30 { try await stand.put("q\(number)", endpoint: second) }
            let task = Task { try await stand.sender(isTimeStill: false).tick(at: start) }
            while outwaited.all.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
            task.cancel()
            ended.add(true)
            _ = try await task.value
            #expect(arrived.all.count == 30)
            #expect(outwaited.all.first == true)
            // What was taken and not begun can be taken by another server at once, its attempts uncounted.
            let waiting = try await stand.database.read { connection in
                try connection.rows("SELECT attempts FROM sendings WHERE state = 'waiting'").map {
                    row -> Int in
                    try row.get(at: 0)
                }
            }
            #expect(waiting.count >= 40 && waiting.allSatisfy { $0 == 0 })
        }
    }

    @Test("goes out once, with several servers at one database", arguments: TestEngine.present)
    func servers(_ engine: TestEngine) async throws {
        try await stand(engine) { stand in
            let asked = Notebook<String>()
            let server = try Listener { wire in
                asked.add(wire.request()?.headers["webhook-id"] ?? "")
                wire.answer(200)
            }
            for number in 1...8 {
                let endpoint = try await stand.endpoint(server.url)
                for other in 1...10 { try await stand.put("m\(number)-\(other)", endpoint: endpoint) }
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { _ = try await stand.sender().tick(at: start) } }
                try await group.waitForAll()
            }
            #expect(asked.all.count == 80 && Set(asked.all).count == 80)
            #expect(stand.settled.all.count == 80)
        }
    }

    @Test("is prepared at the last moment, or held back without counting", arguments: TestEngine.present)
    func prepared(_ engine: TestEngine) async throws {
        try await stand(engine) { stand in
            let asked = Notebook<Asked>()
            let server = try Listener { wire in
                if let request = wire.request() { asked.add(request) }
                wire.answer(200)
            }
            let id = try await stand.put("m1", .request(.init(url: server.url, body: "a")))
            let held = SendingTopic("test", prepared: { _, _ in nil })
            #expect(try await stand.sender(held).tick(at: start) == 1)
            #expect(try await stand.sending(id).attempts == 0)
            #expect(try await stand.sending(id).dueAt >= start + 60_000)
            let late = SendingTopic(
                "test",
                prepared: { _, _ in .request(.init(url: server.url, headers: ["X-Key": "k"], body: "b")) })
            _ = try await stand.sender(late).tick(at: start + 70_000)
            #expect(asked.all.first?.headers["x-key"] == "k" && asked.all.first?.body == [98])
            #expect(asked.all.first?.headers["webhook-signature"] == nil)
        }
    }

    @Test("is not settled without its owner", arguments: TestEngine.present)
    func unkept(_ engine: TestEngine) async throws {
        struct Broken: Error {}
        try await stand(engine) { stand in
            let server = try Listener { wire in
                _ = wire.request()
                wire.answer(200)
            }
            let id = try await stand.put("m1", endpoint: try await stand.endpoint(server.url))
            let broken = SendingTopic("test", attemptLimit: 2, settled: { _, _, _, _ in throw Broken() })
            _ = try await stand.sender(broken).tick(at: start)
            let sending = try await stand.sending(id)
            #expect(sending.state == .waiting && sending.reason == "unkept")
            _ = try await stand.sender(broken).tick(at: sending.dueAt)
            #expect(try await stand.sending(id).state == .failed)
        }
    }

    @Test("may be a letter, and waits where there is no mail server", arguments: TestEngine.present)
    func letters(_ engine: TestEngine) async throws {
        try await stand(engine) { stand in
            let id = try await stand.put("m1", .mail(.init(to: "a@example.org", subject: "好", text: "x")))
            let odd = try await stand.put("m2", .mail(.init(to: "a@b, c@d", subject: "好", text: "x")))
            _ = try await stand.sender().tick(at: start)
            #expect(try await stand.sending(id).state == .waiting)
            #expect(try await stand.sending(id).attempts == 0)
            let lines = Notebook<String>()
            let server = try Listener { wire in
                wire.say("220 here\r\n")
                var isData = false
                while let line = wire.line() {
                    lines.add(line)
                    isData = (isData || line == "DATA") && line != "."
                    if line == "DATA" { wire.say("354 go\r\n") } else if !isData { wire.say("250 well\r\n") }
                }
            }
            let from = try #require(MailAddress("hotline@city.example"))
            let mail = try #require(MailServer("smtp://127.0.0.1:\(server.port)?tls=never", from: from))
            _ = try await stand.sender(mail: mail).tick(at: start + 100_000)
            #expect(try await stand.sending(id).state == .sent)
            #expect(try await stand.sending(odd).state == .failed)
            #expect(lines.all.filter { $0.hasPrefix("RCPT") } == ["RCPT TO:<a@example.org>"])
        }
    }
}
