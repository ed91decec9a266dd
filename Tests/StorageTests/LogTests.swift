import Core
import Storage
import Testing

/// A log with a table of matters beside it, as the desk keeps them.
enum TestLog {
    static let now = Moment(milliseconds: 1_767_225_600_000)

    static func prepare(_ database: any Database) async throws {
        let matters = Migration(
            "0100-matters",
            """
            CREATE TABLE matters (
                id BIGINT PRIMARY KEY, version BIGINT NOT NULL, head_hash {blob} NOT NULL);
            """
        )
        try await Migrator(StorageSchema.migrations + [matters]).migrate(database, now: now)
    }

    /// Appends events to a matter, and notes its head.
    static func append(_ names: [String], to matter: Int64, in connection: any Connection) throws {
        let head = try connection.first("SELECT version, head_hash FROM matters WHERE id = \(matter)")
        let events = names.map {
            NewEvent(at: now, actor: "clerk:3", name: $0, payload: #"{"text":"\#($0) 井盖 😀"}"#)
        }
        let new = try EventLog.append(
            events, to: matter, after: head?.get("version") ?? 0,
            previous: head?.get("head_hash") ?? Chain.start,
            in: connection)
        try connection.run(
            """
            INSERT INTO matters (id, version, head_hash) VALUES (\(matter), \(new.sequence), \(new.hash))
            ON CONFLICT (id) DO UPDATE SET version = excluded.version, head_hash = excluded.head_hash
            """)
    }

    static func fill(_ database: any Database, matters: Range<Int64>, events: Int) async throws {
        try await database.write { connection in
            for matter in matters {
                try append((1...events).map { "event-\($0)" }, to: matter, in: connection)
            }
        }
    }

    /// Waits until no transaction of any test on the same server is older than the events of this one.
    static func settle(_ database: any Database) async throws {
        let settled = database.dialect.settled
        while try await database.read({ try $0.first("SELECT 1 FROM events WHERE NOT (\(settled)) LIMIT 1") })
            != nil
        {
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    static func verify(_ database: any Database) async throws -> [Complaint] {
        try await database.read { try LogVerifier.verify(in: $0) }
    }
}

@Suite("The log")
struct LogTests {
    @Test("lets only the first of two write the same number", arguments: TestEngine.present)
    func race(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            try await TestLog.prepare(database)
            let event = NewEvent(at: TestLog.now, actor: "a", name: "raised", payload: "{}")
            let codes = await withTaskGroup(of: Fault.Code?.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        await faultCode {
                            try await database.write { connection in
                                _ = try EventLog.append(
                                    [event], to: 1, after: 0, previous: Chain.start, in: connection)
                            }
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(codes.count { $0 == nil } == 1)
            #expect(codes.count { $0 == .constraint } == 7)
            #expect(try await database.read { try EventLog.events(of: 1, in: $0).count } == 1)
        }
    }

    @Test("keeps long stories in order and links each event to the one before", arguments: TestEngine.present)
    func story(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            try await TestLog.prepare(database)
            try await TestLog.fill(database, matters: 1..<3, events: 250)
            let events = try await database.read { try EventLog.events(of: 2, in: $0) }
            #expect(events.map(\.sequence) == Array(1...250))
            #expect(events.map(\.name) == (1...250).map { "event-\($0)" })
            var previous = Chain.start
            for event in events {
                previous = Chain.link(
                    previous: previous, matter: 2, sequence: event.sequence, at: event.at, actor: event.actor,
                    name: event.name, payload: event.payload)
                #expect(event.hash == previous)
            }
        }
    }

    @Test("gives every field its own place in the hash")
    func fields() {
        func link(_ actor: String, _ name: String, _ payload: String, sequence: Int = 1, matter: Int64 = 1)
            -> [UInt8]
        {
            Chain.link(
                previous: Chain.start, matter: matter, sequence: sequence, at: TestLog.now, actor: actor,
                name: name,
                payload: payload)
        }
        let hashes: Set = [
            link("ab", "c", "d"), link("a", "bc", "d"), link("a", "b", "cd"), link("", "abc", "d"),
            link("ab", "c", "d", sequence: 2), link("ab", "c", "d", matter: 2), link("ab", "c", "D"),
        ]
        #expect(hashes.count == 7)
        #expect(hashes.allSatisfy { $0.count == 32 })
    }

    @Test("has a chain that never changes its form")
    func frozen() {
        let hash = Chain.link(
            previous: Chain.start, matter: 1, sequence: 1, at: Moment(milliseconds: 0), actor: "a", name: "b",
            payload: "{}")
        #expect(hash.map { String($0, radix: 16) }.joined(separator: " ") == Self.known)
    }

    /// Computed apart from the program, with Python's hashlib.
    private static let known = """
        c1 c f7 47 e9 25 d0 88 61 a8 60 fb 75 94 f8 6\
        f 71 2f 22 4e f 42 61 f9 f d7 ad ef 3 d5 be 53
        """
}
