import Core
import Desk
import Logging
import Storage
import Testing

@Suite("A timer") struct TimekeeperTests {
    private static let expiries: SQL = "SELECT count(*) FROM events WHERE payload LIKE '%clockExpired%'"

    /// Takes in matters whose first limit is due at the same time.
    private func fill(_ town: DeskTown, _ count: Int) async throws {
        var identities: [MatterIdentity] = []
        for _ in 0..<count {
            identities.append(try await town.desk.identity(for: DeskTown.filing(), at: DeskTown.start))
        }
        for start in stride(from: 0, to: count, by: 250) {
            let some = Array(identities[start..<min(start + 250, count)])
            let filings = try some.map {
                try town.desk.prepare(DeskTown.filing(), as: $0, by: .resident, at: DeskTown.start)
            }
            try await town.desk.batch { transaction in
                for filing in filings { _ = try transaction.file(filing, at: DeskTown.start) }
            }
        }
    }

    @Test(
        "rings once, though two servers look for what is due at the same time", arguments: TestEngine.present)
    func once(engine: TestEngine) async throws {
        try await engine.withPlace { place in
            let first = try await DeskTown.settled(in: try place.open(connections: 8))
            // One file has one writer; the servers of a PostgreSQL city each have connections of their own.
            let second = engine == .sqlite ? first : DeskTown(database: try place.open(connections: 8))
            try await fill(first, 2000)
            let later = DeskTown.start + DeskTown.day
            async let one = first.ring(at: later)
            async let other = second.ring(at: later)
            let made = (try await one, try await other)
            #expect(made.0 + made.1 == 2000, "\(made)")
            #expect(try await first.count(Self.expiries) == 2000)
            let most = try await first.count(
                """
                SELECT max(n) FROM (SELECT count(*) AS n FROM events WHERE payload LIKE '%clockExpired%'
                    GROUP BY matter_id) AS rung
                """)
            #expect(most == 1)
            #expect(try await first.count("SELECT count(*) FROM timers WHERE due_at <= \(later)") == 0)
            #expect(try await first.count("SELECT count(*) FROM matters WHERE overdue = 1") == 2000)
            #expect(try await first.complaints().isEmpty)
            await first.database.close()
            if engine == .postgres { await second.database.close() }
        }
    }

    @Test("rings not a millisecond early")
    func early() async throws {
        try await DeskTown.with(.sqlite) { town in
            let number = try await town.file().number
            let due = try #require(try await town.record(number).dueAt)
            #expect(try await town.ring(at: due + -1) == 0)
            #expect(try await town.matter(number).version == 1)
            #expect(try await town.ring(at: due) == 1)
            #expect(try await town.facts(number).contains(.limitPassed(limit: "registering")))
            #expect(try await town.ring(at: due) == 0)
        }
    }

    @Test(
        "that was due while nobody was there rings afterwards, one after the other",
        arguments: TestEngine.present)
    func catchUp(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let dispatched = try await town.dispatched().number
            let asked = try await town.answered().number
            // A year later: signing was warned of and expired, the whole too; nobody rated.
            let later = DeskTown.start + 365 * DeskTown.day
            #expect(try await town.ring(at: later) > 0)
            let facts = try await town.facts(dispatched)
            for limit in ["signing", "whole"] {
                // Nobody is reminded of what is late already.
                #expect(facts.filter { $0 == .clockWarned(limit: limit) }.count <= 1)
                #expect(facts.filter { $0 == .clockExpired(limit: limit) }.count == 1)
            }
            #expect(try await town.matter(dispatched).overdue)
            #expect(try await town.matter(asked).stage == "callingBack")
            #expect(try await town.matter(asked).isOpen)
            #expect(try await town.complaints().isEmpty)
        }
    }

    @Test("of a stage that was left in time does not ring", arguments: TestEngine.present)
    func stale(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let number = try await town.dispatched().number
            let signing: SQL = "SELECT count(*) FROM timers WHERE time_limit = 'signing'"
            #expect(try await town.count(signing) == 2)
            try await town.move("accept", on: number, by: DeskTown.handler)
            #expect(try await town.count(signing) == 0)
            // The resident was spoken with, which has a time of its own.
            try await town.move("contact", [.way: "phone"], on: number, by: DeskTown.handler)
            // Four working hours are over by then, a day is not.
            let later = DeskTown.start + 12 * DeskTown.hour
            #expect(try await town.ring(at: later) == 0)
            let other = try await town.dispatched().number
            #expect(try await town.ring(at: later) > 0)
            #expect(try await town.facts(other).contains(.clockExpired(limit: "signing")))
            #expect(try await !town.facts(number).contains(.clockExpired(limit: "signing")))
        }
    }

    @Test(
        "that no longer counts is passed over, even where its row was left behind",
        arguments: TestEngine.present)
    func leftBehind(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let number = try await town.file().number
            try await town.move("withdraw", on: number, by: .resident)
            let id = try await town.record(number).id
            try await town.run(
                """
                INSERT INTO timers (matter_id, time_limit, mark, due_at)
                VALUES (\(id), 'registering', 'expiry', 1), (\(id), 'no such limit', 'warning', 1)
                """)
            #expect(try await town.ring(at: DeskTown.start + DeskTown.day) == 0)
            #expect(try await town.count("SELECT count(*) FROM timers") == 0)
            #expect(try await town.matter(number).version == 2)
        }
    }

    @Test("of a matter that cannot be read stops no other", arguments: TestEngine.present)
    func corrupt(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let numbers = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<40 { group.addTask { try await town.file().number } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            try await town.run("UPDATE matters SET state = '{' WHERE number = \(numbers[3])")
            try await town.run("UPDATE matters SET version = 7 WHERE number = \(numbers[5])")
            // Somebody wrote into the log past the program: the next event's place is taken.
            let id: Int64 = try #require(
                try await town.database.read {
                    try $0.value("SELECT id FROM matters WHERE number = \(numbers[9])")
                })
            try await town.run(
                """
                INSERT INTO events (matter_id, seq, at, actor, name, payload, hash, xid)
                SELECT matter_id, 2, at, actor, name, payload, hash, xid FROM events WHERE matter_id = \(id)
                """)
            let later = DeskTown.start + DeskTown.day
            #expect(try await town.ring(at: later) == 37)
            #expect(try await town.count("SELECT count(*) FROM matters WHERE overdue = 1") == 37)
            // They are looked at again later, not all the time.
            #expect(try await town.count("SELECT count(*) FROM timers WHERE due_at <= \(later)") == 0)
            #expect(
                try await town.count("SELECT count(*) FROM timers WHERE due_at <= \(later + DeskTown.hour)")
                    == 3)
        }
    }

    @Test(
        "pauses with its clock and is set anew when the clock goes on, in days and in working days",
        arguments: TestEngine.present, ["0201", "0901"])
    func pauses(engine: TestEngine, category: String) async throws {
        try await DeskTown.with(engine) { town in
            let number = try await town.file().number
            try await town.move("register", [.category: category], on: number, by: DeskTown.clerk)
            try await town.move(
                "dispatch", [.unit: DeskTown.unit.text], on: number, by: DeskTown.dispatcher)
            let whole: SQL = "SELECT count(*) FROM timers WHERE time_limit = 'whole'"
            #expect(try await town.count(whole) == 2)
            try await town.move("answer", [.answer: "已经清运。"], on: number, by: DeskTown.handler)
            #expect(try await town.count(whole) == 0)
            let asked = DeskTown.start + 3 * DeskTown.day
            try await town.move(
                "rate", [.solved: "no", .satisfied: "no"], on: number, by: .resident, at: asked)
            #expect(try await town.count(whole) == 2)
            let clock = try #require(try await town.matter(number).clock("whole"))
            // Nothing of it was used before the answer: seven days, or five working days for wages.
            let calendar = DeskTown.city.calendar
            let expected =
                category == "0901"
                ? calendar.add(
                    .workingHours(
                        calendar.elapsed(
                            from: DeskTown.start, to: calendar.add(.workingDays(5), to: DeskTown.start))),
                    to: asked)
                : asked + 7 * DeskTown.day
            #expect(clock.due == expected)
            #expect(try await town.ring(at: expected + -1) > 0)
            #expect(try await !town.facts(number).contains(.clockExpired(limit: "whole")))
            #expect(try await town.ring(at: expected) > 0)
            #expect(try await town.facts(number).contains(.clockExpired(limit: "whole")))
        }
    }
}
