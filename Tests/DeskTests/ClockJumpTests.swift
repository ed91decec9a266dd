import Core
import Desk
import Foundation
import Logging
import Storage
import Testing

@Suite("A server's clock") struct ClockJumpTests {
    /// What leads a matter once round the loop and to its end.
    private static let script: [(move: String, inputs: [InputWord: String], by: Actor)] = [
        ("register", [.category: DeskTown.category], DeskTown.clerk),
        ("dispatch", [.unit: DeskTown.unit.text], DeskTown.dispatcher),
        ("accept", [:], DeskTown.handler),
        ("answer", [.answer: "已经清运。"], DeskTown.handler),
        ("rate", [.solved: "no", .satisfied: "no"], .resident),
        ("answer", [.answer: "又清运了一次。"], DeskTown.handler),
        ("rate", [.solved: "yes", .satisfied: "yes"], .resident),
    ]

    @Test(
        "that jumps an hour between moves and ticks shortens nothing and rings nothing twice",
        arguments: TestEngine.present)
    func jumps(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let jumps: [Int64] = [0, 1, -1, 0, -1, 1, 1, -1].map { $0 * DeskTown.hour }
            for (index, pace) in [1, 5, 9, 30, 100].enumerated() {
                var now = DeskTown.start
                let number = try await town.file(at: now).number
                for (step, (move, inputs, actor)) in Self.script.enumerated() {
                    now = now + Int64(pace) * DeskTown.hour
                    for tick in 0..<4 {
                        let jump = jumps[(index + step + tick) % jumps.count]
                        _ = try await town.ring(at: now + (Int64(tick) * 60_000 + jump))
                    }
                    try await town.move(
                        move, inputs, on: number, by: actor,
                        at: now + jumps[(index * 3 + step) % jumps.count])
                    try await Self.timersAreThoseOfTheClocks(town, number)
                }
                let story = try await Story(town.events(number))
                #expect(story.wrong.isEmpty, "\(story.wrong)")
                #expect(try await town.matter(number).outcome == .solved)
            }
            #expect(try await town.complaints().isEmpty)
        }
    }

    private static func timersAreThoseOfTheClocks(_ town: DeskTown, _ number: String) async throws {
        let matter = try await town.matter(number)
        let running = matter.clocks.filter { $0.pausedAt == nil }
        let marks = running.count { $0.warn != nil } + running.count { !$0.expired }
        #expect(try await town.count("SELECT count(*) FROM timers WHERE matter_id = \(matter.id)") == marks)
    }

    @Test("that only jumps, with nobody doing anything, moves no due time", arguments: TestEngine.present)
    func stable(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let number = try await town.dispatched().number
            let before = try await town.matter(number).clocks
            let first = try #require(before.map(\.due).min())
            for jump in [1, -1, 1, -24, 2, 0] {
                _ = try await town.ring(at: DeskTown.start + Int64(jump) * 60_000)
            }
            #expect(try await town.matter(number).clocks == before)
            _ = try await town.ring(at: first + DeskTown.hour)
            _ = try await town.ring(at: first + -DeskTown.hour)
            let after = try await town.matter(number)
            for clock in before {
                let now = try #require(after.clock(clock.limit))
                #expect(now.due == clock.due && now.from == clock.from, "\(clock.limit)")
            }
            let rung = try await town.facts(number).count {
                if case .clockExpired = $0 { true } else { false }
            }
            #expect(rung == 1)
        }
    }

    @Test(
        "may differ from another's by five minutes: each timer rings once, and never before its time",
        arguments: TestEngine.present)
    func two(engine: TestEngine) async throws {
        try await engine.withPlace { place in
            let slow = try await DeskTown.settled(in: try place.open())
            // One file has one writer; the servers of a PostgreSQL city each have connections of their own.
            let fast = engine == .sqlite ? slow : DeskTown(database: try place.open())
            let minute: Int64 = 60_000
            let ahead = 5 * minute
            var numbers: [String] = []
            for index in 0..<24 {
                let at = DeskTown.start + Int64(index) * 7 * minute
                numbers.append(try await (index % 2 == 0 ? slow : fast).file(at: at).number)
            }
            // Registering takes four hours of office time; every ten minutes both look, at the same time.
            var made = 0
            for tick in 0..<60 {
                let now = DeskTown.start + Int64(tick) * 10 * minute
                if tick % 9 == 4, let number = numbers.popLast() {
                    try await fast.move(
                        "register", [.category: DeskTown.category], on: number, by: DeskTown.clerk,
                        at: now + ahead)
                }
                async let one = slow.ring(at: now)
                async let other = fast.ring(at: now + ahead)
                made += try await one + other
            }
            try await Self.rangOnce(slow, numbers, made: made)
            #expect(try await slow.complaints().isEmpty)
            await slow.database.close()
            if engine == .postgres { await fast.database.close() }
        }
    }

    private static func rangOnce(_ town: DeskTown, _ numbers: [String], made: Int) async throws {
        var rung = 0
        for number in numbers {
            let story = try await Story(town.events(number))
            #expect(story.wrong.isEmpty, "\(story.wrong)")
            #expect(story.rung.count == 1, "\(number): \(story.rung)")
            rung += story.rung.count
        }
        #expect(made >= rung && rung == numbers.count)
    }

    @Test("that stood still makes of each matter the same story every time", arguments: TestEngine.present)
    func sameStory(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            var stories: Set<[String]> = []
            for _ in 0..<12 {
                let number = try await town.dispatched().number
                _ = try await town.ring(at: DeskTown.start + 30 * DeskTown.day)
                stories.insert(try await town.events(number).map { "\($0.move ?? "-") \($0.facts.count)" })
            }
            #expect(stories.count == 1, "\(stories.map(\.count))")
        }
    }

    @Test(
        "that is behind rings nothing early, though a faster one already wrote", arguments: TestEngine.present
    )
    func behind(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let number = try await town.file().number
            let due = try #require(try await town.record(number).dueAt)
            // The faster server is five minutes ahead and writes when it thinks the time has come, nearly.
            try await town.move("urge", on: number, by: .resident, at: due + -1)
            #expect(try await town.ring(at: due + -300_000) == 0)
            #expect(try await town.ring(at: due) == 1)
            let events = try await town.events(number)
            #expect(zip(events, events.dropFirst()).allSatisfy { $0.at <= $1.at })
        }
    }

    /// No city is let in with a limit of zero. Were there one, it would be due again each time it rang.
    @Test(
        "goes on past a limit that is used up when it begins, again and again", arguments: TestEngine.present)
    func endless(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let city = PausedLife.city(.calendar(0), circling: true)
            let desk = Desk(
                database: town.database, city: city, secret: DeskTown.secret, address: DeskTown.address)
            let number = try await desk.file(DeskTown.filing(), by: .resident, at: DeskTown.start).number
            let timekeeper = Timekeeper(desk: desk, logger: Logger(label: "desk tests"))
            let later = DeskTown.start + 60_000
            let ticking = Task { try await timekeeper.tick(at: later) }
            // A tick that does not end is stopped, so that this fails instead of hanging.
            let watching = Task {
                try await Task.sleep(for: .seconds(120))
                ticking.cancel()
            }
            #expect(try await ticking.value == 1)
            watching.cancel()
            let events = try #require(try await desk.dossier(.number(number), for: .resident)).events
            #expect(events.map(\.move) == [nil, nil, "halt", "again"])
            #expect(try await timekeeper.tick(at: later + 60_000) == 0, "it is left for an hour")
            #expect(try await timekeeper.tick(at: later + DeskTown.hour) == 1)
        }
    }

    @Test("may stand in New York: the city's own zone counts")
    func newYork() async throws {
        let here = try await Self.told()
        #expect(here.count > 8)
        await #expect(processExitsWith: .success) { [here = here as [String]] in
            setenv("TZ", "America/New_York", 1)
            tzset()
            NSTimeZone.resetSystemTimeZone()
            let summer = Date(timeIntervalSince1970: 1_751_000_000)
            #expect(TimeZone.current.secondsFromGMT(for: summer) == -4 * 3600)
            let there = try await ClockJumpTests.told()
            #expect(there == here)
        }
    }

    /// What a matter's story says of time: its number, the days and moments of its events and clocks, and
    /// why.
    private static func told() async throws -> [String] {
        try await DeskTown.with(.sqlite) { town in
            // 00:30 on a Tuesday in the city: still Monday elsewhere.
            let start = DeskTown.start + 14 * DeskTown.hour + 1_800_000
            let number = try await town.file(at: start).number
            for (index, (move, inputs, actor)) in script.dropLast(2).enumerated() {
                let now = start + Int64(index + 1) * 9 * DeskTown.hour
                _ = try await town.ring(at: now)
                try await town.move(move, inputs, on: number, by: actor, at: now)
            }
            let matter = try await town.matter(number)
            let calendar = DeskTown.city.calendar
            let clocks = matter.clocks.flatMap { clock in
                ["\(clock.limit) \(clock.due.milliseconds) \(calendar.date(of: clock.due))"]
                    + calendar.explain(.workingDays(15), from: clock.from).map { "\($0)" }
            }
            return [number] + (try await town.events(number)).map { "\($0.at.milliseconds)" } + clocks
        }
    }
}

/// What the events of one matter say of its clocks, and what of that cannot be.
private struct Story {
    private(set) var wrong: [String] = []
    /// Each limit that ran out.
    private(set) var rung: [String] = []

    init(_ events: [Event]) throws {
        var before = try #require(events.first.flatMap(Matter.init(from:)))
        check(before, "filing")
        // Marks of each clock since it was started.
        var marked: Set<String> = []
        for event in events.dropFirst() {
            var after = before
            after.apply(event)
            let what = "\(event.sequence) \(event.move ?? "timer")"
            if event.at < before.changedAt { wrong.append("\(what) goes back in time") }
            for fact in event.facts {
                switch fact {
                case .clockStarted(let limit, _, _, _):
                    marked = marked.filter { !$0.hasPrefix(limit + " ") }
                case .clockWarned(let limit), .clockExpired(let limit):
                    let isExpiry = if case .clockExpired = fact { true } else { false }
                    let clock = before.clock(limit)
                    if isExpiry { rung.append(limit) }
                    let time = isExpiry ? clock?.due : clock?.warn
                    if time.map({ $0 > event.at }) ?? true { wrong.append("\(what) rings early") }
                    if !marked.insert("\(limit) \(isExpiry)").inserted { wrong.append("\(what) rings twice") }
                default: break
                }
            }
            for clock in after.clocks { compare(clock, before, event, what) }
            check(after, what)
            before = after
        }
    }

    private mutating func compare(_ clock: Matter.Clock, _ before: Matter, _ event: Event, _ what: String) {
        let started = event.facts.contains {
            if case .clockStarted(clock.limit, _, _, _) = $0 { true } else { false }
        }
        if !started, let earlier = before.clock(clock.limit),
            (earlier.due, earlier.from) != (clock.due, clock.from)
        {
            wrong.append("\(what) moves \(clock.limit)")
        }
    }

    private mutating func check(_ matter: Matter, _ what: String) {
        for clock in matter.clocks {
            let ends = [clock.due, clock.warn ?? clock.due, clock.pausedAt ?? clock.due]
            if ends.contains(where: { $0 < clock.from }) {
                wrong.append("\(what): \(clock.limit) is negative")
            }
            if let warn = clock.warn, warn > clock.due { wrong.append("\(what): \(clock.limit) warns late") }
        }
    }
}
