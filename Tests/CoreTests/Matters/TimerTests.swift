import Core
import Testing

@Suite("A timer")
struct TimerTests {
    let calendar = Town.calendar

    @Test("warns once, at its share of the limit")
    func warnsOnce() throws {
        var story = try Story()
        let clock = try #require(story.matter.clock("whole"))
        let warn = try #require(clock.warn)
        let share = calendar.elapsed(from: clock.from, to: clock.due) / 100 * 80
        #expect(calendar.elapsed(from: clock.from, to: warn) == share)
        #expect(try story.ring(.warning, "whole", at: warn + -1).isEmpty)
        let events = try story.ring(.warning, "whole", at: warn)
        #expect(
            events.map(\.facts) == [
                [.clockWarned(limit: "whole")], [.told(audience: .lead, template: "soon")],
            ])
        #expect(try story.ring(.warning, "whole", at: warn + day).isEmpty)
    }

    @Test("expires once, at the very moment")
    func expiresOnce() throws {
        var story = try Story()
        let due = try #require(story.matter.clock("register")?.due)
        #expect(try story.ring(.expiry, "register", at: due + -1).isEmpty)
        #expect(try story.ring(.expiry, "register", at: due).map(\.move) == [nil, "overdue"])
        #expect(story.matter.clock("register")?.expired == true)
        #expect(try story.ring(.expiry, "register", at: due + day).isEmpty)
    }

    @Test("does nothing for a clock that ended, paused, or never was")
    func stale() throws {
        var story = try Story.handled()
        #expect(try story.ring(.expiry, "register", at: story.now + 99 * day).isEmpty, "ended")
        #expect(try story.ring(.expiry, "nothing", at: story.now + 99 * day).isEmpty)
        try story.when("answer", [.answer: "好"], by: .roads)
        #expect(story.matter.clock("whole")?.pausedAt == story.now)
        #expect(try story.ring(.expiry, "whole", at: story.now + 99 * day).isEmpty, "paused")
        #expect(try story.ring(.warning, "whole", at: story.now + 99 * day).isEmpty, "paused")
    }

    @Test("only leaves its mark where the move's guards do not hold")
    func markOnly() throws {
        var story = try Story.answered()
        let due = try #require(story.matter.clock("rating")?.due)
        #expect(due == story.now + 15 * day)
        #expect(try story.ring(.expiry, "rating", at: due).map(\.facts) == [[.clockExpired(limit: "rating")]])
        #expect(story.matter.stage == "asking")
    }

    @Test("makes its move where they do, and what follows")
    func makesMove() throws {
        var story = try Story.answered()
        for _ in 0..<3 { try story.when("attempt", [.attempt: "noAnswer"], by: .caller, after: day) }
        let due = try #require(story.matter.clock("rating")?.due)
        #expect(try story.ring(.expiry, "rating", at: due).map(\.move) == [nil, "giveUp"])
        #expect(story.matter.outcome == .unreachable)
        #expect(story.matter.clocks.isEmpty)
    }

    @Test("wakes what was archived on its review day")
    func wakes() throws {
        var story = try Story.handled()
        try story.when("archive", [.explanation: "等", .reviewOn: "2026-05-06"], by: .supervisor)
        let due = try #require(story.matter.clock("review")?.due)
        #expect(try story.ring(.expiry, "review", at: due).map(\.move) == [nil, "wake"])
        #expect(story.matter.stage == "handling")
        #expect(story.matter.reviewOn == nil)
    }

    @Test("goes off later than due when the program slept, and not before when its clock jumped back")
    func jumps() throws {
        var story = try Story()
        let due = try #require(story.matter.clock("register")?.due)
        #expect(try story.ring(.expiry, "register", at: due + -99 * day).isEmpty)
        let events = try story.ring(.expiry, "register", at: due + 99 * day)
        #expect(events.allSatisfy { $0.at == due + 99 * day })
        let next = try story.when("urge", by: .resident, after: -200 * day)
        #expect(next.allSatisfy { $0.at == due + 99 * day })
    }

    @Test("does not make a move that asks for something, or one that starts elsewhere")
    func unfit() throws {
        for move in ["categorise", "answer", "unheard of"] {
            let limit = TimeLimit(
                name: "odd", text: Town.same("怪"), span: .calendar(day), runs: ["received"], atExpiry: move)
            let request = Town.request()
            let odd = Procedure("request", request.stages, request.moves, [limit])
            var story = try Story(in: Town.city(procedures: [odd]))
            #expect(try story.ring(.expiry, "odd", at: story.now + day).map(\.move) == [nil])
        }
    }
}

@Suite("A clock")
struct ClockTests {
    let calendar = Town.calendar

    @Test("keeps what was left while it stood still", arguments: [hour, 3 * day + hour, 40 * day, 365 * day])
    func pause(length: Int64) throws {
        var story = try Story.handled()
        try story.when("answer", [.answer: "好"], by: .roads, after: 2 * day)
        let paused = try #require(story.matter.clock("whole"))
        let left = calendar.elapsed(from: story.now, to: paused.due)
        try story.when("rate", Story.no, by: .resident, after: length)
        let resumed = try #require(story.matter.clock("whole"))
        #expect(resumed.pausedAt == nil)
        #expect(resumed.from == paused.from)
        #expect(calendar.elapsed(from: story.now, to: resumed.due) == left)
        let warn = try #require(resumed.warn)
        let spared = try #require(paused.warn)
        #expect(
            calendar.elapsed(from: warn, to: resumed.due) == calendar.elapsed(from: spared, to: paused.due))
    }

    @Test("does not warn again after a pause")
    func warnedBefore() throws {
        var story = try Story.handled()
        let warn = try #require(story.matter.clock("whole")?.warn)
        try story.ring(.warning, "whole", at: warn)
        try story.when("answer", [.answer: "好"], by: .roads)
        try story.when("rate", Story.no, by: .resident)
        #expect(story.matter.clock("whole")?.warn == nil)
    }

    @Test("is due earlier when the matter becomes urgent, as if it had been so from the start")
    func urgent() throws {
        var story = try Story()
        try story.when("classify", [.urgency: "urgent"], by: .dispatcher, after: day)
        let urgent = try #require(story.matter.clock("whole"))
        #expect(urgent.from == Town.start)
        #expect(urgent.due == calendar.add(.workingDays(5), to: Town.start))
        try story.when("classify", [.urgency: "emergency"], by: .dispatcher)
        #expect(story.matter.clock("whole")?.due == Town.start + day)
        try story.when("classify", [.urgency: "ordinary"], by: .dispatcher)
        #expect(story.matter.clock("whole")?.due == calendar.add(.workingDays(15), to: Town.start))
    }

    @Test("is due earlier also when the same move leads to another stage")
    func urgentOnTheWay() throws {
        let send = Move(
            "send", from: ["received"], to: "handling", by: [.role("dispatcher")],
            asks: [Move.Ask(.unit), Move.Ask(.urgency)], does: [.dispatch, .classify])
        var story = try Story(in: Town.city(procedures: [Town.request(adding: [send])]))
        try story.when("send", [.unit: "ROADS", .urgency: "urgent"], by: .dispatcher)
        #expect(story.matter.clock("whole")?.due == calendar.add(.workingDays(5), to: Town.start))
    }

    @Test("that became urgent keeps the time that earlier pauses gave")
    func urgentAfterPause() throws {
        var story = try Story.handled()
        try story.when("answer", [.answer: "好"], by: .roads)
        try story.when("rate", Story.no, by: .resident, after: 70 * day)
        try story.when("classify", [.urgency: "urgent"], by: .dispatcher)
        let due = try #require(story.matter.clock("whole")?.due)
        #expect(due > story.now)
        let spent = 4 * hour
        #expect(calendar.elapsed(from: Town.start, to: due) > 5 * calendar.dayLength + spent)
    }

    @Test("that becomes urgent while it stands still goes on with the shorter time")
    func urgentInPause() throws {
        var story = try Story.handled()
        try story.when("answer", [.answer: "好"], by: .roads)
        let stopped = story.now
        try story.when("classify", [.urgency: "urgent"], by: .dispatcher, after: 30 * day)
        #expect(story.matter.clock("whole")?.pausedAt == story.now)
        try story.when("rate", Story.no, by: .resident, after: 30 * day)
        let due = try #require(story.matter.clock("whole")?.due)
        let left = calendar.elapsed(from: stopped, to: calendar.add(.workingDays(5), to: Town.start))
        #expect(calendar.elapsed(from: story.now, to: due) == left)
    }

    @Test("that ran out unseen while the program slept is late all the same")
    func lateUnseen() throws {
        var story = try Story.handled()
        try story.when("answer", [.answer: "好"], by: .roads, after: 99 * day)
        #expect(story.last.contains(.clockExpired(limit: "whole")))
        #expect(story.last.contains(.limitPassed(limit: "whole")))
        #expect(story.matter.overdue)
        #expect(story.matter.clock("whole")?.pausedAt == nil)
    }

    @Test("that the procedure no longer knows ends at the next move")
    func forgotten() throws {
        var story = try Story.handled()
        let request = Town.request()
        story.city = Town.city(procedures: [Procedure("request", request.stages, request.moves)])
        try story.when("urge", by: .resident)
        #expect(story.matter.clocks.isEmpty)
    }

    @Test("that runs out first among those that count is the next")
    func next() throws {
        var story = try Story()
        #expect(story.matter.nextClock?.limit == "register")
        let due = try #require(story.matter.clock("register")?.due)
        try story.ring(.expiry, "register", at: due)
        #expect(story.matter.nextClock?.limit == "whole", "one that ran out stands behind")
        story = try Story.answered()
        #expect(story.matter.nextClock?.limit == "rating", "one that stands still does not count")
        story = try Story.solved()
        #expect(story.matter.nextClock == nil)
    }
}
