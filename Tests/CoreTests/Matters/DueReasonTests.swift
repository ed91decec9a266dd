import Core
import Testing

@Suite("Why a clock is due when it is")
struct DueReasonTests {
    private let calendar = Town.calendar

    private func city(_ rules: [LimitRule] = []) -> City {
        Town.city(procedures: [Town.request(), Town.criticism()], limits: rules)
    }

    private func reason(_ story: Story, _ limit: String = "whole") throws -> DueReason {
        let clock = try #require(story.matter.clock(limit))
        return try #require(DueReason(of: clock, on: story.matter, story: story.log, in: story.city))
    }

    @Test("is the kind's own limit where the city says no more")
    func kind() throws {
        let reason = try reason(try Story())
        #expect(reason.rule == nil && reason.span == .workingDays(15))
        #expect(reason.from == Town.start && reason.due == reason.planned && !reason.isOtherwise)
        #expect(reason.steps == calendar.explain(.workingDays(15), from: Town.start))
        #expect(reason.pauses.isEmpty && reason.extensions.isEmpty)
        #expect(try self.reason(try Story(Town.raised(urgency: .urgent))).span == .workingDays(5))
    }

    @Test("is the rule of the city's table, with where it is written down")
    func rule() throws {
        let rule = LimitRule(
            kind: "request", limit: "whole", category: "roads", span: .calendar(day), source: "条例第三条")
        var story = try Story(in: city([rule]))
        try story.when("categorise", [.category: "roads.hole"], by: .clerk)
        let reason = try reason(story)
        #expect(reason.rule == rule && reason.span == .calendar(day))
        #expect(reason.due == Town.start + day && !reason.isOtherwise)
    }

    @Test("names the pauses that moved it, also one in which the limit changed", arguments: [false, true])
    func pauses(isChanged: Bool) throws {
        var story = try Story.answered()
        let first = story.now
        if isChanged { try story.when("classify", [.urgency: "urgent"], by: .dispatcher, after: day) }
        try story.when("rate", Story.no, by: .resident, after: 9 * day)
        let second = story.now
        try story.when("answer", [.answer: "好"], by: .roads)
        let third = story.now
        let reason = try reason(story)
        #expect(reason.pauses.map(\.from) == [first, third])
        #expect(reason.pauses.map(\.until) == [second, nil])
        #expect(reason.due > reason.planned && !reason.isOtherwise)
    }

    @Test("says that another time was promised, when the pauses do not make it up")
    func promised() throws {
        var raised = Town.raised()
        raised.source = "other"
        raised.targetAt = Town.start + 3 * day
        let reason = try reason(try Story(raised, by: .system("import")))
        #expect(reason.due == Town.start + 3 * day && reason.planned > reason.due)
        #expect(reason.isOtherwise)
    }

    @Test("says that the day of a review was given")
    func review() throws {
        var story = try Story.handled()
        try story.when("archive", [.explanation: "等", .reviewOn: "2026-09-01"], by: .supervisor)
        #expect(try reason(story, "review").isOtherwise)
    }

    @Test("says that the rule changed since, when the table no longer gives the time")
    func changed() throws {
        let rule = LimitRule(kind: "request", limit: "whole", span: .calendar(2 * day))
        var story = try Story(in: city([rule]))
        #expect(try !reason(story).isOtherwise)
        story.city = city()
        #expect(try reason(story).isOtherwise)
    }

    @Test("names extensions with both times, and pauses after them")
    func extended() throws {
        let story = try Story()
        var matter = story.matter
        let (from, old) = try #require(matter.clock("whole").map { ($0.from, $0.due) })
        let new = old + 20 * day
        let event = Event(
            sequence: matter.version + 1, at: story.now + hour, by: .system("test"), move: nil,
            from: matter.stage, to: matter.stage,
            facts: [
                .extended(limit: "whole", from: old, to: new),
                .clockStarted(limit: "whole", from: from, due: new, warn: nil),
            ])
        matter.apply(event)
        let clock = try #require(matter.clock("whole"))
        try #require(clock.due == new)
        let reason = try #require(
            DueReason(of: clock, on: matter, story: story.log + [event], in: story.city))
        #expect(reason.extensions.map(\.old) == [old] && reason.extensions.map(\.new) == [new])
        #expect(!reason.isOtherwise)
    }

    @Test("begins anew with a clock that began anew, and leaves out what was taken back")
    func anew() throws {
        var story = try Story.answered()
        try story.when("rate", Story.yes, by: .resident)
        try story.when("reopen", [.reason: "又坏了"], by: .resident)
        #expect(try reason(story).pauses.isEmpty)
        var other = try Story.handled()
        let rule = LimitRule(kind: "request", limit: "whole", urgency: .emergency, span: .calendar(day))
        other.city = city([rule])
        try other.when("classify", [.urgency: "emergency"], by: .dispatcher)
        try other.undo(by: .dispatcher)
        let reason = try reason(other)
        #expect(reason.rule == nil && !reason.isOtherwise && reason.pauses.isEmpty)
    }

    @Test("is none for a limit that the procedure no longer knows")
    func forgotten() throws {
        var story = try Story()
        let clock = try #require(story.matter.clock("whole"))
        let request = Town.request()
        story.city = Town.city(procedures: [Procedure("request", request.stages, request.moves)])
        #expect(DueReason(of: clock, on: story.matter, story: story.log, in: story.city) == nil)
    }
}

@Suite("The colour of a clock")
struct ClockColourTests {
    private let calendar = Town.calendar

    private func colours(_ limit: String, _ city: City, _ at: [Int64], of total: Int64) throws
        -> [ClockColour]
    {
        let story = try Story(Town.raised(category: "water"), in: city)
        let clock = try #require(story.matter.clock(limit))
        return at.map { city.colour(of: clock, of: story.matter, at: Town.start + $0) }
    }

    private func city(_ span: Span, limit: String = "whole") -> City {
        Town.city(
            procedures: [Town.request()], limits: [LimitRule(kind: "request", limit: limit, span: span)])
    }

    @Test("is calm below 80 % of plain time, soon from there, late from 100 %")
    func plain() throws {
        let at = [0, 80 * hour - 1, 80 * hour, 100 * hour - 1, 100 * hour, 900 * hour]
        #expect(
            try colours("whole", city(.calendar(100 * hour)), at, of: 100 * hour) == [
                .calm, .calm, .soon, .soon, .late, .late,
            ])
    }

    @Test("counts working time where the limit does, also where the limit never warns")
    func working() throws {
        // Monday 09:00 to Tuesday 10:00 of seven hours a day: 80 % of 8 hours is Monday 16:54.
        let city = city(.workingHours(8 * hour), limit: "register")
        let soon = calendar.add(.workingHours(8 * hour / 100 * 80), to: Town.start)
        let due = calendar.add(.workingHours(8 * hour), to: Town.start)
        let at = [0, soon - Town.start - 1, soon - Town.start, due - Town.start - 1, due - Town.start]
        #expect(
            try colours("register", city, at, of: 8 * hour) == [.calm, .calm, .soon, .soon, .late])
        #expect(Town.request().limit("register")?.warnAtPercent == nil)
        #expect(calendar.isOpen(at: soon), "the share of the night is nothing")
    }

    @Test("is late once it ran out, whatever the time")
    func expired() throws {
        var story = try Story()
        let due = try #require(story.matter.clock("register")?.due)
        try story.ring(.expiry, "register", at: due)
        let clock = try #require(story.matter.clock("register"))
        #expect(story.city.colour(of: clock, of: story.matter, at: Town.start) == .late)
    }

    @Test("does not fail on a time that was over when it began, nor on the end of time")
    func extremes() throws {
        var raised = Town.raised()
        raised.source = "other"
        raised.targetAt = Moment(milliseconds: 0)
        let past = try Story(raised, by: .system("import"))
        let clock = try #require(past.matter.clock("whole"))
        #expect(past.city.soon(clock, of: past.matter) == clock.due)
        raised.targetAt = Moment(milliseconds: .max)
        let endless = try Story(raised, by: .system("import"))
        let far = try #require(endless.matter.clock("whole"))
        #expect(endless.city.colour(of: far, of: endless.matter, at: Town.start) == .calm)
    }
}
