@testable import Assessments
import Core
import Desk
import Storage
import Testing

@Suite("On either engine the assessments")
struct AssessmentsEngineTests {
    @Test("count what happened, day by day and unit by unit", arguments: TestEngine.present)
    func counts(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await AssessmentsTown(database)
            try await town.answered(try await town.given())
            let second = try await town.given()
            try await town.answered(second, solved: "no", satisfied: "no")
            try await town.follow()
            town.wait(days: 1)
            #expect(try await town.tick() == 1)
            let report = try #require(try await town.report("2026-03-02"))
            let roads = try #require(report.figures["ROADS"])
            #expect(roads[.dispatched] == 2 && roads[.acceptedInTime] == 2 && roads[.answeredInTime] == 2)
            #expect(roads[.solvedYes] == 1 && roads[.solvedNo] == 1 && roads[.sentBack] == 1)
            #expect(roads[.endedSolved] == 1 && report.figures["CENTRE"]?[.received] == 2)
            #expect(report.open == ["ROADS": 1])
            #expect(report.findings.isEmpty)
        }
    }

    @Test("write each period once, however many servers do it at a time", arguments: TestEngine.present)
    func once(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await AssessmentsTown(database)
            try await town.answered(try await town.given())
            try await town.follow()
            town.wait(days: 40)
            let made = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 { group.addTask { try await town.tick() } }
                return try await group.reduce(0, +)
            }
            // From Monday the 2nd of March to Saturday the 11th of April.
            let days = try await town.assessments.archive(.day, limit: 100)
            #expect(days.count == 14 && Set(days).count == 14, "a first look goes back two weeks")
            let weeks = try await town.assessments.archive(.week, limit: 100)
            #expect(weeks.map(\.text).last == "2026-W10" && weeks.count == 5)
            let months = try await town.assessments.archive(.month, limit: 100)
            #expect(months.map(\.text) == ["2026-03"])
            #expect(made == days.count + weeks.count + months.count)
            #expect(try await town.tick() == 0)
            town.wait(days: 3)
            #expect(try await town.tick() == 4, "a stop of three days, and the week that ended")
        }
    }

    @Test("wait until the log has been followed to the end of the period", arguments: TestEngine.present)
    func behind(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await AssessmentsTown(database)
            _ = try await town.given()
            try await town.follow()
            town.wait(days: 1)
            #expect(try await town.tick() == 1)
            _ = try await town.given()
            town.wait(days: 1)
            #expect(try await town.tick() == 0)
            #expect(try await town.report("2026-03-03") == nil)
            try await town.follow()
            #expect(try await town.tick() == 1)
            #expect(try await town.report("2026-03-03")?.figures["ROADS"]?[.dispatched] == 1)
        }
    }

    @Test("say of a past day what was true then, whenever it is written", arguments: TestEngine.present)
    func past(engine: TestEngine) async throws {
        let then = try await engine.withDatabase { try await findings($0, daily: true) }
        let later = try await engine.withDatabase { try await findings($0, daily: false) }
        #expect(then == later)
        #expect(then["2026-03-08"]?.contains("sinking 1") == true)
        #expect(then["2026-03-23"]?.contains { $0.hasPrefix("lateToday") } == true)
        #expect(then["2026-03-22"]?.contains { $0.hasPrefix("dueTomorrow") } == true)
    }

    /// Three weeks in which one matter lies about, another is answered late; the checks written every night,
    /// or all at the end.
    private func findings(_ database: any Database, daily: Bool) async throws -> [String: Set<String>] {
        let town = try await AssessmentsTown(database)
        let idle = try await town.given()
        let late = try await town.given()
        try await town.follow()
        // The first look goes back two weeks, so the night before begins the record either way.
        town.wait(days: 1)
        _ = try await town.tick()
        for day in 0..<24 {
            if day == 9 { try await town.move("accept", on: idle, by: "roads") }
            if day == 22 { try await town.answered(late) }
            try await town.follow()
            town.wait(days: 1)
            if daily { _ = try await town.tick() }
        }
        try await town.follow()
        _ = try await town.tick()
        var found: [String: Set<String>] = [:]
        for period in try await town.assessments.archive(.day, limit: 100) {
            let report = try #require(try await town.assessments.report(period))
            found[period.text] = Set(report.findings.map { "\($0.sort.rawValue) \($0.number.suffix(1))" })
        }
        #expect(found.count == 25)
        return found
    }

    @Test("are the same when they are built anew from the log", arguments: TestEngine.present)
    func rebuilt(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let town = try await AssessmentsTown(database)
            for solved in ["yes", "no", "yes"] {
                try await town.answered(try await town.given(), solved: solved)
                town.wait(days: 2)
            }
            let returned = try await town.given("WATER")
            try await town.move("return", [.reason: "不归我们"], on: returned, by: "water")
            try await town.follow()
            let (first, last) = (town.today.adding(days: -30), town.today)
            let before = try await town.assessments.figures(from: first, through: last)
            #expect(before[UnitCode("WATER")]?[.returned] == 1)
            let runner = FollowerRunner(database: database, followers: [town.assessments.follower])
            try await runner.rebuild("assessments")
            #expect(try await town.assessments.figures(from: first, through: last).isEmpty)
            try await town.follow()
            #expect(try await town.assessments.figures(from: first, through: last) == before)
        }
    }
}
