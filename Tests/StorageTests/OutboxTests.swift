import Core
import Storage
import Testing

@Suite("The outbox")
struct OutboxTests {
    private static let now = Moment(milliseconds: 1_767_225_600_000)

    @discardableResult
    private static func post(_ connection: any Connection, _ count: Int = 1, due: Moment? = nil) throws
        -> [Int64]
    {
        try (1...count).map { number in
            try Outbox.post(
                matter: 1, sequence: number, audience: "resident", address: "13800000000",
                template: "answered",
                body: #"{"n":\#(number)}"#, now: now, due: due, in: connection)
        }
    }

    @Test("gives a message to one of two takers only", arguments: TestEngine.present)
    func takers(engine: TestEngine) async throws {
        try await engine.withPlace { place in
            let servers = [try place.open(), try place.open()]
            try await TestLog.prepare(servers[0])
            let posted = try await servers[0].write { try Self.post($0, 200) }
            let taken = try await withThrowingTaskGroup(of: [Int64].self) { group in
                for worker in 0..<10 {
                    group.addTask {
                        var mine: [Int64] = []
                        while true {
                            let messages = try await servers[worker % 2].write {
                                try Outbox.take(7, now: Self.now, in: $0)
                            }
                            if messages.isEmpty { return mine }
                            mine += messages.map(\.id)
                        }
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(taken.count == 200)
            #expect(Set(taken) == Set(posted))
            for server in servers { await server.close() }
        }
    }

    @Test("goes back with the transaction that posted", arguments: TestEngine.present)
    func rollback(engine: TestEngine) async throws {
        struct Refused: Error {}
        try await engine.withDatabase { database in
            try await TestLog.prepare(database)
            await #expect(throws: Refused.self) {
                try await database.write { connection in
                    try Self.post(connection)
                    throw Refused()
                }
            }
            #expect(try await database.write { try Outbox.take(9, now: Self.now, in: $0) } == [])
        }
    }

    @Test("holds a message until it is due, and while its taker has it", arguments: TestEngine.present)
    func lease(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            try await TestLog.prepare(database)
            func take(_ at: Moment) async throws -> [Int] {
                try await database.write { try Outbox.take(9, now: at, in: $0).map(\.attempts) }
            }
            try await database.write { _ = try Self.post($0, due: Self.now + 10) }
            #expect(try await take(Self.now + 9) == [])
            #expect(try await take(Self.now + 10) == [1])
            #expect(try await take(Self.now + (9 + Outbox.lease)) == [])
            #expect(try await take(Self.now + (10 + Outbox.lease)) == [2])
        }
    }

    @Test(
        "forgets what was sent and brings back what failed, until it gives up", arguments: TestEngine.present)
    func attempts(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            try await TestLog.prepare(database)
            let ids = try await database.write { try Self.post($0, 3) }
            _ = try await database.write { try Outbox.take(9, now: Self.now, in: $0) }
            try await database.write { try Outbox.sent([ids[0]], now: Self.now, in: $0) }
            var now = Self.now
            for attempt in 1..<Outbox.attemptLimit {
                let retry = Outbox.retry(after: attempt, now: now)
                try await database.write {
                    try Outbox.failed(ids[1], reason: "line busy", retryAt: retry, in: $0)
                }
                now = retry + Outbox.lease
                let again = try await database.write { try Outbox.take(9, now: retry + Outbox.lease, in: $0) }
                #expect(again.map(\.attempts) == [attempt + 1, attempt + 1])
            }
            let end = now + 1_000
            try await database.write {
                try Outbox.failed(ids[1], reason: "no such number", retryAt: end, in: $0)
            }
            let late = end + Outbox.lease
            #expect(try await database.write { try Outbox.take(9, now: late, in: $0) } == [])
            let failed = try await database.read {
                try $0.rows("SELECT failed FROM outbox ORDER BY id").map(\.values)
            }
            #expect(failed == [[.null], [.text("no such number")], [.text("no answer from the sender")]])
        }
    }

    @Test("waits longer after each attempt, at most six hours")
    func backoff() {
        let waits = (0...20).map { Outbox.retry(after: $0, now: Self.now) - Self.now }
        #expect(waits[1] == 60_000 && waits[2] == 120_000)
        #expect(zip(waits, waits.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(waits.last == Int64(21_600_000))
    }
}

@Suite("An idempotency key")
struct IdempotencyTests {
    private static let now = Moment(milliseconds: 1_767_225_600_000)

    @Test(
        "with another request is refused, with the same one answered as before", arguments: TestEngine.present
    )
    func keys(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            try await TestLog.prepare(database)
            func look(_ owner: String, _ request: [UInt8]) async throws -> IdempotencyKeys.Finding {
                try await database.read {
                    try IdempotencyKeys.look(owner: owner, key: "k", request: request, in: $0)
                }
            }
            #expect(try await look("a", [1]) == .new)
            try await database.write {
                try IdempotencyKeys.keep(
                    owner: "a", key: "k", request: [1], answer: "{\"id\":\"甲\"}", status: 201, now: Self.now,
                    in: $0)
            }
            #expect(try await look("a", [1]) == .same(answer: "{\"id\":\"甲\"}", status: 201))
            #expect(try await look("a", [2]) == .other)
            #expect(try await look("b", [1]) == .new)
            #expect(try await database.write { try IdempotencyKeys.sweep(before: Self.now, in: $0) } == 0)
            #expect(try await database.write { try IdempotencyKeys.sweep(before: Self.now + 1, in: $0) } == 1)
            #expect(try await look("a", [1]) == .new)
        }
    }

    @Test("kept by two at once is kept by one", arguments: TestEngine.present)
    func race(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            try await TestLog.prepare(database)
            let codes = await withTaskGroup(of: Fault.Code?.self) { group in
                for number in 0..<6 {
                    group.addTask {
                        await faultCode {
                            try await database.write {
                                try IdempotencyKeys.keep(
                                    owner: "a", key: "k", request: [1], answer: "\(number)", status: 200,
                                    now: Self.now, in: $0)
                            }
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(codes.count { $0 == nil } == 1 && codes.count { $0 == .constraint } == 5)
        }
    }
}
