import Core
import Dispatch
import Foundation
import Storage
import Synchronization
import Testing

@Suite("A follower")
struct FollowerTests {
    private struct Stumble: Error {}

    private static func prepare(_ database: any Database) async throws {
        try await TestLog.prepare(database)
        try await database.write {
            try $0.run("CREATE TABLE seen (place BIGINT PRIMARY KEY, event BIGINT NOT NULL UNIQUE)")
        }
    }

    /// Writes down what it is given, in order; an event given twice breaks a rule of the table.
    private static func recorder(_ name: String = "recorder", batch: Int = 500) -> Follower {
        Follower(name: name, batch: batch, reset: { try $0.run("DELETE FROM seen") }) { events, connection in
            for event in events {
                try connection.run(
                    """
                    INSERT INTO seen (place, event)
                    SELECT COALESCE(MAX(place), 0) + 1, \(event.id) FROM seen
                    """
                )
            }
        }
    }

    private static func seen(_ database: any Database) async throws -> [Int] {
        try await database.read { connection in
            try connection.rows("SELECT event FROM seen ORDER BY place").map { try $0.get(at: 0) }
        }
    }

    @Test(
        "that throws is given the same events again, and none of its traces remain",
        arguments: TestEngine.present)
    func stumbling(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            try await Self.prepare(database)
            try await TestLog.fill(database, matters: 1..<2, events: 3)
            try await TestLog.settle(database)
            let recorder = Self.recorder()
            let clumsy = Follower(name: recorder.name) { events, connection in
                try recorder.follow(events, connection)
                throw Stumble()
            }
            let runner = FollowerRunner(database: database, followers: [clumsy])
            await #expect(throws: Stumble.self) { try await runner.advance(clumsy) }
            #expect(try await Self.seen(database) == [])
            #expect(try await FollowerRunner(database: database, followers: [recorder]).advanceAll() == 3)
            #expect(try await Self.seen(database).count == 3)
        }
    }

    @Test("that stumbles does not hold up the others", arguments: TestEngine.present)
    func independent(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            try await Self.prepare(database)
            try await TestLog.fill(database, matters: 1..<2, events: 3)
            try await TestLog.settle(database)
            let clumsy = Follower(name: "clumsy") { _, _ in throw Stumble() }
            let runner = FollowerRunner(database: database, followers: [clumsy, Self.recorder()])
            await #expect(throws: Stumble.self) { try await runner.advanceAll() }
            #expect(try await Self.seen(database).count == 3)
            #expect(try await runner.backlog("clumsy") == 3)
            #expect(try await runner.backlog("recorder") == 0)
        }
    }

    @Test(
        "sees every event once and in order, and again when it is built anew", arguments: TestEngine.present)
    func rebuilding(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            try await Self.prepare(database)
            try await TestLog.fill(database, matters: 1..<6, events: 5)
            try await TestLog.settle(database)
            let runner = FollowerRunner(database: database, followers: [Self.recorder(batch: 7)])
            #expect(try await runner.advanceAll() == 25)
            #expect(try await runner.advanceAll() == 0)
            let first = try await Self.seen(database)
            #expect(first == first.sorted() && first.count == 25)
            try await runner.rebuild("recorder")
            #expect(try await Self.seen(database) == [])
            #expect(try await runner.advanceAll() == 25)
            #expect(try await Self.seen(database) == first)
            #expect(await faultCode { try await runner.rebuild("nobody") } == .configuration)
        }
    }

    @Test("run by four servers while twelve write sees every event once", arguments: TestEngine.present)
    func crowd(engine: TestEngine) async throws {
        try await engine.withPlace { place in
            let writing = try place.open(connections: 12)
            try await Self.prepare(writing)
            var servers: [any Database] = []
            for _ in 0..<4 { servers.append(try place.open(connections: 2)) }
            let written = Counter()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for matter in 1...12 as ClosedRange<Int64> {
                    group.addTask {
                        for step in 1...40 {
                            try await writing.write { connection in
                                try TestLog.append(["event-\(step)"], to: matter, in: connection)
                                // Holds its number while others, with later ones, are done before.
                                if engine == .postgres {
                                    usleep(UInt32((Int(matter) * 7 + step * 3) % 5) * 2_000)
                                }
                            }
                        }
                        written.add()
                    }
                }
                for server in servers {
                    group.addTask {
                        let runner = FollowerRunner(database: server, followers: [Self.recorder(batch: 9)])
                        while written.value < 12 { try await runner.advanceAll() }
                    }
                }
                try await group.waitForAll()
            }
            try await TestLog.settle(writing)
            try await FollowerRunner(database: writing, followers: [Self.recorder()]).advanceAll()
            let events = try await writing.read { connection in
                try connection.rows("SELECT id FROM events ORDER BY xid, id").map {
                    try $0.get(at: 0, as: Int.self)
                }
            }
            #expect(try await Self.seen(writing) == events)
            #expect(events.count == 12 * 40)
            for server in servers + [writing] { await server.close() }
        }
    }

    @Test(
        "never passes an event whose transaction is still open", .disabled(if: TestEngine.postgresIsSkipped))
    func overlapping() async throws {
        try await TestEngine.postgres.withDatabase { database in
            try await Self.prepare(database)
            let runner = FollowerRunner(database: database, followers: [Self.recorder()])
            let taken = DispatchSemaphore(value: 0)
            let release = DispatchSemaphore(value: 0)
            async let early: Void = database.write { connection in
                try TestLog.append(["early"], to: 1, in: connection)
                taken.signal()
                release.wait()
            }
            await withCheckedContinuation { continuation in
                DispatchQueue.global().async {
                    taken.wait()
                    continuation.resume()
                }
            }
            try await database.write { try TestLog.append(["late"], to: 2, in: $0) }
            // The later number is committed and visible, but the earlier one may still come.
            let visible = try await database.read { try $0.rows("SELECT name FROM events").map(\.values) }
            #expect(visible == [[.text("late")]])
            #expect(try await runner.advanceAll() == 0)
            #expect(try await Self.seen(database) == [])
            release.signal()
            try await early
            try await TestLog.settle(database)
            #expect(try await runner.advanceAll() == 2)
            let names = try await database.read { connection in
                try connection.rows(
                    "SELECT name FROM events JOIN seen ON seen.event = events.id ORDER BY place"
                )
                .map(\.values)
            }
            #expect(names == [[.text("early")], [.text("late")]])
            #expect(try await runner.advanceAll() == 0)
        }
    }

    @Test(
        "goes on after a dump was restored into a server that counts from its beginning",
        .disabled(if: TestEngine.postgresIsSkipped))
    func restored() async throws {
        try await TestEngine.postgres.withDatabase { database in
            try await Self.prepare(database)
            let runner = FollowerRunner(database: database, followers: [Self.recorder()])
            try await TestLog.fill(database, matters: 1..<2, events: 3)
            // As if the old server had counted much further.
            try await database.write { try $0.run("UPDATE events SET xid = xid + 5000000000") }
            try await TestLog.prepare(database)
            try await TestLog.settle(database)
            #expect(try await runner.advanceAll() == 3)
            try await database.write { try TestLog.append(["after"], to: 1, in: $0) }
            try await TestLog.settle(database)
            #expect(try await runner.advanceAll() == 1)
            #expect(try await Self.seen(database).count == 4)
        }
    }
}

/// A number that tasks raise together.
private final class Counter: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }

    func add() { count.withLock { $0 += 1 } }
}
