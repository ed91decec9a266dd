import Core
import Testing

/// A life in which every bell rings on time: what a server that never slept would have written.
private struct PunctualLife {
    var story: Story
    var chance: Chance

    init(_ kind: String, seed: UInt64, in city: City = Town.city) throws {
        chance = Chance(seed: seed)
        story = try Story(Town.raised(kind, urgency: chance.pick(Urgency.allCases)), in: city)
    }

    mutating func live(_ steps: Int) throws {
        for _ in 0..<steps {
            let wait = chance.pick([minute, minute, hour, hour, 2 * hour, 5 * hour, 2 * day, 9 * day])
            try ring(until: story.now + wait)
            var (actor, moves) = (Actor.resident, [Move]())
            for _ in 0..<4 where moves.isEmpty {
                actor = chance.pick(Actor.everybody)
                let rare = !chance.one(in: 8)
                moves = possibleMoves(on: story.matter, by: actor, in: story.city, at: story.now + wait)
                    .filter { !rare || !["withdraw", "merge"].contains($0.name) }
            }
            guard !moves.isEmpty else { continue }
            let move = chance.pick(moves)
            var inputs: [InputWord: String] = [:]
            for ask in move.asks where ask.required || chance.one(in: 2) {
                inputs[ask.word] = word(ask.word, chance.next())
            }
            let target = Order.Target(
                number: "RQ-2", isOpen: true, kind: "request", isInSight: true, isSameResident: true)
            let made = try? story.when(move.name, inputs, by: actor, after: wait, target: target)
            if made != nil, chance.one(in: 5) { try? story.undo(by: actor) }
        }
        try ring(until: story.now + 3 * day)
    }

    mutating func ring(until end: Moment) throws {
        while true {
            let next = story.matter.clocks.filter { $0.pausedAt == nil && !$0.expired && $0.due <= end }
                .min { ($0.due, $0.limit) < ($1.due, $1.limit) }
            guard let next else { return }
            try story.ring(.expiry, next.limit, at: max(next.due, story.matter.changedAt))
        }
    }

    private func word(_ word: InputWord, _ number: UInt64) -> String? {
        func pick(_ words: [String]) -> String { words[Int(number % UInt64(words.count))] }
        switch word {
        case .category: return pick(["roads.lamp", "water"])
        case .unit: return pick(["ROADS", "WATER", "COUNTY"])
        case .solved, .satisfied: return pick(["no", "yes"])
        case .attempt: return pick(CallBackResult.allCases.map(\.rawValue))
        case .matter: return "RQ-2"
        case .route: return pick(Route.allCases.map(\.rawValue))
        case .grade: return pick(Grade.allCases.map(\.rawValue))
        case .urgency: return pick(Urgency.allCases.map(\.rawValue))
        case .reviewOn: return pick(["2026-12-01", "2027-08-09"])
        case .reason, .answer, .explanation, .why, .note, .text: return "话"
        default: return nil
        }
    }
}

@Suite("The clocks of a story that is replayed")
struct ClockReplayTests {
    private func whole(_ span: Span, from day: String? = nil) -> City {
        Town.city.changed(
            limits: LimitTable([
                LimitRule(kind: "request", limit: "whole", span: span, from: day.map(Town.date))
            ]))
    }

    private func run(_ limit: String, _ runs: [ClockRun]?) throws -> ClockRun {
        try #require(runs?.last { $0.limit == limit })
    }

    @Test("say what the log says when nothing is changed, in any life", arguments: ["request", "criticism"])
    func oracle(kind: String) throws {
        var (passed, runs) = (0, 0)
        for seed in 0..<UInt64(1500) {
            var life = try PunctualLife(kind, seed: seed &* 104_729 &+ 1)
            try life.live(14)
            let end = life.story.now
            let recorded = ClockReplay.recorded(life.story.log, in: Town.city, until: end)
            let replayed = try #require(ClockReplay.replayed(life.story.log, in: Town.city, until: end))
            #expect(recorded == replayed, "seed \(seed): \(life.story.log.map { $0.move ?? "-" })")
            if recorded != replayed { return }
            passed += recorded.count(where: \.passed)
            runs += recorded.count
        }
        // Lives that are never late, or always, would prove nothing; the town's criticism knows no overdue.
        #expect(runs > 1500)
        #expect(kind != "request" || (passed > 1000 && passed < runs * 9 / 10), "\(passed) of \(runs)")
    }

    @Test("are due by another limit, counted from the same beginning")
    func shorter() throws {
        var story = try Story()
        try story.when("categorise", [.category: "roads.lamp"], by: .clerk)
        try story.when("dispatch", [.unit: "ROADS"], by: .dispatcher)
        // Tuesday of the next week, 10:00: the sixth working day after Monday 2026-03-02.
        let answered = Town.calendar.start(of: Town.date("2026-03-10")) + 10 * hour
        try story.when("answer", [.answer: "灯已换。"], by: .roads, after: answered - story.now)
        let end = answered + day
        let before = try run("whole", ClockReplay.recorded(story.log, in: Town.city, until: end))
        #expect(!before.passed && before.delay(until: end) == 0 && before.left == answered)
        // Five working days after Monday end on Monday at 17:30; 16.5 hours before the answer.
        let five = try run("whole", ClockReplay.replayed(story.log, in: whole(.workingDays(5)), until: end))
        #expect(five.passed && five.delay(until: end) == 16 * hour + 30 * minute)
        #expect(five.due == Town.calendar.start(of: Town.date("2026-03-09")) + 17 * hour + 30 * minute)
        let six = try run("whole", ClockReplay.replayed(story.log, in: whole(.workingDays(6)), until: end))
        #expect(!six.passed)
    }

    @Test("follow a rule only from the day on which it is in force")
    func laterRule() throws {
        let story = try Story.answered()
        for (day, passed) in [("2026-03-02", true), ("2026-03-03", false)] {
            let city = whole(.calendar(minute), from: day)
            #expect(
                try run("whole", ClockReplay.replayed(story.log, in: city, until: story.now)).passed == passed
            )
        }
    }

    @Test("stand still while the resident is asked, by the pauses that happened")
    func pauses() throws {
        var story = try Story.answered()
        // Asked on Monday 12:00 after 3 hours; the resident says no on Wednesday at 12:00, and it is answered
        // again an hour of lunch and two of work later.
        try story.when("rate", Story.no, by: .resident, after: 2 * day)
        try story.when("answer", [.answer: "又修了。"], by: .roads, after: 3 * hour + 30 * minute)
        func isLate(_ limit: Span) throws -> Bool {
            try run("whole", ClockReplay.replayed(story.log, in: whole(limit), until: story.now)).passed
        }
        // 3 hours before, 2 after: 15:30 less lunch until 13:30.
        #expect(try isLate(.workingHours(5 * hour + -1)))
        #expect(try !isLate(.workingHours(5 * hour + minute)))
    }

    @Test("count an open matter as late as soon as its time has run out, and not before")
    func open() throws {
        let story = try Story()
        let city = whole(.calendar(10 * hour))
        let due = Town.start + 10 * hour
        #expect(try !run("whole", ClockReplay.replayed(story.log, in: city, until: due + -1)).passed)
        let late = try run("whole", ClockReplay.replayed(story.log, in: city, until: due + 5 * hour))
        #expect(late.passed && late.left == nil && late.delay(until: due + 5 * hour) == 5 * hour)
    }

    @Test("are never late by a longer limit where they are not by a shorter one")
    func longer() throws {
        var late = Array(repeating: 0, count: 16)
        for seed in 0..<UInt64(300) {
            var life = try PunctualLife("request", seed: seed)
            try life.live(12)
            var before = Int.max
            for days in 1...15 {
                let city = whole(.workingDays(days))
                let runs = try #require(ClockReplay.replayed(life.story.log, in: city, until: life.story.now))
                let passed = runs.count { $0.limit == "whole" && $0.passed }
                #expect(passed <= before, "seed \(seed), \(days) days")
                before = passed
                late[days] += passed
            }
        }
        #expect(late[1] > late[15] && late[15] > 0, "\(late)")
    }

    @Test("keep a day that an extension was granted for, and never lose time by it")
    func extended() throws {
        let story = try Story()
        let to = Town.start + 40 * day
        let granted = Event(
            sequence: story.matter.version + 1, at: Town.start + hour, by: .system("test"), move: "classify",
            from: "received", to: "received",
            facts: [.extended(limit: "whole", from: Town.start + 21 * day, to: to)])
        let log = story.log + [granted]
        let same = try run("whole", ClockReplay.replayed(log, in: Town.city, until: to + hour))
        #expect(same.due == to && same.passed)
        let long = try run(
            "whole", ClockReplay.replayed(log, in: whole(.calendar(90 * day)), until: to + hour))
        #expect(long.due == Town.start + 90 * day && !long.passed)
    }

    @Test("are not made up for a kind that the city does not know, or for what nobody raised")
    func unknown() throws {
        let story = try Story.answered()
        let other = Town.city(procedures: [Town.criticism()])
        #expect(ClockReplay.replayed(story.log, in: other, until: story.now) == nil)
        #expect(ClockReplay.replayed([], in: Town.city, until: story.now) == nil)
        #expect(ClockReplay.replayed(Array(story.log.dropFirst()), in: Town.city, until: story.now) == nil)
    }
}
