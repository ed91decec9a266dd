import Core
import Storage
import Testing

@Suite("The verifier")
struct VerifierTests {
    /// What somebody with the password of the database may do, and what the verifier must say of it.
    struct Tampering: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let statements: [SQL]
        let complaints: [Complaint]
    }

    private static func swap(_ one: (Int64, Int), _ other: (Int64, Int)) -> [SQL] {
        [
            "UPDATE events SET matter_id = -1, seq = 1 WHERE matter_id = \(one.0) AND seq = \(one.1)",
            """
            UPDATE events SET matter_id = \(one.0), seq = \(one.1)
            WHERE matter_id = \(other.0) AND seq = \(other.1)
            """,
            "UPDATE events SET matter_id = \(other.0), seq = \(other.1) WHERE matter_id = -1 AND seq = 1",
        ]
    }

    private static func says(_ places: (Int64, Int, Complaint.Kind)...) -> [Complaint] {
        places.map { Complaint(matter: $0.0, sequence: $0.1, kind: $0.2) }
    }

    private static func changed(_ column: SQL, _ matter: Int64, _ sequence: Int) -> Tampering {
        let name = column.prepared { _ in "" }.text
        return Tampering(
            testDescription: "\(name) of event \(sequence)",
            statements: ["UPDATE events SET \(column) WHERE matter_id = \(matter) AND seq = \(sequence)"],
            complaints: says((matter, sequence, .altered)))
    }

    static let tamperings: [Tampering] = [
        changed("payload = payload || ' '", 5, 7), changed("payload = payload || ' '", 5, 1),
        changed("payload = payload || ' '", 5, 20), changed("at = at + 1", 5, 7),
        changed("actor = 'clerk:4'", 5, 7),
        changed("name = 'event-8'", 5, 7),
        changed("hash = (SELECT hash FROM events WHERE matter_id = 6 AND seq = 7)", 5, 7),
        changed("hash = (SELECT hash FROM events WHERE matter_id = 6 AND seq = 20)", 5, 20),
        Tampering(
            testDescription: "an event deleted",
            statements: ["DELETE FROM events WHERE matter_id = 5 AND seq = 7"],
            complaints: says((5, 7, .missing))),
        Tampering(
            testDescription: "the first event deleted",
            statements: ["DELETE FROM events WHERE matter_id = 5 AND seq = 1"],
            complaints: says((5, 1, .missing))),
        Tampering(
            testDescription: "an event deleted and the rest moved up",
            statements: [
                "DELETE FROM events WHERE matter_id = 5 AND seq = 7",
                "UPDATE events SET seq = seq + 999 WHERE matter_id = 5 AND seq > 7",
                "UPDATE events SET seq = seq - 1000 WHERE matter_id = 5 AND seq > 7",
            ],
            complaints: says((5, 7, .altered), (5, 20, .tailCut))),
        Tampering(
            testDescription: "two neighbours swapped", statements: swap((5, 7), (5, 8)),
            complaints: says((5, 7, .swapped), (5, 8, .swapped))),
        Tampering(
            testDescription: "two distant ones swapped", statements: swap((5, 3), (5, 12)),
            complaints: says((5, 3, .swapped), (5, 12, .swapped))),
        Tampering(
            testDescription: "first and last swapped", statements: swap((5, 1), (5, 20)),
            complaints: says((5, 1, .swapped), (5, 20, .swapped))),
        Tampering(
            testDescription: "swapped between two matters", statements: swap((5, 7), (9, 12)),
            complaints: says((5, 7, .swapped), (9, 12, .swapped))),
        Tampering(
            testDescription: "swapped at the same number of two matters", statements: swap((5, 1), (9, 1)),
            complaints: says((5, 1, .swapped), (9, 1, .swapped))),
        Tampering(
            testDescription: "the tail cut",
            statements: ["DELETE FROM events WHERE matter_id = 5 AND seq > 15"],
            complaints: says((5, 16, .tailCut))),
        Tampering(
            testDescription: "all events of a matter gone",
            statements: ["DELETE FROM events WHERE matter_id = 5"],
            complaints: says((5, 1, .tailCut))),
        Tampering(
            testDescription: "the last matter gone without trace in the log",
            statements: ["DELETE FROM events WHERE matter_id = 11"], complaints: says((11, 1, .tailCut))),
        Tampering(
            testDescription: "a matter's row gone", statements: ["DELETE FROM matters WHERE id = 5"],
            complaints: says((5, 0, .missing))),
        Tampering(
            testDescription: "an event added behind the matter's back",
            statements: [
                """
                INSERT INTO events (matter_id, seq, at, actor, name, payload, hash)
                SELECT 5, 21, at, actor, name, payload, hash FROM events WHERE matter_id = 5 AND seq = 20
                """
            ],
            complaints: says((5, 21, .altered))),
        Tampering(
            testDescription: "several at once",
            statements: [
                "DELETE FROM events WHERE matter_id = 2 AND seq = 4",
                "UPDATE events SET payload = '{}' WHERE matter_id = 3 AND seq IN (6, 11)",
            ] + swap((5, 3), (9, 12)),
            complaints: says(
                (2, 4, .missing), (3, 6, .altered), (3, 11, .altered), (5, 3, .swapped), (9, 12, .swapped))),
    ]

    @Test("names the matter and the event", arguments: TestEngine.present, tamperings)
    func tampering(engine: TestEngine, tampering: Tampering) async throws {
        try await engine.withDatabase { database in
            try await TestLog.prepare(database)
            try await TestLog.fill(database, matters: 1..<12, events: 20)
            #expect(try await TestLog.verify(database) == [])
            try await database.write { connection in
                for statement in tampering.statements { try connection.run(statement) }
            }
            #expect(try await TestLog.verify(database) == tampering.complaints)
        }
    }

    @Test("finds nothing wrong with more matters than it holds at a time", arguments: TestEngine.present)
    func sound(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            try await TestLog.prepare(database)
            try await TestLog.fill(database, matters: 1..<1_202, events: 2)
            #expect(try await TestLog.verify(database) == [])
            try await database.write {
                try $0.run("UPDATE events SET payload = 'x' WHERE matter_id = 1101 AND seq = 2")
            }
            #expect(
                try await TestLog.verify(database) == [Complaint(matter: 1101, sequence: 2, kind: .altered)])
        }
    }

    @Test("that seals each day finds what was changed under a seal", arguments: TestEngine.present)
    func anchors(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            try await TestLog.prepare(database)
            let now = TestLog.now
            for day in 1...4 {
                try await TestLog.fill(database, matters: Int64(day)..<Int64(day) + 2, events: 3)
                try await TestLog.settle(database)
                let anchor = try await Anchors.take(day: "2026-03-0\(day)", now: now, on: database)
                #expect(anchor?.events == 6)
                let again = try await Anchors.take(day: "2026-03-0\(day)", now: now, on: database)
                #expect(again == nil)
            }
            #expect(try await Anchors.take(day: "2026-01-01", now: now, on: database) == nil)
            #expect(try await database.read { try Anchors.check(in: $0) } == [])
            // A whole chain written anew with its head: only the seal of its days tells.
            try await database.write { connection in
                try connection.run("DELETE FROM events WHERE matter_id = 3")
                try connection.run("DELETE FROM matters WHERE id = 3")
                try TestLog.append((1...6).map { "other-\($0)" }, to: 3, in: connection)
            }
            #expect(try await TestLog.verify(database) == [])
            #expect(try await database.read { try Anchors.check(in: $0) } == ["2026-03-02", "2026-03-03"])
        }
    }
}
