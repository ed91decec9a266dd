import Core
import Desk
import Foundation
import Storage
import Testing

@Suite("The proof that nothing was changed or lost") struct VerificationTests {
    /// Ten matters, most of them well on their way; the fifth is looked at.
    private func tampered(
        _ engine: TestEngine, _ tamper: (DeskTown, _ id: Int64, _ other: Int64) async throws -> Void
    ) async throws -> (complaints: [Verification.Complaint], number: String, other: String) {
        try await DeskTown.with(engine) { town in
            var receipts: [Receipt] = []
            for index in 0..<10 {
                receipts.append(index.isMultiple(of: 3) ? try await town.file() : try await town.answered())
            }
            #expect(try await town.complaints().isEmpty)
            try await tamper(town, receipts[4].id, receipts[7].id)
            return (try await town.complaints(), receipts[4].number, receipts[7].number)
        }
    }

    private func names(_ complaint: Verification.Complaint?, _ number: String, _ event: Int?) -> Bool {
        complaint?.matter == number && complaint?.event == event
            && complaint?.description.contains(number) == true
    }

    @Test("names the event of which one byte was changed", arguments: TestEngine.present)
    func byte(engine: TestEngine) async throws {
        let (complaints, number, _) = try await tampered(engine) { town, id, _ in
            try await town.run(
                """
                UPDATE events SET payload = replace(payload, '清运', '清远') WHERE matter_id = \(id) AND seq = 4
                """)
        }
        #expect(complaints.count == 1 && names(complaints.first, number, 4), "\(complaints)")
    }

    @Test("names the event whose time or author was changed", arguments: TestEngine.present)
    func author(engine: TestEngine) async throws {
        let (complaints, number, other) = try await tampered(engine) { town, id, other in
            try await town.run("UPDATE events SET at = at + 1 WHERE matter_id = \(id) AND seq = 2")
            try await town.run("UPDATE events SET actor = 'resident' WHERE matter_id = \(other) AND seq = 3")
        }
        #expect(complaints.count == 2)
        #expect(names(complaints.first, number, 2) && names(complaints.last, other, 3), "\(complaints)")
    }

    @Test("names the event that is gone", arguments: TestEngine.present)
    func deleted(engine: TestEngine) async throws {
        let (complaints, number, _) = try await tampered(engine) { town, id, _ in
            try await town.run("DELETE FROM events WHERE matter_id = \(id) AND seq = 3")
        }
        #expect(complaints.count == 1 && names(complaints.first, number, 3), "\(complaints)")
    }

    @Test("names the first event of a tail that was cut", arguments: TestEngine.present)
    func tail(engine: TestEngine) async throws {
        let (complaints, number, _) = try await tampered(engine) { town, id, _ in
            try await town.run("DELETE FROM events WHERE matter_id = \(id) AND seq >= 3")
        }
        #expect(complaints.count == 1 && names(complaints.first, number, 3), "\(complaints)")
    }

    @Test("names two events of a matter that were swapped", arguments: TestEngine.present)
    func swapped(engine: TestEngine) async throws {
        let (complaints, number, _) = try await tampered(engine) { town, id, _ in
            try await swap(town, (id, 2), (id, 3))
        }
        #expect(complaints.contains { names($0, number, 2) || names($0, number, 3) }, "\(complaints)")
        #expect(complaints.allSatisfy { $0.matter == number })
    }

    @Test("names two events of two matters that were swapped", arguments: TestEngine.present)
    func swappedMatters(engine: TestEngine) async throws {
        let (complaints, number, other) = try await tampered(engine) { town, id, other in
            try await swap(town, (id, 2), (other, 2))
        }
        #expect(complaints.contains { names($0, number, 2) }, "\(complaints)")
        #expect(complaints.contains { names($0, other, 2) }, "\(complaints)")
    }

    private func swap(_ town: DeskTown, _ one: (Int64, Int), _ other: (Int64, Int)) async throws {
        func put(_ from: (Int64, Int), _ to: (Int64, Int)) async throws {
            try await town.run(
                """
                UPDATE events SET matter_id = \(to.0), seq = \(to.1)
                WHERE matter_id = \(from.0) AND seq = \(from.1)
                """)
        }
        try await put(one, (one.0, 999))
        try await put(other, one)
        try await put((one.0, 999), other)
    }

    private static let changes: [SQL] = [
        "stage = 'solved'", "status = 'closed', outcome = 'solved'", "lead = 'HOTLINE'", "category = '0102'",
        "text = '没有问题'", "title = '没有问题'", "urgency = 'emergency'", "overdue = 1 - overdue",
        "raised_at = raised_at + 1", "area = '980102001001'", "village = '980102001001'",
        "channel = 'hotline'",
        "more = '我很满意'", "state = replace(state, '\"asking\"', '\"handling\"')", "due_at = due_at + 1",
        "place = '别处'", "version = version - 1", "source = 'elsewhere'", "rank = 0",
        "head_hash = secrets.value", "route = 'legacy'", "grade = 'deep'", "supervision = 3", "excluded = 1",
        "urges = 7", "returns = returns + 1", "sharers = ' SUPERVISION '",
    ]

    @Test("names every matter whose row was changed", arguments: TestEngine.present)
    func rows(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            var numbers: [String] = []
            for _ in Self.changes { numbers.append(try await town.answered().number) }
            #expect(try await town.complaints().isEmpty)
            _ = try await Secrets.key("x", random: [1, 2, 3], in: town.database)
            for (change, number) in zip(Self.changes, numbers) {
                let source: SQL = " FROM secrets"
                try await town.run("UPDATE matters SET " + change + source + " WHERE number = \(number)")
            }
            let complaints = try await town.complaints()
            for (change, number) in zip(Self.changes, numbers) {
                #expect(complaints.contains { $0.matter == number }, "\(change)")
            }
            #expect(complaints.count == numbers.count)
        }
    }

    @Test("names a matter whose row is gone, by its number", arguments: TestEngine.present)
    func rowGone(engine: TestEngine) async throws {
        let (complaints, number, _) = try await tampered(engine) { town, id, _ in
            for table: SQL in ["contacts", "timers", "duties"] {
                try await town.run("DELETE FROM " + table + " WHERE matter_id = \(id)")
            }
            if engine == .postgres { try await town.run("DELETE FROM matter_search WHERE matter_id = \(id)") }
            try await town.run("DELETE FROM matters WHERE id = \(id)")
        }
        #expect(complaints.count == 1 && complaints.first?.matter == number, "\(complaints)")
    }

    @Test("misses nothing that is sealed, though a whole matter is taken out", arguments: TestEngine.present)
    func sealed(engine: TestEngine) async throws {
        let (complaints, _, _) = try await tampered(engine) { town, id, _ in
            try await FollowerRunner.settled([], on: town.database)
            try await Anchors.take(
                day: "2026-03-02", now: DeskTown.start + DeskTown.day, on: town.database)
            #expect(try await town.complaints().isEmpty)
            for table: SQL in ["contacts", "timers", "events", "duties"] {
                try await town.run("DELETE FROM " + table + " WHERE matter_id = \(id)")
            }
            if engine == .postgres { try await town.run("DELETE FROM matter_search WHERE matter_id = \(id)") }
            try await town.run("DELETE FROM matters WHERE id = \(id)")
        }
        #expect(
            complaints.contains { $0.matter == nil && $0.problem.contains("2026-03-02") }, "\(complaints)")
    }
}
