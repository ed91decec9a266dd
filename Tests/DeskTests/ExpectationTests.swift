import Core
import Desk
import Storage
import Testing

@Suite("What is expected of a matter") struct ExpectationTests {
    private static let day = DeskTown.day

    /// A case of another system: when it began and ended, in days before the start of the tests.
    private func past(_ id: Int, began: Int, took days: Int?, urgency: Urgency = .ordinary) -> Filing {
        var filing = Filing(text: "小区门口的垃圾没有人清运。", channel: .imported)
        filing.area = DeskTown.village
        filing.category = DeskTown.category
        filing.urgency = urgency
        filing.source = "old"
        filing.sourceID = "\(id)"
        filing.raisedAt = DeskTown.start + -Int64(began) * Self.day
        filing.endedAt = days.map { DeskTown.start + -Int64(began - $0) * Self.day }
        return filing
    }

    private func takeIn(_ filings: [Filing], _ town: DeskTown) async throws {
        let desk = town.desk
        var prepared: [PreparedFiling] = []
        for filing in filings {
            let identity = try await desk.identity(for: filing, at: DeskTown.start)
            prepared.append(
                try desk.prepare(filing, as: identity, by: .system("import"), at: DeskTown.start))
        }
        let batch = prepared
        _ = try await desk.batch { transaction in
            for filing in batch { _ = try transaction.file(filing, at: DeskTown.start) }
        }
    }

    /// Forty that took one to forty days.
    private func settled(_ town: DeskTown) async throws {
        try await takeIn((1...40).map { past($0, began: 100, took: $0) }, town)
    }

    /// Brings the follower of the expectations to the last event.
    private func follow(_ town: DeskTown) async throws {
        try await FollowerRunner.settled([town.desk.expectationFollower], on: town.database)
    }

    private func stored(_ town: DeskTown) async throws -> [String] {
        try await town.database.read { connection in
            try connection.rows("SELECT likeness, finished, curve FROM expectations ORDER BY likeness").map {
                "\(try $0.get(at: 0, as: String.self)) \(try $0.get(at: 1, as: Int.self)) "
                    + (try $0.get(at: 2, as: String.self))
            }
        }
    }

    @Test(
        "is nothing before the first estimates, and with fewer than twenty that finished",
        arguments: TestEngine.present)
    func tooFew(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            try await takeIn((1...19).map { past($0, began: 100, took: $0) }, town)
            let number = try await town.dispatched().number
            let record = try await town.record(number)
            #expect(try await town.desk.expectation(of: record, at: DeskTown.start) == nil)
            let round = try await town.desk.refreshExpectations(at: DeskTown.start)
            #expect(round.fitted == 20)
            #expect(try await town.desk.expectation(of: record, at: DeskTown.start) == nil)
            #expect(try await town.desk.expectationState().groups == 0)
        }
    }

    @Test(
        "comes from similar ones that finished, and is never earlier than now", arguments: TestEngine.present)
    func similar(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            try await settled(town)
            let now = DeskTown.start + Self.day
            try await town.desk.refreshExpectations(at: DeskTown.start)
            let number = try await town.dispatched(at: now).number
            let record = try await town.record(number)
            let first = try #require(try await town.desk.expectation(of: record, at: now))
            #expect(first.count == 40)
            #expect(first.group.text == "ordinary|category|0101|980101001")
            #expect(abs(first.p50 - now - 20 * Self.day) < 2 * Self.day)
            let most = try #require(first.p90)
            #expect(abs(most - now - 36 * Self.day) < 3 * Self.day)
            for days in [2, 5, 12, 18] {
                let later = now + Int64(days) * Self.day
                let found = try #require(try await town.desk.expectation(of: record, at: later))
                #expect(found.p50 >= later && found.p50 >= first.p50 && found.count < 40)
            }
            // Eleven took thirty days or longer: too few to go by.
            #expect(try await town.desk.expectation(of: record, at: now + 30 * Self.day) == nil)
            // A clock that is behind asks before it was raised.
            #expect(try await town.desk.expectation(of: record, at: now + -Self.day)?.p50 == first.p50)
            var emergency = DeskTown.filing()
            emergency.urgency = .emergency
            emergency.channel = .hotline
            emergency.category = DeskTown.category
            let other = try await town.desk.file(emergency, by: DeskTown.clerk, at: now).number
            #expect(try await town.desk.expectation(of: try await town.record(other), at: now) == nil)
            try await town.move("withdraw", [.reason: "不用了"], on: number, by: .resident, at: now)
            #expect(try await town.desk.expectation(of: try await town.record(number), at: now) == nil)
        }
    }

    @Test("is later where many are still open", arguments: TestEngine.present)
    func open(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            try await settled(town)
            let record = try await town.record(try await town.dispatched().number)
            try await town.desk.refreshExpectations(at: DeskTown.start)
            let before = try #require(try await town.desk.expectation(of: record, at: DeskTown.start))
            try await takeIn((101...130).map { past($0, began: 90, took: nil) }, town)
            try await town.desk.refreshExpectations(at: DeskTown.start + 1, isDue: true)
            let after = try #require(try await town.desk.expectation(of: record, at: DeskTown.start))
            #expect(after.p50 > before.p50 && after.p90 == nil)
            try await takeIn((131...170).map { past($0, began: 90, took: nil) }, town)
            try await town.desk.refreshExpectations(at: DeskTown.start + 2, isDue: true)
            #expect(try await town.desk.expectation(of: record, at: DeskTown.start) == nil)
        }
    }

    @Test("is made anew only when it is old, and the same from the same", arguments: TestEngine.present)
    func twice(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            try await settled(town)
            #expect(try await town.desk.refreshExpectations(at: DeskTown.start).fitted == 40)
            let first = try await stored(town)
            #expect(first.count == 6, "\(first.map { $0.prefix(60) })")
            #expect(try await town.desk.refreshExpectations(at: DeskTown.start + 3_600_000).fitted == nil)
            try await town.run("UPDATE expectation_fit SET fitted_at = 1")
            #expect(try await town.desk.refreshExpectations(at: DeskTown.start).fitted == 40)
            #expect(try await stored(town) == first)
            // What was raised long ago no longer counts.
            #expect(
                try await town.desk.refreshExpectations(at: DeskTown.start + 600 * Self.day).fitted == 0)
            #expect(try await stored(town).isEmpty)
        }
    }

    @Test(
        "is made once when two servers come at the same moment, and after one of them stopped",
        arguments: TestEngine.present)
    func servers(engine: TestEngine) async throws {
        try await engine.withPlace { place in
            let one = try await DeskTown.settled(in: try place.open())
            // One file has one writer; the servers of a PostgreSQL city each have connections of their own.
            let other = engine == .sqlite ? one : DeskTown(database: try place.open())
            try await settled(one)
            for round in 1...5 {
                let now = DeskTown.start + Int64(round) * Self.day
                async let left = one.desk.refreshExpectations(at: now)
                async let right = other.desk.refreshExpectations(at: now)
                let made = try await [left.fitted, right.fitted].compactMap(\.self)
                #expect(made == [40])
            }
            // A server that claimed the work and went away.
            let now = DeskTown.start + 5 * Self.day
            let claimed = now + 900_000
            try await one.run("UPDATE expectation_fit SET claimed_until = \(claimed), fitted_at = 0")
            #expect(try await other.desk.refreshExpectations(at: now).fitted == nil)
            #expect(try await other.desk.refreshExpectations(at: claimed).fitted == 40)
            if engine == .postgres { await other.database.close() }
            await one.database.close()
        }
    }

    @Test(
        "is kept when the category is known, and counted once its time has passed",
        arguments: TestEngine.present)
    func counted(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            try await settled(town)
            try await town.desk.refreshExpectations(at: DeskTown.start)
            let now = DeskTown.start + 1000
            // Two finish at once, one is taken back, one goes on.
            var numbers: [String] = []
            for _ in 0..<4 { numbers.append(try await town.answered(at: now).number) }
            for number in numbers.prefix(2) {
                try await town.move(
                    "rate", [.solved: "yes", .satisfied: "yes"], on: number, by: .resident, at: now)
            }
            try await town.move("withdraw", [.reason: "不用了"], on: numbers[2], by: .resident, at: now)
            try await follow(town)
            #expect(try await town.count("SELECT COUNT(*) FROM expectation_promises") == 4)
            #expect(try await town.desk.expectationHits(limit: 10).isEmpty)
            // Nothing counts before its time has passed, also what finished long before.
            try await town.desk.refreshExpectations(at: now + 10 * Self.day)
            #expect(try await town.desk.expectationHits(limit: 10).isEmpty)
            let late = now + 25 * Self.day
            #expect(try await town.desk.refreshExpectations(at: late).settled == 4)
            let hits = try #require(try await town.desk.expectationHits(of: nil))
            #expect(hits.halfDue == 3 && hits.halfKept == 2 && hits.mostDue == 0)
            #expect(try await town.desk.refreshExpectations(at: late).settled == 0)
            #expect(try await town.desk.expectationHits(of: nil) == hits)
            // The log followed anew would know the answers: nothing is promised twice.
            let runner = FollowerRunner(database: town.database, followers: [town.desk.expectationFollower])
            try await runner.rebuild("expectations")
            try await follow(town)
            #expect(try await town.desk.refreshExpectations(at: late).settled == 0)
            #expect(try await town.desk.refreshExpectations(at: now + 60 * Self.day).settled == 4)
            let all = try await town.desk.expectationHits(limit: 10)
            #expect(all.first?.group == nil && all.count == 2)
            #expect(all.allSatisfy { $0.halfDue == 3 && $0.mostDue == 3 && $0.mostKept == 2 })
        }
    }

    @Test("is counted once when two servers come at the same moment", arguments: TestEngine.present)
    func countedOnce(engine: TestEngine) async throws {
        try await engine.withPlace { place in
            let one = try await DeskTown.settled(in: try place.open())
            let other = engine == .sqlite ? one : DeskTown(database: try place.open())
            try await settled(one)
            try await one.desk.refreshExpectations(at: DeskTown.start)
            for index in 0..<30 {
                let filing = past(200 + index, began: 0, took: nil)
                _ = try await one.desk.file(filing, by: .system("import"), at: DeskTown.start + 1000)
            }
            try await follow(one)
            let late = DeskTown.start + 90 * Self.day
            async let left = one.desk.refreshExpectations(at: late)
            async let right = other.desk.refreshExpectations(at: late)
            _ = try await (left, right)
            try await one.desk.refreshExpectations(at: late)
            let hits = try #require(try await one.desk.expectationHits(of: nil))
            #expect(hits.halfDue == 30 && hits.mostDue == 30 && hits.halfKept == 0)
            if engine == .postgres { await other.database.close() }
            await one.database.close()
        }
    }

    @Test("is not kept where the estimates know more than was known", arguments: TestEngine.present)
    func noPeeking(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            try await settled(town)
            _ = try await town.dispatched(at: DeskTown.start)
            try await town.desk.refreshExpectations(at: DeskTown.start + Self.day)
            try await follow(town)
            #expect(try await town.count("SELECT COUNT(*) FROM expectation_promises") == 0)
        }
    }

    @Test("is made up for months without the job, from what was known in each", arguments: TestEngine.present)
    func rehearsed(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            // Two days each; in the last month nobody finishes anything.
            let quick = (0..<120).map { past($0, began: 300 - $0 * 2, took: 2) }
            let stuck = (200..<220).map { past($0, began: 20, took: nil) }
            try await takeIn(quick + stuck, town)
            try await town.desk.rehearseExpectations(months: 6, at: DeskTown.start)
            let hits = try #require(try await town.desk.expectationHits(of: nil))
            #expect(hits.halfDue > 60 && hits.halfKept < hits.halfDue)
            #expect(hits.halfDue - hits.halfKept >= 20)
            #expect(try await town.desk.expectationState().fittedAt == DeskTown.start)
            let again = try await town.desk.expectationHits(of: nil)
            try await town.desk.rehearseExpectations(months: 6, at: DeskTown.start + 1)
            #expect(try await town.desk.expectationHits(of: nil) == again)
        }
    }

    @Test("is refused with its remedy where an estimate is damaged")
    func damaged() async throws {
        try await DeskTown.with(.sqlite) { town in
            try await settled(town)
            try await town.desk.refreshExpectations(at: DeskTown.start)
            try await town.run("UPDATE expectations SET curve = '[1,2]'")
            let record = try await town.record(try await town.dispatched().number)
            await #expect(throws: Fault.self) {
                try await town.desk.expectation(of: record, at: DeskTown.start)
            }
        }
    }
}
